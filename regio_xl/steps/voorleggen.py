"""Step ``voorleggen``: puts the package that stands before the AOO, or the AB (U2.4, F3.5).

The phase says before whom. From then on no step divides anew by itself, and advice and votes
belong to this package.
"""

from regio_xl.domain import Fase, Uitkomst
from regio_xl.domain.levensloop import OVERGANGEN, Daad, refusal
from regio_xl.domain.tekst import count, format_uren
from regio_xl.sheets import schema
from regio_xl.sheets.stemming import AOO_PAKKET, STEMMING_PAKKET
from regio_xl.sheets.vastlegging import STAAT
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.oordeel import tell_behind
from regio_xl.steps.valideren import missing_lines

NAME = "voorleggen"

WITHOUT_RECORD = (
    "Er is niets voorgelegd: van dit pakket is niet vastgelegd waarop het berust. Doe eerst "
    "‘toewijzen’ met --opnieuw, of bevestig de vraag bij de knop."
)


def show(berekening: Berekening) -> Uitkomst:
    """Put the package before who must speak about it next; what was said stays as it is."""
    fase = berekening.fase
    deciding = fase is not None and fase.reached(Fase.BESLUIT)
    who, sheet, name, daad = (
        ("AB", "Stemming", STEMMING_PAKKET, Daad.STEMMEN)
        if deciding
        else ("AOO", "AOO", AOO_PAKKET, Daad.ADVISEREN)
    )
    noted, mark = berekening.gebonden[name], berekening.kenmerk
    cells, staat = {}, berekening.staat
    if why := refusal(berekening.staat, daad):
        line = f"Er is niets voorgelegd. {why}"
    elif not mark:
        line = WITHOUT_RECORD
    elif noted == mark:
        line = f"Dit pakket ({mark}) lag al voor aan het {who}."
    elif why := _not_as_it_stands(berekening):
        line = f"Er is niets voorgelegd: {why}"
    elif noted is not None and _spoken(berekening, name):
        line = (
            f"Er is niets voorgelegd: op blad {sheet} staat wat het {who} van een eerder pakket "
            "vond. Maak die kolom eerst leeg; in de vorige versie van het bestand blijft het staan."
        )
    else:
        projects = count(len(berekening.pakket.uren), "project", "projecten")
        hours = format_uren(berekening.pakket.totaal)
        line = f"Voorgelegd aan het {who}: {projects}, samen {hours}, kenmerk {mark}."
        staat = OVERGANGEN[berekening.staat, daad]
        cells = {name: mark, STAAT: staat.value}
    return Uitkomst(
        cells=cells,
        bevindingen=berekening.bevindingen,
        samenvatting=(*missing_lines(berekening.dossier), line),
        data={"aan": who, "kenmerk": mark, "staat": staat.value, "voorgelegd": bool(cells)},
    )


def _spoken(berekening: Berekening, name: str) -> bool:
    """Tell whether something is said there about another package, see ``find_other_package``."""
    label = schema.fields()[name][1].label
    return any(item.kolom == label for item in berekening.bevindingen)


def _not_as_it_stands(berekening: Berekening) -> str:
    """Return why the package may not be put forward as it stands; "" when it may."""
    if told := tell_behind(berekening):
        return f"de invoer is gewijzigd sinds de verdeling ({told}). Doe eerst ‘toewijzen’."
    broken = berekening.breuken
    return f"het voldoet niet. {broken[0].text} Zie blad Controle." if broken else ""
