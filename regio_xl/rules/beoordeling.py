"""Sheet Beoordeling: three scores per proposal (F3.1)."""

from collections.abc import Collection, Iterator

from regio_xl.domain import Beoordeling, Bevinding, Kind, Table
from regio_xl.domain.woorden import Soort
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


def read_beoordelingen(
    table: Table, nummers: Nummers
) -> tuple[dict[int, Beoordeling], list[Bevinding]]:
    """Read the scores (1..5) per proposal; only a complete set counts (F3.1)."""
    keys = tuple(column.key for column in table.columns if column.kind is Kind.SCORE)
    records = number_records(read_records(table), nummers.known)
    started = [record for record in records if _started(record, keys)]
    found = [
        *check_table(table),
        *check_cells(records),
        *check_required(started),
        *check_unique(records, "nr"),
        *check_nummers(records, nummers),
    ]
    beoordelingen: dict[int, Beoordeling] = {}
    for record in started:
        scores = {key: score for key in keys if (score := record.whole(key)) is not None}
        if record.nr is not None and len(scores) == len(keys):
            beoordelingen[record.nr] = Beoordeling(
                nr=record.nr, scores=scores, toelichting=record.text("toelichting")
            )
    tried = {record.nr for record in started}
    found += _check_complete(table, tried, nummers)
    return beoordelingen, found


def _started(record: Record, keys: tuple[str, ...]) -> bool:
    """Tell whether somebody began to score; a row with only a number is still to be scored."""
    return record.empty("nr") or any(not record.empty(key) for key in keys)


def _check_complete(
    table: Table, tried: Collection[int | None], nummers: Nummers
) -> Iterator[Bevinding]:
    """Report proposals without scores, except ketentoezicht: that is not weighed (F3.1)."""
    if "nr" not in table.present:
        return
    weighed = [item for item in nummers.voorstellen if item.soort != Soort.KETENTOEZICHT]
    missing = [voorstel for voorstel in weighed if voorstel.nr not in tried]
    yield from report_missing(
        table,
        missing,
        weighed,
        nothing=(
            "Er is nog geen enkel voorstel beoordeeld; de volgorde zegt daarom nog niets.",
            "Geef elk voorstel drie scores van 1 (laag) tot en met 5 (hoog).",
        ),
        one=(
            "Voorstel {nr} is nog niet beoordeeld.",
            "Voeg een rij toe met Nr {nr} en drie scores van 1 tot en met 5.",
        ),
    )
