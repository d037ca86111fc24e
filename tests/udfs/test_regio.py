"""The worksheet functions as plain Python functions."""

import doctest
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regio_xl.rules import compute_bijdrage, compute_nodig, compute_score
from udfs import ranges, regio
from udfs.regio import (
    REGIO_BIJDRAGE,
    REGIO_DEKKING,
    REGIO_MEERDERHEID,
    REGIO_OVERSCHRIJDING,
    REGIO_RUIMTE,
    REGIO_SCORE,
)

BAD = "#VALUE!"
SHARE, MOST = ranges.newest("percentage"), ranges.newest("maximum")

hours = st.decimals(0, 1_000_000, places=2).map(float)
scores = st.integers(1, 5).map(float)


@pytest.mark.parametrize("module", [ranges, regio])
def test_the_examples_in_the_help_are_right(module):
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE) == (
        0,
        sum(len(test.examples) for test in doctest.DocTestFinder().find(module)),
    )


# REGIO_BIJDRAGE


@given(st.lists(hours, min_size=1, max_size=27))
def test_u1_1_a_column_gives_what_the_rule_gives_for_each(table):
    column = [[dvo] for dvo in table]
    rule = [[compute_bijdrage(Decimal(repr(dvo)), SHARE, MOST).uren] for dvo in table]
    assert REGIO_BIJDRAGE(column) == rule
    assert [[REGIO_BIJDRAGE(dvo)] for dvo in table] == rule


@given(st.integers(0, 349))
def test_o1_half_an_hour_goes_up(whole):
    dvo = float((Decimal(whole) + Decimal("0.5")) / SHARE)
    assert REGIO_BIJDRAGE(dvo) == whole + 1


@given(hours, st.decimals(0, 1, places=4).map(float), st.integers(0, 1000).map(float))
def test_u1_1_percentage_and_maximum_may_be_given(dvo, percentage, maximum):
    share = Fraction(Decimal(repr(dvo))) * Fraction(Decimal(repr(percentage)))
    expected = floor(min(share, Fraction(maximum)) + Fraction(1, 2))
    assert REGIO_BIJDRAGE(dvo, percentage, maximum) == expected
    assert REGIO_BIJDRAGE([[dvo]], [[percentage]], [[maximum]]) == [[expected]]


def test_u1_1_an_empty_or_negative_cell_gives_nothing_and_a_text_an_error():
    column = [[None], [""], [-100.0], ["1000"], [True], [datetime(2026, 1, 1)], [1000.0]]
    assert REGIO_BIJDRAGE(column) == [[0.0], [0.0], [0.0], [BAD], [BAD], [BAD], [40.0]]


def test_u1_1_a_column_of_percentages_goes_row_by_row():
    assert REGIO_BIJDRAGE([[1000.0], [1000.0]], [[0.04], [4.0]]) == [[40.0], [BAD]]
    assert REGIO_BIJDRAGE(1000.0, [[0.04], [0.05]]) == [[40.0], [50.0]]
    with pytest.raises(ValueError, match="niet even groot"):
        REGIO_BIJDRAGE([[1000.0], [1000.0]], [[0.04], [0.05], [0.06]])


def test_u1_1_an_empty_cell_for_the_maximum_is_no_silent_default():
    assert REGIO_BIJDRAGE([[1000.0], [2000.0]], None, [[None]]) == [[BAD], [BAD]]


# REGIO_RUIMTE


@given(*[st.lists(st.integers(0, 9000), min_size=1, max_size=9)] * 4)
def test_o4_room_is_the_total_less_everything_else(total, keten, reserve, given_):
    arguments = [[[float(value)] for value in part] for part in (total, keten, reserve, given_)]
    assert REGIO_RUIMTE(*arguments) == sum(total) - sum(keten) - sum(reserve) - sum(given_)


def test_u8_2_room_may_be_negative_and_is_whole():
    assert REGIO_RUIMTE(100.0, 40.0, 0.0, [[70.0], [None]]) == -10
    assert REGIO_RUIMTE([[0.1], [0.2], [0.2]]) == 1


def test_o4_a_text_among_the_hours_is_not_skipped():
    assert REGIO_RUIMTE([[100.0], ["geen"]]) == BAD


# REGIO_OVERSCHRIJDING


@given(st.lists(st.tuples(hours, hours), min_size=1, max_size=20))
def test_u8_2_a_project_exceeds_by_what_the_forecast_has_too_much(pairs):
    given_, forecast = ([[pair[side]] for pair in pairs] for side in (0, 1))
    exact = [
        [float(max(Decimal(0), Decimal(repr(high)) - Decimal(repr(low))))] for low, high in pairs
    ]
    assert REGIO_OVERSCHRIJDING(given_, forecast) == exact


def test_u8_2_an_overrun_keeps_the_shape_and_the_errors():
    assert REGIO_OVERSCHRIJDING([[100.0, None]], [[120.0, 5.0]]) == [[20.0, 5.0]]
    assert REGIO_OVERSCHRIJDING([[100.0], [1.0]], [["?"], [None]]) == [[BAD], [0.0]]
    assert REGIO_OVERSCHRIJDING(100.0, 90.0) == 0


# REGIO_SCORE


@given(st.lists(st.tuples(scores, scores, scores), min_size=1, max_size=20))
def test_f3_1_a_column_is_weighed_as_the_rule_weighs_each(rows):
    keys = ("toegevoegde_waarde", "relevantie", "draagvlak")
    weights = {key: ranges.newest(f"gewicht_{key}") for key in keys}
    columns = [[[row[index]] for row in rows] for index in range(3)]
    expected = [
        [float(compute_score(dict(zip(keys, map(int, row), strict=True)), weights).totaal)]
        for row in rows
    ]
    assert REGIO_SCORE(*columns) == expected
    assert REGIO_SCORE(*columns, [list(map(float, weights.values()))]) == expected


@pytest.mark.parametrize("weights", [[[0.5, 0.25, 0.25]], [[0.5], [0.25], [0.25]]])
def test_f3_1_weights_may_be_given_as_a_row_or_a_column(weights):
    assert REGIO_SCORE(5.0, 1.0, 3.0, weights) == 3.5


def test_f3_1_thirds_are_100_percent_together():
    assert REGIO_SCORE(3.0, 3.0, 3.0, [1 / 3] * 3) == 2.999997
    assert REGIO_SCORE(3.0, 3.0, 3.0, [0.333333] * 3) == 2.999997


@pytest.mark.parametrize(
    "weights", [[0.5, 0.3, 0.3], [0.5, 0.5, None], [0.5, 0.5, "0"], [1.5, -0.25, -0.25]]
)
def test_f3_1_weights_that_are_not_100_percent_together_are_an_error(weights):
    assert REGIO_SCORE([[5.0], [4.0]], [[5.0], [4.0]], [[5.0], [4.0]], weights) == [[BAD], [BAD]]


def test_f3_1_there_are_three_weights():
    with pytest.raises(ValueError, match="3 cellen, een per maatstaf"):
        REGIO_SCORE(5.0, 5.0, 5.0, [0.5, 0.5])


@pytest.mark.parametrize("score", [None, 0.0, 6.0, 2.5, "4", True])
def test_f3_1_a_score_that_is_missing_or_outside_1_to_5_is_an_error(score):
    assert REGIO_SCORE([[3.0], [score]], [[3.0], [3.0]], [[3.0], [3.0]]) == [[3.0], [BAD]]


def test_f3_1_a_proposal_that_was_not_scored_has_no_score():
    assert REGIO_SCORE([[None], [5.0]], [[""], [5.0]], [[None], [5.0]]) == [[""], [5.0]]


# REGIO_DEKKING


@given(st.data(), st.integers(1, 6), st.integers(1, 5), st.integers(1, 3))
def test_o10_covered_is_who_has_one_chosen_proposal_that_matters(data, height, width, least):
    row = st.lists(st.integers(0, 3), min_size=width, max_size=width)
    block = data.draw(st.lists(row, min_size=height, max_size=height))
    chosen = data.draw(st.lists(st.booleans(), min_size=height, max_size=height))
    expected = [
        any(pick and line[col] >= least for pick, line in zip(chosen, block, strict=True))
        for col in range(width)
    ]
    cells = [list(map(float, line)) for line in block]
    for yes in (True, 1.0, 37.5):
        column = [[yes if pick else type(yes)(0)] for pick in chosen]
        assert REGIO_DEKKING(cells, column, float(least)) == [expected]


def test_u4_3_empty_is_no_interest_and_not_chosen():
    assert REGIO_DEKKING([[None, 1.0], [3.0, 0.0]], [[1.0], [None]]) == [[False, True]]
    assert REGIO_DEKKING([2.0, 0.0], 1.0) == [True, False]
    assert REGIO_DEKKING(2.0, False) is False


def test_u4_3_an_unusable_cell_spoils_its_own_participant():
    assert REGIO_DEKKING([[1.0, 4.0, "?", 0.5]], 1.0) == [[True, BAD, BAD, BAD]]


@pytest.mark.parametrize(("chosen", "least"), [([["ja"], [1.0]], 1.0), ([[1.0], [1.0]], 0.0)])
def test_u4_3_an_unknown_choice_or_threshold_spoils_all(chosen, least):
    assert REGIO_DEKKING([[1.0, 1.0], [0.0, 1.0]], chosen, least) == [[BAD, BAD]]


def test_u4_3_there_is_one_choice_per_proposal():
    with pytest.raises(ValueError, match="2 cellen, een per voorstel"):
        REGIO_DEKKING([[1.0, 1.0], [0.0, 1.0]], [[1.0], [1.0], [1.0]])


# REGIO_MEERDERHEID


def votes(voor, tegen=0, onthouding=0, afwezig=0):
    words = ["voor"] * voor + ["tegen"] * tegen + ["onthouding"] * onthouding
    return [[word] for word in words + ["afwezig"] * afwezig]


@pytest.mark.parametrize(
    ("cast", "adopted"),
    [
        (votes(14, 13), True),
        (votes(13, 0, 0, 14), False),
        (votes(13, 13, 1), False),
        (votes(13), False),
        (votes(27), True),
    ],
)
def test_u1_4_f3_5_o3_adopted_from_14_of_all_27(cast, adopted):
    assert REGIO_MEERDERHEID(cast) is adopted


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_u1_4_adopted_means_more_in_favour_than_all_others_together(case):
    everyone, voor = case
    cast = votes(voor, everyone - voor)
    assert REGIO_MEERDERHEID(cast, None, float(everyone)) == (voor > everyone - voor)
    assert REGIO_MEERDERHEID(cast, float(compute_nodig(everyone)), [[float(everyone)]]) == (
        voor > everyone - voor
    )


def test_f3_5_the_number_needed_may_be_given():
    assert REGIO_MEERDERHEID(votes(3, 1), 3.0, 4.0) is True
    assert REGIO_MEERDERHEID(votes(3, 1), 4.0, 4.0) is False


@pytest.mark.parametrize("needed", [0.0, 1.0, 13.0, 28.0])
def test_u1_4_a_number_that_is_no_majority_of_27_is_an_error(needed):
    assert REGIO_MEERDERHEID(votes(27), needed) == BAD


def test_f3_5_capitals_spaces_and_empty_cells_do_not_matter():
    assert REGIO_MEERDERHEID([["Voor "], [None], ["VOOR"], [""]], 2.0, 3.0) is True


@pytest.mark.parametrize(
    ("cast", "needed", "everyone"),
    [
        ([["voor"], ["ja"]], None, None),
        ([["voor"], [1.0]], None, None),
        (votes(28), None, None),
        (votes(4), None, 3.0),
        (votes(4), 0.0, None),
        (votes(4), 2.5, None),
        (votes(4), [[None]], None),
        (votes(4), None, [["veel"]]),
    ],
)
def test_f3_5_a_vote_that_cannot_be_counted_is_an_error(cast, needed, everyone):
    assert REGIO_MEERDERHEID(cast, needed, everyone) == BAD


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (REGIO_DEKKING, ([[1.0], [1.0]], [[1.0], [1.0]], [[1.0], [1.0]])),
        (REGIO_MEERDERHEID, (votes(3), [[1.0], [2.0]])),
        (REGIO_MEERDERHEID, (votes(3), None, [[1.0], [2.0]])),
    ],
)
def test_a_range_where_one_cell_belongs_is_refused(function, arguments):
    with pytest.raises(ValueError, match="enkele cel"):
        function(*arguments)
