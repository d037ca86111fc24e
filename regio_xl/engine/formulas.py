"""Formula text: what Excel shows and takes over COM, versus what stands in the file.

Excel shows ``[@Uren]`` and stores ``tblX[[#This Row],[Uren]]``; newer functions are stored with
``_xlfn.`` in front (the calculator adds those). Only text here: no workbook, no cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_PIECE = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|[\w.\\]+|.', re.DOTALL)
_PREFIXES = re.compile(r"_xlfn\.|_xlws\.|_xlpm\.|_xludf\.", re.IGNORECASE)
_PLAIN_COLUMN = re.compile(r"\w+\Z")
_THIS_ROW = re.compile(r"\[#This Row\],?", re.IGNORECASE)


def _pieces(formula: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): kind is 'text', 'word', 'bracket' or 'other'."""
    position = 0
    while position < len(formula):
        if formula[position] == "[":
            end = _closing(formula, position)
            yield "bracket", formula[position:end]
            position = end
            continue
        match = _PIECE.match(formula, position)
        assert match is not None  # noqa: S101 - the pattern ends in "any character"
        piece = match.group()
        if piece[0] in "\"'" and len(piece) > 1:
            yield "text", piece
        else:
            yield ("word" if re.match(r"[\w.\\]", piece) else "other"), piece
        position = match.end()


def _closing(formula: str, start: int) -> int:
    """Find the end of a bracket group; an apostrophe escapes the next character in it."""
    depth, position = 0, start
    while position < len(formula):
        character = formula[position]
        if character == "'":
            position += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return len(formula)


def complaint(formula: str) -> str | None:
    """Say, in Dutch, why Excel would refuse a formula over COM; None when it looks fine.

    A quick look at each write: unbalanced quotes and brackets, a semicolon as separator. The
    calculator parses the formula fully before its value is read or saved.

    Example:
        >>> complaint("=SUM(1;2)")
        'gebruik een komma tussen de argumenten, geen puntkomma'
        >>> complaint("=SUM(A1:B2)") is None
        True
    """
    depth = braces = 0
    for kind, piece in _pieces(formula):
        if kind == "bracket" and not piece.endswith("]"):
            return "een vierkante haak wordt niet gesloten"
        if kind != "other":
            continue
        depth += (piece == "(") - (piece == ")")
        braces += (piece == "{") - (piece == "}")
        if piece == ";" and not braces:
            return "gebruik een komma tussen de argumenten, geen puntkomma"
        if piece == '"' or depth < 0:
            return "haakjes of aanhalingstekens kloppen niet"
    if depth or braces:
        return "haakjes of aanhalingstekens kloppen niet"
    return None if len(formula) <= 8192 else "hij is langer dan 8192 tekens"


def to_file(formula: str, table: str | None) -> str:
    """Turn a formula as people write it into the text that belongs in the file.

    Args:
        formula: With its leading ``=``.
        table: Name of the table that the cell lies in, for ``[@X]`` without a table name.

    Returns:
        The stored text, with its leading ``=``.

    Example:
        >>> to_file("=[@Uren]*2", "tblX")
        '=tblX[[#This Row],[Uren]]*2'
    """

    def expand(owner: str, inner: str) -> str:
        prefix = owner or table or ""
        if not inner.startswith("@"):
            # A bare [X] inside a table means its column; [1]Blad!A1 is another workbook.
            return f"{owner}[{inner}]" if owner or not table else f"{table}[{inner}]"
        column = inner[1:]
        if not column:
            return f"{prefix}[#This Row]"
        return f"{prefix}[[#This Row],{column if column.startswith('[') else f'[{column}]'}]"

    return _rewrite(formula, expand)


def to_shown(formula: str, table: str | None) -> str:
    """Turn the stored text of a formula into what Excel shows and returns over COM.

    Args:
        formula: With its leading ``=``.
        table: Name of the table that the cell lies in.

    Returns:
        The shown text, with its leading ``=``.

    Example:
        >>> to_shown("=_xlfn.CONCAT(tblX[[#This Row],[Mijn uren]])", None)
        '=CONCAT(tblX[@[Mijn uren]])'
    """

    def shorten(owner: str, inner: str) -> str:
        match = _THIS_ROW.match(inner) or (re.fullmatch("#This Row", inner, re.IGNORECASE))
        if match is None:
            return f"{owner}[{inner}]"
        own = table is not None and owner.casefold() in ("", table.casefold())
        column = inner[match.end() :]
        if column.startswith("[") and _PLAIN_COLUMN.match(column[1:-1]):
            column = column[1:-1]
        return f"{'' if own else owner}[@{column}]"

    return _rewrite(formula, shorten, strip=True)


def _rewrite(formula: str, change: Callable[[str, str], str], *, strip: bool = False) -> str:
    out: list[str] = []
    pieces = list(_pieces(formula))
    for index, (kind, piece) in enumerate(pieces):
        if kind == "word" and strip:
            out.append(_PREFIXES.sub("", piece))
        elif kind == "bracket":
            follows = pieces[index + 1][0] if index + 1 < len(pieces) else "other"
            owned = bool(index) and pieces[index - 1][0] == "word"
            if follows == "word" and not owned:  # [1]Blad!A1: another workbook
                out.append(piece)
                continue
            owner = out.pop() if owned else ""
            out.append(change(owner, piece[1:-1]))
        else:
            out.append(piece)
    return "".join(out)
