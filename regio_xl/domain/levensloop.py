"""The life of a package: its states, and what may be done in each (U2.4, F3.4, F3.5, U8.2).

Declared here once; steps only ask. A state is never stored: it follows from what stands in the
workbook (a package, the mark on sheets AOO and Stemming, a decision, the phase), so it cannot
contradict that.
"""

from enum import StrEnum

from regio_xl.domain.model import Model


class Staat(StrEnum):
    """Where a package is in its life, in order."""

    GEEN = "nog geen pakket"
    BEREKEND = "berekend"
    TER_ADVIES = "ter advies"  # lies before the AOO
    TER_STEMMING = "ter stemming"  # lies before the AB
    VASTGESTELD = "vastgesteld"  # adopted and frozen (F3.5)
    IN_UITVOERING = "in uitvoering"
    AFGESLOTEN = "afgesloten"

    @property
    def ligt_voor(self) -> bool:
        """Whether people were asked about it: from then on only a person divides anew."""
        return self in (Staat.TER_ADVIES, Staat.TER_STEMMING)

    @property
    def ligt_vast(self) -> bool:
        """Whether the AB adopted it."""
        return self in (Staat.VASTGESTELD, Staat.IN_UITVOERING, Staat.AFGESLOTEN)


class Daad(StrEnum):
    """What happens to a package: what people do, or type."""

    VERDELEN = "verdelen"  # a step divides as a matter of course
    OPNIEUW = "opnieuw verdelen"  # a person asks for it, knowing what it ends
    ADVISEREN = "advies van het AOO"  # put before the AOO, or an advice was typed
    STEMMEN = "stemming van het AB"  # put before the AB, or a vote was typed
    VASTSTELLEN = "vaststellen"
    OPHEFFEN = "besluit opheffen"
    UITVOEREN = "uitvoeren"  # the year reached phase ‘uitvoering’
    AFSLUITEN = "afsluiten"


OVERGANGEN = {
    (Staat.GEEN, Daad.VERDELEN): Staat.BEREKEND,
    (Staat.GEEN, Daad.OPNIEUW): Staat.BEREKEND,
    (Staat.BEREKEND, Daad.VERDELEN): Staat.BEREKEND,
    (Staat.BEREKEND, Daad.OPNIEUW): Staat.BEREKEND,
    (Staat.BEREKEND, Daad.ADVISEREN): Staat.TER_ADVIES,
    (Staat.BEREKEND, Daad.STEMMEN): Staat.TER_STEMMING,
    (Staat.TER_ADVIES, Daad.OPNIEUW): Staat.BEREKEND,
    (Staat.TER_ADVIES, Daad.ADVISEREN): Staat.TER_ADVIES,
    (Staat.TER_ADVIES, Daad.STEMMEN): Staat.TER_STEMMING,
    (Staat.TER_STEMMING, Daad.OPNIEUW): Staat.BEREKEND,
    (Staat.TER_STEMMING, Daad.ADVISEREN): Staat.TER_STEMMING,
    (Staat.TER_STEMMING, Daad.STEMMEN): Staat.TER_STEMMING,
    (Staat.TER_STEMMING, Daad.VASTSTELLEN): Staat.VASTGESTELD,
    (Staat.VASTGESTELD, Daad.OPHEFFEN): Staat.TER_STEMMING,
    (Staat.VASTGESTELD, Daad.UITVOEREN): Staat.IN_UITVOERING,
    (Staat.IN_UITVOERING, Daad.OPHEFFEN): Staat.TER_STEMMING,
    (Staat.IN_UITVOERING, Daad.AFSLUITEN): Staat.AFGESLOTEN,
}
"""All that may be done; what is not listed is refused, see ``refusal``."""


class Feiten(Model):
    """What stands in the workbook about a package."""

    gemaakt: bool = False  # whether a package stands on sheet Selectie
    geadviseerd: bool = False  # whether it was put before the AOO, or advice is about it
    gestemd: bool = False  # the same of the AB and the votes
    vastgesteld: bool = False  # whether a decision is frozen
    uitvoering: bool = False  # whether the year reached phase ‘uitvoering’
    afgesloten: bool = False  # whether the year was closed, whatever the phase says since


def staat_of(feiten: Feiten) -> Staat:
    """Return the state that follows from what stands in the workbook.

    A decision is there or not, whatever stands elsewhere.

    >>> staat_of(Feiten(gemaakt=True, geadviseerd=True)).value
    'ter advies'
    """
    staat, happened = Staat.GEEN, tuple[tuple[bool, Daad], ...]()
    if feiten.vastgesteld:
        closed, staat = feiten.afgesloten, Staat.VASTGESTELD
        happened = ((feiten.uitvoering or closed, Daad.UITVOEREN), (closed, Daad.AFSLUITEN))
    elif feiten.gemaakt:
        staat = Staat.BEREKEND
        happened = ((feiten.geadviseerd, Daad.ADVISEREN), (feiten.gestemd, Daad.STEMMEN))
    for seen, daad in happened:
        staat = OVERGANGEN[staat, daad] if seen else staat
    return staat


def may(staat: Staat, daad: Daad) -> bool:
    """Tell whether something may be done to a package in this state."""
    return (staat, daad) in OVERGANGEN


WHATEVER = {
    Staat.GEEN: "Er staat nog geen pakket op blad Selectie; doe eerst ‘toewijzen’.",
    Staat.AFGESLOTEN: "Het jaar is afgesloten; het pakket verandert niet meer. Moet het toch, maak "
    "dan ‘Jaar afgesloten’ op blad Vastlegging leeg.",
}
"""What is said in these states, whatever is asked."""


def refusal(staat: Staat, daad: Daad) -> str:
    """Return why something may not be done now, and what would make way; "" where it may."""
    if may(staat, daad):
        return ""
    if staat in WHATEVER:
        return WHATEVER[staat]
    if daad is Daad.VERDELEN and staat.ligt_voor:
        return (
            f"Het pakket ligt {staat}; er is niet opnieuw verdeeld. Wilt u dat toch, dan gelden "
            "de adviezen en stemmen niet voor het nieuwe pakket."
        )
    if staat is Staat.VASTGESTELD and daad is Daad.AFSLUITEN:
        return "Het jaar is nog niet in uitvoering. Zet eerst de fase op Kader op ‘uitvoering’."
    if staat.ligt_vast:
        return (
            "Het AB heeft het pakket vastgesteld. Moet het anders, hef dan eerst het besluit op: "
            "maak nummer en datum op blad Stemming leeg, typ daar de reden en doe ‘stemming’."
        )
    verb = "ligt" if staat.ligt_voor else "is"
    return f"Het pakket {verb} {staat}; ‘{daad}’ kan nu niet."
