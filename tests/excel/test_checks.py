"""What the self-test says about machines in all kinds of states."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from regio_xl.domain import Uitkomst
from regio_xl.excel import checks, trusted
from regio_xl.excel.checks import Check, Stand, around_excel
from regio_xl.excel.install import install
from regio_xl.excel.system import MACOS, WINDOWS, Ran, System, this_system
from regio_xl.steps import STEPS
from tests.excel.machine import FakeRegistry, machine

BOTH = pytest.mark.parametrize("platform", [WINDOWS, MACOS])


def standing(system: System, stand: Stand) -> set[str]:
    return {topic for topic, (found, _) in around_excel(system).items() if found is stand}


@BOTH
def test_before_installing_the_table_says_to_install(platform: str, tmp_path: Path) -> None:
    """Excel is played by a folder or a registry key; nothing starts it."""
    system, _ = machine(platform, tmp_path)
    wrong = standing(system, Stand.NIET)
    assert wrong >= {
        "xlwings-invoegtoepassing",
        "Instellingen van xlwings",
        "Python die Excel start",
    }
    assert all("regio-xl installeren" in around_excel(system)[name][1] for name in wrong)


@BOTH
def test_after_installing_nothing_is_wrong(platform: str, tmp_path: Path) -> None:
    """The interpreter of the configuration is played; the files it is read from are real."""
    system, xlwings = machine(platform, tmp_path)
    install(system)
    assert standing(system, Stand.NIET) == set()
    assert str(system.interpreter) in {call[0] for call in xlwings.calls}
    assert "versie" in around_excel(system)["Excel"][1]


def test_without_excel_everything_about_it_is_not_applicable(tmp_path: Path) -> None:
    system, _ = machine("linux", tmp_path)
    found = around_excel(system)
    assert {stand for stand, _ in found.values()} == {Stand.NVT}
    assert "de stappen werken op een bestand" in found["Excel"][1]


def test_an_add_in_of_another_version_is_seen(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system)
    assert system.addin is not None
    system.addin.write_bytes(b"older")
    assert standing(system, Stand.NIET) == {"xlwings-invoegtoepassing"}


def test_a_python_without_regio_xl_is_seen(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system)
    system = system.model_copy(update={"run": lambda _: Ran(code=1, output="ImportError")})
    assert standing(system, Stand.NIET) == {"Python die Excel start"}


def test_a_library_that_excel_would_not_find_is_seen(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system)
    (system.interpreter.parents[1] / "xlwings64-0.37.8.dll").unlink()
    assert standing(system, Stand.NIET) == {"Bibliotheek van xlwings"}


def test_a_missing_script_on_macos_is_seen(tmp_path: Path) -> None:
    system, _ = machine(MACOS, tmp_path)
    install(system)
    assert system.script is not None
    system.script.unlink()
    assert standing(system, Stand.NIET) == {"Script voor Excel op macOS"}


def test_a_conda_environment_asks_attention(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    install(system)
    system.conf.write_bytes(system.conf.read_bytes() + b'"CONDA ENV","base"\r\n')
    assert "Instellingen van xlwings" in standing(system, Stand.LET_OP)


@pytest.mark.parametrize(
    ("values", "stand", "says"),
    [
        ({}, Stand.LET_OP, "geen eigen vertrouwde map"),
        ({"Location0": {"Path": "%APPDATA%\\Microsoft\\Templates"}}, Stand.LET_OP, "geen eigen"),
        ({"Location20": {"Path": "C:\\Werk\\"}}, Stand.GOED, "C:\\Werk\\"),
    ],
)
def test_the_trusted_folder_of_the_user_is_named(
    values: dict[str, dict[str, str | int]], stand: Stand, says: str, tmp_path: Path
) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    assert isinstance(system.registry, FakeRegistry)
    for name, content in values.items():
        system.registry.write(rf"{trusted.LOCATIONS}\{name}", content)
    found, text = checks.trusted_folder(system)
    assert found is stand
    assert says in text


def test_a_policy_against_trusted_folders_is_told(tmp_path: Path) -> None:
    system, _ = machine(WINDOWS, tmp_path)
    assert isinstance(system.registry, FakeRegistry)
    system.registry.write(trusted.POLICY, {"AllLocationsDisabled": 1})
    assert "uitgezet" in checks.trusted_folder(system)[1]


REQUIRED = [
    "pydantic<3,>=2.12",
    "openpyxl<3",
    "bestaat-niet>=1",
    'pytest; extra == "dev"',
    'appscript; sys_platform == "een ander"',
    "rich",
]


def test_each_package_is_held_against_what_our_own_distribution_requires(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: REQUIRED)
    found = checks.packages()
    assert {topic: stand for topic, (stand, _) in found.items()} == {
        "Pakket pydantic": Stand.GOED,
        "Pakket openpyxl": Stand.NIET,
        "Pakket bestaat-niet": Stand.NIET,
        "Pakket rich": Stand.GOED,
    }
    assert metadata.version("openpyxl") in found["Pakket openpyxl"][1]
    assert "nodig is <3" in found["Pakket openpyxl"][1]
    assert "niet geïnstalleerd" in found["Pakket bestaat-niet"][1]


def test_running_from_a_folder_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", unknown)
    assert [stand for stand, _ in checks.packages().values()] == [Stand.LET_OP]


def test_the_file_engine_is_really_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.file_engine()[0] is Stand.GOED

    def broken(*_: object) -> None:
        raise OSError("vol")

    monkeypatch.setattr("regio_xl.builder.write", broken)
    stand, text = checks.file_engine()
    assert stand is Stand.NIET
    assert "vol" in text


def test_a_wrong_total_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = STEPS["totalen"].model_copy(
        update={"run": lambda _: Uitkomst(data={"totaal_beschikbaar": 1})}
    )
    monkeypatch.setitem(STEPS, "totalen", wrong)
    stand, text = checks.file_engine()
    assert stand is Stand.NIET
    assert "berekent 1 uur" in text


def test_the_functions_are_loaded_by_the_python_that_excel_starts(tmp_path: Path) -> None:
    system, xlwings = machine(WINDOWS, tmp_path)
    assert checks.functions(system)[0] is Stand.GOED
    assert xlwings.calls == [(str(system.interpreter), "-c", "import udfs.regio")]
    failing = system.model_copy(
        update={"run": lambda _: Ran(code=1, output="x\nModuleNotFoundError: udfs\n")}
    )
    assert "ModuleNotFoundError: udfs" in checks.functions(failing)[1]


def test_a_log_folder_that_cannot_be_made_is_seen(tmp_path: Path) -> None:
    system, _ = machine("linux", tmp_path)
    assert checks.log_folder(system)[0] is Stand.GOED
    assert list(system.log_folder.iterdir()) == []
    blocked = system.model_copy(update={"log_folder": tmp_path / "file" / "log"})
    (tmp_path / "file").write_text("")
    assert checks.log_folder(blocked)[0] is Stand.NIET


def test_on_this_machine_the_table_is_complete() -> None:
    found = checks.run_checks(this_system())
    topics = [check.onderwerp for check in found]
    assert len(topics) == len(set(topics))
    assert {check.stand for check in found} <= set(Stand)
    assert all(check.toelichting for check in found)
    python = next(check for check in found if check.onderwerp == "Python")
    assert python.toelichting.startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        ([Stand.GOED, Stand.NVT], "Alles is in orde."),
        ([Stand.GOED, Stand.LET_OP], "bij één onderwerp"),
        ([Stand.LET_OP, Stand.LET_OP], "bij 2 onderwerpen"),
        ([Stand.LET_OP, Stand.NIET], "Niet in orde: x1"),
    ],
)
def test_the_conclusion_is_one_sentence(stands: list[Stand], says: str) -> None:
    made = tuple(
        Check(onderwerp=f"x{number}", stand=stand, toelichting="t")
        for number, stand in enumerate(stands)
    )
    assert says in checks.conclusion(made)


def test_the_conclusion_does_not_claim_what_was_not_looked_at() -> None:
    absent = Check(onderwerp="Excel", stand=Stand.NVT, toelichting="t")
    assert checks.conclusion((absent,)).endswith("Excel is hier niet.")
