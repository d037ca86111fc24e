"""``terug``: what was there before a step comes back, and nothing is ever lost by that."""

import json
import shutil
from pathlib import Path

import pytest

from regio_xl.cli import files
from regio_xl.cli.commands import main
from regio_xl.excel import system
from regio_xl.workbook import versions
from tests.support.edit import typed
from tests.support.made import LATER, MOMENT, Made


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    shown = capsys.readouterr()
    return stop.value.code, shown.out, shown.err


@pytest.fixture
def werkmap(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workbook after two steps in one second, so with two versions."""
    path = made.copy("voorbeeld", tmp_path / "mijn jaar.xlsm")
    monkeypatch.setattr(files, "moment", lambda: MOMENT)
    for step in ("valideren", "voorstel"):
        with pytest.raises(SystemExit):
            main([step, str(path)])
    monkeypatch.setattr(files, "moment", lambda: LATER)
    return path


def contents(path: Path) -> list[bytes]:
    """Return all that is kept of a workbook and what it is now, in no order."""
    kept = versions.found(path, versions.beside(path))
    return sorted([*(version.path.read_bytes() for version in kept), path.read_bytes()])


def test_the_versions_are_listed_with_moment_and_step(
    werkmap: Path, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(werkmap)
    capsys.readouterr()
    code, out, err = run(capsys, "terug", str(werkmap))
    assert (code, err) == (0, "")
    assert out.splitlines()[1:3] == [
        "  1  op 20-11-2025 om 10:30:00, vóór ‘voorstel’",
        "  2  op 20-11-2025 om 10:30:00, vóór ‘valideren’",
    ]
    data = json.loads(run(capsys, "terug", str(werkmap), "--json")[1])
    assert [(item["nummer"], item["voor"]) for item in data["versies"]] == [
        (1, "voorstel"),
        (2, "valideren"),
    ]
    oldest = Path(data["versies"][1]["bestand"])
    assert oldest.parent == werkmap.parent / "vorige versies"
    assert oldest.name == "mijn jaar.2025-11-20_103000.voor-valideren.xlsm"
    assert oldest.read_bytes() == made.path("voorbeeld").read_bytes()
    assert contents(werkmap) == before


def test_a_version_is_put_back_and_that_is_undone_again(
    werkmap: Path, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    latest, everything = werkmap.read_bytes(), contents(werkmap)
    capsys.readouterr()
    code, out, err = run(capsys, "terug", str(werkmap), "2")
    assert (code, err) == (0, "")
    assert "is weer zoals op 20-11-2025 om 10:30:00, vóór ‘valideren’" in out
    assert werkmap.read_bytes() == made.path("voorbeeld").read_bytes()
    assert set(everything) == set(contents(werkmap))
    code, _, err = run(capsys, "terug", str(werkmap), "1")
    assert (code, err) == (0, "")
    assert werkmap.read_bytes() == latest
    assert set(everything) == set(contents(werkmap))


def test_putting_back_throws_nothing_away_and_a_step_keeps_ten(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(13):
        run(capsys, "terug", str(werkmap), "2")
    assert len(versions.found(werkmap, versions.beside(werkmap))) == 15
    (versions.beside(werkmap) / "mijn jaar.mijn eigen kopie.xlsm").write_text("")
    (versions.beside(werkmap) / "jaar.2025-11-20_103000.voor-valideren.xlsm").write_text("")
    typed(werkmap, {("Kader", "C26"): 900.0})  # else there is nothing to change
    run(capsys, "bijwerken", str(werkmap))
    kept = versions.found(werkmap, versions.beside(werkmap))
    assert (len(kept), kept[0].step) == (versions.MOST, "bijwerken")
    assert len(list(versions.beside(werkmap).iterdir())) == versions.MOST + 2


def test_what_is_already_so_is_left_and_keeps_no_copy(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "terug", str(werkmap), "1")
    before = contents(werkmap)
    code, out, _ = run(capsys, "terug", str(werkmap), "2")
    assert code == 0
    assert "er is niets veranderd" in out
    assert contents(werkmap) == before


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"kapot"), Path.unlink])
def test_a_damaged_or_deleted_workbook_comes_back(
    damage, werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "terug", str(werkmap), "1")
    before = werkmap.read_bytes()
    run(capsys, "bijwerken", str(werkmap))
    damage(werkmap)
    code, _, err = run(capsys, "terug", str(werkmap), "1")
    assert (code, err) == (0, "")
    assert werkmap.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("0",), "Versie 0 van"),
        (("3",), "Versie 3 van"),
        (("-1",), "De optie -1 bestaat niet"),
    ],
)
def test_a_version_that_is_not_there_is_refused(
    words: tuple[str, ...], says: str, werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(werkmap)
    capsys.readouterr()
    code, out, err = run(capsys, "terug", str(werkmap), *words)
    assert (code, out) == (2, "")
    assert says in err
    assert contents(werkmap) == before


def test_a_damaged_version_is_not_put_back(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    versions.found(werkmap, versions.beside(werkmap))[0].path.write_bytes(b"kapot")
    before = contents(werkmap)
    code, _, err = run(capsys, "terug", str(werkmap), "1")
    assert code == 2
    assert "beschadigd" in err
    assert contents(werkmap) == before


def test_a_workbook_that_is_open_in_excel_is_left_with_its_versions(
    werkmap: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    werkmap.with_name(f"~${werkmap.name}").write_bytes(b"\x05Annet" + bytes(160))
    before = contents(werkmap)
    code, _, err = run(capsys, "terug", str(werkmap), "2")
    assert code == 2
    assert "nog geopend (door Annet)" in err
    assert contents(werkmap) == before


def test_a_workbook_without_versions_says_so(
    tmp_path: Path, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "leeg.xlsm")
    code, out, _ = run(capsys, "terug", str(path))
    assert (code, out) == (0, f"Van {path} is nog geen vorige versie bewaard.\n")
    code, _, err = run(capsys, "terug", str(tmp_path / "weg.xlsm"))
    assert code == 2
    assert "bestaat niet" in err


def test_where_no_folder_can_stand_beside_it_the_version_is_the_users_own(
    tmp_path: Path, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("voorbeeld", tmp_path / "jaar.xlsm")
    (tmp_path / versions.FOLDER).write_text("een bestand, geen map")
    run(capsys, "bijwerken", str(path))
    (kept,) = files.versions_of(path)
    assert system.copies() in kept.path.parents
    assert kept.path.read_bytes() == made.path("voorbeeld").read_bytes()
    assert run(capsys, "terug", str(path), "1")[0] == 0
    assert path.read_bytes() == made.path("voorbeeld").read_bytes()


def clicked(path: Path, full_name: str) -> Path:
    """Return the copy that a click in Excel for Windows keeps of a workbook."""
    own = system.copies()
    assert own is not None
    folder = versions.own(own, full_name)
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.copy(path, versions.new_path(folder, path, "toewijzen", MOMENT))


@pytest.fixture
def namesakes(tmp_path: Path, made: Made) -> tuple[Path, Path]:
    """Return two workbooks of one name, of which the folders cannot have one for versions."""
    found = []
    for folder, state in (("a", "voorbeeld"), ("b", "leeg")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / versions.FOLDER).write_text("een bestand, geen map")
        found.append(made.copy(state, tmp_path / folder / "jaar.xlsm"))
    return found[0], found[1]


def test_a_copy_in_the_users_own_folder_is_of_one_workbook_not_of_its_namesakes(
    namesakes: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = namesakes
    run(capsys, "bijwerken", str(one))
    clicked(one, str(one))
    before = other.read_bytes()
    assert "nog geen vorige versie bewaard" in run(capsys, "terug", str(other))[1]
    assert run(capsys, "terug", str(other), "1")[0] == 2
    assert other.read_bytes() == before
    assert len(files.versions_of(one)) == 2


def test_a_step_throws_no_version_away_of_a_namesake_nor_of_before(
    namesakes: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = namesakes
    own = system.copies()
    assert own is not None
    for _ in range(versions.MOST + 2):
        clicked(one, str(one))
        clicked(one, "https://waterland.sharepoint.com/a/jaar.xlsm")
        shutil.copy(one, versions.new_path(own, one, "valideren", MOMENT))  # as older code did
    before = set(own.rglob("*.xlsm"))
    run(capsys, "bijwerken", str(other))
    assert before < set(own.rglob("*.xlsm"))


def test_what_a_click_kept_of_a_workbook_with_a_path_is_a_version_as_any_other(
    tmp_path: Path, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made.copy("leeg", tmp_path / "jaar.xlsm")
    shutil.copy(made.path("voorbeeld"), clicked(path, str(path)))
    out = run(capsys, "terug", str(path))[1]
    assert "vóór ‘toewijzen’" in out
    assert "alleen op naam" not in out
    assert "is weer zoals op 20-11-2025" in run(capsys, "terug", str(path), "1")[1]


@pytest.mark.parametrize("older", [False, True])
def test_a_copy_of_which_only_the_name_is_known_stands_apart_and_says_so(
    older: bool, werkmap: Path, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = clicked(werkmap, "https://waterland.sharepoint.com/sites/dvo/mijn jaar.xlsm")
    shutil.copy(made.path("leeg"), copy)
    if older:  # before each workbook had its own, all stood in one folder
        own = system.copies()
        assert own is not None
        copy = copy.rename(own / copy.name)
    capsys.readouterr()
    lines = run(capsys, "terug", str(werkmap))[1].splitlines()
    at = lines.index("Uit Excel, alleen op naam herkend:")
    assert [line.split()[0] for line in lines[1:at]] == ["1", "2"]
    assert lines[at + 1] == "  3  op 20-11-2025 om 10:30:00, vóór ‘toewijzen’"
    items = json.loads(run(capsys, "terug", str(werkmap), "--json")[1])["versies"]
    assert [item["alleen_op_naam"] for item in items] == [False, False, True]
    before = werkmap.read_bytes()
    assert run(capsys, "terug", str(werkmap), "3")[1].splitlines()[:1] == [
        f"In {werkmap} staat nu de kopie die is gemaakt op 20-11-2025 om 10:30:00, vóór "
        "‘toewijzen’; uit Excel, alleen op naam herkend. Kijk of het deze werkmap is."
    ]
    assert werkmap.read_bytes() == made.path("leeg").read_bytes()
    run(capsys, "terug", str(werkmap), "1")
    assert werkmap.read_bytes() == before


def test_without_any_place_for_a_version_nothing_is_saved(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    path = made.copy("voorbeeld", tmp_path / "jaar.xlsm")
    (tmp_path / versions.FOLDER).write_text("een bestand, geen map")
    monkeypatch.setattr(files, "copies", lambda: None)
    code, _, err = run(capsys, "bijwerken", str(path))
    assert code == 2
    assert "er staat al iets met die naam" in err
    assert path.read_bytes() == made.path("voorbeeld").read_bytes()
