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
        tables[name] = tuple(
            {**rows[number % len(rows)], "nr": float(number + 1)} for number in range(count)
        )
    return start.model_copy(update={"tables": tables})
