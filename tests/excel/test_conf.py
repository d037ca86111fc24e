"""xlwings.conf: found as Excel finds it, changed without touching what is not ours."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regio_xl.excel import conf
from regio_xl.excel.conf import Setting
from regio_xl.excel.system import InstallError

WANTED = {"INTERPRETER_WIN": r"C:\Python, 3\python.exe", "UDF MODULES": "udfs.regio"}

OTHERS = [
    b"",
    b'"LICENSE_KEY","abc, d"\r\n"INTERPRETER_WIN","C:\\oud\\python.exe"\r\n',
    b'"LICENSE_KEY","abc"\n"interpreter_win","C:\\oud"\n"INTERPRETER_WIN","nooit gelezen"\n',
    b'"ONEDRIVE_WIN","C:\\Caf\xc3\xa9"\r\n"UDF MODULES","mijn_functies;ander"\r\n',
    b'"ONEDRIVE_WIN","C:\\Caf\xe9\x81"\r\n"INTERPRETER_WIN","C:\\Ren\xe9\\py.exe"',
    b"# een regel van iemand\r\nSHOW CONSOLE,False\r\n",
    b'"A","1"\r\n\r\n"INTERPRETER_WIN","staat uit de pas"\r\n"B"\r\n',
    b'\xef\xbb\xbf"INTERPRETER_WIN","achter een BOM"\r\n',
    b'"A","1"\r"B","2"\r',
]


def changed(data: bytes) -> tuple[bytes, tuple[Setting, ...]]:
    text = data.decode(conf.BYTES)
    settings = conf.planned(text, WANTED)
    return conf.applied(text, settings, "\r\n").encode(conf.BYTES), settings


@pytest.mark.parametrize("data", OTHERS)
def test_afterwards_excel_finds_what_is_wanted(data: bytes) -> None:
    text = changed(data)[0].decode(conf.BYTES)
    assert conf.value_of(text, "INTERPRETER_WIN") == WANTED["INTERPRETER_WIN"]
    assert "udfs.regio" in (conf.value_of(text, "UDF MODULES") or "").split(";")


@pytest.mark.parametrize("data", OTHERS)
def test_a_second_time_there_is_nothing_to_change(data: bytes) -> None:
    text = changed(data)[0].decode(conf.BYTES)
    assert conf.planned(text, WANTED) == ()


@pytest.mark.parametrize("data", OTHERS)
def test_putting_the_old_values_back_gives_the_same_bytes(data: bytes) -> None:
    after, settings = changed(data)
    back = tuple(Setting(key=item.key, old=item.new, new=item.old) for item in settings)
    undone = conf.applied(after.decode(conf.BYTES), back, "\r\n").encode(conf.BYTES)
    assert undone == data


@pytest.mark.parametrize("data", OTHERS)
def test_the_lines_of_others_stay_in_their_order(data: bytes) -> None:
    after = changed(data)[0]
    ours = (b"interpreter_win", b"udf modules")
    kept = [line for line in data.splitlines() if not any(key in line.lower() for key in ours)]
    rest = [line for line in after.splitlines() if line in kept]
    assert rest == kept


def test_line_ends_are_those_of_the_file() -> None:
    after = changed(b'"A","1"\n"B","2"\n')[0]
    assert b"\r" not in after
    assert changed(b"")[0].count(b"\r\n") == 2


def test_a_duplicate_is_changed_where_excel_reads_it() -> None:
    after = changed(OTHERS[2])[0]
    assert b'"interpreter_win","C:\\Python, 3\\python.exe"\n' in after
    assert after.endswith(b'"UDF MODULES","udfs.regio"\n')
    assert b'"INTERPRETER_WIN","nooit gelezen"\n' in after


def test_modules_of_others_stay_in_front() -> None:
    (_, modules) = changed(OTHERS[3])[1]
    assert modules.new == "mijn_functies;ander;udfs.regio"


def test_an_empty_line_shifts_the_pairs_as_it_does_in_excel() -> None:
    text = '"A","1"\r\n\r\n"KEY","value"\r\n'
    assert [(pair.key, pair.value) for pair in conf.pairs(text)] == [("A", "1"), ("", "KEY")]
    assert conf.value_of(text, "KEY") is None


@pytest.mark.parametrize("value", ['C:\\a"b', "a\nb", "a\rb"])
def test_what_the_format_cannot_hold_is_refused(value: str) -> None:
    with pytest.raises(InstallError, match="aanhalingsteken"):
        conf.quoted(value)


def test_a_path_that_excel_cannot_read_is_refused_before_anything_is_written() -> None:
    assert (
        conf.shown(conf.raw("C:\\René\\python.exe", "cp1252"), "cp1252") == "C:\\René\\python.exe"
    )
    with pytest.raises(InstallError, match="‘Ж’"):
        conf.raw("C:\\Ж\\python.exe", "cp1252")


def test_a_write_that_fails_leaves_the_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "xlwings.conf"
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        conf.write_bytes(path, b"new")
    assert [item.read_bytes() for item in tmp_path.iterdir()] == [b"old"]


LINE = st.tuples(
    st.binary(max_size=12).filter(lambda part: not set(part) & set(b'",\r\n')),
    st.sampled_from([b'"%b","x"', b"%b,y", b"%b", b'"%b,z']),
)


@given(st.lists(LINE, max_size=6), st.sampled_from([b"\n", b"\r\n", b"\r"]), st.booleans())
def test_any_file_can_be_changed_and_put_back(
    lines: list[tuple[bytes, bytes]], end: bytes, last: bool
) -> None:
    data = end.join(layout % part for part, layout in lines) + (end if last and lines else b"")
    after, settings = changed(data)
    text = after.decode(conf.BYTES)
    assert conf.planned(text, WANTED) == ()
    back = tuple(Setting(key=item.key, old=item.new, new=item.old) for item in settings)
    assert conf.applied(text, back, "\r\n").encode(conf.BYTES) == data
