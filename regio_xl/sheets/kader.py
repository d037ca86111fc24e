"""Sheet Kader: year, phase and timeline, and the values that are in force in that year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from regio_xl.domain import Bevinding, Column, Ernst, Fase, Inhoud, Jaar, Kader, Kind, Row
from regio_xl.domain.tekst import day, format_uren, join, percent, plain
from regio_xl.domain.woorden import Doel, words
from regio_xl.rules import is_whole
from regio_xl.sheets.boek import here, spoken
from regio_xl.sheets.declare import Block, Field, SheetSpec, SheetType, TableSpec, own
from regio_xl.sheets.kader_waarden import Geldend, Kaderwaarde, parameters_by_code, read_waarden
from regio_xl.sheets.numbers import FIRST_YEAR, LAST_YEAR, serial
from regio_xl.sheets.tables import read_input

# Counts while the required ``belang_drempel`` is missing, which is an error of its own (O10)
DREMPEL_ONBEKEND = 1

FIRST_DAY = "eerste_dag"
WEIGHTS = "gewicht_"
KETENTOEZICHT = "ketentoezicht_besloten"
INHOUD = ("ketentoezicht_inhoud", "ketentoezicht_door")
FOR_TOTALS = {"percentage", "maximum", "reserve"}

PERIODE = spoken(here("tblPerioden", "Periode"))
PEILDATUM = here("tblPerioden", "Peildatum")
PERIODEN_COL = 14  # right of the timeline, so that both may grow

PROCES = "U9.1"
"""Code of the process evaluation, which is on the timeline but no phase of the year."""

TIJDLIJN_CODES = (*(fase.clause for fase in Fase), PROCES)
"""What the steps of the timeline know the facts of, in order; other rows are people's own."""


def _since(key: str, header: str, width: float) -> Column:
    """Return a column that every step fills, from the facts in the workbook (T1 to T5)."""
    return Column(key=key, header=header, owner="output", width=width, since="0.5.0")


TIJDLIJN_COLUMNS = (
    Column(key="code", header="Code", width=26),
    Column(key="activiteit", header="Activiteit", width=44),
    Column(key="periode", header="Periode", width=20),
    Column(
        key="fase",
        header="Fase",
        kind=Kind.CHOICE,
        prompt="Fase van het proces waar deze stap bij hoort.",
        choices=words(Fase),
        width=16,
    ),
    own("van", "Van", Kind.DATE, 13, "Eerste dag, bijvoorbeeld 1-9-2025."),
    own(
        "tot",
        "Tot en met",
        Kind.DATE,
        13,
        "Laatste dag, bijvoorbeeld 30-9-2025.",
        in_formulas=True,  # sheet Procesevaluatie shows when it is due
    ),
    Column(key="verantwoordelijke", header="Verantwoordelijke", width=34),
    Column(
        key="gereed",
        header="Gereed op",
        kind=Kind.DATE,
        prompt="Datum waarop deze stap klaar was; leeg zolang hij loopt.",
        width=13,
    ),
    Column(key="toelichting", header="Toelichting", width=50),
    _since("stand", "Stand", 14),
    _since("feiten", "Feiten", 70),
)

KADER_COLUMNS = (
    Column(key="code", header="Code", required=Ernst.FOUT, in_formulas=True, width=26),
    Column(key="parameter", header="Parameter", width=44),
    Column(
        key="waarde",
        header="Waarde",
        kind=Kind.ANY,
        prompt="De waarde die in de genoemde periode geldt. Laat leeg als er geen is.",
        width=20,
    ),
    Column(key="eenheid", header="Eenheid", width=16),
    Column(
        key="van",
        header="Geldig van",
        kind=Kind.DATE,
        required=Ernst.FOUT,
        prompt="Eerste dag waarop de waarde geldt.",
        in_formulas=True,
        width=13,
    ),
    Column(
        key="tot",
        header="Geldig tot en met",
        kind=Kind.DATE,
        required=Ernst.FOUT,
        prompt="Laatste dag waarop de waarde geldt.",
        in_formulas=True,
        width=13,
    ),
    Column(
        key="bron",
        header="Bron",
        required=Ernst.FOUT,
        prompt="Het besluit of document waarin deze waarde staat.",
        width=34,
    ),
    Column(key="regel", header="Regel", width=13),
    Column(key="toelichting", header="Toelichting", width=50),
)

PERIODEN_COLUMNS = (
    Column(
        key="periode",
        header="Periode",
        required=Ernst.FOUT,
        prompt="Naam van de rapportage, zoals op blad Voortgang.",
        width=30,
    ),
    Column(
        key="peildatum",
        header="Peildatum",
        kind=Kind.DATE,
        required=Ernst.FOUT,
        prompt="Laatste dag waar de cijfers over gaan, bijvoorbeeld 30-4-2026.",
        in_formulas=True,
        width=13,
    ),
    own("klaar", "Klaar op", Kind.DATE, 13, "Dag waarop het rapport klaar hoort te zijn."),
    Column(
        key="telt",
        header="Telt",
        kind=Kind.DATE,
        owner="formula",
        number_format="dd-mm-yyyy;;",
        width=13,
        # Only a day of this year that no other period has
        formula=f'IFERROR(IF(AND({PERIODE}<>"",ISNUMBER({PEILDATUM}),YEAR(N({PEILDATUM}))=jaar,'
        f'COUNTIFS(tblPerioden[Peildatum],">="&INT({PEILDATUM}),tblPerioden[Peildatum],'
        f'"<"&INT({PEILDATUM})+1)=1,SUMPRODUCT(--({spoken("tblPerioden[Periode]")}='
        f"{PERIODE}))=1),INT({PEILDATUM}),0),0)",
    ),
)

KADER = SheetSpec(
    name="Kader",
    type=SheetType.INVOER,
    title="Kader: parameters en tijdlijn",
    purpose="Jaar, fase, tijdlijn en alle getallen waarmee wordt gerekend, met geldigheid en bron.",
    who="accountteam",
    clause="U1.3",
    paper="A3",
    blocks=(
        Block(
            fields=(
                Field(
                    label="Jaar",
                    name="jaar",
                    kind=Kind.INTEGER,
                    minimum=Decimal(FIRST_YEAR),
                    maximum=Decimal(LAST_YEAR),
                    needed=True,
                    clause="U1.3",
                    note="Het jaar waarvoor de regionale opdrachten gelden.",
                    prompt="Typ het jaar met vier cijfers, bijvoorbeeld 2026.",
                ),
                Field(
                    label="Fase",
                    name="fase",
                    kind=Kind.CHOICE,
                    choices=words(Fase),
                    needed=True,
                    clause="T1",
                    note="De fase bepaalt welke controles streng zijn en wat ‘bijwerken’ doet.",
                    prompt="Kies de fase waarin het proces nu is.",
                ),
                Field(
                    label="Eerste dag van het jaar",
                    name="eerste_dag",
                    formula="DATE(jaar,1,1)",
                    kind=Kind.DATE,
                    note="Op deze dag moet een parameter geldig zijn om mee te tellen.",
                ),
                Field(
                    label="Inhoud ketentoezicht",
                    name="ketentoezicht_inhoud",
                    clause="U2.1",
                    note="Wat de opdrachtgevers besloten; de uren staan bij de parameters.",
                    prompt="Waar het ketentoezicht dit jaar over gaat, zoals samen besloten.",
                    lines=3,
                    since="0.4.0",
                ),
                Field(
                    label="Inhoud voorgesteld door",
                    name="ketentoezicht_door",
                    clause="U2.1",
                    note="Wie deze inhoud voorstelde; de ODU doet het eerste voorstel.",
                    prompt="Bijvoorbeeld: ODU, gewijzigd door Amersfoort in het AOO van 9 oktober.",
                    since="0.4.0",
                ),
            )
        ),
    ),
    tables=(
        TableSpec(
            name="tblTijdlijn",
            title="Tijdlijn",
            clause="T1",
            row=11,
            grows=False,
            numbered_by="code",
            columns=TIJDLIJN_COLUMNS,
        ),
        TableSpec(
            name="tblPerioden",
            title="Rapportages in het jaar",
            clause="U6.1",
            row=11,
            col=PERIODEN_COL,
            numbered_by="periode",
            since="0.5.0",
            columns=PERIODEN_COLUMNS,
        ),
        TableSpec(
            name="tblKader",
            title="Parameters",
            clause="U1.3",
            row=20,
            needed=True,
            columns=KADER_COLUMNS,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class KaderReading:
    """What sheet Kader says."""

    kader: Kader | None  # the values in force, or None when the contributions cannot be computed
    fase: Fase  # phase of the year; the first one when none is set, because it is the mildest
    aantal_deelnemers: int | None = None  # how many participants should be listed
    onleesbaar: tuple[str, ...] = ()  # parameters that count as 0 because they cannot be read
    stemmen_nodig: Kaderwaarde | None = None  # the row that says how many votes the AB needs (F3.5)
    inhoud: Inhoud = field(default_factory=Inhoud)  # of ketentoezicht, as decided (U2.1)
    bevindingen: list[Bevinding] = field(default_factory=list)


def read_kader(jaar: Jaar) -> KaderReading:
    """Read year, phase and parameters (U1.3 and the clause of each parameter).

    Without a usable year, percentage, maximum or reserve there is no ``Kader``, nor with hours for
    ketentoezicht that are no single number; the findings say why. Another value that is required
    but missing gives an error too, and counts as 0 (the least belang as ``DREMPEL_ONBEKEND``, a
    choice in words as the first of its kind).
    """
    found: list[Bevinding] = []
    year = _read_cell(jaar, "jaar", "2026", found)
    phase = _read_cell(jaar, "fase", Fase.VOORSTEL, found)
    fase = Fase(phase) if isinstance(phase, str) else Fase.INVENTARISATIE
    table = jaar.tables.get("tblKader")
    inhoud = _read_inhoud(jaar, found)
    if table is None:
        return KaderReading(None, fase, inhoud=inhoud, bevindingen=found)
    waarden, problems = read_waarden(table)
    found += problems
    if not isinstance(year, int):
        return KaderReading(None, fase, inhoud=inhoud, bevindingen=found)
    geldend = Geldend(table, year, waarden)
    found += [
        *_first_day(jaar, year),
        *geldend.bevindingen(),
        *_check_reserve(geldend),
        *_check_weights(geldend),
        *_check_ketentoezicht(geldend, fase),
        *_check_inhoud(jaar, geldend, inhoud),
        *_check_bonus(geldend),
    ]
    aantal = geldend.value("aantal_deelnemers")
    return KaderReading(
        _build(geldend, fase),
        fase,
        aantal if isinstance(aantal, int) else None,
        geldend.unreadable(),
        geldend.waarde("stemmen_nodig"),
        inhoud,
        found,
    )


def _read_cell(jaar: Jaar, name: str, example: str, found: list[Bevinding]) -> object:
    """Read named cell ``jaar`` or ``fase``; a name that is gone is reported elsewhere."""
    cell = read_input(jaar, KADER, name)
    found += cell.bevindingen
    if cell.empty:
        label = cell.column.header
        melding = f"{label} is niet ingevuld bovenaan blad {KADER.name}."
        found.append(cell.bevinding(melding, f"Vul {label} in, bijvoorbeeld {example}."))
    return cell.cell.value


def _read_inhoud(jaar: Jaar, found: list[Bevinding]) -> Inhoud:
    """Read what ketentoezicht is about, and who proposed that (U2.1)."""
    texts = []
    for name in INHOUD:
        cell = read_input(jaar, KADER, name)
        found += cell.bevindingen
        texts.append(cell.cell.value if isinstance(cell.cell.value, str) else "")
    return Inhoud(tekst=texts[0], door=texts[1])


def _check_inhoud(jaar: Jaar, geldend: Geldend, inhoud: Inhoud) -> Iterator[Bevinding]:
    """Ask what was decided where only the hours were, and who proposed it (U2.1)."""
    decided = geldend.value(KETENTOEZICHT) is not None
    for name, lacks, herstel in (
        (INHOUD[0], decided and not inhoud.tekst, "Vul in waarover het ketentoezicht gaat."),
        (INHOUD[1], bool(inhoud.tekst and not inhoud.door), "Vul in wie dit heeft voorgesteld."),
    ):
        cell = read_input(jaar, KADER, name)
        if lacks and cell.empty:
            yield cell.bevinding(
                f"{cell.column.header} is niet ingevuld, terwijl "
                f"{'de uren zijn besloten' if name == INHOUD[0] else 'de inhoud er staat'}.",
                herstel,
                ernst=Ernst.WAARSCHUWING,
            )


def _first_day(jaar: Jaar, year: int) -> Iterator[Bevinding]:
    """Report a first day that is not that of the year: the sheet picks its values by it (U1.3)."""
    first = datetime(year, 1, 1)
    if jaar.cells.get(FIRST_DAY, first) in (first, float(serial(first))):
        return
    yield read_input(jaar, KADER, FIRST_DAY).bevinding(
        f"De eerste dag van het jaar is niet 1-1-{year}; daardoor kiest de werkmap verkeerde of "
        "geen waarden uit Kader.",
        "Zet de formule =DATUM(jaar;1;1) terug in deze cel.",
        regel="U1.3",
    )


def _build(geldend: Geldend, fase: Fase) -> Kader | None:
    """Make the ``Kader``: each field from the parameter with its code, where it has a value.

    None where one that the totals need has no single value; sheet Financien has none then either.
    """
    found = {code: geldend.value(code) for code in parameters_by_code()}
    values = {code: value for code, value in found.items() if value is not None}
    if not values.keys() >= FOR_TOTALS or geldend.unclear(KETENTOEZICHT):
        return None
    own = {code: value for code, value in values.items() if code in Kader.model_fields}
    if "scoretelling" in values:
        own["telling"] = values["scoretelling"]
    order = values.get("doelvolgorde")
    return Kader.model_validate(
        {
            "belang_drempel": DREMPEL_ONBEKEND,
            **own,
            "jaar": geldend.year,
            "fase": fase,
            "gewichten": {
                code.removeprefix(WEIGHTS): geldend.number(code) or Decimal(0)
                for code in found
                if code.startswith(WEIGHTS)
            },
            "doelvolgorde": parse_doelvolgorde(order if isinstance(order, str) else None),
        }
    )


def parse_doelvolgorde(text: str | None) -> tuple[Doel, ...]:
    """Return the goals in the order of a choice of ``doelvolgorde``; without one as declared.

    >>> [doel.value for doel in parse_doelvolgorde("score > dekking > U&H > verhouding")]
    ['score', 'dekking', 'U&H', 'verhouding']
    """
    return tuple(Doel(word.strip()) for word in text.split(">")) if text else tuple(Doel)


def _check_reserve(geldend: Geldend) -> Iterator[Bevinding]:
    """Find a reserve above its maximum (U3.1, U3.4)."""
    waarde = geldend.waarde("reserve")
    reserve, most = geldend.number("reserve"), geldend.number("reserve_maximum")
    if waarde and reserve is not None and most is not None and reserve > most:
        yield waarde.bevinding(
            "waarde",
            f"De flexibele reserve is {format_uren(reserve)}; het maximum is {format_uren(most)}.",
            f"Verlaag de reserve tot hooguit {plain(most)} uur.",
            regel="U3.4",
        )


def _check_weights(geldend: Geldend) -> Iterator[Bevinding]:
    """Find weights that are not 100% together (F3.1)."""
    codes = [code for code in parameters_by_code() if code.startswith(WEIGHTS)]
    known = [weight for code in codes if (weight := geldend.number(code)) is not None]
    waarde = geldend.waarde(codes[0])
    if waarde and len(known) == len(codes) and not is_whole(known):
        parts, total = join(map(percent, known)), percent(sum(known, Decimal(0)))
        yield waarde.bevinding(
            "waarde",
            f"De gewichten zijn {parts}, samen {total}; dat hoort 100% te zijn.",
            f"Pas {join(codes)} aan tot ze samen 100% zijn.",
        )


def _check_ketentoezicht(geldend: Geldend, fase: Fase) -> Iterator[Bevinding]:
    """Report that the hours for ketentoezicht are not decided; an error once the AB decides.

    None at all are asked about: ketentoezicht is a fixed part (U2.1).
    """
    waarde = geldend.waarde(KETENTOEZICHT)
    if waarde and waarde.cell.value == 0:
        yield waarde.bevinding(
            "waarde",
            "Er zijn 0 uren voor ketentoezicht besloten, terwijl het een vast onderdeel is.",
            "Klopt dat, laat het dan staan. Is er nog niet besloten, maak de cel dan leeg.",
            ernst=Ernst.WAARSCHUWING,
        )
    if waarde and (waarde.cell.value is not None or waarde.cell.faulty):
        return
    ernst, when = Ernst.MELDING, "; tot dan tellen de voorgestelde uren"
    if fase.reached(Fase.BESLUIT):
        ernst, when = Ernst.FOUT, f", terwijl de fase al ‘{fase}’ is"
    melding = f"De uren voor ketentoezicht zijn voor {geldend.year} nog niet besloten{when}."
    herstel = (
        "Vul de uren in bij ‘Besloten uren voor ketentoezicht’ op blad Kader, met het besluit "
        "als bron."
    )
    if waarde:
        yield waarde.bevinding("waarde", melding, herstel, ernst=ernst)
    elif geldend.holds_anything and not geldend.reported(KETENTOEZICHT):
        yield geldend.table.overall(melding, herstel, regel="U2.1", ernst=ernst)


def _check_bonus(geldend: Geldend) -> Iterator[Bevinding]:
    """Report an indirect relation that weighs more than a direct one (F3.2, O7)."""
    waarde = geldend.waarde("uh_bonus_indirect")
    direct, indirect = geldend.number("uh_bonus_direct"), geldend.number("uh_bonus_indirect")
    if waarde and direct is not None and indirect is not None and indirect > direct:
        yield waarde.bevinding(
            "waarde",
            f"De bonus voor een indirecte U&H-relatie is {percent(indirect)}, meer dan de "
            f"{percent(direct)} voor een directe.",
            f"Maak de bonus hooguit {percent(direct)}, of verhoog uh_bonus_direct.",
            ernst=Ernst.WAARSCHUWING,
        )


def check_tijdlijn(rows: Iterable[Row]) -> Iterator[Bevinding]:
    """Find steps of the timeline that end before they begin (T1 to T5, U9.1)."""
    for row in rows:
        first, last = row.day("van"), row.day("tot")
        if first and last and first > last:
            code = row.text("code").strip()
            yield row.bevinding(
                "tot",
                f"Deze stap begint op {day(first)} en eindigt al op {day(last)}.",
                "Wissel de twee datums om, of verbeter er één.",
                regel=code if code in TIJDLIJN_CODES else "",
                ernst=Ernst.WAARSCHUWING,
            )
