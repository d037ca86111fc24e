"""The results of one run, computed once and shown by every step in its own way.

Here is also how a dossier becomes the problem of the allocation: who asks for what, in plain
numbers. How the package comes about is in ``pakket``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from fractions import Fraction

from regio_xl.allocation import (
    UH_RANG,
    ZONDER_RELATIE,
    Aandeel,
    Breach,
    Item,
    Level,
    Pakket,
    Plan,
    Problem,
    Verdict,
    find_breaches,
)
from regio_xl.domain import Bevinding, CellValue, Deelnemer, Dossier, Fase, Inhoud, Jaar, Voorstel
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import format_uren, of_float
from regio_xl.domain.woorden import BEREKEND, Keuze, Relatie, Scenario, Soort, Stand, words
from regio_xl.rules import Bijdrage, Dekking, Score, compute_kosten_uren, compute_score
from regio_xl.steps.opgeslagen import Opgeslagen
from regio_xl.steps.uitvoering import Bewaking
from regio_xl.steps.vastlegging import Grond, Vastlegging


class Ketentoezicht(Model):
    """The fixed part of the package, on a line of its own (U2.1)."""

    voorgesteld: int  # hours that ODU proposes, over all its proposals
    besloten: int | None  # hours that the clients decided on
    voorstellen: tuple[int, ...] = ()  # numbers of its proposals
    inhoud: Inhoud = Inhoud()  # what it is about, as decided

    @property
    def uren(self) -> int:
        """Hours that count: decided, or else proposed."""
        return self.voorgesteld if self.besloten is None else self.besloten

    @property
    def reden(self) -> str:
        """What was proposed and decided, hours and content, in Dutch sentences."""
        open_still = self.besloten is None
        besloten = "nog niet besloten, dus voorlopig telt" if open_still else "besloten"
        return (
            f"Vast onderdeel (U2.1): voorgesteld {format_uren(self.voorgesteld)}, {besloten} "
            f"{format_uren(self.uren)}. {self.besloten_inhoud}"
        )

    @property
    def besloten_inhoud(self) -> str:
        """What was decided that it is about, and who proposed that, in Dutch."""
        if not self.inhoud.tekst:
            return "Inhoud: nog niet besloten."
        door = f", voorgesteld door {self.inhoud.door}" if self.inhoud.door else ""
        return f"Inhoud{door}: {self.inhoud.tekst}"

    @property
    def kort(self) -> str:
        """The same in one line of at most twelve words."""
        if self.besloten is None:
            return f"Vast onderdeel: {format_uren(self.uren)} voorgesteld, nog niet besloten."
        return f"Vast onderdeel: {format_uren(self.uren)} besloten."


def ketentoezicht_of(dossier: Dossier) -> Ketentoezicht:
    """Return the fixed line of a year (U2.1)."""
    voorstellen = [item for item in dossier.voorstellen if item.soort == Soort.KETENTOEZICHT]
    return Ketentoezicht(
        voorgesteld=sum(max(0, voorstel.uren) for voorstel in voorstellen),
        besloten=dossier.kader.ketentoezicht_besloten if dossier.kader else None,
        voorstellen=tuple(sorted({voorstel.nr for voorstel in voorstellen})),
        inhoud=dossier.ketentoezicht,
    )


class Entry(Model):
    """A proposal beside its score and its place in the package; nothing is copied."""

    voorstel: Voorstel
    score: Score | None = None  # None without scores (F3.1)
    kosten_uren: int | None = 0  # what its material costs amount to (O5); None without tariff
    verdict: Verdict | None = None  # None for ketentoezicht, which is no project
    vast: Ketentoezicht | None = None  # what stands at a proposal for that instead

    @property
    def nr(self) -> int:
        """Number of the proposal."""
        return self.voorstel.nr

    @property
    def opgenomen(self) -> bool:
        """Whether it is a project in the package."""
        return self.verdict is not None and self.verdict.opgenomen

    @property
    def toegewezen(self) -> int | None:
        """Hours as a project, costs included; None for ketentoezicht (its own line)."""
        return None if self.verdict is None else self.verdict.uren

    @property
    def stand(self) -> str:
        """Where it stands, a word of ``Stand``."""
        if self.verdict is None:
            return Stand.KETENTOEZICHT.value
        if not self.verdict.opgenomen:
            return Stand.NIET.value
        return Stand.DEELS.value if self.verdict.deels else Stand.OPGENOMEN.value

    @property
    def reden(self) -> str:
        """Why it stands there, as a Dutch sentence with its clause."""
        if self.verdict is not None:
            return self.verdict.toelichting
        return self.vast.reden if self.vast else ""

    @property
    def kort(self) -> str:
        """The same in one line of at most twelve words."""
        if self.verdict is not None:
            return self.verdict.kort
        return self.vast.kort if self.vast else ""

    @property
    def cells(self) -> dict[str, CellValue]:
        """What sheets Voorstel and Selectie both show of it, by column."""
        return {
            "nr": float(self.nr),
            "titel": self.voorstel.titel,
            "soort": self.voorstel.soort,
            "uh_relatie": self.voorstel.uh_relatie,
            "kosten_uren": self.kosten_uren,
            "score": as_cell(self.score.totaal) if self.score else None,
            "stand": self.stand,
            "toegewezen": self.toegewezen,
            "kort": self.kort,
        }


def make_entries(dossier: Dossier, keten: Ketentoezicht) -> tuple[Entry, ...]:
    """Set each proposal beside its weighted score and the hours for its costs (F3.1, O5)."""
    gewichten = dossier.kader.gewichten if dossier.kader else {}
    tarief = dossier.kader.uurtarief if dossier.kader else None
    judged = dossier.beoordelingen if gewichten else {}
    scores = {
        nr: compute_score(item.scores, gewichten) for nr, item in judged.items() if item.scores
    }
    return tuple(
        Entry(
            voorstel=voorstel,
            score=scores.get(voorstel.nr),
            kosten_uren=compute_kosten_uren(voorstel.materiele_kosten, tarief),
            vast=keten if voorstel.soort == Soort.KETENTOEZICHT else None,
        )
        for voorstel in dossier.voorstellen
    )


class Berekening(Model):
    """All results of one run."""

    jaar: Jaar
    dossier: Dossier
    bijdragen: Mapping[str, Bijdrage] = {}  # by code (F1.2, U1.1); empty without kader
    totaal: int | None = None  # hours available (F1.3); None without kader
    voorlopig: bool = True  # whether a participant has yet to adopt its programme (F1.3)
    ketentoezicht: Ketentoezicht
    problem: Problem  # what the projects could get (O4)
    opgeslagen: Opgeslagen = Opgeslagen()  # what the workbook already says about the package
    vastlegging: Vastlegging = Vastlegging()  # the record of the package, of now where it is new
    feiten: Mapping[tuple[str, str, str], CellValue] = {}  # what a package would rest on now
    staat: Staat = Staat.GEEN  # where the package is in its life
    kenmerk: str = ""  # mark of the package; "" without a record
    gebonden: Mapping[str, str | None] = {}  # cells to fill: the package that was spoken about
    pakket: Pakket
    opnieuw: bool = False  # whether a person asked to divide anew, knowing what it ends
    nieuw: bool = False  # whether the hours were divided in this run
    bij_de_tijd: bool = True  # whether the input is still what the package was divided with
    plannen: tuple[Plan, ...] = ()  # all scenarios that were worked out on the way
    blijft: Bevinding | None = None  # why sheet Selectie must stay as it is
    getoond: bool = False  # whether this step writes every sheet that shows the package
    toonbaar: bool = True  # whether there is input enough to write any sheet about the package
    bewaard: Mapping[Scenario, str] = {}  # places that keep a package from now on: their names
    gezien: Mapping[int, int] = {}  # the hours that they keep: what people saw
    entries: tuple[Entry, ...] = ()  # in the order of ``dossier.voorstellen``
    dekking: tuple[Dekking, ...] = ()  # per participant (U4.3); empty without kader
    bewaking: Bewaking = Bewaking()  # the hours after the decision (U3.*, U8.2)
    bevindingen: tuple[Bevinding, ...] = ()  # of the rules and of the package, each once

    @property
    def fase(self) -> Fase | None:
        """Phase of the year; None without kader."""
        return self.dossier.kader.fase if self.dossier.kader else None

    @property
    def reserve(self) -> int:
        """Hours kept for quick interventions (U3.1)."""
        return self.dossier.kader.reserve if self.dossier.kader else 0

    @property
    def vrij(self) -> int:
        """Hours without a destination; negative when the fixed parts exceed the total (O4)."""
        return self.problem.budget - self.pakket.totaal

    @property
    def scenario(self) -> Scenario:
        """How the package came about."""
        return Scenario(self.pakket.scenario)

    @property
    def levels(self) -> tuple[Level, ...]:
        """What the package reaches on each goal; none for a package that people made."""
        return self.vastlegging.levels if self.scenario in BEREKEND else ()

    @property
    def gronden(self) -> Mapping[int, Grond]:
        """Why each proposal got its hours when they were divided, by number."""
        return self.vastlegging.gronden

    @property
    def vreemd(self) -> Mapping[int, int]:
        """Hours in a package that stands of numbers that are no project (any more).

        With 0 hours: what people typed about a number that is gone.
        """
        besluit = self.dossier.besluitvorming.besluit
        listed = {entry.nr for entry in self.entries}
        known = {item.nr for item in self.problem.items}
        uren = {nr: 0 for nr in self.opgeslagen.toelichting if nr not in listed}
        if self.scenario is Scenario.VASTGESTELD and besluit:
            uren |= besluit.pakket
        elif not self.nieuw:
            uren |= self.opgeslagen.selectie
        return {nr: hours for nr, hours in sorted(uren.items()) if nr not in known}

    @property
    def op_selectie(self) -> Mapping[int, int]:
        """Hours of the package as it stands, also of what is no project (any more)."""
        return {**self.pakket.uren, **{nr: uren for nr, uren in self.vreemd.items() if uren}}

    @property
    def breuken(self) -> tuple[Breach, ...]:
        """What the package as it stands breaks; what could be in as well is for people to weigh."""
        found = find_breaches(self.problem, self.op_selectie, ranked=False)
        return tuple(breach for breach in found if not breach.missed)

    @property
    def namen(self) -> dict[str, str]:
        """Name per participant code; with the code where two share a name (Utrecht)."""
        return unique_names(self.dossier.deelnemers)


def as_cell(value: Decimal | Fraction | None) -> float | None:
    """Return an exact number as a cell holds it; whole hours go in as they are."""
    return None if value is None else float(value)


def plain_number(value: Decimal | Fraction) -> int | float:
    """Return a whole number as int, any other as float, for ``--json``: as a cell shows it.

    >>> plain_number(Fraction(55, 48))
    1.14583333333333
    """
    return int(value) if value == int(value) else float(of_float(float(value)))


def unique_names(deelnemers: tuple[Deelnemer, ...]) -> dict[str, str]:
    """Return a name per code that can be told apart from all others.

    >>> unique_names(tuple(Deelnemer(rij=6, code=c, naam="Utrecht") for c in ("PU", "UTR")))
    {'PU': 'Utrecht (PU)', 'UTR': 'Utrecht (UTR)'}
    """
    used = Counter(deelnemer.naam for deelnemer in deelnemers)
    return {
        item.code: item.naam
        if item.naam and used[item.naam] == 1
        else f"{item.naam} ({item.code})".strip()
        for item in deelnemers
    }


def make_problem(
    dossier: Dossier,
    entries: tuple[Entry, ...],
    keten: Ketentoezicht,
    totaal: int | None,
    bijdragen: Mapping[str, Bijdrage],
) -> Problem:
    """Put the proposals in numbers; the order of deduction is that of O4."""
    items, kader = tuple(_items(dossier, entries)), dossier.kader
    if kader is None or totaal is None:
        return Problem(budget=0, items=items)
    numbers = {item.nr for item in items}
    apart = {(min(pair), max(pair)) for pair in _pairs(dossier, numbers, "sluit_uit")}
    return Problem(
        budget=totaal - keten.uren - kader.reserve,
        items=items,
        maximum_nieuw=kader.maximum_nieuw,
        aandelen=tuple(_shares(dossier, bijdragen, kader.belang_drempel)),
        vereist=tuple(sorted(_pairs(dossier, numbers, "vereist"))),
        sluit_uit=tuple(sorted(apart)),  # whichever of the two said so, once
        telling=kader.telling,
        volgorde=kader.doelvolgorde,
    )


def _items(dossier: Dossier, entries: tuple[Entry, ...]) -> Iterable[Item]:
    fouten = dossier.fouten_per_voorstel()
    times = Counter(entry.nr for entry in entries)
    items = {}
    for entry in entries:
        if entry.voorstel.soort == Soort.KETENTOEZICHT:
            continue
        if times[entry.nr] == 1:
            items[entry.nr] = _item(entry, [found.regel for found in fouten.get(entry.nr, ())])
        else:  # which of the rows is meant is not for us to guess, so none of them counts
            items[entry.nr] = Item(nr=entry.nr, nodig_uren=0, fouten=("F2.2",))
    return items.values()


def _item(entry: Entry, fouten: list[str]) -> Item:
    voorstel, kosten, minimum = entry.voorstel, entry.kosten_uren or 0, entry.voorstel.minimum_uren
    # The allocation does not depend on the rules having found everything: no hours, or
    # costs that cannot be converted, can never be divided.
    if voorstel.uren <= 0:
        fouten = [*fouten, "U8.1"]
    if entry.kosten_uren is None:
        fouten = [*fouten, "U7.3"]
    keuze, relatie = voorstel.keuze, voorstel.uh_relatie
    return Item(
        nr=voorstel.nr,
        nodig_uren=max(0, voorstel.uren) + kosten,
        # Costs come on top: a project that starts small still pays its bills (O5, O6).
        minimum_uren=None if minimum is None else max(0, minimum) + kosten,
        doorlopend=voorstel.soort == Soort.DOORLOPEND,
        keuze=Keuze(keuze) if keuze in words(Keuze) else Keuze.AUTOMATISCH,
        reden_keuze=voorstel.reden_keuze,
        uh_rang=UH_RANG[Relatie(relatie)] if relatie in words(Relatie) else ZONDER_RELATIE,
        score=entry.score.totaal if entry.score else None,
        fouten=tuple(fouten),
    )


def _shares(dossier: Dossier, bijdragen: Mapping[str, Bijdrage], drempel: int) -> Iterator[Aandeel]:
    """Yield each participant once; a code that stands there twice is an error of its own."""
    for code, bijdrage in bijdragen.items():
        punten = {nr: row[code] for nr, row in dossier.belang.items() if row.get(code)}
        yield Aandeel(
            code=code,
            bijdrage_uren=max(0, bijdrage.uren),
            belang=frozenset(nr for nr, points in punten.items() if points >= drempel),
            punten=punten,
        )


def _pairs(dossier: Dossier, numbers: Set[int], key: str) -> set[tuple[int, int]]:
    """Return the pairs of proposals of which both can be divided; the others are findings."""
    return {
        (voorstel.nr, other)
        for voorstel in dossier.voorstellen
        for other in getattr(voorstel, key)
        if voorstel.nr in numbers and other in numbers and voorstel.nr != other
    }
