"""Drive a running LibreOffice: a list of actions comes in on stdin, their results go out on stdout.

Run as a program by a Python that has ``uno``, which is seldom the one of the tests; so nothing of
this project is imported here. In: ``{"pipe": NAME, "leave": false, "actions": [{"do": ...}]}``.
Out: ``{"results": [...]}``, or ``{"failed": INDEX, "why": ...}`` for the first action that went
wrong. Every document is closed at the end, so that one list never sees what another left behind;
``"closed": false`` says that it failed and that this LibreOffice must not be used again. With
``"leave": true`` they stay open, for a LibreOffice that will be ended.
"""

import json
import os
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.script import ModuleInfo
from com.sun.star.uno import RuntimeException

PATIENCE = 60.0
"""Seconds in which a LibreOffice that was just started must answer."""

RUN_MACROS, NO_MACROS = 4, 0
"""com.sun.star.document.MacroExecMode: ALWAYS_EXECUTE_NO_WARN and NEVER_EXECUTE."""

READ = "Calc MS Excel 2007 VBA XML"
WRITE = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": READ}
KINDS = {"standard": 1, "class": 2}
"""com.sun.star.script.ModuleType."""


def properties(**values):
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def connect(pipe):
    """Return the desktop; wait until LibreOffice listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    until = time.monotonic() + PATIENCE
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            create = remote.ServiceManager.createInstanceWithContext
            return create("com.sun.star.frame.Desktop", remote)


class Session:
    """The documents of one list of actions, each under the name that the list gives it."""

    def __init__(self, desktop):
        self._desktop = desktop
        self._books = {}

    def run(self, do, **options):
        return getattr(self, f"do_{do}")(**options)

    def close_all(self):
        """Close what is still open; tell whether this LibreOffice can be used again.

        Now and then it loses track of an object while it closes (7.4: "illegal object given"),
        long after the actions gave their results. A crash is another thing, and is raised.
        """
        try:
            for name in list(self._books):
                self.do_close(name)
        except DisposedException:
            raise
        except RuntimeException:
            return False
        return True

    def do_open(self, book, file):
        # Not hidden: Application.Run looks for a document among the visible ones only.
        options = properties(MacroExecutionMode=RUN_MACROS, FilterName=READ)
        url = uno.systemPathToFileUrl(file)
        document = self._desktop.loadComponentFromURL(url, "_blank", 0, options)
        if document is None:
            raise OSError(f"LibreOffice cannot open {file}")
        self._books[book] = document

    def do_convert(self, file, target, name):
        """Save a file in another format; every formula is recalculated, no macro runs."""
        options = properties(MacroExecutionMode=NO_MACROS, Hidden=True)
        url = uno.systemPathToFileUrl(file)
        document = self._desktop.loadComponentFromURL(url, "_blank", 0, options)
        if document is None:
            raise OSError(f"LibreOffice cannot open {file}")
        document.storeToURL(uno.systemPathToFileUrl(target), properties(FilterName=name))
        document.close(True)

    def do_close(self, book):
        self._books.pop(book).close(True)

    def do_quit(self):
        self._desktop.terminate()

    def do_module(self, book, name, source, kind="standard"):
        """Add a module to the project of an open document; the file does not change."""
        library = self._library(book)
        info = ModuleInfo()
        info.ModuleType = KINDS[kind]
        library.insertModuleInfo(name, info)
        library.insertByName(name, source)

    def do_call(self, book, macro, args=()):
        address = (
            f"vnd.sun.star.script:{self._project(book)}.{macro}?language=Basic&location=document"
        )
        script = self._books[book].getScriptProvider().getScript(address)
        value, _, _ = script.invoke(tuple(args), (), ())
        return value

    def do_get(self, book, cells):
        """Return rows of values; an error in a cell is ``{"error": number}``."""
        area = self._range(book, cells)
        place = area.RangeAddress
        rows = range(place.EndRow - place.StartRow + 1)
        columns = range(place.EndColumn - place.StartColumn + 1)
        values = area.getDataArray()
        errors = [[area.getCellByPosition(c, r).getError() for c in columns] for r in rows]
        return [
            [{"error": errors[r][c]} if errors[r][c] else values[r][c] for c in columns]
            for r in rows
        ]

    def do_set(self, book, cells, value):
        """Type a number, a text or a formula into a cell."""
        cell = self._range(book, cells)
        if isinstance(value, str):
            cell.setFormula(value)
        else:
            cell.setValue(value)

    def do_values(self, book, areas):
        """Return the values of several areas: no more than one call for each, so it is quick.

        An error in a cell is None.
        """
        return [self._range(book, cells).getDataArray() for cells in areas]

    def do_fill(self, book, cells, rows):
        """Type numbers and texts into an area; None empties a cell."""
        data = tuple(tuple("" if value is None else value for value in row) for row in rows)
        self._range(book, cells).setDataArray(data)

    def do_recalculate(self, book):
        self._books[book].calculateAll()

    def do_save(self, book, file):
        options = properties(FilterName=WRITE[Path(file).suffix])
        self._books[book].storeToURL(uno.systemPathToFileUrl(file), options)

    def _range(self, book, cells):
        """Return ``Sheet!A1:B2``, or where a defined name points."""
        document = self._books[book]
        if "!" not in cells:
            return document.NamedRanges.getByName(cells).getReferredCells()
        sheet, address = cells.split("!")
        return document.Sheets.getByName(sheet).getCellRangeByName(address)

    def _project(self, book):
        """Return the name of the VBA project, which is a library beside LibreOffice's own."""
        names = [n for n in self._books[book].BasicLibraries.ElementNames if n != "Standard"]
        if len(names) != 1:
            raise LookupError(f"one VBA project was expected, not {names}")
        return names[0]

    def _library(self, book):
        return self._books[book].BasicLibraries.getByName(self._project(book))


def main():
    order = json.load(sys.stdin)
    session = Session(connect(order["pipe"]))
    results = []
    try:
        results.extend(session.run(**action) for action in order["actions"])
        answer = {"results": results}
    except Exception as error:  # whatever it is, the test must read it
        answer = {"failed": len(results), "why": f"{type(error).__name__}: {error}"}
    if not order["leave"]:
        answer["closed"] = session.close_all()
    json.dump(answer, sys.stdout)
    sys.stdout.flush()
    # The bridge to a LibreOffice that is about to end can crash Python while it shuts down.
    os._exit(0)


if __name__ == "__main__":
    main()
