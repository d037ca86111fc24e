"""The results of one run, computed once and shown by every step in its own way."""

from collections.abc import Mapping

from regio_xl.allocation import Gevolg, Pakket, Plan, Problem
from regio_xl.domain import Bevinding, Deelnemer, Dossier, Ernst, Fase, Jaar
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Scenario
from regio_xl.rules import Bijdrage, Dekking
from regio_xl.steps.entries import Entry, Ketentoezicht
from regio_xl.steps.opgeslagen import Opgeslagen


class Berekening(Model):
    """All results of one run.

    Attributes:
        jaar: The snapshot.
        dossier: What was read from it, typed, with its findings.
        bijdragen: Contribution per participant code (F1.2, U1.1); empty without kader.
        totaal: Total hours available (F1.3); None without kader.
        voorlopig: Whether a participant has yet to adopt its programme (F1.3).
        ketentoezicht: The fixed line (U2.1).
        problem: What the projects could get (O4).
        opgeslagen: What the workbook already says about the package.
        pakket: Who got what.
        plan: The best package with its proof, where the package is that; else None.
        gevolgen: What would follow if one proposal were in or out, by number.
        blijft: Why sheet Selectie must stay as it is; None when it may be written.
        entries: One per proposal, in the order of ``dossier.voorstellen``.
        dekking: Coverage per participant (U4.3); empty without kader.
        bevindingen: Findings of the rules and of the allocation, each once.
    """

    jaar: Jaar
    dossier: Dossier
    bijdragen: Mapping[str, Bijdrage] = {}
    totaal: int | None = None
    voorlopig: bool = True
    ketentoezicht: Ketentoezicht
    problem: Problem
    opgeslagen: Opgeslagen = Opgeslagen()
    pakket: Pakket
    plan: Plan | None = None
    gevolgen: Mapping[int, Gevolg] = {}
    blijft: Bevinding | None = None
    entries: tuple[Entry, ...] = ()
    dekking: tuple[Dekking, ...] = ()
    bevindingen: tuple[Bevinding, ...] = ()

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
    def vreemd(self) -> Mapping[int, int]:
        """Hours in a package that people made of numbers that are no project (any more)."""
        besluit = self.dossier.besluitvorming.besluit
        if self.scenario is Scenario.VASTGESTELD:
            uren: Mapping[int, int] = besluit.pakket if besluit else {}
        elif self.scenario is Scenario.MET_DE_HAND:
            uren = self.opgeslagen.selectie
        else:
            uren = {}
        known = {item.nr for item in self.problem.items}
        return {nr: hours for nr, hours in sorted(uren.items()) if nr not in known}

    @property
    def fouten(self) -> int:
        """Number of errors found."""
        return sum(item.ernst is Ernst.FOUT for item in self.bevindingen)

    @property
    def namen(self) -> dict[str, str]:
        """Name per participant code; with the code where two share a name (Utrecht)."""
        return unique_names(self.dossier.deelnemers)


def unique_names(deelnemers: tuple[Deelnemer, ...]) -> dict[str, str]:
    """Return a name per code that can be told apart from all others.

    >>> from decimal import Decimal
    >>> both = [Deelnemer(rij=row, code=code, naam="Utrecht", type="", dvo_uren=Decimal(1))
    ...     for row, code in ((6, "PU"), (7, "UTR"))]
    >>> unique_names(tuple(both))
    {'PU': 'Utrecht (PU)', 'UTR': 'Utrecht (UTR)'}
    """
    used: dict[str, int] = {}
    for deelnemer in deelnemers:
        used[deelnemer.naam] = used.get(deelnemer.naam, 0) + 1
    return {
        deelnemer.code: (
            deelnemer.naam
            if used[deelnemer.naam] == 1 and deelnemer.naam
            else f"{deelnemer.naam} ({deelnemer.code})".strip()
        )
        for deelnemer in deelnemers
    }
