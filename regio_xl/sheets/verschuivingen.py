"""Sheet Verschuivingen: hours that move between projects, reserve, ketentoezicht and free (U8.2).

What one account gives another gets, so a transfer never changes the total; only a row from
‘AB-besluit’ does, with number and date of the decision.
"""

from collections.abc import Sequence

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader, Kind, Row
from regio_xl.domain.dossier import Verschuiving
from regio_xl.domain.tekst import day, join
from regio_xl.rules import AB, ALS_NAAR, ALS_VAN
from regio_xl.sheets.boek import here, is_project, is_whole, spoken
from regio_xl.sheets.declare import WITHOUT_BOOK, SheetSpec, SheetType, TableSpec
from regio_xl.sheets.register import (
    begun_rows,
    complete_rows,
    datum_column,
    in_year,
    is_number_of_row,
    nr_column,
    outcome_columns,
    uren_column,
)
from regio_xl.sheets.tables import check_rows, fill

TABLE = "tblVerschuivingen"
FILLED = f"COUNTA({TABLE}[[#This Row],[Datum]:[AB-besluit datum]])>0"
AB_DATUM = here(TABLE, "AB-besluit datum")


def _is_account(header: str, choices: Sequence[str]) -> str:
    cell = here(TABLE, header)
    said = ",".join(f'{spoken(cell)}="{word}"' for word in choices)
    return f"IF(ISNUMBER({cell}),{is_project(cell)},OR({said}))"


def _other() -> str:
    van, naar = here(TABLE, "Van"), here(TABLE, "Naar")
    return f'{spoken(van)}&""<>{spoken(naar)}&""'


OBJECTIONS = (
    (is_number_of_row(TABLE), "Nr ontbreekt, klopt niet of staat er dubbel"),
    (in_year(TABLE), "Datum ontbreekt of ligt buiten het jaar"),
    (_is_account("Van", ALS_VAN), "Van is geen project of rekening"),
    (_is_account("Naar", ALS_NAAR), "Naar is geen project of rekening"),
    (_other(), "Van en Naar zijn hetzelfde"),
    (is_whole(here(TABLE, "Uren")), "Uren ontbreken of zijn geen heel getal"),
    (f'{spoken(here(TABLE, "Reden"))}<>""', "Reden ontbreekt"),
    (
        f'IF({spoken(here(TABLE, "Van"))}="{AB}",AND('
        f'{spoken(here(TABLE, "AB-besluit nummer"))}<>"",ISNUMBER({AB_DATUM}),N({AB_DATUM})>=1,'
        f"INT(N({AB_DATUM}))<=INT({here(TABLE, 'Datum')})),TRUE)",
        "Nummer en datum van het AB-besluit ontbreken of komen te laat",
    ),
)

COLUMNS = (
    nr_column("U8.2", "verschuiving", 8),
    datum_column("U8.2", "Dag waarop de uren verschuiven, bijvoorbeeld 12-5-2026."),
    *(
        Column(
            key=key,
            header=key.capitalize(),
            kind=Kind.REKENING,
            clause="U8.2",
            required=Ernst.FOUT,
            choices=choices,
            prompt=f"{start} de uren {tail}: het nummer van een project, of "
            f"{join(choices, last='of')}.",
            in_formulas=True,
            width=15,
        )
        for key, choices, start, tail in (
            ("van", ALS_VAN, "Waar", "vandaan komen"),
            ("naar", ALS_NAAR, "Waar", "naartoe gaan"),
        )
    ),
    uren_column("U8.2", "Hele uren."),
    Column(
        key="reden",
        header="Reden",
        clause="U8.2",
        required=Ernst.FOUT,
        prompt="Waarom de uren verschuiven.",
        width=48,
    ),
    Column(
        key="door",
        header="Door",
        clause="U8.2",
        required=Ernst.WAARSCHUWING,
        prompt="Wie dit besloot.",
        width=24,
    ),
    Column(
        key="ab_nummer",
        header="AB-besluit nummer",
        clause="U8.2",
        prompt="Alleen bij uren die het AB toevoegt: nummer van het besluit.",
        width=18,
    ),
    Column(
        key="ab_datum",
        header="AB-besluit datum",
        kind=Kind.DATE,
        clause="U8.2",
        prompt="Alleen bij uren die het AB toevoegt: dag van het besluit.",
        in_formulas=True,
        width=13,
    ),
    *outcome_columns(
        TABLE,
        OBJECTIONS,
        FILLED,
        Column(key="geboekt", header="Geboekt", kind=Kind.HOURS, clause="U8.2", width=12),
        Column(key="oordeel", header="Oordeel", clause="U8.2", width=48),
        ("geboekt", "daar is niet zoveel vrij, of de reserve wordt te groot"),
        f'COUNTIFS(tblInterventies[Boekdag],"<"&{here(TABLE, "Boekdag")})',
    ),
)

VERSCHUIVINGEN = SheetSpec(
    name="Verschuivingen",
    type=SheetType.INVOER,
    title="Verschuivingen: uren die van plaats wisselen",
    purpose="Binnen het totaal mag dat incidenteel; meer uren in totaal alleen met een besluit van "
    "het AB. Wat niet kan, blijft staan met de reden en telt niet mee.",
    who="accountteam en projectleiders",
    clause="U8.2",
    older=WITHOUT_BOOK,
    paper="A3",
    freeze_cols=1,
    tables=(
        TableSpec(name=TABLE, clause="U8.2", numbered_by="nr", prepared=("nr",), columns=COLUMNS),
    ),
)


def read_verschuivingen(
    jaar: Jaar, kader: Kader | None
) -> tuple[tuple[Verschuiving, ...], list[Bevinding]]:
    """Read the transfers that may be booked as far as their own row goes (U8.2).

    Whether a project is in the package, and whether there is room, is for the book to say.
    """
    table = jaar.tables.get(TABLE)
    if table is None:
        return (), []
    rows = begun_rows(table)
    found = [*check_rows(table, rows)]
    made: list[Verschuiving] = []
    for row in complete_rows(table, rows, kader, found, ("van", "naar", "uren", "reden")):
        van, naar = row.cell("van").value, row.cell("naar").value
        if van == naar:
            found.append(_same(row))
        elif van != AB or _by_decision(row, found):
            made.append(fill(Verschuiving, row))
    return tuple(made), found


def _same(row: Row) -> Bevinding:
    return row.bevinding(
        "naar",
        f"Van en Naar zijn allebei {row.cell('van').value}; er verschuift niets.",
        "Verbeter een van de twee, of verwijder deze rij.",
    )


def _by_decision(row: Row, found: list[Bevinding]) -> bool:
    """Tell whether the decision is there by which the AB adds hours; report what is lacking."""
    datum, besloten = row.day("datum"), row.day("ab_datum")
    for key, present in (("ab_nummer", bool(row.text("ab_nummer"))), ("ab_datum", bool(besloten))):
        if not present and row.usable(key):
            found.append(
                row.bevinding(
                    key,
                    f"Meer uren in totaal kan alleen met een besluit van het AB; "
                    f"{row.table.header(key)} is niet ingevuld.",
                    "Vul nummer en datum van het besluit in, of haal de uren ergens anders "
                    "vandaan.",
                )
            )
    if besloten and datum and besloten > datum:
        found.append(
            row.bevinding(
                "ab_datum",
                f"Het AB besloot op {day(besloten)}, na de verschuiving op {day(datum)}.",
                "Verbeter een van de twee datums; uren komen er pas bij na het besluit.",
            )
        )
        return False
    return bool(row.text("ab_nummer") and besloten)
