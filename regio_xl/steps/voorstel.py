"""Step ``voorstel``: the first proposal, an overview with a card per proposal (U2.2, U2.3)."""

from collections.abc import Mapping

from regio_xl.domain import CellValue, Jaar, Report, TableContent, Uitkomst
from regio_xl.domain.tekst import count
from regio_xl.steps import controle, logboek, ontbreekt, selectietabel
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.entries import Entry
from regio_xl.steps.kaarten import card_lines
from regio_xl.steps.pakket import compute

NAME = "voorstel"


def run(jaar: Jaar) -> Uitkomst:
    """Write the overview of all proposals and a card for each one."""
    return logboek.add_row(jaar, NAME, show(compute(jaar)))


def show(berekening: Berekening) -> Uitkomst:
    """Return sheet Voorstel for ``berekening``."""
    if not ontbreekt.voorstellen_known(berekening.dossier):
        return ontbreekt.without_voorstellen(berekening, {"voorstellen": []})
    check = controle.contents(berekening.bevindingen, berekening.totaal)
    entries = sorted(berekening.entries, key=lambda entry: (entry.nr, entry.voorstel.rij))
    overview = TableContent(name="tblVoorstel", rows=tuple(map(_row, entries)), key_column="nr")
    made = count(len(entries), "voorstel", "voorstellen")
    return Uitkomst(
        tables=(*check["tables"], overview),
        reports=(Report(sheet="Voorstel", lines=card_lines(berekening)),),
        cells=check["cells"],
        bevindingen=berekening.bevindingen,
        samenvatting=(
            *ontbreekt.lines(berekening.dossier),
            f"Eerste voorstel: {made}, elk met een eigen kaart."
            if entries
            else "Eerste voorstel: er zijn nog geen voorstellen.",
            *selectietabel.summary(berekening)[:1],
            "Zie blad Voorstel.",
            controle.summary(berekening.bevindingen),
        ),
        data={"voorstellen": [_data(entry) for entry in entries]},
    )


def _row(entry: Entry) -> Mapping[str, CellValue]:
    voorstel = entry.voorstel
    return {
        "nr": float(entry.nr),
        "titel": voorstel.titel,
        "indiener": voorstel.indiener,
        "soort": voorstel.soort,
        "uh_relatie": voorstel.uh_relatie,
        "gevraagd": selectietabel.as_cell(voorstel.uren or None),
        "kosten_uren": selectietabel.as_cell(entry.kosten_uren),
        "score": entry.score_cell,
        "stand": entry.stand,
        "toegewezen": selectietabel.as_cell(entry.toegewezen),
    }


def _data(entry: Entry) -> Mapping[str, CellValue]:
    return {
        "nr": entry.nr,
        "titel": entry.voorstel.titel,
        "stand": entry.stand,
        "uren": entry.toegewezen,
        "toelichting": entry.reden,
    }
