"""Each of the 25 rules has a test, or stands on the list of later ones with its reason."""

import re
from pathlib import Path

from tests.support.later import LATER, RULES


def test_each_rule_is_tested_or_listed_as_later() -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {
        int(number) for text in texts for number in re.findall(r"def test_rule_(\d\d)_", text)
    }
    assert tested | set(LATER) == set(RULES)
    assert not tested & set(LATER), "a rule that is tested is no longer for later"
