"""Findings about the package as a whole, which only exist once the hours are divided."""

from collections.abc import Iterator

from regio_xl.allocation import Reden
from regio_xl.domain import Bevinding, Ernst, Kader
from regio_xl.domain.tekst import ALL, count, format_uren, join
from regio_xl.domain.woorden import BEREKEND, Keuze, Soort
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.controle import header
from regio_xl.steps.entries import Entry
from regio_xl.steps.ontbreekt import voorstellen_known

FROM_THE_START = (Reden.FOUTEN, Reden.KEUZE)
"""Reasons to be out that have nothing to do with the package."""


def find(berekening: Berekening, *, shown: bool) -> Iterator[Bevinding]:
    """Yield what is wrong with the package; nothing when there is no kader to judge by.

    Args:
        berekening: The year with the package.
        shown: Whether there is a package at all; without one, only what makes one impossible.
    """
    kader = berekening.dossier.kader
    if kader is None:
        return
    yield from _find_over_total(berekening)
    if not shown:
        return
    if voorstellen_known(berekening.dossier):
        yield from _find_uncovered(berekening, kader)
    # Of a package that people made, the verifier says it, and it is not for us to ask otherwise.
    if berekening.scenario in BEREKEND:
        for entry in berekening.entries:
            yield from _find_left_out(entry)


def _find_over_total(berekening: Berekening) -> Iterator[Bevinding]:
    over = -berekening.problem.budget
    if over <= 0:
        return
    keten = berekening.ketentoezicht
    yield Bevinding(
        ernst=Ernst.FOUT,
        regel="U8.2",
        blad="Kader",
        kolom=None,
        melding=f"Ketentoezicht ({format_uren(keten.uren)}) en reserve "
        f"({format_uren(berekening.reserve)}) zijn samen {format_uren(over)} meer dan het totaal "
        f"van {format_uren(berekening.totaal or 0)} (O4). Er is geen ruimte voor projecten.",
        herstel=f"Verlaag ketentoezicht of de reserve samen met {format_uren(over)}, "
        "of leg een hoger totaal voor aan het AB.",
    )


def _find_uncovered(berekening: Berekening, kader: Kader) -> Iterator[Bevinding]:
    namen = berekening.namen
    open_codes = [item.code for item in berekening.dekking if not item.gedekt]
    if not open_codes:
        return
    yield Bevinding(
        ernst=Ernst.WAARSCHUWING,
        regel="U4.3",
        blad="Selectie",
        kolom=header("tblDekking", "gedekt"),
        melding=f"Het pakket heeft geen project van belang ({kader.belang_drempel} of meer) voor "
        f"{count(len(open_codes), 'deelnemer', 'deelnemers')}: "
        f"{join((namen.get(code, code) for code in open_codes), most=ALL)}.",
        herstel="Bespreek in het AOO welk voorstel waarde heeft voor "
        f"{'deze deelnemer' if len(open_codes) == 1 else 'deze deelnemers'} en kies "
        f"daar op blad Voorstellen ‘{Keuze.OPNEMEN}’ bij, of vul blad Belang aan.",
    )


def _find_left_out(entry: Entry) -> Iterator[Bevinding]:
    """Report a running project (A26) or a wish of the AOO (F3.4) that does not fit."""
    verdict, voorstel = entry.verdict, entry.voorstel
    if verdict is None or verdict.opgenomen or verdict.reden in FROM_THE_START:
        return
    if voorstel.soort == Soort.DOORLOPEND:
        regel, key, what = "A26", "uren", f"Doorlopend project {entry.nr}"
    elif voorstel.keuze == Keuze.OPNEMEN:
        regel, key, what = "F3.4", "keuze", f"Voorstel {entry.nr}, dat het AOO wil opnemen,"
    else:
        return
    yield Bevinding(
        ernst=Ernst.WAARSCHUWING,
        regel=regel,
        blad="Voorstellen",
        rij=voorstel.rij,
        kolom=header("tblVoorstellen", key),
        melding=f"{what} past niet in het pakket. {verdict.toelichting}",
        herstel="Vraag minder uren, vul een minimum in, of maak elders ruimte.",
        nr=entry.nr,
    )
