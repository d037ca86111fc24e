"""Whatever people type, and whichever steps they run: one life, one package (U8.1, F3.5)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regio_xl.steps import STEPS
from tests.support.deeds import STARTS, Action, file_at, live
from tests.support.life import opened_year
from tests.support.shared import Shared

NR = st.integers(2, 6)
FASEN = ("voorstel", "bespreking", "besluit", "uitvoering")


def action(name: str, *args: st.SearchStrategy[Any]) -> st.SearchStrategy[Action]:
    return st.tuples(st.just(name), *args)


TYPED = st.one_of(
    action("dvo", st.sampled_from([2000.0, 9000.0])),
    action("uren", NR, st.sampled_from([0.0, 900.0, 1300.0, 2600.0])),
    action("titel", NR),
    action("leider", NR, st.sampled_from([None, "D. Leider"])),
    action("keuze", NR, st.sampled_from([None, "opnemen", "niet opnemen"])),
    action("belang", NR, st.sampled_from([0.0, 2.0])),
    action("score", NR, st.sampled_from([1.0, 5.0])),
    action("ketentoezicht", st.sampled_from([None, 700.0, 900.0, 3500.0])),
    action("reserve", st.sampled_from([100.0, 500.0])),
    action("nieuw voorstel"),
    action("fase", st.sampled_from(FASEN)),
    action("les", NR),
)
HAND = st.one_of(
    action("hand", NR, st.sampled_from([None, 900.0, 1300.0, 1500.0])),
    action("hand terug"),
    action("kies", st.sampled_from([None, "rangorde", "evenredig", "eigen 1", "eigen 2"])),
    action("bewaar", st.sampled_from(["eigen 1", "eigen 2"])),
    action("eigen uren", st.sampled_from(["eigen_1", "eigen_2"])),
)
SAID = st.one_of(
    action("adviezen", st.integers(0, 20)),
    action("stemmen", st.sampled_from([0, 5, 14, 20])),
    action("besluit"),
    action("opheffen", st.sampled_from([None, "Toch anders.", "Nog eens anders."])),
    action("reden dekking"),
    action("over dit pakket", st.sampled_from(["aoo_pakket", "stemming_pakket"])),
)
HARM = st.one_of(action("vastlegging"), action("wis selectie"), action("zonder vastlegging"))
RUN = st.one_of(
    action("stap", st.sampled_from([name for name, step in STEPS.items() if not step.read_only])),
    action("opnieuw"),
    action("volg"),
    action("start"),
)
LIFE = st.lists(st.one_of(TYPED, HAND, SAID, RUN, RUN, HARM), min_size=2, max_size=8)
LOOK = ("stap", "valideren")


@pytest.mark.slow
@pytest.mark.parametrize("start", STARTS)
@settings(
    deadline=None, max_examples=3, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(actions=LIFE)
@example(actions=[("hand", 3, 900.0), LOOK, ("hand terug",), LOOK])
@example(actions=[("stemmen", 14), LOOK, ("wis selectie",), LOOK, ("besluit",)])
def test_all_sheets_show_one_package_and_what_people_said_stays_f3_5(
    shared: Shared, start: str, actions: list[Action]
) -> None:
    """``Year.step`` checks what must hold after each; ``follow`` does what a message advises."""
    with opened_year(file_at(shared, start)) as year:
        live(year, *actions)
        year.step("bijwerken")
        year.follow()
