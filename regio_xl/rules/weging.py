"""What is weighed: the score of a proposal, the coverage of a participant, the vote of the AB."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from regio_xl.domain import Deelnemer, Model
from regio_xl.domain.woorden import Stem

ROUNDED = Decimal("0.000001")
"""Weights count with six decimals, see ``sheets/parameters/weging.toml``."""


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


CENT = Decimal("0.01")


class Dekking(Model):
    """Coverage of one participant.

    Attributes:
        code: Participant.
        bijdrage_uren: Hours that it contributes.
        belang_uren: Allocated hours of proposals that matter to it.
        verhouding: ``belang_uren`` per contributed hour in two decimals; None without
            contribution.
        gedekt: Whether at least one proposal in the package matters to it.
    """

    code: str
    bijdrage_uren: int
    belang_uren: int
    verhouding: Decimal | None
    gedekt: bool


def compute_dekking(
    deelnemers: Iterable[Deelnemer],
    bijdrage_uren: Mapping[str, int],
    toegewezen: Mapping[int, int],
    belang: Mapping[int, Mapping[str, int]],
    drempel: int,
) -> tuple[Dekking, ...]:
    """Compute the coverage per participant, in their order (U4.3, O10).

    Args:
        deelnemers: Participants.
        bijdrage_uren: Contributed hours by code.
        toegewezen: Allocated hours by proposal number; a proposal with 0 hours is not in the
            package. Leave ketentoezicht out to see what the projects alone do.
        belang: Belang (0..3) by proposal number and code.
        drempel: Least belang that counts.

    Example:
        >>> amf = Deelnemer(rij=6, code="AMF", naam="Amersfoort", type="gemeente",
        ...     dvo_uren=Decimal(5000))
        >>> compute_dekking([amf], {"AMF": 200}, {12: 300}, {12: {"AMF": 2}}, 1)
        (Dekking(code='AMF', bijdrage_uren=200, belang_uren=300, verhouding=Decimal('1.50'),
        gedekt=True),)
    """
    hours: dict[str, int] = {}
    for nr, uren in toegewezen.items():
        if uren > 0:
            for code, value in belang.get(nr, {}).items():
                if value >= drempel:
                    hours[code] = hours.get(code, 0) + uren
    return tuple(
        _dekking(deelnemer.code, bijdrage_uren.get(deelnemer.code, 0), hours)
        for deelnemer in deelnemers
    )


def _dekking(code: str, bijdrage: int, hours: Mapping[str, int]) -> Dekking:
    uren = hours.get(code, 0)
    verhouding = (Decimal(uren) / bijdrage).quantize(CENT, ROUND_HALF_UP) if bijdrage > 0 else None
    return Dekking(
        code=code,
        bijdrage_uren=bijdrage,
        belang_uren=uren,
        verhouding=verhouding,
        gedekt=uren > 0,
    )


AANGENOMEN, OPEN, NIET_AANGENOMEN = "aangenomen", "nog open", "niet aangenomen"


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


class Uitslag(Model):
    """The outcome of a vote with all who did not vote in favour."""

    voor: int
    tegen: int
    onthouding: int
    afwezig: int
    geen_stem: int
    nodig: int
    aangenomen: bool

    @property
    def woord(self) -> str:
        """The outcome as sheet Stemming words it.

        >>> compute_uitslag([Stem.VOOR], 3, 2).woord
        'nog open'
        """
        if self.aangenomen:
            return AANGENOMEN
        return OPEN if self.voor + self.geen_stem >= self.nodig else NIET_AANGENOMEN


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


def compute_uitslag(stemmen: Iterable[Stem], deelnemers: int, nodig: int | None) -> Uitslag:
    """Count a vote with all who did not vote in favour (F3.5, O3).

    Args:
        stemmen: One vote per participant who cast any.
        deelnemers: Number of participants, present or not.
        nodig: Votes in favour that are needed; None takes a majority of all (U1.4).

    Example:
        >>> compute_uitslag([Stem.VOOR] * 13, 27, 14).aangenomen
        False
    """
    cast = list(stemmen)
    counted = Counter(cast)
    outcome = compute_meerderheid(cast, compute_nodig(deelnemers) if nodig is None else nodig)
    return Uitslag(
        voor=outcome.voor,
        tegen=counted[Stem.TEGEN],
        onthouding=counted[Stem.ONTHOUDING],
        afwezig=counted[Stem.AFWEZIG],
        geen_stem=max(0, deelnemers - len(cast)),
        nodig=outcome.nodig,
        aangenomen=outcome.aangenomen,
    )
