"""From the snapshot of a year to its dossier: every sheet read, everything checked.

Here findings get their order as well, and here those of one cause become one, with a count and the
places. A message is worth its place when somebody can act on it: 26 numbers pasted as text are one
thing to do, not 26. Steps gather only what they show; the findings themselves stay as they are,
because each of them may concern a proposal of its own.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby

from regio_xl.domain import Bevinding, Dossier, Ernst, Jaar, Kader
from regio_xl.domain.dossier import Uitvoering
from regio_xl.domain.tekst import ALL, SOME, format_getal, join
from regio_xl.sheets.besluit import read_besluitvorming
from regio_xl.sheets.deelnemers import DeelnemersReading, read_deelnemers
from regio_xl.sheets.interventies import read_interventies
from regio_xl.sheets.kader import check_tijdlijn, read_kader
from regio_xl.sheets.schema import check_structure, missing_input
from regio_xl.sheets.scores import read_belang, read_beoordelingen
from regio_xl.sheets.tables import check_cells, check_formulas, check_table, read_rows
from regio_xl.sheets.verschuivingen import read_verschuivingen
from regio_xl.sheets.voorstellen import read_voorstellen
from regio_xl.sheets.voortgang import read_perioden, read_voortgang
from regio_xl.sheets.vragen import check_vragen

# Tables in which people type too; their cells are read here, their meaning in the steps
OTHER_INPUT = ("tblTijdlijn", "tblEvaluatie")

COUNT = "{aantal}"  # in the sentence of a cause: how many findings there are


def read_dossier(jaar: Jaar) -> Dossier:
    """Read and check everything that people filled in for one year.

    Never raises on contents: what cannot be used becomes a finding. The findings come most
    serious first, in reading order, each once, whatever the order of the rows in memory.
    """
    kader = read_kader(jaar)
    deelnemers = read_deelnemers(jaar, kader)
    voorstellen = read_voorstellen(jaar, kader, deelnemers)
    belang, about_belang = read_belang(jaar, deelnemers.deelnemers, voorstellen)
    beoordelingen, about_scores = read_beoordelingen(jaar, voorstellen)
    besluitvorming, about_decision = read_besluitvorming(jaar, kader, deelnemers)
    uitvoering, about_hours = _read_uitvoering(jaar, kader.kader, deelnemers)
    return Dossier(
        kader=kader.kader,
        deelnemers=deelnemers.deelnemers,
        voorstellen=voorstellen.voorstellen,
        beoordelingen=beoordelingen,
        belang=belang,
        ketentoezicht=kader.inhoud,
        besluitvorming=besluitvorming,
        uitvoering=uitvoering,
        bevindingen=sort_bevindingen(
            [
                *check_structure(jaar),
                *kader.bevindingen,
                *deelnemers.bevindingen,
                *voorstellen.bevindingen,
                *_other_tables(jaar),
                *about_belang,
                *about_scores,
                *about_decision,
                *about_hours,
                *check_vragen(jaar),
            ]
        ),
        voor_alle=voorstellen.voor_alle,
        onleesbaar=kader.onleesbaar,
        ontbreekt=missing_input(jaar),
    )


def _read_uitvoering(
    jaar: Jaar, kader: Kader | None, deelnemers: DeelnemersReading
) -> tuple[Uitvoering, list[Bevinding]]:
    """Read what happened to hours after the decision (U3.*, U6.1, U8.2)."""
    interventies, found = read_interventies(jaar, kader, deelnemers)
    verschuivingen, about_moves = read_verschuivingen(jaar, kader)
    perioden, about_periods = read_perioden(jaar, kader)
    voortgang, about_progress = read_voortgang(jaar, perioden)
    uitvoering = Uitvoering(
        interventies=interventies,
        verschuivingen=verschuivingen,
        perioden=perioden,
        voortgang=voortgang,
    )
    return uitvoering, [*found, *about_moves, *about_periods, *about_progress]


def _other_tables(jaar: Jaar) -> Iterator[Bevinding]:
    """Check the cells of the other tables, and the calculated columns everywhere.

    An error there does not touch a proposal. Of Deelnemers the formulas are checked with its rows.
    """
    for name, table in jaar.tables.items():
        if name != "tblDeelnemers":
            yield from check_formulas(table)
        if name in OTHER_INPUT:
            rows = read_rows(table)
            yield from check_table(table)
            yield from check_cells(rows)
            if name == "tblTijdlijn":
                yield from check_tijdlijn(rows)


def sort_bevindingen(found: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return findings most serious first, then in reading order, without repetition."""
    return tuple(sorted(_without_echoes(found), key=lambda item: item.sort_key))


def _without_echoes(found: Iterable[Bevinding]) -> list[Bevinding]:
    """Drop a lesser finding about a cell that an error of the same clause is about already."""
    places = {
        item: (item.blad, item.rij, item.kolom, item.regel, item.nr if item.rij is None else None)
        for item in found
    }
    errors = {
        place
        for item, place in places.items()
        if item.ernst is Ernst.FOUT and item.kolom is not None
    }
    return [
        item for item, place in places.items() if item.ernst is Ernst.FOUT or place not in errors
    ]


def gather(found: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """Return findings with those of one cause as one, each where the first of them stood."""
    groups: dict[Hashable, list[Bevinding]] = {}
    for item in found:
        groups.setdefault(_cause(item), []).append(item)
    return tuple(_together(items) if len(items) > 1 else items[0] for items in groups.values())


def _cause(item: Bevinding) -> Hashable:
    """Return what findings of one cause have in common: what they say, on one sheet.

    Without a sentence of its own for several, a cause is what is said in the same words about
    other rows of the same column.
    """
    if item.oorzaak is not None:
        return item.ernst, item.blad, item.oorzaak
    apart = item.nr if item.rij is None else None
    return item.ernst, item.blad, item.regel, item.kolom, item.melding, item.herstel, apart


def _together(items: Sequence[Bevinding]) -> Bevinding:
    first = items[0]
    rows = tuple(sorted({item.rij for item in items if item.rij is not None}))
    columns = list(dict.fromkeys(item.kolom for item in items if item.kolom))
    return first.model_copy(
        update={
            "melding": _sentence(items, rows, columns),
            "herstel": (first.oorzaak and first.oorzaak.herstel) or first.herstel,
            "kolom": columns[0] if len(columns) == 1 else None,
            "rij": rows[0] if rows else None,
            "nr": None,
            "rijen": rows,
            "oorzaak": None,
            "repair": None,
        }
    )


def _sentence(items: Sequence[Bevinding], rows: Sequence[int], columns: Sequence[str]) -> str:
    first = items[0]
    names = [item.wat for item in items if item.wat]
    places = f"rij {enumerate_rows(rows)}"
    if first.oorzaak is None:
        return f"{first.melding} Dat geldt voor {len(rows)} rijen: {enumerate_rows(rows)}."
    if names:
        places = join(names, most=ALL)
    elif len(columns) > 1:
        places = f"{len(columns)} kolommen, {places}"
        if len(columns) <= SOME:
            places = f"{join(columns)}: rij {enumerate_rows(rows)}"
    return f"{first.oorzaak.melding.replace(COUNT, format_getal(len(items)))} ({places})."


def enumerate_rows(rows: Sequence[int]) -> str:
    """Return rows as one says them, those that follow each other as a range.

    >>> enumerate_rows([6, 7, 8, 11, 12])
    '6 tot en met 8, 11 en 12'
    """
    parts: list[str] = []
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        if len(numbers) > 2:
            parts.append(f"{numbers[0]} tot en met {numbers[-1]}")
        else:
            parts += map(str, numbers)
    return join(parts)
