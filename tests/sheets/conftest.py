"""Fixtures for the tests of the rules."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="session")
def maak():
    """Return the helpers that make small years; see ``maak.py``."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "maak.py")))
