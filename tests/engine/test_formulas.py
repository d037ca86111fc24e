"""Formula text and formula values, compared with Excel's rules and with LibreOffice."""

import datetime as dt
import re
import zipfile

import openpyxl
import pytest

from regio_xl import builder
from regio_xl.engine import opened
from regio_xl.engine.errors import ContentError, FormulaRejected, ValueUnavailable
from regio_xl.engine.values import complaint, to_file, to_shown

WORKBOOK = "xl/workbook.xml"


@pytest.mark.parametrize(
    ("shown", "table", "stored"),
    [
        ("=[@V]*2", "tblX", "=tblX[[#This Row],[V]]*2"),
        ("=[@[Mijn uren]]", "tblX", "=tblX[[#This Row],[Mijn uren]]"),
        ("=SUM([@[A]:[C]])", "tblX", "=SUM(tblX[[#This Row],[A]:[C]])"),
        ("=tblX[@V]", None, "=tblX[[#This Row],[V]]"),
        ("=SUM(tblX[V])", None, "=SUM(tblX[V])"),
        ("=SUM([V])", "tblX", "=SUM(tblX[V])"),
        ("=SUM(tblX[[#All],[V]])", None, "=SUM(tblX[[#All],[V]])"),
        ('="[@V]"&A1', "tblX", '="[@V]"&A1'),
        ("='[x]y'!A1", "tblX", "='[x]y'!A1"),
        ("=[1]Blad!A1", "tblX", "=[1]Blad!A1"),
        ("=[@[a']b]]", "tblX", "=tblX[[#This Row],[a']b]]"),
    ],
)
def test_table_references_are_stored_in_the_long_form(shown, table, stored):
    assert to_file(shown, table) == stored


@pytest.mark.parametrize(
    ("stored", "table", "shown"),
    [
        ("=tblX[[#This Row],[V]]*2", "tblX", "=[@V]*2"),
        ("=tblX[[#This Row],[V]]*2", "tblY", "=tblX[@V]*2"),
        ("=tblX[[#This Row],[Mijn uren]]", None, "=tblX[@[Mijn uren]]"),
        ("=tblX[[#This Row],[A]:[C]]", "tblX", "=[@[A]:[C]]"),
        ("=_xlfn.XLOOKUP(1,A1:A2,B1:B2)", None, "=XLOOKUP(1,A1:A2,B1:B2)"),
        ("=_xlfn._xlws.FILTER(A1:A2,B1:B2)", None, "=FILTER(A1:A2,B1:B2)"),
        ('="_xlfn.X"', None, '="_xlfn.X"'),
    ],
)
def test_formulas_are_shown_in_the_short_form(stored, table, shown):
    assert to_shown(stored, table) == shown


@pytest.mark.parametrize(
    "formula",
    ["=SUM(1;2)", "=SUM(1,2", "=SUM(1,2))", '="a', "=tblX[V", "={1;2", f"=1{'+1' * 5000}"],
)
def test_a_formula_that_excel_refuses_is_refused_when_written(sheet, formula):
    with pytest.raises(FormulaRejected, match="Data!J1"):
        sheet["J1"].value = formula
    assert sheet["J1"].value is None


def test_an_array_constant_may_have_semicolons():
    assert complaint("=SUM({1;2})") is None


def test_a_formula_that_nobody_can_read_is_refused_when_read(sheet):
    sheet["J1"].value = "=SUM(1,,*2)"
    with pytest.raises(FormulaRejected):
        sheet["J1"].value  # noqa: B018


def test_values_are_never_stale(sheet):
    assert sheet["E1"].value == 12
    sheet["B2"].value = 100
    assert sheet["E1"].value == 109
    sheet["E2"].value = "=E1*2"
    assert sheet["E2"].value == 218
    sheet["B2"].value = None
    assert sheet["E2"].value == 18


def test_saved_values_of_a_file_are_not_trusted(tmp_path, open_book):
    path = tmp_path / "oud.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = 2
    book.active["A2"] = "=A1*3"
    book.save(path)
    assert open_book(path).sheets[0]["A2"].value == 6


def test_a_value_that_cannot_be_calculated_comes_from_the_untouched_file_only(simple, parts):
    everything = parts(simple)
    name = "xl/worksheets/sheet1.xml"
    old = b"<f>SUM(tblX[V])</f><v>12</v>"
    assert old in everything[name]
    everything[name] = everything[name].replace(old, b"<f>EIGENFUNCTIE(1)</f><v>42</v>")
    with zipfile.ZipFile(simple, "w") as package:
        for part, data in everything.items():
            package.writestr(part, data)
    with opened(simple) as book:
        sheet = book.sheets["Data"]
        assert sheet["E1"].value == 42
        book.save()
        assert b"<v>42</v>" in parts(simple)[name]
        sheet["B2"].value = 7
        with pytest.raises(ValueUnavailable, match="EIGENFUNCTIE"):
            sheet["E1"].value  # noqa: B018
        book.save()
    assert b"<v>42</v>" not in parts(simple)[name]
    assert b'fullCalcOnLoad="1"' in parts(simple)["xl/workbook.xml"]


def test_a_formula_fills_a_range_with_references_that_move(sheet):
    sheet["J1:J3"].value = [[1], [2], [3]]
    sheet["K1:K3"].formula = "=J1*10"
    assert sheet["K1:K3"].formula == (("=J1*10",), ("=J2*10",), ("=J3*10",))
    assert sheet["K1:K3"].value == [10, 20, 30]


def test_formula_of_a_constant_is_its_text(sheet):
    assert sheet["A1:B2"].formula == (("K", "V"), ("a", "3"))
    assert sheet["A9"].formula == ""
    assert sheet["H1"].formula == "46024"


def test_today_is_known(sheet):
    sheet["H1"].value = "=TODAY()"
    assert sheet["H1"].value.date() == dt.date.today()


def test_array_formulas_are_read_but_not_written(rich, open_book):
    sheet = open_book(rich).sheets["Lijst"]
    assert sheet["C2"].formula == "=UNIQUE(A1:A3)"
    with pytest.raises(ContentError, match="matrixformule"):
        sheet["C2"].value = 1
    with pytest.raises(NotImplementedError):
        sheet["J1"].formula_array = "=A1:A3"
    with pytest.raises(NotImplementedError):
        sheet["J1"].formula2 = "=A1:A3"


FORMULAS = [
    "=SUM(tblX[V])",
    '=SUMIFS(tblX[V],tblX[K],"a")',
    '=COUNTIFS(tblX[V],">3",tblX[K],"<>b")',
    "=ROUND(2.675,2)",
    "=ROUND(-1.5,0)",
    '=IF(tblX[[#This Row],[V]]>3,"hoog","laag")',
    '=INDEX(tblX[V],MATCH("b",tblX[K],0))',
    "=SUMPRODUCT(tblX[V],tblX[F])",
    '=SUMPRODUCT((tblX[K]="a")*tblX[V])',
    "=MAX(tblX[V])/0",
    '=IFERROR(VLOOKUP("q",A2:B4,2,FALSE),"geen")',
    "=AVERAGE(tblX[V])*0.1",
    '=TEXT(totaal,"0.00")&" uur"',
    "=DATE(2026,5,1)-DATE(2026,1,1)",
    "=AND(TRUE,totaal>1)",
    "=MIN(150,ROUND(totaal*0.05,0))",
    '=COUNTIF(tblX[K],"*")',
    "=RANK(B3,B2:B4)",
    '=CONCATENATE("a",LEFT("bcd",2))',
]


@pytest.mark.libreoffice
def test_saved_values_equal_those_of_libreoffice(simple, tmp_path, libreoffice, open_book):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["B2"].value = 3.35
    for row, formula in enumerate(FORMULAS, start=2):
        sheet.range((row, 11)).value = formula
    book.save()
    (copy,) = libreoffice([simple], tmp_path / "lo")
    ours = openpyxl.load_workbook(simple, data_only=True)["Data"]
    theirs = openpyxl.load_workbook(copy, data_only=True)["Data"]
    for row, formula in enumerate(FORMULAS, start=2):
        mine, other = ours.cell(row, 11).value, theirs.cell(row, 11).value
        if isinstance(other, (int, float)) and not isinstance(other, bool):
            assert mine == pytest.approx(other, rel=1e-12), formula
        else:
            assert mine == other, formula


@pytest.mark.parametrize(("chosen", "kept"), [(b"1", b"1"), (b"0", b"0")])
def test_calculating_always_is_the_choice_of_the_user(simple, parts, chosen, kept):
    everything = parts(simple)
    flags = b'fullCalcOnLoad="1" forceFullCalc="' + chosen + b'"'
    book = re.sub(rb"<calcPr[^>]*/>", b'<calcPr calcId="1" ' + flags + b"/>", everything[WORKBOOK])
    with zipfile.ZipFile(simple, "w") as package:
        for part, data in everything.items():
            package.writestr(part, book if part == WORKBOOK else data)
    with opened(simple) as opened_book:
        opened_book.sheets["Data"]["B2"].value = 7
        opened_book.save()
    after = parts(simple)[WORKBOOK]
    assert b'forceFullCalc="' + kept + b'"' in after
    assert b'fullCalcOnLoad="0"' in after


def test_macros_alone_do_not_make_excel_calculate_anew(tmp_path, parts):
    path = tmp_path / "macro.xlsm"
    builder.write(path, builder.template(2026))
    with opened(path) as book:
        book.sheets["Deelnemers"].range("D6").value = 1000
        book.save()
    assert b'fullCalcOnLoad="0" forceFullCalc="0"' in parts(path)[WORKBOOK]
