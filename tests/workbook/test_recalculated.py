"""LibreOffice computes every formula anew; our stored values must be the same."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from regio_xl.sheets.schema import FINANCE_NAMES
from tests.support.edit import cached, typed
from tests.support.made import BUILT, FILLED, Made, run
from tests.support.view import View, is_number, total
from udfs.regio import REGIO_BIJDRAGE

pytestmark = pytest.mark.libreoffice

Convert = Callable[..., list[Path]]
WRONG = 987_654.0
MOST = 1e-9


@pytest.fixture
def recalculated(libreoffice: Convert, tmp_path: Path) -> Callable[[Path], View]:
    def recalculate(path: Path) -> View:
        (made,) = libreoffice([path], tmp_path / "libreoffice")
        return View(f"{path.stem} herrekend", made)

    return recalculate


@pytest.mark.parametrize("label", [*BUILT, "leeg na bijwerken", "voorbeeld na bijwerken", FILLED])
def test_every_formula_has_the_value_that_libreoffice_computes(
    made: Made, recalculated: Callable[[Path], View], label: str, tmp_path: Path
) -> None:
    path = made.copy(label, tmp_path / "werkmap.xlsm")
    assert _differences(made(label), recalculated(path)) == {}


def test_a_planted_wrong_value_proves_that_libreoffice_recalculates(
    made: Made, recalculated: Callable[[Path], View], tmp_path: Path
) -> None:
    source = made("voorbeeld na bijwerken")
    path = made.copy("voorbeeld na bijwerken", tmp_path / "fout.xlsm")
    numbers = [
        (sheet, cell.coordinate)
        for sheet, cell in source.formula_cells()
        if is_number(source.values[sheet][cell.coordinate].value)
    ]
    cached(path, dict.fromkeys(numbers, WRONG))
    planted = View("fout", path)
    assert planted.named("totaal_beschikbaar") == WRONG
    assert len(_differences(planted, source)) == len(numbers)
    assert _differences(source, recalculated(path)) == {}


def test_rule_22_totals_follow_new_input_without_python_or_macros(
    made: Made, recalculated: Callable[[Path], View], tmp_path: Path
) -> None:
    path = made.copy("voorbeeld na bijwerken", tmp_path / "invoer.xlsm")
    source = made("voorbeeld na bijwerken")
    row = source.table("tblDeelnemers").rows[0]
    old = source.records("tblDeelnemers")[0]["bijdrage"]
    typed(path, {("Deelnemers", f"D{row}"): 1000.0})
    after = recalculated(path)
    new = after.records("tblDeelnemers")[0]["bijdrage"]
    assert new == round(1000 * after.named("kader_percentage"))  # type: ignore[operator]
    wanted = source.named("totaal_beschikbaar") - old + new  # type: ignore[operator]
    assert after.named("totaal_beschikbaar") == wanted
    # What the steps assigned stands, so the shortage shows up as an overrun.
    assert after.named("totaal_vrij") < 0  # type: ignore[operator]
    assert str(after.named("aansluiting_oordeel")).startswith("Niet OK")


@pytest.mark.parametrize("step", ["evaluatie", "toewijzen"])
def test_our_values_equal_those_of_libreoffice_after_typing_too(
    made: Made, recalculated: Callable[[Path], View], step: str, tmp_path: Path
) -> None:
    path = made.copy("voorbeeld na bijwerken", tmp_path / "getypt.xlsm")
    typed(
        path,
        {
            ("Deelnemers", "D6"): "zes",
            ("Deelnemers", "D7"): 12_345.67,
            ("Deelnemers", "E8"): datetime(2025, 10, 1),
            ("Evaluatie", "F6"): 17.0,
            ("Evaluatie", "E7"): -3.0,
        },
    )
    run(path, step)
    ours = View("getypt", path)
    assert _differences(ours, recalculated(path)) == {}
    assert ours.named("totaal_beschikbaar") == total(ours.column("tblDeelnemers", "bijdrage"))


@pytest.mark.parametrize(
    ("code", "value"),
    [("maximum", None), ("maximum", "350"), ("reserve", 400.5), ("ketentoezicht_besloten", "x")],
)
def test_u1_3_an_error_on_kader_gives_no_total_in_libreoffice_either(
    made: Made,
    recalculated: Callable[[Path], View],
    code: str,
    value: str | float | None,
    tmp_path: Path,
) -> None:
    path = made.copy("voorbeeld na bijwerken", tmp_path / "kader.xlsm")
    source = made("voorbeeld na bijwerken")
    row = source.table("tblKader").rows[source.column("tblKader", "code").index(code)]
    typed(path, {("Kader", f"C{row}"): value})
    after = recalculated(path)
    names = ("totaal_beschikbaar", "totaal_vrij", "status_totaal", "aansluiting_oordeel")
    assert {after.named(name) for name in names} == {"onbekend"}


def test_o1_sums_typed_in_dvo_hours_are_rounded_alike_in_libreoffice(
    made: Made, recalculated: Callable[[Path], View], tmp_path: Path
) -> None:
    """What Excel saves of =3554,7+2229,6+1978,2 and its likes: just below half an hour."""
    path = made.copy("voorbeeld na bijwerken", tmp_path / "som.xlsm")
    sums = [a + b + c for a in (3554.7, 3604.7) for b in (2229.6, 2254.6) for c in (1978.2, 2003.2)]
    typed(path, {("Deelnemers", f"D{row}"): total for row, total in enumerate(sums, start=6)})
    after = recalculated(path).column("tblDeelnemers", "bijdrage")[: len(sums)]
    assert [[hours] for hours in after] == REGIO_BIJDRAGE([[total] for total in sums])


def test_the_named_totals_survive_libreoffice(
    made: Made, recalculated: Callable[[Path], View], tmp_path: Path
) -> None:
    source = made("voorbeeld na bijwerken")
    after = recalculated(made.copy("voorbeeld na bijwerken", tmp_path / "namen.xlsm"))
    assert {name: after.named(name) for name in FINANCE_NAMES} == {
        name: source.named(name) for name in FINANCE_NAMES
    }


def _differences(ours: View, theirs: View) -> dict[str, tuple[object, object]]:
    """Return where a formula cell of ours has another value."""
    found = {}
    for sheet, cell in ours.formula_cells():
        mine = ours.values[sheet][cell.coordinate].value
        other = theirs.values[sheet][cell.coordinate].value
        if not _same(mine, other):
            found[f"{sheet}!{cell.coordinate}"] = (mine, other)
    return found


def _same(mine: object, other: object) -> bool:
    if is_number(mine) and is_number(other):
        return abs(mine - other) <= MOST * max(1.0, abs(mine))  # type: ignore[operator, arg-type]
    return (mine or "") == (other or "") if not is_number(mine) else False
