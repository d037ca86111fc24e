"""What the workbook already says about the package: the choice, what was kept, what stands there.

Read from sheets Vergelijking and Selectie as they are. A package on Selectie that differs from
what a step wrote there was edited by hand; ``kenmerk_pakket`` tells.
"""

import hashlib
from collections.abc import Mapping

from regio_xl.allocation import Problem
from regio_xl.domain import Bevinding, CellValue, Ernst, Jaar, Kader
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import quote
from regio_xl.domain.woorden import EIGEN, Scenario, Stand, Voorrang
from regio_xl.sheets import schema
from regio_xl.sheets.vergelijking import (
    APPLIED,
    CHOSEN,
    INPUT_MARK,
    MARK,
    REASON,
    SHOWN,
    column_of,
)
from regio_xl.steps.pakketuren import check_fixed, numbered, read_hours

SHEET = "Vergelijking"
MARK_LENGTH = 12


class Eigen(Model):
    """A package that people keep on sheet Vergelijking.

    Attributes:
        naam: The name they gave it, or "".
        uren: Hours by number of the proposal; empty when the column is.
        rijen: Row in tblPakketten by number of the proposal.
        gevuld: Numbers at which something stands, also what is no number of hours.
    """

    naam: str = ""
    uren: Mapping[int, int] = {}
    rijen: Mapping[int, int] = {}
    gevuld: frozenset[int] = frozenset()


class Opgeslagen(Model):
    """What stands in the workbook about the package.

    Attributes:
        gekozen: The scenario that was chosen; by default the one that Kader asks for.
        eigen: The kept packages.
        selectie: Hours on sheet Selectie by number of the proposal.
        rijen: Row in tblSelectie by number of the proposal.
        onleesbaar: Whether hours stand there that are no whole number.
        gemaakt: Whether a package stands on sheet Selectie at all.
        besluit_weg: Whether it was adopted, while the record of that is not there any more.
        met_de_hand: Whether it was edited by hand since a step wrote it.
        toegepast: The scenario that it came from; "" when no step said so.
        kenmerk_invoer: Mark of what was divided then; "" when no step said so.
        bevindingen: What is wrong with the above.
    """

    gekozen: Scenario = Scenario.OPTIMAAL
    eigen: Mapping[Scenario, Eigen] = {}
    selectie: Mapping[int, int] = {}
    rijen: Mapping[int, int] = {}
    onleesbaar: bool = False
    gemaakt: bool = False
    besluit_weg: bool = False
    met_de_hand: bool = False
    toegepast: str = ""
    kenmerk_invoer: str = ""
    bevindingen: tuple[Bevinding, ...] = ()

    @property
    def pakketrijen(self) -> Mapping[int, int]:
        """Row in tblPakketten by number of the proposal."""
        return next((eigen.rijen for eigen in self.eigen.values() if eigen.rijen), {})

    @property
    def kan_niet_weg(self) -> bool:
        """Whether a package edited by hand cannot make way: it cannot be kept elsewhere."""
        if not self.met_de_hand:
            return False
        return self.onleesbaar or (not self.al_bewaard and place_to_keep(self) is None)

    @property
    def al_bewaard(self) -> bool:
        """Whether the package on sheet Selectie is kept on sheet Vergelijking already."""
        return any(eigen.uren == self.selectie for eigen in self.eigen.values())


def read_opgeslagen(jaar: Jaar, kader: Kader | None) -> Opgeslagen:
    """Read the choice and the packages that the workbook holds.

    Args:
        jaar: The snapshot.
        kader: The parameters; ``uh_voorrang`` gives the scenario where none was chosen.
    """
    found: list[Bevinding] = []
    eigen = {scenario: _eigen(jaar, scenario, found) for scenario in EIGEN}
    chosen = _chosen(jaar, kader, eigen, found)
    selectie = jaar.tables.get("tblSelectie")
    rows = numbered(selectie) if selectie else {}
    projects = {
        nr: row for nr, row in rows.items() if row.values.get("stand") != Stand.KETENTOEZICHT
    }
    before = len(found)
    uren = read_hours(selectie, projects, "toegewezen", found) if selectie else {}
    unreadable = len(found) > before
    if selectie:
        check_fixed(selectie, found)
    mark = jaar.cells.get(MARK)
    made = any(row.values.get("stand") is not None for row in rows.values())
    return Opgeslagen(
        gekozen=chosen,
        eigen=eigen,
        selectie=uren,
        rijen={nr: row.number for nr, row in rows.items()},
        onleesbaar=unreadable,
        gemaakt=made,
        besluit_weg=decision_is_gone(jaar),
        toegepast=_text(jaar.cells.get(APPLIED)),
        kenmerk_invoer=_text(jaar.cells.get(INPUT_MARK)),
        met_de_hand=made and isinstance(mark, str) and (unreadable or mark != package_mark(uren)),
        bevindingen=tuple(found),
    )


def decision_is_gone(jaar: Jaar) -> bool:
    """Tell whether an adopted package was shown, while the record of it is not there any more."""
    return jaar.cells.get(APPLIED) == Scenario.VASTGESTELD and "tblBesluit" not in jaar.tables


def package_mark(uren: Mapping[int, int]) -> str:
    """Return a short mark of the hours of a package, whatever the order of its rows.

    >>> package_mark({2: 60, 1: 40}) == package_mark({1: 40, 2: 60})
    True
    """
    return _mark(";".join(f"{nr}={hours}" for nr, hours in sorted(uren.items()) if hours))


def problem_mark(problem: Problem) -> str:
    """Return a short mark of all that a division depends on, whatever the order of the rows."""
    items = sorted(problem.items, key=lambda item: item.nr)
    shares = sorted(problem.aandelen, key=lambda share: share.code)
    frame = (problem.budget, problem.maximum_nieuw, problem.telling, problem.volgorde)
    parts = [
        repr((*frame, sorted(problem.vereist), sorted(problem.sluit_uit))),
        *(item.model_dump_json(exclude={"reden_keuze"}) for item in items),
        *(
            repr(
                (
                    share.code,
                    share.bijdrage_uren,
                    sorted(share.belang),
                    sorted(share.punten.items()),
                )
            )
            for share in shares
        ),
    ]
    return _mark("\n".join(parts))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def default_scenario(kader: Kader | None) -> Scenario:
    """Return the scenario that counts when none was chosen (O7)."""
    if kader is not None and kader.uh_voorrang is Voorrang.BONUS:
        return Scenario.BONUS
    return Scenario.OPTIMAAL


def _chosen(
    jaar: Jaar,
    kader: Kader | None,
    eigen: Mapping[Scenario, Eigen],
    found: list[Bevinding],
) -> Scenario:
    typed = _text(jaar.cells.get(CHOSEN))
    default = default_scenario(kader)
    if not typed:
        return default
    word = " ".join(typed.casefold().split())
    if word not in [scenario.value for scenario in SHOWN]:
        found.append(
            _at_cell(
                jaar,
                CHOSEN,
                f"{quote(typed)} is geen scenario; ‘{default}’ telt.",
                f"Kies een van {', '.join(SHOWN)}, of laat de cel leeg.",
                Ernst.FOUT,
            )
        )
        return default
    scenario = Scenario(word)
    # One with a name gets its hours in this very run.
    if scenario in eigen and not eigen[scenario].uren and not eigen[scenario].naam:
        found.append(
            _at_cell(
                jaar,
                CHOSEN,
                f"Scenario ‘{scenario}’ is gekozen en heeft nog geen uren; ‘{default}’ telt.",
                f"Vul op dit blad kolom ‘Uren {scenario}’ in, of kies een ander scenario.",
                Ernst.FOUT,
            )
        )
        return default
    if scenario is not default and not _text(jaar.cells.get(REASON)):
        found.append(
            _at_cell(
                jaar,
                REASON,
                f"Scenario ‘{scenario}’ is gekozen zonder reden.",
                "Vul bij ‘Reden van de keuze’ in waarom en in welk overleg dit is gekozen.",
                Ernst.WAARSCHUWING,
            )
        )
    return scenario


def _at_cell(jaar: Jaar, name: str, melding: str, herstel: str, ernst: Ernst) -> Bevinding:
    field = schema.fields()[name][1]
    blad, rij, _ = jaar.cell_places.get(name, (SHEET, None, 0))
    return Bevinding(
        ernst=ernst,
        regel=field.clause,
        blad=blad,
        rij=rij,
        kolom=field.label,
        melding=melding,
        herstel=herstel,
    )


def _eigen(jaar: Jaar, scenario: Scenario, found: list[Bevinding]) -> Eigen:
    names, hours = jaar.tables.get("tblScenarios"), jaar.tables.get("tblPakketten")
    naam = next(
        (
            _text(row.values.get("naam"))
            for row in (names.rows if names else ())
            if row.values.get("scenario") == scenario.value
        ),
        "",
    )
    if hours is None:
        return Eigen(naam=naam)
    rows = numbered(hours)
    return Eigen(
        naam=naam,
        uren=read_hours(hours, rows, column_of(scenario), found),
        rijen={nr: row.number for nr, row in rows.items()},
        gevuld=frozenset(
            nr for nr, row in rows.items() if row.values.get(column_of(scenario)) is not None
        ),
    )


def _text(value: CellValue) -> str:
    return value.strip() if isinstance(value, str) else ""


def place_to_keep(opgeslagen: Opgeslagen) -> Scenario | None:
    """Return where a package can be kept: a place with a name and no hours, else a free one."""
    empty = [scenario for scenario, eigen in opgeslagen.eigen.items() if not eigen.uren]
    named = [scenario for scenario in empty if opgeslagen.eigen[scenario].naam]
    return next(iter([*named, *empty]), None)
