"""Workbooks of any size for the benchmarks, made from the example year."""

from regio_xl import builder
from regio_xl.builder.content import Content


def with_proposals(count: int) -> Content:
    """Return the example year with ``count`` proposals, its own repeated with new numbers.

    Args:
        count: Number of proposals.
    """
    start = builder.example(2026)
    tables = dict(start.tables)
    for name in ("tblVoorstellen", "tblBelang", "tblBeoordeling"):
        rows = start.tables[name]
        # Number 1 is ketentoezicht, which must not be repeated: it would use up all hours.
        projects = [row for row in rows if row["nr"] != 1.0]
        tables[name] = tuple(row for row in rows if row["nr"] == 1.0) + tuple(
            {**projects[number % len(projects)], "nr": float(number + 2)}
            for number in range(count - 1)
        )
    return start.model_copy(update={"tables": tables})
