"""The file on disk: read it once, say what is wrong with it, replace it atomically.

All file access of the engine is here. Nothing in this module knows what a cell is.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import olefile

from regio_xl.engine.errors import (
    BookChanged,
    BookDamaged,
    BookEncrypted,
    BookLocked,
    BookNotFound,
    BookReadOnly,
    BookUnreadable,
    BookUnsupported,
    WrongExtension,
)

_MAX_UNPACKED = 1 << 30  # one GiB: far above any workbook of people, far below a zip bomb
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_TYPES = {
    ".xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
_OTHER_FORMATS = {
    ".xls": "een oude Excel-werkmap (.xls)",
    ".xlsb": "een binaire Excel-werkmap (.xlsb)",
    ".ods": "een LibreOffice-werkblad (.ods)",
    ".csv": "een tekstbestand (.csv)",
    ".xltx": "een Excel-sjabloon (.xltx)",
    ".xltm": "een Excel-sjabloon (.xltm)",
    ".xlam": "een Excel-invoegtoepassing (.xlam)",
}


@dataclass(frozen=True)
class Source:
    """The bytes of a workbook as they were when it was opened."""

    path: Path
    data: bytes


def read_source(path: Path) -> Source:
    """Read a workbook file, an .xlsx or .xlsm, and check that it is one."""
    name = path.name
    if path.is_dir():
        raise BookUnreadable(name, "het is een map")
    if not path.exists():
        raise BookNotFound(name)
    try:
        data = path.read_bytes()
    except PermissionError:
        reason = "u hebt geen leesrechten, of het is in een ander programma geopend"
        raise BookUnreadable(name, reason) from None
    except OSError as error:
        raise BookUnreadable(name, error.strerror or "het lezen mislukte") from None
    _check_content(path, data)
    return Source(path, data)


def _check_content(path: Path, data: bytes) -> None:
    name, suffix = path.name, path.suffix.lower()
    if not data:
        raise BookDamaged(name, "het is leeg")
    if data.startswith(olefile.MAGIC):
        if {"EncryptedPackage", "EncryptionInfo"} & stream_names(data):
            raise BookEncrypted(name)
        raise BookUnsupported(name, _OTHER_FORMATS[".xls"])
    if suffix not in _MAIN_TYPES:
        raise BookUnsupported(name, _OTHER_FORMATS.get(suffix, f"een {suffix or 'ander'}-bestand"))
    if not data.startswith(b"PK"):
        raise BookDamaged(name, "het is geen Excel-bestand")
    _check_package(name, suffix, data)


def stream_names(data: bytes) -> set[str]:
    """List the names of all streams and storages in an OLE2 container (MS-CFB 2.6).

    They tell an encrypted workbook from an old .xls; a damaged container has none.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {name for path in container.listdir() for name in path}
    except Exception:  # it fails in many ways
        return set()


def _check_package(name: str, suffix: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise BookEncrypted(name)
            if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
                raise BookDamaged(name, "het is uitgepakt groter dan 1 GB")
            broken = package.testzip()
            names = package.namelist()
            types = package.read(_CONTENT_TYPES) if _CONTENT_TYPES in names else b""
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError):
        raise BookDamaged(name, "het is onvolledig") from None
    except Exception as error:
        if type(error).__module__ in {"zlib", "lzma"}:
            raise BookDamaged(name, "het is onvolledig") from None
        raise
    if broken is not None:
        raise BookDamaged(name, f"het onderdeel {broken} klopt niet")
    if not _is_workbook(suffix, types, names):
        raise BookUnsupported(name, _describe(types, names))


def _is_workbook(suffix: str, types: bytes, names: list[str]) -> bool:
    """Say whether the content may have this extension (see ``package.mended``)."""
    if _MAIN_TYPES[suffix] in types:
        return True
    macros = any(name.endswith("vbaProject.bin") for name in names)
    return not macros and any(kind in types for kind in _MAIN_TYPES.values())


def _describe(types: bytes, names: list[str]) -> str:
    if "mimetype" in names and "content.xml" in names:
        return _OTHER_FORMATS[".ods"]
    for marker, words in (
        (b"wordprocessingml", "een Word-document"),
        (b"presentationml", "een PowerPoint-presentatie"),
        (b"sheet.binary", _OTHER_FORMATS[".xlsb"]),
        (b"spreadsheetml.template", _OTHER_FORMATS[".xltx"]),
        (b"ms-excel.template", _OTHER_FORMATS[".xltm"]),
        (_MAIN_TYPES[".xlsm"], "een werkmap met macro's die .xlsx heet"),
    ):
        if marker in types:
            return words
    return "een ander soort bestand"


def check_kind(source: Source, target: Path) -> None:
    """Check that saving to a path does not change the kind of file."""
    expected = source.path.suffix.lower()
    if target.suffix.lower() != expected:
        raise WrongExtension(target.name, expected)


def same_file(one: Path, other: Path) -> bool:
    """Say whether two paths lead to one file."""
    return one.resolve() == other.resolve()


def write_atomically(source: Source, target: Path, data: bytes) -> Source:
    """Replace a file in one step, or leave it as it was.

    Writes a temporary file in the same folder, syncs it, checks once more that nobody changed
    the target meanwhile, and renames it over the target. The permissions of the file that is
    replaced are kept. When it fails, the target is as it was and no temporary file remains.
    """
    _check_target(source, target)
    real = target.resolve()  # through a symbolic link: the link stays, its target is replaced
    try:
        handle, temporary = tempfile.mkstemp(suffix=".tmp", prefix=".regio-xl-", dir=real.parent)
    except OSError:
        raise BookReadOnly(target.name, "in deze map kan niet worden geschreven") from None
    scratch = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        scratch.chmod(_mode(real))
        _check_target(source, target)
        scratch.replace(real)
    except PermissionError:
        raise BookLocked(target.name, "") from None
    except OSError as error:
        raise BookReadOnly(target.name, error.strerror or "het schrijven mislukte") from None
    finally:
        scratch.unlink(missing_ok=True)
    _sync_folder(real.parent)
    return Source(target, data)


def _check_target(source: Source, target: Path) -> None:
    if not target.parent.is_dir():
        raise BookReadOnly(target.name, f"de map {target.parent.name} bestaat niet")
    owner = _lock_owner(target)
    if owner is not None:
        raise BookLocked(target.name, owner)
    if target.exists():
        if target.is_dir():
            raise BookReadOnly(target.name, "het is een map")
        if not target.stat().st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
            raise BookReadOnly(target.name, "het is alleen-lezen")
    if same_file(source.path, target):
        _check_unchanged(source)


def _check_unchanged(source: Source) -> None:
    try:
        current = source.path.read_bytes()
    except OSError:
        raise BookChanged(source.path.name) from None
    if current != source.data:
        raise BookChanged(source.path.name)


def _lock_owner(path: Path) -> str | None:
    """Say who has a workbook open, "" when that is unknown, None when nobody has.

    Excel and LibreOffice leave an owner file beside it.
    """
    excel = path.with_name(f"~${path.name}")
    if excel.exists():
        return _excel_owner(excel)
    office = path.with_name(f".~lock.{path.name}#")
    if office.exists():
        with contextlib.suppress(OSError):
            fields = office.read_text("utf-8", errors="replace").split(",")
            return next((field for field in fields if field.strip()), "").strip()
        return ""
    return None


def _excel_owner(owner_file: Path) -> str:
    # The owner file is one length byte and the user name in the ANSI code page, then padding.
    # Excel keeps it open, so on Windows it often cannot be read: then the name stays unknown.
    with contextlib.suppress(OSError):
        raw = owner_file.read_bytes()
        if raw:
            text = raw[1 : 1 + min(raw[0], 54)].decode("cp1252", errors="replace")
            return re.sub(r"[^\w .,'@-]", "", text).strip()
    return ""


def _mode(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    # A rename survives a power cut only when its folder is synced; Windows cannot open a folder.
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
