"""Proposals that need each other or do not go together (F3.4).

``Vereist`` names what must be in the package too, ``Sluit uit`` what must not. A condition that
nobody can meet is an error of the proposal that sets it. That a proposal named here has errors
of its own is said there, not here. A circle of requirements is fine: all of it is in, or none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from regio_xl.domain import Bevinding, Ernst, Row
from regio_xl.domain.tekst import join
from regio_xl.domain.woorden import Keuze, Soort

VEREIST, SLUIT_UIT = "vereist", "sluit_uit"


def is_ketentoezicht(row: Row) -> bool:
    """Tell whether a proposal is the fixed part ketentoezicht (U2.1), not a project."""
    return row.text("soort") == Soort.KETENTOEZICHT


@dataclass(frozen=True, slots=True)
class Others:
    """The proposals that a pair may name."""

    by_nr: Mapping[int, Row]  # row per number of a proposal
    meant: frozenset[int]  # numbers that were probably meant in cells that are not usable

    def projects(self, row: Row, key: str) -> tuple[int, ...]:
        """Return the other projects that a row names; what cannot be used is left out."""
        if is_ketentoezicht(row):
            return ()
        return tuple(
            nr
            for nr in row.listed(key)
            if nr in self.by_nr and nr != row.nr and not is_ketentoezicht(self.by_nr[nr])
        )

    def fixed(self, nr: int) -> bool:
        """Tell whether a number is that of ketentoezicht, which is always there (U2.1)."""
        return nr in self.by_nr and is_ketentoezicht(self.by_nr[nr])


def check_paren(rows: Sequence[Row], others: Others) -> Iterator[Bevinding]:
    """Find pairs that point nowhere, can never be met or go against a choice of the AOO (F3.4).

    Silent while the numbers of the proposals cannot be read at all.
    """
    for row in rows:
        if "nr" not in row.table.present:
            return
        if is_ketentoezicht(row):
            yield from _check_fixed(row)
            continue
        for key in (VEREIST, SLUIT_UIT):
            yield from _check_named(row, key, others)
        yield from _check_ketentoezicht(row, others)
        yield from _check_choices(row, others)
    yield from _check_conflicts(others)


def _check_fixed(row: Row) -> Iterator[Bevinding]:
    """Ketentoezicht is there whatever else is: it needs nothing and excludes nothing (U2.1)."""
    for key in (VEREIST, SLUIT_UIT):
        if named := row.listed(key):
            tail = f" Mag {_named(named)} niet mee, kies daar dan ‘{Keuze.NIET_OPNEMEN}’."
            yield row.bevinding(
                key,
                f"{row.table.header(key)} telt niet bij ketentoezicht: dat is een vast onderdeel.",
                "Maak de cel leeg." + (tail if key == SLUIT_UIT else ""),
                regel="U2.1",
                ernst=Ernst.WAARSCHUWING,
            )


def _check_named(row: Row, key: str, others: Others) -> Iterator[Bevinding]:
    """Find a row that names itself, or numbers that no proposal has (then it can never be in)."""
    own, named, noemt = row.whole("nr"), row.listed(key), f"{row.table.header(key)} noemt"
    missing = [nr for nr in named if nr not in others.by_nr and nr != own]
    unusable = [nr for nr in missing if nr in others.meant]
    unknown = [nr for nr in missing if nr not in others.meant]
    effect, ernst = "dat telt niet mee", Ernst.WAARSCHUWING
    if key == VEREIST:
        effect, ernst = "zo kan dit voorstel nooit in het pakket", Ernst.FOUT
    absent, herstel = "die nummers komen", "Verbeter de nummers, of haal ze weg."
    if len(unknown) == 1:
        absent, herstel = "dat nummer komt", "Verbeter het nummer, of haal het weg."
    if own in named:
        yield row.bevinding(
            key,
            f"{noemt} voorstel {own} zelf.",
            "Typ het nummer van een ander voorstel, of maak de cel leeg.",
        )
    if unknown:
        where = f"{absent} niet voor op blad {row.table.sheet}"
        yield row.bevinding(
            key, f"{noemt} {_named(unknown)}, maar {where}; {effect}.", herstel, ernst=ernst
        )
    if unusable and key == VEREIST:
        yield row.bevinding(
            key,
            f"{noemt} {_named(unusable)}, waarvan de cel Nr nog niet te gebruiken is.",
            "Verbeter eerst de cel Nr van dat voorstel; daarna verdwijnt deze fout vanzelf.",
        )


def _check_ketentoezicht(row: Row, others: Others) -> Iterator[Bevinding]:
    needed = [nr for nr in row.listed(VEREIST) if others.fixed(nr)]
    excluded = [nr for nr in row.listed(SLUIT_UIT) if others.fixed(nr)]
    if needed:
        yield row.bevinding(
            VEREIST,
            f"{row.table.header(VEREIST)} noemt {_named(needed)}, ketentoezicht; dat is er altijd, "
            "dus hieraan is altijd voldaan.",
            "U hoeft niets te doen; het nummer mag weg.",
            ernst=Ernst.MELDING,
        )
    if excluded:
        yield row.bevinding(
            SLUIT_UIT,
            f"{row.table.header(SLUIT_UIT)} noemt {_named(excluded)}, ketentoezicht; dat is er "
            "altijd, dus zo kan dit voorstel nooit in het pakket.",
            f"Haal het nummer weg. Wilt u dit voorstel niet, kies dan ‘{Keuze.NIET_OPNEMEN}’.",
        )


def _check_choices(row: Row, others: Others) -> Iterator[Bevinding]:
    """Report pairs that the choices of the AOO make impossible; the AOO decides which gives."""
    refused = _chosen(row, VEREIST, Keuze.NIET_OPNEMEN, others)
    if refused and row.text("keuze") != Keuze.NIET_OPNEMEN:
        yield row.bevinding(
            VEREIST,
            f"{row.table.header(VEREIST)} noemt {_named(refused)}, met Keuze AOO "
            f"‘{Keuze.NIET_OPNEMEN}’; dan kan ook dit voorstel niet in het pakket.",
            "Pas die keuze aan, of haal het nummer weg.",
            ernst=Ernst.WAARSCHUWING,
        )
    wanted = _chosen(row, SLUIT_UIT, Keuze.OPNEMEN, others)
    if wanted and row.text("keuze") == Keuze.OPNEMEN:
        yield row.bevinding(
            SLUIT_UIT,
            f"{row.table.header(SLUIT_UIT)} noemt {_named(wanted)}, maar Keuze AOO is hier en daar "
            f"‘{Keuze.OPNEMEN}’; ze kunnen niet samen in het pakket.",
            f"Kies bij één van beide iets anders dan ‘{Keuze.OPNEMEN}’, of haal het nummer weg.",
            ernst=Ernst.WAARSCHUWING,
        )


def _chosen(row: Row, key: str, keuze: Keuze, others: Others) -> list[int]:
    return [nr for nr in others.projects(row, key) if others.by_nr[nr].text("keuze") == keuze]


def _check_conflicts(others: Others) -> Iterator[Bevinding]:
    """Find proposals that need, perhaps by way of others, two that exclude each other."""
    needs = {nr: others.projects(row, VEREIST) for nr, row in others.by_nr.items()}
    apart: dict[int, set[int]] = {}
    for nr, row in others.by_nr.items():
        for other in others.projects(row, SLUIT_UIT):
            apart.setdefault(nr, set()).add(other)
            apart.setdefault(other, set()).add(nr)
    if not apart:
        return
    for nr, row in others.by_nr.items():
        together = _closure(nr, needs) if needs[nr] else set()
        pair = _apart(together, apart)
        if pair is None:
            continue
        needed = [other for other in pair if other != nr]
        who = "die sluiten elkaar uit" if len(needed) == 2 else "die twee sluiten elkaar uit"
        yield row.bevinding(
            VEREIST,
            f"Voorstel {nr} heeft {_named(needed)} nodig, maar {who}; zo kan voorstel {nr} nooit "
            "in het pakket.",
            "Haal een van de nummers weg bij Vereist of bij Sluit uit, hier of bij het andere "
            "voorstel.",
        )


def _apart(together: set[int], apart: Mapping[int, set[int]]) -> tuple[int, int] | None:
    for nr in sorted(together):
        if others := apart.get(nr, set()) & together:
            return nr, min(others)
    return None


def _closure(nr: int, needs: Mapping[int, Sequence[int]]) -> set[int]:
    """Return a proposal with all that it needs, also by way of others."""
    found, left = {nr}, [nr]
    while left:
        new = set(needs[left.pop()]) - found
        found |= new
        left += new
    return found


def _named(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"voorstel {numbers[0]}"
    return f"de voorstellen {join(map(str, numbers))}"
