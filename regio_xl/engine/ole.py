"""Just enough of the OLE2 container to tell an encrypted workbook from an old .xls."""

from __future__ import annotations

import io

import olefile

MAGIC: bytes = olefile.MAGIC


def stream_names(data: bytes) -> set[str]:
    """List the names of all streams and storages in an OLE2 container (MS-CFB 2.6).

    Args:
        data: The whole file.

    Returns:
        The names; empty when the container is damaged.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {name for path in container.listdir() for name in path}
    except Exception:  # a damaged container fails in many ways; then it has no names
        return set()
