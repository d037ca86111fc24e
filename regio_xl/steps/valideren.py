"""Step ``valideren``: what is wrong in the workbook, where, and what to do about it.

Here is also what every step says about findings: sheet Controle, the same for ``--json``, the
findings that only exist once the hours are divided, and what to say of a sheet that could not
be read ("none" and "not known" are not the same).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from regio_xl.allocation import Reden
from regio_xl.domain import Bevinding, Dossier, Ernst, Kader, Oorzaak, TableContent, Uitkomst
from regio_xl.domain.tekst import ALL, count, format_uren, join
from regio_xl.domain.woorden import BEREKEND, Keuze, Soort
from regio_xl.sheets import schema
from regio_xl.sheets.dossier import sort_bevindingen
from regio_xl.sheets.oorzaken import gather
from regio_xl.steps.berekening import Berekening, Entry, as_cell

NAME = "valideren"
DEELNEMERS, VOORSTELLEN = "Deelnemers", "Voorstellen"

LOST = {
    "Kader": "de parameters van dit jaar zijn niet bekend",
    DEELNEMERS: "de deelnemers en hun bijdragen zijn niet bekend",
    VOORSTELLEN: "de voorstellen zijn niet bekend; wat daaruit volgt, is niet opnieuw gemaakt",
}
"""The sheets without which a result means nothing, and what is lost with them."""

MAKE_ROOM = "Vraag minder uren, vul een minimum in, of maak elders ruimte."
FINDINGS = "bevindingen"  # under which ``--json`` gives them
ON_CONTROLE = {"ernst", "regel", "blad", "rij", "kolom", "melding", "herstel"}

FROM_THE_START = (Reden.FOUTEN, Reden.KEUZE)
"""Reasons to be out that have nothing to do with the package."""


def show(berekening: Berekening) -> Uitkomst:
    """Return the findings of a year (F1.3 among them: the totals, apart from the cell formulas)."""
    dossier, found = berekening.dossier, berekening.bevindingen
    return Uitkomst(
        bevindingen=found,
        samenvatting=(*missing_lines(dossier), _checked(dossier, berekening.totaal)),
        data=findings_data(found),
    )


def _checked(dossier: Dossier, totaal: int | None) -> str:
    checked = f"Gecontroleerd: {join(_counted(dossier)) or 'de opbouw van de werkmap'}"
    if totaal is None:
        return f"{checked}; het totaal is niet te berekenen zolang blad Kader niet klopt."
    if DEELNEMERS in dossier.ontbreekt:
        return f"{checked}."
    return f"{checked}; samen {format_uren(totaal)} beschikbaar."


def _counted(dossier: Dossier) -> Iterator[str]:
    """Count what could be read; of a sheet that is missing there is no number, not even 0."""
    if voorstellen_known(dossier):
        yield count(len(dossier.voorstellen), "voorstel", "voorstellen")
    if DEELNEMERS not in dossier.ontbreekt:
        yield count(len(dossier.deelnemers), "deelnemer", "deelnemers")


def with_findings(
    berekening: Berekening, uitkomst: Uitkomst, *, read_only: bool = False
) -> Uitkomst:
    """Say how many findings there are; a step that writes also puts them on sheet Controle."""
    found, totaal = gather(uitkomst.bevindingen), berekening.totaal
    data = {**uitkomst.data, **findings_data(found)} if FINDINGS in uitkomst.data else uitkomst.data
    uitkomst = uitkomst.model_copy(update={"bevindingen": found, "data": data})
    lines = (*uitkomst.samenvatting, findings_summary(found))
    if read_only:
        return uitkomst.model_copy(update={"samenvatting": lines})
    rows = tuple({**_as_row(item), "rij": as_cell(item.rij)} for item in found)
    controle = TableContent(name="tblControle", rows=rows)
    # To set against the cell formulas (F1.3).
    cells = {"controle_herrekend": as_cell(totaal), **uitkomst.cells}
    tables = (controle, *uitkomst.tables)
    return uitkomst.model_copy(update={"samenvatting": lines, "tables": tables, "cells": cells})


def _as_row(item: Bevinding) -> dict[str, Any]:
    return item.model_dump(mode="json", exclude=set(type(item).model_fields) - ON_CONTROLE)


def _as_data(item: Bevinding) -> dict[str, Any]:
    rows = item.rijen or ((item.rij,) if item.rij is not None else ())
    return {**_as_row(item), "rijen": list(rows)}


def findings_data(bevindingen: Iterable[Bevinding]) -> Mapping[str, Any]:
    """Return the findings for ``--json`` of ``valideren``; others read its keys, so they stay."""
    listed = list(bevindingen)
    return {
        FINDINGS: [_as_data(item) for item in listed],
        "fouten": count_of(listed, Ernst.FOUT),
        "waarschuwingen": count_of(listed, Ernst.WAARSCHUWING),
    }


def findings_summary(bevindingen: Iterable[Bevinding]) -> str:
    """Return one Dutch line with the number of findings per severity.

    >>> findings_summary([])
    'Geen bevindingen.'
    """
    listed = list(bevindingen)
    if not listed:
        return "Geen bevindingen."
    words = (
        (Ernst.FOUT, "fout", "fouten"),
        (Ernst.WAARSCHUWING, "waarschuwing", "waarschuwingen"),
        (Ernst.MELDING, "melding", "meldingen"),
    )
    counted = ((count_of(listed, ernst), one, more) for ernst, one, more in words)
    parts = ", ".join(count(number, one, more) for number, one, more in counted if number)
    return f"{parts}: zie blad Controle."


def count_of(bevindingen: Iterable[Bevinding], ernst: Ernst) -> int:
    """Return how many findings are of this severity."""
    return sum(item.ernst is ernst for item in bevindingen)


def merge(*groups: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return all findings once, most serious first and then as one reads."""
    return sort_bevindingen(chain.from_iterable(groups))


def faulty_parameters(bevindingen: Iterable[Bevinding]) -> set[str]:
    """Return the clauses of errors on Kader by which a parameter is not what was meant.

    Hours for ketentoezicht that are still to be decided (U2.1) are no such error.
    """
    return {
        item.regel
        for item in bevindingen
        if item.blad == "Kader" and item.ernst is Ernst.FOUT and item.regel != "U2.1"
    }


def header(table: str, key: str) -> str:
    """Return the header that users see above a column."""
    spec = schema.tables()[table][1]
    return next(column.header for column in spec.columns if column.key == key)


def voorstellen_known(dossier: Dossier) -> bool:
    """Tell whether the proposals could be read; if not, no result may be made from "none"."""
    return VOORSTELLEN not in dossier.ontbreekt


def missing_lines(dossier: Dossier) -> tuple[str, ...]:
    """Return a Dutch line per sheet that could not be read, for the top of a summary.

    >>> missing_lines(Dossier(kader=None, ontbreekt=("Deelnemers", "Belang")))
    ('Blad Deelnemers ontbreekt of mist zijn tabel: de deelnemers en hun bijdragen zijn niet
    bekend.',)
    """
    return tuple(
        f"Blad {sheet} ontbreekt of mist zijn tabel: {lost}."
        for sheet, lost in LOST.items()
        if sheet in dossier.ontbreekt
    )


def without_voorstellen(berekening: Berekening, data: Mapping[str, Any]) -> Uitkomst:
    """Return the outcome of a step that needs the proposals: findings, and no result at all."""
    lines = missing_lines(berekening.dossier)
    return Uitkomst(bevindingen=berekening.bevindingen, samenvatting=lines, data=data)


def find_about_package(berekening: Berekening, *, shown: bool) -> Iterator[Bevinding]:
    """Yield what is wrong with the package; nothing when there is no kader to judge by.

    Where none is ``shown``, only what makes one impossible.
    """
    kader = berekening.dossier.kader
    if kader is None:
        return
    yield from _find_over_total(berekening)
    if not shown:
        return
    if voorstellen_known(berekening.dossier):
        yield from _find_uncovered(berekening, kader)
    # Of a package that people made, the verifier says it, and it is not for us to ask otherwise.
    if berekening.scenario in BEREKEND:
        for entry in berekening.entries:
            yield from _find_left_out(entry)


def _find_over_total(berekening: Berekening) -> Iterator[Bevinding]:
    over = -berekening.problem.budget
    # Without any contribution there is nothing to exceed: that is said with the participants.
    if over <= 0 or not berekening.totaal:
        return
    keten = berekening.ketentoezicht
    yield Bevinding(
        ernst=Ernst.FOUT,
        regel="U8.2",
        blad="Kader",
        melding=f"Ketentoezicht ({format_uren(keten.uren)}) en reserve "
        f"({format_uren(berekening.reserve)}) zijn samen {format_uren(over)} meer dan het totaal "
        f"van {format_uren(berekening.totaal or 0)} (O4). Er is geen ruimte voor projecten.",
        herstel=f"Verlaag ketentoezicht of de reserve samen met {format_uren(over)}, "
        "of leg een hoger totaal voor aan het AB.",
    )


def _find_uncovered(berekening: Berekening, kader: Kader) -> Iterator[Bevinding]:
    namen = berekening.namen
    open_names = [namen.get(item.code, item.code) for item in berekening.dekking if not item.gedekt]
    if not open_names:
        return
    yield Bevinding(
        ernst=Ernst.WAARSCHUWING,
        regel="U4.3",
        blad="Selectie",
        kolom=header("tblDekking", "gedekt"),
        melding=f"Het pakket heeft geen project van belang ({kader.belang_drempel} of meer) voor "
        f"{count(len(open_names), 'deelnemer', 'deelnemers')}: {join(open_names, most=ALL)}.",
        herstel="Bespreek in het AOO welk voorstel waarde heeft voor "
        f"{'deze deelnemer' if len(open_names) == 1 else 'deze deelnemers'} en kies "
        f"daar op blad Voorstellen ‘{Keuze.OPNEMEN}’ bij, of vul blad Belang aan.",
    )


def _find_left_out(entry: Entry) -> Iterator[Bevinding]:
    """Report a running project (A26) or a wish of the AOO (F3.4) that does not fit."""
    verdict, voorstel = entry.verdict, entry.voorstel
    if verdict is None or verdict.opgenomen or verdict.reden in FROM_THE_START:
        return
    if voorstel.soort == Soort.DOORLOPEND:
        regel, key, what = "A26", "uren", f"Doorlopend project {entry.nr}"
        several = "{aantal} doorlopende projecten passen niet in het pakket"
    elif voorstel.keuze == Keuze.OPNEMEN:
        regel, key, what = "F3.4", "keuze", f"Voorstel {entry.nr}, dat het AOO wil opnemen,"
        several = "{aantal} voorstellen die het AOO wil opnemen, passen niet in het pakket"
    else:
        return
    yield Bevinding(
        ernst=Ernst.WAARSCHUWING,
        regel=regel,
        blad="Voorstellen",
        rij=voorstel.rij,
        kolom=header("tblVoorstellen", key),
        melding=f"{what} past niet in het pakket. {verdict.toelichting}",
        herstel=MAKE_ROOM,
        nr=entry.nr,
        oorzaak=Oorzaak(
            melding=several, herstel=f"Waarom niet, staat op blad Selectie. {MAKE_ROOM}"
        ),
        wat=str(entry.nr),
    )
