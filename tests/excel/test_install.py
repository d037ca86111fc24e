"""Setting up and undoing, on a made-up Windows and macOS.

All files are real; what Excel and xlwings' own command do is played, see ``machine.py``. On a real
Excel this is still to be seen: ``docs/excel-controle.md``.
"""

from pathlib import Path

import pytest

from regio_xl.excel import conf as conf_file
from regio_xl.excel.install import install, uninstall
from regio_xl.excel.system import MACOS, WINDOWS, InstallError, System
from tests.excel.machine import FakeRegistry, everything, machine

BOTH = pytest.mark.parametrize("platform", [WINDOWS, MACOS])
THEIRS = b'"LICENSE_KEY","abc"\r\n"UDF MODULES","mijn_functies"\r\n"INTERPRETER_MAC","/oud"\r\n'


def settings(system: System) -> dict[str, str]:
    return {pair.key: pair.value for pair in conf_file.pairs(conf_file.read(system.conf) or "")}


def put(system: System, data: bytes) -> None:
    system.conf.parent.mkdir(parents=True, exist_ok=True)
    system.conf.write_bytes(data)


@BOTH
def test_installing_places_the_add_in_and_the_settings(platform: str, tmp_path: Path) -> None:
    system, _ = machine(platform, tmp_path)
    outcome = install(system)
    expected = {
        WINDOWS: {
            "INTERPRETER_WIN": str(system.interpreter),
            "UDF MODULES": "udfs.regio",
            "USE UDF SERVER": "True",
        },
        MACOS: {"INTERPRETER_MAC": str(system.interpreter)},
    }
    assert settings(system) == expected[platform]
    assert system.addin is not None
    assert system.addin.is_file()
    told = {change.what: (change.old, change.new) for change in outcome.changes}
    assert told.items() >= {key: (None, value) for key, value in expected[platform].items()}.items()
    assert told["xlwings-invoegtoepassing"] == (None, "versie 0.37.8")
    assert "start het opnieuw" in outcome.advice[0]


@BOTH
def test_a_second_time_changes_nothing_and_says_so(platform: str, tmp_path: Path) -> None:
    system, xlwings = machine(platform, tmp_path)
    install(system)
    before, calls = everything(tmp_path), len(xlwings.calls)
    outcome = install(system)
    assert outcome.changes == ()
    assert "er is niets veranderd" in outcome.advice[0]
    assert everything(tmp_path) == before
    assert len(xlwings.calls) == calls


@BOTH
@pytest.mark.parametrize("theirs", [None, b"", THEIRS])
def test_undoing_gives_back_every_file_byte_for_byte(
    platform: str, theirs: bytes | None, tmp_path: Path
) -> None:
    system, _ = machine(platform, tmp_path)
    if theirs is not None:
        put(system, theirs)
    before = everything(tmp_path)
    install(system)
    assert everything(tmp_path) != before
    outcome = uninstall(system)
    assert outcome.changes
    assert everything(tmp_path) == before
    assert uninstall(system).changes == ()


@BOTH
def test_a_trial_run_tells_the_same_and_does_nothing(platform: str, tmp_path: Path) -> None:
    system, xlwings = machine(platform, tmp_path)
    put(system, THEIRS)
    before = everything(tmp_path)
    trial = install(system, dry_run=True)
    assert everything(tmp_path) == before
    assert xlwings.calls == []
    done = install(system)
    assert trial.changes == done.changes
    assert trial.dry_run
    assert not done.dry_run
    installed = everything(tmp_path)
    assert uninstall(system, dry_run=True).changes
    assert everything(tmp_path) == installed


@BOTH
def test_what_others_changed_since_then_stays(platform: str, tmp_path: Path) -> None:
    system, _ = machine(platform, tmp_path)
    put(system, THEIRS)
    install(system)
    text = conf_file.read(system.conf) or ""
    key = "INTERPRETER_WIN" if platform == WINDOWS else "INTERPRETER_MAC"
    mine = text.replace(str(system.interpreter), "/van/iemand/anders")
    put(system, (mine + '"NEW","1"\r\n').encode())
    outcome = uninstall(system)
    assert settings(system)[key] == "/van/iemand/anders"
    assert settings(system)["NEW"] == "1"
    assert settings(system)["UDF MODULES"] == "mijn_functies"
    assert "voor-regio-xl" in outcome.advice[-1]
    backup = system.conf.with_name("xlwings.conf.voor-regio-xl")
    assert backup.read_bytes() == THEIRS


def test_a_module_that_somebody_added_later_stays_in_the_list(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system)
    text = (conf_file.read(system.conf) or "").replace("udfs.regio", "udfs.regio;later")
    put(system, text.encode())
    uninstall(system)
    assert settings(system) == {"UDF MODULES": "later"}


@BOTH
def test_another_python_keeps_what_stood_there_first(platform: str, tmp_path: Path) -> None:
    system, _ = machine(platform, tmp_path)
    put(system, THEIRS)
    install(system)
    newer = system.model_copy(update={"interpreter": Path("/andere/python")})
    assert [change.new for change in install(newer).changes] == ["/andere/python"]
    uninstall(newer)
    assert system.conf.read_bytes() == THEIRS


FAILURES = {
    "Error: Failed to install the add-in: If Excel is running, quit Excel": "Sluit Excel",
    "PermissionError(13, 'Access is denied')": "geen rechten",
    "com_error(-2147221005, 'Ongeldige klassetekenreeks')": "com_error",
    "": "niets",
}


@BOTH
@pytest.mark.parametrize("there", [None, b"an older add-in"])
@pytest.mark.parametrize("halfway", [False, True])
@pytest.mark.parametrize("said", FAILURES)
def test_when_xlwings_fails_everything_is_put_back(
    platform: str, said: str, halfway: bool, there: bytes | None, tmp_path: Path
) -> None:
    system, xlwings = machine(platform, tmp_path)
    put(system, THEIRS)
    if there is not None and system.addin is not None:
        system.addin.parent.mkdir(parents=True)
        system.addin.write_bytes(there)
    xlwings.halfway = halfway
    before = everything(tmp_path)
    xlwings.fails = said
    with pytest.raises(InstallError, match="niet geplaatst") as stop:
        install(system)
    assert FAILURES[said] in str(stop.value)
    assert everything(tmp_path) == before


def test_when_excel_holds_the_add_in_nothing_is_undone(tmp_path: Path) -> None:
    system, xlwings = machine(WINDOWS, tmp_path)
    install(system)
    before = everything(tmp_path)
    xlwings.fails = "Error: Failed to remove the add-in: If Excel is running, quit Excel"
    with pytest.raises(InstallError, match="Sluit Excel"):
        uninstall(system)
    assert everything(tmp_path) == before


@BOTH
def test_an_add_in_of_another_version_comes_back(platform: str, tmp_path: Path) -> None:
    system, _ = machine(platform, tmp_path)
    assert system.addin is not None
    system.addin.parent.mkdir(parents=True)
    system.addin.write_bytes(b"an older add-in")
    before = everything(tmp_path)
    (change,) = [item for item in install(system).changes if "invoeg" in item.what]
    assert change.old == "een andere versie"
    uninstall(system)
    assert everything(tmp_path) == before


@BOTH
def test_an_add_in_that_was_there_stays(platform: str, tmp_path: Path) -> None:
    system, xlwings = machine(platform, tmp_path)
    xlwings((str(system.interpreter), "-m", "xlwings.cli", "addin", "install"))
    before = everything(tmp_path)
    install(system)
    uninstall(system)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("platform", [WINDOWS, MACOS, "linux"])
def test_without_excel_nothing_happens(platform: str, tmp_path: Path) -> None:
    system, xlwings = machine(platform, tmp_path, excel=False)
    before = everything(tmp_path)
    with pytest.raises(InstallError, match=r"geen Excel gevonden.*niets veranderd"):
        install(system)
    assert everything(tmp_path) == before
    assert xlwings.calls == []


def test_undoing_works_after_excel_itself_has_gone(tmp_path: Path) -> None:
    system, xlwings = machine(MACOS, tmp_path)
    before = everything(tmp_path)
    install(system)
    (system.applications / "Microsoft Excel.app").rmdir()
    calls = len(xlwings.calls)
    uninstall(system)
    assert everything(tmp_path) == before
    assert len(xlwings.calls) == calls


@pytest.fixture
def trusted_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a folder with a Windows name; here it is an ordinary name of a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / r"C:\Werkmappen").mkdir()
    return r"C:\Werkmappen"


def registry_of(system: System) -> FakeRegistry:
    assert isinstance(system.registry, FakeRegistry)
    return system.registry


def test_a_folder_is_trusted_and_that_is_undone(tmp_path: Path, trusted_folder: str) -> None:
    """The registry is played by a dictionary."""
    system, _ = machine(WINDOWS, tmp_path)
    before = dict(registry_of(system).keys)
    (change,) = [
        item
        for item in install(system, folder=trusted_folder).changes
        if item.what == "vertrouwde map"
    ]
    assert change.new == "C:\\Werkmappen\\"
    assert registry_of(system).read(change.where, "Path") == "C:\\Werkmappen\\"
    assert install(system, folder=trusted_folder).changes == ()
    uninstall(system)
    assert registry_of(system).keys == before


def test_a_trusted_folder_that_cannot_be_written_leaves_nothing_half(
    tmp_path: Path, trusted_folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    before = everything(tmp_path)

    def refuse(self: FakeRegistry, key: str, values: dict[str, str | int]) -> None:
        raise PermissionError

    monkeypatch.setattr(FakeRegistry, "write", refuse)
    with pytest.raises(InstallError, match="PermissionError"):
        install(system, folder=trusted_folder)
    assert everything(tmp_path) == before


def test_a_location_that_somebody_made_his_own_stays(tmp_path: Path, trusted_folder: str) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system, folder=trusted_folder)
    keys = registry_of(system).keys
    (key,) = [name for name in keys if "Trusted Locations" in name]
    keys[key]["Description"] = "van mij"
    uninstall(system)
    assert key in keys


def test_a_damaged_memory_is_told_and_nothing_is_changed(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system)
    (system.config_folder / "installatie.json").write_text("{")
    before = everything(tmp_path)
    with pytest.raises(InstallError, match="beschadigd"):
        uninstall(system)
    assert everything(tmp_path) == before


def test_on_macos_the_script_alone_is_placed_when_it_is_missing(tmp_path: Path) -> None:
    system, xlwings = machine(MACOS, tmp_path)
    install(system)
    assert system.script is not None
    system.script.unlink()
    (change,) = install(system).changes
    assert change.where == str(system.script)
    assert len(xlwings.calls) == 2


@BOTH
def test_a_python_that_lacks_something_is_not_set_up(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A requirement that this machine really does not meet, in our own list of requirements."""
    monkeypatch.setattr("importlib.metadata.requires", lambda _: ["xlwings>=99", "pydantic"])
    system, xlwings = machine(platform, tmp_path)
    put(system, THEIRS)
    before = everything(tmp_path)
    with pytest.raises(InstallError, match=r"niets veranderd\. Pakket xlwings: .*99"):
        install(system)
    assert everything(tmp_path) == before
    assert not xlwings.calls


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (b"", True),
        (b'"UDF MODULES","mijn_functies"\r\n', True),
        (b'"UDF MODULES","udfs.regio"\r\n"USE UDF SERVER","False"\r\n', True),
        (b'"UDF MODULES","udfs.regio"\r\n"USE UDF SERVER","True"\r\n', False),
    ],
)
def test_what_it_means_for_other_workbooks_is_said_when_it_changes(
    theirs: bytes, said: bool, tmp_path: Path
) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    system.conf.parent.mkdir()
    system.conf.write_bytes(theirs)
    advice = " ".join(install(system).advice)
    words = ("RunPython", "Import Functions", "Restart UDF Server", "xlwings.conf", "--verwijderen")
    assert [word in advice for word in words] == [said] * len(words)


def test_on_macos_other_workbooks_notice_nothing_of_a_server(tmp_path: Path) -> None:
    system, _ = machine(MACOS, tmp_path)
    assert "UDF" not in " ".join(install(system).advice)
