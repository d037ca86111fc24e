"""What every collection of the engine does alike: find by position or name, count, walk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Listed(Generic[T]):
    """A collection over a list of openpyxl's objects; names are compared in any case."""

    def _all(self) -> list[Any]:
        """Return openpyxl's objects in order."""
        raise NotImplementedError

    def _name(self, item: Any) -> str:
        """Return the name of one of them."""
        raise NotImplementedError

    def _made(self, item: Any) -> T:
        """Return the engine's object for one of them."""
        raise NotImplementedError

    def __call__(self, name_or_index: int | str) -> T:
        """Return an object by position from 1, or by name in any case."""
        if isinstance(name_or_index, int):
            return self._made(self._all()[name_or_index - 1])
        for item in self._all():
            if self._name(item).casefold() == str(name_or_index).casefold():
                return self._made(item)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[T]:
        return iter([self._made(item) for item in self._all()])

    def __contains__(self, key: int | str) -> bool:
        try:
            self(key)
        except (KeyError, IndexError):
            return False
        return True
