"""The typed nouns of the regulation, the year they were read from, and what a step returns.

``Jaar`` is the workbook as it was read, ``Dossier`` what remains of it after reading it well, and
``Uitkomst`` what a step makes of that.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from regio_xl.domain.model import Bevinding, Ernst, Model, Repair
from regio_xl.domain.table import CellValue, Table
from regio_xl.domain.woorden import Advies, Doel, Fase, Keuze, Stem, Telling, Voorrang


class Missing(Model):
    """Something that the workbook should hold but does not."""

    sheet: str  # sheet where it was expected
    table: str | None = None  # name of the table, or None when the sheet itself is missing
    name: str | None = None  # name of the cell, or None when it is not about a named cell


class LostFormula(Model):
    """A labelled cell in which the workbook's own formula was overwritten."""

    row: int
    label: str
    value: CellValue = None


class Jaar(Model):
    """One year as the workbook shows it at one moment."""

    tables: Mapping[str, Table]  # table name to table; a missing table has no key
    cells: Mapping[str, CellValue] = {}  # named cells: name to value; a missing name has no key
    cell_places: Mapping[str, tuple[str, int, int]] = {}  # their sheet, row and column, from 1
    reports: Mapping[str, tuple[tuple[CellValue, ...], ...]] = {}  # per sheet, below the table
    receipts: Mapping[str, CellValue] = {}  # sheet name to the receipt in A3
    # Sheet name to the labelled cells in which a formula of ours was overwritten
    lost_formulas: Mapping[str, tuple[LostFormula, ...]] = {}
    used_rows: Mapping[str, int] = {}  # sheet name to the last row that holds anything
    formula_cells: frozenset[str] = frozenset()  # named input cells that hold a formula
    hersteld: tuple[Repair, ...] = ()  # cells that this run put right before it read the year
    missing: tuple[Missing, ...] = ()  # what should be there and is not
    read_at: datetime  # moment of reading; steps never look at the clock themselves
    user: str = ""  # who runs the step, for the log
    source_hash: str = ""  # short hash over all input, for receipts
    kader_hash: str = ""  # short hash over the parameters alone, for receipts


class Kader(Model):
    """The frame of one year: the values in force on sheet Kader, each under its own code.

    What a value means, with its unit and clause, stands in ``sheets/parameters``. One that is not
    set is None, or 0 where that is the same.
    """

    jaar: int
    fase: Fase
    percentage: Decimal
    maximum: Decimal
    referentie: Decimal | None = None
    tolerantie: Decimal = Decimal(0)
    minimum_totaal: Decimal | None = None
    ketentoezicht_besloten: int | None = None
    reserve: int = 0
    reserve_maximum: int = 0
    uurtarief: Decimal | None = None
    maximum_nieuw: int | None = None
    gewichten: Mapping[str, Decimal]  # weight per score key: the parameters ``gewicht_...`` (F3.1)
    belang_drempel: int
    # Goals of the best package, the first one first (U4.3, F3.2, F3.1). The fewest hours and the
    # lowest number always close it and are not in here.
    doelvolgorde: tuple[Doel, ...] = tuple(Doel)
    telling: Telling = Telling.PER_UUR  # the parameter ``scoretelling``: how a score counts (O9)
    uh_voorrang: Voorrang = Voorrang.STRIKT
    uh_bonus_direct: Decimal = Decimal(0)
    uh_bonus_indirect: Decimal = Decimal(0)
    stemmen_nodig: int | None = None
    interventie_deelnemers: int | None = None  # fewest for an intervention (U3.3)
    onderbesteding: Decimal = Decimal(0)  # fraction of a project's hours that may stay unused


class UitgebrachtAdvies(Model):
    """The advice of one participant on the package as a whole, a row of sheet AOO (U2.4)."""

    rij: int
    code: str
    advies: Advies
    reden: str = ""


class UitgebrachteStem(Model):
    """The vote of one participant, a row of sheet Stemming (F3.5)."""

    rij: int
    code: str
    stem: Stem
    toelichting: str = ""


class Besluit(Model):
    """The package as the AB adopted it, frozen on sheet Stemming (F3.5, U8.1)."""

    pakket: Mapping[int, int]  # hours per proposal number
    titels: Mapping[int, str] = {}  # title per proposal number, as it was then
    ketentoezicht: int | None = None  # its hours at that moment (U2.1); None when unreadable
    kenmerk: str = ""  # mark over package, ketentoezicht and parameters
    kenmerk_parameters: str = ""  # mark over the parameters alone
    gaaf: bool = True  # whether the sheet still says what was frozen: rows and marks fit together


class Besluitvorming(Model):
    """Advice, votes and decision of one year."""

    adviezen: tuple[UitgebrachtAdvies, ...] = ()  # one per participant, in sheet order
    stemmen: tuple[UitgebrachteStem, ...] = ()  # those that count, one per participant
    nummer: str = ""  # number of the decision, "" when there is no usable one
    nummer_leeg: bool = False  # whether the cell for the number is there and holds nothing at all
    datum: date | None = None  # day of the decision, or None when there is no usable one
    datum_leeg: bool = False  # whether the cell for the day is there and holds nothing at all
    besluit: Besluit | None = None  # the frozen package, or None while nothing is frozen
    reden_dekking: str = ""  # why the AB adopts a package in which someone has nothing (U4.3)
    reden_opheffen: str = ""  # why the decision is lifted

    @property
    def leeg(self) -> bool:
        """Whether number and day of the decision were both emptied: then it is to be lifted."""
        return self.nummer_leeg and self.datum_leeg

    @property
    def beschadigd(self) -> bool:
        """Whether a package was frozen and its record is not whole any more."""
        return self.besluit is not None and not self.besluit.gaaf


class Deelnemer(Model):
    """A participant."""

    rij: int  # row in sheet Deelnemers
    code: str = ""  # stable key; names are not unique ("Utrecht" is two participants)
    naam: str = ""
    type: str = ""  # ``gemeente`` or ``provincie``
    dvo_uren: Decimal = Decimal(0)  # DVO hours as typed; 0 where the cell holds no usable number
    vastgesteld: date | None = None  # date on which the programme was adopted, or None (F1.1)


class Inhoud(Model):
    """What was decided that ketentoezicht is about, beside its hours (U2.1)."""

    tekst: str = ""
    door: str = ""  # who proposed it, as typed


class Beoordeling(Model):
    """Scores of one proposal by key (``toegevoegde_waarde``, ``relevantie``, ``draagvlak``)."""

    nr: int
    scores: Mapping[str, int]
    toelichting: str = ""


class Betrokkene(Model):
    """A participant that is involved in a project, and as what (U5.3)."""

    code: str
    rol: str  # a word such as ``stuurgroep``


class Voorstel(Model):
    """A proposal: each field holds the column of sheet Voorstellen with that key.

    None or "" where nothing usable was filled in; hours asked and costs are 0 then.
    """

    rij: int  # row in sheet Voorstellen
    nr: int  # number, the key
    titel: str = ""
    omschrijving: str = ""
    indiener: str = ""  # code of a participant, or ``ODU``
    herkomst: str = ""  # a word of ``Herkomst``; ``soort``, ``uh_relatie`` and ``keuze`` likewise
    soort: str = ""
    uren: int = 0
    minimum_uren: int | None = None  # fewest hours with which the project can start (O6), or None
    materiele_kosten: Decimal = Decimal(0)
    partners: tuple[str, ...] = ()
    groepen: tuple[str, ...] = ()
    uh_relatie: str = ""
    toelichting_uh: str = ""
    meerwaarde_regio: str = ""
    samenwerkingsverband: str = ""
    intern_opdrachtgever: str = ""
    projectleider: str = ""
    keuze: str = Keuze.AUTOMATISCH.value
    reden_keuze: str = ""
    ingediend_op: date | None = None
    vereist: tuple[int, ...] = ()  # projects without which it cannot be in the package (F3.4)
    # Numbers of the projects with which it cannot be in the package; it is enough when one of the
    # two says so. Both hold known, other projects only.
    sluit_uit: tuple[int, ...] = ()
    betrokkenen: tuple[Betrokkene, ...] = ()  # in the order in which they were typed (U5.3)
    rapporteur: str = ""  # who reports about it; "" for the project leader (U5.4)


class Interventie(Model):
    """A quick intervention, a row of sheet Interventies that may be granted (U3.*)."""

    rij: int
    nr: int
    datum: date
    omschrijving: str = ""
    soort: str = ""  # a word of ``Interventiesoort``
    uren: int
    deelnemers: tuple[str, ...] = ()  # codes of the known participants that it matters to


class Verschuiving(Model):
    """A transfer of hours, a row of sheet Verschuivingen that may be booked (U8.2)."""

    rij: int
    nr: int
    datum: date
    van: int | str  # number of a project, or a word of ``rules.ALS_VAN``
    naar: int | str
    uren: int
    reden: str = ""
    door: str = ""
    ab_nummer: str = ""
    ab_datum: date | None = None


class Periode(Model):
    """A reporting period, a row of tblPerioden (U6.1)."""

    rij: int
    naam: str
    peildatum: date  # last day that its figures are about
    klaar: date | None = None  # day on which the report is due


class Voortgangsregel(Model):
    """What a project leader reported about one period, a row of tblVoortgang (U6.1, U9.2)."""

    rij: int
    nr: int
    periode: Periode
    gerealiseerd: int  # hours spent, cumulative
    prognose: int | None = None  # hours that the whole year will take
    status: str = ""  # a word of ``Voortgang``
    toelichting: str = ""


class Uitvoering(Model):
    """What happened to hours after the decision, as far as each row counts by itself."""

    interventies: tuple[Interventie, ...] = ()
    verschuivingen: tuple[Verschuiving, ...] = ()
    perioden: tuple[Periode, ...] = ()  # by day
    voortgang: tuple[Voortgangsregel, ...] = ()

    @property
    def leeg(self) -> bool:
        """Whether nobody filled in anything yet."""
        return not (self.interventies or self.verschuivingen or self.voortgang)


class Dossier(Model):
    """All that was read for one year, typed, with the findings made on the way."""

    kader: Kader | None  # parameters in force, or None when the year has none (an error says so)
    deelnemers: tuple[Deelnemer, ...] = ()  # participants in sheet order
    voorstellen: tuple[Voorstel, ...] = ()  # proposals with a usable number, in sheet order
    beoordelingen: Mapping[int, Beoordeling] = {}  # scores by proposal number
    belang: Mapping[int, Mapping[str, int]] = {}  # 0..3, by proposal number and code
    ketentoezicht: Inhoud = Inhoud()  # as decided; its hours are in ``kader`` (U2.1)
    besluitvorming: Besluitvorming = Besluitvorming()  # advice, votes and decision (F3.4, F3.5)
    uitvoering: Uitvoering = Uitvoering()  # hours after the decision (U3.*, U8.2)
    bevindingen: tuple[Bevinding, ...] = ()  # everything that was found, most serious first
    voor_alle: tuple[Bevinding, ...] = ()  # errors about every proposal at once
    # Codes of the parameters that count as 0 or as the usual choice, because no value can be read
    onleesbaar: tuple[str, ...] = ()
    # Sheets that are not there or lack their table, so that nothing on them could be read; "none"
    # is then not the same as "not known"
    ontbreekt: tuple[str, ...] = ()

    def fouten_per_voorstel(self) -> dict[int, tuple[Bevinding, ...]]:
        """Return the errors that keep a proposal out of the division, by proposal number.

        Those in a column that the division cannot do without; an error in the administration of
        a proposal is no reason to divide without it.
        """
        everywhere = self.voorstellen if self.voor_alle else ()
        found = {voorstel.nr: list(self.voor_alle) for voorstel in everywhere}
        for bevinding in self.bevindingen:
            if bevinding.nr is not None and bevinding.weert:
                found.setdefault(bevinding.nr, []).append(bevinding)
        return {nr: tuple(items) for nr, items in found.items()}


class TableContent(Model):
    """New rows for a table that a step owns."""

    name: str  # table name
    # One mapping per row: column key to value. A key that is left out keeps what the sheet holds in
    # the row with the same ``key_column`` value (text that people typed).
    rows: tuple[Mapping[str, CellValue], ...]
    key_column: str | None = None  # identifies a row; None when all columns are given
    append: bool = False  # add below the existing rows instead of replacing them


class Report(Model):
    """Free text below the table of a generated sheet: cards, as rows of equal width."""

    sheet: str
    lines: tuple[tuple[CellValue, ...], ...]


class Uitkomst(Model):
    """Result of a step."""

    tables: tuple[TableContent, ...] = ()  # contents per table
    reports: tuple[Report, ...] = ()  # free blocks per sheet
    cells: Mapping[str, CellValue] = {}  # named cells to fill
    # Cells of people to put right. They are written first, and then the year is read and the step
    # run again, so that all else is made of the cells as they have become.
    repairs: tuple[Repair, ...] = ()
    logregels: tuple[str, ...] = ()  # what to add on sheet Logboek, a row each
    bevindingen: tuple[Bevinding, ...] = ()  # findings, most serious first
    samenvatting: tuple[str, ...] = ()  # lines for the user, in Dutch
    vraag: str = ""  # question that goes before doing the step all the same, see ``Step.opnieuw``
    data: Mapping[str, Any] = {}  # result for ``--json``; others read its keys, so they stay

    @property
    def fouten(self) -> int:
        """Number of errors among the findings; decides the exit code."""
        return sum(bevinding.ernst is Ernst.FOUT for bevinding in self.bevindingen)
