"""Finance reads the totals with other programs: the file itself holds their values."""

import pandas

from regio_xl.sheets import schema
from tests.support.view import View


def test_pandas_reads_the_value_of_each_named_total(book: View) -> None:
    frame = pandas.read_excel(book.path, sheet_name="Financien", header=None)
    for name in schema.FINANCE_NAMES:
        ((sheet, address),) = book.formulas.defined_names[name].destinations
        row = int(address.rpartition("$")[2])
        assert sheet == "Financien"
        assert float(frame.iloc[row - 1, 1]) == book.named(name)
        assert frame.iloc[row - 1, 0] == schema.fields()[name][1].label


def test_pandas_sees_the_same_totals_in_the_tables(updated: View) -> None:
    frames = {
        name: pandas.read_excel(
            updated.path,
            sheet_name=placed.sheet,
            header=placed.area.top - 1,
            nrows=len(placed.rows),
        )
        for name in ("tblDeelnemers", "tblSelectie", "tblProjecten")
        for placed in (updated.table(name),)
    }
    available = frames["tblDeelnemers"]["Bijdrage"].sum()
    assigned = frames["tblSelectie"]["Toegewezen uren"].sum()
    assert available == updated.named("totaal_beschikbaar")
    assert assigned == updated.named("totaal_toegewezen")
    assert frames["tblProjecten"]["Prognose"].sum() == updated.named("totaal_prognose")
    assert available > assigned > 0
