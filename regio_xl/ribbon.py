"""What a ribbon button calls: ``from regio_xl import ribbon; ribbon.valideren()``.

One function per step, by its name. Nothing is imported before the click needs it: the way from
a click to the first line of our code is as short as importing xlwings.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from regio_xl.excel.click import Klik


def __getattr__(name: str) -> Callable[..., Klik]:
    """Return the function of a button: the name of its step, with ``_`` for ``-``.

    It runs the step on the workbook of the button, or on a ``book`` of any host that is given,
    and tells how it went.

    >>> from regio_xl import ribbon
    >>> ribbon.valideren.args
    ('valideren',)
    """
    if name.startswith("_"):
        raise AttributeError(name)
    from regio_xl.excel.click import click
    from regio_xl.sheets.buttons import BUTTONS

    steps = {button.tag: button.step for button in BUTTONS}
    if name not in steps:
        raise AttributeError(f"er is geen stap {name!r}; er zijn {', '.join(steps)}")
    return partial(click, steps[name])
