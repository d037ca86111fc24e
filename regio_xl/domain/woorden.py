"""The fixed words of the workbook: what people choose from, declared once.

Sheets offer them, rules compare with them, steps write them. Each member is a plain text, so
that a cell and ``--json`` hold the word itself; ``words`` lists them for a drop-down.
"""

from enum import StrEnum

ODU = "ODU"  # the omgevingsdienst where the code of a participant may stand (F2.1)
GEEN = "geen"  # typed at Partners when a proposal needs none (F2.2)


ONBEKEND = "onbekend"  # stands in a cell, and in a sentence, where a figure cannot be known


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


class Doel(StrEnum):
    """A goal of the best package (U4.3, F3.2, F3.1), in the order of the regulation."""

    DEKKING = "dekking"  # as many participants as possible have something of interest
    UH = "U&H"  # as much value for the U&H strategy as possible
    SCORE = "score"  # as much weighted score as possible
    VERHOUDING = "verhouding"  # the lowest ratio of hours of interest to hours put in is highest


class Telling(StrEnum):
    """How a score counts (O9)."""

    PER_UUR = "per uur"  # score x hours: ten small ones do not beat a large one by number
    PER_OPDRACHT = "per opdracht"  # the score once, however many hours it gets


class Voorrang(StrEnum):
    """How the relation to the U&H strategy takes priority (F3.2, O7)."""

    STRIKT = "strikt"  # a goal of its own: no score makes up for it
    BONUS = "bonus"  # an addition to the score


class Advies(StrEnum):
    """Advice of a participant in the AOO on the package as a whole (U2.4)."""

    AKKOORD = "akkoord"
    OPMERKING = "akkoord met opmerking"
    BEZWAAR = "bezwaar"
    GEEN = "geen advies"


class Stem(StrEnum):
    """What a participant does at the vote of the AB (F3.5)."""

    VOOR = "voor"
    TEGEN = "tegen"
    ONTHOUDING = "onthouding"
    AFWEZIG = "afwezig"


class Stand(StrEnum):
    """Where a proposal stands in the package (U8.1)."""

    KETENTOEZICHT = "ketentoezicht"
    OPGENOMEN = "opgenomen"
    DEELS = "deels opgenomen"
    NIET = "niet opgenomen"


class Scenario(StrEnum):
    """How a package came about: a way of dividing, one that people kept, or a decision."""

    OPTIMAAL = "optimaal"  # the best package there is, the goals in strict order (O7)
    BONUS = "optimaal met bonus"  # the best package, U&H as weight instead of priority (F3.2)
    RANGORDE = "rangorde"  # plain ranking, with a pencil
    EVENREDIG = "evenredig"  # every participant spends the hours it brings in (U4.3)
    EIGEN_1 = "eigen 1"  # kept under a name by the account team
    EIGEN_2 = "eigen 2"
    EIGEN_3 = "eigen 3"
    MET_DE_HAND = "met de hand"  # typed over the package on sheet Selectie
    VASTGESTELD = "vastgesteld"  # adopted by the AB, and frozen (F3.5)


BEREKEND = (Scenario.OPTIMAAL, Scenario.BONUS, Scenario.RANGORDE, Scenario.EVENREDIG)
EIGEN = (Scenario.EIGEN_1, Scenario.EIGEN_2, Scenario.EIGEN_3)


class Interventiesoort(StrEnum):
    """What the room for quick interventions is for (U3.2)."""

    KLEIN = "klein"
    URGENT = "urgent"
    VERKENNEND = "verkennend"


class Voortgang(StrEnum):
    """How a project stands, in the word of its leader (U6.1)."""

    NIET_BEGONNEN = "niet begonnen"
    LOOPT = "loopt"
    KLAAR = "klaar"
    GESTOPT = "gestopt"


class Koers(StrEnum):
    """How the hours of a project stand, as sheet Voortgang words it (U8.2)."""

    OVERSCHREDEN = "▲ overschreden"  # more was spent than it has
    DREIGT = "▲ dreigt te kort"  # more will be spent than it has
    OVER = "▼ houdt over"  # many hours will stay unused
    OP_KOERS = "● op koers"
    ONBEKEND = "○ geen cijfers"  # nothing was reported yet


class Fase(StrEnum):
    """Phase of the year, in the order of the timeline in the regulation (T1..T5)."""

    INVENTARISATIE = "inventarisatie"  # summer: running and new projects are listed
    VOORSTEL = "voorstel"  # September: overview and first proposal
    BESPREKING = "bespreking"  # October: discussion and elaboration
    BESLUIT = "besluit"  # November/December: decision of the AB
    UITVOERING = "uitvoering"  # January and on: start, and feedback on the old year

    @property
    def clause(self) -> str:
        """Clause id of the phase on the timeline, ``T1`` to ``T5``."""
        return f"T{list(Fase).index(self) + 1}"

    def reached(self, other: "Fase") -> bool:
        """Tell whether this phase is ``other`` or a later one."""
        order = list(Fase)
        return order.index(self) >= order.index(other)


class TijdlijnStand(StrEnum):
    """Where a step of the timeline stands, by the facts and the day (T1 to T5, U9.1)."""

    GEREED = "gereed"
    INGEHAALD = "ingehaald"  # a later step is there already, with something still open here
    LOOPT = "loopt"
    TE_LAAT = "te laat"  # its last day has gone by
    NOG_NIET = "nog niet"  # its first day is still to come


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
