"""Every clause that this version claims to do is shown by a test or a case named after it."""

import re
from pathlib import Path

import pytest

from regio_xl.sheets.beheer import load_clauses

TESTS = Path(__file__).parents[1]
DEF = re.compile(r"^\s*def (test_\w+)", re.MULTILINE)
CASES = ("*.toml", "*.json", "*.xlsx", "*.xlsm", "*.txt")


def names():
    """Return all names of tests and case files, in lower case with ``_`` for other signs."""
    found = {path.stem for pattern in CASES for path in TESTS.rglob(pattern)}
    for path in TESTS.rglob("test_*.py"):
        found |= set(DEF.findall(path.read_text(encoding="utf-8"))) | {path.stem}
    return {re.sub(r"[^a-z0-9]+", "_", name.casefold()) for name in found}


def shown(code, known):
    pattern = re.compile(rf"(?<![a-z0-9]){code.casefold().replace('.', '_')}(?![0-9])")
    return any(pattern.search(name) for name in known)


def test_every_clause_in_this_version_has_a_test_named_after_it():
    known = names()
    missing = [
        clause.code
        for clause in load_clauses()
        if clause.stand != "later" and not shown(clause.code, known)
    ]
    assert not missing, f"geen test of voorbeeld voor: {', '.join(missing)}"


@pytest.mark.parametrize(
    "clause",
    [clause for clause in load_clauses() if clause.stand == "later"],
    ids=lambda clause: clause.code,
)
def test_a_clause_for_a_later_version_says_so(clause):
    """List the clauses that are still to come, by their test ids."""
    assert "later" in clause.werking


@pytest.mark.parametrize(
    "clause",
    [clause for clause in load_clauses() if clause.stand == "volledig"],
    ids=lambda clause: clause.code,
)
def test_a_clause_that_is_done_leaves_nothing_for_later(clause):
    """What is still to come makes a clause done in part, whatever else there is of it."""
    assert not re.search(r"\b(volgt|volgen) later\b", clause.werking)
