"""Sheets on which each participant says one thing: its advice (U2.4) or its vote (F3.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regio_xl.domain import Bevinding, Deelnemer, Ernst, Table
from regio_xl.domain.tekst import count, join, meant, quote
from regio_xl.rules.cell import EMPTY
from regio_xl.rules.record import Record
from regio_xl.rules.tables import check_cells, check_required, check_table, read_records


@dataclass(frozen=True, slots=True)
class Deelnemerlijst:
    """Who may speak.

    Attributes:
        deelnemers: The participants on sheet Deelnemers.
        complete: Whether that sheet could be read well enough to call a code unknown.
    """

    deelnemers: Sequence[Deelnemer]
    complete: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes in the order of the sheet."""
        return tuple(deelnemer.code for deelnemer in self.deelnemers)


@dataclass(frozen=True, slots=True)
class Inbreng:
    """What the participants said.

    Attributes:
        records: The rows that count, in sheet order: at most one per participant.
        bevindingen: What was found.
    """

    records: tuple[Record, ...]
    bevindingen: list[Bevinding]


def read_inbreng(table: Table, key: str, lijst: Deelnemerlijst) -> Inbreng:
    """Read one word per participant from column ``key``.

    Of a participant with two filled rows neither counts, because which of them is meant is not
    ours to guess; the formulas on the sheet do the same.
    """
    records = read_records(table)
    spoken = [record for record in records if record.cell(key) is not EMPTY]
    by_code: dict[str, list[Record]] = {}
    for record in spoken:
        by_code.setdefault(record.text("code"), []).append(record)
    found = [
        *check_table(table),
        *check_cells(records),
        *check_required(records),
        *_unknown(records, key, lijst),
        *_twice(by_code, key),
        *_without_row(table, records, lijst),
    ]
    known = set(lijst.codes)
    counted = [
        record
        for record in spoken
        if record.text(key)
        and len(by_code[record.text("code")]) == 1
        and (record.text("code") in known or not lijst.complete)
    ]
    return Inbreng(tuple(counted), found)


def _unknown(records: Sequence[Record], key: str, lijst: Deelnemerlijst) -> Iterator[Bevinding]:
    """Report a row of somebody who is no participant; an error when it holds a word."""
    if not lijst.complete:
        return
    for record in records:
        code = record.text("code")
        if not code or code in lijst.codes:
            continue
        spoken = record.cell(key) is not EMPTY
        header = record.table.column(key).header
        yield record.bevinding(
            "code",
            f"{quote(code)} is geen deelnemer op blad Deelnemers"
            + (f"; wat hier bij {header} staat, telt niet mee." if spoken else "."),
            f"{meant(code, lijst.codes)}Verbeter de code, of verwijder deze rij.",
            ernst=Ernst.FOUT if spoken else Ernst.WAARSCHUWING,
        )


def _twice(by_code: dict[str, list[Record]], key: str) -> Iterator[Bevinding]:
    for code, records in by_code.items():
        for record in records[1:] if code else ():
            header = record.table.column(key).header
            yield record.bevinding(
                "code",
                f"{code} staat al in rij {records[0].row.number} met een {header.lower()}; "
                "van een deelnemer met twee rijen telt er geen mee, ook niet als het woord "
                "hetzelfde is.",
                f"Maak bij {code} één van de twee leeg, zodat er één {header.lower()} overblijft.",
            )


def _without_row(
    table: Table, records: Sequence[Record], lijst: Deelnemerlijst
) -> Iterator[Bevinding]:
    """Report participants for whom there is no row to fill in."""
    listed = {record.text("code") for record in records}
    missing = [code for code in lijst.codes if code not in listed]
    if not missing or not lijst.complete or "code" not in table.present:
        return
    who = count(len(missing), "deelnemer heeft", "deelnemers hebben")
    yield table.bevinding(
        None,
        "code",
        f"{who} hier geen rij: {join(missing)}.",
        "Voeg onder de laatste rij een rij toe met de code.",
        ernst=Ernst.MELDING,
    )
