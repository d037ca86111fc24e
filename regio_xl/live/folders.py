"""Folders of the user's own, beside no workbook: for the log and for copies."""

from contextlib import suppress
from pathlib import Path

import platformdirs

NAME = "regio-xl"


def log_file() -> Path:
    """Return the file for records of failures; its folder need not exist yet."""
    return platformdirs.user_log_path(NAME, appauthor=False) / f"{NAME}.log"


def copies() -> Path | None:
    """Return the folder for copies of workbooks, made if need be; None if it cannot be made."""
    folder = platformdirs.user_data_path(NAME, appauthor=False) / "reservekopieen"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    return None
