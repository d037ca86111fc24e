"""Defined names, of the workbook and of sheets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openpyxl.workbook.defined_name import DefinedName
from xlwings import base_classes

from regio_xl.engine.addresses import box_of, quoted, split_sheet
from regio_xl.engine.cells import Range
from regio_xl.engine.errors import ContentError

if TYPE_CHECKING:
    from regio_xl.engine.book import Book
    from regio_xl.engine.sheet import Sheet

_VALID = re.compile(r"[^\W\d][\w.?\\]{0,254}\Z|\\[\w.?\\]{0,254}\Z")
_CELL = re.compile(r"([A-Z]{1,3}[0-9]+|R[0-9]*|C[0-9]*|R[0-9]*C[0-9]*)\Z", re.IGNORECASE)


def check_name(name: str) -> None:
    """Check a defined name or table name against Excel's rules.

    Raises:
        ContentError: Excel would refuse it.
    """
    if not _VALID.match(name) or _CELL.match(name):
        raise ContentError(
            f"De naam {name!r} is ongeldig: begin met een letter, gebruik geen spaties, en kies "
            "geen naam die op een celadres lijkt."
        )


class Names(base_classes.Names):
    """The names of a workbook (those of its sheets included), or of one sheet.

    Print areas and print titles, which Excel keeps as names too, are not among them.
    """

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this collection."""
        raise NotImplementedError("Er is geen Excel achter deze engine (names.api).")

    def _all(self) -> list[Name]:
        workbook = self._book.document.model.book
        found = []
        if self._sheet is None:
            found = [Name(self._book, None, item) for item in workbook.defined_names.values()]
        for sheet in self._book.sheets:
            if self._sheet is None or sheet.name == self._sheet.name:
                names = sheet.model.defined_names.values()
                found += [Name(self._book, sheet, item) for item in names]
        found = [name for name in found if not name.local.startswith("_xlnm.")]
        return sorted(found, key=lambda name: name.name.casefold())

    def _find(self, key: str) -> Name | None:
        wanted = key.casefold()
        found = self._all()
        for name in found:
            if name.name.casefold() == wanted:
                return name
        if self._sheet is None:
            return None
        return next((name for name in found if name.local.casefold() == wanted), None)

    def snapshot(self) -> list[tuple[str, Name]]:
        """List (name, handle) of all names."""
        return [(name.name, name) for name in self._all()]

    def __call__(self, name_or_index: int | str) -> Name:
        """Return a name by position from 1, or by name in any case."""
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def contains(self, name_or_index: int | str) -> bool:
        """Say whether there is such a name, in any case."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._find(name_or_index) is not None

    __contains__ = contains

    def __len__(self) -> int:
        return len(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or give it another meaning.

        Args:
            name: With ``Blad!`` in front for a name of that sheet.
            refers_to: A formula; the leading ``=`` may be left out.
        """
        title, local = split_sheet(name)
        sheet = self._sheet if title is None else self._book.sheets(title)
        check_name(local)
        text = refers_to.removeprefix("=")
        document = self._book.document
        document.restructure(
            {
                "kind": "set_defined_name",
                "name": local,
                "formula": f"={text}",
                "hidden": False,
                "scope_sheet": None if sheet is None else sheet.name,
            }
        )
        home = document.model.book if sheet is None else sheet.model
        for known in [key for key in home.defined_names if key.casefold() == local.casefold()]:
            del home.defined_names[known]
        home.defined_names[local] = DefinedName(local, attr_text=text)
        return Name(self._book, sheet, home.defined_names[local])


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, sheet: Sheet | None, model: Any) -> None:
        """Wrap openpyxl's name; ``sheet`` is the sheet it belongs to, if any."""
        self._book = book
        self._sheet = sheet
        self._model = model

    @property
    def api(self) -> Any:
        """Raise: there is no Excel behind this name."""
        raise NotImplementedError("Er is geen Excel achter deze engine (name.api).")

    @property
    def local(self) -> str:
        """Return the name without its sheet."""
        return str(self._model.name)

    @property
    def name(self) -> str:
        """Return the name, with ``Blad!`` in front for a name of a sheet."""
        return self.local if self._sheet is None else f"{quoted(self._sheet.name)}!{self.local}"

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Een naam hernoemen kan niet met deze engine.")

    @property
    def refers_to(self) -> str:
        """Return what the name means, with a leading ``=``."""
        return f"={self._model.attr_text}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._model = Names(self._book, self._sheet).add(self.local, value)._model

    @property
    def refers_to_range(self) -> Range:
        """Return the range that the name means.

        Raises:
            ContentError: It means no single rectangle.
        """
        seen_from = self._sheet or self._book.sheets(1)
        document = self._book.document
        document.flush()
        target = document.calculation.name_target(self.local, seen_from.name)
        if target is None:
            raise ContentError(f"De naam {self.name} verwijst niet naar één bereik.")
        return Range(self._book.sheets(target[0]), *box_of(target[1]))

    def delete(self) -> None:
        """Remove the name; formulas that use it become #NAME?."""
        scope = None if self._sheet is None else self._sheet.name
        document = self._book.document
        document.restructure(
            {"kind": "remove_defined_name", "name": self.local, "scope_sheet": scope}
        )
        home = document.model.book if self._sheet is None else self._sheet.model
        del home.defined_names[self.local]
