"""What can go wrong with a workbook on disk, in words for the person at the keyboard.

Every message is one or two Dutch sentences: which file or cell, and what to do.
"""

from __future__ import annotations


class EngineError(Exception):
    """Root of everything that this engine raises on purpose; ``str()`` is the Dutch message."""


class OpenError(EngineError):
    """The file cannot be opened as a workbook. It was not touched."""


class BookNotFound(OpenError, FileNotFoundError):
    """There is no such file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Het bestand {name} bestaat niet. Controleer de naam en de map.")


class BookUnreadable(OpenError):
    """The path is a folder, or the file may not be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"Het bestand {name} kan niet worden gelezen: {reason}.")


class BookEncrypted(OpenError):
    """The workbook needs a password to open."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Het bestand {name} is met een wachtwoord beveiligd. Verwijder het wachtwoord in "
            "Excel (Bestand > Info > Werkmap beveiligen) en probeer het opnieuw."
        )


class BookDamaged(OpenError):
    """The file is empty, truncated, or holds no readable workbook."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"Het bestand {name} is beschadigd ({reason}). Zet een eerdere versie terug, met "
            "‘regio-xl terug’ of uit een reservekopie, en probeer het opnieuw."
        )


class BookUnsupported(OpenError):
    """The file is something else than an .xlsx or .xlsm workbook."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            f"Het bestand {name} is geen .xlsx- of .xlsm-werkmap maar {found}. Open het in "
            "Excel en sla het op als Excel-werkmap."
        )


class SaveError(EngineError):
    """The workbook was not saved. The file on disk is as it was."""


class BookLocked(SaveError):
    """Someone has the workbook open."""

    def __init__(self, name: str, owner: str) -> None:
        by = f" (door {owner})" if owner else ""
        super().__init__(
            f"Het bestand {name} is nog geopend{by}. Sluit het en probeer het opnieuw; er is "
            "niets gewijzigd."
        )


class BookReadOnly(SaveError):
    """The file or its folder may not be written."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"Het bestand {name} kan niet worden opgeslagen: {reason}. Kies een andere map of "
            "vraag schrijfrechten; er is niets gewijzigd."
        )


class BookChanged(SaveError):
    """The file on disk is no longer the one that was opened."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Het bestand {name} is intussen door iemand anders gewijzigd. Begin opnieuw met de "
            "nieuwe versie; er is niets overschreven."
        )


class WrongExtension(SaveError):
    """Saving would change the kind of file."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(
            f"Deze werkmap kan niet worden opgeslagen als {name}: de naam moet eindigen op "
            f"{expected}."
        )


class ContentError(EngineError, ValueError):
    """A value, formula, name or table that Excel would refuse too."""


class ValueRejected(ContentError):
    """A value that does not fit in a cell."""


class FormulaRejected(ContentError):
    """A formula that Excel would not accept."""

    def __init__(self, where: str, formula: str, reason: str) -> None:
        super().__init__(f"De formule in {where} is ongeldig ({reason}): {formula}")


class ValueUnavailable(ContentError):
    """The result of a formula that cannot be calculated without Excel."""

    def __init__(self, where: str, formula: str, reason: str) -> None:
        super().__init__(
            f"De uitkomst van {where} kan zonder Excel niet worden berekend ({reason}): {formula} "
            "Open de werkmap in Excel, sla hem op en probeer het opnieuw."
        )
