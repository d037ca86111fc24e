"""Calculated columns of every table: the formula is there, or a finding says that it is not."""

import pytest

from regio_xl.domain import Row
from regio_xl.domain.table import Column, Kind
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.schema import tables
from regio_xl.sheets.tables import check_formulas

CALCULATED = [
    (name, column.key)
    for name, (_, spec) in tables().items()
    for column in spec.columns
    if column.owner == "formula"
]


def one_row(maak, name, key, value, formula, *, beyond=0, rest=None):
    """Make a table of one row with ``formula`` behind the cell ``key``; None is not read."""
    table = maak.table(name, [{}])
    filled = {column.key: "iets" for column in table.columns if column.key != key}
    row = Row(
        number=9,
        values={**(filled if rest is None else rest), key: value},
        formulas={} if formula is None else {key: formula},
    )
    return table.model_copy(update={"rows": (row,), "beyond": beyond})


def found(table):
    return [(b.rij, b.kolom, b.melding) for b in check_formulas(table)]


def test_there_are_calculated_columns_to_check():
    assert {("tblDeelnemers", "bijdrage"), ("tblEvaluatie", "verschil")} <= set(CALCULATED)


@pytest.mark.parametrize(("name", "key"), CALCULATED)
def test_f1_2_u9_2_a_number_over_any_formula_is_an_error(maak, name, key):
    (item,) = check_formulas(one_row(maak, name, key, 99999.0, ""))
    header = next(c.header for c in tables()[name][1].columns if c.key == key)
    assert (item.rij, item.kolom) == (9, header)
    assert item.melding == f"{header} bevat ‘99999’ in plaats van een formule."
    assert item.regel
    assert item.herstel == f"Kopieer de cel {header} uit een andere rij naar deze cel."


@pytest.mark.parametrize(("name", "key"), CALCULATED)
def test_f1_2_a_formula_that_is_gone_is_an_error(maak, name, key):
    ((_, header, melding),) = found(one_row(maak, name, key, None, ""))
    assert melding == f"{header} mist de formule."


@pytest.mark.parametrize(("name", "key"), CALCULATED)
@pytest.mark.parametrize("formula", ["=1+1", "{=1+1}", None])
def test_f1_2_a_formula_that_is_there_or_was_not_read_is_no_finding(maak, name, key, formula):
    assert found(one_row(maak, name, key, 1.0, formula)) == []


def test_f1_2_an_empty_cell_below_the_table_is_filled_by_the_same_run(maak):
    args = ("tblDeelnemers", "bijdrage")
    assert found(one_row(maak, *args, None, "", beyond=1)) == []
    assert found(one_row(maak, *args, "  ", "", beyond=1)) == []
    assert len(found(one_row(maak, *args, 210.0, "", beyond=1))) == 1


def test_f1_2_an_empty_row_is_room_to_type_but_a_number_in_it_counts(maak):
    args = ("tblDeelnemers", "bijdrage")
    assert found(one_row(maak, *args, None, "", rest={"code": " "})) == []
    assert len(found(one_row(maak, *args, 210.0, "", rest={}))) == 1


def test_f1_2_only_the_last_rows_stand_below_the_table_whatever_their_order(maak):
    table = one_row(maak, "tblDeelnemers", "bijdrage", None, "", beyond=1)
    (row,) = table.rows
    earlier = row.model_copy(update={"number": 8})
    for rows in ((row, earlier), (earlier, row)):
        (item,) = check_formulas(table.model_copy(update={"rows": rows}))
        assert item.rij == 8


def test_f1_2_a_missing_column_is_said_elsewhere(maak):
    table = one_row(maak, "tblDeelnemers", "bijdrage", 1.0, "")
    gone = table.model_copy(update={"present": table.present - {"bijdrage"}})
    assert found(gone) == []


def test_a_table_without_a_clause_cites_that_of_its_sheet(maak):
    table = maak.table("tblGeldend", [{}])
    column = Column(key="waarde", header="Waarde", kind=Kind.NUMBER, owner="formula")
    row = Row(number=6, values={"code": "reserve", "waarde": 1.0}, formulas={"waarde": ""})
    (item,) = check_formulas(table.model_copy(update={"columns": (column,), "rows": (row,)}))
    assert item.regel == "U1.3"


def test_u9_2_the_formulas_of_evaluatie_are_checked_with_the_year(maak):
    year = maak.jaar()
    wrong = one_row(maak, "tblEvaluatie", "verschil", 99999.0, "", rest={"nr": 12.0})
    dossier = read_dossier(
        year.model_copy(update={"tables": {**year.tables, "tblEvaluatie": wrong}})
    )
    (item,) = dossier.bevindingen
    assert (item.blad, item.rij, item.kolom) == ("Evaluatie", 9, "Verschil")
    assert item.nr is None


@pytest.mark.parametrize(
    ("key", "value", "melding"),
    [
        ("berekend", 855.5, "Berekende uren toont ‘855,5’. Herrekend is het 856 uur."),
        ("berekend", 856.0000000000001, None),
        ("berekend", True, "Berekende uren toont ‘WAAR’. Herrekend is het 856 uur."),
        ("bijdrage", 1210.0, "Bijdrage toont ‘1210’. Herrekend is het 350 uur."),
        ("bepaald_door", "maximum", None),
        ("bepaald_door", "percentage", "toont ‘percentage’. Herrekend is het ‘maximum’."),
    ],
)
def test_f1_2_a_formula_that_shows_something_else_is_an_error(maak, key, value, melding):
    """PU has 21.400 DVO hours: 4% is 856, the maximum is 350."""
    year = maak.jaar()
    table = year.tables["tblDeelnemers"]
    first = table.rows[0]
    shown = first.model_copy(update={"values": {**first.values, key: value}})
    table = table.model_copy(update={"rows": (shown, *table.rows[1:])})
    changed = year.model_copy(update={"tables": {**year.tables, "tblDeelnemers": table}})
    texts = [item.melding for item in read_dossier(changed).bevindingen]
    assert len(texts) == (melding is not None)
    assert all(str(melding) in text for text in texts)


@pytest.mark.parametrize("word", ["percentage", "maximum"])
def test_f1_2_on_the_very_edge_either_word_will_do(maak, word):
    year = maak.jaar(deelnemers=[{"Code": "AMF", "DVO-uren": 8750}])
    table = year.tables["tblDeelnemers"]
    (row,) = table.rows
    shown = row.model_copy(update={"values": {**row.values, "bepaald_door": word}})
    table = table.model_copy(update={"rows": (shown,)})
    changed = year.model_copy(update={"tables": {**year.tables, "tblDeelnemers": table}})
    assert read_dossier(changed).bevindingen == ()
