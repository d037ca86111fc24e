"""Sheet Voorstellen, the call for proposals: its columns, the reading, the rules per proposal.

What one proposal says of another is in ``paren``. That a required cell is empty is found for
every table in the same way, see ``tables``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader, Kind, Row, Table, Voorstel
from regio_xl.domain.dossier import Betrokkene
from regio_xl.domain.tekst import (
    closest,
    day,
    format_euros,
    format_getal,
    format_uren,
    join,
    plain,
    quote,
)
from regio_xl.domain.woorden import GEEN, ODU, Fase, Herkomst, Keuze, Relatie, Soort, words
from regio_xl.sheets.cells import is_blank_text, normalise_code
from regio_xl.sheets.declare import SheetSpec, SheetType, TableSpec
from regio_xl.sheets.deelnemers import DeelnemersReading
from regio_xl.sheets.kader import KaderReading
from regio_xl.sheets.paren import SLUIT_UIT, VEREIST, Others, check_paren, is_ketentoezicht
from regio_xl.sheets.tables import check_rows, fill, number_rows, only, read_rows, says_nothing

PARTNERS = ("GGD", "gemeenten", "PU", "VRU", "waterschap")
GROEPEN = ("werkgroep", "klankbordgroep", "stuurgroep")

TEXT = "@"  # Excel would read 12,14 as one number; as text it stays what was typed
ZERO, ONE = Decimal(0), Decimal(1)

RELATED = (Relatie.DIRECT, Relatie.INDIRECT)

VOORSTELLEN_COLUMNS = (
    Column(
        key="nr",
        header="Nr",
        kind=Kind.INTEGER,
        required=Ernst.FOUT,
        minimum=ONE,
        prompt="Volgnummer; elk nummer komt één keer voor.",
        weert=True,
        width=7,
    ),
    Column(key="titel", header="Titel", required=Ernst.WAARSCHUWING, width=32),
    Column(
        key="omschrijving",
        header="Omschrijving",
        required=Ernst.FOUT,
        prompt="Wat gebeurt er, voor wie, en wat levert het op?",
        width=60,
    ),
    Column(
        key="indiener",
        header="Indiener",
        kind=Kind.CODE,
        clause="F2.1",
        required=Ernst.FOUT,
        prompt="ODU of de code van een deelnemer (zie blad Deelnemers).",
        width=11,
    ),
    Column(
        key="herkomst",
        header="Herkomst",
        kind=Kind.CHOICE,
        clause="F2.1",
        required=Ernst.FOUT,
        choices=words(Herkomst),
        prompt="Intern: ODU dient in. Extern: een deelnemer dient in.",
        width=12,
    ),
    Column(
        key="soort",
        header="Soort",
        kind=Kind.CHOICE,
        clause="A26",
        required=Ernst.FOUT,
        choices=words(Soort),
        prompt="Doorlopend project, nieuw project of ketentoezicht.",
        weert=True,
        width=15,
    ),
    Column(
        key="uren",
        header="Uren",
        kind=Kind.HOURS,
        required=Ernst.FOUT,
        minimum=ONE,
        prompt="Benodigde uren van ODU-medewerkers, in hele uren.",
        weert=True,
        width=9,
    ),
    Column(
        key="minimum_uren",
        header="Minimum uren",
        kind=Kind.HOURS,
        clause="O6",
        minimum=ONE,
        prompt="Alleen als het project ook met minder uren kan: het kleinste aantal.",
        weert=True,
        width=11,
    ),
    Column(
        key="materiele_kosten",
        header="Materiele kosten",
        kind=Kind.EUROS,
        clause="U7.3",
        minimum=ZERO,
        prompt="Materiële kosten in euro's. Uren van anderen tellen niet mee.",
        weert=True,
        width=13,
    ),
    Column(
        key="partners",
        header="Partners",
        kind=Kind.LIST,
        required=Ernst.FOUT,
        choices=PARTNERS,
        prompt="Benodigde partners, gescheiden door een puntkomma: "
        f"GGD; gemeenten; PU; VRU; waterschap, of een andere naam. Geen? Typ ‘{GEEN}’.",
        width=22,
    ),
    Column(
        key="groepen",
        header="Groepen",
        kind=Kind.LIST,
        clause="U7.1",
        choices=GROEPEN,
        prompt="Gescheiden door een puntkomma: werkgroep; klankbordgroep; stuurgroep.",
        width=20,
    ),
    Column(
        key="uh_relatie",
        header="U&H-relatie",
        kind=Kind.CHOICE,
        clause="U4.1",
        required=Ernst.WAARSCHUWING,
        choices=words(Relatie),
        prompt="Relatie met de uitvoerings- en handhavingsstrategie.",
        weert=True,
        width=12,
    ),
    Column(
        key="toelichting_uh",
        header="Toelichting U&H",
        clause="U4.1",
        prompt="Leg bij ‘direct’ of ‘indirect’ uit welke relatie dat is.",
        width=40,
    ),
    Column(
        key="meerwaarde_regio",
        header="Meerwaarde regio",
        clause="U4.2",
        prompt="Verplicht zonder directe U&H-relatie: de waarde voor (een deel van) de regio.",
        width=40,
    ),
    Column(
        key="samenwerkingsverband",
        header="Samenwerkingsverband",
        clause="F3.3",
        prompt="Regionaal samenwerkingsverband waarmee dit verbonden is.",
        width=26,
    ),
    Column(
        key="intern_opdrachtgever",
        header="Intern opdrachtgever",
        clause="U5.1",
        prompt="Strategisch manager van ODU; verplicht vóór het AB besluit.",
        width=22,
    ),
    Column(
        key="projectleider",
        header="Projectleider",
        clause="U5.2",
        prompt="Projectleider van ODU; verplicht vóór het AB besluit.",
        width=20,
    ),
    Column(
        key="keuze",
        header="Keuze AOO",
        kind=Kind.CHOICE,
        clause="F3.4",
        choices=words(Keuze),
        prompt="Keuze van het ambtelijk opdrachtgeversoverleg; leeg is automatisch.",
        weert=True,
        width=13,
    ),
    Column(
        key="reden_keuze",
        header="Reden keuze",
        clause="F3.4",
        prompt="Verplicht bij ‘opnemen’ of ‘niet opnemen’.",
        width=30,
    ),
    Column(
        key="ingediend_op",
        header="Ingediend op",
        kind=Kind.DATE,
        clause="F2.1",
        prompt="Datum van indiening, bijvoorbeeld 15-9-2025.",
        width=13,
    ),
    Column(
        key="vereist",
        header="Vereist",
        kind=Kind.NUMBERS,
        clause="F3.4",
        prompt="Nummers van voorstellen die ook in het pakket moeten, gescheiden door "
        "een puntkomma, bijvoorbeeld 12; 14. Leeg als er geen zijn.",
        since="0.3.0",
        number_format=TEXT,
        weert=True,
        width=11,
    ),
    Column(
        key="sluit_uit",
        header="Sluit uit",
        kind=Kind.NUMBERS,
        clause="F3.4",
        prompt="Nummers van voorstellen waarmee dit niet samengaat, gescheiden door "
        "een puntkomma. Eén van de twee voorstellen noemen is genoeg.",
        since="0.3.0",
        number_format=TEXT,
        weert=True,
        width=11,
    ),
    Column(
        key="betrokkenen",
        header="Rol van deelnemers",
        kind=Kind.LIST,
        clause="U5.3",
        prompt="Welke deelnemer waarbij betrokken is, gescheiden door een puntkomma, bijvoorbeeld "
        "AMF: stuurgroep; BAA: klankbordgroep.",
        since="0.5.0",
        width=28,
    ),
    Column(
        key="rapporteur",
        header="Rapporteur",
        clause="U5.4",
        prompt="Wie over dit project rapporteert; leeg is de projectleider.",
        since="0.5.0",
        width=20,
    ),
)

VOORSTELLEN = SheetSpec(
    name="Voorstellen",
    type=SheetType.INVOER,
    title="Voorstellen voor regionale opdrachten",
    purpose="Eén rij per voorstel. Typ onder de laatste rij door om een voorstel toe te voegen.",
    who="regievoerders en accountteam",
    clause="F2.2",
    protected=False,
    paper="A3",
    pages_wide=2,
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblVoorstellen",
            clause="F2.2",
            numbered_by="nr",
            needed=True,
            columns=VOORSTELLEN_COLUMNS,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class VoorstellenReading:
    """What sheet Voorstellen says."""

    voorstellen: tuple[Voorstel, ...] = ()  # with a number, each once, in sheet order
    numbers: frozenset[int] = frozenset()  # their numbers
    # Numbers that were probably meant where the cell is not usable; so that other sheets are not
    # blamed for naming them
    meant: frozenset[int] = frozenset()
    readable: bool = False  # whether the numbers could be read at all; if not, no number is unknown
    bevindingen: tuple[Bevinding, ...] = ()
    voor_alle: tuple[Bevinding, ...] = ()  # about the whole table: no proposal is complete (F2.2)

    def blamed(self, nr: int) -> bool:
        """Tell whether a number is a mistake in the row that names it."""
        return self.readable and nr not in self.numbers and nr not in self.meant


@dataclass(frozen=True, slots=True)
class Context:
    """The year around a proposal."""

    kader: Kader | None  # in force; rules that need it stay silent without
    fase: Fase  # phase of the year; it decides how strict some rules are
    namen: Mapping[str, str]  # by code; empty when the sheet could not be read
    today: date  # day of reading


def read_voorstellen(
    jaar: Jaar, kader: KaderReading, deelnemers: DeelnemersReading
) -> VoorstellenReading:
    """Read and check the proposals (F2.1, F2.2, U4, U5, U7, F3.4, U2.1, O6)."""
    table = jaar.tables.get("tblVoorstellen")
    if table is None:
        return VoorstellenReading()
    namen = {deelnemer.code: deelnemer.naam for deelnemer in deelnemers.deelnemers}
    context = Context(kader.kader, kader.fase, namen, jaar.read_at.date())
    rows = number_rows(read_rows(table), known=lambda _: True)
    meant = frozenset(int(nr) for row in rows if (nr := row.cell("nr").meant) is not None)
    others = Others({row.nr: row for row in rows if row.nr is not None}, meant)
    found = [
        *check_rows(table, rows, unique="nr"),
        *_check_present(table, rows),
        *check_paren(rows, others),
        *(
            item
            for row in rows
            if not only(row, "nr")
            for check in CHECKS
            for item in check(row, context)
        ),
    ]
    return VoorstellenReading(
        voorstellen=tuple(_voorstel(row, others) for row in others.by_nr.values()),
        numbers=frozenset(others.by_nr),
        meant=meant,
        readable="nr" in table.present,
        bevindingen=tuple(found),
        voor_alle=tuple(item for item in found if item.weert and item.rij == table.header_row),
    )


def _voorstel(row: Row, others: Others) -> Voorstel:
    partners = tuple(name for name in row.listed("partners") if name.casefold() != GEEN)
    return fill(
        Voorstel,
        row,
        partners=partners,
        materiele_kosten=row.decimal("materiele_kosten") or Decimal(0),
        vereist=others.projects(row, VEREIST),
        sluit_uit=others.projects(row, SLUIT_UIT),
        betrokkenen=tuple(
            Betrokkene(code=code, rol=rol)
            for code, rol in dict.fromkeys(map(_role, row.listed("betrokkenen")))
        ),
    )


def _role(part: str) -> tuple[str, str]:
    """Return the code and the role in a part such as ``AMF: stuurgroep``; "" what is not there.

    >>> _role("amf : Stuurgroep"), _role("AMF")
    (('AMF', 'stuurgroep'), ('AMF', ''))
    """
    code, _, rol = part.partition(":")
    return normalise_code(code), " ".join(rol.split()).casefold()


def _check_present(table: Table, rows: Sequence[Row]) -> Iterator[Bevinding]:
    """Report that there is no proposal at all, or none for ketentoezicht (U2.1).

    Silent while a Soort cannot be read: that one may be it.
    """
    if not rows:
        yield table.overall(
            "Er zijn nog geen voorstellen.",
            "Vul per voorstel één rij in.",
            regel="F2.1",
            ernst=Ernst.MELDING,
        )
    kinds = [row.text("soort") for row in rows if row.usable("soort")]
    if rows and len(kinds) == len(rows) and all(kinds) and Soort.KETENTOEZICHT not in kinds:
        yield table.overall(
            "Er is geen voorstel van de soort ketentoezicht; dat is een vast onderdeel.",
            "Voeg een voorstel toe met soort ketentoezicht, met de uren die de ODU voorstelt.",
            key="soort",
            regel="U2.1",
            ernst=Ernst.WAARSCHUWING,
        )


def _check_minimum(row: Row, _: Context) -> Iterator[Bevinding]:
    """Find a minimum above the hours asked (O6)."""
    hours, least = row.whole("uren"), row.whole("minimum_uren")
    if hours is None or least is None or not row.usable("minimum_uren"):
        return
    if least > hours:
        yield row.bevinding(
            "minimum_uren",
            f"Minimum uren is {format_getal(least)}, meer dan de gevraagde {format_uren(hours)}.",
            f"Vul een minimum van hooguit {plain(hours)} uur in, of laat de cel leeg.",
        )
    elif is_ketentoezicht(row):
        yield row.bevinding(
            "minimum_uren",
            "Minimum uren heeft bij ketentoezicht geen betekenis.",
            "Maak de cel leeg: de opdrachtgevers bepalen samen de uren voor ketentoezicht.",
            regel="U2.1",
            ernst=Ernst.MELDING,
        )


def _check_indiener(row: Row, context: Context) -> Iterator[Bevinding]:
    """Find a submitter that is neither ODU nor a participant, where these are known (F2.1)."""
    code = row.text("indiener")
    if not code or not context.namen or code == ODU or code in context.namen:
        return
    yield row.bevinding(
        "indiener",
        f"Indiener {quote(row.typed('indiener'))} is niet ODU en geen code op blad Deelnemers.",
        f"{_submitter_meant(code, context)}Kies ODU of de code van een deelnemer.",
    )


def _submitter_meant(code: str, context: Context) -> str:
    """Guess the code from a name first: people type ‘Amersfoort’ where AMF is asked."""
    same = [key for key, naam in context.namen.items() if naam.upper() == code]
    if same:
        return f"Bedoelde u {join((f'{key} ({context.namen[key]})' for key in same), 'of')}? "
    found = closest(code, (ODU, *context.namen))
    if found is None:
        return ""
    naam = f" ({context.namen[found]})" if found in context.namen else ""
    return f"Bedoelde u {found}{naam}? "


def _check_herkomst(row: Row, context: Context) -> Iterator[Bevinding]:
    """Find an origin that does not go with the submitter (F2.1)."""
    code, herkomst = row.text("indiener"), row.text("herkomst")
    if herkomst == Herkomst.EXTERN and code == ODU:
        yield row.bevinding(
            "herkomst",
            "Herkomst is extern, maar de indiener is ODU.",
            "Kies intern, of vul de deelnemer in die het voorstel indient.",
        )
    elif herkomst == Herkomst.INTERN and code in context.namen:
        yield row.bevinding(
            "herkomst",
            f"Herkomst is intern, maar de indiener is deelnemer {code}.",
            "Kies extern, of vul ODU in als indiener.",
        )


def _check_ingediend(row: Row, context: Context) -> Iterator[Bevinding]:
    """Find a day of submission that is still to come (F2.1)."""
    moment = row.day("ingediend_op")
    if moment and moment > context.today:
        yield row.bevinding(
            "ingediend_op",
            f"Ingediend op is {day(moment)}; die dag moet nog komen.",
            "Controleer de datum.",
            ernst=Ernst.WAARSCHUWING,
        )


def _check_relatie(row: Row, _: Context) -> Iterator[Bevinding]:
    """Find a relation that is claimed but not explained (U4.1)."""
    relatie = row.text("uh_relatie")
    if relatie in RELATED and says_nothing(row, "toelichting_uh"):
        yield row.bevinding(
            "toelichting_uh",
            f"De U&H-relatie is {relatie}, maar Toelichting U&H is leeg.",
            "Leg in één of twee zinnen uit om welk deel van de strategie het gaat.",
            ernst=Ernst.WAARSCHUWING,
        )


def _check_meerwaarde(row: Row, _: Context) -> Iterator[Bevinding]:
    """Find a project without direct relation that does not state its value (U4.2).

    An empty relation is not a direct one. Ketentoezicht is not weighed as a project.
    """
    relatie = row.text("uh_relatie")
    if relatie == Relatie.DIRECT or not row.usable("uh_relatie") or is_ketentoezicht(row):
        return
    if says_nothing(row, "meerwaarde_regio"):
        which = f"de U&H-relatie ‘{relatie}’ is" if relatie else "er geen U&H-relatie is ingevuld"
        yield row.bevinding(
            "meerwaarde_regio",
            f"Meerwaarde regio is niet ingevuld, terwijl {which}.",
            "Beschrijf welke waarde het project heeft voor (een deel van) de regio.",
        )


def _check_partners(row: Row, _: Context) -> Iterator[Bevinding]:
    """Find ``geen`` next to the name of a partner (U7.1); any name is allowed."""
    names = row.listed("partners")
    if len(names) > 1 and GEEN in (name.casefold() for name in names):
        yield row.bevinding(
            "partners",
            f"Partners bevat ‘{GEEN}’ naast andere namen: {join(names)}.",
            f"Haal ‘{GEEN}’ weg, of haal de namen weg.",
            regel="U7.1",
            ernst=Ernst.WAARSCHUWING,
        )


def _check_groepen(row: Row, _: Context) -> Iterator[Bevinding]:
    """Find groups outside the list; allowed, but perhaps a slip (U7.1)."""
    for name in row.listed("groepen"):
        if name in GROEPEN:
            continue
        found = closest(name.casefold(), GROEPEN)
        yield row.bevinding(
            "groepen",
            f"Groep {quote(name)} staat niet in de lijst ({join(GROEPEN)}).",
            f"Bedoelde u {found}? Pas het dan aan."
            if found
            else "Bedoelt u een andere groep, dan hoeft u niets te doen.",
            ernst=Ernst.WAARSCHUWING if found else Ernst.MELDING,
        )


def _check_betrokkenen(row: Row, context: Context) -> Iterator[Bevinding]:
    """Find involved participants that nobody knows, or in no known role (U5.3)."""
    for part in row.listed("betrokkenen"):
        code, rol = _role(part)
        if not rol:
            why, herstel = "zegt niet in welke rol", f"Typ bijvoorbeeld {code}: stuurgroep."
        elif context.namen and code not in context.namen:
            why = "noemt geen code van blad Deelnemers"
            herstel = f"{_submitter_meant(code, context)}Kies de code van een deelnemer."
        elif rol not in GROEPEN:
            found = closest(rol, GROEPEN)
            why = f"noemt een rol die niet in de lijst staat ({join(GROEPEN)})"
            herstel = f"Bedoelde u {found}?" if found else "Kies een rol uit de lijst."
        else:
            continue
        yield row.bevinding(
            "betrokkenen", f"{quote(part)} {why}.", herstel, ernst=Ernst.WAARSCHUWING
        )


def _check_kosten(row: Row, context: Context) -> Iterator[Bevinding]:
    """Find costs that cannot be converted to hours (U7.3, O5)."""
    costs = row.decimal("materiele_kosten")
    if not costs:
        return
    if is_ketentoezicht(row):
        yield row.bevinding(
            "materiele_kosten",
            f"Materiele kosten is {format_euros(costs)} bij ketentoezicht; die uren liggen vast.",
            "Maak de cel leeg en neem de kosten op in de uren voor ketentoezicht.",
        )
    elif context.kader is not None and context.kader.uurtarief is None:
        yield row.bevinding(
            "materiele_kosten",
            f"Materiele kosten is {format_euros(costs)}, maar er geldt geen uurtarief om dat naar "
            "uren om te rekenen.",
            "Vul het tarief in bij uurtarief op blad Kader, of haal de kosten weg.",
        )


def _check_keuze(row: Row, _: Context) -> Iterator[Bevinding]:
    """Find a choice without a reason, or a reason without a choice (F3.4)."""
    if not row.usable("keuze") or not row.usable("reden_keuze"):
        return
    keuze = row.text("keuze") or Keuze.AUTOMATISCH
    reasoned = not is_blank_text(row.text("reden_keuze"))
    if keuze != Keuze.AUTOMATISCH and not reasoned:
        yield row.bevinding(
            "reden_keuze",
            f"Keuze AOO is ‘{keuze}’, maar Reden keuze is leeg.",
            "Schrijf op waarom het overleg dit kiest, of zet de keuze op automatisch.",
        )
    elif keuze == Keuze.AUTOMATISCH and reasoned:
        yield row.bevinding(
            "reden_keuze",
            "Er staat een reden bij Reden keuze, maar Keuze AOO is automatisch.",
            "Kies opnemen of niet opnemen, of haal de reden weg.",
            ernst=Ernst.MELDING,
        )


# Every rule about a single proposal; it yields nothing when all is well
CHECKS = (
    _check_minimum,
    _check_indiener,
    _check_herkomst,
    _check_ingediend,
    _check_relatie,
    _check_meerwaarde,
    _check_partners,
    _check_groepen,
    _check_betrokkenen,
    _check_kosten,
    _check_keuze,
)
