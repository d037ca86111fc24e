"""The arithmetic of the regulation, each function with its clause; exact until O1 rounds.

First hours: what each participant contributes, what costs need, what is left and what exceeds.
Then what is weighed: the score of a proposal, the coverage of a participant, the vote of the AB.
The steps, the reading of the sheets and the worksheet functions in ``udfs/`` all count with these.
Pure: numbers in, numbers out; no spreadsheet, no clock.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal

from regio_xl.domain import Deelnemer, Kader, Model
from regio_xl.domain.tekst import count
from regio_xl.domain.woorden import Grens, Stem

EXACT = Context(prec=80)  # wide enough that a product is never rounded before O1 says so
CENT = Decimal("0.01")
ROUNDED = Decimal("0.000001")  # weights count with six decimals, see ``parameters/weging.toml``

AANGENOMEN, OPEN, NIET_AANGENOMEN = "aangenomen", "nog open", "niet aangenomen"
NIET_BEKEND = "niet bekend"


class Bijdrage(Model):
    """The contribution of one participant, with the calculation behind it."""

    uren: int  # whole hours that count
    berekend: Decimal  # share of the DVO in hours, before the cap and before rounding
    gebonden_door: Grens  # which of the two decided


def compute_bijdrage(dvo_uren: Decimal, percentage: Decimal, maximum: Decimal) -> Bijdrage:
    """Compute what a participant contributes, with the percentage as a fraction (U1.1, O1, O8).

    The smaller of the two comes first and is then rounded half up, just as the formula on
    sheet Deelnemers does; a negative outcome counts as 0. Hours from the UVP are never mixed in.

    >>> made = compute_bijdrage(Decimal("3137.5"), Decimal("0.04"), Decimal(350))
    >>> made.uren, made.berekend, made.gebonden_door.value
    (126, Decimal('125.500'), 'percentage')
    >>> compute_bijdrage(Decimal(21400), Decimal("0.04"), Decimal(350)).uren
    350
    """
    berekend = EXACT.multiply(dvo_uren, percentage)
    bounded = max(Decimal(0), min(berekend, maximum))
    return Bijdrage(
        uren=int(bounded.to_integral_value(ROUND_HALF_UP)),
        berekend=berekend,
        gebonden_door=Grens.MAXIMUM if berekend > maximum else Grens.PERCENTAGE,
    )


def compute_bijdragen(deelnemers: Iterable[Deelnemer], kader: Kader) -> dict[str, Bijdrage]:
    """Compute the contribution per participant code (F1.2)."""
    return {
        deelnemer.code: compute_bijdrage(deelnemer.dvo_uren, kader.percentage, kader.maximum)
        for deelnemer in deelnemers
    }


def compute_totaal(deelnemers: Iterable[Deelnemer], kader: Kader) -> int:
    """Compute the regional hours together, in whole hours (F1.3).

    >>> from regio_xl.domain import Fase
    >>> kader = Kader(jaar=2026, fase=Fase.VOORSTEL, percentage=Decimal("0.04"),
    ...     maximum=Decimal(350), gewichten={}, belang_drempel=1)
    >>> compute_totaal([Deelnemer(rij=6, code="AMF", dvo_uren=Decimal(5000))], kader)
    200
    """
    return sum(bijdrage.uren for bijdrage in compute_bijdragen(deelnemers, kader).values())


def open_programmas(deelnemers: Iterable[Deelnemer]) -> tuple[str, ...]:
    """Return the codes of participants that have not adopted their programme yet (F1.1)."""
    return tuple(deelnemer.code for deelnemer in deelnemers if deelnemer.vastgesteld is None)


def is_voorlopig(deelnemers: Sequence[Deelnemer]) -> bool:
    """Tell whether the total may still change, because a programme is not adopted (F1.3).

    Without participants there is nothing final either.
    """
    return not deelnemers or bool(open_programmas(deelnemers))


def compute_kosten_uren(kosten: Decimal, uurtarief: Decimal | None) -> int | None:
    """Convert material costs to whole hours, rounded up (O5); costs of 0 or less need none.

    Costs and hourly tariff in euros; None when there are costs but no usable tariff (U7.3).

    >>> compute_kosten_uren(Decimal(1000), Decimal("95.50"))
    11
    >>> compute_kosten_uren(Decimal(1000), None) is None
    True
    """
    if kosten <= 0:
        return 0
    if uurtarief is None or uurtarief <= 0:
        return None
    return int((kosten / uurtarief).to_integral_value(ROUND_CEILING))


def compute_ruimte(
    bijdragen: Decimal, ketentoezicht: Decimal, reserve: Decimal, toegewezen: Decimal
) -> int:
    """Compute the hours that are left when everything has been deducted (O4, U8.2).

    Ketentoezicht comes off the top; the flexible reserve is inside the total (O2); what is
    allocated goes to running and new projects. Rounded once, at the end, half up as O1 says;
    negative when more was given than there is.

    >>> compute_ruimte(Decimal(7100), Decimal(900), Decimal(500), Decimal(5200))
    500
    >>> compute_ruimte(Decimal(100), Decimal(90), Decimal(0), Decimal("22.5"))
    -13
    """
    left = bijdragen
    for deducted in (ketentoezicht, reserve, toegewezen):
        left = EXACT.subtract(left, deducted)
    return int(left.to_integral_value(ROUND_HALF_UP))


def compute_overschrijding(toegewezen: Decimal, prognose: Decimal) -> Decimal:
    """Compute the hours that a project needs beyond what it was given, unrounded (U8.2).

    What was moved to or from the project is in the first; the forecast is for the whole year.

    >>> compute_overschrijding(Decimal(120), Decimal("130.5"))
    Decimal('10.5')
    >>> compute_overschrijding(Decimal(120), Decimal(80))
    Decimal('0')
    """
    return max(Decimal(0), EXACT.subtract(prognose, toegewezen))


class Score(Model):
    """A weighted score and the parts that add up to it."""

    totaal: Decimal  # between 1 and 5 when the weights are 100% together
    delen: Mapping[str, Decimal]  # weighted part by score key


def is_whole(gewichten: Sequence[Decimal]) -> bool:
    """Tell whether weights are 100% together (F3.1), each rounded by a millionth at most.

    >>> is_whole([Decimal("0.333333")] * 3), is_whole([Decimal("0.3333")] * 3)
    (True, False)
    """
    return abs(sum(gewichten, Decimal(0)) - 1) <= len(gewichten) * ROUNDED


def compute_score(scores: Mapping[str, int], gewichten: Mapping[str, Decimal]) -> Score:
    """Weigh the scores (1..5) of one proposal, with weights as fractions (F3.1).

    A score without weight does not count; a weight without score counts as score 0.

    >>> weights = {"relevantie": Decimal("0.6"), "draagvlak": Decimal("0.4")}
    >>> compute_score({"relevantie": 5, "draagvlak": 3}, weights).totaal
    Decimal('4.2')
    """
    delen = {key: gewicht * scores.get(key, 0) for key, gewicht in gewichten.items()}
    return Score(totaal=sum(delen.values(), Decimal(0)), delen=delen)


class Dekking(Model):
    """Coverage of one participant."""

    code: str
    bijdrage_uren: int  # hours that it contributes
    belang_uren: int  # allocated hours of proposals that matter to it
    verhouding: Decimal | None  # of these two, in two decimals; None without contribution
    gedekt: bool  # whether at least one proposal in the package matters to it


def compute_dekking(
    deelnemers: Iterable[Deelnemer],
    bijdrage_uren: Mapping[str, int],
    toegewezen: Mapping[int, int],
    belang: Mapping[int, Mapping[str, int]],
    drempel: int,
) -> tuple[Dekking, ...]:
    """Compute the coverage per participant, in their order (U4.3, O10).

    Contributed hours by code, allocated hours by proposal number, belang (0..3) by number and
    code, and the least belang that counts. A proposal with 0 hours is not in the package; leave
    ketentoezicht out to see what the projects alone do.

    >>> amf = Deelnemer(rij=6, code="AMF")
    >>> compute_dekking([amf], {"AMF": 200}, {12: 300}, {12: {"AMF": 2}}, 1)
    (Dekking(code='AMF', bijdrage_uren=200, belang_uren=300, verhouding=Decimal('1.50'),
    gedekt=True),)
    """
    hours: Counter[str] = Counter()
    for nr, uren in toegewezen.items():
        if uren > 0:
            for code, value in belang.get(nr, {}).items():
                if value >= drempel:
                    hours[code] += uren
    return tuple(
        _dekking(deelnemer.code, bijdrage_uren.get(deelnemer.code, 0), hours[deelnemer.code])
        for deelnemer in deelnemers
    )


def _dekking(code: str, bijdrage: int, uren: int) -> Dekking:
    verhouding = (Decimal(uren) / bijdrage).quantize(CENT, ROUND_HALF_UP) if bijdrage > 0 else None
    return Dekking(
        code=code,
        bijdrage_uren=bijdrage,
        belang_uren=uren,
        verhouding=verhouding,
        gedekt=uren > 0,
    )


def laagste_verhouding(dekking: Iterable[Dekking]) -> Decimal | None:
    """Return the ratio of whoever sees least of its hours back (U4.3).

    Everybody who contributes counts: to whom only a proposal with an error matters, has 0. None
    when nobody contributes.
    """
    known = (item.verhouding for item in dekking if item.verhouding is not None)
    return min(known, default=None)


class Meerderheid(Model):
    """The outcome of a vote."""

    voor: int  # votes in favour
    nodig: int  # votes in favour that are needed
    aangenomen: bool  # whether there are enough of them


class Uitslag(Model):
    """The outcome of a vote with all who did not vote in favour, in the order of ``--json``."""

    voor: int
    tegen: int
    onthouding: int
    afwezig: int
    geen_stem: int
    nodig: int | None  # None where Kader gives no valid number; then nothing is adopted
    aangenomen: bool

    @property
    def woord(self) -> str:
        """The outcome as sheet Stemming words it.

        >>> compute_uitslag([Stem.VOOR], 3, 2).woord
        'nog open'
        """
        if self.nodig is None:
            return NIET_BEKEND
        if self.aangenomen:
            return AANGENOMEN
        return OPEN if self.voor + self.geen_stem >= self.nodig else NIET_AANGENOMEN

    @property
    def telling(self) -> str:
        """How many voted in favour of how many that are needed, in Dutch.

        >>> compute_uitslag([Stem.VOOR], 3, 2).telling, compute_uitslag([], 3, 1).telling
        ('1 stem voor, 2 nodig', 'geen stemmen voor; hoeveel er nodig zijn, is niet bekend')
        """
        voor = f"{count(self.voor, 'stem', 'stemmen')} voor"
        if self.nodig is None:
            return f"{voor}; hoeveel er nodig zijn, is {NIET_BEKEND}"
        return f"{voor}, {self.nodig} nodig"


def compute_nodig(deelnemers: int) -> int:
    """Compute how many votes make a majority of all participants, present or not (U1.4, O3).

    >>> compute_nodig(27), compute_nodig(26)
    (14, 14)
    """
    return deelnemers // 2 + 1


def is_meerderheid(nodig: int, deelnemers: int) -> bool:
    """Tell whether so many votes can decide: a majority of all, and no more than there are (U1.4).

    >>> [is_meerderheid(nodig, 27) for nodig in (0, 13, 14, 27, 28)]
    [False, False, True, True, False]
    """
    return compute_nodig(deelnemers) <= nodig <= deelnemers


def compute_meerderheid(stemmen: Iterable[Stem], nodig: int) -> Meerderheid:
    """Count a vote, one per participant who cast any (F3.5, O3).

    Only who votes in favour helps: to abstain or to stay away weighs as much as a vote against.

    >>> compute_meerderheid([Stem.VOOR, Stem.VOOR, Stem.ONTHOUDING], 2)
    Meerderheid(voor=2, nodig=2, aangenomen=True)
    """
    voor = Counter(stemmen)[Stem.VOOR]
    return Meerderheid(voor=voor, nodig=nodig, aangenomen=voor >= nodig)


def compute_uitslag(stemmen: Iterable[Stem], deelnemers: int, nodig: int | None) -> Uitslag:
    """Count a vote of all participants (F3.5, U1.4, O3).

    Without a number that can decide, see ``is_meerderheid``, the outcome is not known.

    >>> [compute_uitslag([Stem.VOOR] * 13, 27, nodig).woord for nodig in (14, 13)]
    ['nog open', 'niet bekend']
    """
    counted = Counter(stemmen)
    needed = nodig if nodig is not None and is_meerderheid(nodig, deelnemers) else None
    return Uitslag(
        voor=counted[Stem.VOOR],
        tegen=counted[Stem.TEGEN],
        onthouding=counted[Stem.ONTHOUDING],
        afwezig=counted[Stem.AFWEZIG],
        geen_stem=max(0, deelnemers - counted.total()),
        nodig=needed,
        aangenomen=needed is not None and counted[Stem.VOOR] >= needed,
    )
