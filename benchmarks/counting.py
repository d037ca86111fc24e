"""Count the calls that xlwings makes into the engine: over COM each would cross a process.

    with counted(book) as calls:
        step(book)
    assert calls.total < 100

Works by wrapping the implementation of an ``xw.Book``, and everything that comes out of it, in a
proxy; xlwings itself is not patched. ``tests/e2e/test_calls.py`` uses it too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings as xw

# Attributes that xlwings reads or sets on its own side of the border.
_FREE = {"engine", "options", "max_cells_per_read", "max_cells_per_write"}
_ENGINE = "regio_xl.engine"


@dataclass
class Calls:
    """What was called, as ``Range.raw_value`` (read), ``Range.raw_value=`` or ``Sheet.range()``."""

    by_name: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Return the number of calls."""
        return sum(self.by_name.values())

    def add(self, target: object, name: str) -> None:
        """Count one call."""
        self.by_name[f"{type(target).__name__}.{name}"] += 1


class _Proxy:
    """Stands in for an object of the engine and counts what is asked of it."""

    __slots__ = ("_calls", "_target")

    def __init__(self, target: Any, calls: Calls) -> None:
        object.__setattr__(self, "_target", target)
        object.__setattr__(self, "_calls", calls)

    def __getattr__(self, name: str) -> Any:
        target, calls = self._target, self._calls
        value = getattr(target, name)
        if name in _FREE:
            return value
        if callable(value) and not _is_engine(value):
            return _Method(value, target, f"{name}()", calls)
        calls.add(target, name)
        return _wrap(value, calls)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _FREE:
            self._calls.add(self._target, f"{name}=")
        setattr(self._target, name, _bare(value))

    def __call__(self, *args: Any, **options: Any) -> Any:
        return _Method(self._target, self._target, "()", self._calls)(*args, **options)

    def __len__(self) -> int:
        self._calls.add(self._target, "len")
        return len(self._target)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        self._calls.add(self._target, "iter")
        return (_wrap(item, self._calls) for item in self._target)

    def __contains__(self, key: Any) -> bool:
        self._calls.add(self._target, "contains")
        return key in self._target

    def __getitem__(self, key: Any) -> Any:
        self._calls.add(self._target, "item")
        return _wrap(self._target[key], self._calls)

    def __eq__(self, other: object) -> bool:
        return bool(self._target == _bare(other))

    def __hash__(self) -> int:
        return hash(self._target)


@dataclass(frozen=True)
class _Method:
    function: Any
    target: Any
    name: str
    calls: Calls

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.calls.add(self.target, self.name)
        plain = [_bare(arg) for arg in args]
        named = {key: _bare(value) for key, value in options.items()}
        return _wrap(self.function(*plain, **named), self.calls)


def _is_engine(value: object) -> bool:
    return type(value).__module__.startswith(_ENGINE)


def _wrap(value: Any, calls: Calls) -> Any:
    if isinstance(value, _Proxy):
        return value
    if isinstance(value, str) or not _is_engine(value):
        if type(value) in (list, tuple) and value and _is_object(value[0]):
            return type(value)(_wrap(item, calls) for item in value)
        return value
    return _Proxy(value, calls)


def _is_object(value: object) -> bool:
    return not isinstance(value, str) and _is_engine(value)


def _bare(value: Any) -> Any:
    if isinstance(value, _Proxy):
        return value._target
    impl = getattr(value, "impl", None)
    if isinstance(impl, _Proxy):  # an xw.Range that is handed over whole
        return type(value)(impl=impl._target)
    return value


@contextmanager
def counted(book: xw.Book) -> Iterator[Calls]:
    """Count the engine calls that are made through a book in a ``with`` block.

    Args:
        book: A book of any engine of which the implementation is Python objects.

    Yields:
        The running count.
    """
    calls = Calls()
    target = book.impl
    book.impl = _Proxy(target, calls)
    try:
        yield calls
    finally:
        book.impl = target
