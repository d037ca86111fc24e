"""What is in the way of freezing the package that the AB adopted (F3.5, U8.1, U8.2)."""

from collections.abc import Iterator, Mapping

from regio_xl.allocation import find_breaches
from regio_xl.domain import Bevinding, Ernst, Jaar
from regio_xl.domain.tekst import ALL, join
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.controle import faulty_parameters
from regio_xl.steps.pakketuren import hours_on_selectie

TABLE = "tblBesluit"
KENMERK, OF_PARAMETERS = "besluit_kenmerk", "besluit_kenmerk_parameters"
KETENTOEZICHT = "besluit_ketentoezicht"
PLACES = (TABLE, KENMERK, OF_PARAMETERS, KETENTOEZICHT)
"""Where the frozen package stands: its table and three named cells."""


def obstacles(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield why the package of this moment cannot be frozen (U8.1, U8.2)."""
    jaar, pakket = berekening.jaar, berekening.pakket.uren
    if berekening.dossier.kader is None:
        yield _obstacle("U1.3", "er zijn geen bruikbare parameters", "Herstel eerst blad Kader.")
        return
    if TABLE not in jaar.tables or any(name not in jaar.cells for name in PLACES[1:]):
        yield _obstacle(
            "F3.5",
            "de tabel of een cel ervoor ontbreekt",
            "Haal blad Stemming terug uit een kopie, of neem het over uit een nieuwe werkmap.",
        )
        return
    if not pakket:
        yield _obstacle("U8.1", "er zit geen enkel project in", "Doe eerst ‘selectie’.")
        return
    yield from _undecided(berekening)
    yield from _faulty_frame(berekening)
    yield from _unseen(jaar, pakket)
    breaches = find_breaches(berekening.problem, pakket, ranked=False)
    # What could be in as well is for the AB to weigh; what may not be in cannot be frozen.
    broken = [breach for breach in breaches if not breach.missed]
    if broken:
        rules = join(dict.fromkeys(item.regel for item in broken))
        numbers = join(dict.fromkeys(str(item.nr) for item in broken if item.nr), most=ALL)
        where = f" bij voorstel {numbers}" if numbers else ""
        yield _obstacle(
            broken[0].regel,
            f"het voldoet niet aan {rules}{where}",
            "Pas het pakket aan en doe ‘selectie’.",
        )


def _undecided(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield that the hours for ketentoezicht still have to be decided (U2.1)."""
    if berekening.ketentoezicht.besloten is None:
        yield _obstacle(
            "U2.1",
            "de uren voor ketentoezicht zijn nog niet besloten",
            "Vul op blad Kader de waarde van ketentoezicht_besloten in, met het besluit als bron, "
            "en doe ‘selectie’. Stemde het AB over dat pakket, doe dan ‘stemming’.",
        )


def _faulty_frame(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield that parameters are wrong: then nobody can say what was decided on (U1.3)."""
    if faulty := faulty_parameters(berekening.bevindingen):
        yield _obstacle(
            min(faulty),
            f"er staan nog fouten op blad Kader ({join(sorted(faulty), most=ALL)})",
            "Los die eerst op en doe ‘selectie’.",
        )


def _unseen(jaar: Jaar, pakket: Mapping[int, int]) -> Iterator[Bevinding]:
    """Yield that the AB cannot have seen this package on sheet Selectie (U8.1)."""
    shown = hours_on_selectie(jaar)
    if shown is None:
        yield _obstacle(
            "U8.1",
            "blad Selectie toont nog geen pakket, dus niemand heeft het kunnen zien",
            "Doe eerst ‘selectie’, ga na of het AB over dat pakket stemde, en doe dan ‘stemming’.",
        )
    elif dict(shown) != dict(pakket):
        yield _obstacle(
            "U8.1",
            "blad Selectie toont een ander pakket dan nu uit de invoer volgt",
            "Doe ‘selectie’, ga na of het AB over dat pakket stemde, en doe dan ‘stemming’.",
        )


def _obstacle(regel: str, why: str, herstel: str) -> Bevinding:
    return Bevinding(
        ernst=Ernst.FOUT,
        regel=regel,
        blad="Stemming",
        melding=f"Het aangenomen pakket is niet vastgelegd: {why}.",
        herstel=herstel,
    )
