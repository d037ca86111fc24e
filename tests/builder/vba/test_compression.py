"""What is compressed comes back, by three readers; noise is stored as it is or refused."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.builder.vba.container import compress
from tests.support.vba_dir import Broken, decompress
from tests.support.vba_readers import decompress_by_olevba, decompress_by_pyopenvba

SIZES = sorted({n * 4096 + d for n in (0, 1, 2, 3) for d in (-2, -1, 0, 1, 2)} - {-2, -1})
MOST_NOISE = 3640
"""Bytes that fit in a chunk as literals, with a flag byte per 8."""


READERS = (decompress, decompress_by_olevba, decompress_by_pyopenvba)


def noise(size: int) -> bytes:
    """Return bytes in which no three in a row come twice, so that nothing can be copied."""
    dice, result = random.Random(size), bytearray(b"\0\1")
    seen: set[bytes] = set()
    while len(result) < size:
        byte = dice.randrange(256)
        triple = bytes((*result[-2:], byte))
        if triple not in seen:
            seen.add(triple)
            result.append(byte)
    return bytes(result)


def comes_back(data: bytes) -> bool:
    packed = compress(data)
    return all(read(packed) == data for read in READERS)


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        (b"abcdefghijklmnopqrstuv.", "0119b000616263646566676800696a6b6c6d6e6f70007172737475762e"),
        (b"a" * 73, "0103b002614500"),
        (b"", "01"),
    ],
)
def test_the_examples_of_the_specification_give_its_bytes(text: bytes, packed: str) -> None:
    assert compress(text).hex() == packed


@given(st.lists(st.binary(max_size=40), max_size=8), st.integers(0, 60))
def test_any_bytes_come_back(pieces: list[bytes], times: int) -> None:
    assert comes_back(b"".join(pieces) * times + b"".join(reversed(pieces)))


@settings(max_examples=30)
@given(st.text(alphabet="abAB =\r\n", max_size=9000))
def test_any_text_comes_back(text: str) -> None:
    assert comes_back(text.encode())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [b"x", b"Public Sub A()\r\n", bytes(range(256))])
def test_sizes_around_whole_chunks_come_back(piece: bytes, size: int) -> None:
    assert comes_back((piece * (size // len(piece) + 1))[:size])


@pytest.mark.parametrize("chunks", [1, 2, 3])
@pytest.mark.parametrize("rest", [0, 1, MOST_NOISE])
def test_noise_is_stored_as_it_is(chunks: int, rest: int) -> None:
    data = noise(4096 * chunks + rest)
    assert comes_back(data)
    assert compress(data)[1:3] == b"\xff\x3f"


@pytest.mark.parametrize("rest", [MOST_NOISE + 1, 4095])
def test_noise_that_would_need_padding_is_refused(rest: int) -> None:
    with pytest.raises(ValueError, match=f"the last {rest} bytes do not compress"):
        compress(noise(4096 + rest))


def test_source_text_becomes_much_shorter() -> None:
    text = b"".join(b"Public Sub Klik%d(control As IRibbonControl)\r\n" % n for n in range(200))
    assert len(compress(text)) < len(text) / 4


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        ("", "starts with nothing"),
        ("0203b002614500", "starts with 02"),
        ("0103a002614500", "wrong signature"),
        ("0104b002614500", "announces 5 bytes and has 4"),
        ("0103b002614510", "goes back 2 of 1"),
        ("0100b000", "announces nothing"),
        ("0101b0006101b00061", "holds less than 4096"),
        ("0102b0026145", "ends inside a copy"),
        ("01003061", "raw chunk holds 1"),
    ],
)
def test_our_check_refuses_broken_compression(packed: str, message: str) -> None:
    with pytest.raises(Broken, match=message):
        decompress(bytes.fromhex(packed))
