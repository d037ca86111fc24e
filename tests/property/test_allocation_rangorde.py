"""What holds for every ranking, whatever people fill in."""

import random
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from regio_xl.allocation import Item, Problem, Reden, allocate, find_breaches
from regio_xl.domain.woorden import Keuze
from tests.support import random_problems


def items() -> st.SearchStrategy[tuple[Item, ...]]:
    def make(nr: int) -> st.SearchStrategy[Item]:
        return st.builds(
            Item,
            nr=st.just(nr),
            nodig_uren=st.integers(0, 40),
            minimum_uren=st.none() | st.integers(0, 45),
            doorlopend=st.booleans(),
            keuze=st.sampled_from(Keuze),
            uh_rang=st.integers(0, 2),
            score=st.sampled_from([Decimal(0), Decimal("2.5"), Decimal("4.1")]),
            fouten=st.sampled_from([(), (), (), ("F2.2",)]),
        )

    return st.integers(0, 12).flatmap(lambda n: st.tuples(*(make(nr) for nr in range(1, n + 1))))


def problems() -> st.SearchStrategy[Problem]:
    return st.builds(
        Problem,
        budget=st.integers(-20, 200),
        items=items(),
        maximum_nieuw=st.none() | st.integers(-5, 120),
    )


@given(problems())
def test_the_verifier_accepts_every_ranking(problem: Problem) -> None:
    assert find_breaches(problem, allocate(problem).uren) == ()


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(problem: Problem, rng: random.Random) -> None:
    shuffled = list(problem.items)
    rng.shuffle(shuffled)
    assert allocate(problem.model_copy(update={"items": tuple(shuffled)})) == allocate(problem)


@given(problems())
def test_hours_are_kept_o4(problem: Problem) -> None:
    pakket = allocate(problem)
    assert 0 <= pakket.totaal <= problem.room
    assert pakket.totaal == sum(verdict.uren for verdict in pakket.verdicts)


@given(problems())
def test_every_verdict_has_a_reason_that_ends_as_a_sentence(problem: Problem) -> None:
    for verdict in allocate(problem).verdicts:
        assert verdict.toelichting.endswith(".")
        assert ".." not in verdict.toelichting
        assert verdict.opgenomen == (verdict.uren > 0)


@given(problems())
def test_nothing_that_is_out_would_fit_after_those_before_it(problem: Problem) -> None:
    by_nr = {item.nr: item for item in problem.items}
    left = problem.room
    left_new = left if problem.maximum_nieuw is None else max(0, problem.maximum_nieuw)
    for verdict in allocate(problem).verdicts:
        item = by_nr[verdict.nr]
        room = left if item.doorlopend else min(left, left_new)
        if not verdict.opgenomen and not item.barred:
            assert room < max(1, item.entry_uren)
        left -= verdict.uren
        left_new -= 0 if item.doorlopend else verdict.uren


@given(problems())
def test_asking_as_much_less_as_the_reason_says_brings_it_in(problem: Problem) -> None:
    pakket = allocate(problem)
    for item in problem.items:
        verdict = pakket.by_nr[item.nr]
        if verdict.reden not in (Reden.GEEN_RUIMTE, Reden.MAXIMUM_NIEUW):
            continue
        if "minder vraagt" not in verdict.toelichting:
            continue
        less = int(verdict.toelichting.split("Past als het ")[1].split(" uur")[0])
        smaller = item.model_copy(update={"nodig_uren": item.nodig_uren - less})
        others = tuple(other for other in problem.items if other.nr != item.nr)
        changed = problem.model_copy(update={"items": (*others, smaller)})
        assert allocate(changed).by_nr[item.nr].opgenomen


@given(problems(), st.integers(1, 50))
def test_a_planted_overrun_is_found_u8_2(problem: Problem, extra: int) -> None:
    pakket = allocate(problem)
    less = problem.model_copy(update={"budget": pakket.totaal - extra})
    if pakket.totaal:
        assert "U8.2" in {breach.regel for breach in find_breaches(less, pakket.uren)}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_with_pairs_the_verifier_accepts_it_and_the_order_of_the_rows_does_not_matter_f3_4(
    seed: int,
) -> None:
    rng = random.Random(seed)
    problem = random_problems.make(rng)
    pakket = allocate(problem)
    assert find_breaches(problem, pakket.uren) == ()
    shuffled = problem.model_copy(
        update={
            name: tuple(rng.sample(rows, len(rows)))
            for name in ("items", "vereist", "sluit_uit", "aandelen")
            if (rows := getattr(problem, name)) is not None
        }
    )
    assert allocate(shuffled) == pakket
