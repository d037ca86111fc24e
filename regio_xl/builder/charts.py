"""The charts on Start and Vergelijking.

They follow the cells of the workbook, so they need neither Python nor macros.
"""

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from regio_xl.builder import styles
from regio_xl.domain.woorden import Scenario
from regio_xl.sheets import schema
from regio_xl.sheets.vergelijking import SHOWN, column_of

TEXT = {"name": styles.FONT, "size": 10, "color": styles.INK, "bold": False}
GREEN = "#2E7D5B"
GRID_LINES = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
HOURS_AXIS = {"num_format": "#,##0", "num_font": TEXT, "major_gridlines": GRID_LINES}
NAMES_AXIS = {"reverse": True, "num_font": TEXT, "line": {"none": True}}
CODES_AXIS = {"num_font": TEXT | {"rotation": -90}}

START_ROW = 22
PARTS = ("totaal_ketentoezicht", "totaal_flexibel", "totaal_toegewezen", "totaal_vrij")

COMPARISON_ROW = 22
HOURS = (
    ("uh_uren", "Uren U&H", styles.HEADER_GROUND),
    ("overige_uren", "Overige uren", "#7F9DB9"),
    ("vrij", "Vrij", "#D9D9D9"),
)
RATIOS = (
    (Scenario.OPTIMAAL, styles.HEADER_GROUND),
    (Scenario.RANGORDE, "#B0651D"),
    (Scenario.EVENREDIG, GREEN),
)


def add_to_start(book: Workbook, count: int) -> None:
    """Put the charts under the block on Start, for ``count`` participants."""
    sheet = book.get_worksheet_by_name("Start")
    parts = [schema.fields()[name] for name in PARTS]
    source, rows = parts[0][0].name, [row for _, _, row in parts]
    chart = _chart(book, {"type": "bar"}, "Waar gaan de uren naartoe?")
    labels = {"value": True, "num_format": "#,##0", "font": TEXT}
    places = [f"='{source}'!${letter}${min(rows)}:${letter}${max(rows)}" for letter in "AB"]
    _series(chart, "Uren", places, styles.HEADER_GROUND, data_labels=labels)
    chart.set_y_axis(NAMES_AXIS)
    chart.set_x_axis(HOURS_AXIS)
    # Room at the right for the label of the longest bar.
    chart.set_plotarea({"layout": {"x": 0.3, "y": 0.2, "width": 0.58, "height": 0.72}})
    text = "Staafdiagram: uren voor ketentoezicht, reserve, projecten en vrij."
    sheet.insert_chart(START_ROW, 0, chart, {"description": text})
    chart = _chart(book, {"type": "column"}, "Bijdrage per deelnemer (uren)")
    _series(chart, "Bijdrage", _columns("tblDeelnemers", "code", "bijdrage", count), GREEN, gap=40)
    chart.set_x_axis(CODES_AXIS)
    chart.set_y_axis(HOURS_AXIS | {"line": {"none": True}})
    text = "Kolomdiagram: de bijdrage in uren van elke deelnemer."
    sheet.insert_chart(START_ROW, 2, chart, {"description": text, "x_offset": 60})


def add_to_comparison(book: Workbook, count: int) -> None:
    """Put the charts between the overview and the tables on Vergelijking."""
    sheet = book.get_worksheet_by_name("Vergelijking")
    legend = {"position": "bottom", "font": TEXT}
    chart = _chart(book, {"type": "bar", "subtype": "stacked"}, "Waar gaan de uren naartoe?")
    for key, name, colour in HOURS:
        _series(chart, name, _columns("tblScenarios", "scenario", key, len(SHOWN)), colour)
    chart.set_y_axis(NAMES_AXIS)
    chart.set_x_axis({"min": 0} | HOURS_AXIS)
    chart.set_legend(legend)
    chart.set_size({"width": 560, "height": 340})
    text = "Staafdiagram: per scenario de uren voor U&H, de overige en vrij."
    sheet.insert_chart(COMPARISON_ROW, 0, chart, {"description": text})
    chart = _chart(book, {"type": "column"}, "Uren van belang per ingebracht uur, per deelnemer")
    for scenario, colour in RATIOS:
        key = f"verhouding_{column_of(scenario)}"
        columns = _columns("tblVerhoudingen", "code", key, count)
        _series(chart, scenario.value.capitalize(), columns, colour)
    chart.set_x_axis(CODES_AXIS)
    chart.set_y_axis(HOURS_AXIS | {"num_format": "0", "line": {"none": True}})
    chart.set_legend(legend)
    chart.set_size({"width": 900, "height": 340})
    text = "Kolomdiagram: per deelnemer de uren van belang gedeeld door de ingebrachte uren."
    sheet.insert_chart(COMPARISON_ROW, 3, chart, {"description": text})


def _chart(book: Workbook, kind: dict[str, str], title: str) -> Any:
    """Return a chart in the style of the workbook, still without series."""
    chart = book.add_chart(kind)
    chart.set_title({"name": title, "name_font": {**TEXT, "size": 13, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 520, "height": 300})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _series(chart: Any, name: str, places: list[str], colour: str, **more: Any) -> None:
    categories, values = places
    fill = {"color": colour}
    places_and_looks = {"categories": categories, "values": values, "fill": fill, "gap": 60}
    chart.add_series({"name": name, **places_and_looks, **more})


def _columns(table: str, categories: str, values: str, count: int) -> list[str]:
    """Return the cells of two columns; Excel lets a reference grow along with the table."""
    sheet, declared = schema.tables()[table]
    rows = declared.row + 1, declared.row + count
    letters = [xl_col_to_name(declared.position(key) - 1) for key in (categories, values)]
    return [f"={sheet.name}!${letter}${rows[0]}:${letter}${rows[1]}" for letter in letters]
