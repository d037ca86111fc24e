"""The weighted score of a proposal (F3.1)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from regio_xl.domain.model import Model

ROUNDED = Decimal("0.000001")
"""Weights count with six decimals, see ``parameters/weging.toml``."""


class Score(Model):
    """A weighted score and the parts that add up to it.

    Attributes:
        totaal: Sum of the parts; between 1 and 5 when the weights are 100% together.
        delen: Weighted part by score key.
    """

    totaal: Decimal
    delen: Mapping[str, Decimal]


def is_whole(gewichten: Sequence[Decimal]) -> bool:
    """Tell whether weights are 100% together (F3.1), each rounded by a millionth at most.

    >>> is_whole([Decimal("0.333333")] * 3), is_whole([Decimal("0.3333")] * 3)
    (True, False)
    """
    return abs(sum(gewichten, Decimal(0)) - 1) <= len(gewichten) * ROUNDED


def compute_score(scores: Mapping[str, int], gewichten: Mapping[str, Decimal]) -> Score:
    """Weigh the scores of one proposal (F3.1).

    A score without weight does not count; a weight without score counts as score 0.

    Args:
        scores: Score (1..5) by key.
        gewichten: Weight by key, as a fraction.

    Example:
        >>> weights = {"relevantie": Decimal("0.6"), "draagvlak": Decimal("0.4")}
        >>> compute_score({"relevantie": 5, "draagvlak": 3}, weights).totaal
        Decimal('4.2')
    """
    delen = {key: gewicht * scores.get(key, 0) for key, gewicht in gewichten.items()}
    return Score(totaal=sum(delen.values(), Decimal(0)), delen=delen)
