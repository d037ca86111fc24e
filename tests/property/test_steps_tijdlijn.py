"""The timeline follows the facts: never the phase, nor the order of rows (T1 to T5)."""

from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regio_xl.domain import Ernst, Jaar, Row
from regio_xl.domain.woorden import Fase, TijdlijnStand
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.kader import TIJDLIJN_CODES
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.pakket import Verdeel, compute
from regio_xl.steps.tijdlijn import TABLE, find_on_timeline, tell, timeline_of
from tests.support.deeds import STARTS, file_at
from tests.support.life import opened_year
from tests.support.shared import Shared

DAYS = st.dates(datetime(2025, 5, 1).date(), datetime(2027, 6, 1).date())
MOMENTS = DAYS.map(lambda day: datetime.combine(day, time(10)))
TYPED = st.dictionaries(st.sampled_from(TIJDLIJN_CODES), MOMENTS, max_size=3)
STAGES = st.sampled_from(sorted(STARTS))
PHASES = st.sampled_from(list(Fase))
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def stages(shared: Shared) -> dict[str, Jaar]:
    """Return the small year at each stage of its life."""
    found = {}
    for start in STARTS:
        with opened_year(file_at(shared, start)) as year:
            found[start] = year.jaar
    return found


def changed(jaar: Jaar, fase: Fase, moment: datetime, typed: dict[str, Any]) -> Berekening:
    table = jaar.tables[TABLE]
    rows = tuple(
        row.model_copy(update={"values": {**row.values, "gereed": typed[str(row.values["code"])]}})
        if row.values["code"] in typed
        else row
        for row in table.rows
    )
    more = {
        "read_at": moment,
        "cells": {**jaar.cells, "fase": fase.value},
        "tables": {**jaar.tables, TABLE: table.model_copy(update={"rows": rows})},
    }
    return computed(jaar.model_copy(update=more))


def computed(jaar: Jaar) -> Berekening:
    return compute(jaar, read_dossier(jaar), verdeel=Verdeel.NOOIT)


def shown(berekening: Berekening) -> dict[str, tuple[str, str]]:
    return {step.code: (step.stand.value, step.feit.zin) for step in timeline_of(berekening)}


@QUIET
@given(start=STAGES, first=PHASES, second=PHASES, moment=MOMENTS, typed=TYPED)
def test_the_timeline_is_the_same_in_every_phase(stages, start, first, second, moment, typed):
    one = changed(stages[start], first, moment, typed)
    other = changed(stages[start], second, moment, typed)
    assert shown(one) == shown(other)
    assert tell(one) == tell(other)


@QUIET
@given(start=STAGES, fase=PHASES, moment=MOMENTS, typed=TYPED, order=st.randoms())
def test_the_order_of_rows_never_matters(stages, start, fase, moment, typed, order):
    """Those of the timeline, and those from which the facts come."""
    before = changed(stages[start], fase, moment, typed)
    tables = dict(before.jaar.tables)
    for name in (TABLE, "tblVoorstellen", "tblAOO", "tblStemming", "tblDeelnemers", "tblLogboek"):
        tables[name] = tables[name].model_copy(update={"rows": mixed(tables[name].rows, order)})
    after = computed(before.jaar.model_copy(update={"tables": tables}))
    assert shown(after) == shown(before)
    assert tell(after) == tell(before)
    said = [
        sorted((item.regel, item.melding) for item in find_on_timeline(one))
        for one in (before, after)
    ]
    assert said[0] == said[1]


def mixed(rows: tuple[Row, ...], order: Any) -> tuple[Row, ...]:
    """Return the contents of rows in other places."""
    contents = list(rows)
    order.shuffle(contents)
    return tuple(
        row.model_copy(update={"number": place.number})
        for row, place in zip(contents, rows, strict=True)
    )


@QUIET
@given(start=STAGES, fase=PHASES, moment=MOMENTS, typed=TYPED)
def test_a_person_reads_one_thing_to_do_and_no_heap(stages, start, fase, moment, typed):
    """Beside typed days that cannot be: at most a late step, or else a phase that does not fit."""
    made = changed(stages[start], fase, moment, typed)
    found = [item for item in find_on_timeline(made) if item.kolom != "Gereed op"]
    warnings = [item for item in found if item.ernst is Ernst.WAARSCHUWING]
    assert len(warnings) <= 1
    assert len(found) <= 2
    late = {step.code for step in timeline_of(made) if step.stand is TijdlijnStand.TE_LAAT}
    for item in found:
        assert item.kolom == "Fase" or item.regel in late
