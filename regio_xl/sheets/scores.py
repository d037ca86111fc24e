"""Sheets Belang and Beoordeling: what each proposal is worth, and to whom.

Their rows point to a proposal by its number.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from regio_xl.domain.dossier import Beoordeling, Deelnemer, Jaar, Voorstel
from regio_xl.domain.model import Bevinding, Ernst, Oorzaak
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

# What is said, with its remedy, when nothing at all stands on a sheet and when one row is missing
NO_BELANG = (
    "Er is nog voor geen enkel voorstel een belang ingevuld; overal telt 0.",
    "Vul per voorstel één rij in: 0 geen, 1 enig, 2 redelijk, 3 groot belang.",
)
ONE_BELANG = (
    "Voorstel {nr} heeft geen rij op blad Belang; overal telt 0.",
    "Voeg een rij toe met Nr {nr} en vul per deelnemer 0 tot en met 3 in.",
)
MORE_BELANG = (
    "{aantal} voorstellen hebben geen rij op blad Belang; overal telt 0",
    "Voeg per voorstel een rij toe en vul per deelnemer 0 tot en met 3 in.",
)
NO_SCORE = (
    "Er is nog geen enkel voorstel beoordeeld; de volgorde zegt daarom nog niets.",
    "Geef elk voorstel drie scores van 1 (laag) tot en met 5 (hoog).",
)
ONE_SCORE = (
    "Voorstel {nr} is nog niet beoordeeld.",
    "Voeg een rij toe met Nr {nr} en drie scores van 1 tot en met 5.",
)
MORE_SCORE = (
    "{aantal} voorstellen zijn nog niet beoordeeld",
    "Geef elk van deze voorstellen drie scores van 1 tot en met 5.",
)


def _number(width: float) -> Column:
    return Column(
        key="nr",
        header="Nr",
        kind=Kind.INTEGER,
        required=Ernst.FOUT,
        minimum=ONE,
        prompt="Nummer van het voorstel, zoals op blad Voorstellen.",
        width=width,
    )


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
                columns=(_number(width=7), *scores),
            ),
        ),
    )


SCORES = (
    ("toegevoegde_waarde", "Toegevoegde waarde"),
    ("relevantie", "Relevantie"),
    ("draagvlak", "Draagvlak"),
)

BEOORDELING_COLUMNS = (
    _number(width=10),
    *(
        Column(
            key=key,
            header=header,
            kind=Kind.SCORE,
            required=Ernst.FOUT,
            minimum=ONE,
            maximum=FIVE,
            prompt="Score van 1 (laag) tot 5 (hoog).",
            weert=True,
        )
        for key, header in SCORES
    ),
    Column(key="toelichting", header="Toelichting", width=70),
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
            columns=BEOORDELING_COLUMNS,
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
        *_check_missing(table, rows, voorstellen.voorstellen, NO_BELANG, ONE_BELANG, MORE_BELANG),
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
                oorzaak=Oorzaak(
                    melding="Voor {aantal} deelnemers is er geen kolom; hun belang telt als 0",
                    herstel="Voeg rechts per deelnemer een kolom toe met de code als kop.",
                ),
                wat=deelnemer.code,
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
    # A row with only a number is still to be scored, and ketentoezicht is not weighed (F3.1)
    started = [row for row in rows if row.empty("nr") or any(not row.empty(key) for key in keys)]
    weighed = [item for item in voorstellen.voorstellen if item.soort != Soort.KETENTOEZICHT]
    found = [
        *check_table(table),
        *check_cells(rows),
        *check_required(started),
        *check_unique(rows, "nr"),
        *_check_numbers(rows, voorstellen),
        *_check_missing(table, started, weighed, NO_SCORE, ONE_SCORE, MORE_SCORE),
    ]
    beoordelingen: dict[int, Beoordeling] = {}
    for row in started:
        scores = {key: score for key in keys if (score := row.whole(key)) is not None}
        if row.nr is not None and len(scores) == len(keys):
            beoordelingen[row.nr] = Beoordeling(
                nr=row.nr, scores=scores, toelichting=row.text("toelichting")
            )
    return beoordelingen, found


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
                oorzaak=Oorzaak(
                    melding="{aantal} nummers komen niet voor op blad Voorstellen; hun rijen "
                    "worden niet gebruikt",
                    herstel="Verbeter deze nummers, of verwijder de rijen.",
                ),
                wat=str(nr),
            )


def _check_missing(
    table: Table,
    rows: Iterable[Row],
    voorstellen: Sequence[Voorstel],
    nothing: tuple[str, str],
    one: tuple[str, str],
    several: tuple[str, str],
) -> Iterator[Bevinding]:
    """Report proposals without one of these rows; one finding when there is none at all."""
    listed = {row.nr for row in rows}
    missing = [voorstel.nr for voorstel in voorstellen if voorstel.nr not in listed]
    if not missing or "nr" not in table.present:
        return
    if len(missing) == len(voorstellen):
        yield table.overall(*nothing, ernst=Ernst.WAARSCHUWING)
        return
    together, remedy = several
    for nr in missing:
        melding, herstel = (text.format(nr=nr) for text in one)
        yield table.overall(
            melding,
            herstel,
            key="nr",
            ernst=Ernst.WAARSCHUWING,
            nr=nr,
            oorzaak=Oorzaak(melding=together, herstel=remedy),
            wat=str(nr),
        )
