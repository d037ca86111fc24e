"""What setting up or undoing changed, as data: the command prints it, ``--json`` gives it."""

from typing import Any

from regio_xl.domain.model import Model

ABSENT = "(niet aanwezig)"


class Change(Model):
    """One thing that was changed, or would be.

    Attributes:
        where: File or registry key.
        what: Setting, or name of what was placed.
        old: What stood there; None when there was nothing.
        new: What stands there now; None when it is gone.
    """

    where: str
    what: str
    old: str | None = None
    new: str | None = None

    def line(self) -> str:
        """Return the change in one line: where, what, from, to."""
        old, new = (ABSENT if value is None else value for value in (self.old, self.new))
        return f"{self.where}: {self.what}: van {old} naar {new}"

    def data(self) -> dict[str, str | None]:
        """Return the change with the Dutch keys of ``--json``."""
        return {"plaats": self.where, "wat": self.what, "van": self.old, "naar": self.new}


class Outcome(Model):
    """Result of setting up or undoing.

    Attributes:
        changes: What changed, in order; empty when all was as it should be.
        advice: What to do next, in Dutch sentences.
        dry_run: Whether the changes were only worked out.
    """

    changes: tuple[Change, ...] = ()
    advice: tuple[str, ...] = ()
    dry_run: bool = False

    def data(self) -> dict[str, Any]:
        """Return the result with the Dutch keys of ``--json``."""
        return {
            "proef": self.dry_run,
            "gewijzigd": bool(self.changes) and not self.dry_run,
            "wijzigingen": [change.data() for change in self.changes],
            "advies": list(self.advice),
        }
