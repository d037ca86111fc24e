"""Makes small years for the tests of the rules: a year without findings, to change one thing in.

Rows are written by column header, as a policy officer reads them; what a row leaves out is
filled with something correct, so that a test shows only what it is about.
"""

from datetime import date, datetime, time
from decimal import Decimal

from regio_xl.domain import Jaar, Row, Table
from regio_xl.sheets.kader_waarden import load_parameters
from regio_xl.sheets.schema import tables

DEELNEMERS = (
    {"Code": "PU", "Deelnemer": "Provincie Utrecht", "Type": "provincie", "DVO-uren": 21400},
    {"Code": "AMF", "Deelnemer": "Amersfoort", "Type": "gemeente", "DVO-uren": 5000},
    {"Code": "UTR", "Deelnemer": "Utrecht", "Type": "gemeente", "DVO-uren": 2500},
)
DEELNEMER = {
    "Code": "BAA",
    "Deelnemer": "Baarn",
    "Type": "gemeente",
    "DVO-uren": 1000,
    "Programma vastgesteld op": date(2025, 11, 25),
}
KETENTOEZICHT = {"Nr": 1, "Titel": "Ketentoezicht", "Soort": "ketentoezicht", "Uren": 100}
VOORSTEL = {
    "Nr": 12,
    "Titel": "Asbest in het weekend",
    "Omschrijving": "Toezicht op sloop buiten kantoortijd.",
    "Indiener": "ODU",
    "Herkomst": "intern",
    "Soort": "nieuw",
    "Uren": 120,
    "Partners": "gemeenten",
    "U&H-relatie": "direct",
    "Toelichting U&H": "Asbest is een prioriteit.",
    "Intern opdrachtgever": "A. Brouwhorst",
    "Projectleider": "J. van Ellerveld",
    "Ingediend op": date(2025, 9, 15),
}
BEOORDELING = {"Nr": 12, "Toegevoegde waarde": 4, "Relevantie": 5, "Draagvlak": 3}
INTERVENTIE = {
    "Nr": 1,
    "Datum": date(2026, 3, 12),
    "Omschrijving": "Toezicht na een brand.",
    "Soort": "urgent",
    "Uren": 40,
}
VERSCHUIVING = {
    "Nr": 1,
    "Datum": date(2026, 5, 12),
    "Van": "reserve",
    "Naar": 12,
    "Uren": 40,
    "Reden": "Meer werk dan gedacht.",
    "Door": "Accountteam",
}
VOORTGANG = {"Project": 12, "Periode": "Jaarstukken", "Gerealiseerd": 40}
PERIODE = {"Periode": "Jaarstukken", "Peildatum": date(2026, 12, 31)}
KADER = {
    "uurtarief": 100,
    "ketentoezicht_besloten": 100,
    "referentie": "",
    "aantal_deelnemers": "",
    "stemmen_nodig": 2,
}
"""Values that make the small year complete; "" empties a cell."""

ZEVENENTWINTIG = tuple(
    {"Code": f"D{number:02}", "Deelnemer": f"Deelnemer {number}"} for number in range(1, 28)
)

READ_AT = datetime(2025, 12, 15, 9, 30)


def cell(value):
    """Return a value as Excel gives it."""
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return None if value == "" else value


def table(name, rows, *, codes=(), weg=(), eerste=None, formules=True, beyond=0):
    """Make a table from rows by header; ``weg`` are headers that the sheet lacks."""
    sheet, spec = tables(tuple(codes))[name]
    by_header = {column.header: column for column in spec.columns}
    made = []
    for offset, row in enumerate(rows):
        strange = set(row) - set(by_header)
        assert not strange, f"{name} kent geen kolom {strange}"
        made.append(
            Row(
                number=(eerste or spec.row + 1) + offset,
                values={
                    column.key: cell(row.get(header, ""))
                    for header, column in by_header.items()
                    if header not in weg
                },
                formulas={
                    column.key: "" if column.header in row else f"={column.formula}"
                    for column in spec.columns
                    if column.formula and formules
                },
            )
        )
    return Table(
        sheet=sheet.name,
        name=name,
        clause=spec.clause,
        header_row=spec.row,
        columns=spec.columns,
        present=frozenset(column.key for header, column in by_header.items() if header not in weg),
        rows=tuple(made),
        beyond=beyond,
    )


def kader_rows(values=None):
    """Return the rows of tblKader from the parameters, with other values where given."""
    changed = {**KADER, **(values or {})}
    return [
        {
            "Code": parameter.code,
            "Parameter": parameter.name,
            "Waarde": changed.get(parameter.code, "" if value.value is None else value.value),
            "Eenheid": parameter.unit,
            "Geldig van": value.valid_from,
            "Geldig tot en met": value.valid_until,
            "Bron": value.source,
            "Regel": parameter.clause,
        }
        for parameter in load_parameters()
        for value in parameter.values
    ]


def fill(rows, standard):
    """Complete rows with correct values; an entirely empty row stays empty."""
    return [{**standard, **row} if row else {} for row in rows]


def stemmen(codes, geteld):
    """Return a row per participant: so many times each word, the rest without a vote."""
    words = [
        word
        for word in ("voor", "tegen", "onthouding", "afwezig")
        for _ in range(geteld.get(word, 0))
    ]
    words += [""] * (len(codes) - len(words))
    return [{"Code": code, "Stem": word} for code, word in zip(codes, words, strict=True)]


def besluit(nummer="", datum=""):
    """Return the named cells for number and date of a decision."""
    return {"besluit_nummer": cell(nummer), "besluit_datum": cell(datum)}


def after_the_decision(given, codes):
    """Return the rows about hours after the decision, completed; nothing where none are given."""
    if not given:
        return {}
    named = {**INTERVENTIE, "Deelnemers": "; ".join(codes[:10])}
    standard = {"Interventies": named, "Verschuivingen": VERSCHUIVING, "Voortgang": VOORTGANG}
    rows = {f"tbl{name}": fill(given.get(name, []), row) for name, row in standard.items()}
    return {**rows, "tblPerioden": fill(given.get("Perioden", [PERIODE]), PERIODE)}


def jaar(
    *,
    kader=None,
    kader_rijen=None,
    deelnemers=None,
    voorstellen=None,
    belang=None,
    beoordeling=None,
    aoo=None,
    stemming=None,
    besluit=None,
    cellen=None,
    na_besluit=None,
    weg=None,
    beyond=None,
    ketentoezicht=True,
    jaartal=2026,
    fase="voorstel",
    **more,
):
    """Make a year; without arguments it is complete and gives no finding at all.

    ``na_besluit`` are rows about the hours after the decision, by name of the table without tbl.
    """
    weg, beyond = weg or {}, beyond or {}
    people = fill(DEELNEMERS if deelnemers is None else deelnemers, DEELNEMER)
    given = fill([VOORSTEL] if voorstellen is None else voorstellen, VOORSTEL)
    if ketentoezicht and all(row.get("Soort") != "ketentoezicht" for row in given):
        # at the end, so that the rows of a case keep the place in which they are written
        given.append({**VOORSTEL, **KETENTOEZICHT})
    numbers = list(dict.fromkeys(row["Nr"] for row in given if isinstance(row.get("Nr"), int)))
    codes = [str(row["Code"]) for row in people if row.get("Code")]
    if belang is None:
        belang = [{"Nr": nr} for nr in numbers]
    if beoordeling is None:
        beoordeling = [{"Nr": nr} for nr in numbers]
    enough = {"stemmen_nodig": len(dict.fromkeys(codes)) // 2 + 1}
    rows = {
        "tblKader": kader_rows({**enough, **(kader or {})}) if kader_rijen is None else kader_rijen,
        "tblDeelnemers": people,
        "tblVoorstellen": given,
        "tblBelang": belang,
        "tblBeoordeling": fill(beoordeling, BEOORDELING),
    }
    spoken = {"tblAOO": aoo, "tblStemming": stemming, "tblBesluit": besluit}
    rows |= {name: given for name, given in spoken.items() if given is not None}
    rows |= after_the_decision(na_besluit or {}, codes)
    return Jaar(
        tables={
            name: table(
                name,
                content,
                codes=dict.fromkeys(codes),
                weg=weg.get(name, ()),
                beyond=beyond.get(name, 0),
            )
            for name, content in rows.items()
        },
        cells={"jaar": cell(jaartal), "fase": fase, **(cellen or {})},
        read_at=READ_AT,
        **more,
    )
