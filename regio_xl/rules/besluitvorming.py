"""Advice, votes and decision together: what sheets AOO and Stemming say (F3.4, F3.5, U2.4)."""

from regio_xl.domain import Bevinding, Jaar
from regio_xl.domain.besluit import Besluitvorming, UitgebrachtAdvies, UitgebrachteStem
from regio_xl.rules.aoo import read_adviezen
from regio_xl.rules.besluit import read_besluit
from regio_xl.rules.kader import KaderReading
from regio_xl.rules.per_deelnemer import Deelnemerlijst
from regio_xl.rules.stemming import check_counts, check_nodig, compute_uitslag, read_stemmen


def read_besluitvorming(
    jaar: Jaar, kader: KaderReading, lijst: Deelnemerlijst
) -> tuple[Besluitvorming, list[Bevinding]]:
    """Read both sheets; what an older workbook lacks is simply not there.

    Args:
        jaar: The snapshot.
        kader: Phase and parameters.
        lijst: Who may speak.
    """
    found: list[Bevinding] = []
    adviezen: tuple[UitgebrachtAdvies, ...] = ()
    stemmen: tuple[UitgebrachteStem, ...] = ()
    if table := jaar.tables.get("tblAOO"):
        adviezen, more = read_adviezen(table, jaar, lijst, kader.kader)
        found += more
    nodig = kader.kader.stemmen_nodig if kader.kader else None
    votes = jaar.tables.get("tblStemming")
    if votes:
        stemmen, more = read_stemmen(votes, lijst)
        found += more
    uitslag = compute_uitslag((item.stem for item in stemmen), len(lijst.deelnemers), nodig)
    if votes and nodig is not None:
        found += check_counts(jaar, uitslag)
    found += check_nodig(kader.stemmen_nodig, lijst)
    reading = read_besluit(jaar, kader.kader, uitslag)
    return Besluitvorming(
        adviezen=adviezen,
        stemmen=stemmen,
        nummer=reading.nummer,
        nummer_leeg=reading.nummer_leeg,
        datum=reading.datum,
        besluit=reading.besluit,
    ), [*found, *reading.bevindingen]
