"""Short ways to make items and problems."""

from collections.abc import Callable
from typing import Any

import pytest

from regio_xl.allocation import Item, Problem

Make = Callable[..., Item]


@pytest.fixture(scope="session")
def item() -> Make:
    """Return a function that makes an item of 100 hours unless told otherwise."""

    def make(nr: int, nodig_uren: int = 100, **more: Any) -> Item:
        return Item(nr=nr, nodig_uren=nodig_uren, **more)

    return make


@pytest.fixture(scope="session")
def problem() -> Callable[..., Problem]:
    def make(budget: int, *items: Item, **more: Any) -> Problem:
        return Problem(budget=budget, items=items, **more)

    return make
