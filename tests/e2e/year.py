"""One year in a real file: typed into by name as a person would, and worked on by the steps."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from regio_xl.cli import files
from regio_xl.domain import Bevinding, Jaar, Uitkomst
from regio_xl.sheets import schema
from regio_xl.steps import STEPS
from regio_xl.workbook.flow import run
from regio_xl.workbook.reader import read_jaar
from tests.support.edit import typed
from tests.support.view import values

MOMENT = datetime(2025, 12, 12, 9, 0)
NUMBER, DAY = "AB-2025-41", datetime(2025, 12, 11)

MENDED: dict[tuple[int, str], Any] = {
    (12, "omschrijving"): "Wat er gebeurt, voor wie, en wat het oplevert.",
    (15, "meerwaarde_regio"): "Minder lichthinder in de hele regio.",
    (18, "uren"): 1200.0,
    (22, "indiener"): "UTR",
    (26, "herkomst"): "extern",
    (30, "ingediend_op"): datetime(2025, 9, 30),
    (34, "reden_keuze"): "Het AOO van 9 oktober wil dit opnemen.",
}
"""What the example year has wrong on sheet Voorstellen, put right."""


class Year:
    """A workbook file that is typed into by name, and read with openpyxl.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, **cells: Any) -> None:
        """Type in named cells."""
        book = values(self.path)
        places = {}
        for name, value in cells.items():
            ((sheet, address),) = book.defined_names[name].destinations
            places[sheet, address.replace("$", "")] = value
        typed(self.path, places)

    def cell(self, name: str) -> Any:
        """Return the value of a named cell."""
        book = values(self.path)
        ((sheet, address),) = book.defined_names[name].destinations
        return book[sheet][address.replace("$", "")].value

    def at(self, table: str, key: str, values_by: dict[Any, Any]) -> None:
        """Type in one column of a table, by what stands in its first column."""
        sheet = schema.tables()[table][0].name
        rows, column = self.rows(table), self.column(table, key)
        typed(self.path, {(sheet, f"{column}{rows[of]['rij']}"): v for of, v in values_by.items()})

    def fill(
        self, table: str, rows: dict[Any, dict[str, Any]], by: Sequence[str] = ("nr",)
    ) -> None:
        """Type in the rows that a step prepared, found by what stands in the columns ``by``."""
        sheet = schema.tables()[table][0].name
        places = {tuple(cells[key] for key in by): row for row, cells in self._read(table)}
        columns = {key: self.column(table, key) for cells in rows.values() for key in cells}
        cells = {
            (sheet, f"{columns[key]}{places[of if isinstance(of, tuple) else (of,)]}"): value
            for of, given in rows.items()
            for key, value in given.items()
        }
        typed(self.path, cells)

    def column(self, table: str, key: str) -> str:
        """Return the letter of a column, by its key or its own header."""
        sheet, spec = schema.tables()[table]
        header = next((column.header for column in spec.columns if column.key == key), key)
        page = values(self.path)[sheet.name]
        left, top, right, _ = range_boundaries(page.tables[table].ref)
        titles = {page.cell(top, col).value: col for col in range(left, right + 1)}
        return get_column_letter(titles[header])

    def list_of(self, table: str) -> list[dict[str, Any]]:
        """Return the filled rows of a table as they stand, by key of the column."""
        return [cells for _, cells in self._read(table)]

    def rows(self, table: str) -> dict[Any, dict[str, Any]]:
        """Return the filled rows of a table by their first cell, with the row as ``rij``."""
        read = self._read(table)
        return {next(iter(cells.values())): {"rij": row, **cells} for row, cells in read}

    def _read(self, table: str) -> list[tuple[int, dict[str, Any]]]:
        sheet, spec = schema.tables()[table]
        keys = {column.header: column.key for column in spec.columns}
        page = values(self.path)[sheet.name]
        head, *rows = page[page.tables[table].ref]
        titles = [keys.get(cell.value, cell.value) for cell in head]
        return [
            (row[0].row, dict(zip(titles, (cell.value for cell in row), strict=True)))
            for row in rows
            if row[0].value is not None
        ]

    def proposal(self, nr: int, **cells: Any) -> None:
        """Type about one proposal on sheet Voorstellen."""
        for key, value in cells.items():
            self.at("tblVoorstellen", key, {nr: value})

    def parameter(self, code: str, value: Any) -> None:
        """Type the value of a parameter on sheet Kader."""
        self.at("tblKader", "waarde", {code: value})

    def hand(self, nr: int, uren: Any, why: str | None = None) -> None:
        """Change hours on sheet Selectie by hand."""
        self.at("tblSelectie", "toegewezen", {nr: uren})
        if why:
            self.at("tblSelectie", "wijziging", {nr: why})

    def vote(self, voor: int = 14) -> None:
        """Let so many participants vote in favour, and the others against."""
        codes = self.rows("tblStemming")
        votes = {code: "voor" if at < voor else "tegen" for at, code in enumerate(codes)}
        self.at("tblStemming", "stem", votes)

    def advise(self) -> None:
        """Let all participants agree with the package."""
        self.at("tblAOO", "advies", dict.fromkeys(self.rows("tblAOO"), "akkoord"))

    def decide(self) -> Uitkomst:
        """Type votes, number and day of the decision, and freeze the package."""
        self.vote()
        self.put(besluit_nummer=NUMBER, besluit_datum=DAY)
        return self.run("stemming")

    def lift(self, why: str = "De bijlage was de verkeerde; besluit van het AB.") -> Uitkomst:
        """Empty number and day, say why, and lift the decision."""
        self.put(besluit_nummer=None, besluit_datum=None, besluit_reden_opheffen=why)
        return self.run("stemming")

    def run(self, step: str, *, again: bool = False) -> Uitkomst:
        """Run a step in place; ``again`` answers yes to its question."""
        uitkomst, self.changed = self._run(step, again=again)
        return uitkomst

    def _run(self, step: str, *, again: bool) -> tuple[Uitkomst, bool]:
        how = STEPS[step].opnieuw if again else STEPS[step].run
        assert how is not None
        uitkomst, _, changed = files.run_on_file(step, how, self.path, None)
        return uitkomst, changed

    def package(self) -> dict[int, int]:
        """Return the hours per project on sheet Selectie."""
        return hours_in(self.rows("tblSelectie"), "toegewezen")

    def adopted(self) -> dict[int, int]:
        """Return the frozen package."""
        return hours_in(self.rows("tblBesluit"), "uren")

    def shown(self) -> dict[str, dict[int, int]]:
        """Return the package as each sheet shows it, project by project."""
        planned = hours_in(self.rows("tblEvaluatie"), "gepland")
        keten = [nr for nr, row in self.rows("tblSelectie").items() if row["stand"] == KETEN]
        return {
            "Selectie": self.package(),
            "Voorstel": {
                nr: uren
                for nr, uren in hours_in(self.rows("tblVoorstel"), "toegewezen").items()
                if nr not in keten
            },
            **(
                {"Evaluatie": {nr: uren for nr, uren in planned.items() if nr not in keten}}
                if planned
                else {}
            ),
            **({"Stemming": self.adopted()} if self.adopted() else {}),
        }


class OpenYear(Year):
    """The same year in a workbook that is held open: typed into and read without a file between.

    Much faster where a test is not about files.
    """

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self._jaar: Jaar | None = None

    @property
    def jaar(self) -> Jaar:
        """The workbook as it stands."""
        if self._jaar is None:
            self._jaar = read_jaar(self.book, now=MOMENT, user="tester")
        return self._jaar

    def put(self, **cells: Any) -> None:
        """Type in named cells."""
        places = self.jaar.cell_places
        for name, value in cells.items():
            sheet, row, col = places[name]
            self.book.sheets[sheet].range((row, col)).value = value
        self._jaar = None

    def cell(self, name: str) -> Any:
        """Return the value of a named cell."""
        return self.jaar.cells[name]

    def at(self, table: str, key: str, values_by: dict[Any, Any]) -> None:
        """Type in one column of a table, by what stands in its first column."""
        found, rows = self.jaar.tables[table], self.rows(table)
        sheet = self.book.sheets[found.sheet]
        col = found.first_col + found.headers.index(found.header(key))
        for of, value in values_by.items():
            sheet.range((rows[of]["rij"], col)).value = value
        self._jaar = None

    def _read(self, table: str) -> list[tuple[int, dict[str, Any]]]:
        found = self.jaar.tables[table]
        rows = [(row.number, dict(row.values)) for row in found.rows]
        return [(number, row) for number, row in rows if row[found.columns[0].key] is not None]

    def _run(self, step: str, *, again: bool) -> tuple[Uitkomst, bool]:
        how = STEPS[step].opnieuw if again else STEPS[step].run
        assert how is not None
        self._jaar = None
        return run(self.book, step, how, now=MOMENT, user="tester")


KETEN = "ketentoezicht"


def hours_in(rows: dict[Any, dict[str, Any]], key: str) -> dict[int, int]:
    """Return hours by number, of what has any."""
    return {
        int(nr): int(row[key])
        for nr, row in rows.items()
        if isinstance(nr, int | float) and isinstance(row[key], int | float) and row[key]
    }


def mended(path: Path) -> Year:
    """Mend what the example year has wrong."""
    year = Year(path)
    for (nr, key), value in MENDED.items():
        year.proposal(nr, **{key: value})
    year.parameter("ketentoezicht_besloten", 900.0)
    return year


def sound(path: Path) -> Year:
    """Mend what the example year has wrong, and let nobody have spoken yet; phase bespreking."""
    year = silent(mended(path))
    year.put(fase="bespreking")
    return year


def silent(year: Year) -> Year:
    """Let nobody have spoken about the package yet, or been asked."""
    year.put(aoo_pakket=None, stemming_pakket=None)
    year.at("tblStemming", "stem", dict.fromkeys(year.rows("tblStemming")))
    year.at("tblAOO", "advies", dict.fromkeys(year.rows("tblAOO")))
    year.at("tblAOO", "reden", dict.fromkeys(year.rows("tblAOO")))
    return year


def told(found: Uitkomst | Iterable[Bevinding], *sheets: str) -> str:
    """Return all that findings say, of these sheets or of all."""
    items = found.bevindingen if isinstance(found, Uitkomst) else found
    return "\n".join(
        f"{item.melding} {item.herstel}" for item in items if not sheets or item.blad in sheets
    )
