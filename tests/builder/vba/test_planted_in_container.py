"""Our own check finds each defect that is planted in the container of a sound project."""

import struct
import zipfile
from collections.abc import Callable
from importlib.resources import as_file, files

import olefile
import pytest

from tests.support.check_vba import problems

KIND, LEFT, CHILD, START, SIZE = 66, 68, 76, 116, 120


class Tree:
    """The directory of a container, open for damage; ours lies in one piece."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        with olefile.OleFileIO(data) as container:
            self.entries = list(container.direntries)
        self.start = (int.from_bytes(data[48:52], "little") + 1) * 512

    def put(self, number: int, at: int, value: bytes) -> None:
        place = self.start + number * 128 + at
        self.data[place : place + len(value)] = value

    def named(self, name: str) -> int:
        return next(e.sid for e in self.entries if e is not None and e.name == name)

    @property
    def top(self) -> int:
        """The top of the siblings in VBA."""
        return int(self.entries[self.named("VBA")].sid_child)

    @property
    def red(self) -> int:
        """The leftmost sibling in VBA, which is red."""
        number = self.top
        while self.entries[number].sid_left != olefile.NOSTREAM:
            number = self.entries[number].sid_left
        assert self.entries[number].color == 0
        return int(number)

    @property
    def parent(self) -> int:
        red = self.red
        return next(e.sid for e in self.entries if e is not None and e.sid_left == red)


def siblings_exchanged(tree: Tree) -> None:
    entry = tree.entries[tree.top]
    tree.put(tree.top, LEFT, struct.pack("<II", entry.sid_right, entry.sid_left))


def renamed(tree: Tree) -> None:
    """Let a name no longer stand where it sorts; its length stays."""
    tree.put(tree.named("blStart"), 0, "aaStart".encode("utf-16-le"))


def stray_sector(tree: Tree) -> None:
    """Drop the last stream: its sectors then belong to nothing."""
    tree.put(tree.named("Functies"), 116, struct.pack("<IQ", 0xFFFFFFFE, 0))


def damage(at: int, value: bytes) -> Callable[[Tree], None]:
    """Write bytes at a place in the file: the header, or the FAT behind it."""
    return lambda tree: tree.data.__setitem__(slice(at, at + len(value)), value)


def entry(name: str, at: int, value: bytes) -> Callable[[Tree], None]:
    """Write bytes at a place in a directory entry."""
    return lambda tree: tree.put(tree.named(name), at, value)


def unused_entry(tree: Tree) -> None:
    number = next(number for number, item in enumerate(tree.entries) if item is None)
    tree.put(number, LEFT, bytes(4))


def mini_stream_cut_off(tree: Tree) -> None:
    tree.put(0, SIZE, struct.pack("<Q", tree.entries[0].size - 1))


IN_BYTES: dict[str, tuple[Callable[[Tree], None], str]] = {
    "siblings exchanged": (siblings_exchanged, "siblings in VBA are not ordered by length"),
    "name out of order": (renamed, "siblings in VBA are not ordered by length and uppercase"),
    "red below red": (
        lambda tree: tree.put(tree.parent, 67, b"\0"),
        "the tree in VBA has a red node below red",
    ),
    "red top": (lambda tree: tree.put(tree.top, 67, b"\0"), "the tree in VBA has a red top"),
    "all black": (
        lambda tree: tree.put(tree.red, 67, b"\1"),
        "the tree in VBA is unequally black below",
    ),
    "loop": (
        lambda tree: tree.put(tree.red, LEFT, struct.pack("<I", tree.top)),
        "the tree in VBA leads to entry",
    ),
    "colour": (lambda tree: tree.put(tree.red, 67, b"\5"), "has colour 5"),
    "time": (entry("VBA", 100, b"\1"), "entry 1 (VBA) has a class id, state or time"),
    "name": (entry("PROJECT", 60, b"x"), "is not ended and filled with zeros"),
    "kind": (entry("Lint", KIND, b"\7"), "(Lint) has kind 7"),
    "no root": (entry("Root Entry", KIND, b"\1"), "the first entry is no root"),
    "siblings of the root": (entry("Root Entry", LEFT, bytes(4)), "the root has siblings"),
    "child of a stream": (entry("Lint", CHILD, bytes(4)), "stream Lint has a child"),
    "storage with contents": (entry("VBA", START, b"\1"), "storage VBA has contents of its own"),
    "unused entry": (unused_entry, "unused entry 27 is not empty"),
    "size": (
        entry("PROJECT", SIZE, struct.pack("<Q", 3)),
        "PROJECT has size 3, but its sectors hold",
    ),
    "mini stream": (mini_stream_cut_off, "the mini stream is no whole number of mini sectors"),
    "stray sectors": (stray_sector, "are taken but belong to nothing"),
    "entry in no storage": (
        lambda tree: tree.put(tree.parent, LEFT, struct.pack("<I", olefile.NOSTREAM)),
        "lies in no storage",
    ),
    "header version": (damage(24, b"\x21"), "minor version in the header is 33, not 62"),
    "sector shift": (damage(30, b"\x0c"), "sector shift in the header is 12, not 9"),
    "mini FAT size": (damage(64, b"\x09"), "the number of mini FAT sectors in the header is wrong"),
    "FAT place": (damage(76, b"\xff\x0f\0\0"), "sector 4095 lies outside the file"),
    "FAT listed too often": (damage(80, bytes(4)), "the header lists more FAT sectors than 1"),
    "FAT mark": (damage(512, b"\xff" * 4), "the FAT marks other FAT sectors than the header"),
    "FAT too long": (damage(1020, bytes(4)), "the FAT does not fit the number of sectors"),
    "chain": (damage(516, b"\xff\x0f\0\0"), "a chain leads to sector 4095, wrongly"),
    "cut off": (lambda tree: tree.data.__delitem__(slice(-1, None)), "no whole number of sectors"),
}


@pytest.mark.parametrize("defect", IN_BYTES)
def test_a_defect_in_the_container_is_found(data: bytes, defect: str) -> None:
    plant, sentence = IN_BYTES[defect]
    tree = Tree(data)
    plant(tree)
    found = problems(bytes(tree.data))
    assert [text for text in found if sentence in text], found


def test_in_a_file_of_excel_itself_only_its_traces_are_found() -> None:
    """A project saved by Excel has compiled code, cookies and times, and nothing else unusual."""
    sample = files("pyopenvba") / "_templates" / "blank_files" / "blank_excel_addin.xlam"
    with as_file(sample) as path, zipfile.ZipFile(path) as archive:
        found = problems(archive.read("xl/vbaProject.bin"))
    traces = ("class id, state or time", "_VBA_PROJECT is cc61b5", "COOKIE", "MODULEOFFSET")
    assert [text for text in found if not any(trace in text for trace in traces)] == []
    assert all(any(trace in text for text in found) for trace in traces)
