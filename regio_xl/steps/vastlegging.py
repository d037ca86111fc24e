"""The record of the package on sheet Selectie: what it was divided with, how sure it is, and why.

``contents`` gives what a step writes to sheet Vastlegging, ``read_record`` reads it back. With it a
step can say what has changed since, name the package that an advice or a vote is about, and show
reasons again without working them out again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from regio_xl import __version__
from regio_xl.allocation import Gevolg, Level, Pakket, Reden, Uren
from regio_xl.domain import CellValue, Dossier, Jaar, Row, TableContent
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import count, day, of_float, shown
from regio_xl.domain.woorden import BEREKEND, Soort
from regio_xl.rules import Bijdrage
from regio_xl.sheets import schema
from regio_xl.sheets.besluit import NOT_DECIDED
from regio_xl.sheets.scores import SCORES
from regio_xl.sheets.vastlegging import GEMAAKT, INHOUD, KENMERK
from regio_xl.sheets.vergelijking import column_of
from regio_xl.steps.opgeslagen import as_number, numbered, rows_of, text_mark

FACTS, GOALS, REASONS = "tblVastlegging", "tblDoelen", "tblRedenen"
PACKAGES, SCENARIOS = "tblPakketten", "tblScenarios"

Place = tuple[str, str, str]
"""Sheet, of what (a number, a code, the code of a parameter) and which column."""

Facts = Mapping[Place, CellValue]
"""What a package rests on, by place, in the order of the sheets."""

NO_MARK = "Titel"
TOLD_ONLY = (NO_MARK, "Inhoud")
"""What is told when it changes, and makes no other package."""

ASKED = {
    column.key: column.header
    for column in schema.tables()["tblVoorstellen"][1].columns
    if column.weert and column.key != "nr"
} | {"titel": NO_MARK}
"""What is recorded of a proposal: what its hours depend on, and its title."""

ACCEPTED = "Reden bij wie niets terugziet"
BESLUIT = "Stemming"
"""Sheet of the facts that only a decision has."""

AT_DECISION = ", bij het besluit"
"""Ending of a fact that was another when the AB decided than when the hours were divided."""

MOST_POINTS = 4
"""Most participants whose interest is spelled out when it changed."""

NOTHING = "geen waarde"
MOST_CHANGES = 4
"""Most changes of one sheet that a finding names."""


class Anders(Model):
    """What follows when one proposal is in, or out: a row of tblRedenen."""

    mogelijk: bool
    bewezen: bool
    eruit: tuple[int, ...]
    erin: tuple[int, ...]
    gedekt: int
    uh_direct: float
    uh_indirect: float
    score: float
    uren_minder: int | None
    budget_meer: int | None


class Grond(Model):
    """Why a proposal got its hours when they were divided: a row of tblRedenen."""

    uren: int
    woord: Reden
    kort: str
    reden: str
    anders: Anders | None = None  # None where it was not worked out


class Vastlegging(Model):
    """The record as it stands on sheet Vastlegging."""

    kenmerk: str = ""  # mark of the package as divided; "" where nothing was recorded
    gemaakt: str = ""  # when it was divided
    feiten: Mapping[Place, CellValue] = {}  # what it rests on
    levels: tuple[Level, ...] = ()  # what it reaches on each goal
    gronden: Mapping[int, Grond] = {}  # by number
    gaaf: bool = False  # whether the sheet is as a step wrote it

    @property
    def uren(self) -> Uren:
        """Hours per project as they were divided."""
        return {nr: grond.uren for nr, grond in self.gronden.items() if grond.uren}


def facts_of(dossier: Dossier, bijdragen: Mapping[str, Bijdrage], chosen: str, keten: int) -> Facts:
    """Return what a package rests on, as it is now; an unknown sheet has no facts.

    Args:
        dossier: The year as it was read.
        bijdragen: Contribution by code of the participant.
        chosen: The scenario that was chosen.
        keten: Hours for ketentoezicht that count.
    """
    facts: dict[Place, CellValue] = {("Vergelijking", "", "Gekozen scenario"): chosen}
    if dossier.kader is not None:
        for code, value in dossier.kader.model_dump(exclude=NOT_DECIDED).items():
            facts |= {("Kader", part, "Waarde"): cell for part, cell in _parts(code, value)}
    facts["Kader", Soort.KETENTOEZICHT.value, "Uren"] = float(keten)
    facts["Kader", Soort.KETENTOEZICHT.value, "Inhoud"] = dossier.ketentoezicht.tekst or None
    for deelnemer in dossier.deelnemers:
        facts["Deelnemers", deelnemer.code, "DVO-uren"] = float(deelnemer.dvo_uren)
        if bijdrage := bijdragen.get(deelnemer.code):
            facts["Deelnemers", deelnemer.code, "Bijdrage"] = float(bijdrage.uren)
    return facts | dict(_about_proposals(dossier))


def _about_proposals(dossier: Dossier) -> Iterator[tuple[Place, CellValue]]:
    for voorstel in sorted(dossier.voorstellen, key=lambda item: item.nr):
        for key, header in ASKED.items():
            cell = _cell(getattr(voorstel, key))
            if cell or header == NO_MARK:
                yield ("Voorstellen", str(voorstel.nr), header), cell
    for nr, judged in sorted(dossier.beoordelingen.items()):
        for key, header in SCORES:
            yield ("Beoordeling", str(nr), header), _cell(judged.scores.get(key))
    for nr, row in sorted(dossier.belang.items()):
        points = ", ".join(f"{code} {value}" for code, value in row.items() if value)
        yield ("Belang", str(nr), "Belang"), points or None


def _parts(code: str, value: Any) -> Iterator[tuple[str, CellValue]]:
    """Yield a parameter, or each part of one that has several (the weights)."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield f"gewicht_{key}", _cell(part)
    elif isinstance(value, tuple):
        yield code, " > ".join(map(str, value))
    else:
        yield code, _cell(value)


def facts_of_decision(dossier: Dossier, mark: str) -> dict[Place, CellValue]:
    """Return what a decision on the package with this mark has: number, day, votes, reason."""
    made = dossier.besluitvorming
    facts: dict[Place, CellValue] = {
        (BESLUIT, "", "Nummer van het besluit"): made.nummer or None,
        (BESLUIT, "", "Datum van het besluit"): day(made.datum) if made.datum else None,
    }
    if made.reden_dekking:
        facts[BESLUIT, mark, ACCEPTED] = made.reden_dekking
    return facts | {(BESLUIT, vote.code, "Stem"): vote.stem.value for vote in made.stemmen}


def decided(record: Vastlegging, now: Facts, dossier: Dossier) -> Vastlegging:
    """Return the record with the decision in it, and what had changed by then."""
    found = changes(undecided(record).feiten, now)
    found = {place: pair for place, pair in found.items() if place[0] != BESLUIT}
    late = {(*place[:2], place[2] + AT_DECISION): now.get(place) for place in found}
    facts = {**undecided(record).feiten, **late, **facts_of_decision(dossier, record.kenmerk)}
    return record.model_copy(update={"feiten": facts})


def said_before(record: Vastlegging) -> Facts:
    """Return the reasons that the AB gave for packages before, by their mark (U4.3)."""
    return {place: value for place, value in record.feiten.items() if place[2] == ACCEPTED}


def of_decision(record: Vastlegging) -> Facts:
    """Return what decisions added to the record."""
    added = {place: value for place, value in record.feiten.items() if _of_decision(place)}
    return {**added, **said_before(record)}


def undecided(record: Vastlegging) -> Vastlegging:
    """Return the record as it was before the AB decided."""
    kept = said_before(record)
    facts = {place: value for place, value in record.feiten.items() if not _of_decision(place)}
    facts |= kept
    return record.model_copy(update={"feiten": facts})


def at_decision(record: Vastlegging) -> Facts:
    """Return what a package rested on when the AB decided."""
    ends = len(AT_DECISION)
    late = {
        (*place[:2], place[2][:-ends]): value
        for place, value in record.feiten.items()
        if place[2].endswith(AT_DECISION)
    }
    return {**undecided(record).feiten, **late}


def _of_decision(place: Place) -> bool:
    return place[0] == BESLUIT or place[2].endswith(AT_DECISION)


def changes(before: Facts, now: Facts) -> dict[Place, tuple[str, str]]:
    """Return what differs by place: the old and the new value as people read them."""
    places = dict.fromkeys([*before, *now])
    pairs = {place: (_text(before.get(place)), _text(now.get(place))) for place in places}
    return {place: pair for place, pair in pairs.items() if pair[0] != pair[1]}


def tell_pairs(pairs: Mapping[Place, tuple[str, str]]) -> str:
    """Return changes of one sheet as Dutch text.

    >>> tell_pairs({("Deelnemers", "AMF", "DVO-uren"): ("7000", "7100")})
    'DVO-uren van AMF (blad Deelnemers): 7000 → 7100'
    """
    whole = {place[:2]: pair for place, pair in pairs.items() if _whole_row(place, pairs)}
    came = [
        f"voorstel {of} (blad {sheet}) {'kwam erbij' if new else 'is weg'}"
        for (sheet, of), (_, new) in whole.items()
    ]
    shown = came + [_pair(place, *pair) for place, pair in pairs.items() if place[:2] not in whole]
    rest = len(shown) - MOST_CHANGES
    more = [f"en nog {count(rest, 'andere', 'andere')}"] if rest > 1 else []
    return "; ".join([*(shown[:MOST_CHANGES] if more else shown), *more])


def _whole_row(place: Place, pairs: Mapping[Place, tuple[str, str]]) -> bool:
    """Tell whether a proposal as a whole is new, or gone: all that is known of it changed so."""
    sheet, of, what = place
    about = [pair for other, pair in pairs.items() if other[:2] == (sheet, of)]
    return (sheet, what) == ("Voorstellen", "Soort") and (
        not any(old for old, _ in about) or not any(new for _, new in about)
    )


def _pair(place: Place, old: str, new: str) -> str:
    sheet, of, what = place
    about = {"Kader": "", "Deelnemers": " van", "Stemming": " van"}.get(sheet, " van voorstel")
    name = of if sheet == "Kader" else f"{what}{about} {of}" if of else what
    if sheet == "Belang":  # a row of points: only those that changed
        old, new = _few(_without(old, new)), _few(_without(new, old))
    return f"{name} (blad {sheet}): {old or NOTHING} → {new or NOTHING}"


def _few(points: str) -> str:
    parts = points.split(", ")
    return points if len(parts) <= MOST_POINTS else f"{len(parts)} deelnemers"


def _without(points: str, others: str) -> str:
    return ", ".join(part for part in points.split(", ") if part not in others.split(", "))


def mark_of(uren: Uren, facts: Facts) -> str:
    """Return the mark of a package: its hours, and all that they rest on (U2.4, F3.5).

    Neither titles nor what a decision adds are in it.

    >>> mark_of({1: 40, 2: 60}, {}) == mark_of({2: 60, 1: 40, 3: 0}, {})
    True
    """
    rests = {
        "|".join(place): _text(value)
        for place, value in facts.items()
        if place[2] not in TOLD_ONLY and not _of_decision(place) and _text(value)
    }
    hours = sorted((nr, hours) for nr, hours in uren.items() if hours)
    return _digest([hours, sorted(rests.items())])


def input_mark(jaar: Jaar, chosen: str) -> str:
    """Return the mark of all input: with the same one nothing need be worked out again."""
    return mark_then(__version__, jaar.source_hash, chosen)


def mark_then(versie: str, invoer: str, chosen: str) -> str:
    """Return the mark that a version gave to input of which only the short hash is known."""
    return _digest([versie, invoer, chosen])


def read_record(jaar: Jaar) -> Vastlegging:
    """Read the record; an older workbook has none, and a damaged one is no longer ``gaaf``."""
    rows = [row.values for row in rows_of(jaar, FACTS) if row.values.get("wat") is not None]
    facts: dict[Place, CellValue] = {
        (_text(blad), _text(of), _text(what)): row.get("waarde")
        for row in rows
        for blad, of, what in [(row.get("blad"), row.get("waarvan"), row.get("wat"))]
    }
    return Vastlegging(
        kenmerk=_text(jaar.cells.get(KENMERK)),
        gemaakt=_text(jaar.cells.get(GEMAAKT)),
        feiten=facts,
        levels=tuple(_levels(jaar)),
        gronden=dict(_gronden(jaar)),
        gaaf=_text(jaar.cells.get(INHOUD)) == content_mark(jaar, ()),
    )


def _levels(jaar: Jaar) -> Iterator[Level]:
    for row in rows_of(jaar, GOALS):
        value, gap = as_number(row.values.get("waarde")), as_number(row.values.get("marge"))
        if value is not None:
            yield Level(
                name=_text(row.values.get("doel")),
                value=Fraction(value),
                proven=row.values.get("bewezen") == "ja",
                gap=Fraction(gap or 0),
            )


def _gronden(jaar: Jaar) -> Iterator[tuple[int, Grond]]:
    words = {word.value: word for word in Reden}
    for nr, row in numbered(jaar.tables.get(REASONS)).items():
        word = words.get(_text(row.values.get("woord")))
        if word is not None:
            yield (
                nr,
                Grond(
                    uren=_whole(row, "uren") or 0,
                    woord=word,
                    kort=_text(row.values.get("kort")),
                    reden=_text(row.values.get("reden")),
                    anders=_anders(row),
                ),
            )


def _anders(row: Row) -> Anders | None:
    if row.values.get("mogelijk") is None:
        return None
    return Anders(
        mogelijk=row.values["mogelijk"] == "ja",
        bewezen=row.values.get("bewezen") == "ja",
        eruit=_numbers(row, "eruit"),
        erin=_numbers(row, "erin"),
        gedekt=_whole(row, "gedekt") or 0,
        uh_direct=float(as_number(row.values.get("uh_direct")) or 0),
        uh_indirect=float(as_number(row.values.get("uh_indirect")) or 0),
        score=float(as_number(row.values.get("score")) or 0),
        uren_minder=_whole(row, "uren_minder"),
        budget_meer=_whole(row, "budget_meer"),
    )


def _whole(row: Row, key: str) -> int | None:
    number = as_number(row.values.get(key))
    return None if number is None else int(number)


def _numbers(row: Row, key: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _text(row.values.get(key)).split(";") if part.strip())


def anders_of(gevolg: Gevolg, uren: Uren) -> Anders:
    """Return what would follow, beside the package as it is."""
    out = (nr for nr in uren if nr != gevolg.nr and nr not in gevolg.uren)
    return Anders(
        mogelijk=gevolg.mogelijk,
        bewezen=gevolg.bewezen,
        eruit=tuple(out) if gevolg.mogelijk else (),
        erin=tuple(nr for nr in gevolg.uren if nr != gevolg.nr and nr not in uren),
        gedekt=len(gevolg.dan.gedekt) - len(gevolg.nu.gedekt),
        uh_direct=_shown(gevolg.dan.uh_direct - gevolg.nu.uh_direct),
        uh_indirect=_shown(gevolg.dan.uh_indirect - gevolg.nu.uh_indirect),
        score=_shown(gevolg.dan.score - gevolg.nu.score),
        uren_minder=gevolg.uren_minder,
        budget_meer=gevolg.budget_meer,
    )


def _shown(value: Fraction) -> float:
    """Return a number with the digits that a cell shows, so that it reads back the same."""
    return float(of_float(float(value)))


def grounds_of(pakket: Pakket, gevolgen: Mapping[int, Gevolg]) -> dict[int, Grond]:
    """Return why each proposal got its hours, as a step has just worked out."""
    return {
        verdict.nr: Grond(
            uren=verdict.uren,
            woord=verdict.reden,
            kort=verdict.kort,
            reden=verdict.toelichting,
            anders=anders_of(gevolgen[verdict.nr], pakket.uren) if verdict.nr in gevolgen else None,
        )
        for verdict in pakket.verdicts
    }


def contents(vastlegging: Vastlegging) -> tuple[TableContent, ...]:
    """Return the three tables of the sheet."""
    facts = tuple(
        {"blad": blad, "waarvan": of, "wat": what, "waarde": value}
        for (blad, of, what), value in vastlegging.feiten.items()
    )
    goals = tuple(
        {
            "doel": level.name,
            "waarde": float(level.value),
            "bewezen": _yes(level.proven),
            "marge": float(level.gap),
        }
        for level in vastlegging.levels
    )
    reasons = tuple(_reason_row(nr, grond) for nr, grond in sorted(vastlegging.gronden.items()))
    return (
        TableContent(name=FACTS, rows=facts),
        TableContent(name=GOALS, rows=goals),
        TableContent(name=REASONS, rows=reasons, key_column="nr"),
    )


def _reason_row(nr: int, grond: Grond) -> dict[str, CellValue]:
    row: dict[str, CellValue] = {
        "nr": float(nr),
        "uren": float(grond.uren) or None,
        "woord": grond.woord.value,
        "kort": grond.kort,
        "reden": grond.reden,
    }
    figures = grond.anders.model_dump() if grond.anders else dict.fromkeys(Anders.model_fields)
    return row | {key: _cell(value) for key, value in figures.items()}


def content_mark(jaar: Jaar, written: Sequence[TableContent]) -> str:
    """Return the mark over what a step wrote when it divided: as it stands, or will stand.

    That is this sheet, and the hours of the scenarios that are computed. The order of rows does
    not matter. Rows that are written without these columns leave them as they stand.
    """
    rows = {name: [row.values for row in rows_of(jaar, name)] for name in COVERED}
    for content in written:
        keys = COVERED.get(content.name, ())
        if keys and all(key in row for row in content.rows for key in keys):
            rows[content.name] = list(content.rows)
    computed = {scenario.value for scenario in BEREKEND}
    lines = []
    for name, keys in COVERED.items():
        for row in rows[name]:
            own = name == SCENARIOS and row.get("scenario") not in computed
            texts = [_text(row.get(key)) for key in keys]
            if any(texts[1:]) and not own:
                lines.append([name, *texts])
    return _digest(sorted(lines))


def _keys(name: str) -> tuple[str, ...]:
    return tuple(column.key for column in schema.tables()[name][1].columns)


COVERED = {
    FACTS: _keys(FACTS),
    GOALS: _keys(GOALS),
    REASONS: _keys(REASONS),
    PACKAGES: ("nr", *map(column_of, BEREKEND)),
    SCENARIOS: ("scenario", "oordeel"),
}
"""What the mark is over: the tables, and the columns that only a division fills; key first."""


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text_mark(text)


def _cell(value: Any) -> CellValue:
    """Return a fact as a cell holds it; numbers of proposals as a list."""
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or None
    return float(value) if isinstance(value, int | float | Decimal) else value or None


def _yes(value: bool) -> str:
    return "ja" if value else "nee"


def _text(value: CellValue) -> str:
    """Return a cell as people read it, the same before and after it stood in a workbook."""
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = float(f"{value:.12g}")
    return shown(value).strip()
