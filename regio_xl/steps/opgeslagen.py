"""What the workbook already says about the package: the choice, what was kept, what stands there.

Read from sheets Vergelijking and Selectie as they are. A package on Selectie that differs from
what a step wrote there was edited by hand; ``kenmerk_pakket`` tells.
"""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from regio_xl.domain import Bevinding, CellValue, Ernst, Jaar, Kader, Row, Table
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import quote
from regio_xl.domain.woorden import EIGEN, Scenario, Stand, Voorrang
from regio_xl.sheets import schema
from regio_xl.sheets.numbers import to_decimal
from regio_xl.sheets.vergelijking import APPLIED, CHOSEN, INPUT_MARK, MARK, REASON, SHOWN, column_of

MARK_LENGTH = 12


class Eigen(Model):
    """A package that people keep on sheet Vergelijking."""

    naam: str = ""  # the name they gave it
    uren: Mapping[int, int] = {}  # by number of the proposal; empty when the column is
    rijen: Mapping[int, int] = {}  # row in tblPakketten by number
    gevuld: frozenset[int] = frozenset()  # numbers at which anything stands, hours or not

    @property
    def wacht(self) -> bool:
        """Whether it has a name and no hours: then it keeps what people see now."""
        return bool(self.naam) and not self.uren


class Opgeslagen(Model):
    """What stands in the workbook about the package."""

    gekozen: Scenario = Scenario.OPTIMAAL  # by default the one that Kader asks for
    eigen: Mapping[Scenario, Eigen] = {}  # the kept packages
    selectie: Mapping[int, int] = {}  # hours on sheet Selectie by number of the proposal
    rijen: Mapping[int, int] = {}  # row in tblSelectie by number
    onleesbaar: bool = False  # whether hours stand there that are no whole number
    gemaakt: bool = False  # whether a package stands there at all
    besluit_weg: bool = False  # whether it was adopted, while the record of that is gone
    met_de_hand: bool = False  # whether it was edited by hand since a step wrote it
    toegepast: str = ""  # the scenario that it came from; "" when no step said so
    kenmerk_invoer: str = ""  # mark of the input then; "" when no step said so
    toelichting: Mapping[int, str] = {}  # why hours were edited by hand, as people typed it
    bevindingen: tuple[Bevinding, ...] = ()  # what is wrong with the above

    @property
    def pakketrijen(self) -> Mapping[int, int]:
        """Row in tblPakketten by number of the proposal."""
        return next((eigen.rijen for eigen in self.eigen.values() if eigen.rijen), {})

    @property
    def plaats(self) -> Scenario | None:
        """Where a package can be kept: a place with a name and no hours, else a free one."""
        empty = [scenario for scenario, eigen in self.eigen.items() if not eigen.uren]
        named = [scenario for scenario in empty if self.eigen[scenario].naam]
        return next(iter([*named, *empty]), None)

    @property
    def kan_niet_weg(self) -> bool:
        """Whether the package of people cannot make way: it cannot be kept elsewhere."""
        return self.onleesbaar or (not self.al_bewaard and self.plaats is None)

    @property
    def al_bewaard(self) -> bool:
        """Whether the package on sheet Selectie is kept on sheet Vergelijking already."""
        return any(eigen.uren == self.selectie for eigen in self.eigen.values())


def read_opgeslagen(jaar: Jaar, kader: Kader | None) -> Opgeslagen:
    """Read the choice and the packages that the workbook holds."""
    found: list[Bevinding] = []
    eigen = {scenario: _eigen(jaar, scenario, found) for scenario in EIGEN}
    chosen = _chosen(jaar, kader, eigen, found)
    selectie = jaar.tables.get("tblSelectie")
    rows = numbered(selectie)
    stand = {nr: row.values.get("stand") for nr, row in rows.items()}
    projects = {nr: row for nr, row in rows.items() if stand[nr] != Stand.KETENTOEZICHT}
    before = len(found)
    uren = read_hours(selectie, projects, "toegewezen", found)
    unreadable = len(found) > before
    check_fixed(selectie, found)
    mark, applied = jaar.cells.get(MARK), jaar.cells.get(APPLIED)
    made = any(word is not None for word in stand.values())
    return Opgeslagen(
        gekozen=chosen,
        eigen=eigen,
        selectie=uren,
        rijen={nr: row.number for nr, row in rows.items()},
        onleesbaar=unreadable,
        gemaakt=made,
        besluit_weg=applied == Scenario.VASTGESTELD and "tblBesluit" not in jaar.tables,
        toegepast=_text(applied),
        kenmerk_invoer=_text(jaar.cells.get(INPUT_MARK)),
        toelichting={
            nr: text for nr, row in rows.items() if (text := _text(row.values.get("wijziging")))
        },
        met_de_hand=made and isinstance(mark, str) and (unreadable or mark != package_mark(uren)),
        bevindingen=tuple(found),
    )


def package_mark(uren: Mapping[int, int]) -> str:
    """Return a short mark of the hours of a package, whatever the order of its rows.

    >>> package_mark({2: 60, 1: 40}) == package_mark({1: 40, 2: 60})
    True
    """
    return text_mark(";".join(f"{nr}={hours}" for nr, hours in sorted(uren.items()) if hours))


def text_mark(text: str) -> str:
    """Return a short mark of a text: another text has another one."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def default_scenario(kader: Kader | None) -> Scenario:
    """Return the scenario that counts when none was chosen (O7)."""
    if kader is not None and kader.uh_voorrang is Voorrang.BONUS:
        return Scenario.BONUS
    return Scenario.OPTIMAAL


def _chosen(
    jaar: Jaar, kader: Kader | None, eigen: Mapping[Scenario, Eigen], found: list[Bevinding]
) -> Scenario:
    typed, default = _text(jaar.cells.get(CHOSEN)), default_scenario(kader)
    if not typed:
        return default
    word = " ".join(typed.casefold().split())
    if word not in [scenario.value for scenario in SHOWN]:
        melding = f"{quote(typed)} is geen scenario; ‘{default}’ telt."
        herstel = f"Kies een van {', '.join(SHOWN)}, of laat de cel leeg."
        found.append(at_cell(jaar, CHOSEN, melding, herstel))
        return default
    scenario = Scenario(word)
    # One with a name gets its hours in this very run.
    if scenario in eigen and not eigen[scenario].uren and not eigen[scenario].naam:
        melding = f"Scenario ‘{scenario}’ is gekozen en heeft nog geen uren; ‘{default}’ telt."
        herstel = f"Vul op dit blad kolom ‘Uren {scenario}’ in, of kies een ander scenario."
        found.append(at_cell(jaar, CHOSEN, melding, herstel))
        return default
    if scenario is not default and not _text(jaar.cells.get(REASON)):
        melding = f"Scenario ‘{scenario}’ is gekozen zonder reden."
        herstel = "Vul bij ‘Reden van de keuze’ in waarom en in welk overleg dit is gekozen."
        found.append(at_cell(jaar, REASON, melding, herstel, Ernst.WAARSCHUWING))
    return scenario


def at_cell(
    jaar: Jaar, name: str, melding: str, herstel: str, ernst: Ernst = Ernst.FOUT
) -> Bevinding:
    """Make a finding at a named cell."""
    sheet, field, _ = schema.fields()[name]
    blad, rij, _ = jaar.cell_places.get(name, (sheet.name, None, 0))
    return Bevinding(
        ernst=ernst,
        regel=field.clause,
        blad=blad,
        rij=rij,
        kolom=field.label,
        melding=melding,
        herstel=herstel,
    )


def _eigen(jaar: Jaar, scenario: Scenario, found: list[Bevinding]) -> Eigen:
    named = (row.values for row in rows_of(jaar, "tblScenarios"))
    naam = next((row.get("naam") for row in named if row.get("scenario") == scenario.value), "")
    hours = jaar.tables.get("tblPakketten")
    key, rows = column_of(scenario), numbered(hours)
    return Eigen(
        naam=_text(naam),
        uren=read_hours(hours, rows, key, found),
        rijen={nr: row.number for nr, row in rows.items()},
        gevuld=frozenset(nr for nr, row in rows.items() if row.values.get(key) is not None),
    )


def _text(value: CellValue) -> str:
    return value.strip() if isinstance(value, str) else ""


def rows_of(jaar: Jaar, table: str) -> tuple[Row, ...]:
    """Return the rows of a table; none for one that is missing."""
    return jaar.tables[table].rows if table in jaar.tables else ()


def filled(table: Table, rows: Iterable[Mapping[str, CellValue]]) -> Table:
    """Return a table as it is once a step wrote it."""
    numbered = enumerate(rows, table.header_row + 1)
    return table.model_copy(
        update={"rows": tuple(Row(number=number, values=row) for number, row in numbered)}
    )


def as_number(value: CellValue) -> Decimal | None:
    """Return a number typed as a number, as ISNUMBER has it; None for all else.

    >>> as_number(12.5), as_number("12"), as_number(True), as_number(None)
    (Decimal('12.5'), None, None, None)
    """
    return None if isinstance(value, bool) else to_decimal(value)


def number_of(row: Row) -> int | None:
    """Return the number of the proposal that a row is about."""
    number = as_number(row.values.get("nr"))
    return int(number) if number is not None and number == int(number) else None


def numbered(table: Table | None) -> dict[int, Row]:
    """Return the rows by number of the proposal, each number once."""
    found: dict[int, Row] = {}
    for row in table.rows if table else ():
        number = number_of(row)
        if number is not None:
            found.setdefault(number, row)
    return found


def read_hours(
    table: Table | None, rows: Mapping[int, Row], key: str, found: list[Bevinding]
) -> dict[int, int]:
    """Return hours above 0 by number; what is no whole number of hours is a finding."""
    uren: dict[int, int] = {}
    for nr, row in rows.items():
        value = row.values.get(key)
        number = as_number(value)
        if number is not None and number >= 0 and number == int(number):
            if number:
                uren[nr] = int(number)
        elif value is not None and table is not None:
            melding = (
                f"Bij project {nr} staat {quote(value)}; dat is geen heel aantal uren van 0 "
                "of meer en telt niet mee."
            )
            herstel = "Typ een heel getal, of maak de cel leeg."
            found.append(table.bevinding(row, key, melding, herstel, regel="U8.1"))
    return uren


def check_fixed(table: Table | None, found: list[Bevinding]) -> None:
    """Find hours at ketentoezicht, which has its hours on Kader and none here (U2.1)."""
    for row in table.rows if table else ():
        value = row.values.get("toegewezen")
        if table and row.values.get("stand") == Stand.KETENTOEZICHT and value is not None:
            item = table.bevinding(
                row,
                "toegewezen",
                f"Bij ketentoezicht staat {quote(value)}; die uren tellen niet mee, want "
                "ketentoezicht heeft zijn uren op blad Kader.",
                "Maak de cel leeg. Zijn de uren voor ketentoezicht besloten, vul die dan in op "
                "blad Kader.",
                regel="U2.1",
            )
            found.append(item)


def hours_on_selectie(jaar: Jaar) -> Mapping[int, Decimal | None] | None:
    """Return the hours per project as sheet Selectie shows them, or None without a package.

    A cell that holds no number gives None; a project on two rows counts twice, as in the total
    on the sheet. Projects without hours, and ketentoezicht, have no key.
    """
    rows = [row for row in rows_of(jaar, "tblSelectie") if row.values.get("stand")]
    if not rows:
        return None
    shown: dict[int, Decimal | None] = {}
    for row in rows:
        nr, cell = as_number(row.values.get("nr")), row.values.get("toegewezen")
        uren = as_number(cell)
        if nr is None or cell is None or uren == 0:
            continue
        before = shown.get(int(nr), Decimal(0))
        shown[int(nr)] = None if uren is None or before is None else before + uren
    return shown
