"""The built workbook and the workbook after every step; and the report per rule."""

import re
from collections import Counter

import pytest

from tests.support.later import LATER, RULES
from tests.support.made import ALL, BUILT, Made
from tests.support.view import View

RULE = re.compile(r"test_rule_(\d\d)_")


@pytest.fixture(scope="session", params=ALL)
def book(request: pytest.FixtureRequest, made: Made) -> View:
    """Each workbook in turn: empty, example, and after every step."""
    return made(request.param)


@pytest.fixture(scope="session", params=BUILT)
def built(request: pytest.FixtureRequest, made: Made) -> View:
    """Each workbook as built, before any step."""
    return made(request.param)


@pytest.fixture(scope="session")
def updated(made: Made) -> View:
    """The example year after the main job."""
    return made("voorbeeld na bijwerken")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print each rule with its outcome."""
    outcomes: dict[int, Counter[str]] = {}
    for outcome in ("passed", "failed", "skipped", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            found = RULE.search(getattr(report, "nodeid", ""))
            if found:
                outcomes.setdefault(int(found[1]), Counter())[outcome] += 1
    if not outcomes:
        return
    terminalreporter.section("werkmapregels")
    for rule in RULES:
        terminalreporter.line(f"regel {rule:2}: {_outcome(rule, outcomes.get(rule, Counter()))}")


def _outcome(rule: int, counted: Counter[str]) -> str:
    bad = counted["failed"] + counted["error"]
    if bad:
        return f"NIET in orde ({bad} van de {counted.total()} controles)"
    if counted["passed"]:
        skipped = f", {counted['skipped']} overgeslagen" if counted["skipped"] else ""
        return f"in orde ({counted['passed']} controles{skipped})"
    return f"later: {LATER[rule]}" if rule in LATER else "niet getest in deze run"
