"""Sheet AOO: the advice of each participant on the package as a whole (F3.4, U2.4)."""

from collections.abc import Iterator, Sequence

from regio_xl.domain import Bevinding, Column, Ernst, Jaar, Kader, Kind, Table
from regio_xl.domain.besluit import UitgebrachtAdvies
from regio_xl.domain.woorden import Advies
from regio_xl.rules.cells import is_blank_text
from regio_xl.rules.invoercel import check_year, read_input
from regio_xl.rules.per_deelnemer import Deelnemerlijst, read_inbreng
from regio_xl.rules.record import Record
from regio_xl.rules.tables import read_records

NEEDS_REASON = (Advies.BEZWAAR, Advies.OPMERKING)
DATUM = Column(key="aoo_datum", header="Datum van het overleg", kind=Kind.DATE, clause="F3.4")


def read_adviezen(
    table: Table, jaar: Jaar, lijst: Deelnemerlijst, kader: Kader | None
) -> tuple[tuple[UitgebrachtAdvies, ...], list[Bevinding]]:
    """Read the advice per participant; an objection says why (U2.4)."""
    meeting = read_input(jaar, "AOO", DATUM)
    inbreng = read_inbreng(table, "advies", lijst)
    found = [
        *inbreng.bevindingen,
        *_check_reasons(read_records(table)),
        *meeting.bevindingen,
        *check_year(meeting, kader),
    ]
    adviezen = tuple(
        UitgebrachtAdvies(
            rij=record.row.number,
            code=record.text("code"),
            advies=Advies(record.text("advies")),
            reden=record.text("reden"),
        )
        for record in inbreng.records
    )
    return adviezen, found


def _check_reasons(records: Sequence[Record]) -> Iterator[Bevinding]:
    for record in records:
        advies = record.text("advies")
        if advies in NEEDS_REASON and _no_reason(record):
            yield record.bevinding(
                "reden",
                f"Advies is ‘{advies}’, maar Reden is leeg.",
                "Schrijf op waarom; het AB leest de reden in de samenvatting.",
            )
        elif record.empty("advies") and record.text("reden"):
            yield record.bevinding(
                "advies",
                "Er staat een reden, maar geen advies; deze regel telt niet mee.",
                "Kies een advies, of maak de reden leeg.",
                ernst=Ernst.WAARSCHUWING,
            )


def _no_reason(record: Record) -> bool:
    return record.usable("reden") and is_blank_text(record.text("reden"))
