"""The weighted score of a proposal (F3.1)."""

from collections.abc import Mapping
from decimal import Decimal

from regio_xl.domain.model import Model


class Score(Model):
    """A weighted score and the parts that add up to it.

    Attributes:
        totaal: Sum of the parts; between 1 and 5 when the weights are 100% together.
        delen: Weighted part by score key.
    """

    totaal: Decimal
    delen: Mapping[str, Decimal]


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
