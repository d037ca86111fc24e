"""The typed nouns of the regulation: what remains of the sheets after reading them well."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from regio_xl.domain.besluit import Besluitvorming
from regio_xl.domain.bevinding import Bevinding, Ernst
from regio_xl.domain.kader import Kader
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Keuze


class Deelnemer(Model):
    """A participant.

    Attributes:
        rij: Row in sheet Deelnemers.
        code: Stable key; names are not unique ("Utrecht" is two participants).
        naam: Name.
        type: ``gemeente`` or ``provincie``.
        dvo_uren: DVO hours as typed; 0 where the cell holds no usable number.
        vastgesteld: Date on which the programme was adopted, or None (F1.1).
    """

    rij: int
    code: str
    naam: str
    type: str
    dvo_uren: Decimal
    vastgesteld: date | None = None


class Beoordeling(Model):
    """Scores of one proposal by key (``toegevoegde_waarde``, ``relevantie``, ``draagvlak``)."""

    nr: int
    scores: Mapping[str, int]
    toelichting: str = ""


class Voorstel(Model):
    """A proposal; None or "" where nothing usable was filled in.

    Attributes:
        rij: Row in sheet Voorstellen.
        nr: Number, the key.
        uren: Hours asked, whole; 0 where the cell holds no usable number.
        minimum_uren: Fewest hours with which the project can start (O6), or None.
        materiele_kosten: Material costs in euros (U7.3).
        indiener: Code of a participant, or ``ODU``.
        herkomst: A word of ``Herkomst``, as the other choices "" when unknown.
        soort: A word of ``Soort``.
        uh_relatie: A word of ``Relatie``.
        keuze: A word of ``Keuze`` (F3.4).
        vereist: Numbers of the projects without which it cannot be in the package (F3.4).
        sluit_uit: Numbers of the projects with which it cannot be in the package; it is enough
            when one of the two says so. Both hold known, other projects only.
    """

    rij: int
    nr: int
    titel: str = ""
    omschrijving: str = ""
    indiener: str = ""
    herkomst: str = ""
    soort: str = ""
    uren: int = 0
    minimum_uren: int | None = None
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
    vereist: tuple[int, ...] = ()
    sluit_uit: tuple[int, ...] = ()


class Dossier(Model):
    """All that was read for one year, typed, with the findings made on the way.

    Attributes:
        kader: Parameters in force, or None when the year has none (an error says so).
        deelnemers: Participants in sheet order.
        voorstellen: Proposals with a usable number, in sheet order.
        beoordelingen: Scores by proposal number.
        belang: Per proposal number the belang (0..3) by participant code.
        besluitvorming: Advice of the AOO, votes and decision of the AB (F3.4, F3.5).
        bevindingen: Everything that was found, most serious first.
        voor_alle: Errors that concern every proposal, such as a missing mandatory column.
        ontbreekt: Sheets that are not there or lack their table, so that nothing on them could
            be read; "none" is then not the same as "not known".
    """

    kader: Kader | None
    deelnemers: tuple[Deelnemer, ...] = ()
    voorstellen: tuple[Voorstel, ...] = ()
    beoordelingen: Mapping[int, Beoordeling] = {}
    belang: Mapping[int, Mapping[str, int]] = {}
    besluitvorming: Besluitvorming = Besluitvorming()
    bevindingen: tuple[Bevinding, ...] = ()
    voor_alle: tuple[Bevinding, ...] = ()
    ontbreekt: tuple[str, ...] = ()

    def fouten_per_voorstel(self) -> dict[int, tuple[Bevinding, ...]]:
        """Return the errors that keep a proposal out of the package, by proposal number."""
        found: dict[int, list[Bevinding]] = {}
        if self.voor_alle:
            found = {voorstel.nr: list(self.voor_alle) for voorstel in self.voorstellen}
        for bevinding in self.bevindingen:
            if bevinding.nr is not None and bevinding.ernst is Ernst.FOUT:
                found.setdefault(bevinding.nr, []).append(bevinding)
        return {nr: tuple(items) for nr, items in found.items()}
