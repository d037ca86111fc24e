"""Step ``valideren``: what is wrong in the workbook, where, and what to do about it.

Here is also what every step says about findings: sheet Controle, the same for ``--json``, and
what to say of a sheet that could not be read ("none" and "not known" are not the same). What is
found about the package is in ``oordeel``.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from regio_xl.domain import Bevinding, Dossier, Ernst, TableContent, Uitkomst
from regio_xl.domain.tekst import count, format_uren, join
from regio_xl.sheets import schema
from regio_xl.sheets.dossier import gather, sort_bevindingen
from regio_xl.steps.berekening import Berekening

NAME = "valideren"
DEELNEMERS, VOORSTELLEN = "Deelnemers", "Voorstellen"

LOST = {
    "Kader": "de parameters van dit jaar zijn niet bekend",
    DEELNEMERS: "de deelnemers en hun bijdragen zijn niet bekend",
    VOORSTELLEN: "de voorstellen zijn niet bekend; wat daaruit volgt, is niet opnieuw gemaakt",
}
"""The sheets without which a result means nothing, and what is lost with them."""

FINDINGS = "bevindingen"  # under which ``--json`` gives them
ON_CONTROLE = {"ernst", "regel", "blad", "rij", "kolom", "melding", "herstel"}


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
    gathered, totaal = gather(uitkomst.bevindingen), berekening.totaal
    # What a step that writes mends in this very run is told now, and stands on no sheet.
    mended = [] if read_only else [item for item in gathered if item.vanzelf]
    found = tuple(item for item in gathered if item not in mended)
    data = {**uitkomst.data, **findings_data(found)} if FINDINGS in uitkomst.data else uitkomst.data
    uitkomst = uitkomst.model_copy(update={"bevindingen": found, "data": data})
    done = (item.melding for item in mended)
    lines = (*uitkomst.samenvatting, *done, findings_summary(found))
    if read_only:
        return uitkomst.model_copy(update={"samenvatting": lines})
    rows = tuple({**_as_row(item), "rij": item.rij} for item in found)
    controle = TableContent(name="tblControle", rows=rows)
    # To set against the cell formulas (F1.3).
    cells = {"controle_herrekend": totaal, **uitkomst.cells}
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
