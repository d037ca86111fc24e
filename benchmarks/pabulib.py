"""Published participatory-budgeting instances: reading a ``.pb`` file of Pabulib.

Source: the format of pabulib.org. Three sections, META, PROJECTS and VOTES, each with a
header line, fields separated by semicolons, and lists inside a field by commas.
"""

import csv
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from regio_xl.allocation.beurten import Instance

SECTIONS = ("META", "PROJECTS", "VOTES")
APPROVALS = ("approval", "choose-1")
POINTS = ("cumulative", "scoring")

Row = Mapping[str, str]


class Published(NamedTuple):
    """What a file holds.

    Attributes:
        instance: Its numbers; each voter has an equal part of the budget.
        names: The id in the file of each project, by our number: the place in the file, from 1.
        unit: How many of our whole hours one unit of money is; above 1 when amounts have decimals.
    """

    instance: Instance
    names: Mapping[int, str]
    unit: int


def parse(text: str) -> Published:
    """Read the text of a ``.pb`` file; open it as ``utf-8-sig``.

    Approvals count as utility 1; points as they are.

    Raises:
        ValueError: The vote type is not one of approval, choose-1, cumulative and scoring; points
            are missing, or not whole; a vote is for an unknown project, or for one twice.
        KeyError: A section or field is missing.

    Example:
        >>> read = parse('''META
        ... key;value
        ... budget;2.50
        ... vote_type;cumulative
        ... PROJECTS
        ... project_id;cost;name
        ... p;1;Bomen
        ... q;1.5;"Een brug; met leuning"
        ... VOTES
        ... voter_id;vote;points
        ... 1;p,q;3,1
        ... 2;q;2
        ... ''')
        >>> read.names, read.unit, dict(read.instance.costs)
        ({1: 'p', 2: 'q'}, 2, {1: 2, 2: 3})
        >>> read.instance.limit, read.instance.utilities
        (Fraction(5, 1), {'1': {1: 3, 2: 1}, '2': {2: 2}})
    """
    sections = _split(text.splitlines())
    meta = {row["key"]: row["value"] for row in sections["META"]}
    costs = {row["project_id"]: Fraction(row["cost"]) for row in sections["PROJECTS"]}
    names = dict(enumerate(costs, start=1))
    numbers = {name: nr for nr, name in names.items()}
    unit = lcm(*(cost.denominator for cost in costs.values()))
    voters = {row["voter_id"]: row for row in sections["VOTES"]}
    if len(voters) < len(sections["VOTES"]):
        raise ValueError("a voter votes twice")
    share = Fraction(meta["budget"]) * unit / max(1, len(voters))
    instance = Instance(
        costs={nr: int(costs[name] * unit) for nr, name in names.items()},
        budgets=dict.fromkeys(voters, share),
        utilities={voter: _rate(row, meta, numbers) for voter, row in voters.items()},
    )
    return Published(instance, names, unit)


def _split(lines: Iterable[str]) -> dict[str, list[Row]]:
    sections: dict[str, list[Row]] = {}
    rows: list[Row] = []
    header: list[str] | None = None
    for fields in csv.reader(lines, delimiter=";"):
        values = [field.strip() for field in fields]
        if not any(values):
            continue
        if values[0].upper() in SECTIONS and not any(values[1:]):
            rows = sections[values[0].upper()] = []
            header = None
        elif header is None:
            header = values
        else:
            rows.append(dict(zip(header, values, strict=False)))
    return sections


def _rate(row: Row, meta: Mapping[str, str], numbers: Mapping[str, int]) -> dict[int, int]:
    kind = meta["vote_type"].lower()
    names = _listed(row["vote"])
    if unknown := [name for name in names if name not in numbers]:
        raise ValueError(f"voter {row['voter_id']} votes for unknown projects: {unknown}")
    if kind in APPROVALS:
        # Some published votes name a project twice; an approval is an approval.
        return {numbers[name]: 1 for name in names}
    if kind not in POINTS or Fraction(meta.get("default_score") or 0):
        raise ValueError(f"votes of type {kind} (or with a default score) cannot be read")
    points = [int(given) for given in _listed(row["points"])]
    if len(points) != len(names) or len(set(names)) != len(names):
        raise ValueError(f"voter {row['voter_id']} has {points} points for {names}")
    return {numbers[name]: given for name, given in zip(names, points, strict=True)}


def _listed(field: str) -> list[str]:
    return [part.strip() for part in field.split(",") if part.strip()]
