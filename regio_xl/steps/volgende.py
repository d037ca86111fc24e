"""The next step for the user, in one sentence on sheet Start."""

from regio_xl.domain import Fase
from regio_xl.domain.tekst import count, join
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.ontbreekt import LOST

BY_FASE = {
    Fase.INVENTARISATIE: "Verzamel doorlopende en nieuwe voorstellen op blad Voorstellen en zet "
    "daarna de fase op Kader op ‘voorstel’.",
    Fase.VOORSTEL: "Lees het eerste voorstel op blad Voorstel na, stuur het naar de "
    "regievoerders en zet daarna de fase op Kader op ‘bespreking’.",
    Fase.BESPREKING: "Bespreek het pakket op blad Selectie in het AOO, leg keuzes vast op blad "
    "Voorstellen en adviezen op blad AOO, en zet daarna de fase op Kader op ‘besluit’.",
    Fase.BESLUIT: "Leg het pakket op blad Selectie voor aan het AB, vul blad Stemming in en doe "
    "‘stemming’. Zet na het besluit de fase op Kader op ‘uitvoering’.",
    Fase.UITVOERING: "Laat de projectleiders op blad Evaluatie de gerealiseerde uren en de "
    "lessen bijhouden.",
}


def next_step(berekening: Berekening) -> str:
    """Return what is most useful to do now: first what is wrong, then what the phase asks."""
    dossier = berekening.dossier
    fase = berekening.fase
    if gone := [sheet for sheet in LOST if sheet in dossier.ontbreekt]:
        return f"Zet terug wat ontbreekt: blad {join(gone)} of de tabel erop; zie blad Controle."
    if fase is None:
        return "Vul op blad Kader het jaar, de fase en de parameters in; zie blad Controle."
    if not dossier.deelnemers:
        return "Vul op blad Deelnemers de deelnemers en hun DVO-uren in."
    if not dossier.voorstellen:
        return "Verzamel de eerste voorstellen op blad Voorstellen."
    if berekening.fouten:
        errors = count(berekening.fouten, "fout", "fouten")
        return f"Los {errors} op (zie blad Controle) en doe daarna opnieuw ‘bijwerken’."
    return BY_FASE[fase]
