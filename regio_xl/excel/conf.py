"""An ``xlwings.conf`` as Excel reads it, changed without touching a byte that is not ours.

xlwings' Visual Basic code reads the file with ``Input #``: a stream of fields, two by two, that
end at a comma or a line end; the first key that matches, whatever its case, counts (Config.bas,
``GetConfigFromFile``; MS-VBAL 5.4.5.7). So a remark or an empty line shifts every pair below it.
What is here reads the same stream, so that a key is only found where Excel finds it too.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from regio_xl.domain.model import Model
from regio_xl.excel.system import MACOS, InstallError, System

FIELD = re.compile(
    r"""[ \t]*(?:"(?P<quoted>[^"\r\n]*)"?[^,\r\n]*|(?P<plain>[^,\r\n]*))(?P<end>,|\r\n|\r|\n|\Z)"""
)
BYTES = "latin-1"
BLANK = " \t"
ENDS = re.compile(r"\r\n|\r|\n")
MODULE = "udfs.regio"
LISTS = ("UDF MODULES",)
"""Keys that hold several values, separated by ``;``; ours is added to those of others."""


class Setting(Model):
    """A key that changes."""

    key: str
    old: str | None  # None when Excel finds none
    new: str | None  # None takes the pair away


class Pair(NamedTuple):
    """A key and its value, and where they stand in the text."""

    key: str
    value: str
    start: int
    value_start: int
    value_end: int
    end: int


def wanted(system: System) -> dict[str, str]:
    """Return the settings that regio-xl needs on this machine, as they must stand in the file."""
    if system.platform == MACOS:  # no functions in cells there, so no server for them either
        values = {"INTERPRETER_MAC": str(system.interpreter)}
    else:
        values = {
            "INTERPRETER_WIN": str(system.interpreter),
            "UDF MODULES": MODULE,
            "USE UDF SERVER": "True",
        }
    return {key: raw(value, system.encoding) for key, value in values.items()}


def read(path: Path) -> str:
    """Return the bytes of a file as text, so that they survive any encoding; "" without a file."""
    return path.read_bytes().decode(BYTES) if path.exists() else ""


def write(path: Path, text: str) -> None:
    """Write what ``read`` gave, changed."""
    write_bytes(path, text.encode(BYTES))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file in one go: it holds the old contents or the new, never a part."""
    path = path.resolve()  # a link to the file stays a link
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def raw(value: str, encoding: str) -> str:
    """Return a value as it must stand in the text of ``read`` for Excel to read it."""
    try:
        return value.encode(encoding).decode(BYTES)
    except UnicodeEncodeError as error:
        raise InstallError(
            f"Excel kan het teken ‘{value[error.start]}’ in {value} niet lezen; zet Python in een "
            "map met een naam zonder bijzondere tekens en probeer het opnieuw."
        ) from error


def shown(value: str | None, encoding: str) -> str | None:
    """Return a value from the text of ``read`` as Excel reads it; the opposite of ``raw``."""
    return None if value is None else value.encode(BYTES).decode(encoding, "replace")


def pairs(text: str) -> tuple[Pair, ...]:
    """Return the pairs as Excel sees them; a last field without a partner is left out."""
    fields = _fields(text)
    return tuple(
        Pair(_said(key), _said(value), key.start(), value.start(), value.start("end"), value.end())
        for key, value in zip(fields[::2], fields[1::2], strict=False)
    )


def _fields(text: str) -> list[re.Match[str]]:
    # The pattern matches at every place and once more, with nothing, at the end: that is a field
    # only after a comma.
    *fields, nothing = FIELD.finditer(text)
    return [*fields, nothing] if fields and fields[-1]["end"] == "," else fields


def _said(field: re.Match[str]) -> str:
    return str(field["plain"]).rstrip(BLANK) if field["quoted"] is None else str(field["quoted"])


def value_of(text: str, key: str) -> str | None:
    """Return the value that Excel finds for ``key``, whatever its case."""
    found = _pair(text, key)
    return None if found is None else found.value


def _pair(text: str, key: str) -> Pair | None:
    return next((pair for pair in pairs(text) if pair.key.lower() == key.lower()), None)


def planned(text: str, values: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return what must change for Excel to find these values; nothing when it does."""
    settings = []
    for key, value in values.items():
        old = value_of(text, key)
        new = with_item(old, value) if key in LISTS else value
        if new != old:
            settings.append(Setting(key=key, old=old, new=new))
    return tuple(settings)


def applied(text: str, settings: tuple[Setting, ...], newline: str) -> str:
    """Return ``text`` with the settings changed; ``newline`` is for a text that has none yet."""
    for setting in settings:
        found = _pair(text, setting.key)
        if setting.new is None:
            text = text if found is None else _removed(text, found)
        elif found is None:
            text = _added(text, f'"{setting.key}",{quoted(setting.new)}', newline)
        else:
            text = text[: found.value_start] + quoted(setting.new) + text[found.value_end :]
    return text


def _removed(text: str, pair: Pair) -> str:
    """Take a pair away with its line; the last line of a file without a last line end, too."""
    head, tail = text[: pair.start], text[pair.end :]
    if not tail and not ENDS.search(text[pair.value_end :]):
        head = re.sub(r"(\r\n|\r|\n)\Z", "", head)
    return head + tail


def _added(text: str, line: str, newline: str) -> str:
    """Add a line at the end, or at the top where the end is out of step.

    A file without a last line end stays without, so that taking the line away restores it.
    """
    ends = ENDS.findall(text)
    end = max(set(ends), key=ends.count) if ends else newline
    if len(_fields(text)) % 2:
        return line + end + text
    if not text or ENDS.search(text[-1:]):
        return text + line + end
    return text + end + line


def quoted(value: str) -> str:
    """Return a value as ``Write #`` writes it: commas are safe, a quote or line end is not."""
    if re.search(r'["\r\n]', value):
        raise InstallError(
            f"De instelling ‘{value}’ bevat een aanhalingsteken of een regeleinde, wat xlwings "
            "niet kan lezen; zet Python in een map zonder dat teken."
        )
    return f'"{value}"'


def with_item(value: str | None, item: str) -> str:
    """Return a list with ``item`` added at the end, unless it is there.

    >>> with_item("mijn_functies;", "udfs.regio")
    'mijn_functies;udfs.regio'
    """
    items = _items(value or "")
    if value is None or not items:
        return item
    return value if item in items else f"{value.rstrip('; ')};{item}"


def without_item(value: str, item: str) -> str | None:
    """Return a list without ``item``; None when nothing is left.

    >>> without_item("udfs.regio;later", "udfs.regio")
    'later'
    """
    return ";".join(part for part in _items(value) if part != item) or None


def _items(value: str) -> list[str]:
    return [part.strip(BLANK) for part in value.split(";") if part.strip(BLANK)]
