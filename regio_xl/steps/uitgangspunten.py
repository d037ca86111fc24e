"""With what a package was worked out: order of the goals, weights, counting and threshold."""

from collections.abc import Mapping
from typing import Any

from regio_xl.domain import Kader
from regio_xl.domain.tekst import ALL, join, percent
from regio_xl.domain.woorden import Doel, Voorrang
from regio_xl.sheets.scores import SCORES


def describe_principles(kader: Kader | None) -> str:
    """Return with which order, weights, counting and threshold packages are weighed."""
    if kader is None:
        return "Niet bekend: blad Kader is niet bruikbaar."
    names = {key: name.lower() for key, name in SCORES}
    weights = join(
        (f"{names.get(key, key)} {percent(weight)}" for key, weight in kader.gewichten.items()),
        most=ALL,
    )
    bonus = kader.uh_voorrang is Voorrang.BONUS
    goals = (doel.value for doel in kader.doelvolgorde if not (bonus and doel is Doel.UH))
    order = " > ".join((*goals, "minste uren", "nummer"))
    direct, indirect = percent(kader.uh_bonus_direct), percent(kader.uh_bonus_indirect)
    voorrang = "als bonus" if bonus else "strikt"
    return (
        f"Volgorde: {order}. Gewichten: {weights}. Een score telt {kader.telling} (O9). Gedekt "
        f"vanaf belang {kader.belang_drempel} (O10). Voorrang U&H: {voorrang}; bonus direct "
        f"{direct}, indirect {indirect} (O7)."
    )


def principles_data(kader: Kader | None) -> Mapping[str, Any] | None:
    """Return the same for ``--json``; None without parameters."""
    if kader is None:
        return None
    return {
        "volgorde": [doel.value for doel in kader.doelvolgorde],
        "gewichten": {key: float(weight) for key, weight in kader.gewichten.items()},
        "telling": kader.telling.value,
        "belang_drempel": kader.belang_drempel,
        "uh_voorrang": kader.uh_voorrang.value,
        "uh_bonus_direct": float(kader.uh_bonus_direct),
        "uh_bonus_indirect": float(kader.uh_bonus_indirect),
        "maximum_nieuw": kader.maximum_nieuw,
    }
