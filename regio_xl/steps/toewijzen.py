"""Steps ``toewijzen`` and ``selectie``: divide the hours and fill Selectie and Vergelijking.

The two differ in one thing: ``selectie`` lets a package that was edited by hand stand, and tells
who is covered and what the AOO advises. A package that lies before the AOO or the AB is only
divided anew by ``toewijzen`` when a person says so; without that it asks.
"""

from collections.abc import Iterator, Mapping

from regio_xl.domain import Bevinding, Table, Uitkomst
from regio_xl.domain.levensloop import Daad, refusal
from regio_xl.domain.tekst import ALL, join
from regio_xl.steps import vastgesteld, vergelijking
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.selectie import (
    coverage_lines,
    dekking_table,
    numbers_of_selectie,
    package_data,
    package_summary,
    selectie_table,
)
from regio_xl.steps.valideren import merge, missing_lines, voorstellen_known, without_voorstellen
from regio_xl.steps.vastlegging import contents

NAME, SELECTIE_NAME = "toewijzen", "selectie"
QUESTION = "Het pakket van nu wordt eerst bewaard op blad Vergelijking. Opnieuw verdelen?"


def ready(berekening: Berekening) -> Berekening:
    """Return a year with its findings as they are once Selectie and Vergelijking are written.

    An adopted package is then back on Selectie, and rows may stand elsewhere. Where Selectie
    must stay as it is, that is a finding too. The scenarios are worked out here, so that one that
    runs out of time does so once, however many sheets show it.
    """
    found, plannen = berekening.bevindingen, berekening.plannen
    if berekening.dossier.kader is not None and voorstellen_known(berekening.dossier):
        found = tuple(_moved(berekening, vastgesteld.after_restoring(berekening)))
        plannen = vergelijking.plans(berekening)
    extra = () if berekening.blijft is None else (berekening.blijft,)
    return berekening.model_copy(update={"bevindingen": merge(found, extra), "plannen": plannen})


def _moved(berekening: Berekening, found: tuple[Bevinding, ...]) -> list[Bevinding]:
    """Return findings with the row where the cell will stand."""
    tables, old = berekening.jaar.tables, berekening.opgeslagen
    numbers = vergelijking.numbers_of_pakketten(berekening)
    places = {"Vergelijking": _shifts(tables.get("tblPakketten"), old.pakketrijen, numbers)}
    if berekening.blijft is None:
        numbers, selectie = numbers_of_selectie(berekening), tables.get("tblSelectie")
        places["Selectie"] = _shifts(selectie, old.rijen, numbers)
        if not old.rijen:  # an emptied sheet is written back, and a finding gets its row there
            back = _shifts(selectie, {nr: nr for nr in numbers}, numbers)
            found = tuple(
                item.model_copy(update={"rij": item.nr})
                if item.blad == "Selectie" and item.rij is None and item.nr in back
                else item
                for item in found
            )
            places["Selectie"] = back
    return [
        item.model_copy(update={"rij": places[item.blad].get(item.rij, item.rij)})
        if item.blad in places and item.rij is not None
        else item
        for item in found
    ]


def _shifts(table: Table | None, old: Mapping[int, int], numbers: list[int]) -> dict[int, int]:
    """Return by the row of a proposal the one in which it will stand."""
    new = {nr: at for at, nr in enumerate(numbers, table.header_row + 1)} if table else {}
    return {row: new[nr] for nr, row in old.items() if nr in new}


def show(berekening: Berekening) -> Uitkomst:
    """Return the package of ``berekening``: its sheets, findings, ``--json``.

    Where people were asked about it, the question whether to divide anew goes with it.
    """
    shown, staat = _show(berekening, "Per voorstel"), berekening.staat
    if berekening.nieuw or not (staat.ligt_voor or staat.ligt_vast):
        return shown
    why = refusal(staat, Daad.OPNIEUW if staat.ligt_vast else Daad.VERDELEN)
    question, first = "", f"Er is niet opnieuw verdeeld. {why}"
    if staat.ligt_voor and berekening.opnieuw:
        first = "Opnieuw verdelen geeft hetzelfde pakket; er is niets veranderd."
    elif staat.ligt_voor:
        first = f"{why} Kies dan --opnieuw, of bevestig de vraag bij de knop."
        question = f"{why} {QUESTION}"
    lines = (first, *shown.samenvatting)
    return shown.model_copy(update={"samenvatting": lines, "vraag": question})


def show_selectie(berekening: Berekening) -> Uitkomst:
    """Return the same with who is covered (U4.3)."""
    return _show(berekening, "Pakket en dekking", coverage=True)


def package_lines(berekening: Berekening, *, coverage: bool = False) -> Iterator[str]:
    """Say who takes no part, what the package comes to, and what became of the earlier one."""
    if out := sorted(berekening.dossier.fouten_per_voorstel()):
        who = "voorstel doet" if len(out) == 1 else "voorstellen doen"
        yield f"{len(out)} {who} niet mee door fouten: {join(map(str, out), most=ALL)}."
    yield from package_summary(berekening)
    if berekening.staat.ligt_voor:
        mark = f" ({berekening.kenmerk})" if berekening.kenmerk else ""
        again = "" if berekening.nieuw else "; er is niet opnieuw verdeeld"
        yield f"Dit pakket{mark} ligt {berekening.staat}{again}."
    if coverage:
        yield from coverage_lines(berekening)
    for scenario, naam in berekening.bewaard.items():
        yield f"Bewaard op blad Vergelijking als ‘{scenario}’: {naam}."
    if berekening.blijft is not None:
        yield berekening.blijft.melding


def _show(berekening: Berekening, what: str, *, coverage: bool = False) -> Uitkomst:
    data = package_data(berekening)
    if not voorstellen_known(berekening.dossier):
        return without_voorstellen(berekening, data)
    compared = vergelijking.compare(berekening)
    # Where sheet Selectie must stay as it is, it is not among what is written.
    stays = berekening.blijft is not None
    package = () if stays else (selectie_table(berekening), dekking_table(berekening))
    record = contents(berekening.vastlegging) if berekening.nieuw else ()
    # A workbook of before 0.3 has no sheet Vergelijking.
    compares = "tblScenarios" in berekening.jaar.tables
    where = "; de scenario's: zie blad Vergelijking" if compares else ""
    return Uitkomst(
        tables=(*package, *record, *vergelijking.tables(berekening, compared)),
        cells=vergelijking.cells(berekening),
        bevindingen=berekening.bevindingen,
        samenvatting=(
            *missing_lines(berekening.dossier),
            *package_lines(berekening, coverage=coverage),
            f"{what}: zie blad Selectie{where}.",
        ),
        data={**data, "scenarios": vergelijking.data(compared)},
    )
