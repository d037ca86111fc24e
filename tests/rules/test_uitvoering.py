"""What is left, what is exceeded, and whether the AB adopts."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regio_xl.domain.woorden import Stem
from regio_xl.rules import (
    compute_meerderheid,
    compute_nodig,
    compute_overschrijding,
    compute_ruimte,
)

hours = st.decimals(0, 100_000, places=3)


@given(hours, hours, hours, hours)
def test_o4_the_room_is_the_nearest_whole_number_of_hours(total, keten, reserve, given_):
    exact = Fraction(total) - Fraction(keten) - Fraction(reserve) - Fraction(given_)
    half = Fraction(1, 2)
    assert compute_ruimte(total, keten, reserve, given_) == (
        floor(exact + half) if exact >= 0 else ceil(exact - half)
    )


@given(st.integers(-9000, 9000))
def test_o1_half_an_hour_of_room_is_rounded_away_from_nothing(whole):
    half = Decimal("0.5") if whole >= 0 else Decimal("-0.5")
    zero = Decimal(0)
    assert compute_ruimte(whole + half, zero, zero, zero) == whole + 2 * half


@given(hours, hours)
def test_u8_2_room_in_the_plan_and_an_overrun_exclude_each_other(planned, forecast):
    over = compute_overschrijding(planned, forecast)
    left = compute_overschrijding(forecast, planned)
    assert min(over, left) == 0
    assert over - left == forecast - planned


@pytest.mark.parametrize(("deelnemers", "nodig"), [(1, 1), (2, 2), (3, 2), (26, 14), (27, 14)])
def test_u1_4_o3_a_majority_is_more_than_half_of_all(deelnemers, nodig):
    assert compute_nodig(deelnemers) == nodig


@given(st.lists(st.sampled_from(Stem), min_size=27, max_size=27))
def test_f3_5_only_votes_in_favour_count(stemmen):
    outcome = compute_meerderheid(stemmen, compute_nodig(27))
    others = [stem for stem in stemmen if stem is not Stem.VOOR]
    assert outcome.voor + len(others) == 27
    assert outcome.aangenomen == (outcome.voor > len(others))


def test_f3_5_a_vote_in_favour_less_is_not_adopted():
    votes = [Stem.VOOR] * 14 + [Stem.TEGEN] * 13
    assert compute_meerderheid(votes, 14).aangenomen
    assert not compute_meerderheid([*votes[1:], Stem.ONTHOUDING], 14).aangenomen
