"""What we changed on this machine and what stood there before, so that it can be undone."""

from pathlib import Path

from pydantic import ValidationError

from regio_xl.domain.model import Model
from regio_xl.installation import conf
from regio_xl.installation.conf import Setting
from regio_xl.installation.errors import InstallError

NAME = "installatie.json"


class Ledger(Model):
    """Remembered in the user's own configuration folder.

    It is written before something is done, so what it says may only have been about to happen:
    an ``addin_replaced`` without ``addin_placed`` is a copy that was about to be made.

    Attributes:
        settings: Keys of ``xlwings.conf``: ``old`` as it was before our first change.
        conf_made: Whether the file itself is ours.
        addin_placed: Whether the add-in was, or was to be, put there by us.
        addin_replaced: Copy of another version of the add-in that stood there.
        script_placed: Whether the script for macOS was, or was to be, put there by us.
        trusted: Registry key of the trusted location that we added.
    """

    settings: tuple[Setting, ...] = ()
    conf_made: bool = False
    addin_placed: bool = False
    addin_replaced: Path | None = None
    script_placed: bool = False
    trusted: str | None = None

    def merged(self, changes: tuple[Setting, ...]) -> tuple[Setting, ...]:
        """Return the settings with new changes.

        What stood there before our first change stays known, as long as nobody else changed
        the key in between.
        """
        known = {setting.key: setting for setting in self.settings}
        for change in changes:
            before = known.get(change.key)
            old = before.old if before and before.new == change.old else change.old
            known[change.key] = Setting(key=change.key, old=old, new=change.new)
        return tuple(known.values())


def load(folder: Path) -> Ledger:
    """Return what is remembered; an empty ledger when nothing is.

    Raises:
        InstallError: The file is damaged.
    """
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
        return
    conf.write_bytes(path, f"{ledger.model_dump_json(indent=2)}\n".encode())
