"""From the snapshot of a year to its dossier: everything read, everything checked."""

from collections.abc import Iterable, Iterator

from regio_xl.domain import Beoordeling, Bevinding, Dossier, Ernst, Jaar
from regio_xl.rules.belang import read_belang
from regio_xl.rules.beoordeling import read_beoordelingen
from regio_xl.rules.besluitvorming import read_besluitvorming
from regio_xl.rules.deelnemers import (
    DeelnemersReading,
    check_aantal,
    check_programmas,
    check_totaal,
    read_deelnemers,
)
from regio_xl.rules.formules import check_formulas
from regio_xl.rules.kader import KaderReading, read_kader
from regio_xl.rules.nummers import Nummers
from regio_xl.rules.per_deelnemer import Deelnemerlijst
from regio_xl.rules.structuur import check_structure, missing_input
from regio_xl.rules.tables import check_cells, check_table, read_records
from regio_xl.rules.tijdlijn import check_tijdlijn
from regio_xl.rules.voorstellen import Context, VoorstellenReading, read_voorstellen

OTHER_INPUT = ("tblTijdlijn", "tblEvaluatie")
"""Tables in which people type too; their cells are read here, their meaning in the steps."""


def read_dossier(jaar: Jaar) -> Dossier:
    """Read and check everything that people filled in for one year.

    Never raises on contents: what cannot be used becomes a finding. The findings come most
    serious first, in reading order, each once, whatever the order of the rows in memory.
    """
    kader = read_kader(jaar)
    deelnemers = _deelnemers(jaar, kader)
    voorstellen = _voorstellen(jaar, kader, deelnemers)
    nummers = _nummers(jaar, voorstellen)
    found = [
        *check_structure(jaar),
        *kader.bevindingen,
        *deelnemers.bevindingen,
        *voorstellen.bevindingen,
        *_other_tables(jaar),
        *_other_formulas(jaar),
    ]
    belang: dict[int, dict[str, int]] = {}
    beoordelingen: dict[int, Beoordeling] = {}
    if table := jaar.tables.get("tblBelang"):
        belang, more = read_belang(table, deelnemers.deelnemers, nummers)
        found += more
    if table := jaar.tables.get("tblBeoordeling"):
        beoordelingen, more = read_beoordelingen(table, nummers)
        found += more
    besluitvorming, more = read_besluitvorming(jaar, kader, _lijst(jaar, deelnemers))
    found += more
    return Dossier(
        kader=kader.kader,
        deelnemers=deelnemers.deelnemers,
        voorstellen=voorstellen.voorstellen,
        beoordelingen=beoordelingen,
        belang=belang,
        besluitvorming=besluitvorming,
        bevindingen=sort_bevindingen(found),
        voor_alle=_for_every_proposal(jaar, voorstellen.bevindingen),
        ontbreekt=missing_input(jaar),
    )


def sort_bevindingen(found: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return findings most serious first, then in reading order, without repetition."""
    unique = _without_echoes(dict.fromkeys(found))
    return tuple(sorted(unique, key=lambda item: (*item.sort_key, item.herstel, item.nr or 0)))


def _without_echoes(found: Iterable[Bevinding]) -> list[Bevinding]:
    """Drop a lesser finding about a cell that an error of the same clause is about already."""
    listed = list(found)
    errors = {
        (item.blad, item.rij, item.kolom, item.regel)
        for item in listed
        if item.ernst is Ernst.FOUT and item.kolom is not None
    }
    return [
        item
        for item in listed
        if item.ernst is Ernst.FOUT or (item.blad, item.rij, item.kolom, item.regel) not in errors
    ]


def _deelnemers(jaar: Jaar, kader: KaderReading) -> DeelnemersReading:
    table = jaar.tables.get("tblDeelnemers")
    if table is None:
        return DeelnemersReading((), sound=False, complete=False, bevindingen=[])
    reading = read_deelnemers(table, kader.kader)
    people, today = reading.deelnemers, jaar.read_at.date()
    found = reading.bevindingen
    if reading.complete:
        found += check_aantal(table, people, kader.aantal_deelnemers)
    found += check_programmas(table, people, kader.fase, today)
    if kader.kader and reading.sound:
        found += check_totaal(table, people, kader.kader)
    return reading


def _lijst(jaar: Jaar, reading: DeelnemersReading) -> Deelnemerlijst:
    table = jaar.tables.get("tblDeelnemers")
    complete = table is not None and "code" in table.present
    return Deelnemerlijst(reading.deelnemers, complete)


def _voorstellen(
    jaar: Jaar, kader: KaderReading, deelnemers: DeelnemersReading
) -> VoorstellenReading:
    table = jaar.tables.get("tblVoorstellen")
    if table is None:
        return VoorstellenReading((), frozenset(), [])
    context = Context(
        kader=kader.kader,
        fase=kader.fase,
        namen={deelnemer.code: deelnemer.naam for deelnemer in deelnemers.deelnemers},
        today=jaar.read_at.date(),
    )
    return read_voorstellen(table, context)


def _for_every_proposal(jaar: Jaar, found: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return the errors about the table as a whole: no proposal in it is complete (F2.2)."""
    table = jaar.tables.get("tblVoorstellen")
    if table is None:
        return ()
    return tuple(
        item for item in found if item.ernst is Ernst.FOUT and item.rij == table.header_row
    )


def _nummers(jaar: Jaar, reading: VoorstellenReading) -> Nummers:
    table = jaar.tables.get("tblVoorstellen")
    return Nummers(
        reading.voorstellen,
        frozenset(voorstel.nr for voorstel in reading.voorstellen),
        reading.meant,
        complete=table is not None and "nr" in table.present,
    )


def _other_formulas(jaar: Jaar) -> Iterator[Bevinding]:
    """Check the calculated columns everywhere; of Deelnemers they are checked with its rows."""
    for name, table in jaar.tables.items():
        if name != "tblDeelnemers":
            yield from check_formulas(table)


def _other_tables(jaar: Jaar) -> Iterator[Bevinding]:
    """Check the cells of the other tables; an error there does not touch a proposal."""
    for name in OTHER_INPUT:
        if table := jaar.tables.get(name):
            records = read_records(table)
            yield from check_table(table)
            yield from check_cells(records)
            if name == "tblTijdlijn":
                yield from check_tijdlijn(records)
