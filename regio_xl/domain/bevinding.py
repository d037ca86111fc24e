"""A finding: what is wrong, where it stands, and what to do about it."""

from enum import StrEnum

from regio_xl.domain.model import Model


class Ernst(StrEnum):
    """How serious a finding is; the order of the members is the order of severity."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    MELDING = "melding"

    @property
    def rank(self) -> int:
        """0 for the most serious; used to sort."""
        return list(Ernst).index(self)


class Bevinding(Model):
    """One finding, in Dutch, precise enough to click on.

    Attributes:
        ernst: ``fout`` keeps a proposal out of the package; the others inform.
        regel: Clause id from the regulation (for example ``F2.2``).
        blad: Sheet name.
        rij: Row number as Excel shows it, or None for the whole sheet.
        kolom: Column header, or None for the whole row.
        melding: What was found.
        herstel: What the reader can do about it.
        nr: Number of the proposal that it concerns, if any.
    """

    ernst: Ernst
    regel: str
    blad: str
    rij: int | None = None
    kolom: str | None = None
    melding: str
    herstel: str
    nr: int | None = None

    @property
    def sort_key(self) -> tuple[int, str, int, str, str, str]:
        """Most serious first, then as one reads: sheet, row, column."""
        return (
            self.ernst.rank,
            self.blad,
            self.rij or 0,
            self.kolom or "",
            self.regel,
            self.melding,
        )
