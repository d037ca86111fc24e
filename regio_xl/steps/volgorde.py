"""The order of sheet Selectie: proposals of one partnership stand together (F3.3).

1. Ketentoezicht, the fixed part (U2.1), by number.
2. In the package, in the order of ranking: running projects, then new ones (A26, O7).
3. Not in the package, in the same order.

Within 2 and within 3 a proposal moves up to stand right below the first one that shares its
partnership (``samenwerkingsverband``); a new project can so come to stand below a running
one. Across 2 and 3 the reason names the others.
"""

from collections.abc import Iterable, Mapping, Sequence

from regio_xl.domain.tekst import join
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.entries import Entry

MOST_MATES = 5


def ordered(berekening: Berekening) -> tuple[Entry, ...]:
    """Return the entries in the order of sheet Selectie."""
    place = {verdict.nr: index for index, verdict in enumerate(berekening.pakket.verdicts)}
    fixed: list[Entry] = []
    inside: list[Entry] = []
    outside: list[Entry] = []
    for entry in berekening.entries:
        if entry.verdict is None:
            fixed.append(entry)
        else:
            (inside if entry.opgenomen else outside).append(entry)
    fixed.sort(key=lambda entry: (entry.nr, entry.voorstel.rij))
    for section in (inside, outside):
        section.sort(key=lambda entry: (place[entry.nr], entry.voorstel.rij))
    return (*fixed, *keep_together(inside), *keep_together(outside))


def keep_together(entries: Sequence[Entry]) -> list[Entry]:
    """Move each entry up to the first one of its partnership, keeping the order otherwise."""
    anchor: dict[str, int] = {}
    keyed = []
    for index, entry in enumerate(entries):
        name = partnership(entry)
        first = anchor.setdefault(name, index) if name else index
        keyed.append((first, index, entry))
    return [entry for _, _, entry in sorted(keyed, key=lambda item: item[:2])]


def partnership(entry: Entry) -> str:
    """Return the partnership as compared: whatever its case and spaces; "" for none."""
    return " ".join(entry.voorstel.samenwerkingsverband.split()).casefold()


def mates(entries: Iterable[Entry]) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of the proposals per partnership that more than one shares."""
    found: dict[str, list[int]] = {}
    for entry in entries:
        if name := partnership(entry):
            found.setdefault(name, []).append(entry.nr)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items() if len(numbers) > 1}


def describe_mates(entry: Entry, shared: Mapping[str, tuple[int, ...]]) -> str:
    """Return with which proposals this one shares a partnership, or ""."""
    numbers = shared.get(partnership(entry), ())
    # One more than is shown is enough, also where thousands share a partnership.
    others = [str(nr) for nr in numbers[: MOST_MATES + 3] if nr != entry.nr]
    if not others:
        return ""
    rest = len(numbers) - 1 - MOST_MATES
    if rest > 1:
        others = [*others[:MOST_MATES], f"{rest} andere"]
    word = "voorstel" if len(others) == 1 else "de voorstellen"
    return f"Deelt een samenwerkingsverband met {word} {join(others)} (F3.3)."
