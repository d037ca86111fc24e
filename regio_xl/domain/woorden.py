"""The fixed words of the workbook: what people choose from, declared once.

Sheets offer them, rules compare with them, steps write them. Each member is a plain text, so
that a cell and ``--json`` hold the word itself; ``words`` lists them for a drop-down.
"""

from enum import StrEnum

ODU = "ODU"
"""The omgevingsdienst where the code of a participant may stand (F2.1)."""

GEEN = "geen"
"""Typed at Partners when a proposal needs none (F2.2)."""


class Soort(StrEnum):
    """Kind of proposal (A26, U2.1)."""

    DOORLOPEND = "doorlopend"
    NIEUW = "nieuw"
    KETENTOEZICHT = "ketentoezicht"


class Herkomst(StrEnum):
    """Where a proposal comes from: ODU itself, or a participant (F2.1)."""

    INTERN = "intern"
    EXTERN = "extern"


class Relatie(StrEnum):
    """Relation to the U&H strategy (U4.1), in the order of its priority (O7)."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    GEEN = "geen"


class Keuze(StrEnum):
    """Choice of the ambtelijk opdrachtgeversoverleg about one proposal (F3.4)."""

    AUTOMATISCH = "automatisch"
    OPNEMEN = "opnemen"
    NIET_OPNEMEN = "niet opnemen"


class Stand(StrEnum):
    """Where a proposal stands in the package (U8.1)."""

    KETENTOEZICHT = "ketentoezicht"
    OPGENOMEN = "opgenomen"
    DEELS = "deels opgenomen"
    NIET = "niet opgenomen"


class Grens(StrEnum):
    """Which of the two decided a contribution (F1.2, U1.1)."""

    PERCENTAGE = "percentage"
    MAXIMUM = "maximum"


def words(kind: type[StrEnum]) -> tuple[str, ...]:
    """Return the words of a kind as plain texts, in order.

    >>> words(Herkomst)
    ('intern', 'extern')
    """
    return tuple(member.value for member in kind)
