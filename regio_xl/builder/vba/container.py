"""How a macro project is packed: its sources compressed (MS-OVBA 2.4.1), in a container (MS-CFB).

The container is a compound file of version 3, written in one go. Its sectors are: FAT, directory,
mini FAT, mini stream, then the streams of 4096 bytes and more. Times and class ids are zero, so
that the bytes follow from the streams alone.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

CHUNK = 4096
SHORTEST_COPY = 3
GROUP = 8
"""Tokens behind one flag byte."""

_SIGNATURE = b"\x01"
_HEADER_SIGNATURE = 0b011 << 12
_COMPRESSED = 1 << 15

SECTOR, MINI_SECTOR, MINI_CUTOFF = 512, 64, 4096
ENTRY = 128
LONGEST_NAME = 31
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NOBODY = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1
FAT_IN_HEADER = 109
"""FAT sectors that the header can list; more would need a chain of its own."""


def compress(data: bytes) -> bytes:
    """Return ``data`` as a CompressedContainer; a last part of noise is a ``ValueError``.

    The format can hold what does not compress only with zeros added, which would change a source.

    >>> compress(b"aaaaaaaaaaaa").hex(" ")
    '01 03 b0 02 61 08 00'
    """
    parts = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return _SIGNATURE + b"".join(_chunk(part) for part in parts)


def _chunk(part: bytes) -> bytes:
    packed = b"".join(_groups(part))
    if len(packed) <= CHUNK:
        return struct.pack("<H", _COMPRESSED | _HEADER_SIGNATURE | len(packed) - 1) + packed
    if len(part) < CHUNK:
        raise ValueError(f"the last {len(part)} bytes do not compress, and cannot be stored as is")
    return struct.pack("<H", _HEADER_SIGNATURE | CHUNK - 1) + part


def _groups(part: bytes) -> Iterator[bytes]:
    """Yield a flag byte with the tokens that it announces: bit set for a copy, else a literal."""
    tokens = list(_tokens(part))
    for start in range(0, len(tokens), GROUP):
        group = tokens[start : start + GROUP]
        flags = sum((len(token) == 2) << bit for bit, token in enumerate(group))
        yield bytes([flags]) + b"".join(group)


def _tokens(part: bytes) -> Iterator[bytes]:
    """Yield literals of one byte and copies of two, always the longest copy there is."""
    at = 0
    while at < len(part):
        offset_bits = max((at - 1).bit_length(), 4)
        longest = min((0xFFFF >> offset_bits) + SHORTEST_COPY, len(part) - at)
        length, start = _longest_copy(part, at, longest)
        if length:
            token = (at - start - 1) << (16 - offset_bits) | length - SHORTEST_COPY
            yield struct.pack("<H", token)
        else:
            yield part[at : at + 1]
        at += length or 1


def _longest_copy(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return length and start of the longest earlier match, the nearest of equals, or (0, 0).

    A copy may run on into what it makes itself.
    """
    best = 0, 0
    for length in range(SHORTEST_COPY, longest + 1):
        start = part.rfind(part[at : at + length], 0, at + length - 1)
        if start < 0:
            break
        best = length, start
    return best


@dataclass
class _Entry:
    """A directory entry under construction (MS-CFB 2.6.1)."""

    name: str
    kind: int
    data: bytes = b""
    colour: int = BLACK
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY
    start: int = END
    children: dict[str, int] = field(default_factory=dict)

    @property
    def mini(self) -> bool:
        return self.kind == STREAM and 0 < len(self.data) < MINI_CUTOFF

    def pack(self) -> bytes:
        name = self.name.encode("utf-16-le")
        # A storage other than the root has no sectors: its start is zero.
        start = 0 if self.kind == STORAGE else self.start
        links = self.left, self.right, self.child
        kind = len(name) + 2, self.kind, self.colour
        return struct.pack("<64sHBBIII36xIQ", name, *kind, *links, start, len(self.data))


_UNUSED = struct.pack("<64xHBBIII36xIQ", 0, 0, 0, NOBODY, NOBODY, NOBODY, 0, 0)


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of at most some 7 MB; a path has ``/`` between its names."""
    entries = _entries(streams)
    mini_fat = _put_mini_streams(entries)
    blocks = [e.data for e in entries if len(e.data) >= MINI_CUTOFF and e.kind == STREAM]
    directory_size = len(entries) * ENTRY
    # Only sizes are needed to place everything; the directory is packed when places are known.
    sizes = [directory_size, len(mini_fat), len(entries[0].data), *map(len, blocks)]
    counts = [-(-size // SECTOR) for size in sizes]
    fat_sectors = _fat_sectors(sum(counts))
    starts = [fat_sectors + sum(counts[:index]) for index in range(len(counts))]
    _place(entries, starts[2:])
    fat = struct.pack("<I", FAT) * fat_sectors + _chains(fat_sectors, counts)
    unused = _UNUSED * (-len(entries) % (SECTOR // ENTRY))
    directory = b"".join(entry.pack() for entry in entries) + unused
    body = [fat, directory, mini_fat, entries[0].data, *blocks]
    mini_start = starts[1] if mini_fat else END
    header = _header(fat_sectors, starts[0], mini_start, counts[1])
    fillers = (b"\xff", b"\0", b"\xff", *(b"\0" for _ in body[3:]))
    return header + b"".join(map(_padded, body, fillers))


def _entries(streams: Mapping[str, bytes]) -> list[_Entry]:
    """Return the directory, root first, with its siblings linked."""
    entries = [_Entry("Root Entry", ROOT)]
    for path, data in streams.items():
        *storages, name = path.split("/")
        parent = entries[0]
        for storage in storages:
            parent = _child(entries, parent, storage, STORAGE)
        _child(entries, parent, name, STREAM).data = data
    for entry in entries:
        # Siblings are ordered by length first, then uppercase (MS-CFB 2.6.4).
        order = sorted(entry.children, key=lambda name: (len(name), name.upper()))
        entry.child = _link(entries, [entry.children[name] for name in order])
    return entries


def _child(entries: list[_Entry], parent: _Entry, name: str, kind: int) -> _Entry:
    if len(name) > LONGEST_NAME:
        raise ValueError(f"{name!r} is longer than {LONGEST_NAME} characters")
    if name not in parent.children:
        parent.children[name] = len(entries)
        entries.append(_Entry(name, kind))
    return entries[parent.children[name]]


def _link(entries: list[_Entry], order: list[int]) -> int:
    """Make a red-black tree of siblings and return its top.

    Halving fills every level but the last. With all nodes black and a last level that is not
    full red, every path has as many black nodes, and no red node has a child.
    """
    full = (len(order) + 1).bit_count() == 1
    last = len(order).bit_length() - 1

    def top(part: list[int], level: int) -> int:
        if not part:
            return NOBODY
        middle = len(part) // 2
        entry = entries[part[middle]]
        entry.colour = RED if level == last and not full else BLACK
        entry.left = top(part[:middle], level + 1)
        entry.right = top(part[middle + 1 :], level + 1)
        return part[middle]

    return top(order, 0)


def _put_mini_streams(entries: list[_Entry]) -> bytes:
    """Put streams under 4096 bytes in the stream of the root and return the mini FAT."""
    counts: list[int] = []
    for entry in entries:
        if entry.mini:
            entry.start = sum(counts)
            counts.append(-(-len(entry.data) // MINI_SECTOR))
            entries[0].data += _padded(entry.data, b"\0", MINI_SECTOR)
    return _chains(0, counts)


def _place(entries: list[_Entry], starts: Iterable[int]) -> None:
    """Give the root and the long streams their first sector; an empty one has none."""
    places = iter(starts)
    root_start = next(places)
    entries[0].start = root_start if entries[0].data else END
    for entry in entries:
        if entry.kind == STREAM and len(entry.data) >= MINI_CUTOFF:
            entry.start = next(places)


def _fat_sectors(others: int) -> int:
    """Return how many FAT sectors cover ``others`` sectors and themselves."""
    count = -(-others // (SECTOR // 4 - 1))
    if count > FAT_IN_HEADER:
        raise ValueError("the contents are too large for a compound file without DIFAT sectors")
    return count


def _chains(first: int, counts: Iterable[int]) -> bytes:
    """Return the links of chains that lie one after the other, from sector ``first`` on."""
    links: list[int] = []
    for count in counts:
        start = first + len(links)
        links += range(start + 1, start + count)
        links += [END] * (count > 0)
    return struct.pack(f"<{len(links)}I", *links)


def _padded(data: bytes, filler: bytes, size: int = SECTOR) -> bytes:
    return data + filler * (-len(data) % size)


def _header(fat_sectors: int, directory: int, mini_fat: int, mini_fat_sectors: int) -> bytes:
    """Return the header (MS-CFB 2.2)."""
    places = [*range(fat_sectors), *[FREE] * (FAT_IN_HEADER - fat_sectors)]
    return struct.pack(
        "<8s16xHHHHH6x9I109I",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        0x003E,
        3,
        0xFFFE,
        9,
        6,
        0,  # directory sectors: always zero in version 3
        fat_sectors,
        directory,
        0,  # transaction signature
        MINI_CUTOFF,
        mini_fat,
        mini_fat_sectors,
        END,  # no DIFAT sectors
        0,
        *places,
    )
