"""How sure a package is: what was reached on each goal, what was proven, and what remains open."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from regio_xl.allocation import Level, Problem, points
from regio_xl.domain.tekst import ALL, count, format_getal, format_uren, join

TEXTS = {
    "doorlopend": ("uren voor doorlopende projecten", "A26"),
    "opnemen": ("keuzes ‘opnemen’ van het AOO", "F3.4"),
    "gedekt": ("gedekte deelnemers", "U4.3"),
    "U&H direct": ("U&H-waarde (direct)", "O7"),
    "U&H indirect": ("U&H-waarde (indirect)", "O7"),
    "score": ("score", "F3.1"),
    "verhouding": ("laagste verhouding", "U4.3"),
    "uren": ("minste uren", "U8.2"),
    "nummer": ("volgorde van nummer", "U8.1"),
}
"""What each level is called, and its clause."""

PROVEN = "naast wat voorgaat kunnen er bewezen niet meer deelnemers tegelijk worden gedekt"
"""Why someone is not covered when all that could be was tried."""


def describe_gap(levels: tuple[Level, ...]) -> Iterator[str]:
    """Yield a sentence about each goal that was not proven, with what might still be won."""
    for level in levels:
        if level.proven:
            continue
        name, clause = TEXTS[level.name]
        yield (
            f"Niet bewezen binnen de rekentijd: {name} ({clause}), nu {_value(level)}; "
            f"hooguit {points(level.gap)} beter."
        )


def describe_levels(levels: tuple[Level, ...], *, bonus: bool = False) -> str:
    """Return in one line what the best package reaches on each goal.

    Args:
        levels: What was reached.
        bonus: Whether the score is one with a bonus for the U&H strategy (O7); sheets show the
            score without it.

    >>> describe_levels((Level(name="gedekt", value=27, proven=True),
    ...     Level(name="verhouding", value=Fraction(5, 3), proven=True)))
    'gedekte deelnemers: 27; laagste verhouding: 1,67'
    """
    shown = (level for level in levels if level.name not in ("nummer", "opnemen", "doorlopend"))
    names = {name: text for name, (text, _) in TEXTS.items()}
    if bonus:
        names["score"] = "score met bonus"
    return "; ".join(f"{names[level.name]}: {_value(level)}" for level in shown)


def data(levels: tuple[Level, ...]) -> list[Mapping[str, Any]]:
    """Return the levels for ``--json``."""
    return [
        {
            "doel": level.name,
            "regel": TEXTS[level.name][1],
            "waarde": _number(level.value),
            "bewezen": level.proven,
            "marge": _number(level.gap),
        }
        for level in levels
    ]


def why_uncovered(
    problem: Problem, uren: Mapping[int, int], levels: tuple[Level, ...]
) -> dict[str, str]:
    """Return per participant that is not covered why, as a Dutch sentence (U4.3, O10).

    Args:
        problem: What there was to divide.
        uren: The package.
        levels: What was proven about it.
    """
    items = {item.nr: item for item in problem.items}
    proven = any(level.name == "gedekt" and level.proven for level in levels)
    reasons = {}
    for aandeel in problem.aandelen:
        matters = sorted(aandeel.belang & items.keys())
        if any(nr in uren for nr in matters):
            continue
        open_numbers = [nr for nr in matters if not items[nr].barred]
        if not matters:
            reasons[aandeel.code] = "geen enkel voorstel is van genoeg belang"
        elif not open_numbers:
            reasons[aandeel.code] = (
                f"{_which(matters)} van belang, en {_doing(matters)} niet mee door fouten of een "
                "keuze van het AOO"
            )
        elif all(items[nr].entry_uren > problem.room for nr in open_numbers):
            least = min(items[nr].entry_uren for nr in open_numbers)
            reasons[aandeel.code] = (
                f"{_which(open_numbers)} van belang, en er is minstens {format_uren(least)} nodig "
                f"terwijl er {format_uren(problem.room)} is"
            )
        else:
            beside = PROVEN if proven else _not_in(open_numbers)
            reasons[aandeel.code] = f"{_which(open_numbers)} van belang, en {beside}"
    return reasons


def _not_in(numbers: list[int]) -> str:
    return f"{'dat zit' if len(numbers) == 1 else 'die zitten'} niet in dit pakket"


def _which(numbers: list[int]) -> str:
    one = len(numbers) == 1
    names = join((str(nr) for nr in numbers), most=ALL)
    return f"alleen {'voorstel' if one else 'de voorstellen'} {names} {'is' if one else 'zijn'}"


def _doing(numbers: list[int]) -> str:
    return "dat doet" if len(numbers) == 1 else "die doen"


def _value(level: Level) -> str:
    if level.name in ("uren", "doorlopend"):
        return format_uren(int(level.value))
    if level.name == "nummer":
        return count(int(level.value), "voorstel", "voorstellen")
    if level.name in ("gedekt", "opnemen"):
        return format_getal(int(level.value))
    return points(level.value)


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
