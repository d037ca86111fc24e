"""``nieuw-jaar`` on real files: the next workbook is made, the old one gets its mark, no more."""

import json
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.domain import CellValue, Ernst, Jaar
from regio_xl.engine import opened
from tests.e2e.year import DAY, NUMBER, OpenYear, Year, told
from tests.support.deeds import file_at, live
from tests.support.life import opened_year
from tests.support.package import problems
from tests.support.parts import Package
from tests.support.shared import Shared

MOMENT = datetime(2027, 1, 15, 10, 0)
EVALUATED: dict[int, dict[str, object]] = {
    2: {"lessen": "Eerder beginnen.", "vervolg": "doorgaan"},
    3: {"resultaat": "Klaar.", "vervolg": "stoppen"},
    5: {"vervolg": "doorgaan"},
}
SPENT = {2: 1400.0, 3: 1780.0, 5: 1000.0}
MOVED = {
    "nr": 1.0,
    "datum": datetime(2026, 5, 1),
    "van": 3.0,
    "naar": 5.0,
    "uren": 20.0,
    "reden": "Meer vraag.",
    "door": "A. de Wit",
}

OWN: dict[str, CellValue] = {
    "code": "mijn_getal",
    "waarde": 7.0,
    "van": datetime(2026, 1, 1),
    "tot": datetime(2035, 12, 31),
    "bron": "Eigen afspraak",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    monkeypatch.setattr(files, "who", lambda: "tester")


@pytest.fixture
def ended(shared: Shared, tmp_path: Path) -> Path:
    """Return the small year at its end: carried out and evaluated, with things of people in it."""

    def make(path: Path) -> None:
        path.write_bytes(file_at(shared, "vastgesteld").read_bytes())
        with opened_year(path) as year:
            live(year, ("fase", "uitvoering"), ("stap", "bijwerken"))
            for nr, typed in EVALUATED.items():
                for key, value in typed.items():
                    assert year.type("tblEvaluatie", float(nr), key, value)
            spend(year.put, year.jaar, dict(SPENT))
            moves = year.jaar.tables["tblVerschuivingen"]
            for key, value in MOVED.items():
                col = moves.first_col + moves.headers.index(moves.header(key))
                year.put(moves.sheet, moves.header_row + 1, col, value)
            year.add("tblKader", OWN)
            year.put("Over", 60, 1, "'=1+1 is geen formule")
            year.put("Evaluatie", 30, 2, "Notitie onder de tabel")
            year.book.save()

    return shared.copy("klein_afgelopen.xlsm", make, tmp_path / "jaar2026.xlsm")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str, str]]:
    def call(*words: object) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        shown = capsys.readouterr()
        return stop.value.code, shown.out, shown.err

    return call


def spend(put: Callable[..., None], jaar: Jaar, spent: dict[int, float]) -> None:
    """Type in the rows that a step prepared what projects took in the whole year."""
    table = jaar.tables["tblVoortgang"]
    col = table.first_col + table.headers.index(table.header("gerealiseerd"))
    for row in table.rows:
        if row.values.get("periode") == "Jaarstukken":
            put(table.sheet, row.number, col, spent.pop(int(row.values["nr"])))
    assert not spent


def hours(path: Path) -> dict[int, object]:
    return {int(nr): row["uren"] for nr, row in Year(path).rows("tblVoorstellen").items()}


# The old workbook


def test_u9_2_the_old_workbook_gets_a_mark_and_stays_otherwise_byte_for_byte(ended, run):
    before = ended.read_bytes()
    assert run("nieuw-jaar", ended, "--uit", ended.with_name("jaar2027.xlsm"))[0] == 0
    old, new = Package(before), Package(ended)
    part = new.sheets["Vastlegging"]
    assert old.names == new.names
    assert [name for name in old.names if old.parts[name] != new.parts[name]] == [part]
    sheets = [openpyxl.load_workbook(path)["Vastlegging"] for path in (_kept(ended), ended)]
    differ = {
        cell.coordinate: (cell.value, sheets[1][cell.coordinate].value)
        for row in sheets[0]["A1:AB200"]
        for cell in row
        if cell.value != sheets[1][cell.coordinate].value
    }
    mark = "Op 15-1-2027 door tester; verder in jaar2027.xlsm."
    assert differ == {"B5": ("in uitvoering", "afgesloten"), "B9": (None, mark)}
    assert _kept(ended).read_bytes() == before


def _kept(path: Path) -> Path:
    (version,) = files.versions_of(path)
    return version.path


def test_u9_2_a_closed_year_can_still_be_reported_and_evaluated_but_never_decided_anew(ended, run):
    run("nieuw-jaar", ended, "--uit", ended.with_name("jaar2027.xlsm"))
    with opened(ended, unknown=files.UNKNOWN) as book:
        year = OpenYear(book)
        package = year.package()
        year.at("tblEvaluatie", "lessen", {3: "Op tijd stoppen."})
        for step in ("valideren", "evaluatie", "bijwerken"):
            year.run(step)
        assert year.rows("tblEvaluatie")[3]["lessen"] == "Op tijd stoppen."
        assert "Werk verder in de werkmap van het jaar erna" in year.cell("start_volgende_stap")
        for step in ("toewijzen", "voorleggen"):
            assert "Het jaar is afgesloten" in " ".join(year.run(step).samenvatting)
        assert "Het jaar is afgesloten" in " ".join(year.run("toewijzen", again=True).samenvatting)
        year.proposal(2, uren=10.0)
        assert "Maak eerst ‘Jaar afgesloten’ op blad Vastlegging leeg." in told(
            year.run("valideren")
        )
        assert "Er is niets opgeheven. Het jaar is afgesloten" in " ".join(year.lift().samenvatting)
        assert year.adopted() == package == year.package()
        year.put(jaar_afgesloten=None)
        year.run("stemming")
        assert (year.adopted(), year.cell("pakket_staat")) == ({}, "ter stemming")


def test_u9_2_a_mark_without_a_decision_does_not_count_and_is_told(ended):
    with opened(ended, unknown=files.UNKNOWN) as book:
        year = OpenYear(book)
        year.lift()
        year.put(jaar_afgesloten="Klaar")
        said = told(year.run("valideren"), "Vastlegging")
        assert "er is geen pakket vastgesteld; het merk telt niet" in said
        assert year.cell("pakket_staat") == "ter stemming"


def test_u9_2_terug_opens_the_year_again_and_then_the_next_one_can_be_made_anew(ended, run):
    before, first = ended.read_bytes(), ended.with_name("een.xlsm")
    run("nieuw-jaar", ended, "--uit", first)
    run("terug", ended, 1)
    assert ended.read_bytes() == before
    assert run("nieuw-jaar", ended, "--uit", ended.with_name("twee.xlsm"))[0] == 0
    assert ended.with_name("twee.xlsm").read_bytes() == first.read_bytes()


# When it refuses, and that nothing is written then


def _refused(run, ended: Path, target: Path, why: str, *words: object) -> None:
    before = {path: path.read_bytes() for path in ended.parent.iterdir() if path.is_file()}
    code, out, err = run("nieuw-jaar", ended, "--uit", target, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert why in err
    after = {path: path.read_bytes() for path in ended.parent.iterdir() if path.is_file()}
    assert after == before


def test_u9_2_a_second_run_and_an_existing_target_are_refused(ended, run):
    target = ended.with_name("jaar2027.xlsm")
    run("nieuw-jaar", ended, "--uit", target)
    _refused(run, ended, target, "bestaat al en is niet overschreven")
    _refused(run, ended, ended, "bestaat al en is niet overschreven")
    _refused(run, ended, ended.with_name("ander.xlsm"), "Het jaar 2026 is al afgesloten (‘Op 15-1")
    _refused(run, ended, ended.with_name("jaar.docx"), "eindigt niet op .xlsm of .xlsx")
    _refused(run, ended, ended.parent / "weg" / "jaar.xlsm", "bestaat niet")


def test_u9_2_without_a_name_for_the_new_workbook_it_says_what_is_lacking(ended, run):
    code, _, err = run("nieuw-jaar", ended)
    assert code == 2
    assert "Zeg met --uit hoe de nieuwe werkmap heet" in err


def test_u9_2_when_the_old_workbook_cannot_be_saved_there_is_no_new_one(ended, run):
    ended.with_name(f"~${ended.name}").write_bytes(b"\x06Pietje" + b" " * 48)  # open in Excel
    _refused(run, ended, ended.with_name("jaar2027.xlsm"), "Pietje")


def test_u9_2_an_older_workbook_is_renewed_first(ended, run):
    book = openpyxl.load_workbook(ended, keep_vba=True)
    del book.defined_names["jaar_afgesloten"]
    book.save(ended)
    _refused(run, ended, ended.with_name("jaar2027.xlsm"), "Doe eerst ‘vernieuwen’")


def test_f3_5_a_year_without_a_decision_is_not_closed(shared, tmp_path, run):
    path = tmp_path / "jaar.xlsm"
    path.write_bytes(file_at(shared, "ter stemming").read_bytes())
    _refused(run, path, tmp_path / "nieuw.xlsm", "nog geen pakket vastgesteld")


# The new workbook


def test_u9_2_the_new_workbook_starts_with_what_goes_on_and_nothing_else(ended, run):
    target = ended.with_name("jaar2027.xlsm")
    code, out, _ = run("nieuw-jaar", ended, "--uit", target, "--json")
    data = json.loads(out)
    assert (code, data["jaar"], data["nieuw"]) == (0, 2027, str(target))
    assert [item["nr"] for item in data["doorgaan"]] == [2, 5]
    assert (data["stoppen"], data["zonder_keuze"]) == ([3], [])
    assert hours(target) == {2: 100, 5: 620}
    year = Year(target)
    assert {row["soort"] for row in year.rows("tblVoorstellen").values()} == {"doorlopend"}
    assert set(year.rows("tblBelang")) == {2, 5}
    assert year.rows("tblKader")["mijn_getal"]["waarde"] == 7
    assert (year.cell("jaar"), year.cell("fase")) == (2027, "inventarisatie")
    assert (year.cell("totaal_beschikbaar"), year.cell("status_totaal")) == (7105, "voorlopig")
    assert year.rows("tblTijdlijn")["T1"]["van"] == datetime(2026, 6, 1)
    for table in ("tblEvaluatie", "tblSelectie", "tblBesluit", "tblControle", "tblVastlegging"):
        assert year.rows(table) == {}
    assert not problems(target)


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsx"])
def test_u9_2_the_new_workbook_works_as_any_other(ended, run, suffix):
    target = ended.with_name(f"jaar2027{suffix}")
    run("nieuw-jaar", ended, "--uit", target)
    for step in ("valideren", "bijwerken"):
        code, _, err = run(step, target)
        assert (code, err) == (0, "")
    assert Year(target).package() == {2: 100, 5: 620}
    before = target.read_bytes()
    run("bijwerken", target)
    assert target.read_bytes() == before


def test_f1_2_a_participant_that_came_and_one_that_went(ended, run):
    with opened_year(ended) as year:
        table = year.jaar.tables["tblDeelnemers"]
        last = table.rows[-1]
        for key, value in {"code": "HVA", "deelnemer": "Heuvelrug", "dvo_uren": 3000.0}.items():
            col = table.first_col + table.headers.index(table.header(key))
            year.put(table.sheet, last.number, col, value)
        year.book.save()
    target = ended.with_name("jaar2027.xlsm")
    run("nieuw-jaar", ended, "--uit", target)
    new = Year(target)
    codes = list(new.rows("tblDeelnemers"))
    assert (codes[-1], "ZEI" in codes, len(codes)) == ("HVA", False, 27)
    for table in ("tblAOO", "tblStemming"):
        assert list(new.rows(table)) == codes
    head = next(openpyxl.load_workbook(target)["Belang"].iter_rows(min_row=5, max_row=5))
    assert [cell.value for cell in head] == ["Nr", *codes]
    assert "HVA" not in told(new.run("valideren"), "Belang")


# From year to year


def lived(path: Path, year: int) -> None:
    """Bring a new workbook to the end of its year: asked, divided, adopted and evaluated."""
    with opened(path, unknown=files.UNKNOWN) as book:
        it = OpenYear(book)
        numbers = list(it.rows("tblVoorstellen"))
        it.at("tblVoorstellen", "uren", dict.fromkeys(numbers, 400.0))
        it.parameter("ketentoezicht_besloten", 900.0)  # the last row: that of this year
        it.put(fase="besluit", besluit_reden_dekking="Zo besloot het AB.")
        it.put(ketentoezicht_inhoud="Afval", ketentoezicht_door="ODU")
        for step in ("toewijzen", "voorleggen"):
            it.run(step)
        it.vote()
        it.put(besluit_nummer=NUMBER, besluit_datum=DAY)
        it.run("stemming")
        assert it.adopted() == dict.fromkeys(map(int, numbers), 400), year
        it.put(fase="uitvoering")
        it.run("bijwerken")
        spend(
            lambda sheet, row, col, value: setattr(
                book.sheets[sheet].range((row, col)), "value", value
            ),
            it.jaar,
            dict.fromkeys(map(int, numbers), 300.0),
        )
        it.put()  # what stands there now is read anew
        it.at("tblEvaluatie", "vervolg", dict.fromkeys(numbers, "doorgaan"))
        book.save()


@pytest.mark.slow
def test_u1_3_from_2026_to_2029_where_the_ab_must_decide_anew(ended, run):
    paths = [ended, *(ended.with_name(f"jaar{year}.xlsm") for year in (2027, 2028, 2029))]
    for year, (old, new) in enumerate(pairwise(paths), 2027):
        if year > 2027:
            lived(old, year - 1)
        code, out, err = run("nieuw-jaar", old, "--uit", new)
        assert (code, err) == (0, ""), year
        assert ("Het AB moet voor 2029 6 waarden vaststellen" in out) == (year == 2029)
        for step in ("valideren", "bijwerken"):
            assert run(step, new)[0] == (1 if year == 2029 else 0)
    assert [hours(path) for path in paths[1:]] == [
        {2: 400, 5: 400},
        {2: 400, 5: 400},
        {2: 100, 5: 100},
    ]
    last = Year(paths[-1])
    story = last.rows("tblVoorstellen")[2]["omschrijving"]
    assert [line for line in story.splitlines() if line.startswith("Vervolg")] == [
        "Vervolg van 2026: 1.500 uur vastgesteld, 1.400 uur gerealiseerd, 100 uur over.",
        "Vervolg van 2027: 400 uur vastgesteld, 300 uur gerealiseerd, 100 uur over.",
        "Vervolg van 2028: 400 uur vastgesteld, 300 uur gerealiseerd, 100 uur over.",
    ]
    found = last.run("valideren")
    about = [item for item in found.bevindingen if item.ernst is Ernst.FOUT]
    assert [item.melding for item in about] == [
        "Voor 2029 zijn 6 waarden op Kader nog niet vastgesteld; de vorige golden tot en met "
        "31-12-2028 (percentage, maximum, reserve, reserve_maximum, stemmen_nodig en "
        "interventie_deelnemers)."
    ]
    assert about[0].herstel.startswith("Laat het AB ze vaststellen")
    assert about[0].regel == "U1.3"
    assert last.cell("totaal_beschikbaar") == "onbekend"
    decided = {"percentage": 0.04, "maximum": 350.0, "reserve": 500.0, "reserve_maximum": 500.0}
    for code, value in {**decided, "stemmen_nodig": 14.0, "interventie_deelnemers": 10.0}.items():
        last.parameter(code, value)
    assert run("bijwerken", paths[-1])[0] == 0
    assert Year(paths[-1]).package() == {2: 100, 5: 100}
