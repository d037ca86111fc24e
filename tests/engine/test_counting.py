"""Calls into the engine are counted, without patching xlwings."""

from benchmarks.counting import counted


def test_reading_and_writing_a_block_are_one_call_each(book):
    sheet = book.sheets["Data"]
    with counted(book) as calls:
        inside = book.sheets["Data"]
        values = inside["A1:C4"].value
        inside["J1"].value = values
    assert values == sheet["J1:L4"].value
    assert calls.by_name["Range.raw_value"] == 1
    assert calls.by_name["Range.raw_value="] == 1
    assert calls.total == sum(calls.by_name.values())


def test_a_read_per_cell_costs_a_call_per_cell(book):
    with counted(book) as calls:
        sheet = book.sheets["Data"]
        for row in range(1, 11):
            sheet.range((row, 1)).value  # noqa: B018
    assert calls.by_name["Range.raw_value"] == 10


def test_size_does_not_matter_for_the_count(book):
    totals = []
    for rows in (2, 2000):
        with counted(book) as calls:
            book.sheets["Leeg"]["A1"].resize(rows, 5).value = [[1] * 5] * rows
        totals.append(calls.total)
    assert totals[0] == totals[1]


def test_objects_of_a_counted_book_can_be_handed_back(book):
    with counted(book) as calls:
        sheet = book.sheets["Data"]
        sheet.tables["tblX"].resize(sheet["A1:C6"])
        assert sheet.range(sheet["A1"], sheet["B2"]).address == "$A$1:$B$2"
        assert sheet["A1"].sheet == sheet
        assert [name.name for name in book.names] == ["Data!lokaal", "totaal"]
        assert "tblX" in sheet.tables
        sheet["J1"].formula = "=1+1"
    assert calls.by_name["Table.resize()"] == 1
    assert calls.by_name["Range.formula="] == 1


def test_counting_stops_after_the_block(book):
    with counted(book) as calls:
        pass
    book.sheets["Data"]["A1"].value  # noqa: B018
    assert calls.total == 0
