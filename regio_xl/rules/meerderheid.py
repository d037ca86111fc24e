"""Whether the AB adopts the package: a majority of all participants (F3.5, U1.4, O3)."""

from collections import Counter
from collections.abc import Iterable

from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Stem


class Meerderheid(Model):
    """The outcome of a vote.

    Attributes:
        voor: Votes in favour.
        nodig: Votes in favour that are needed.
        aangenomen: Whether there are enough of them.
    """

    voor: int
    nodig: int
    aangenomen: bool


def compute_nodig(deelnemers: int) -> int:
    """Compute how many votes make a majority of all participants (U1.4, O3).

    Args:
        deelnemers: Number of participants, present or not.

    Example:
        >>> compute_nodig(27), compute_nodig(26)
        (14, 14)
    """
    return deelnemers // 2 + 1


def compute_meerderheid(stemmen: Iterable[Stem], nodig: int) -> Meerderheid:
    """Count a vote (F3.5, O3).

    Only who votes in favour helps: to abstain or to stay away weighs as much as a vote against.

    Args:
        stemmen: One vote per participant who cast any.
        nodig: Votes in favour that are needed.

    Example:
        >>> compute_meerderheid([Stem.VOOR, Stem.VOOR, Stem.ONTHOUDING], 2)
        Meerderheid(voor=2, nodig=2, aangenomen=True)
    """
    voor = Counter(stemmen)[Stem.VOOR]
    return Meerderheid(voor=voor, nodig=nodig, aangenomen=voor >= nodig)
