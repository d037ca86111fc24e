"""Rules about formulas: 3, 4, 5, 6, 7, 22."""

import re
from collections import Counter

import pytest
from openpyxl.formula import Tokenizer

from regio_xl.sheets.kader_waarden import load_parameters
from regio_xl.sheets.schema import FINANCE_NAMES
from tests.support.check_formulas import Formula, formulas
from tests.support.package import problems
from tests.support.view import View, is_number, total

ALLOWED = {"0", "1"}
COMPUTED = {"cell", "column"}
FORBIDDEN = re.compile(
    r"\b(NOW|TODAY|RAND|RANDBETWEEN|INDIRECT|OFFSET|CELL|INFO)\s*\(|\[\d+\]|\.xls", re.IGNORECASE
)
RECONCILIATIONS = (
    "aansluiting_bijdragen",
    "aansluiting_herrekend",
    "aansluiting_voorstel",
    "aansluiting_evaluatie",
    "aansluiting_besluit",
    "aansluiting_overschrijding",
    "aansluiting_voorstellen",
)


def test_rule_03_no_formula_holds_a_number_but_0_and_1(book: View) -> None:
    for formula in _computed(book):
        numbers = [
            token.value
            for token in Tokenizer(f"={formula.text}").items
            if token.type == "OPERAND" and token.subtype == "NUMBER"
        ]
        assert set(numbers) <= ALLOWED, f"{formula.where} holds {numbers}: {formula.text}"


def test_rule_03_each_parameter_comes_from_sheet_kader(book: View) -> None:
    placed = book.table("tblGeldend")
    codes = book.column("tblGeldend", "code")
    col = next(number for number, column in placed.columns() if column.key == "waarde")
    for parameter in load_parameters():
        if parameter.numeric:
            row = placed.area.top + 1 + codes.index(parameter.code)
            target = book.formulas.defined_names[parameter.cell_name].attr_text
            assert target == f"'Berekening'!$C${row}"
            assert "tblKader[Waarde]" in book.formulas["Berekening"].cell(row, col).value


def test_rule_04_no_two_cells_compute_the_same(book: View) -> None:
    columns = {f"={formula.text}" for formula in formulas(book.package) if formula.kind == "column"}
    texts = Counter(
        re.sub(r"\s", "", str(cell.value)).casefold()
        for _, cell in book.formula_cells()
        if cell.value not in columns
    )
    assert not {text: count for text, count in texts.items() if count > 1}


def test_rule_05_each_column_has_one_formula_or_none(book: View) -> None:
    stored = {item.where: item.text for item in formulas(book.package) if item.kind == "column"}
    for placed in book.tables():
        sheet = book.formulas[placed.sheet]
        places = {column.key: col for col, column in placed.columns()}
        for col, column in placed.columns():
            where = f"{placed.spec.name}[{column.header}]"
            own = column.looks_above  # each row its own cells above, the same seen from the row
            assert stored.get(where) == (None if own else column.formula), where
            for row in placed.rows:
                cell = sheet.cell(row, col)
                if column.formula:
                    text = column.formula_in(row, placed.area.top, places)
                    assert cell.value == f"={text}", f"{where} row {row}"
                else:
                    assert cell.data_type != "f", f"{where} row {row}"


def test_rule_05_each_labelled_cell_holds_its_declared_formula(book: View) -> None:
    for spec, field, row in book.fields():
        cell = book.formulas[spec.name].cell(row, 2)
        if field.formula:
            assert cell.value == f"={field.formula}", f"{spec.name}!{cell.coordinate}"
        else:
            assert cell.data_type != "f", f"{spec.name}!{cell.coordinate}"


def test_rule_05_no_formula_stands_outside_what_is_declared(book: View) -> None:
    declared = {(spec.name, row, 2) for spec, field, row in book.fields() if field.formula}
    for placed in book.tables():
        for col, column in placed.columns():
            if column.formula:
                declared |= {(placed.sheet, row, col) for row in placed.rows}
    found = {(sheet, cell.row, cell.column) for sheet, cell in book.formula_cells()}
    assert found == declared


def test_rule_06_nothing_is_volatile_indirect_or_in_another_file(book: View) -> None:
    for formula in formulas(book.package):
        assert not FORBIDDEN.search(formula.text), formula
    assert not [name for name in book.package.parts if "externalLink" in name]
    assert not problems(book.path)


def test_rule_07_all_reconciliations_are_zero_and_ok_and_never_ok_about_nothing(book: View) -> None:
    shown = {name: book.named(name) for name in RECONCILIATIONS}
    unknown = {name for name, value in shown.items() if value == "onbekend"}
    assert {shown[name] for name in shown.keys() - unknown} == {0}
    divided = any(map(is_number, book.column("tblSelectie", "nr")))
    checked = is_number(book.named("controle_herrekend"))
    assert ("aansluiting_voorstellen" in unknown) == (not divided)
    assert ("aansluiting_herrekend" in unknown) == (not checked)
    assert ("aansluiting_overschrijding" in unknown) == (book.named("totaal_beschikbaar") == 0)
    assert book.named("aansluiting_oordeel") == ("onbekend" if unknown else "OK")


def test_rule_07_the_hours_add_up_when_counted_from_the_tables(book: View) -> None:
    budget = total(book.column("tblDeelnemers", "bijdrage"))
    assert book.named("totaal_beschikbaar") == budget
    parts = (
        total(book.column("tblSelectie", "toegewezen")),
        _ketentoezicht(book),
        total([book.named("kader_reserve")]),
        total([book.named("totaal_vrij")]),
    )
    assert sum(parts) == budget
    assert parts[0] == book.named("totaal_toegewezen")
    assert parts[1] == book.named("totaal_ketentoezicht")
    assert parts[2] == book.named("totaal_flexibel")


def test_rule_07_every_contribution_follows_from_kader(book: View) -> None:
    share, cap = book.named("kader_percentage"), book.named("kader_maximum")
    assert is_number(share)
    assert is_number(cap)
    for line in book.records("tblDeelnemers"):
        hours = line["dvo_uren"]
        wanted = _half_up(min(hours * share, cap)) if is_number(hours) else 0  # type: ignore[operator]
        assert line["bijdrage"] == wanted, line["code"]


def test_rule_22_every_formula_has_its_result_in_the_file(book: View) -> None:
    stored = book.everything()
    package = book.package
    for sheet, cell in book.formula_cells():
        element = next(item for item in package.cells(sheet) if item.get("r") == cell.coordinate)
        kind = element.get("t", "n")
        assert kind in ("n", "str"), f"{sheet}!{cell.coordinate} is {kind}"
        value = stored.get((sheet, cell.coordinate))
        assert value is not None or kind == "str", f"{sheet}!{cell.coordinate} holds no result"


@pytest.mark.parametrize("name", FINANCE_NAMES)
def test_rule_22_every_total_is_a_live_formula_with_a_number(book: View, name: str) -> None:
    ((sheet, address),) = book.formulas.defined_names[name].destinations
    assert book.formulas[sheet][address.replace("$", "")].data_type == "f"
    assert is_number(book.named(name))


def _computed(book: View) -> list[Formula]:
    return [formula for formula in formulas(book.package) if formula.kind in COMPUTED]


def _ketentoezicht(book: View) -> float:
    decided = book.named("kader_ketentoezicht_besloten")
    if is_number(decided):
        return float(decided)  # type: ignore[arg-type]
    return total(
        [
            line["uren"]
            for line in book.records("tblVoorstellen")
            if line["soort"] == "ketentoezicht"
        ]
    )


def _half_up(value: float) -> int:
    """Round as ROUND in a cell does for positive numbers."""
    return int(value + 0.5)
