"""Strict reading of the binary streams of a VBA project (MS-OVBA): compression, dir, protection."""

import re
import struct
from typing import NamedTuple

from tests.support.vba_container import Broken

CHUNK = 4096
COOKIE = 0xFFFF
LIBRARIES = {
    "stdole": "{00020430-0000-0000-C000-000000000046}",
    "Office": "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}",
}
LIBRARY = re.compile(
    r"\*\\G(\{[0-9A-F-]{36}\})#[0-9a-f]+\.[0-9a-f]+#[0-9a-f]+#[^#]*#.+", re.IGNORECASE
)


class DirModule(NamedTuple):
    """A module as ``dir`` describes it."""

    name: str
    offset: int
    document: bool


class Dir(NamedTuple):
    """What ``dir`` says."""

    name: str
    description: str
    modules: list[DirModule]
    problems: list[str]


def decompress(data: bytes) -> bytes:
    """Return the contents of a CompressedContainer (2.4.1).

    Raises:
        Broken: A signature, size or copy breaks a rule.
    """
    if data[:1] != b"\x01":
        raise Broken(f"the compressed container starts with {data[:1].hex() or 'nothing'}, not 01")
    at, result = 1, b""
    while at < len(data):
        if len(result) % CHUNK:
            raise Broken("a chunk that is not the last holds less than 4096 bytes")
        header = int.from_bytes(data[at : at + 2], "little")
        size = (header & 0xFFF) + 3
        if header >> 12 & 0b111 != 0b011:
            raise Broken(f"chunk header {header:#06x} has the wrong signature")
        chunk = data[at + 2 : at + size]
        if len(chunk) != size - 2:
            raise Broken(f"a chunk announces {size - 2} bytes and has {len(chunk)}")
        result += _unpack(chunk) if header >> 15 else _raw(chunk)
        at += size
    return result


def _raw(chunk: bytes) -> bytes:
    if len(chunk) != CHUNK:
        raise Broken(f"a raw chunk holds {len(chunk)} bytes")
    return chunk


def _unpack(chunk: bytes) -> bytes:
    result, at = bytearray(), 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        if at == len(chunk):
            raise Broken("a flag byte announces nothing")
        for bit in range(8):
            if at >= len(chunk):
                break
            if flags >> bit & 1:
                _copy(result, int.from_bytes(chunk[at : at + 2], "little"))
                at += 2
            else:
                result.append(chunk[at])
                at += 1
    if len(result) > CHUNK or at != len(chunk):
        raise Broken(f"a chunk unpacks to {len(result)} bytes, or ends inside a copy")
    return bytes(result)


def _copy(result: bytearray, token: int) -> None:
    # The first power of two that is not below the number of bytes so far, at least 16.
    bits = next(bits for bits in range(4, 13) if 1 << bits >= min(len(result), CHUNK))
    length, offset = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
    if offset > len(result):
        raise Broken(f"a copy goes back {offset} of {len(result)} bytes")
    for _ in range(length):
        result.append(result[-offset])


def decrypt(text: str, identity: str) -> bytes:
    """Return a protection field (2.4.3.3).

    Raises:
        Broken: It is keyed to another project, or no such field.
    """
    raw = bytes.fromhex(text if len(text) % 2 == 0 else "")
    if len(raw) < 8 or raw[0] ^ raw[1] != 2:
        raise Broken("is no encrypted field of version 2")
    key = raw[0] ^ raw[2]
    if key != sum(map(ord, identity)) % 256:
        raise Broken("is keyed to another project than the GUID after ID=")
    plain = [key]
    for at in range(3, len(raw)):
        plain.append(raw[at] ^ (raw[at - 2] + plain[-1]) % 256)
    data = bytes(plain[1 + (raw[0] >> 1 & 0b11) :])
    if int.from_bytes(data[:4], "little") != len(data) - 4:
        raise Broken("announces another length than it has")
    return data[4:]


class Records:
    """The records of ``dir``, taken one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self.problems: list[str] = []

    @property
    def done(self) -> bool:
        return self._at == len(self._data)

    def next(self) -> int:
        return int.from_bytes(self._data[self._at : self._at + 2], "little")

    def take(self, identifier: int, what: str) -> bytes:
        """Return the data of the record that must come now."""
        if self.done or self.next() != identifier:
            found = "the end" if self.done else f"{self.next():#06x}"
            raise Broken(f"dir: {what} ({identifier:#06x}) expected at {self._at}, found {found}")
        (size,) = struct.unpack_from("<I", self._data + bytes(4), self._at + 2)
        # The size of the version record leaves out the minor version (2.3.4.2.1.11).
        size += 2 * (identifier == 0x0009)
        data = self._data[self._at + 6 : self._at + 6 + size]
        if len(data) != size:
            raise Broken(f"dir: {what} is cut off")
        self._at += 6 + size
        return data

    def value(self, identifier: int, what: str, size: int, *expected: int) -> int:
        """Return the number in the next record; a value that is not expected is a problem."""
        data = self.take(identifier, what)
        number = int.from_bytes(data, "little")
        if len(data) != size or (expected and number not in expected):
            self.problems.append(f"dir: {what} is {number} in {len(data)} bytes")
        return number

    def text(self, identifier: int, second: int, what: str, wide: str = "utf-16-le") -> str:
        """Return a text that must stand twice, in cp1252 and in ``wide``."""
        try:
            text = self.take(identifier, what).decode("cp1252")
            twin = self.take(second, f"{what} in Unicode").decode(wide)
        except UnicodeDecodeError as error:
            raise Broken(f"dir: {what} is not in its code page, or not in UTF-16") from error
        if text != twin or "\0" in text:
            self.problems.append(f"dir: {what} is {text!r} and in Unicode {twin!r}")
        return text


def read_dir(data: bytes) -> Dir:
    """Return what the decompressed ``dir`` says (2.3.4.2).

    Raises:
        Broken: A record is missing, out of order or cut off.
    """
    records = Records(data)
    name, description = _information(records)
    libraries = {}
    while records.next() == 0x0016:
        key, library = _reference(records)
        libraries[key] = library
    if libraries != LIBRARIES:
        records.problems.append(f"dir: the references are {libraries}, not {LIBRARIES}")
    count = records.value(0x000F, "PROJECTMODULES", 2)
    records.value(0x0013, "PROJECTCOOKIE", 2, COOKIE)
    modules = []
    while records.next() == 0x0019:
        modules.append(_module(records))
    if len(modules) != count:
        records.problems.append(f"dir: {count} modules announced, {len(modules)} described")
    _terminator(records, 0x0010, "the terminator of dir")
    if not records.done:
        raise Broken("dir: bytes after the terminator")
    return Dir(name, description, modules, records.problems)


def _information(records: Records) -> tuple[str, str]:
    records.value(0x0001, "PROJECTSYSKIND", 4, 1, 3)
    if records.next() == 0x004A:
        records.value(0x004A, "PROJECTCOMPATVERSION", 4)
    records.value(0x0002, "PROJECTLCID", 4, 0x0409)
    records.value(0x0014, "PROJECTLCIDINVOKE", 4, 0x0409)
    records.value(0x0003, "PROJECTCODEPAGE", 2, 1252)
    name = records.take(0x0004, "PROJECTNAME").decode("cp1252", errors="replace")
    description = records.text(0x0005, 0x0040, "PROJECTDOCSTRING")
    records.text(0x0006, 0x003D, "PROJECTHELPFILEPATH", "cp1252")
    records.value(0x0007, "PROJECTHELPCONTEXT", 4, 0)
    records.value(0x0008, "PROJECTLIBFLAGS", 4, 0)
    if len(records.take(0x0009, "PROJECTVERSION")) != 6:
        records.problems.append("dir: PROJECTVERSION has the wrong size")
    records.text(0x000C, 0x003C, "PROJECTCONSTANTS")
    return name, description


def _reference(records: Records) -> tuple[str, str]:
    name = records.text(0x0016, 0x003E, "REFERENCENAME")
    data = records.take(0x000D, f"REFERENCEREGISTERED of {name}")
    library = data[4:-6]
    if int.from_bytes(data[:4], "little") != len(library) or data[-6:] != bytes(6):
        raise Broken(f"dir: the reference to {name} is laid out wrongly")
    found = LIBRARY.fullmatch(library.decode("cp1252", errors="replace"))
    if found is None:
        raise Broken(f"dir: the reference to {name} is {library!r}")
    return name, found[1].upper()


def _module(records: Records) -> DirModule:
    name = records.text(0x0019, 0x0047, "MODULENAME")
    stream = records.text(0x001A, 0x0032, f"MODULESTREAMNAME of {name}")
    if stream != name:
        records.problems.append(f"dir: module {name} is in stream {stream}")
    records.text(0x001C, 0x0048, f"MODULEDOCSTRING of {name}")
    offset = records.value(0x0031, f"MODULEOFFSET of {name}", 4, 0)
    records.value(0x001E, f"MODULEHELPCONTEXT of {name}", 4, 0)
    records.value(0x002C, f"MODULECOOKIE of {name}", 2, COOKIE)
    document = records.next() == 0x0022
    _terminator(records, 0x0022 if document else 0x0021, f"MODULETYPE of {name}")
    _terminator(records, 0x002B, f"the terminator of {name}")
    return DirModule(name, offset, document)


def _terminator(records: Records, identifier: int, what: str) -> None:
    if records.take(identifier, what):
        records.problems.append(f"dir: {what} is not empty")
