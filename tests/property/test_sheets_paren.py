"""Whatever people type in Vereist and Sluit uit, what is left can be handed to the allocation."""

import runpy
from pathlib import Path
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from regio_xl.domain import Ernst
from regio_xl.sheets.dossier import read_dossier

maak = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "sheets" / "maak.py")))
NUMBERS = st.lists(st.integers(1, 9), max_size=3).map(lambda found: "; ".join(map(str, found)))
CELLS = NUMBERS | st.integers(-2, 12) | st.floats() | st.text(max_size=6)
PROJECTS = st.sets(st.integers(2, 7), max_size=2).map(lambda found: "; ".join(map(str, found)))
SOUND = st.lists(st.tuples(PROJECTS, PROJECTS), min_size=6, max_size=6)
PAIRS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=7)


def read(pairs):
    """Read a year in which proposal 1 is ketentoezicht and the pairs are those of 2, 3 ..."""
    rows = [
        {"Nr": nr, "Vereist": needs, "Sluit uit": apart}
        for nr, (needs, apart) in enumerate(pairs, start=2)
    ]
    return read_dossier(maak.jaar(voorstellen=rows))


@given(PAIRS)
def test_pairs_only_name_other_projects_that_are_there_f3_4(pairs):
    projects = set(range(2, 2 + len(pairs)))
    for voorstel in read(pairs).voorstellen:
        named = {*voorstel.vereist, *voorstel.sluit_uit}
        assert named <= projects - {voorstel.nr}
        assert voorstel.nr != 1 or not named


@given(SOUND)
def test_a_proposal_without_error_can_be_in_a_package_with_all_that_it_needs_f3_4(pairs):
    dossier = read(pairs)
    by_nr = {voorstel.nr: voorstel for voorstel in dossier.voorstellen}
    for nr in by_nr.keys() - dossier.fouten_per_voorstel().keys():
        package, left = {nr}, [nr]
        while left:
            new = set(by_nr[left.pop()].vereist) - package
            package |= new
            left += new
        if package & dossier.fouten_per_voorstel().keys():
            continue  # the error of that one is told there
        assert not any(package & set(by_nr[one].sluit_uit) for one in package)


@given(PAIRS)
def test_an_error_of_a_pair_stands_at_the_proposal_that_set_it_f3_4(pairs):
    for item in read(pairs).bevindingen:
        if item.ernst is Ernst.FOUT:
            assert (item.regel, item.blad) == ("F3.4", "Voorstellen")
            assert item.kolom in ("Vereist", "Sluit uit")
            assert item.rij == 5 + item.nr - 1
