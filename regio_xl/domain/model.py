"""The base of all models, and the finding that every room can make."""

from datetime import datetime
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


class Oorzaak(Model):
    """What findings with one cause say together, when there are several on a sheet.

    ``{aantal}`` is how many there are; where they are is added.
    """

    melding: str  # of all of them, without a full stop
    herstel: str = ""  # what to do about all of them; empty where that is the same for one


class Repair(Model):
    """One cell that can be put right without asking what was meant."""

    sheet: str
    table: str  # name of its table; empty for a named cell
    row: int  # row number as Excel shows it
    key: str  # its column in the table, or the name of the cell
    header: str  # header of the column, or the label of the cell
    old: str  # what was typed, as it stands there
    new: float | datetime | str  # what must stand there
    shown: str  # the new value as one reads it
    layout: str  # Excel number format for it, where the cell holds text by its format


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
    vanzelf: bool = False  # whether a step that writes mends it in the same run
    weert: bool = False  # whether it keeps that proposal out of the division
    oorzaak: Oorzaak | None = None  # what it says together with others of the same cause
    wat: str = ""  # what it concerns, to be named among others; its row when empty
    repair: Repair | None = None  # the step ``herstel`` does this about it
    rijen: tuple[int, ...] = ()  # rows of all findings that were gathered into this one

    @property
    def sort_key(self) -> tuple[int | str, ...]:
        """Most serious first, then as one reads: sheet, row, column."""
        place = (self.blad, self.rij or 0, self.kolom or "")
        rank = list(Ernst).index(self.ernst)
        return (rank, *place, self.regel, self.melding, self.herstel, self.nr or 0)
