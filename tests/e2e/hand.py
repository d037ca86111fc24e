"""Fill a workbook as a person or another program would: with openpyxl, not with our code."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from regio_xl.builder import template, write

FIRST = 6
PROPOSALS = 12


def fill(path: Path) -> None:
    """Write a filled workbook to ``path``, with things of the user's own in every corner."""
    write(path, template(2026))
    book = openpyxl.load_workbook(path, keep_vba=True)
    _participants(book["Deelnemers"])
    _proposals(book)
    _own_things(book)
    book.save(path)


def _participants(sheet: Any) -> None:
    for row in range(FIRST, FIRST + 27):
        sheet.cell(row, 4).value = 2_000 + 250 * (row - FIRST)
        sheet.cell(row, 5).value = datetime(2025, 12, 1)
        sheet.cell(row, 8).value = f"notitie bij rij {row}"


def _proposals(book: Any) -> None:
    """Type proposals below each other, without touching the size of the tables."""
    for offset in range(PROPOSALS):
        nr, row = offset + 1, FIRST + offset
        values = {
            1: nr, 2: f"Voorstel {nr}", 3: "Wat we doen, voor wie en met welk resultaat.",
            4: "ODU", 5: "intern", 6: "ketentoezicht" if nr == 1 else "nieuw", 7: 100 + 10 * nr,
            10: "GGD; gemeenten", 12: "direct", 13: "Staat in de strategie.",
            16: "A. Manager", 17: "B. Leider",
        }  # fmt: skip
        for column, value in values.items():
            book["Voorstellen"].cell(row, column).value = value
        book["Belang"].cell(row, 1).value = nr
        book["Beoordeling"].cell(row, 1).value = nr
        for column in range(2, 29):
            book["Belang"].cell(row, column).value = 1
        for column in range(2, 5):
            book["Beoordeling"].cell(row, column).value = 1 + nr % 5


def _own_things(book: Any) -> None:
    own = book.create_sheet("Eigen aantekeningen")
    own.append(["Onderwerp", "Bedrag"])
    for number in range(5):
        own.append([f"post {number}", number * 10.5])
    own["D1"] = "=SUM(B2:B6)"
    own["A1"].font = Font(bold=True, color="FF0000")
    own["A1"].fill = PatternFill("solid", fgColor="FFFF00")
    own["B2"].comment = Comment("nagaan bij financiën", "Annet")
    own.protection.sheet = True
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=6), titles_from_data=True)
    own.add_chart(chart, "F2")
    choice = DataValidation(type="list", formula1='"ja,nee"', allow_blank=True)
    choice.add("C2:C6")
    own.add_data_validation(choice)
    book["Controle"]["J20"] = "mijn notitie naast de bevindingen"
    book["Financien"]["F5"] = "=totaal_beschikbaar*2"
    book["Voorstel"]["M3"] = "bespreken in het AOO"
