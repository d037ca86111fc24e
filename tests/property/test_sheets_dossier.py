"""Properties of reading a year: it never raises, and the order in memory does not matter."""

import runpy
from datetime import datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regio_xl.domain import Ernst, Fase
from regio_xl.sheets.beheer import load_clauses
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.schema import fields

maak = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "sheets" / "maak.py")))
CLAUSES = {clause.code for clause in load_clauses()}

likely = st.sampled_from(
    [
        *("1.200,5", "12 uur", " 120 ", "4%", "#N/B", "#REF!", "31-09-2025", "2025-09-15", "-"),
        *("nieuw", "Doorlopend ", "ketentoezicht", "ODU", "AMF", "amf ", "direct", "geen", "NR"),
        *(
            "voor",
            "Tegen",
            "onthouding ",
            "akkoord",
            "bezwaar",
            "AB-2025-41",
            datetime(2025, 12, 11),
        ),
        *("opnemen", "intern", "extern", "GGD; gemeenten", "besluit", "percentage", "maximum"),
        *(0.0, 1.0, 12.0, 12.5, -5.0, 4.0, 0.04, 1e300, -1e300, 5e-324, 45915.0, 2026.0),
    ]
)
cells = st.one_of(
    st.none(),
    likely,
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=30),
    st.booleans(),
    st.datetimes(min_value=datetime.min, max_value=datetime.max),
)
VOTERS = [{"Code": code} for code in ("PU", "AMF", "UTR", "PU")]
BASE = maak.jaar(
    voorstellen=[{"Nr": 12}, {"Nr": 13}, {}, {"Nr": 14}],
    aoo=VOTERS,
    stemming=VOTERS,
    besluit=[{"Nr": 12, "Titel": "Asbest", "Uren": 120}, {"Nr": 13, "Uren": 80}],
)
NAMED = tuple(name for name, (sheet, _, _) in fields().items() if sheet.name in ("AOO", "Stemming"))
PLACES = [
    (name, index, column.key)
    for name, table in BASE.tables.items()
    for index in range(len(table.rows))
    for column in table.columns
]
FILLED = [place for place in PLACES if place[0] == "tblVoorstellen" and place[1] != 2]
"""Cells of proposals that are complete; row 2 is empty on purpose."""

SPOKEN = [place for place in PLACES if place[0] in ("tblAOO", "tblStemming", "tblBesluit")]


def put(year, changes):
    """Return the year with other cell values at the given places."""
    tables = {name: list(table.rows) for name, table in year.tables.items()}
    for (name, index, key), value in changes.items():
        row = tables[name][index]
        tables[name][index] = row.model_copy(update={"values": {**row.values, key: value}})
    return year.model_copy(
        update={
            "tables": {
                name: table.model_copy(update={"rows": tuple(tables[name])})
                for name, table in year.tables.items()
            }
        }
    )


def shuffle(year, seed):
    """Return the year with the rows of each table in another order in memory."""
    random = Random(seed)
    tables = {}
    for name, table in year.tables.items():
        rows = list(table.rows)
        random.shuffle(rows)
        tables[name] = table.model_copy(update={"rows": tuple(rows)})
    return year.model_copy(update={"tables": tables})


def check_sound(dossier):
    """Check what holds for every dossier, whatever was typed."""
    numbers = [voorstel.nr for voorstel in dossier.voorstellen]
    assert len(numbers) == len(set(numbers))
    assert len({item.code for item in dossier.deelnemers}) == len(dossier.deelnemers)
    assert set(dossier.belang) <= set(numbers)
    assert set(dossier.beoordelingen) <= set(numbers)
    assert len(set(dossier.bevindingen)) == len(dossier.bevindingen)
    keys = [item.sort_key for item in dossier.bevindingen]
    assert keys == sorted(keys)
    for item in dossier.bevindingen:
        assert item.regel in CLAUSES
        assert item.melding.endswith(".")
        assert item.herstel
        assert item.nr is None or item.nr in numbers


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), cells, max_size=25))
def test_reading_never_raises_whatever_is_typed(changes):
    check_sound(read_dossier(put(BASE, changes)))


@settings(max_examples=60, deadline=None)
@given(cells, cells, st.dictionaries(st.sampled_from(PLACES), cells, max_size=5))
def test_reading_never_raises_whatever_year_and_phase(jaartal, fase, changes):
    year = put(BASE, changes).model_copy(update={"cells": {"jaar": jaartal, "fase": fase}})
    check_sound(read_dossier(year))


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMED), cells),
    st.dictionaries(st.sampled_from(SPOKEN), cells, max_size=9),
)
def test_f3_5_reading_a_decision_never_raises_and_each_vote_counts_once(named, changes):
    year = put(BASE, changes)
    dossier = read_dossier(year.model_copy(update={"cells": {**year.cells, **named}}))
    check_sound(dossier)
    for spoken in (dossier.besluitvorming.stemmen, dossier.besluitvorming.adviezen):
        codes = [item.code for item in spoken]
        assert len(codes) == len(set(codes))
        assert set(codes) <= {item.code for item in dossier.deelnemers}


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(sorted({(name, key) for name, _, key in PLACES})), max_size=12))
def test_reading_never_raises_whatever_column_is_missing(gone):
    tables = {}
    for name, table in BASE.tables.items():
        lost = {key for other, key in gone if other == name}
        rows = tuple(
            row.model_copy(
                update={"values": {k: v for k, v in row.values.items() if k not in lost}}
            )
            for row in table.rows
        )
        tables[name] = table.model_copy(update={"rows": rows, "present": table.present - lost})
    check_sound(read_dossier(BASE.model_copy(update={"tables": tables})))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), cells, max_size=10), st.integers())
def test_the_order_of_rows_in_memory_does_not_matter(changes, seed):
    year = put(BASE, changes)
    assert read_dossier(shuffle(year, seed)) == read_dossier(year)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(FILLED), cells)
def test_one_bad_cell_of_a_proposal_gives_at_most_two_errors(place, value):
    """The second one is for the row that a repeated or lost number leaves behind."""
    before = read_dossier(BASE)
    after = read_dossier(put(BASE, {place: value}))
    errors = [b for b in after.bevindingen if b.ernst is Ernst.FOUT and b not in before.bevindingen]
    assert len(errors) <= 2


@given(st.sampled_from(list(Fase)), st.sampled_from(list(Fase)))
def test_t1_t2_t3_t4_t5_a_later_phase_is_never_milder(first, second):
    early, late = sorted([first, second], key=list(Fase).index)
    gaps = [{"Nr": 12, "Projectleider": "", "Intern opdrachtgever": ""}]

    def errors(fase):
        year = maak.jaar(voorstellen=gaps, kader={"ketentoezicht_besloten": ""}, fase=fase.value)
        return sum(item.ernst is Ernst.FOUT for item in read_dossier(year).bevindingen)

    assert errors(early) <= errors(late)
