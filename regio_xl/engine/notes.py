"""Notes of cells. They can be read, not written."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes


class Note(base_classes.Note):
    """A note; it can be read."""

    def __init__(self, comment: Any) -> None:
        self._comment = comment

    @property
    def text(self) -> str:
        """Return the text."""
        return str(self._comment.text)

    @text.setter
    def text(self, value: str) -> None:
        raise NotImplementedError("Notities schrijven kan niet met deze engine.")

    @property
    def author(self) -> str:
        """Return who wrote it."""
        return str(self._comment.author)
