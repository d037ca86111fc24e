"""The protection fields follow the specification, and are bound to one project."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regio_xl.builder.vba.project import encrypt
from tests.support.vba_dir import Broken, decrypt

EXAMPLE = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
BY_EXCEL = "{1B98E14C-5F7B-48B7-AC48-3EB1DF982D0F}"


def test_the_example_of_the_specification_gives_its_text() -> None:
    assert encrypt(bytes(4), EXAMPLE, seed=0x07) == "0705D8E3D8EDDBF1DBF1DBF1DBF1"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("B2B0AA7A587E587E587E587E", bytes(4)),
        ("64667CCC9C7F9D7F9D7F", b"\0"),
        ("16140E9E72E225E325E3DA", b"\xff"),
    ],
)
def test_our_check_reads_what_excel_wrote(text: str, value: bytes) -> None:
    assert decrypt(text, BY_EXCEL) == value


@given(st.binary(min_size=1, max_size=40), st.uuids(), st.integers(0, 255))
def test_any_field_comes_back(value: bytes, guid: UUID, seed: int) -> None:
    identity = f"{{{str(guid).upper()}}}"
    text = encrypt(value, identity, seed)
    assert decrypt(text, identity) == value
    # The key is a sum, so one other digit always gives another key.
    other = identity.replace(identity[1], "0" if identity[1] != "0" else "1", 1)
    with pytest.raises(Broken, match="another project"):
        decrypt(text, other)


def test_a_field_of_another_length_than_it_says_is_refused() -> None:
    with pytest.raises(Broken, match="announces another length"):
        decrypt(encrypt(b"abc", EXAMPLE)[:-2], EXAMPLE)
