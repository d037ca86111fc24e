"""Just enough of the OLE2 container to tell an encrypted workbook from an old .xls.

Reads the names in the directory (MS-CFB 2.6) and nothing else. Knows no errors of its own:
an unreadable container simply has no names.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFA  # this and every larger sector number ends a chain
_MAX_SECTORS = 4096  # a directory is a handful of sectors; a loop in a damaged one must end


def stream_names(data: bytes) -> set[str]:
    """List the names of all streams and storages in an OLE2 container.

    Args:
        data: The whole file.

    Returns:
        The names as stored; empty when the container cannot be followed.
    """
    try:
        return _names(data)
    except (struct.error, IndexError, UnicodeDecodeError, ZeroDivisionError):
        return set()


def _names(data: bytes) -> set[str]:
    shift = struct.unpack_from("<H", data, 30)[0]
    size = 1 << min(shift, 16)
    sector = struct.unpack_from("<I", data, 48)[0]
    fat_sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END_OF_CHAIN]
    per_sector = size // 4
    names: set[str] = set()
    for _ in range(_MAX_SECTORS):
        if sector >= _END_OF_CHAIN:
            break
        start = (sector + 1) * size
        for offset in range(start, start + size, 128):
            length = struct.unpack_from("<H", data, offset + 64)[0]
            if 2 <= length <= 64:
                names.add(data[offset : offset + length - 2].decode("utf-16-le"))
        fat = (fat_sectors[sector // per_sector] + 1) * size
        sector = struct.unpack_from("<I", data, fat + 4 * (sector % per_sector))[0]
    return names
