"""A whole year in three acts: the decision, the year that follows, and its end.

Every number that is expected is added up here from the rows of the story, with nothing of the rules
or the steps; and the workbook is asked twice: what a step says, and what LibreOffice makes of it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.domain import Ernst
from regio_xl.engine import opened
from regio_xl.sheets import schema
from regio_xl.steps import STEPS
from tests.e2e.year import OpenYear, Year, mended
from tests.support.made import Made
from tests.support.shared import Shared

pytestmark = pytest.mark.slow

JUST_AFTER = datetime(2027, 1, 15, 10, 0)
RESERVE, KETENTOEZICHT = 500, 900
EERSTE, TWEEDE = "Eerste bestuursrapportage", "Tweede bestuursrapportage"
JAARSTUKKEN = "Jaarstukken"
CODES = (
    *("PU", "AMF", "BAA", "BUN", "BUS", "DBI", "DRV", "EEM", "HOU", "IJS", "LEU", "LOP", "MON"),
    *("NIE", "OUD", "REN", "RHE", "SOE", "STV", "UTR", "UHR", "VEE", "VHL", "WBD", "WOE", "WOU"),
    "ZEI",
)


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number)


class Interventie(NamedTuple):
    """A row of the register, and what becomes of it in this story."""

    datum: datetime
    soort: str
    uren: int
    deelnemers: str
    toegekend: bool = True


def first(count: int) -> str:
    return "; ".join(CODES[:count])


INTERVENTIES = {
    1: Interventie(day(2, 3), "urgent", 60, first(12)),
    2: Interventie(day(2, 17), "klein", 40, first(10)),
    3: Interventie(day(3, 3), "verkennend", 80, first(9), toegekend=False),  # one too few
    4: Interventie(day(3, 20), "klein", 30, first(27)),
    5: Interventie(day(4, 9), "urgent", 120, first(15)),
    6: Interventie(day(4, 28), "klein", 20, first(11)),
    # 500 - 60 - 40 - 30 - 120 - 20 = 230 are left
    7: Interventie(day(5, 12), "urgent", 240, first(14), toegekend=False),
    8: Interventie(day(6, 2), "verkennend", 50, first(10)),
    9: Interventie(day(6, 30), "klein", 35, first(20)),
    10: Interventie(day(9, 1), "klein", 25, first(13)),
    11: Interventie(day(10, 6), "urgent", 60, first(12)),  # fits, for transfer 5 came before
    # ten names, but one of them twice
    12: Interventie(day(12, 15), "klein", 15, f"{first(9)}; {CODES[0]}", toegekend=False),
}


class Verschuiving(NamedTuple):
    """A transfer, and what becomes of it in this story."""

    datum: datetime
    van: int | str
    naar: int | str
    uren: int
    reden: str
    geboekt: bool = True
    besluit: str = ""
    besloten: datetime | None = None


VERSCHUIVINGEN = {
    1: Verschuiving(day(2, 10), 3, 2, 40, "Project 2 kreeg er een gemeente bij."),
    2: Verschuiving(day(3, 5), 17, 19, 60, "De opleiding vraagt meer uren."),
    3: Verschuiving(day(4, 20), 28, 21, 150, "Project 28 heeft er maar 110.", geboekt=False),
    4: Verschuiving(day(7, 1), "reserve", 21, 100, "Project 21 dreigt te kort te komen."),
    5: Verschuiving(day(9, 15), 36, "reserve", 60, "Project 36 begint pas volgend jaar."),
    6: Verschuiving(
        *(day(9, 20), "AB-besluit", 23, 80, "Het AB wil alle zaken van dit jaar af."),
        besluit="AB-2026-17",
        besloten=day(9, 10),
    ),
    # of 175 hours 120 were spent by the end of August
    7: Verschuiving(day(10, 1), 5, 6, 100, "Die zijn deels al besteed.", geboekt=False),
    8: Verschuiving(day(11, 3), 5, "vrij", 30, "Project 5 is bijna klaar."),
    9: Verschuiving(day(11, 10), "vrij", 31, 30, "Project 31 kan ze gebruiken."),
}

PROJECTS = (2, 3, 4, 5, 6, 7, 8, 9, 13, 17, 19, 21, 23, 24, 27, 28, 29, 30, 31, 34, 35, 36)
OTHERWISE = {  # realised and forecast, of projects that do not go evenly
    (EERSTE, 21): (150, 520),
    (TWEEDE, 21): (350, 505),
    (TWEEDE, 5): (120, None),
    (EERSTE, 36): (5, None),
    (TWEEDE, 36): (15, None),
    (JAARSTUKKEN, 21): (505, None),
    (JAARSTUKKEN, 5): (125, None),
}
JANUARY, SPRING, YEAR = day(1, 12), day(6, 1), day(12, 31)


def until(moment: datetime, rows: dict[int, Any]) -> dict[int, Any]:
    return {nr: row for nr, row in rows.items() if row.datum <= moment}


# What the story adds up to, written out


def moved(moment: datetime, account: int | str) -> tuple[int, int]:
    """Return the hours that came to an account and that left it, by transfers that count."""
    rows = [row for row in until(moment, VERSCHUIVINGEN).values() if row.geboekt]
    came = sum(row.uren for row in rows if row.naar == account)
    return came, sum(row.uren for row in rows if row.van == account)


def granted(moment: datetime) -> int:
    rows = until(moment, INTERVENTIES).values()
    return sum(row.uren for row in rows if row.toegekend)


def reserve_left(moment: datetime) -> int:
    came, left = moved(moment, "reserve")
    return RESERVE + came - left - granted(moment)


def available(moment: datetime, adopted: dict[int, int], nr: int) -> int:
    came, left = moved(moment, nr)
    return adopted[nr] + came - left


def reported(periode: str, adopted: dict[int, int], nr: int) -> tuple[int, int | None]:
    """Return realised and forecast: a third, two thirds, and at the end all that there is."""
    if (periode, nr) in OTHERWISE:
        return OTHERWISE[periode, nr]
    if periode == JAARSTUKKEN:
        return available(YEAR, adopted, nr), None
    return adopted[nr] * (1 if periode == EERSTE else 2) // 3, None


def forecast(periode: str, moment: datetime, adopted: dict[int, int], nr: int) -> int:
    """Return the forecast, else all hours; at the end of the year what was spent."""
    realised, expected = reported(periode, adopted, nr)
    if periode == JAARSTUKKEN:
        return realised
    return available(moment, adopted, nr) if expected is None else expected


# The acts, each on the file of the one before


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    """Let it be so late for whoever runs a step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "moment", lambda: moment)
        patch.setattr(files, "who", lambda: "tester")
        yield


@pytest.fixture(scope="module")
def decided(made: Made, shared: Shared) -> Year:
    """Act one: 27 participants and 35 proposals, the vote, and the decision of the AB."""

    @clock(JANUARY)
    def act(path: Path) -> None:
        made.copy("voorbeeld", path)
        year = mended(path)
        year.put(ketentoezicht_inhoud="Toezicht op ketens", ketentoezicht_door="AB")
        everyone = list(year.rows("tblVoorstellen"))
        year.at("tblVoorstellen", "projectleider", dict.fromkeys(everyone, "B. Leider"))
        year.at("tblVoorstellen", "intern_opdrachtgever", dict.fromkeys(everyone, "A. Manager"))
        year.run("bijwerken")
        year.decide()
        year.put(fase="uitvoering")
        year.run("bijwerken")

    return Year(shared("verhaal_1.xlsm", act))


@pytest.fixture(scope="module")
def spring(decided: Year, shared: Shared) -> Year:
    """Act two, until June: seven interventions, three transfers, and the first report."""

    @clock(SPRING)
    def act(path: Path) -> None:
        path.write_bytes(decided.path.read_bytes())
        year = Year(path)
        _type(year, until(SPRING, INTERVENTIES), until(SPRING, VERSCHUIVINGEN), EERSTE)
        year.run("bijwerken")

    return Year(shared("verhaal_2.xlsm", act))


@pytest.fixture(scope="module")
def ended(spring: Year, shared: Shared) -> Year:
    """Act two goes on and act three begins: all of the year, its two other reports, evaluated."""

    @clock(JUST_AFTER)
    def act(path: Path) -> None:
        path.write_bytes(spring.path.read_bytes())
        year = Year(path)
        _type(year, INTERVENTIES, VERSCHUIVINGEN, TWEEDE)
        year.run("bijwerken")
        _type(year, {}, {}, JAARSTUKKEN)
        year.fill(
            "tblEvaluatie",
            {
                nr: {
                    "resultaat": "Gehaald.",
                    "lessen": "Eerder beginnen.",
                    "vervolg": "doorgaan" if nr in GO_ON else "stoppen",
                }
                for nr in PROJECTS
            },
        )
        year.run("bijwerken")

    return Year(shared("verhaal_3.xlsm", act))


GO_ON = (5, 21, 36)


def _type(
    year: Year, interventies: dict[int, Any], verschuivingen: dict[int, Any], periode: str
) -> None:
    """Type in the prepared rows what happened until then, as people do."""
    adopted = year.adopted()
    for nr, row in interventies.items():
        what = {"datum": row.datum, "soort": row.soort, "uren": float(row.uren)}
        more = {"omschrijving": f"Wat er bij {nr} snel moest.", "deelnemers": row.deelnemers}
        year.fill("tblInterventies", {nr: {**what, **more}})
    for nr, row in verschuivingen.items():
        ends = {
            key: float(end) if isinstance(end, int) else end
            for key, end in (("van", row.van), ("naar", row.naar))
        }
        what = {"datum": row.datum, **ends, "uren": float(row.uren), "reden": row.reden}
        by = {"ab_nummer": row.besluit, "ab_datum": row.besloten} if row.besluit else {}
        year.fill("tblVerschuivingen", {nr: {**what, "door": "Het accountteam", **by}})
    reports = {}
    for nr in adopted:
        realised, expected = reported(periode, adopted, nr)
        cells = {"gerealiseerd": float(realised)}
        reports[nr, periode] = cells if expected is None else {**cells, "prognose": float(expected)}
    year.fill("tblVoortgang", reports, by=("nr", "periode"))


# What must be so after each of them


def check(year: Year, periode: str, moment: datetime) -> None:
    """Compare every figure in a file with what the story adds up to."""
    adopted = year.adopted()
    for nr, row in year.rows("tblInterventies").items():
        told = INTERVENTIES.get(nr)
        counts = told is not None and told.toegekend and told.datum <= moment
        assert (row["toegekend"] or 0) == (told.uren if told and counts else 0), nr
        if told and told.datum <= moment:
            named = {code.strip() for code in told.deelnemers.split(";")}
            assert row["aantal"] == len(named)
            assert (row["reden"] == "toegekend") == told.toegekend
    for nr, row in year.rows("tblVerschuivingen").items():
        move = VERSCHUIVINGEN.get(nr)
        counts = move is not None and move.geboekt and move.datum <= moment
        assert (row["geboekt"] or 0) == (move.uren if move and counts else 0), nr
    accounts = year.rows("tblRekeningen")
    assert accounts["reserve"]["nu"] == reserve_left(moment) == year.cell("reserve_over")
    assert accounts["interventies"]["nu"] == granted(moment) == year.cell("reserve_toegekend")
    assert accounts["AB-besluit"]["nu"] == -moved(moment, "AB-besluit")[1]
    assert sum(row["nu"] for row in accounts.values()) == 0
    for nr, row in year.rows("tblProjecten").items():
        come, gone = moved(moment, nr)
        has, will = available(moment, adopted, nr), forecast(periode, moment, adopted, nr)
        assert row["vastgesteld"] == adopted[nr]
        assert row["verschoven"] == come - gone
        assert row["beschikbaar"] == has == accounts[nr]["nu"]
        assert row["gerealiseerd"] == reported(periode, adopted, nr)[0]
        assert (row["prognose"], row["verschil"]) == (will, has - will), nr
    spent = sum(reported(periode, adopted, nr)[0] for nr in adopted)
    expected = sum(forecast(periode, moment, adopted, nr) for nr in adopted)
    assert year.cell("totaal_gerealiseerd") == spent
    assert year.cell("totaal_prognose") == expected
    total = contributions(year) + moved(moment, "AB-besluit")[1]
    assert year.cell("jaar_beschikbaar") == total
    assert year.cell("jaar_prognose") == expected + KETENTOEZICHT + granted(moment)
    assert year.cell("jaar_verschil") == total - expected - KETENTOEZICHT - granted(moment)


def contributions(year: Year) -> int:
    """Return what all participants bring in: 4%, at most 350 hours, halves up."""
    hours = (row["dvo_uren"] for row in year.rows("tblDeelnemers").values())
    return sum(min(350, int(dvo * 4 / 100 + 0.5)) for dvo in hours)


def recalculated(office: Any, year: Year, folder: Path) -> Year:
    """Return the file as LibreOffice saves it, every formula worked out anew."""
    return Year(office.convert([year.path], folder)[0])


def test_u8_1_f3_5_the_ab_adopts_a_package_and_the_book_opens_with_it(decided, office, tmp_path):
    for year in (decided, recalculated(office, decided, tmp_path)):
        adopted = year.adopted()
        assert tuple(sorted(adopted)) == PROJECTS
        assert len(year.rows("tblDeelnemers")) == 27
        kinds = [row["soort"] for row in year.rows("tblVoorstellen").values()]
        assert len(kinds) - kinds.count("ketentoezicht") == 35
        accounts = {name: row["nu"] for name, row in year.rows("tblRekeningen").items()}
        total = contributions(year)
        assert accounts == {
            "totaal": -total,
            "AB-besluit": 0,
            "ketentoezicht": KETENTOEZICHT,
            "reserve": RESERVE,
            "interventies": 0,
            "vrij": total - KETENTOEZICHT - RESERVE - sum(adopted.values()),
            **adopted,
        }
        waiting = [(row["nr"], row["periode"]) for row in year.list_of("tblVoortgang")]
        assert sorted(waiting) == sorted(
            (nr, periode) for nr in adopted for periode in (EERSTE, TWEEDE, JAARSTUKKEN)
        )


def test_u3_1_u8_2_in_spring_one_project_threatens_to_come_short(spring, office, tmp_path):
    for year in (spring, recalculated(office, spring, tmp_path)):
        check(year, EERSTE, SPRING)
        project = year.rows("tblProjecten")[21]
        assert (project["verschil"], project["oordeel"]) == (410 - 520, "▲ dreigt te kort")
        assert year.cell("projecten_te_kort") == 1


def test_u3_3_u3_4_u8_2_what_was_refused_is_told_with_what_to_do(spring, tmp_path, capsys):
    code, told = overview(spring, SPRING, tmp_path, capsys)
    assert code == 1
    lines = {(item["blad"], item["regel"]): item for item in told["overschrijdingen"]}
    assert lines["Interventies", "U3.3"]["melding"] == (
        "Interventie 3 noemt 9 deelnemers; er zijn er 10 nodig. Zij is niet toegekend."
    )
    assert lines["Interventies", "U3.4"]["melding"] == (
        "Interventie 7 vraagt 240 uur; op 12-5-2026 was er in de reserve nog 230 uur over. "
        "Zij is niet toegekend."
    )
    assert lines["Verschuivingen", "U8.2"]["melding"] == (
        "Verschuiving 3 van 150 uur telt niet mee: project 28 had op 20-4-2026 nog 110 uur over, "
        "niet besteed en niet verschoven."
    )
    assert (
        "verwacht 520 uur; het heeft er 410. Dat wordt 110 uur te veel."
        in (lines["Voortgang", "U8.2"]["melding"])
    )
    pressing = [spring.cell(f"start_dringend_{at}") for at in (1, 2, 3)]
    assert pressing == [
        f"{lines[place]['melding']} (blad {place[0]})"
        for place in (
            ("Voortgang", "U8.2"),  # what goes over its hours before what was refused
            ("Interventies", "U3.3"),
            ("Interventies", "U3.4"),
        )
    ]


def overview(year: Year, moment: datetime, folder: Path, capsys: Any) -> tuple[Any, Any]:
    """Return the exit code and the JSON of ``overschrijding``, on a copy of the file."""
    path = folder / "kopie.xlsm"
    path.write_bytes(year.path.read_bytes())
    with clock(moment), pytest.raises(SystemExit) as stop:
        main(["overschrijding", str(path), "--json"])
    return stop.value.code, json.loads(capsys.readouterr().out)


def test_u3_1_u6_1_u8_2_at_the_end_every_hour_is_accounted_for(ended, office, tmp_path):
    for year in (ended, recalculated(office, ended, tmp_path)):
        check(year, JAARSTUKKEN, YEAR)
        assert year.rows("tblProjecten")[21]["verschil"] == 410 + 100 - 505
        assert year.cell("projecten_te_kort") == 0
        assert year.cell("reserve_over") == 500 - 100 + 60 - 440
        refused = [nr for nr, row in INTERVENTIES.items() if not row.toegekend]
        shown = year.rows("tblInterventies")
        assert [nr for nr in INTERVENTIES if not shown[nr]["toegekend"]] == refused == [3, 7, 12]
        moves = year.rows("tblVerschuivingen")
        assert [nr for nr in VERSCHUIVINGEN if not moves[nr]["geboekt"]] == [3, 7]


def test_u8_2_the_overview_adds_up_to_the_same(ended, tmp_path, capsys):
    code, told = overview(ended, JUST_AFTER, tmp_path, capsys)
    adopted = ended.adopted()
    assert code == 1  # what was refused stays an error until somebody takes it away
    assert [row["nr"] for row in told["projecten"]] == sorted(adopted)
    for row in told["projecten"]:
        has = available(YEAR, adopted, row["nr"])
        realised = reported(JAARSTUKKEN, adopted, row["nr"])[0]
        assert (row["vastgesteld"], row["beschikbaar"]) == (adopted[row["nr"]], has)
        assert (row["gerealiseerd"], row["prognose"]) == (realised, realised)
        assert row["verschil"] == has - realised
    assert told["reserve"] == {"beschikbaar": 460, "toegekend": granted(YEAR), "over": 20}
    total = contributions(ended) + 80
    spent = sum(row["gerealiseerd"] for row in told["projecten"])
    assert told["totaal"] == {
        "beschikbaar": total,
        "vastgesteld": sum(adopted.values()),
        "gerealiseerd": spent,
        "prognose": spent + KETENTOEZICHT + granted(YEAR),
        "verschil": total - spent - KETENTOEZICHT - granted(YEAR),
    }
    assert not [item for item in told["overschrijdingen"] if "te veel" in item["melding"]]


def test_u9_2_the_evaluation_follows_the_book_and_next_year_goes_on_from_it(ended, tmp_path):
    adopted = ended.adopted()
    for nr, row in ended.rows("tblEvaluatie").items():
        has, realised = available(YEAR, adopted, nr), reported(JAARSTUKKEN, adopted, nr)[0]
        assert (row["gepland"], row["verschoven"]) == (adopted[nr], has - adopted[nr])
        assert (row["beschikbaar"], row["gerealiseerd"]) == (has, realised)
        assert row["verschil"] == has - realised
    path, following = tmp_path / "jaar2026.xlsm", tmp_path / "jaar2027.xlsm"
    path.write_bytes(ended.path.read_bytes())
    with clock(JUST_AFTER), pytest.raises(SystemExit) as stop:
        main(["nieuw-jaar", str(path), "--uit", str(following)])
    assert stop.value.code == 0
    proposals = Year(following).rows("tblVoorstellen")
    left = {
        nr: available(YEAR, adopted, nr) - reported(JAARSTUKKEN, adopted, nr)[0] for nr in GO_ON
    }
    # 5: 175 - 30 - 125; 21: 410 + 100 - 505; 36 used all that it kept, so its hours are asked
    assert left == {5: 20, 21: 5, 36: 0}
    hours = {nr: row["uren"] for nr, row in proposals.items() if row["soort"] == "doorlopend"}
    assert hours == {nr: uren or None for nr, uren in left.items()}
    assert not [row for row in Year(following).list_of("tblInterventies") if row["datum"]]
    assert not [row for row in Year(following).list_of("tblVerschuivingen") if row["datum"]]


@pytest.mark.parametrize("act", ["decided", "spring", "ended"])
def test_every_step_after_every_act_leaves_what_was_typed_and_says_the_same(
    act: str, request: pytest.FixtureRequest
) -> None:
    year = request.getfixturevalue(act)
    with opened(year.path, unknown=files.UNKNOWN) as book:
        open_year = OpenYear(book)
        before, told = everything_typed(open_year), open_year.run("overschrijding")
        for step in STEPS:
            open_year.run(step)
            assert everything_typed(open_year) == before, step
        again = open_year.run("overschrijding")
        assert again.data == told.data
        assert [item.ernst for item in again.bevindingen].count(Ernst.FOUT) == told.fouten


def everything_typed(year: OpenYear) -> dict[str, Any]:
    """Return all that people typed in the tables of the year after the decision."""
    tables = schema.tables()
    return {
        name: [
            {
                column.key: row.get(column.key)
                for column in tables[name][1].columns
                if column.owner == "input"
            }
            for row in year.list_of(name)
        ]
        for name in ("tblInterventies", "tblVerschuivingen", "tblVoortgang", "tblEvaluatie")
    }
