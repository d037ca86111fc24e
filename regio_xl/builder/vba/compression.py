"""The compression of VBA sources (MS-OVBA 2.4.1): chunks of 4096 bytes, each on its own."""

import struct
from collections import defaultdict
from collections.abc import Iterator

CHUNK = 4096
SHORTEST_COPY = 3
GROUP = 8
"""Tokens behind one flag byte."""

_SIGNATURE = b"\x01"
_HEADER_SIGNATURE = 0b011 << 12
_COMPRESSED = 1 << 15


def compress(data: bytes) -> bytes:
    """Return ``data`` as a CompressedContainer.

    Raises:
        ValueError: The last part, shorter than 4096 bytes, is noise that does not compress.
            The format can hold that only with zeros added, which would change a source.

    Example:
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
    seen: dict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(part):
        offset_bits = max((at - 1).bit_length(), 4)
        longest = min((0xFFFF >> offset_bits) + SHORTEST_COPY, len(part) - at)
        length, start = _longest_copy(part, at, longest, seen)
        step = length or 1
        if length:
            token = (at - start - 1) << (16 - offset_bits) | length - SHORTEST_COPY
            yield struct.pack("<H", token)
        else:
            yield part[at : at + 1]
        for place in range(at, at + step):
            seen[part[place : place + SHORTEST_COPY]].append(place)
        at += step


def _longest_copy(
    part: bytes, at: int, longest: int, seen: dict[bytes, list[int]]
) -> tuple[int, int]:
    """Return length and start of the longest earlier match, the nearest of equals, or (0, 0)."""
    best, best_start = 0, 0
    if longest < SHORTEST_COPY:
        return best, best_start
    for start in reversed(seen.get(part[at : at + SHORTEST_COPY], ())):
        # A candidate that differs where it would become longer cannot win.
        if best and part[start + best] != part[at + best]:
            continue
        length = SHORTEST_COPY
        while length < longest and part[start + length] == part[at + length]:
            length += 1
        if length > best:
            best, best_start = length, start
        if best == longest:
            break
    return best, best_start
