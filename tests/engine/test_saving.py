"""Saving is atomic, honest about conflicts, and leaves an unchanged file byte for byte."""

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from regio_xl.engine import opened
from regio_xl.engine.errors import (
    BookChanged,
    BookLocked,
    BookReadOnly,
    ContentError,
    FormulaRejected,
    SaveError,
    WrongExtension,
)


def edited(book):
    book.sheets["Data"]["B2"].value = 30
    return book


def refuse(book, path: Path, error: type[Exception], target: Path | None = None) -> str:
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        book.save(target)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".regio-xl-*"))
    return str(caught.value)


def test_a_save_without_changes_leaves_identical_bytes(simple, open_book):
    before, stamp = simple.read_bytes(), simple.stat().st_mtime_ns
    open_book(simple).save()
    assert simple.read_bytes() == before
    assert simple.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("prefix", ["", "'"])
def test_writing_everything_back_as_it_was_is_no_change(simple, open_book, prefix):
    before = simple.read_bytes()
    book = open_book(simple)
    for cell in book.sheets["Data"].used_range:
        if str(cell.formula).startswith("="):
            cell.formula = cell.formula
        elif isinstance(cell.value, str):
            cell.value = prefix + cell.value
        else:
            cell.value = cell.value
    book.save()
    assert simple.read_bytes() == before


def test_a_change_that_is_undone_is_no_change(simple, open_book):
    before = simple.read_bytes()
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["B2"].value = 99
    assert sheet["E1"].value == 108
    sheet["B2"].value = 3
    assert sheet["E1"].value == 12
    book.save()
    assert simple.read_bytes() == before


def test_missing_cached_values_are_added_by_a_save(plain, open_book):
    book = open_book(plain)
    book.save()
    with opened(plain) as again:
        document = again.impl.document
        assert document.calculation.saved_value("Data", "B4")["value"] == 30
    once = plain.read_bytes()
    with opened(plain) as again:
        again.save()
    assert plain.read_bytes() == once


def test_saving_twice_in_one_session_goes_on_from_the_first(simple, open_book):
    book = open_book(simple)
    sheet = book.sheets["Data"]
    sheet["J1:K1"].value = ["een", dt.datetime(2026, 1, 2, 8)]
    book.save()
    sheet["J2:K2"].value, sheet["B2"].value = ["twee", "'007"], 5
    book.save()
    with opened(simple) as again:
        sheet = again.sheets["Data"]
        assert sheet["J1:J2"].value == ["een", "twee"]
        assert sheet["K1:K2"].value == [dt.datetime(2026, 1, 2, 8), "007"]
        assert sheet["E1"].value == 14


def test_the_second_save_without_changes_writes_nothing(simple, open_book):
    book = edited(open_book(simple))
    book.save()
    stamp = simple.stat().st_mtime_ns
    book.save()
    assert simple.stat().st_mtime_ns == stamp


def test_saving_elsewhere_leaves_the_original_and_goes_on_there(simple, tmp_path, open_book):
    before = simple.read_bytes()
    book = edited(open_book(simple))
    book.save(tmp_path / "nieuw.xlsx")
    assert simple.read_bytes() == before
    assert book.name == "nieuw.xlsx"
    book.sheets["Data"]["B3"].value = 1
    book.save()
    assert simple.read_bytes() == before
    with opened(tmp_path / "nieuw.xlsx") as again:
        assert again.sheets["Data"]["B2:B4"].value == [30, 1, 5]


def test_an_unchanged_workbook_is_copied_byte_for_byte(simple, tmp_path, open_book):
    open_book(simple).save(tmp_path / "kopie.xlsx")
    assert (tmp_path / "kopie.xlsx").read_bytes() == simple.read_bytes()


@pytest.mark.parametrize("failing", ["replace", "chmod"])
def test_a_failing_write_leaves_the_original_and_no_temporary_file(
    simple, open_book, monkeypatch, failing
):
    book = edited(open_book(simple))

    def broken(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, failing, broken)
        refuse(book, simple, SaveError)
    book.save()  # the changes were not lost
    with opened(simple) as again:
        assert again.sheets["Data"]["B2"].value == 30


def test_a_failing_sync_leaves_the_original(simple, open_book, monkeypatch):
    def broken(_handle):
        raise OSError(5, "Input/output error")

    book = edited(open_book(simple))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        refuse(book, simple, BookReadOnly)


@pytest.mark.parametrize(
    ("lock", "content", "owner"),
    [
        ("~${}", b"\x07J. Smit" + b" " * 47, "J. Smit"),
        (".~lock.{}#", b",jsmit,host,01.01.2026 10:00,profiel;", "jsmit"),
        ("~${}", b"", ""),
    ],
)
def test_a_workbook_that_is_open_elsewhere_is_not_overwritten(
    simple, open_book, lock, content, owner
):
    book = edited(open_book(simple))
    simple.with_name(lock.format(simple.name)).write_bytes(content)
    message = refuse(book, simple, BookLocked)
    assert owner in message
    assert "Sluit het en probeer het opnieuw" in message


def test_a_workbook_that_changed_on_disk_is_not_overwritten(simple, open_book):
    book = edited(open_book(simple))
    with opened(simple) as other:
        other.sheets["Data"]["B3"].value = 77
        other.save()
    assert "intussen" in refuse(book, simple, BookChanged)


def test_a_workbook_that_was_deleted_meanwhile_is_not_made_again(simple, open_book):
    book = edited(open_book(simple))
    simple.unlink()
    with pytest.raises(BookChanged):
        book.save()
    assert not simple.exists()


def test_saving_nothing_is_fine_while_someone_has_it_open(simple, open_book):
    simple.with_name(f"~${simple.name}").write_bytes(b"\x03Jan")
    open_book(simple).save()


def test_touching_a_file_is_no_change(simple, open_book):
    book = edited(open_book(simple))
    os.utime(simple, (1, 1))
    book.save()


def test_a_read_only_file_is_not_overwritten(simple, open_book):
    book = edited(open_book(simple))
    simple.chmod(0o444)
    assert "alleen-lezen" in refuse(book, simple, BookReadOnly)


def test_a_folder_that_does_not_exist(simple, tmp_path, open_book):
    book = edited(open_book(simple))
    refuse(book, simple, BookReadOnly, tmp_path / "nergens" / "a.xlsx")


@pytest.mark.parametrize("name", ["a.xlsm", "a.csv", "a", "a.xls"])
def test_saving_never_changes_the_kind_of_file(simple, tmp_path, open_book, name):
    book = edited(open_book(simple))
    assert ".xlsx" in refuse(book, simple, WrongExtension, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_macros_are_never_dropped_by_the_name(rich, tmp_path, open_book):
    book = open_book(rich)
    refuse(book, rich, WrongExtension, tmp_path / "zonder.xlsx")


def test_the_mode_of_the_file_is_kept(simple, open_book):
    simple.chmod(0o640)
    edited(open_book(simple)).save()
    assert stat.S_IMODE(simple.stat().st_mode) == 0o640


def test_a_symbolic_link_stays_a_link(simple, tmp_path, open_book):
    link = tmp_path / "link.xlsx"
    link.symlink_to(simple)
    with opened(link) as book:
        edited(book)
        book.save()
    assert link.is_symlink()
    with opened(simple) as book:
        assert book.sheets["Data"]["B2"].value == 30


def test_a_formula_that_excel_cannot_read_is_never_saved(simple, open_book):
    book = open_book(simple)
    book.sheets["Data"]["J1"].value = "=SUM(1,,*2)"
    refuse(book, simple, FormulaRejected)


def test_a_password_is_refused_honestly(simple, open_book):
    with pytest.raises(NotImplementedError):
        open_book(simple).save(password="x")  # noqa: S106


def test_content_errors_are_value_errors():
    assert issubclass(ContentError, ValueError)
