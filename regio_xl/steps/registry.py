"""The steps by their Dutch name; the command line and the ribbon both start here."""

from collections.abc import Callable

from regio_xl.domain import Fase, Jaar, Uitkomst
from regio_xl.domain.model import Model
from regio_xl.steps import (
    bijwerken,
    evaluatie,
    selectie,
    toewijzen,
    totalen,
    valideren,
    voorstel,
)

CHECK = ("tblControle", "controle_herrekend")
LOG = "tblLogboek"


class Step(Model):
    """One step of the year.

    Attributes:
        name: Command and button, in Dutch.
        title: Label for a button.
        purpose: What it does, in one Dutch sentence, for help and screen tips.
        writes: Tables, sheets with a free block, and named cells that it fills; empty for a
            step that only reads. A step that writes adds a row to sheet Logboek.
        from_fase: First phase in which ``bijwerken`` runs it; None for always. On its own a
            step always runs, and says so when it is early.
        run: The step itself, pure: a snapshot in, an outcome out.
    """

    name: str
    title: str
    purpose: str
    writes: tuple[str, ...] = ()
    from_fase: Fase | None = None
    run: Callable[[Jaar], Uitkomst]

    @property
    def read_only(self) -> bool:
        """Whether the workbook stays as it is."""
        return not self.writes


_ALL = (
    Step(
        name=valideren.NAME,
        title="Valideren",
        purpose="Controleert alle invoer en zet de bevindingen op blad Controle.",
        writes=(*CHECK, LOG),
        run=valideren.run,
    ),
    Step(
        name=toewijzen.NAME,
        title="Toewijzen",
        purpose="Verdeelt de uren en zet het pakket met redenen op blad Selectie.",
        writes=(*CHECK, "tblSelectie", LOG),
        run=toewijzen.run,
    ),
    Step(
        name=voorstel.NAME,
        title="Voorstel",
        purpose="Maakt het eerste voorstel: een overzicht en een kaart per voorstel.",
        writes=(*CHECK, "tblVoorstel", "Voorstel", LOG),
        run=voorstel.run,
    ),
    Step(
        name=selectie.NAME,
        title="Selectie",
        purpose="Verdeelt de uren en laat ook de dekking per deelnemer zien.",
        writes=(*CHECK, "tblSelectie", "tblDekking", LOG),
        run=selectie.run,
    ),
    Step(
        name=evaluatie.NAME,
        title="Evaluatie",
        purpose="Maakt een regel per project op blad Evaluatie; wat is ingevuld, blijft staan.",
        writes=(*CHECK, "tblEvaluatie", LOG),
        from_fase=evaluatie.FROM_FASE,
        run=evaluatie.run,
    ),
    Step(
        name=bijwerken.NAME,
        title="Bijwerken",
        purpose="Doet alles wat bij de fase van het jaar hoort, in één keer.",
        writes=(
            *CHECK,
            "tblVoorstel",
            "Voorstel",
            "tblSelectie",
            "tblDekking",
            "tblEvaluatie",
            "start_volgende_stap",
            LOG,
        ),
        run=bijwerken.run,
    ),
    Step(
        name=totalen.NAME,
        title="Totalen",
        purpose="Geeft de totalen voor financiën; verandert niets.",
        run=totalen.run,
    ),
)

STEPS = {step.name: step for step in _ALL}
"""All steps by name, in the order in which a user meets them."""
