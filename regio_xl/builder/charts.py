"""The charts on Start; they follow live cells, so they need neither Python nor macros."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from regio_xl.builder import styles
from regio_xl.sheets import schema
from regio_xl.sheets.declare import TableSpec

PARTS = ("totaal_ketentoezicht", "totaal_flexibel", "totaal_toegewezen", "totaal_vrij")
CHART_ROW = 18
TEXT = {"name": styles.FONT, "size": 10, "color": styles.INK, "bold": False}


def add(book: Workbook, sheet: Worksheet, deelnemers: TableSpec, count: int) -> None:
    """Put both charts under the block on Start.

    Args:
        book: XlsxWriter workbook.
        sheet: Sheet Start.
        deelnemers: Declaration of tblDeelnemers.
        count: Number of participants.
    """
    fields = schema.fields()
    rows = [fields[name][2] for name in PARTS]
    name = fields[PARTS[0]][0].name
    chart = base_chart(book, {"type": "bar"}, "Waar gaan de uren naartoe?")
    chart.add_series(
        {
            "name": "Uren",
            "categories": f"='{name}'!$A${min(rows)}:$A${max(rows)}",
            "values": f"='{name}'!$B${min(rows)}:$B${max(rows)}",
            "fill": {"color": styles.HEADER_GROUND},
            "data_labels": {"value": True, "num_format": "#,##0", "font": TEXT},
            "gap": 60,
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": TEXT, "line": {"none": True}})
    chart.set_x_axis({"num_format": "#,##0", "num_font": TEXT, "major_gridlines": grid_lines()})
    # Room at the right for the label of the longest bar.
    chart.set_plotarea({"layout": {"x": 0.3, "y": 0.2, "width": 0.58, "height": 0.72}})
    sheet.insert_chart(
        CHART_ROW,
        0,
        chart,
        {"description": "Staafdiagram: uren voor ketentoezicht, reserve, projecten en vrij."},
    )
    chart = base_chart(book, {"type": "column"}, "Bijdrage per deelnemer (uren)")
    chart.add_series(
        {
            "name": "Bijdrage",
            "categories": _column(deelnemers, "code", count),
            "values": _column(deelnemers, "bijdrage", count),
            "fill": {"color": "#2E7D5B"},
            "gap": 40,
        }
    )
    chart.set_x_axis({"num_font": TEXT | {"rotation": -90}})
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "num_font": TEXT,
            "line": {"none": True},
            "major_gridlines": grid_lines(),
        }
    )
    sheet.insert_chart(
        CHART_ROW,
        2,
        chart,
        {"description": "Kolomdiagram: de bijdrage in uren van elke deelnemer.", "x_offset": 60},
    )


def _column(deelnemers: TableSpec, key: str, count: int) -> str:
    """Return the cells of a column; Excel lets the reference grow along with the table."""
    letter = xl_col_to_name(deelnemers.position(key) - 1)
    first, last = deelnemers.row + 1, deelnemers.row + count
    return f"=Deelnemers!${letter}${first}:${letter}${last}"


def base_chart(book: Workbook, kind: dict[str, str], title: str) -> Any:
    """Return a chart in the style of the workbook, still without series."""
    chart = book.add_chart(kind)
    chart.set_title({"name": title, "name_font": {**TEXT, "size": 13, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 520, "height": 300})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def grid_lines() -> dict[str, Any]:
    """Return the pale lines behind a chart."""
    return {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
