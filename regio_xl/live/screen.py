"""What Excel shows while a step runs, put back afterwards whatever happened."""

from types import TracebackType
from typing import Any

import xlwings as xw

from regio_xl.live import failure, host


class Screen:
    """Excel's screen around one step.

    Screen updating is off inside the ``with`` block. The calculation mode is left alone on
    purpose: a program that dies halfway must not leave an Excel that no longer calculates.
    """

    def __init__(self, book: xw.Book) -> None:
        """Remember where the user was.

        Args:
            book: The workbook that is worked on.
        """
        self._app = book.app
        self._book = book
        self._place = host.place(book)
        self._text: Any = False

    def __enter__(self) -> "Screen":
        """Stop drawing."""
        self._app.screen_updating = False
        return self

    def show(self, text: str) -> None:
        """Say on the status bar what is being done."""
        self._app.status_bar = text

    def keep(self, text: str) -> None:
        """Leave ``text`` on the status bar; the macros clear it at the next click in a cell."""
        self._text = text

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put all back; each by itself, so that one that fails does not keep the others."""
        for put_back in (self._return, self._draw, self._status):
            try:
                put_back()
            except Exception as problem:
                failure.record("scherm herstellen", problem)

    def _return(self) -> None:
        host.return_to(self._book, self._place)

    def _draw(self) -> None:
        # Always on: a program that was killed before may have left it off, and a user who sees
        # nothing change any more cannot know why.
        self._app.screen_updating = True

    def _status(self) -> None:
        self._app.status_bar = self._text
