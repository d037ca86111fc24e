"""The life of a package: what may be done in each state, and why not (F3.4, F3.5, U2.4, U8.2)."""

from itertools import product

import pytest

from regio_xl.domain.levensloop import OVERGANGEN, Daad, Feiten, Staat, may, refusal, staat_of

GEEN = "Er staat nog geen pakket op blad Selectie; doe eerst ‘toewijzen’."
GESLOTEN = (
    "Het jaar is afgesloten; het pakket verandert niet meer. Moet het toch, maak dan ‘Jaar "
    "afgesloten’ op blad Vastlegging leeg."
)
VAST = (
    "Het AB heeft het pakket vastgesteld. Moet het anders, hef dan eerst het besluit op: maak "
    "nummer en datum op blad Stemming leeg, typ daar de reden en doe ‘stemming’."
)


def waits(where: str) -> str:
    return (
        f"Het pakket ligt {where}; er is niet opnieuw verdeeld. Wilt u dat toch, dan gelden de "
        "adviezen en stemmen niet voor het nieuwe pakket."
    )


def not_now(staat: str, daad: str) -> str:
    return f"Het pakket {staat}; ‘{daad}’ kan nu niet."


S, D = Staat, Daad
TABLE: dict[Staat, dict[Daad, Staat | str]] = {
    S.GEEN: dict.fromkeys(D, GEEN) | {D.VERDELEN: S.BEREKEND, D.OPNIEUW: S.BEREKEND},
    S.BEREKEND: {
        D.VERDELEN: S.BEREKEND,
        D.OPNIEUW: S.BEREKEND,
        D.ADVISEREN: S.TER_ADVIES,
        D.STEMMEN: S.TER_STEMMING,
        D.VASTSTELLEN: not_now("is berekend", "vaststellen"),
        D.OPHEFFEN: not_now("is berekend", "besluit opheffen"),
        D.UITVOEREN: not_now("is berekend", "uitvoeren"),
        D.AFSLUITEN: not_now("is berekend", "afsluiten"),
    },
    S.TER_ADVIES: {
        D.VERDELEN: waits("ter advies"),
        D.OPNIEUW: S.BEREKEND,
        D.ADVISEREN: S.TER_ADVIES,
        D.STEMMEN: S.TER_STEMMING,
        D.VASTSTELLEN: not_now("ligt ter advies", "vaststellen"),
        D.OPHEFFEN: not_now("ligt ter advies", "besluit opheffen"),
        D.UITVOEREN: not_now("ligt ter advies", "uitvoeren"),
        D.AFSLUITEN: not_now("ligt ter advies", "afsluiten"),
    },
    S.TER_STEMMING: {
        D.VERDELEN: waits("ter stemming"),
        D.OPNIEUW: S.BEREKEND,
        D.ADVISEREN: S.TER_STEMMING,
        D.STEMMEN: S.TER_STEMMING,
        D.VASTSTELLEN: S.VASTGESTELD,
        D.OPHEFFEN: not_now("ligt ter stemming", "besluit opheffen"),
        D.UITVOEREN: not_now("ligt ter stemming", "uitvoeren"),
        D.AFSLUITEN: not_now("ligt ter stemming", "afsluiten"),
    },
    S.VASTGESTELD: dict.fromkeys(D, VAST)
    | {
        D.OPHEFFEN: S.TER_STEMMING,
        D.UITVOEREN: S.IN_UITVOERING,
        D.AFSLUITEN: "Het jaar is nog niet in uitvoering. Zet eerst de fase op Kader op "
        "‘uitvoering’.",
    },
    S.IN_UITVOERING: dict.fromkeys(D, VAST)
    | {D.OPHEFFEN: S.TER_STEMMING, D.AFSLUITEN: S.AFGESLOTEN},
    S.AFGESLOTEN: dict.fromkeys(D, GESLOTEN),
}
"""Of each state what each deed leads to: the next state, or why it is refused."""


def test_the_table_names_every_state_and_every_deed():
    assert {staat: set(row) for staat, row in TABLE.items()} == {key: set(D) for key in S}


@pytest.mark.parametrize(("staat", "daad"), list(product(S, D)))
def test_what_may_be_done_to_a_package_and_why_not_f3_5(staat: Staat, daad: Daad):
    expected = TABLE[staat][daad]
    allowed = isinstance(expected, Staat)
    assert may(staat, daad) is allowed
    assert OVERGANGEN.get((staat, daad)) == (expected if allowed else None)
    assert refusal(staat, daad) == ("" if allowed else expected)


@pytest.mark.parametrize(
    "feiten",
    [
        Feiten(**dict(zip(Feiten.model_fields, facts, strict=True)))
        for facts in product((False, True), repeat=6)
    ],
    ids=lambda feiten: "+".join(name for name, there in feiten if there) or "niets",
)
def test_the_state_follows_from_what_stands_in_the_workbook(feiten: Feiten):
    """The furthest that happened counts; a decision stands whatever else does not."""
    if feiten.vastgesteld and feiten.afgesloten:
        expected = S.AFGESLOTEN
    elif feiten.vastgesteld:
        expected = S.IN_UITVOERING if feiten.uitvoering else S.VASTGESTELD
    elif not feiten.gemaakt:
        expected = S.GEEN
    elif feiten.gestemd:
        expected = S.TER_STEMMING
    else:
        expected = S.TER_ADVIES if feiten.geadviseerd else S.BEREKEND
    assert staat_of(feiten) is expected


@pytest.mark.parametrize("staat", S)
def test_people_were_asked_or_the_ab_decided_never_both(staat: Staat):
    asked = (S.TER_ADVIES, S.TER_STEMMING)
    decided = (S.VASTGESTELD, S.IN_UITVOERING, S.AFGESLOTEN)
    assert (staat.ligt_voor, staat.ligt_vast) == (staat in asked, staat in decided)
