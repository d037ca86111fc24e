"""A strict reading of a compound file (MS-CFB): everything that a lenient reader lets pass."""

import struct
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

SECTOR, MINI_SECTOR, CUTOFF, ENTRY = 512, 64, 4096, 128
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NOBODY = 0xFFFFFFFF
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5
RED, BLACK = 0, 1
EXPECTED_HEADER = (
    ("signature", 0, "8s", bytes.fromhex("D0CF11E0A1B11AE1")),
    ("class id", 8, "16s", bytes(16)),
    ("minor version", 24, "H", 0x3E),
    ("major version", 26, "H", 3),
    ("byte order", 28, "H", 0xFFFE),
    ("sector shift", 30, "H", 9),
    ("mini sector shift", 32, "H", 6),
    ("reserved bytes", 34, "6s", bytes(6)),
    ("number of directory sectors", 40, "I", 0),
    ("transaction number", 52, "I", 0),
    ("mini stream cutoff", 56, "I", CUTOFF),
    ("first DIFAT sector", 68, "I", END),
    ("number of DIFAT sectors", 72, "I", 0),
)


class Broken(Exception):
    """The file cannot be read any further."""


class Entry(NamedTuple):
    """A directory entry, as it stands."""

    number: int
    name: str
    kind: int
    colour: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Container:
    """The streams of a compound file, by path, and what is wrong with the file around them.

    Raises:
        Broken: Sectors, names or trees are such that no streams can be told.
    """

    def __init__(self, data: bytes) -> None:
        self.problems: list[str] = []
        self.streams: dict[str, bytes] = {}
        self._data = data
        self._header()
        self._used: set[int] = set()
        self._fat = self._read_fat()
        self._entries = self._directory()
        self._read_minis()
        self._claimed = {0}
        self._walk(self._entries[0], "")
        self._nothing_stray()

    def _say(self, sentence: str) -> None:
        self.problems.append(f"container: {sentence}")

    def _header(self) -> None:
        if len(self._data) < SECTOR or len(self._data) % SECTOR:
            raise Broken(f"container: {len(self._data)} bytes are no whole number of sectors")
        for name, at, form, expected in EXPECTED_HEADER:
            (value,) = struct.unpack_from(f"<{form}", self._data, at)
            if value != expected:
                self._say(f"{name} in the header is {value!r}, not {expected!r}")

    def _number(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * SECTOR
        if start >= len(self._data):
            raise Broken(f"container: sector {number} lies outside the file")
        return self._data[start : start + SECTOR]

    def _read_fat(self) -> list[int]:
        count = self._number(44)
        listed = list(struct.unpack_from("<109I", self._data, 76))
        places, rest = listed[:count], listed[count:]
        if any(place != FREE for place in rest):
            self._say(f"the header lists more FAT sectors than {count}")
        fat = _numbers(b"".join(self._sector(place) for place in places))
        sectors = len(self._data) // SECTOR - 1
        if len(fat) < sectors or any(link != FREE for link in fat[sectors:]):
            self._say("the FAT does not fit the number of sectors in the file")
        if {number for number, link in enumerate(fat) if link == FAT} != set(places):
            self._say("the FAT marks other FAT sectors than the header lists")
        self._used.update(places)
        return fat

    def _stream(self, start: int) -> bytes:
        numbers = _chain(self._fat, start, self._used, "sector")
        return b"".join(self._sector(number) for number in numbers)

    def _directory(self) -> list[Entry]:
        data = self._stream(self._number(48))
        entries = []
        for number in range(len(data) // ENTRY):
            raw = data[number * ENTRY : (number + 1) * ENTRY]
            length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", raw, 64)
            start, size = struct.unpack_from("<IQ", raw, 116)
            name = raw[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
            if any(raw[max(length - 2, 0) : 64]):
                self._say(f"the name of entry {number} is not ended and filled with zeros")
            if any(raw[80:116]):
                self._say(f"entry {number} ({name}) has a class id, state or time")
            entry = Entry(number, name, kind, colour, left, right, child, start, size)
            entries.append(entry)
            self._judge(entry)
        if not entries or entries[0].kind != ROOT or entries[0].name != "Root Entry":
            raise Broken("container: the first entry is no root")
        return entries

    def _judge(self, entry: Entry) -> None:
        links = (entry.left, entry.right, entry.child)
        if entry.kind == UNUSED:
            if (*entry[1:4], *entry[7:]) != ("", 0, 0, 0, 0) or links != (NOBODY,) * 3:
                self._say(f"unused entry {entry.number} is not empty")
        elif entry.kind not in {STORAGE, STREAM, ROOT} or (entry.kind == ROOT) != (
            not entry.number
        ):
            self._say(f"entry {entry.number} ({entry.name}) has kind {entry.kind}")
        elif entry.kind == STREAM and entry.child != NOBODY:
            self._say(f"stream {entry.name} has a child")
        elif entry.kind == STORAGE and (entry.start, entry.size) != (0, 0):
            self._say(f"storage {entry.name} has contents of its own")
        elif entry.kind == ROOT and links[:2] != (NOBODY, NOBODY):
            self._say("the root has siblings")

    def _read_minis(self) -> None:
        root = self._entries[0]
        raw = self._stream(self._number(60))
        if len(raw) // SECTOR != self._number(64):
            self._say("the number of mini FAT sectors in the header is wrong")
        self._mini_fat = _numbers(raw)
        self._mini_used: set[int] = set()
        self._minis = self._contents(root._replace(name="mini stream"), SECTOR)
        if len(self._minis) % MINI_SECTOR:
            self._say("the mini stream is no whole number of mini sectors")

    def _contents(self, entry: Entry, unit: int) -> bytes:
        if unit == SECTOR:
            data = self._stream(entry.start)
        else:
            numbers = _chain(self._mini_fat, entry.start, self._mini_used, "mini sector")
            pieces = (self._minis[n * MINI_SECTOR :][:MINI_SECTOR] for n in numbers)
            data = b"".join(pieces)
        if not entry.size <= len(data) < entry.size + unit:
            self._say(f"{entry.name} has size {entry.size}, but its sectors hold {len(data)}")
        return data[: entry.size]

    def _walk(self, parent: Entry, path: str) -> None:
        """Read what lies in a storage, and judge the tree of its siblings."""
        found: list[Entry] = []
        where = path.rstrip("/") or "the root"
        self._height(parent.child, found, where)
        if found and self._entries[parent.child].colour == RED:
            self._say(f"the tree in {where} has a red top")
        keys = [(len(entry.name), entry.name.upper()) for entry in found]
        if any(first >= second for first, second in pairwise(keys)):
            self._say(f"siblings in {where} are not ordered by length and uppercase name")
        for entry in found:
            if entry.kind == STREAM:
                unit = MINI_SECTOR if entry.size < CUTOFF else SECTOR
                self.streams[path + entry.name] = self._contents(entry, unit)
            else:
                self._walk(entry, f"{path}{entry.name}/")

    def _height(self, number: int, found: list[Entry], where: str) -> int:
        """Return the number of black nodes on every path down, and collect nodes in order."""
        if number == NOBODY:
            return 0
        if number >= len(self._entries) or number in self._claimed:
            raise Broken(f"container: the tree in {where} leads to entry {number}, wrongly")
        self._claimed.add(number)
        entry = self._entries[number]
        left = self._height(entry.left, found, where)
        found.append(entry)
        right = self._height(entry.right, found, where)
        if left != right:
            self._say(f"the tree in {where} is unequally black below {entry.name}")
        if entry.colour not in {RED, BLACK}:
            self._say(f"{entry.name} has colour {entry.colour}")
        if entry.colour == RED and self._has_red_child(entry):
            self._say(f"the tree in {where} has a red node below red {entry.name}")
        return max(left, right) + (entry.colour == BLACK)

    def _has_red_child(self, entry: Entry) -> bool:
        children = (number for number in (entry.left, entry.right) if number != NOBODY)
        return any(self._entries[number].colour == RED for number in children)

    def _nothing_stray(self) -> None:
        for entry in self._entries:
            if entry.kind != UNUSED and entry.number not in self._claimed:
                self._say(f"entry {entry.name} lies in no storage")
        for fat, used, what in (
            (self._fat, self._used, "sectors"),
            (self._mini_fat, self._mini_used, "mini sectors"),
        ):
            stray = {number for number, link in enumerate(fat) if link != FREE} - used
            if stray:
                self._say(f"{what} {sorted(stray)} are taken but belong to nothing")


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data))


def _chain(fat: list[int], start: int, used: set[int], what: str) -> Iterable[int]:
    number, numbers = start, []
    while number != END:
        if number >= len(fat) or number in used:
            raise Broken(f"container: a chain leads to {what} {number}, wrongly")
        used.add(number)
        numbers.append(number)
        number = fat[number]
    return numbers
