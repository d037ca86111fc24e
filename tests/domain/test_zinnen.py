"""What people read is short: no sentence that the code writes has more than 25 words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import regio_xl

HOUSE = Path(regio_xl.__file__).parent
MOST = 25
DUTCH = re.compile(r"\b(de|het|een|niet|is|op|dan|van)\b")
ENGLISH = re.compile(r"\b(the|and|of a|is not)\b")
ENDS = re.compile(r"(?<=[.?!]) +(?=[A-ZX‘])")


def texts(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module; what is filled in counts as one word."""
    inside: set[ast.AST] = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)  # a docstring, which users do not see
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= set(ast.walk(node))
            yield "".join(str(getattr(part, "value", "X")) for part in map(_filled, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield node.value


def _filled(part: ast.expr) -> ast.expr:
    return part if isinstance(part, ast.Constant) else ast.Constant("X")


def test_no_sentence_for_users_has_more_than_25_words():
    long = []
    for path in sorted(HOUSE.rglob("*.py")):
        for text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            if DUTCH.search(text) and not ENGLISH.search(text):
                long += [(path.name, s) for s in ENDS.split(text) if len(s.split()) > MOST]
    assert long == []
