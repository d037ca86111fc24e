"""What setting up changes on a machine: told to the user, and remembered to be undone."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from regio_xl.domain.model import Model
from regio_xl.excel import conf
from regio_xl.excel.conf import Setting
from regio_xl.excel.system import InstallError

NAME = "installatie.json"
ABSENT = "(niet aanwezig)"


class Change(Model):
    """One thing that was changed, or would be."""

    where: str  # file or registry key
    what: str  # setting, or name of what was placed
    old: str | None = None  # None when there was nothing
    new: str | None = None  # None when it is gone

    def line(self) -> str:
        """Return the change in one line."""
        old, new = (ABSENT if value is None else value for value in (self.old, self.new))
        return f"{self.where}: {self.what}: van {old} naar {new}"


class Outcome(Model):
    """Result of setting up or undoing."""

    changes: tuple[Change, ...] = ()
    advice: tuple[str, ...] = ()  # what to do next, in Dutch sentences
    dry_run: bool = False  # the changes were only worked out

    def data(self) -> dict[str, Any]:
        """Return the result with the Dutch keys of ``--json``."""
        return {
            "proef": self.dry_run,
            "gewijzigd": bool(self.changes) and not self.dry_run,
            "wijzigingen": [
                {"plaats": item.where, "wat": item.what, "van": item.old, "naar": item.new}
                for item in self.changes
            ],
            "advies": list(self.advice),
        }


class Ledger(Model):
    """What we changed and what stood there before, in the user's own configuration folder.

    It is written before something is done, so what it says may only have been about to happen:
    an ``addin_replaced`` without ``addin_placed`` is a copy that was about to be made.
    """

    settings: tuple[Setting, ...] = ()  # of xlwings.conf: ``old`` is from before our first change
    conf_made: bool = False  # the file itself is ours
    addin_placed: bool = False
    addin_replaced: Path | None = None  # copy of another version that stood there
    script_placed: bool = False  # the one for macOS
    trusted: str | None = None  # registry key of the trusted location that we added

    def merged(self, changes: tuple[Setting, ...]) -> tuple[Setting, ...]:
        """Return the settings with new changes; what stood there before our first stays known.

        Unless somebody else changed it since.
        """
        known = {setting.key: setting for setting in self.settings}
        for change in changes:
            before = known.get(change.key)
            old = before.old if before and before.new == change.old else change.old
            known[change.key] = Setting(key=change.key, old=old, new=change.new)
        return tuple(known.values())


def load(folder: Path) -> Ledger:
    """Return what is remembered; an empty ledger when nothing is."""
    path = folder / NAME
    if not path.exists():
        return Ledger()
    try:
        return Ledger.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InstallError(
            f"Het bestand {path} is beschadigd, zodat niet bekend is wat er eerder is gewijzigd; "
            "verwijder dit bestand en doe het opnieuw."
        ) from error


def save(folder: Path, ledger: Ledger) -> None:
    """Remember ``ledger``; an empty one needs no file."""
    path = folder / NAME
    if ledger == Ledger():
        path.unlink(missing_ok=True)
    else:
        conf.write_bytes(path, f"{ledger.model_dump_json(indent=2)}\n".encode())
