"""Any set of streams makes a sound container that other readers open."""

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba.cfb import CFB

from regio_xl.builder.vba.container import compound_file
from tests.support.vba_container import Container

NAMES = st.text(alphabet="abcXYZ019_", min_size=1, max_size=31)
SIZES = st.sampled_from([0, 1, 63, 64, 65, 512, 4095, 4096, 4097, 9000])


def by_olefile(data: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(data, raise_defects=olefile.DEFECT_UNSURE) as container:
        return {"/".join(path): container.openstream(path).read() for path in container.listdir()}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, SIZES, max_size=40), st.booleans())
def test_every_stream_comes_back(sizes: dict[str, int], in_storage: bool) -> None:
    # A storage takes no two names that differ in case alone.
    folder = "VBA/" if in_storage else ""
    streams = {
        folder + name: (name.encode() * size)[:size]
        for name, size in {name.upper(): size for name, size in sizes.items()}.items()
    }
    data = compound_file(streams)
    container = Container(data)
    assert container.problems == []
    assert container.streams == streams
    assert by_olefile(data) == streams


@pytest.mark.parametrize("count", range(70))
def test_the_tree_is_sound_for_any_number_of_siblings(count: int) -> None:
    streams = {f"VBA/m{number}": b"x" for number in range(count)}
    container = Container(compound_file(streams))
    assert container.problems == []
    assert container.streams == streams


def test_siblings_are_ordered_by_length_and_then_by_uppercase() -> None:
    data = compound_file(dict.fromkeys(("aac", "AAb", "zz", "_a", "B", "a"), b"x"))
    with olefile.OleFileIO(data) as container:
        # Walking the tree from left to right is what gives the order.
        assert _in_order(container, container.direntries[0].sid_child) == [
            "a",
            "B",
            "zz",
            "_a",
            "AAb",
            "aac",
        ]


def _in_order(container: olefile.OleFileIO, number: int) -> list[str]:
    if number == olefile.NOSTREAM:
        return []
    entry = container.direntries[number]
    left, right = (_in_order(container, n) for n in (entry.sid_left, entry.sid_right))
    return [*left, entry.name, *right]


def test_more_than_one_fat_sector_is_used_when_needed() -> None:
    streams = {f"s{number}": bytes([number]) * 100_000 for number in range(20)}
    data = compound_file(streams)
    assert int.from_bytes(data[44:48], "little") > 20
    assert Container(data).problems == []
    assert by_olefile(data) == streams
    assert CFB.from_bytes(data).get_stream("s7") == streams["s7"]


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file({"s": bytes(8_000_000)})


def test_a_name_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 31"):
        compound_file({"s" * 32: b""})
