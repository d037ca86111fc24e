"""The fixed words: declared once, offered by the sheets as plain texts."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from regio_xl.domain.woorden import Herkomst, Keuze, Relatie, Soort, words
from regio_xl.sheets.schema import tables

ROOT = Path(__file__).parents[2] / "regio_xl"
CHOICES = {"herkomst": Herkomst, "keuze": Keuze, "soort": Soort, "uh_relatie": Relatie}


@pytest.mark.parametrize(("key", "kind"), CHOICES.items())
def test_f2_1_a26_u4_1_f3_4_the_sheet_offers_the_words_as_plain_texts(key, kind):
    column = next(c for c in tables()["tblVoorstellen"][1].columns if c.key == key)
    assert column.choices == words(kind)
    assert {type(choice) for choice in column.choices} == {str}


def test_the_words_are_those_of_the_design():
    assert words(Soort) == ("doorlopend", "nieuw", "ketentoezicht")
    assert words(Herkomst) == ("intern", "extern")
    assert words(Relatie) == ("direct", "indirect", "geen")
    assert words(Keuze) == ("automatisch", "opnemen", "niet opnemen")


def test_no_other_module_spells_such_a_word_on_its_own():
    """A literal that equals a word, in the rooms that compare with it."""
    own: tuple[type[StrEnum], ...] = (Soort, Herkomst, Relatie)
    listed = {word for kind in own for word in words(kind)} | {"ODU"}
    pattern = re.compile(rf'(?:==|!=|in|=|\() ?"({"|".join(sorted(listed))})"')
    found = [
        f"{path.name}: {match.group()}"
        for room in ("rules.py", "sheets/*.py", "steps/*.py", "allocation/*.py")
        for path in ROOT.glob(room)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    # The reason in ``--json`` is a list of its own that happens to share a word.
    assert [item for item in found if not item.startswith('plan.py: = "doorlopend"')] == []
