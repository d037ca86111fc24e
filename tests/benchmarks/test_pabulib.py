"""Published instances: what a ``.pb`` file says."""

import doctest
from fractions import Fraction

import pytest

from benchmarks import pabulib
from benchmarks.published import complete, greedy
from regio_xl.allocation.beurten import equal_shares

# Made by hand, in the form of the files of pabulib.org.
FILE = """META
key;value
description;Three streets
budget;{budget}
vote_type;{kind}
rule;greedy

PROJECTS
project_id;cost;votes;name
12;100;2;Bench
7b;60;2;"Trees; two rows"
3;90;1;Playground
VOTES
voter_id;age;{columns}
x;40;{x}
y;;{y}
z;33;{z}
"""


def approval(**more):
    rows = {"budget": 210, "kind": "approval", "columns": "vote", "x": "12,7b", "y": "12"}
    return FILE.format(**{**rows, "z": "7b,3", **more})


def points(**more):
    rows = {"budget": 210, "kind": "cumulative", "columns": "vote;points", "x": "12,7b;1,3"}
    return FILE.format(**{**rows, "y": "12;4", "z": "7b,3;2,2", **more})


def test_the_example_in_the_docstring_holds():
    assert doctest.testmod(pabulib).failed == 0


def test_approvals_count_as_one_and_the_budget_is_shared_equally():
    read = pabulib.parse(approval())
    assert read.names == {1: "12", 2: "7b", 3: "3"}
    assert read.instance.costs == {1: 100, 2: 60, 3: 90}
    assert read.instance.budgets == {"x": 70, "y": 70, "z": 70}
    assert read.instance.utilities == {"x": {1: 1, 2: 1}, "y": {1: 1}, "z": {2: 1, 3: 1}}


def test_points_count_as_they_are():
    for kind in ("cumulative", "scoring"):
        read = pabulib.parse(points(kind=kind))
        assert read.instance.utilities == {"x": {1: 1, 2: 3}, "y": {1: 4}, "z": {2: 2, 3: 2}}


def test_amounts_with_decimals_become_whole():
    read = pabulib.parse(approval(budget="210.75").replace(";60;", ";60.25;"))
    assert read.unit == 4
    assert read.instance.costs == {1: 400, 2: 241, 3: 360}
    assert read.instance.budgets["x"] == Fraction(281)


def test_a_byte_order_mark_free_text_with_windows_line_ends_is_the_same():
    assert pabulib.parse(approval().replace("\n", "\r\n")) == pabulib.parse(approval())


def test_an_approval_given_twice_is_an_approval():
    assert pabulib.parse(approval(y="12,12")) == pabulib.parse(approval())


def test_every_method_runs_on_a_published_instance():
    # Everyone has 70. Trees: rho 30 of x and z. Bench: x has 40 and y 70, so 40 + 60: rho 60.
    # Playground: z has 40 of 90. 50 of 210 is left, so nothing more fits.
    instance = pabulib.parse(approval()).instance
    shares = equal_shares(instance, step=Fraction(1, 10))
    assert [(bought.nr, bought.rho) for bought in shares.purchases] == [(2, 30), (1, 60)]
    assert complete(instance, shares.selected) == greedy(instance) == (2, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (approval(kind="ordinal"), "ordinal"),
        (points().replace("rule;greedy", "default_score;1"), "default score"),
        (approval(x="12,99"), "unknown projects: .'99'."),
        (points(x="12,7b;1"), "points for"),
        (points(x="12,12;1,2"), "points for"),
        (points(x="12,7b;1,half"), "invalid literal"),
        (approval().replace("z;33", "x;33"), "votes twice"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        pabulib.parse(text)
