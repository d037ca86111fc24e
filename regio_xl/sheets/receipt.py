"""The receipt in A3 of a generated sheet: who made it when, with what; written and read here."""

import re
from datetime import datetime

from regio_xl.domain import CellValue, Jaar
from regio_xl.domain.model import Model

PATTERN = re.compile(
    r"Gemaakt op (?P<gemaakt>\d\d-\d\d-\d{4} \d\d:\d\d) door stap ‘(?P<stap>.+?)’"
    r" · regio-xl (?P<versie>\S+)"
    r" · kenmerk invoer (?P<invoer>\S*) · kenmerk parameters (?P<parameters>\S*)"
)
MOMENT = "%d-%m-%Y %H:%M"

NOT_MADE = "Nog niet gemaakt."
"""What stands in the place of a receipt until a step made the sheet."""


class Receipt(Model):
    """What a generated sheet says about itself.

    >>> made = Receipt(gemaakt=datetime(2025, 12, 12, 9), stap="bijwerken", versie="0.4.0",
    ...                invoer="ab", parameters="cd")
    >>> made.text
    'Gemaakt op 12-12-2025 09:00 door stap ‘bijwerken’ · regio-xl 0.4.0 · kenmerk invoer ab ·
    kenmerk parameters cd'
    >>> read_receipt(made.text) == made
    True
    """

    gemaakt: datetime  # when, to the minute
    stap: str  # Dutch name of the step
    versie: str  # version that made it
    invoer: str  # mark of all input
    parameters: str  # mark of the parameters alone

    @property
    def mark(self) -> str:
        """What it was made with and from; the same again needs no other receipt."""
        return (
            f"regio-xl {self.versie} · kenmerk invoer {self.invoer} · "
            f"kenmerk parameters {self.parameters}"
        )

    @property
    def text(self) -> str:
        """What stands in the cell."""
        return f"Gemaakt op {self.gemaakt:{MOMENT}} door stap ‘{self.stap}’ · {self.mark}"


def make_receipt(jaar: Jaar, stap: str, versie: str) -> Receipt:
    """Return the receipt of what a step makes of a year now."""
    return Receipt(
        gemaakt=jaar.read_at.replace(second=0, microsecond=0),
        stap=stap,
        versie=versie,
        invoer=jaar.source_hash,
        parameters=jaar.kader_hash,
    )


def read_receipt(cell: CellValue) -> Receipt | None:
    """Return the receipt in a cell; None where nobody wrote one, or somebody changed it."""
    found = PATTERN.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        return None
    try:
        moment = datetime.strptime(found["gemaakt"], MOMENT)
    except ValueError:
        return None
    return Receipt.model_validate({**found.groupdict(), "gemaakt": moment})
