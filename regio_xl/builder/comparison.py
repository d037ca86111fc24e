"""The charts on sheet Vergelijking; they follow the cells of its tables."""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from regio_xl.builder import styles
from regio_xl.builder.charts import TEXT, base_chart, grid_lines
from regio_xl.domain.woorden import Scenario
from regio_xl.sheets import schema
from regio_xl.sheets.declare import TableSpec
from regio_xl.sheets.vergelijking import SHOWN, column_of

SHEET = "Vergelijking"
CHART_ROW = 22
HEIGHT = 340
HOURS = (
    ("uh_uren", "Uren U&H", styles.HEADER_GROUND),
    ("overige_uren", "Overige uren", "#7F9DB9"),
    ("vrij", "Vrij", "#D9D9D9"),
)
RATIOS = (
    (Scenario.OPTIMAAL, styles.HEADER_GROUND),
    (Scenario.RANGORDE, "#B0651D"),
    (Scenario.EVENREDIG, "#2E7D5B"),
)


def add(book: Workbook, sheet: Worksheet, count: int) -> None:
    """Put the charts between the overview and the tables below it.

    Args:
        book: XlsxWriter workbook.
        sheet: Sheet Vergelijking.
        count: Number of participants.
    """
    tables = schema.tables()
    scenarios, ratios = tables["tblScenarios"][1], tables["tblVerhoudingen"][1]
    chart = base_chart(book, {"type": "bar", "subtype": "stacked"}, "Waar gaan de uren naartoe?")
    for key, name, colour in HOURS:
        _series(chart, name, scenarios, ("scenario", key), len(SHOWN), colour)
    chart.set_y_axis({"reverse": True, "num_font": TEXT, "line": {"none": True}})
    chart.set_x_axis(
        {"min": 0, "num_format": "#,##0", "num_font": TEXT, "major_gridlines": grid_lines()}
    )
    _place(sheet, chart, 0, 560, "Staafdiagram: per scenario de uren voor U&H, de overige en vrij.")
    chart = base_chart(
        book, {"type": "column"}, "Uren van belang per ingebracht uur, per deelnemer"
    )
    for scenario, colour in RATIOS:
        key = f"verhouding_{column_of(scenario)}"
        _series(chart, scenario.value.capitalize(), ratios, ("code", key), count, colour)
    chart.set_x_axis({"num_font": TEXT | {"rotation": -90}})
    chart.set_y_axis(
        {
            "num_format": "0",
            "num_font": TEXT,
            "line": {"none": True},
            "major_gridlines": grid_lines(),
        }
    )
    text = "Kolomdiagram: per deelnemer de uren van belang gedeeld door de ingebrachte uren."
    _place(sheet, chart, 3, 900, text)


def _series(
    chart: Any, name: str, table: TableSpec, keys: tuple[str, str], count: int, colour: str
) -> None:
    categories, values = (_column(table, key, count) for key in keys)
    chart.add_series(
        {
            "name": name,
            "categories": categories,
            "values": values,
            "fill": {"color": colour},
            "gap": 60,
        }
    )


def _column(table: TableSpec, key: str, count: int) -> str:
    letter = xl_col_to_name(table.position(key) - 1)
    return f"={SHEET}!${letter}${table.row + 1}:${letter}${table.row + count}"


def _place(sheet: Worksheet, chart: Any, col: int, width: int, description: str) -> None:
    chart.set_legend({"position": "bottom", "font": TEXT})
    chart.set_size({"width": width, "height": HEIGHT})
    sheet.insert_chart(CHART_ROW, col, chart, {"description": description})
