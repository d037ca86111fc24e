"""Whether each generated sheet is still what a step would write on it now.

Each is set against what ``bijwerken`` would write, or the step on its receipt. The package is the
one that ``bijwerken`` would show: one that people were asked about, edited or decided stands as it
is; only one that is merely divided follows the input. A decision and the record of the package are
never made again: their own marks say whether they are whole. A sheet that is declared with a
receipt is judged, whichever it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from regio_xl import __version__
from regio_xl.domain import CellValue, Jaar, Table, TableContent, Uitkomst
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import BEREKEND
from regio_xl.sheets import schema
from regio_xl.sheets.declare import SheetSpec, SheetType
from regio_xl.sheets.receipt import NOT_MADE, Receipt, read_receipt
from regio_xl.sheets.resultaat import AANSLUITINGEN, SELECTIE
from regio_xl.sheets.vastlegging import GEMAAKT, INHOUD, KENMERK, VASTLEGGING
from regio_xl.sheets.vergelijking import INPUT_MARK, VERGELIJKING, column_of
from regio_xl.steps import bijwerken, sinds, toewijzen, totalen, vergelijking
from regio_xl.steps.afwijkingen import Afwijking, in_cells, in_report, in_table, without_formula
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.herkend import as_it_was, decision_as_frozen, record_as_written
from regio_xl.steps.opgeslagen import as_number, number_of, rows_of
from regio_xl.steps.stemming import decided_table
from regio_xl.steps.valideren import header
from regio_xl.steps.vastgesteld import KETENTOEZICHT
from regio_xl.steps.vastgesteld import SHEET as DECISION
from regio_xl.steps.vastlegging import FACTS

MARKS = (INHOUD, KENMERK)
"""Cells that follow from what else stands on the sheets: told where nothing else differs."""

MOMENTS = (GEMAAKT, INPUT_MARK)
"""Cells about when and with what was divided, which are others each time."""

EXCEEDED = "aansluiting_overschrijding"
"""The one reconciliation that says something about the year, and not about the sheets."""

OVERVIEWS = ("Start", "Controle", "Overschrijding")
"""Sheets that show what stands on others."""

RECORDS = (DECISION, VASTLEGGING.name)
"""Sheets of which what stands there comes back on others."""

NOT_AGAIN = (bijwerken.NAME, toewijzen.NAME)
"""Steps on a receipt that need not be tried: bijwerken is, and toewijzen may divide anew."""

HAND = "Dit blad is met de hand gewijzigd; het past niet meer bij zijn kenmerk."
DAMAGED = f"{HAND} Waar, is niet te zeggen."
RECORD_DAMAGED = (
    f"Dit blad, of wat op blad {VERGELIJKING.name} is uitgerekend, is met de hand gewijzigd: het "
    "kenmerk past niet meer. Waar, is niet te zeggen."
)
GONE = "Dit blad ontbreekt in de werkmap."

Remake = Callable[[str, Jaar], Uitkomst | None]
"""What a step would write now on a year as it is; None where there is no such step."""


class Volgt(StrEnum):
    """What is said of a sheet."""

    VOLGT = "volgt"
    NIET = "volgt niet"
    ONGEMAAKT = "niet gemaakt"
    ONBEKEND = "niet te zeggen"


class Blad(Model):
    """A sheet and what is said of it."""

    spec: SheetSpec
    stand: Volgt
    bon: Receipt | None = None  # who made it when; None without a receipt
    sinds: str = ""  # since when it no longer follows, or why nothing can be said
    verschillen: tuple[Afwijking, ...] = ()
    stap: str = ""  # the step that makes it anew; "" for what no step may make again

    @property
    def data(self) -> Mapping[str, Any]:
        """The same for ``--json``."""
        bon = self.bon
        return {
            "blad": self.spec.name,
            "stand": self.stand.value,
            "gemaakt": bon.gemaakt.isoformat(timespec="minutes") if bon else None,
            "stap": bon.stap if bon else None,
            "versie": bon.versie if bon else None,
            "sinds": self.sinds,
            "verschillen": [item.data for item in self.verschillen],
        }


class Written(NamedTuple):
    """What an outcome puts on one sheet."""

    names: frozenset[str] = frozenset()  # tables, and the sheet itself for its cards
    cells: bool = False  # whether it fills named cells there
    found: tuple[Afwijking, ...] = ()  # where it differs from what stands there


def judged_sheets() -> tuple[SheetSpec, ...]:
    """Return the sheets that steps or formulas fill, and those on which they fill a part."""
    return tuple(spec for spec in schema.sheets(()) if _is_made(spec))


def _is_made(spec: SheetSpec) -> bool:
    if spec.receipt or spec.type is SheetType.RESULTAAT:
        return True
    fields = (field for block in spec.blocks for field in block.fields)
    filled = any(field.name and not field.input and not field.formula for field in fields)
    typed = spec.type is SheetType.INVOER
    return typed and (filled or any(table.generated for table in spec.tables))


class Judging:
    """One run: the year as it stands, and what the steps would write on it.

    What they would write is made of the year in which a decision and a record that were damaged
    are whole again, where their own mark proves how: so one edit there is not told of each sheet.
    """

    def __init__(self, berekening: Berekening, remake: Remake) -> None:
        self.berekening, self.jaar, self._remake = berekening, berekening.jaar, remake
        self._whole = as_it_was(berekening)
        self._outcomes: dict[tuple[str, datetime], Uitkomst] = {}
        self._gone = {item.sheet for item in self.jaar.missing if not (item.table or item.name)}

    def all(self) -> tuple[Blad, ...]:
        """Judge each sheet, in tab order."""
        found = [self._sheet(spec) for spec in judged_sheets()]
        wrong = [item.spec.name for item in found if item.stand is Volgt.NIET]
        return tuple(self._explained(item, wrong) for item in found)

    def _sheet(self, spec: SheetSpec) -> Blad:
        """Say whether a sheet is what a step would write now; not yet since when."""
        bon = read_receipt(self.jaar.receipts.get(spec.name)) if spec.receipt else None
        if spec.name in self._gone:
            return Blad(spec=spec, stand=Volgt.ONGEMAAKT, sinds=GONE)
        if not self._made(spec, bon):
            return Blad(spec=spec, stand=Volgt.ONGEMAAKT)
        if spec.name == DECISION:
            return self._decision(spec)
        return (spec == VASTLEGGING and self._damage(spec, bon)) or self._compared(spec, bon)

    def _made(self, spec: SheetSpec, bon: Receipt | None) -> bool:
        """Tell whether a step made a sheet, or formulas fill it."""
        if spec.type is SheetType.INVOER:
            decided = self.berekening.dossier.besluitvorming.besluit is not None
            return bool(sinds.log_of(self.berekening)) and (spec.name != DECISION or decided)
        if spec.receipt and self.jaar.receipts.get(spec.name) == NOT_MADE:
            return False
        return not spec.receipt or bon is not None or self._filled(spec)

    def _compared(self, spec: SheetSpec, bon: Receipt | None) -> Blad:
        found, step = self._found(spec, bon)
        figures = tuple(self._figures()) if spec == VERGELIJKING else ()
        found = (*found, *self._apart(spec), *figures)
        stays = self.berekening.blijft
        if not (found or step or bon or (stays and self._filled(spec))):
            return Blad(spec=spec, stand=Volgt.ONGEMAAKT)
        if not (found or step):
            why = stays.melding if stays else f"De stap ‘{bon.stap if bon else ''}’ maakt dit niet."
            return Blad(spec=spec, stand=Volgt.ONBEKEND, bon=bon, sinds=why)
        stand = Volgt.NIET if found else Volgt.VOLGT
        lost = spec.name in self.jaar.lost_formulas
        stap = "" if figures or lost or _formulas_only(spec) else step or ""
        return Blad(spec=spec, stand=stand, bon=bon, verschillen=found, stap=stap)

    def _filled(self, spec: SheetSpec) -> bool:
        """Tell whether a step filled a sheet, whatever became of its receipt."""
        tables = [table for table in self._tables(spec) if schema.tables()[table.name][1].grows]
        return any(not row.is_empty(_outputs(table)) for table in tables for row in table.rows)

    def _tables(self, spec: SheetSpec) -> list[Table]:
        return [self.jaar.tables[it.name] for it in spec.tables if it.name in self.jaar.tables]

    def _found(
        self, spec: SheetSpec, bon: Receipt | None
    ) -> tuple[tuple[Afwijking, ...], str | None]:
        """Return where a sheet differs, and the step that makes it; None where none does.

        A sheet is right too when it is what the step on its receipt would write.
        """
        now = self._written(spec, bijwerken.NAME)
        if bon and bon.stap not in NOT_AGAIN and (now.found or not now.names):
            then = self._written(spec, bon.stap)
            if then.names - now.names:
                return (*now.found, *then.found), bon.stap
            if then.names == now.names and (then.names or then.cells) and not then.found:
                return (), bon.stap
        if now.names or now.cells:
            return now.found, bijwerken.NAME
        return (), bijwerken.NAME if _formulas_only(spec) else None

    def _written(self, spec: SheetSpec, step: str, day: datetime | None = None) -> Written:
        """Set what a step would put on a sheet, today or another day, beside what stands there."""
        jaar, uitkomst = self.jaar, self._outcome(step, day or self.jaar.read_at)
        names = {table.name for table in spec.tables}
        tables = [item for item in uitkomst.tables if item.name in names and not item.append]
        reports = [item for item in uitkomst.reports if item.sheet == spec.name]
        fields = schema.fields()
        cells = {
            name: value
            for name, value in uitkomst.cells.items()
            if fields[name][0].name == spec.name and name not in MOMENTS
        }
        marks = {name: cells.pop(name) for name in MARKS if name in cells}
        found = [*_in_tables(jaar, tables), *in_cells(jaar, cells, spec.name)]
        found += [item for report in reports for item in in_report(jaar, report)]
        found = found or [*in_cells(jaar, marks, spec.name)]
        written = {item.name for item in tables} | {item.sheet for item in reports}
        return Written(frozenset(written), bool(cells), tuple(found))

    def _outcome(self, step: str, day: datetime) -> Uitkomst:
        if (step, day) not in self._outcomes:
            jaar = self._whole.jaar.model_copy(update={"read_at": day})
            self._outcomes[step, day] = self._remake(step, jaar) or Uitkomst()
        return self._outcomes[step, day]

    def _apart(self, spec: SheetSpec) -> Iterator[Afwijking]:
        """Yield what no step writes: formulas of ours and reconciliations."""
        yield from without_formula(self.jaar, spec.name)
        wrong: dict[str, CellValue] = {
            name: 0.0
            for name in AANSLUITINGEN
            if name != EXCEEDED and as_number(self.jaar.cells.get(name))
        }
        wrong |= {
            n: float(v)
            for n, v in totalen.differing(
                self.jaar, self.berekening.dossier, self.berekening.bewaking
            )
        }
        yield from in_cells(self.jaar, wrong, spec.name)

    def _figures(self) -> Iterator[Afwijking]:
        """Yield where the figures of a computed scenario do not fit its hours.

        They stand as they were when the hours were divided, so only while the input still is.
        """
        year, bon = self._whole, read_receipt(self.jaar.receipts.get(VERGELIJKING.name))
        same = bon is not None and bon.versie == __version__
        if year.nieuw or not same or not year.vastlegging.kenmerk or sinds.facts_changed(year):
            return
        columns = [item.model_copy(update={"staat": False}) for item in vergelijking.compare(year)]
        # The hours themselves, and what only the division knew, cannot be worked out from hours.
        given = {column_of(item) for item in BEREKEND} | {"naam", "oordeel", "toelichting"}
        for table in vergelijking.tables(year, tuple(columns)):
            rows = tuple({k: v for k, v in row.items() if k not in given} for row in table.rows)
            yield from _in_tables(self.jaar, [table.model_copy(update={"rows": rows})])

    def _damage(self, spec: SheetSpec, bon: Receipt | None) -> Blad | None:
        """Judge a record that is not whole by its own mark, where it is not made again."""
        made = self._outcome(bijwerken.NAME, self.jaar.read_at).tables
        record = self.berekening.vastlegging
        if record.gaaf or not record.kenmerk or any(item.name == FACTS for item in made):
            return None
        found = tuple(_in_tables(self.jaar, record_as_written(self.berekening)))
        if not found and any(self._figures()):
            why = f"Het kenmerk geldt ook voor blad {VERGELIJKING.name}, en dat is gewijzigd."
            return Blad(spec=spec, stand=Volgt.ONBEKEND, bon=bon, sinds=why)
        why = sinds.BY_HAND if found else RECORD_DAMAGED
        return Blad(spec=spec, stand=Volgt.NIET, bon=bon, sinds=why, verschillen=found)

    def _decision(self, spec: SheetSpec) -> Blad:
        """Set the decision against its own mark; it is never made again."""
        frozen = decision_as_frozen(self.berekening)
        if frozen is None:
            return Blad(spec=spec, stand=Volgt.NIET, sinds=DAMAGED)
        cells = {KETENTOEZICHT: frozen.ketentoezicht}
        found = (
            *_in_tables(self.jaar, [decided_table(frozen)]),
            *in_cells(self.jaar, cells, spec.name),
            *self._apart(spec),
        )
        if not found:
            return Blad(spec=spec, stand=Volgt.VOLGT)
        return Blad(spec=spec, stand=Volgt.NIET, sinds=HAND, verschillen=found)

    def _explained(self, item: Blad, wrong: list[str]) -> Blad:
        """Add since when a sheet no longer follows, and the hours on Selectie that people typed."""
        if item.stand is not Volgt.NIET:
            return item
        name, found = item.spec.name, item.verschillen
        if name == SELECTIE.name:
            found = (*self._by_hand(), *found)
        why = item.sinds or (sinds.OTHER_DAY if self._other_day(item) else "")
        if not why:
            shown = [
                other
                for other in wrong
                if (name in OVERVIEWS or other in RECORDS) and other not in (name, *OVERVIEWS)
            ]
            why = sinds.tell_since(self.berekening, self._made_with(item), shown)
        return item.model_copy(update={"sinds": why, "verschillen": _in_order(found)})

    def _made_with(self, item: Blad) -> Receipt | None:
        """Return what a sheet was made with; every step renews the receipt of the record."""
        if item.spec == VASTLEGGING:
            return sinds.division_in_log(self.berekening) or item.bon
        return item.bon if item.spec.receipt else sinds.last_in_log(self.berekening)

    def _by_hand(self) -> Iterator[Afwijking]:
        rows = {number_of(row): row.number for row in rows_of(self.jaar, "tblSelectie")}
        for nr, (divided, now) in sinds.edited_hours(self.berekening).items():
            yield Afwijking(
                rij=rows.get(nr),
                kolom=header("tblSelectie", "toegewezen"),
                staat=float(now),
                hoort=float(divided),
            )

    def _other_day(self, item: Blad) -> bool:
        """Tell whether a sheet was right on the day that it was made, with the input of now."""
        bon, today = item.bon, self.jaar.read_at
        if bon is None or bon.invoer != self.jaar.source_hash or bon.gemaakt.date() == today.date():
            return False
        steps = {bijwerken.NAME, bon.stap} - {toewijzen.NAME}
        made = [self._written(item.spec, step, bon.gemaakt) for step in sorted(steps)]
        return any((it.names or it.cells) and not it.found for it in made)


def _in_order(found: Iterable[Afwijking]) -> tuple[Afwijking, ...]:
    """Return each place once, numbers before words: the words follow from them."""
    return tuple(sorted(dict.fromkeys(found), key=lambda item: not item.is_number))


def _outputs(table: Table) -> tuple[str, ...]:
    return tuple(column.key for column in table.columns if column.owner == "output")


def _in_tables(jaar: Jaar, tables: Iterable[TableContent]) -> Iterator[Afwijking]:
    for content in tables:
        if content.name in jaar.tables:
            yield from in_table(jaar.tables[content.name], content)
        else:
            yield Afwijking(kolom="Tabel", hoort=content.name)


def _formulas_only(spec: SheetSpec) -> bool:
    """Tell whether formulas alone fill a sheet."""
    fields = [field for block in spec.blocks for field in block.fields if field.name]
    columns = [column for table in spec.tables for column in table.columns]
    return (
        not spec.receipt
        and all(field.formula or field.input for field in fields)
        and all(column.owner != "output" for column in columns)
    )
