"""The buttons of the ribbon, declared once: one per step, in the order of the year.

The ribbon, sheet Knoppen, the command line's help and the step registry all read this. What a
step does is in ``steps/``; a test ties the two together.
"""

from enum import StrEnum

from regio_xl.domain import Fase
from regio_xl.domain.model import Model


class Group(StrEnum):
    """A group on the ribbon tab, in the order of the year."""

    VOORBEREIDEN = "Voorbereiden"
    VOORSTELLEN = "Voorstellen"
    SELECTIE = "Selectie en besluit"
    UITVOERING = "Uitvoering"
    BEHEER = "Beheer"


class Button(Model):
    """One button, and the command with the same name.

    Attributes:
        step: Name of the step, which is the command too.
        title: Label on the button.
        group: Where it stands on the ribbon.
        purpose: What a click does, in one Dutch sentence.
        untouched: What a click leaves alone, in one Dutch sentence.
        image: One of Office's own icons (``imageMso``).
        from_fase: First phase in which the button works and ``bijwerken`` runs the step. The
            command always runs, and says so when it is early.
        closed: Why the button does not work before that phase, with what to do; empty where
            it works from the first phase on.
    """

    step: str
    title: str
    group: Group
    purpose: str
    untouched: str
    image: str
    from_fase: Fase = Fase.INVENTARISATIE
    closed: str = ""

    @property
    def tag(self) -> str:
        """Return the name of the step as it may stand in a cell name and in Python."""
        return self.step.replace("-", "_")

    @property
    def allowed_name(self) -> str:
        """Return the name of the cell that says whether the button works now."""
        return f"knop_{self.tag}"

    @property
    def help_name(self) -> str:
        """Return the name of the cell with the text that the ribbon shows below the title."""
        return f"knop_{self.tag}_uitleg"


INPUT_STAYS = "Wat mensen hebben ingevuld, blijft zoals het is."

BUTTONS = (
    Button(
        step="valideren",
        title="Valideren",
        group=Group.VOORBEREIDEN,
        purpose="Controleert alle invoer en zet de bevindingen op blad Controle.",
        untouched=INPUT_STAYS,
        image="DataValidation",
    ),
    Button(
        step="herstel",
        title="Herstel",
        group=Group.VOORBEREIDEN,
        purpose="Zet recht wat zonder vragen kan: spaties, hoofdletters en tekst die duidelijk een "
        "getal of datum is; elke wijziging staat op blad Logboek.",
        untouched="Formules, gewone teksten en alles waarover twijfel kan bestaan, blijven staan.",
        image="ReplaceDialog",
    ),
    Button(
        step="toewijzen",
        title="Toewijzen",
        group=Group.SELECTIE,
        purpose="Verdeelt de uren en zet het pakket met de reden per voorstel op blad Selectie.",
        untouched=INPUT_STAYS,
        image="Consolidate",
    ),
    Button(
        step="voorstel",
        title="Voorstel",
        group=Group.VOORSTELLEN,
        purpose="Maakt het eerste voorstel op blad Voorstel: een overzicht en een kaart per "
        "voorstel.",
        untouched="Aantekeningen onder de kaarten en alle invoer blijven staan.",
        image="ReviewNewComment",
    ),
    Button(
        step="selectie",
        title="Selectie",
        group=Group.SELECTIE,
        purpose="Zet het pakket dat nu telt op blad Selectie, met de dekking per deelnemer.",
        untouched=INPUT_STAYS,
        image="FormatAsTableGallery",
    ),
    Button(
        step="voorleggen",
        title="Voorleggen",
        group=Group.SELECTIE,
        purpose="Legt het pakket op blad Selectie voor aan het AOO, en vanaf de fase ‘besluit’ aan "
        "het AB. Adviezen en stemmen gelden dan voor dit pakket.",
        untouched="Daarna verdeelt alleen Toewijzen nog opnieuw, en die vraagt het eerst.",
        image="SendForReview",
        from_fase=Fase.BESPREKING,
        closed="Deze knop werkt vanaf de fase ‘bespreking’: eerder is er nog niets voor te leggen. "
        "Wijzig de fase op blad Kader als het zover is.",
    ),
    Button(
        step="stemming",
        title="Stemming",
        group=Group.SELECTIE,
        purpose="Telt de stemmen, vat het advies van het AOO samen en legt het aangenomen pakket "
        "vast zodra nummer en datum van het besluit er staan.",
        untouched="Stemmen, adviezen en een pakket dat al is vastgelegd, blijven zoals ze zijn.",
        image="FileMarkAsFinal",
        from_fase=Fase.BESLUIT,
        closed="Deze knop werkt vanaf de fase ‘besluit’: eerder stemt het AB niet. Wijzig de fase "
        "op blad Kader als het zover is.",
    ),
    Button(
        step="overschrijding",
        title="Overschrijding",
        group=Group.UITVOERING,
        purpose="Zet bij elkaar wat over zijn uren gaat of dreigt te gaan, en wat daaraan kan.",
        untouched=INPUT_STAYS,
        image="Error",
        from_fase=Fase.BESLUIT,
        closed="Deze knop werkt vanaf de fase ‘besluit’: eerder zijn er geen uren om te bewaken. "
        "Wijzig de fase op blad Kader als het zover is.",
    ),
    Button(
        step="rapportage",
        title="Rapportage",
        group=Group.UITVOERING,
        purpose="Maakt de gezamenlijke rapportage van een periode op blad Rapportage: per project, "
        "per deelnemer en wat er met uren gebeurde.",
        untouched=INPUT_STAYS,
        image="FilePrintPreview",
        from_fase=Fase.UITVOERING,
        closed="Deze knop werkt vanaf de fase ‘uitvoering’: eerder is er niets om over te "
        "rapporteren. Wijzig de fase op blad Kader als het zover is.",
    ),
    Button(
        step="evaluatie",
        title="Evaluatie",
        group=Group.UITVOERING,
        purpose="Maakt een regel per project op blad Evaluatie, en zet op blad Procesevaluatie de "
        "feiten bij de vragen.",
        untouched="Wat daar al is ingevuld, blijft bij zijn project of vraag staan.",
        image="ReviewTrackChanges",
        from_fase=Fase.BESLUIT,
        closed="Deze knop werkt vanaf de fase ‘besluit’: eerder staat het pakket niet vast. "
        "Wijzig de fase op blad Kader als het zover is.",
    ),
    Button(
        step="bijwerken",
        title="Bijwerken",
        group=Group.BEHEER,
        purpose="Doet alles wat bij de fase van het jaar hoort, in één keer.",
        untouched=INPUT_STAYS,
        image="RefreshAll",
    ),
    Button(
        step="totalen",
        title="Totalen",
        group=Group.BEHEER,
        purpose="Rekent de totalen na en laat ze zien; dezelfde cijfers staan op blad Financien.",
        untouched="Verandert niets in de werkmap.",
        image="AutoSum",
    ),
    Button(
        step="controleer",
        title="Controleer",
        group=Group.BEHEER,
        purpose="Rekent elk gemaakt blad na en zegt welk blad niet meer uit de invoer volgt, en "
        "sinds welke wijziging.",
        untouched="Verandert niets in de werkmap.",
        image="FormulaEvaluate",
    ),
)
"""All buttons, in the order in which a user meets the steps."""


def button_of(step: str) -> Button:
    """Return the button of a step.

    Raises:
        KeyError: No button has this step.
    """
    return {button.step: button for button in BUTTONS}[step]
