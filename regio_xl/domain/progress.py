"""What a step says while it works, to whoever shows that to the user; nobody need listen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str], None]

_listener: ContextVar[Listener] = ContextVar("listener", default=lambda _: None)


def tell(doing: str) -> None:
    """Say in a few Dutch words what is being worked out."""
    _listener.get()(doing)


def tell_part(doing: str, done: int, total: int) -> None:
    """Say how far something is, at most ten times: in an open Excel each time is a call."""
    if done * 10 // total > (done - 1) * 10 // total:
        tell(f"{doing}, {done} van {total}")


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let ``listener`` hear what is told in the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
