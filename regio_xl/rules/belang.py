"""Sheet Belang: how much each proposal matters to each participant (U4.3)."""

from collections.abc import Iterable, Iterator, Sequence

from regio_xl.domain import Bevinding, Deelnemer, Ernst, Table, Voorstel
from regio_xl.rules.cells import normalise_code
from regio_xl.rules.nummers import Nummers, check_nummers, report_missing
from regio_xl.rules.record import Record
from regio_xl.rules.tables import (
    check_cells,
    check_required,
    check_table,
    check_unique,
    number_records,
    read_records,
)


def read_belang(
    table: Table, deelnemers: Sequence[Deelnemer], nummers: Nummers
) -> tuple[dict[int, dict[str, int]], list[Bevinding]]:
    """Read the belang (0..3) per proposal and participant; an empty cell counts as 0 (U4.3)."""
    records = number_records(read_records(table), nummers.known)
    found = [
        *check_table(table),
        *check_cells(records),
        *check_required(records),
        *check_unique(records, "nr"),
        *check_nummers(records, nummers),
        *_check_columns(table, deelnemers),
        *_check_complete(table, records, nummers.voorstellen),
    ]
    keys = {normalise_code(column.key): column.key for column in table.columns}
    codes = [(deelnemer.code, keys.get(deelnemer.code, "")) for deelnemer in deelnemers]
    belang = {record.nr: _belang(record, codes) for record in records if record.nr is not None}
    return belang, found


def _belang(record: Record, codes: Iterable[tuple[str, str]]) -> dict[str, int]:
    return {code: record.whole(key) or 0 for code, key in codes}


def _check_columns(table: Table, deelnemers: Iterable[Deelnemer]) -> Iterator[Bevinding]:
    """Report participants for whom no column was even looked for."""
    keys = {normalise_code(column.key) for column in table.columns}
    for deelnemer in deelnemers:
        if deelnemer.code not in keys:
            yield table.bevinding(
                None,
                None,
                f"Er is geen kolom voor deelnemer {deelnemer.code}; het belang telt als 0.",
                f"Voeg rechts een kolom toe met de kop {deelnemer.code}.",
                ernst=Ernst.WAARSCHUWING,
            )


def _check_complete(
    table: Table, records: Iterable[Record], voorstellen: Sequence[Voorstel]
) -> Iterator[Bevinding]:
    """Report proposals without a row; one finding when the sheet is still empty (U4.3)."""
    if "nr" not in table.present:
        return
    listed = {record.nr for record in records}
    missing = [voorstel for voorstel in voorstellen if voorstel.nr not in listed]
    yield from report_missing(
        table,
        missing,
        voorstellen,
        nothing=(
            "Er is nog voor geen enkel voorstel een belang ingevuld; overal telt 0.",
            "Vul per voorstel één rij in: 0 geen, 1 enig, 2 redelijk, 3 groot belang.",
        ),
        one=(
            f"Voorstel {{nr}} heeft geen rij op blad {table.sheet}; overal telt 0.",
            "Voeg een rij toe met Nr {nr} en vul per deelnemer 0 tot en met 3 in.",
        ),
    )
