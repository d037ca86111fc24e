"""Sheets AOO and Stemming: what each participant advises on the package, and how it votes.

On both a participant says one word, so both are read in the same way (F3.4, F3.5, U2.4). What the
AB adopted stands on Stemming too; that is read in ``besluit``.
"""

from collections.abc import Iterator, Mapping, Sequence

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader, Kind, Row, Table
from regio_xl.domain.dossier import UitgebrachtAdvies, UitgebrachteStem
from regio_xl.domain.table import EMPTY
from regio_xl.domain.tekst import count, join, meant, quote
from regio_xl.domain.woorden import Advies, Stem, words
from regio_xl.rules import NIET_BEKEND, Uitslag, compute_nodig, is_meerderheid
from regio_xl.sheets.declare import (
    WITHOUT_DECISION,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
    own,
)
from regio_xl.sheets.deelnemers import DeelnemersReading
from regio_xl.sheets.kader_waarden import Kaderwaarde
from regio_xl.sheets.numbers import to_decimal
from regio_xl.sheets.tables import check_rows, check_year, fill, read_input, read_rows, says_nothing

NBSP = "\u00a0"  # a space at which no line is broken, as texts from a website have
NEEDS_REASON = (Advies.BEZWAAR, Advies.OPMERKING)
AOO_PAKKET, STEMMING_PAKKET = "aoo_pakket", "stemming_pakket"  # mark that was spoken about
OTHER_PACKAGE = "over een eerder pakket"
REDEN_DEKKING, REDEN_OPHEFFEN = "besluit_reden_dekking", "besluit_reden_opheffen"
REPAIR_FIRST = "Doe ‘herstel’: de formules tellen codes en woorden alleen zoals ze horen te staan."
COUNTED = ("tblDeelnemers", "tblStemming")  # what the cells on sheet Stemming count in


def _tally(
    kind: type[Stem | Advies], prefix: str, said: str, row: int, clause: str, note: str
) -> list[Field]:
    """Return a cell for each word, from ``row`` down, that counts the participants who say it.

    Of a participant with two filled rows neither counts, see ``_read_inbreng`` (F3.5).
    """
    code = f"{said.partition('[')[0]}[Code]"
    # As ``cells`` reads them: a space more, breaking or not, makes no other word or code.
    spoken, whose = (f'TRIM(SUBSTITUTE({text},"{NBSP}"," "))' for text in (said, code))
    return [
        Field(
            label=word.value.capitalize(),
            name=f"{prefix}_{word.name.lower()}",
            formula=f"SUMPRODUCT(({spoken}=A{number})*(COUNTIF(tblDeelnemers[Code],{whose})>0)"
            f'*(COUNTIFS({code},{code},{said},"?*")=1))',
            kind=Kind.INTEGER,
            clause=clause,
            note=note,
        )
        for number, word in enumerate(kind, start=row)
    ]


def _participant(table: str) -> tuple[Column, Column]:
    """Return the columns that say whose row it is; the name follows from the code."""
    return (
        Column(
            key="code",
            header="Code",
            kind=Kind.CODE,
            required=Ernst.FOUT,
            prompt="Code van de deelnemer, zoals op blad Deelnemers. Eén rij per deelnemer.",
            width=26,
        ),
        Column(
            key="deelnemer",
            header="Deelnemer",
            owner="formula",
            formula=f"IFERROR(INDEX(tblDeelnemers[Deelnemer],MATCH({table}[[#This Row],[Code]],"
            'tblDeelnemers[Code],0)),"")',
            prompt="Formule: laat staan. De naam hoort bij de code op blad Deelnemers.",
            width=44,
        ),
    )


AOO_CELLS = (
    Field(
        label="Datum van het overleg",
        name="aoo_datum",
        kind=Kind.DATE,
        clause="F3.4",
        note="Dag waarop het ambtelijk opdrachtgeversoverleg het pakket besprak.",
        prompt="Typ de datum als dag-maand-jaar, bijvoorbeeld 20-11-2025.",
    ),
    *_tally(Advies, "aoo", "tblAOO[Advies]", 6, "U2.4", "deelnemers met dit advies"),
    Field(
        label="Nog niets ingevuld",
        name="aoo_open",
        formula="aantal_deelnemers-aoo_akkoord-aoo_opmerking-aoo_bezwaar-aoo_geen",
        kind=Kind.INTEGER,
        clause="U2.4",
        note="deelnemers zonder (bruikbare) regel hieronder",
    ),
    Field(
        label="Draagvlak voor het pakket",
        name="aoo_samenvatting",
        clause="U2.4",
        note="Wordt ingevuld door ‘selectie’, ‘stemming’ en ‘bijwerken’.",
    ),
    Field(
        label="Geldt voor pakket",
        name=AOO_PAKKET,
        since="0.4.0",
        clause="U2.4",
        note="Kenmerk van het pakket waarover is geadviseerd; een stap vult het in.",
        prompt="Ingevuld door een stap. Maak leeg als de adviezen hieronder over het pakket van "
        "nu gaan.",
    ),
)

AOO_COLUMNS = (
    *_participant("tblAOO"),
    Column(
        key="advies",
        header="Advies",
        kind=Kind.CHOICE,
        choices=words(Advies),
        prompt="Advies over het pakket als geheel; leeg zolang het er niet is.",
        width=26,
    ),
    own("reden", "Reden", Kind.TEXT, 70, "Verplicht bij ‘bezwaar’ en ‘akkoord met opmerking’."),
)

AOO = SheetSpec(
    name="AOO",
    type=SheetType.INVOER,
    title="AOO: advies over het hele pakket",
    purpose="Eén advies per deelnemer over het pakket als geheel (blad Selectie), nooit per "
    "project; een kaart per voorstel staat op blad Voorstel.",
    who="accountteam",
    clause="U2.4",
    older=WITHOUT_DECISION,
    blocks=(Block(fields=AOO_CELLS),),
    tables=(
        TableSpec(
            name="tblAOO",
            title="Advies per deelnemer",
            clause="U2.4",
            row=15,
            numbered_by="code",
            columns=AOO_COLUMNS,
        ),
    ),
)

STEMMING_CELLS = (
    Field(
        label="Nummer van het besluit",
        name="besluit_nummer",
        clause="F3.5",
        note="Zijn nummer en datum leeg en staat er hieronder een reden, dan heft ‘stemming’ het "
        "besluit op.",
        prompt="Nummer van het AB-besluit, bijvoorbeeld AB-2025-41; leeg zolang er "
        "niet is besloten.",
    ),
    Field(
        label="Datum van het besluit",
        name="besluit_datum",
        kind=Kind.DATE,
        clause="F3.5",
        note="Dag waarop het AB besloot.",
        prompt="Typ de datum als dag-maand-jaar, bijvoorbeeld 11-12-2025.",
    ),
    *_tally(
        Stem,
        "stemming",
        "tblStemming[Stem]",
        7,
        "F3.5",
        "stemmen; van wie er twee heeft, telt er geen",
    ),
    Field(
        label="Nog geen stem",
        name="stemming_geen_stem",
        formula="aantal_deelnemers-stemming_voor-stemming_tegen-stemming_onthouding"
        "-stemming_afwezig",
        kind=Kind.INTEGER,
        clause="F3.5",
        note="deelnemers zonder (bruikbare) stem hieronder",
    ),
    Field(
        label="Nodig",
        name="stemming_nodig",
        # Only a majority of all participants can decide, and no more than there are
        formula="IF(ISNUMBER(kader_stemmen_nodig),"
        "IF(AND(kader_stemmen_nodig+kader_stemmen_nodig>aantal_deelnemers,"
        "kader_stemmen_nodig<=aantal_deelnemers),"
        f'kader_stemmen_nodig,"{NIET_BEKEND}"),"{NIET_BEKEND}")',
        kind=Kind.INTEGER,
        clause="U1.4",
        note="stemmen voor, van alle deelnemers (O3); te wijzigen op Kader",
    ),
    Field(
        label="Uitslag",
        name="stemming_uitslag",
        formula=f'IF(AND(stemming_pakket<>"",stemming_pakket<>pakket_kenmerk),"{OTHER_PACKAGE}",'
        f'IF(NOT(ISNUMBER(stemming_nodig)),"{NIET_BEKEND}",'
        'IF(stemming_voor>=stemming_nodig,"aangenomen",'
        'IF(stemming_voor+stemming_geen_stem>=stemming_nodig,"nog open",'
        '"niet aangenomen"))))',
        clause="F3.5",
        note="Alleen ‘voor’ helpt: onthouding en afwezig tellen niet als voor.",
    ),
    Field(
        label="Vastgesteld ketentoezicht",
        name="besluit_ketentoezicht",
        kind=Kind.HOURS,
        clause="U2.1",
        note="uren bij het vastleggen; ingevuld door ‘stemming’",
    ),
    Field(
        label="Kenmerk van het besluit",
        name="besluit_kenmerk",
        clause="F3.5",
        note="Over pakket, ketentoezicht en parameters; ingevuld door ‘stemming’.",
    ),
    Field(
        label="Kenmerk van de parameters",
        name="besluit_kenmerk_parameters",
        clause="F3.5",
        note="Over de waarden die op Kader golden; ingevuld door ‘stemming’.",
    ),
    Field(
        label="Stemmen gelden voor pakket",
        name=STEMMING_PAKKET,
        since="0.4.0",
        clause="F3.5",
        note="Kenmerk van het pakket waarover is gestemd; een stap vult het in.",
        prompt="Ingevuld door een stap. Maak leeg als de stemmen hieronder over het pakket van "
        "nu gaan.",
    ),
    Field(
        label="Reden bij wie niets terugziet",
        name=REDEN_DEKKING,
        since="0.4.0",
        clause="U4.3",
        note="Alleen als het pakket een deelnemer zonder project van belang laat.",
        prompt="Waarom stelt het AB dit pakket toch vast? Noem het overleg.",
    ),
    Field(
        label="Reden van opheffen",
        name=REDEN_OPHEFFEN,
        since="0.4.0",
        clause="F3.5",
        note="Alleen om een vastgesteld pakket op te heffen: met nummer en datum leeg.",
        prompt="Waarom vervalt het besluit, en wie besloot dat?",
    ),
)

STEMMING_COLUMNS = (
    *_participant("tblStemming"),
    Column(
        key="stem",
        header="Stem",
        kind=Kind.CHOICE,
        choices=words(Stem),
        prompt="Voor, tegen, onthouding of afwezig; leeg zolang er niet is gestemd.",
        width=16,
    ),
    Column(
        key="toelichting", header="Toelichting", prompt="Stemverklaring, als die er is.", width=60
    ),
)

STEMMING = SheetSpec(
    name="Stemming",
    type=SheetType.INVOER,
    title="Stemming: het besluit van het AB",
    purpose="Eén stem per deelnemer over het pakket op blad Selectie; met nummer en datum van het "
    "besluit legt ‘stemming’ het pakket rechts vast.",
    who="accountteam",
    clause="F3.5",
    older=WITHOUT_DECISION,
    paper="A3",
    blocks=(Block(fields=STEMMING_CELLS),),
    tables=(
        TableSpec(
            name="tblStemming",
            title="Stem per deelnemer",
            clause="F3.5",
            row=23,
            numbered_by="code",
            columns=STEMMING_COLUMNS,
        ),
        TableSpec(
            name="tblBesluit",
            title="Vastgesteld pakket",
            clause="U8.1",
            row=23,
            col=6,
            numbered_by="nr",
            columns=(
                out("nr", "Nr", Kind.INTEGER, 8),
                out("titel", "Titel", width=64),
                out("uren", "Uren", Kind.HOURS, 12),
            ),
        ),
    ),
)


def read_adviezen(
    jaar: Jaar, kader: Kader | None, deelnemers: DeelnemersReading
) -> tuple[tuple[UitgebrachtAdvies, ...], list[Bevinding]]:
    """Read the advice per participant; an objection says why (U2.4)."""
    table = jaar.tables.get("tblAOO")
    if table is None:
        return (), []
    rows = read_rows(table)
    counted, found = _read_inbreng(table, rows, "advies", deelnemers)
    meeting = read_input(jaar, AOO, "aoo_datum")
    found += [*_check_reasons(rows), *meeting.bevindingen, *check_year(meeting, kader)]
    return tuple(fill(UitgebrachtAdvies, row) for row in counted), found


def read_stemmen(
    jaar: Jaar, deelnemers: DeelnemersReading
) -> tuple[tuple[UitgebrachteStem, ...], list[Bevinding]]:
    """Read the votes that count, one per participant (F3.5)."""
    table = jaar.tables.get("tblStemming")
    if table is None:
        return (), []
    counted, found = _read_inbreng(table, read_rows(table), "stem", deelnemers)
    return tuple(fill(UitgebrachteStem, row) for row in counted), found


def _read_inbreng(
    table: Table, rows: Sequence[Row], key: str, deelnemers: DeelnemersReading
) -> tuple[list[Row], list[Bevinding]]:
    """Return the rows that count, at most one per participant, and what was found.

    Of a participant with two filled rows neither counts, because which of them is meant is not
    ours to guess; the formulas on the sheet do the same.
    """
    spoken = [row for row in rows if row.cell(key) is not EMPTY]
    by_code: dict[str, list[Row]] = {}
    for row in spoken:
        by_code.setdefault(row.text("code"), []).append(row)
    found = [
        *check_rows(table, rows),
        *_unknown(rows, key, deelnemers),
        *_twice(by_code, key),
        *_without_row(table, rows, deelnemers),
    ]
    counted = [
        row
        for row in spoken
        if row.text(key)
        and len(by_code[row.text("code")]) == 1
        and (row.text("code") in deelnemers.codes or not deelnemers.readable)
    ]
    return counted, found


def _unknown(rows: Sequence[Row], key: str, deelnemers: DeelnemersReading) -> Iterator[Bevinding]:
    """Report a row of somebody who is no participant; an error when it holds a word."""
    if not deelnemers.readable:
        return
    for row in rows:
        code = row.text("code")
        if not code or code in deelnemers.codes:
            continue
        spoken = row.cell(key) is not EMPTY
        tail = f"; wat hier bij {row.table.header(key)} staat, telt niet mee" if spoken else ""
        yield row.bevinding(
            "code",
            f"{quote(code)} is geen deelnemer op blad Deelnemers{tail}.",
            f"{meant(code, deelnemers.codes)}Verbeter de code, of verwijder deze rij.",
            ernst=Ernst.FOUT if spoken else Ernst.WAARSCHUWING,
        )


def _twice(by_code: Mapping[str, list[Row]], key: str) -> Iterator[Bevinding]:
    for code, rows in by_code.items():
        for row in rows[1:] if code else ():
            header = row.table.header(key)
            yield row.bevinding(
                "code",
                f"{code} staat al in rij {rows[0].number} met een {header.lower()}. "
                "Van een deelnemer met twee rijen telt er geen mee, ook niet als het woord "
                "hetzelfde is.",
                f"Maak bij {code} één van de twee leeg, zodat er één {header.lower()} overblijft.",
            )


def _without_row(
    table: Table, rows: Sequence[Row], deelnemers: DeelnemersReading
) -> Iterator[Bevinding]:
    """Report participants for whom there is no row to fill in."""
    listed = {row.text("code") for row in rows}
    missing = [code for code in deelnemers.codes if code not in listed]
    if not missing or not deelnemers.readable or "code" not in table.present:
        return
    who = count(len(missing), "deelnemer heeft", "deelnemers hebben")
    yield table.overall(
        f"{who} hier geen rij: {join(missing)}.",
        "Voeg onder de laatste rij een rij toe met de code.",
        key="code",
        ernst=Ernst.MELDING,
    )


def _check_reasons(rows: Sequence[Row]) -> Iterator[Bevinding]:
    for row in rows:
        advies = row.text("advies")
        if advies in NEEDS_REASON and says_nothing(row, "reden"):
            yield row.bevinding(
                "reden",
                f"Advies is ‘{advies}’, maar Reden is leeg.",
                "Schrijf op waarom; het AB leest de reden in de samenvatting.",
            )
        elif row.empty("advies") and row.text("reden"):
            yield row.bevinding(
                "advies",
                "Er staat een reden, maar geen advies; deze regel telt niet mee.",
                "Kies een advies, of maak de reden leeg.",
                ernst=Ernst.WAARSCHUWING,
            )


def check_nodig(waarde: Kaderwaarde | None, deelnemers: DeelnemersReading) -> Iterator[Bevinding]:
    """Set the parameter against a majority of the participants (U1.4).

    Fewer votes would let a minority decide, and more than there are participants can never be
    reached: errors both. Others are a choice to look at.
    """
    nodig = waarde.cell.value if waarde else None
    number = len(deelnemers.deelnemers)
    if waarde is None or not isinstance(nodig, int) or not number or not deelnemers.readable:
        return
    majority = compute_nodig(number)
    if nodig == majority:
        return
    impossible = not is_meerderheid(nodig, number)
    yield waarde.bevinding(
        "waarde",
        f"Voor een besluit zijn volgens Kader {nodig} stemmen nodig; een meerderheid van "
        f"{number} deelnemers is {majority}.",
        f"Zet stemmen_nodig op {majority}, of verbeter blad Deelnemers."
        if impossible
        else f"Klopt het aantal deelnemers, leg dan {majority} vast met het besluit als bron.",
        regel="U1.4",
        ernst=Ernst.FOUT if impossible else Ernst.WAARSCHUWING,
    )


def _about_another(jaar: Jaar) -> str:
    """Return what the cell says of votes that were about an earlier package, else ""."""
    noted, mark = (jaar.cells.get(name) for name in (STEMMING_PAKKET, "pakket_kenmerk"))
    return OTHER_PACKAGE if noted and noted != mark else ""


def check_counts(jaar: Jaar, uitslag: Uitslag, *, repairs: bool) -> Iterator[Bevinding]:
    """Find counting cells that show something else than is counted here (F3.5).

    Silent while rows stand below a table that they count: those join it in this run. While cells
    wait for ``repairs``, the cells are not blamed for what they do not count.
    """
    tables = [jaar.tables.get(name) for name in COUNTED]
    if any(table is None or table.beyond for table in tables):
        return
    wanted: dict[str, int | str] = {
        "stemming_voor": uitslag.voor,
        "stemming_tegen": uitslag.tegen,
        "stemming_onthouding": uitslag.onthouding,
        "stemming_afwezig": uitslag.afwezig,
        "stemming_geen_stem": uitslag.geen_stem,
        "stemming_nodig": NIET_BEKEND if uitslag.nodig is None else uitslag.nodig,
        "stemming_uitslag": _about_another(jaar) or uitslag.woord,
    }
    for name, value in wanted.items():
        shown = jaar.cells.get(name, value)
        if (shown if isinstance(value, str) else to_decimal(shown)) != value:
            cell = read_input(jaar, STEMMING, name)
            melding = (
                f"Bij ‘{cell.column.header}’ toont {cell.blad} "
                f"{quote(shown or 'niets')}; herteld is het {value}."
            )
            if repairs:  # the formula did as it should: it does not know what was meant
                yield cell.bevinding(melding, REPAIR_FIRST, regel="F3.5", ernst=Ernst.WAARSCHUWING)
                continue
            yield cell.bevinding(
                melding,
                "Laat Excel herrekenen (F9). Blijft het verschil, dan is de formule in deze cel "
                "overschreven. Maak de cel dan leeg en doe ‘vernieuwen’: de formule komt terug.",
                regel="F3.5",
            )
