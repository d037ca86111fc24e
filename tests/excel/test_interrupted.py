"""Setting up and undoing that were cut short: nothing is left that cannot be undone.

Being killed is played: before and after each thing that is done, all files are photographed, and
each photograph is one machine on which the power failed at that moment.
"""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from regio_xl.excel import addin, conf, ledger
from regio_xl.excel.install import NOTHING_TO_UNDO, install, uninstall
from regio_xl.excel.system import MACOS, WINDOWS, InstallError, System
from tests.excel.machine import ADDIN, FakeRegistry, Xlwings, everything, machine

BOTH = pytest.mark.parametrize("platform", [WINDOWS, MACOS])
THERE = pytest.mark.parametrize("there", [None, b"an older add-in", ADDIN])
FOLDER = r"C:\Werkmappen"
DEEDS = (
    (addin, "keep_other"),
    (addin, "place"),
    (addin, "put_back"),
    (addin, "take_away"),
    (conf, "write"),
    (ledger, "save"),
    (FakeRegistry, "delete"),
    (FakeRegistry, "write"),
)

Keys = dict[str, dict[str, str | int]]


class Photo(NamedTuple):
    """All that lasts on a machine."""

    files: dict[str, bytes]
    keys: Keys


class Place:
    """A made-up machine that can be photographed and brought back to a photograph."""

    def __init__(self, platform: str, folder: Path, there: bytes | None) -> None:
        self.folder = folder
        self.system, self.xlwings = machine(platform, folder)
        self.system.conf.parent.mkdir(parents=True)
        self.system.conf.write_bytes(b'"LICENSE_KEY","abc"\r\n')
        if there is not None:
            _addin_of(self.system).parent.mkdir(parents=True)
            _addin_of(self.system).write_bytes(there)

    def photo(self) -> Photo:
        registry = self.system.registry
        keys = deepcopy(registry.keys) if isinstance(registry, FakeRegistry) else {}
        return Photo(everything(self.folder), keys)

    def back_to(self, photo: Photo) -> None:
        for name in everything(self.folder):
            (self.folder / name).unlink()
        for name, data in photo.files.items():
            (self.folder / name).write_bytes(data)
        if isinstance(self.system.registry, FakeRegistry):
            self.system.registry.keys = deepcopy(photo.keys)

    def install(self) -> tuple[str, ...]:
        folder = FOLDER if self.system.platform == WINDOWS else None
        return tuple(change.what for change in install(self.system, folder=folder).changes)


def _addin_of(system: System) -> Path:
    assert system.addin is not None
    return system.addin


@pytest.fixture
def place(
    platform: str, there: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Place:
    monkeypatch.chdir(tmp_path)
    (tmp_path / FOLDER).mkdir()  # here it is an ordinary name of a folder
    return Place(platform, tmp_path, there)


def photographed(place: Place, act: Callable[[], object]) -> list[Photo]:
    """Return what the machine looked like around each thing that ``act`` did."""
    photos: list[Photo] = []

    def around(deed: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any) -> Any:
            photos.append(place.photo())
            value = deed(*args)
            photos.append(place.photo())
            return value

        return done

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in DEEDS:
            patch.setattr(owner, name, around(getattr(owner, name)))
        act()
    return photos


@BOTH
@THERE
def test_killed_while_installing_everything_can_be_undone(place: Place) -> None:
    before = place.photo()
    photos = photographed(place, place.install)
    assert len(photos) >= 4
    for photo in photos:
        place.back_to(photo)
        uninstall(place.system)
        assert place.photo() == before


@BOTH
@THERE
def test_killed_while_installing_it_can_be_finished_and_then_undone(place: Place) -> None:
    before = place.photo()
    photos = photographed(place, place.install)
    for photo in photos:
        place.back_to(photo)
        place.install()
        assert _addin_of(place.system).read_bytes() == ADDIN
        assert place.install() == ()
        uninstall(place.system)
        assert place.photo() == before


@BOTH
@THERE
def test_killed_while_undoing_it_can_be_finished(place: Place) -> None:
    before = place.photo()
    place.install()
    for photo in photographed(place, lambda: uninstall(place.system)):
        place.back_to(photo)
        uninstall(place.system)
        assert place.photo() == before


@BOTH
@THERE
@pytest.mark.parametrize("halfway", [False, True])
def test_ctrl_c_puts_everything_back(
    place: Place, halfway: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = place.photo(), Xlwings.__call__

    def stopped(xlwings: Xlwings, command: tuple[str, ...]) -> None:
        if halfway:
            real(xlwings, command)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Xlwings, "__call__", stopped)
        if _places(place.system):
            with pytest.raises(KeyboardInterrupt):
                place.install()
            assert place.photo() == before
    assert place.install() != ()
    uninstall(place.system)
    assert place.photo() == before


def _places(system: System) -> bool:
    """Tell whether xlwings' command has anything to place."""
    return addin.present(system) is not addin.Present.SAME or system.script is not None


@BOTH
@pytest.mark.parametrize("there", [None])
def test_what_was_only_about_to_be_placed_is_not_told_as_removed(place: Place) -> None:
    remembered = ledger.Ledger(addin_placed=True, script_placed=True)
    ledger.save(place.system.config_folder, remembered)
    outcome = uninstall(place.system)
    assert outcome.changes == ()
    assert outcome.advice == (NOTHING_TO_UNDO,)
    assert ledger.load(place.system.config_folder) == ledger.Ledger()


@BOTH
@pytest.mark.parametrize("there", [b"an older add-in"])
def test_an_add_in_that_could_not_be_put_back_stays_remembered(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.photo()
    place.xlwings.fails, place.xlwings.halfway = "Error", True

    def held(system: System, copy: Path) -> None:
        raise InstallError

    with monkeypatch.context() as patch:
        patch.setattr(addin, "put_back", held)
        with pytest.raises(InstallError, match="niet geplaatst"):
            place.install()
    place.xlwings.fails = None
    (change,) = uninstall(place.system).changes
    assert change.new == "de vorige versie"
    assert place.photo() == before
