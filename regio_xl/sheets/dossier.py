"""From the snapshot of a year to its dossier: every sheet read, everything checked."""

from collections.abc import Iterable, Iterator

from regio_xl.domain import Bevinding, Dossier, Ernst, Jaar
from regio_xl.sheets.besluit import read_besluitvorming
from regio_xl.sheets.deelnemers import read_deelnemers
from regio_xl.sheets.kader import check_tijdlijn, read_kader
from regio_xl.sheets.schema import check_structure, missing_input
from regio_xl.sheets.scores import read_belang, read_beoordelingen
from regio_xl.sheets.tables import check_cells, check_formulas, check_table, read_rows
from regio_xl.sheets.voorstellen import read_voorstellen

# Tables in which people type too; their cells are read here, their meaning in the steps
OTHER_INPUT = ("tblTijdlijn", "tblEvaluatie")


def read_dossier(jaar: Jaar) -> Dossier:
    """Read and check everything that people filled in for one year.

    Never raises on contents: what cannot be used becomes a finding. The findings come most
    serious first, in reading order, each once, whatever the order of the rows in memory.
    """
    kader = read_kader(jaar)
    deelnemers = read_deelnemers(jaar, kader)
    voorstellen = read_voorstellen(jaar, kader, deelnemers)
    belang, about_belang = read_belang(jaar, deelnemers.deelnemers, voorstellen)
    beoordelingen, about_scores = read_beoordelingen(jaar, voorstellen)
    besluitvorming, about_decision = read_besluitvorming(jaar, kader, deelnemers)
    return Dossier(
        kader=kader.kader,
        deelnemers=deelnemers.deelnemers,
        voorstellen=voorstellen.voorstellen,
        beoordelingen=beoordelingen,
        belang=belang,
        ketentoezicht=kader.inhoud,
        besluitvorming=besluitvorming,
        bevindingen=sort_bevindingen(
            [
                *check_structure(jaar),
                *kader.bevindingen,
                *deelnemers.bevindingen,
                *voorstellen.bevindingen,
                *_other_tables(jaar),
                *about_belang,
                *about_scores,
                *about_decision,
            ]
        ),
        voor_alle=voorstellen.voor_alle,
        onleesbaar=kader.onleesbaar,
        ontbreekt=missing_input(jaar),
    )


def _other_tables(jaar: Jaar) -> Iterator[Bevinding]:
    """Check the cells of the other tables, and the calculated columns everywhere.

    An error there does not touch a proposal. Of Deelnemers the formulas are checked with its rows.
    """
    for name, table in jaar.tables.items():
        if name != "tblDeelnemers":
            yield from check_formulas(table)
        if name in OTHER_INPUT:
            rows = read_rows(table)
            yield from check_table(table)
            yield from check_cells(rows)
            if name == "tblTijdlijn":
                yield from check_tijdlijn(rows)


def sort_bevindingen(found: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return findings most serious first, then in reading order, without repetition."""
    return tuple(sorted(_without_echoes(found), key=lambda item: item.sort_key))


def _without_echoes(found: Iterable[Bevinding]) -> list[Bevinding]:
    """Drop a lesser finding about a cell that an error of the same clause is about already."""
    places = {item: (item.blad, item.rij, item.kolom, item.regel) for item in found}
    errors = {
        place
        for item, place in places.items()
        if item.ernst is Ernst.FOUT and item.kolom is not None
    }
    return [
        item for item, place in places.items() if item.ernst is Ernst.FOUT or place not in errors
    ]
