"""One step at a time for each user.

On macOS a click does not wait for Python, so a second one could start while the first still writes;
their undos and the protection of the sheets would get mixed up.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from regio_xl.live import folders
from regio_xl.workbook import WorkbookError


class AlreadyRunning(WorkbookError):
    """Another step of this user is not done yet."""

    def __init__(self) -> None:
        super().__init__("Er loopt nog een stap. Wacht tot die klaar is en probeer het opnieuw.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock of this user; the system lets go of it when the program ends.

    Raises:
        AlreadyRunning: Somebody else holds it.
    """
    folder = folders.copies()
    if folder is None:  # no folder of one's own is no reason to stop
        yield
        return
    lock = FileLock(folder / ".bezig", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunning from error
    try:
        yield
    finally:
        lock.release()
