"""Python as the xlwings add-in starts it, on a file instead of in Excel: run a command and save.

Started by ``basic/Main.bas``. The command is run as it comes; the book of the button is the
workbook of that name in the folder of the exchange, as it was saved. LibreOffice has that file
open and a file in use is not written to, so the result gets a name of its own.
"""

import json
import sys
import traceback
from pathlib import Path

from regio_xl.engine import opened

RESULT = "resultaat.xlsm"


def run(folder: Path) -> None:
    name, command = (folder / "opdracht.txt").read_text("utf-8").splitlines()
    with opened(folder / name) as book:
        book.set_mock_caller()
        exec(command, {})  # noqa: S102 - what a click hands over is what is tested
        told = book.app.status_bar
        book.save(folder / RESULT)
    done = {"werkmap": name, "opdracht": command, "statusbalk": told}
    (folder / "klaar.json").write_text(json.dumps(done), "utf-8")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    try:
        run(place)
    except BaseException:
        (place / "fout.txt").write_text(traceback.format_exc(), "utf-8")
        raise
