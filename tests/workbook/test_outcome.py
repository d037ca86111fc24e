"""What a step writes follows from its outcome; nobody keeps a list beside it."""

from regio_xl.domain import TableContent, Uitkomst
from regio_xl.workbook.writer import sheets_of


def names(uitkomst: Uitkomst) -> list[str]:
    return [spec.name for spec in sheets_of(uitkomst)]


def test_each_sheet_of_a_table_or_a_named_cell_is_there_once() -> None:
    tables = tuple(TableContent(name=name, rows=()) for name in ("tblSelectie", "tblDekking"))
    cells = {"start_volgende_stap": "", "controle_herrekend": ""}
    assert names(Uitkomst(tables=tables, cells=cells)) == ["Selectie", "Start", "Controle"]


def test_an_outcome_that_only_tells_is_written_nowhere() -> None:
    assert names(Uitkomst(samenvatting=("Klaar.",), data={"jaar": 2026})) == []
