"""Bad files give one clear Dutch sentence, no foreign traceback, and stay untouched."""

import zipfile
from pathlib import Path

import pytest
import xlwings as xw

from regio_xl.engine import EngineError, opened, register
from regio_xl.engine.errors import (
    BookDamaged,
    BookEncrypted,
    BookNotFound,
    BookUnreadable,
    BookUnsupported,
)


def refuse(path: Path, error: type[EngineError]) -> str:
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    with pytest.raises(error) as caught, opened(path):
        pass
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(path.parent.iterdir()) == beside
    assert path.name in str(caught.value)
    return str(caught.value)


def test_a_missing_file(tmp_path):
    message = refuse(tmp_path / "weg.xlsx", BookNotFound)
    assert message == "Het bestand weg.xlsx bestaat niet. Controleer de naam en de map."


def test_a_missing_file_is_also_a_file_not_found_error(tmp_path):
    with pytest.raises(FileNotFoundError), opened(tmp_path / "weg.xlsx"):
        pass


def test_a_folder(tmp_path):
    (tmp_path / "map.xlsx").mkdir()
    assert "map" in refuse(tmp_path / "map.xlsx", BookUnreadable)


def test_a_file_without_read_permission(simple, monkeypatch):
    def forbidden(self):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", forbidden)
        with pytest.raises(BookUnreadable, match="leesrechten"), opened(simple):
            pass


def test_an_empty_file(tmp_path):
    path = tmp_path / "leeg.xlsx"
    path.touch()
    assert "leeg" in refuse(path, BookDamaged)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file(simple, keep):
    data = simple.read_bytes()
    simple.write_bytes(data[: int(len(data) * keep)])
    assert "onvolledig" in refuse(simple, BookDamaged)


def test_a_file_with_flipped_bytes_inside(simple):
    data = bytearray(simple.read_bytes())
    for place in range(400, 440):
        data[place] ^= 0xFF
    simple.write_bytes(bytes(data))
    refuse(simple, BookDamaged)


@pytest.mark.parametrize("content", [b"hallo", b"<html></html>", b"\x00" * 600, b"PK"])
def test_a_file_that_is_no_zip(tmp_path, content):
    path = tmp_path / "nep.xlsx"
    path.write_bytes(content)
    refuse(path, BookDamaged)


def test_a_workbook_with_a_password(tmp_path, make_ole):
    path = tmp_path / "geheim.xlsm"
    path.write_bytes(make_ole("EncryptionInfo", "EncryptedPackage"))
    message = refuse(path, BookEncrypted)
    assert "Bestand > Info > Werkmap beveiligen" in message


@pytest.mark.parametrize("name", ["oud.xls", "oud.xlsx"])
def test_an_old_xls_whatever_it_is_called(tmp_path, make_ole, name):
    path = tmp_path / name
    path.write_bytes(make_ole("Workbook"))
    assert ".xls" in refuse(path, BookUnsupported)


@pytest.mark.parametrize("name", ["blad.csv", "blad.ods", "blad.xlsb", "blad.xltx", "blad.txt"])
def test_another_extension(tmp_path, simple, name):
    path = tmp_path / name
    path.write_bytes(simple.read_bytes())
    refuse(path, BookUnsupported)


@pytest.mark.parametrize(
    ("part", "content", "word"),
    [
        ("[Content_Types].xml", "wordprocessingml.document", "Word"),
        ("[Content_Types].xml", "presentationml.slide", "PowerPoint"),
        ("[Content_Types].xml", "sheet.binary.macroEnabled", "xlsb"),
        ("[Content_Types].xml", "niets", "ander soort"),
        ("iets.txt", "niets", "ander soort"),
    ],
)
def test_a_zip_that_is_no_workbook(tmp_path, part, content, word):
    path = tmp_path / "vermomd.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, f"<Types>{content}</Types>")
    assert word in refuse(path, BookUnsupported)


def test_an_ods_that_is_called_xlsx(tmp_path):
    path = tmp_path / "vermomd.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<x/>")
    assert "LibreOffice" in refuse(path, BookUnsupported)


def test_a_macro_workbook_that_is_called_xlsx(rich, tmp_path):
    path = rich.rename(tmp_path / "hernoemd.xlsx")
    assert "macro" in refuse(path, BookUnsupported)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/tables/table1.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<a>", b"<a/>"])
def test_a_package_with_a_broken_part(simple, parts, part, content):
    everything = parts(simple) | {part: content}
    with zipfile.ZipFile(simple, "w") as package:
        for name, data in everything.items():
            package.writestr(name, data)
    refuse(simple, BookDamaged)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_a_package_without_a_part(simple, parts, part):
    everything = parts(simple)
    del everything[part]
    with zipfile.ZipFile(simple, "w") as package:
        for name, data in everything.items():
            package.writestr(name, data)
    refuse(simple, BookDamaged)


def test_opening_and_reading_leave_the_file_alone(simple, open_book):
    before, stamp = simple.read_bytes(), simple.stat().st_mtime_ns
    book = open_book(simple)
    assert book.sheets["Data"]["E1"].value == 12
    book.close()
    assert simple.read_bytes() == before
    assert simple.stat().st_mtime_ns == stamp


def test_a_workbook_that_someone_has_open_can_be_read(simple, open_book):
    (simple.parent / f"~${simple.name}").write_bytes(b"\x03Jan" + b" " * 50)
    assert open_book(simple).sheets["Data"]["A1"].value == "K"


def test_the_engine_is_registered_once_and_never_made_active(simple):
    active = xw.engines.active
    first = register()
    assert register() is first
    assert [engine.name for engine in xw.engines].count("openpyxl") == 1
    assert xw.engines.active is active
    book = xw.engines["openpyxl"].apps.add(add_book=False).books.open(simple)
    assert book.name == "simpel.xlsx"
    book.app.quit()


def test_a_book_is_closed_when_the_block_fails(simple):
    with pytest.raises(RuntimeError), opened(simple) as book:  # noqa: PT012
        app = book.app
        raise RuntimeError
    assert app not in list(register().apps)
