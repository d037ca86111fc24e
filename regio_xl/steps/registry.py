"""The steps by their Dutch name; the command line and the ribbon both start here."""

from collections.abc import Callable

from regio_xl.domain import Jaar, Uitkomst
from regio_xl.domain.model import Model
from regio_xl.steps import (
    advies,
    bijwerken,
    evaluatie,
    selectie,
    stemming,
    toewijzen,
    totalen,
    valideren,
    vergelijking,
    voorstel,
)
from regio_xl.workbook.buttons import Button, button_of

CHECK = ("tblControle", "controle_herrekend")
LOG = "tblLogboek"
COMPARISON = (*vergelijking.TABLES, *vergelijking.CELLS)


class Step(Model):
    """One step of the year.

    Attributes:
        name: Command and button, in Dutch.
        writes: Tables, sheets with a free block, and named cells that it fills; empty for a
            step that only reads. A step that writes adds a row to sheet Logboek.
        run: The step itself, pure: a snapshot in, an outcome out.
    """

    name: str
    writes: tuple[str, ...] = ()
    run: Callable[[Jaar], Uitkomst]

    @property
    def button(self) -> Button:
        """Its button: title, purpose and first phase."""
        return button_of(self.name)

    @property
    def read_only(self) -> bool:
        """Whether the workbook stays as it is."""
        return not self.writes


_ALL = (
    Step(
        name=valideren.NAME,
        writes=(*CHECK, LOG),
        run=valideren.run,
    ),
    Step(
        name=toewijzen.NAME,
        writes=(*CHECK, "tblSelectie", "tblDekking", *COMPARISON, LOG),
        run=toewijzen.run,
    ),
    Step(
        name=voorstel.NAME,
        writes=(*CHECK, "tblVoorstel", "Voorstel", LOG),
        run=voorstel.run,
    ),
    Step(
        name=selectie.NAME,
        writes=(*CHECK, "tblSelectie", "tblDekking", *COMPARISON, advies.CELL, LOG),
        run=selectie.run,
    ),
    Step(
        name=stemming.NAME,
        writes=(*CHECK, advies.CELL, *stemming.WRITES, LOG),
        run=stemming.run,
    ),
    Step(
        name=evaluatie.NAME,
        writes=(*CHECK, "tblEvaluatie", LOG),
        run=evaluatie.run,
    ),
    Step(
        name=bijwerken.NAME,
        writes=(
            *CHECK,
            "tblVoorstel",
            "Voorstel",
            "tblSelectie",
            "tblDekking",
            *COMPARISON,
            "tblEvaluatie",
            "start_volgende_stap",
            advies.CELL,
            LOG,
        ),
        run=bijwerken.run,
    ),
    Step(
        name=totalen.NAME,
        run=totalen.run,
    ),
)

STEPS = {step.name: step for step in _ALL}
"""All steps by name, in the order in which a user meets them."""
