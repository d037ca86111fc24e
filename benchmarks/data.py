"""Workbooks of any size for the benchmarks, made from the example year."""

from regio_xl import builder
from regio_xl.builder.content import Content


def with_proposals(count: int) -> Content:
    """Return the example year with ``count`` proposals, its own repeated with new numbers.

    Every one matters to Eemnes, and number 2, which runs, asks more than there is: so that what
    is found about the package does not depend on the number of proposals.

    Args:
        count: Number of proposals.
    """
    start = builder.example(2026)
    tables = dict(start.tables)
    for name in ("tblVoorstellen", "tblBelang", "tblBeoordeling"):
        rows = start.tables[name]
        # Number 1 is ketentoezicht, which must not be repeated: it would use up all hours.
        projects = [row for row in rows if row["nr"] != 1.0]
        if name == "tblBelang":
            projects = [{**row, "EEM": 1.0} for row in projects]
        if name == "tblVoorstellen":
            projects[0] = {**projects[0], "uren": 9_000.0}
        tables[name] = tuple(row for row in rows if row["nr"] == 1.0) + tuple(
            {**projects[number % len(projects)], "nr": float(number + 2)}
            for number in range(count - 1)
        )
    return start.model_copy(update={"tables": tables})
