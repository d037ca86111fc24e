"""Our own check finds each defect that is planted in a stream of a sound project."""

import re
import struct
from collections.abc import Callable

import pytest

from regio_xl.builder.vba import Project
from regio_xl.builder.vba.container import compound_file, compress
from regio_xl.builder.vba.project import encrypt, project_streams
from tests.support.check_vba import problems
from tests.support.vba_dir import decompress

Streams = dict[str, bytes]
SHEET_LINE = b'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"\r\n'
OFFSET, COOKIE = b"\x31\0\x04\0\0\0", b"\x2c\0\x02\0\0\0"


def raw(path: str, old: bytes, new: bytes) -> Callable[[Streams], None]:
    """Replace bytes of a stream, once, as it is."""

    def plant(streams: Streams) -> None:
        assert old in streams[path]
        streams[path] = streams[path].replace(old, new, 1)

    return plant


def inside(path: str, old: bytes, new: bytes) -> Callable[[Streams], None]:
    """Replace bytes of a compressed stream, once."""

    def plant(streams: Streams) -> None:
        plain = decompress(streams[path])
        assert old in plain
        streams[path] = compress(plain.replace(old, new, 1))

    return plant


def protection(field: str, value: bytes) -> Callable[[Streams], None]:
    """Put another value in a protection field, keyed to the project as it should be."""

    def plant(streams: Streams) -> None:
        identity = re.findall(rb'ID="(.*?)"', streams["PROJECT"])[0].decode()
        new = f'\r\n{field}="{encrypt(value, identity)}"'.encode()
        streams["PROJECT"] = re.sub(rb'\r\n%s=".*?"' % field.encode(), new, streams["PROJECT"])

    return plant


def swapped(path: str, first: bytes, second: bytes) -> Callable[[Streams], None]:
    """Exchange two pieces of a stream."""

    def plant(streams: Streams) -> None:
        data = streams[path]
        assert first in data
        assert second in data
        parts = data.replace(first, b"\x01").replace(second, first)
        streams[path] = parts.replace(b"\x01", second)

    return plant


def wide(name: str) -> bytes:
    """Return a name as PROJECTwm has it."""
    return name.encode() + b"\0" + f"{name}\0".encode("utf-16-le")


def module(name: str, data: bytes) -> bytes:
    """Return the records of one module in ``dir``."""
    start = data.index(b"\x19\0" + struct.pack("<I", len(name)) + name.encode())
    return data[start : data.index(b"\x2b\0\0\0\0\0", start) + 6]


def without_module(streams: Streams) -> None:
    plain = decompress(streams["VBA/dir"])
    streams["VBA/dir"] = compress(plain.replace(module("Lint", plain), b""))


def modules_exchanged(streams: Streams) -> None:
    plain = decompress(streams["VBA/dir"])
    first, second = module("blKader", plain), module("blStart", plain)
    assert second + first in plain
    streams["VBA/dir"] = compress(plain.replace(second + first, first + second))


def without_office(streams: Streams) -> None:
    plain = decompress(streams["VBA/dir"])
    start, end = plain.index(b"\x16\0\x06\0\0\0Office"), plain.index(b"\x0f\0\x02\0\0\0")
    streams["VBA/dir"] = compress(plain[:start] + plain[end:])


IN_STREAMS: dict[str, tuple[Callable[[Streams], None], str]] = {
    "module missing in PROJECT": (
        raw("PROJECT", b"Module=Lint\r\n", b""),
        "PROJECT: too many [], missing ['Module=Lint']",
    ),
    "module missing in Workspace": (
        raw("PROJECT", b"Lint=0, 0, 0, 0, C\r\n", b""),
        "[Workspace]: too many [], missing ['Lint']",
    ),
    "module missing in PROJECTwm": (
        raw("PROJECTwm", wide("Lint"), b""),
        "PROJECTwm: too many [], missing ['Lint']",
    ),
    "module missing in dir": (without_module, "streams: too many ['VBA/Lint'], missing []"),
    "count in dir": (without_module, "dir: 21 modules announced, 20 described"),
    "stream missing": (
        lambda streams: streams.pop("VBA/Lint") and None,
        "streams: too many [], missing ['VBA/Lint']",
    ),
    "stray stream": (
        lambda streams: streams.update({"VBA/__SRP_0": b"x"}),
        "streams: too many ['VBA/__SRP_0'], missing []",
    ),
    "other order in PROJECT": (
        swapped("PROJECT", b"Document=blStart", b"Document=blKader"),
        "PROJECT: not in the order of dir",
    ),
    "other order in Workspace": (
        swapped("PROJECT", b"blStart=0", b"blKader=0"),
        "[Workspace]: not in the order of dir",
    ),
    "other order in PROJECTwm": (
        swapped("PROJECTwm", wide("blStart"), wide("blKader")),
        "PROJECTwm: not in the order of dir",
    ),
    "other order in dir": (modules_exchanged, "PROJECTwm: not in the order of dir"),
    "document called a module": (
        raw("PROJECT", b"Document=blStart/&H00000000", b"Module=blStart"),
        "PROJECT: too many ['Module=blStart']",
    ),
    "LF in PROJECT": (raw("PROJECT", b"\r\n", b"\n"), "PROJECT: has line ends that are not CRLF"),
    "LF in a module": (inside("VBA/Lint", b"\r\n", b"\n"), "Lint: has line ends that are not CRLF"),
    "CR in a module": (inside("VBA/Lint", b"\r\n", b"\r"), "Lint: has line ends that are not CRLF"),
    "other GUID": (raw("PROJECT", b"{8F3C", b"{8F3D"), "PROJECT: CMG is keyed to another project"),
    "protected": (protection("CMG", b"\x07\0\0\0"), "PROJECT: CMG says 07000000, not 00000000"),
    "password": (protection("DPB", b"geheim\0"), "PROJECT: DPB says 67656865696d00, not 00"),
    "hidden project": (protection("GC", b"\0"), "PROJECT: GC says 00, not ff"),
    "half a field": (
        raw("PROJECT", b'GC="', b'GC="0'),
        "PROJECT: GC is no encrypted field of version 2",
    ),
    "other help": (
        raw("PROJECT", b'HelpContextID="0"', b'HelpContextID="1"'),
        "PROJECT: a line is missing, out of order or not as",
    ),
    "other project name": (
        raw("PROJECT", b'Name="RegioXL"', b'Name="Regio"'),
        "PROJECT: name or description differs from dir",
    ),
    "performance cache": (
        raw("VBA/_VBA_PROJECT", b"\xff\xff\0\0\0", b"\xb5\0\0\x03\0\xff\x09"),
        "_VBA_PROJECT is cc61b500000300ff09, not cc61ffff000000",
    ),
    "offset": (
        inside("VBA/dir", OFFSET + bytes(4), OFFSET + b"\1\0\0\0"),
        "dir: MODULEOFFSET of ThisWorkbook is 1 in 4 bytes",
    ),
    "cookie": (
        inside("VBA/dir", COOKIE + b"\xff\xff", COOKIE + b"\x34\x12"),
        "dir: MODULECOOKIE of ThisWorkbook is 4660 in 2 bytes",
    ),
    "code page": (
        inside("VBA/dir", b"\x03\0\x02\0\0\0\xe4\x04", b"\x03\0\x02\0\0\0\xe9\xfd"),
        "dir: PROJECTCODEPAGE is 65001 in 2 bytes",
    ),
    "other system": (
        inside("VBA/dir", b"\x01\0\x04\0\0\0\x03", b"\x01\0\x04\0\0\0\x02"),
        "dir: PROJECTSYSKIND is 2 in 4 bytes",
    ),
    "stray bytes in dir": (
        inside("VBA/dir", b"\x10\0\0\0\0\0", b"\x10\0\0\0\0\0\0\0\0\0"),
        "dir: bytes after the terminator",
    ),
    "terminator of dir missing": (
        inside("VBA/dir", b"\x10\0\0\0\0\0", b""),
        "dir: the terminator of dir (0x0010) expected at",
    ),
    "terminator of a module missing": (
        inside("VBA/dir", b"\x2b\0\0\0\0\0", b""),
        "dir: the terminator of ThisWorkbook (0x002b) expected at",
    ),
    "records out of order": (
        inside(
            "VBA/dir", b"\x02\0\x04\0\0\0\x09\x04\0\0\x14\0", b"\x14\0\x04\0\0\0\x09\x04\0\0\x02\0"
        ),
        "dir: PROJECTLCID (0x0002) expected at 10, found 0x0014",
    ),
    "name differs in Unicode": (
        inside("VBA/dir", "blStart".encode("utf-16-le"), "blstart".encode("utf-16-le")),
        "dir: MODULENAME is 'blStart' and in Unicode 'blstart'",
    ),
    "name used twice": (
        inside("VBA/dir", b"\x19\0\7\0\0\0blKader", b"\x19\0\7\0\0\0blStart"),
        "module name blstart is used 2 times",
    ),
    "other stream name": (
        inside("VBA/dir", b"\x1a\0\7\0\0\0blStart", b"\x1a\0\7\0\0\0blstart"),
        "dir: module blStart is in stream blstart",
    ),
    "terminator with contents": (
        inside("VBA/dir", b"\x2b\0\0\0\0\0", b"\x2b\0\1\0\0\0x"),
        "dir: the terminator of ThisWorkbook is not empty",
    ),
    "record cut off": (
        inside("VBA/dir", b"\7\0\0\0RegioXL", b"\7\0\0\1RegioXL"),
        "dir: PROJECTNAME is cut off",
    ),
    "description not cp1252": (
        inside("VBA/dir", b"Regionale", b"Regional\x81"),
        "dir: PROJECTDOCSTRING is not in its code page, or not in UTF-16",
    ),
    "size of the version": (
        inside("VBA/dir", b"\x09\0\4\0\0\0", b"\x09\0\5\0\0\0\0"),
        "dir: PROJECTVERSION has the wrong size",
    ),
    "half a name in PROJECTwm": (
        raw("PROJECTwm", wide("Lint"), b"Lint\0lint"),
        "PROJECTwm: a name in two codings expected at",
    ),
    "reference of another kind": (
        inside("VBA/dir", b"*\\G{0002", b"*\\H{0002"),
        "dir: the reference to stdole is b'*",
    ),
    "reference to Office missing": (without_office, "dir: the references are {'stdole'"),
    "reference laid out wrongly": (
        inside("VBA/dir", b"OLE Automation\0\0\0\0\0\0", b"OLE Automation\1\0\0\0\0\0"),
        "dir: the reference to stdole is laid out wrongly",
    ),
    "VB_Name": (
        inside("VBA/Lint", b'VB_Name = "Lint"', b'VB_Name = "lint"'),
        "Lint: the first line is 'Attribute VB_Name = \"lint\"', not its",
    ),
    "VB_Base missing": (
        inside("VBA/blStart", SHEET_LINE, b""),
        "blStart: VB_Base is None, that of neither workbook nor sheet",
    ),
    "VB_Base of something else": (
        inside("VBA/blStart", b"00020820", b"00020821"),
        "blStart: VB_Base is 0{00020821-0000-0000-C000-000000000046}, that of neither",
    ),
    "VB_Base of the workbook": (
        inside("VBA/blStart", b"00020820", b"00020819"),
        "one module has the VB_Base of the workbook, not ['ThisWorkbook', 'blStart']",
    ),
    "VB_Base in a standard module": (
        inside("VBA/Lint", b"Option Explicit\r\n", SHEET_LINE),
        "Lint: a standard module with attributes of a document",
    ),
    "attribute of a document": (
        inside("VBA/blStart", b"VB_Exposed = True", b"VB_Exposed = False"),
        "blStart: the attributes of a document are missing or different",
    ),
    "not cp1252": (
        inside("VBA/Lint", b"\x96", b"\x81"),
        "Lint: holds bytes that are not cp1252",
    ),
    "control character": (inside("VBA/Lint", b"\x96", b"\0"), "Lint: holds control characters"),
    "compression": (raw("VBA/Lint", b"\x01", b"\x02"), "VBA/Lint: the compressed container starts"),
    "no PROJECTwm": (
        lambda streams: streams.pop("PROJECTwm") and None,
        "missing streams: PROJECTwm",
    ),
}


@pytest.mark.parametrize("defect", IN_STREAMS)
def test_a_defect_in_a_stream_is_found(project: Project, defect: str) -> None:
    plant, sentence = IN_STREAMS[defect]
    streams = project_streams(project)
    plant(streams)
    found = problems(compound_file(streams))
    assert [text for text in found if text.startswith(sentence)], found


def test_what_was_found_before_the_project_breaks_off_is_told_too(project: Project) -> None:
    streams = project_streams(project)
    streams["VBA/_VBA_PROJECT"] = b""
    streams["VBA/dir"] = b""
    assert problems(compound_file(streams)) == [
        "_VBA_PROJECT is , not cc61ffff000000",
        "VBA/dir: the compressed container starts with nothing, not 01",
    ]
