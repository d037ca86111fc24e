"""Readers of VBA projects that others wrote, and that know nothing of our writer."""

import warnings

from pyopenvba.cfb import CFB
from pyopenvba.vba import decompress, parse_vba_project

with warnings.catch_warnings():
    # While it is imported, oletools uses names that newer versions of pyparsing call old.
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream


def sources_by_olevba(data: bytes) -> dict[str, str]:
    """Return file name (``.cls`` for a document, ``.bas``) and source of each module."""
    parser = VBA_Parser("vbaProject.bin", data=data)
    try:
        return {name: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def sources_by_pyopenvba(data: bytes) -> dict[str, str]:
    """Return name and source of each module, in the order of the project."""
    modules = parse_vba_project(CFB.from_bytes(data)).modules
    return {module.name: module.source for module in modules}


def project_references(data: bytes) -> list[str]:
    """Return the names of the libraries that a project refers to."""
    return [item.name for item in parse_vba_project(CFB.from_bytes(data)).references]


def decompress_by_olevba(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(data)))


def decompress_by_pyopenvba(data: bytes) -> bytes:
    return decompress(data)
