"""The base of all models, and the finding that every room can make."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value; an unknown field is a programming error, not data."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Ernst(StrEnum):
    """How serious a finding is; the order of the members is the order of severity."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    MELDING = "melding"


class Bevinding(Model):
    """One finding, in Dutch, precise enough to click on."""

    ernst: Ernst
    regel: str  # clause id from the regulation (for example ``F2.2``)
    blad: str  # sheet name
    rij: int | None = None  # row number as Excel shows it, or None for the whole sheet
    kolom: str | None = None  # column header, or None for the whole row
    melding: str  # what was found
    herstel: str  # what the reader can do about it
    nr: int | None = None  # number of the proposal that it concerns, if any
    weert: bool = False  # whether it keeps that proposal out of the division

    @property
    def sort_key(self) -> tuple[int | str, ...]:
        """Most serious first, then as one reads: sheet, row, column."""
        place = (self.blad, self.rij or 0, self.kolom or "")
        rank = list(Ernst).index(self.ernst)
        return (rank, *place, self.regel, self.melding, self.herstel, self.nr or 0)
