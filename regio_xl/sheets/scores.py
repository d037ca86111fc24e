"""Sheets Belang and Beoordeling: what each proposal is worth, and to whom.

Their rows point to a proposal by its number.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from regio_xl.domain.dossier import Beoordeling, Deelnemer, Jaar, Voorstel
from regio_xl.domain.model import Bevinding, Ernst
from regio_xl.domain.table import Column, Kind, Row, Table
from regio_xl.domain.woorden import Soort
from regio_xl.sheets.cells import normalise_code
from regio_xl.sheets.declare import SheetSpec, SheetType, TableSpec
from regio_xl.sheets.tables import (
    check_cells,
    check_required,
    check_rows,
    check_table,
    check_unique,
    number_rows,
    read_rows,
)
from regio_xl.sheets.voorstellen import VoorstellenReading

ZERO, ONE, THREE, FIVE = Decimal(0), Decimal(1), Decimal(3), Decimal(5)

NR = "Nummer van het voorstel, zoals op blad Voorstellen."


def belang_sheet(codes: tuple[str, ...]) -> SheetSpec:
    """Return sheet Belang for the participants ``codes``, one column each (U4.3)."""
    scores = tuple(
        Column(
            key=code,
            header=code,
            kind=Kind.SCORE,
            minimum=ZERO,
            maximum=THREE,
            prompt="Belang voor deze deelnemer: 0 geen, 1 enig, 2 redelijk, 3 groot.",
            width=6,
        )
        for code in codes
    )
    nr = Column(
        key="nr",
        header="Nr",
        kind=Kind.INTEGER,
        required=Ernst.FOUT,
        minimum=ONE,
        prompt=NR,
        width=7,
    )
    return SheetSpec(
        name="Belang",
        type=SheetType.INVOER,
        title="Belang van elk voorstel per deelnemer",
        purpose="0 geen, 1 enig, 2 redelijk, 3 groot belang. Leeg telt als 0.",
        who="regievoerders",
        clause="U4.3",
        protected=False,
        freeze_cols=1,
        tables=(
            TableSpec(
                name="tblBelang",
                clause="U4.3",
                numbered_by="nr",
                needed=True,
                columns=(nr, *scores),
            ),
        ),
    )


SCORES = (
    ("toegevoegde_waarde", "Toegevoegde waarde"),
    ("relevantie", "Relevantie"),
    ("draagvlak", "Draagvlak"),
)

BEOORDELING = SheetSpec(
    name="Beoordeling",
    type=SheetType.INVOER,
    title="Beoordeling van de voorstellen",
    purpose="Drie scores per voorstel, van 1 (laag) tot 5 (hoog). De gewichten staan op Kader.",
    who="accountteam",
    clause="F3.1",
    protected=False,
    freeze_cols=1,
    tables=(
        TableSpec(
            name="tblBeoordeling",
            clause="F3.1",
            numbered_by="nr",
            needed=True,
            columns=(
                Column(
                    key="nr",
                    header="Nr",
                    kind=Kind.INTEGER,
                    required=Ernst.FOUT,
                    minimum=ONE,
                    prompt=NR,
                    width=10,
                ),
                *(
                    Column(
                        key=key,
                        header=header,
                        kind=Kind.SCORE,
                        required=Ernst.FOUT,
                        minimum=ONE,
                        maximum=FIVE,
                        prompt="Score van 1 (laag) tot 5 (hoog).",
                        width=14,
                    )
                    for key, header in SCORES
                ),
                Column(key="toelichting", header="Toelichting", width=70),
            ),
        ),
    ),
)


def read_belang(
    jaar: Jaar, deelnemers: Sequence[Deelnemer], voorstellen: VoorstellenReading
) -> tuple[dict[int, dict[str, int]], list[Bevinding]]:
    """Read the belang (0..3) per proposal and participant; an empty cell counts as 0 (U4.3)."""
    table = jaar.tables.get("tblBelang")
    if table is None:
        return {}, []
    rows = number_rows(read_rows(table), voorstellen.numbers.__contains__)
    keys = {normalise_code(column.key): column.key for column in table.columns}
    found = [
        *check_rows(table, rows, unique="nr"),
        *_check_numbers(rows, voorstellen),
        *_check_columns(table, keys, deelnemers),
        *_check_belang(table, rows, voorstellen.voorstellen),
    ]
    codes = [(deelnemer.code, keys.get(deelnemer.code, "")) for deelnemer in deelnemers]
    belang = {
        row.nr: {code: row.whole(key) or 0 for code, key in codes}
        for row in rows
        if row.nr is not None
    }
    return belang, found


def _check_columns(
    table: Table, keys: Collection[str], deelnemers: Iterable[Deelnemer]
) -> Iterator[Bevinding]:
    """Report participants for whom no column was even looked for."""
    for deelnemer in deelnemers:
        if deelnemer.code not in keys:
            yield table.overall(
                f"Er is geen kolom voor deelnemer {deelnemer.code}; het belang telt als 0.",
                f"Voeg rechts een kolom toe met de kop {deelnemer.code}.",
                ernst=Ernst.WAARSCHUWING,
            )


def _check_belang(
    table: Table, rows: Iterable[Row], voorstellen: Sequence[Voorstel]
) -> Iterator[Bevinding]:
    """Report proposals without a row; one finding when the sheet is still empty (U4.3)."""
    if "nr" not in table.present:
        return
    listed = {row.nr for row in rows}
    missing = [voorstel for voorstel in voorstellen if voorstel.nr not in listed]
    yield from _report_missing(
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


def read_beoordelingen(
    jaar: Jaar, voorstellen: VoorstellenReading
) -> tuple[dict[int, Beoordeling], list[Bevinding]]:
    """Read the scores (1..5) per proposal; only a complete set counts (F3.1)."""
    table = jaar.tables.get("tblBeoordeling")
    if table is None:
        return {}, []
    keys = tuple(column.key for column in table.columns if column.kind is Kind.SCORE)
    rows = number_rows(read_rows(table), voorstellen.numbers.__contains__)
    started = [row for row in rows if _started(row, keys)]
    found = [
        *check_table(table),
        *check_cells(rows),
        *check_required(started),
        *check_unique(rows, "nr"),
        *_check_numbers(rows, voorstellen),
        *_check_scored(table, {row.nr for row in started}, voorstellen.voorstellen),
    ]
    beoordelingen: dict[int, Beoordeling] = {}
    for row in started:
        scores = {key: score for key in keys if (score := row.whole(key)) is not None}
        if row.nr is not None and len(scores) == len(keys):
            beoordelingen[row.nr] = Beoordeling(
                nr=row.nr, scores=scores, toelichting=row.text("toelichting")
            )
    return beoordelingen, found


def _started(row: Row, keys: tuple[str, ...]) -> bool:
    """Tell whether somebody began to score; a row with only a number is still to be scored."""
    return row.empty("nr") or any(not row.empty(key) for key in keys)


def _check_scored(
    table: Table, tried: Collection[int | None], voorstellen: Iterable[Voorstel]
) -> Iterator[Bevinding]:
    """Report proposals without scores, except ketentoezicht: that is not weighed (F3.1)."""
    if "nr" not in table.present:
        return
    weighed = [item for item in voorstellen if item.soort != Soort.KETENTOEZICHT]
    missing = [voorstel for voorstel in weighed if voorstel.nr not in tried]
    yield from _report_missing(
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


def _check_numbers(rows: Iterable[Row], voorstellen: VoorstellenReading) -> Iterator[Bevinding]:
    """Report rows for a number that no proposal has; such a row is not used."""
    for row in rows:
        nr = row.whole("nr")
        if nr is not None and voorstellen.blamed(nr):
            yield row.bevinding(
                "nr",
                f"Nr {nr} komt niet voor op blad Voorstellen; deze rij wordt niet gebruikt.",
                "Verbeter het nummer, of verwijder de rij.",
                ernst=Ernst.WAARSCHUWING,
            )


def _report_missing(
    table: Table,
    missing: Sequence[Voorstel],
    every: Sequence[Voorstel],
    *,
    nothing: tuple[str, str],
    one: tuple[str, str],
) -> Iterator[Bevinding]:
    """Report proposals without a row; one finding when there is none at all.

    Args:
        table: The table in which they should stand.
        missing: Proposals without a row.
        every: All proposals that should have one.
        nothing: Finding and remedy when all are missing.
        one: Finding and remedy for one proposal, with ``{nr}`` for its number.
    """
    if missing and len(missing) == len(every):
        yield table.overall(*nothing, ernst=Ernst.WAARSCHUWING)
        return
    for voorstel in missing:
        melding, herstel = (text.format(nr=voorstel.nr) for text in one)
        yield table.overall(melding, herstel, key="nr", ernst=Ernst.WAARSCHUWING, nr=voorstel.nr)
