"""Bring a workbook of an earlier version to this one, with all that people put in it.

    file -> plan.py    what it lacks of what is declared, beside a new, empty workbook of its year
         -> renew.py   the package with room made, and all of that taken over
         -> step.py    what is written then, as steps write, and what is told

Beside these ``layout.py`` finds places and ``earlier.py`` knows what was ours; ``parts.py``,
``cells.py``, ``areas.py``, ``styles.py``, ``sheets.py`` and ``macros.py`` each edit one kind of
thing in a package.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from regio_xl import __version__, builder
from regio_xl.domain import Uitkomst
from regio_xl.engine import opened
from regio_xl.engine.file import Source
from regio_xl.renewal import macros, step
from regio_xl.renewal.parts import Parts
from regio_xl.renewal.plan import make_plan
from regio_xl.renewal.renew import renewed
from regio_xl.workbook.flow import moment, read_own, run, who

__all__ = ["NAME", "Renewed", "renew"]

NAME = step.NAME


class Renewed(NamedTuple):
    """A workbook that was looked at: as it was read, as it becomes, and what is told."""

    source: Source
    data: bytes  # the same bytes when there was nothing to do
    uitkomst: Uitkomst


def renew(path: Path, unknown: str) -> Renewed:
    """Return a workbook file as this version has it; the file itself stays as it is.

    ``unknown`` is what a formula gives that only Excel can work out.
    """
    with opened(path, unknown=unknown) as book:
        source = book.impl.document.source
        jaar = read_own(book, now=moment(), user=who())
        data = book.impl.document.base
    content = step.content_of(jaar)
    macro_enabled = path.suffix.lower() == ".xlsm"
    new = builder.build(content, macro_enabled=macro_enabled)
    plan = make_plan(data, jaar, content, new)
    lost = macro_enabled and not macros.present(Parts(data))
    if plan.version == __version__ and not plan.changes and not lost:
        return Renewed(source, source.data, Uitkomst(data=step.data(plan, ())))
    data, told = renewed(data, new, plan, content, jaar.read_at, macro_enabled=macro_enabled)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / path.name
        scratch.write_bytes(data)
        with opened(scratch, unknown=unknown) as book:
            uitkomst, _ = run(
                book,
                NAME,
                lambda read: step.outcome(read, plan, content, told),
                now=jaar.read_at,
                user=jaar.user,
            )
            book.save()
        return Renewed(source, scratch.read_bytes(), uitkomst)
