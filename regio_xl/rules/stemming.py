"""Sheet Stemming: one vote per participant, counted over all of them (F3.5, U1.4, O3)."""

from collections import Counter
from collections.abc import Iterable, Iterator

from regio_xl.domain import Bevinding, Ernst, Jaar, Table
from regio_xl.domain.besluit import UitgebrachteStem
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import quote
from regio_xl.domain.woorden import Stem
from regio_xl.rules.kader_rows import Entry
from regio_xl.rules.meerderheid import compute_meerderheid, compute_nodig
from regio_xl.rules.numbers import to_decimal
from regio_xl.rules.per_deelnemer import Deelnemerlijst, read_inbreng

SHEET = "Stemming"
AANGENOMEN, OPEN, NIET_AANGENOMEN = "aangenomen", "nog open", "niet aangenomen"
COUNTED = ("tblDeelnemers", "tblStemming")
"""The tables from which the cells on the sheet count."""


class Uitslag(Model):
    """The outcome of the vote.

    Attributes:
        voor: Votes in favour.
        tegen: Votes against.
        onthouding: Abstentions.
        afwezig: Participants that were absent.
        geen_stem: Participants without a (usable) vote.
        nodig: Votes in favour that are needed, of all participants.
        aangenomen: Whether there are enough of them.
    """

    voor: int
    tegen: int
    onthouding: int
    afwezig: int
    geen_stem: int
    nodig: int
    aangenomen: bool

    @property
    def woord(self) -> str:
        """The outcome as the sheet words it.

        >>> compute_uitslag([Stem.VOOR], 3, 2).woord
        'nog open'
        """
        if self.aangenomen:
            return AANGENOMEN
        return OPEN if self.voor + self.geen_stem >= self.nodig else NIET_AANGENOMEN


def read_stemmen(
    table: Table, lijst: Deelnemerlijst
) -> tuple[tuple[UitgebrachteStem, ...], list[Bevinding]]:
    """Read the votes that count, one per participant (F3.5)."""
    inbreng = read_inbreng(table, "stem", lijst)
    stemmen = tuple(
        UitgebrachteStem(
            rij=record.row.number,
            code=record.text("code"),
            stem=Stem(record.text("stem")),
            toelichting=record.text("toelichting"),
        )
        for record in inbreng.records
    )
    return stemmen, inbreng.bevindingen


def compute_uitslag(stemmen: Iterable[Stem], deelnemers: int, nodig: int | None) -> Uitslag:
    """Count the votes (F3.5, O3).

    Args:
        stemmen: One vote per participant who cast any.
        deelnemers: Number of participants, present or not.
        nodig: Votes in favour that are needed; None takes a majority of all (U1.4).

    Example:
        >>> compute_uitslag([Stem.VOOR] * 13, 27, 14).aangenomen
        False
    """
    cast = list(stemmen)
    counted = Counter(cast)
    outcome = compute_meerderheid(cast, compute_nodig(deelnemers) if nodig is None else nodig)
    return Uitslag(
        voor=outcome.voor,
        tegen=counted[Stem.TEGEN],
        onthouding=counted[Stem.ONTHOUDING],
        afwezig=counted[Stem.AFWEZIG],
        geen_stem=max(0, deelnemers - len(cast)),
        nodig=outcome.nodig,
        aangenomen=outcome.aangenomen,
    )


def check_nodig(entry: Entry | None, lijst: Deelnemerlijst) -> Iterator[Bevinding]:
    """Set the parameter against a majority of the participants (U1.4).

    Fewer votes would let a minority decide, and more than there are participants can never be
    reached: errors both. Others are a choice to look at.

    Args:
        entry: The row of ``stemmen_nodig`` that is in force, or None.
        lijst: Who may vote.
    """
    nodig = entry.cell.value if entry else None
    number = len(lijst.deelnemers)
    if entry is None or not isinstance(nodig, int) or not number or not lijst.complete:
        return
    majority = compute_nodig(number)
    if nodig == majority:
        return
    too_low, too_high = nodig < majority, nodig > number
    yield entry.bevinding(
        "waarde",
        f"Voor een besluit zijn volgens Kader {nodig} stemmen nodig; een meerderheid van "
        f"{number} deelnemers is {majority}.",
        f"Zet stemmen_nodig op {majority}, of verbeter blad Deelnemers."
        if too_low or too_high
        else f"Klopt het aantal deelnemers, leg dan {majority} vast met het besluit als bron.",
        regel="U1.4",
        ernst=Ernst.FOUT if too_low or too_high else Ernst.WAARSCHUWING,
    )


def check_counts(jaar: Jaar, uitslag: Uitslag) -> Iterator[Bevinding]:
    """Find counting cells that show something else than is counted here (F3.5).

    Silent while rows stand below a table that they count: those join it in this run.
    """
    tables = [jaar.tables.get(name) for name in COUNTED]
    if any(table is None or table.beyond for table in tables):
        return
    wanted: dict[str, int | str] = {
        "Voor": uitslag.voor,
        "Tegen": uitslag.tegen,
        "Onthouding": uitslag.onthouding,
        "Afwezig": uitslag.afwezig,
        "Nog geen stem": uitslag.geen_stem,
        "Nodig": uitslag.nodig,
        "Uitslag": uitslag.woord,
    }
    for label, value in wanted.items():
        name = f"stemming_{label.lower().removeprefix('nog ').replace(' ', '_')}"
        if name in jaar.cells and not _same(jaar.cells[name], value):
            yield _differs(jaar, name, label, value)


def _same(shown: object, value: int | str) -> bool:
    return shown == value if isinstance(value, str) else to_decimal(shown) == value


def _differs(jaar: Jaar, name: str, label: str, value: int | str) -> Bevinding:
    blad, rij, _ = jaar.cell_places.get(name, (SHEET, None, 0))
    return Bevinding(
        ernst=Ernst.FOUT,
        regel="F3.5",
        blad=blad,
        rij=rij,
        kolom=label,
        melding=f"Bij ‘{label}’ toont {blad} {quote(jaar.cells[name] or 'niets')}; herteld is het "
        f"{value}.",
        herstel="Kies de woorden in kolom Stem uit de lijst en laat Excel herrekenen (F9). Blijft "
        "het verschil, dan is de formule in deze cel overschreven: neem haar over uit een nieuwe "
        "werkmap.",
    )
