"""The phases of the year (T1..T5) and what each one asks."""

from enum import StrEnum


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
