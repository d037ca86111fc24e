"""Step ``herstel``: put right what people typed where nobody need ask what was meant.

Stray spaces, capitals and quotes around a word of a list or a code, and text that can only be one
number or one date. Which cells those are, the sheets say with the finding about each
(``Bevinding.repair``); so after this step those findings are gone, and a second run finds none.
A formula is never touched, nor a free text, nor anything that could mean two things.
"""

from collections.abc import Iterator
from itertools import groupby

from regio_xl.domain import Bevinding, Repair, Uitkomst
from regio_xl.domain.tekst import count
from regio_xl.steps import valideren
from regio_xl.steps.berekening import Berekening
from regio_xl.steps.valideren import findings_data

NAME = "herstel"
MOST_LINES = 12  # of cells in a summary; all of them are on sheet Logboek
LONGEST_LINE = 4000  # characters in one row of sheet Logboek


def show(berekening: Berekening) -> Uitkomst:
    """Return the cells to put right; and once they are, what was done and what is left."""
    done, found = berekening.jaar.hersteld, berekening.bevindingen
    if not done and (repairs := tuple(_repairs(found))):
        return Uitkomst(repairs=repairs, bevindingen=found, samenvatting=tuple(_summary(repairs)))
    data = [repair.model_dump(mode="json", exclude={"layout", "table"}) for repair in done]
    return Uitkomst(
        bevindingen=found,
        samenvatting=(*valideren.missing_lines(berekening.dossier), *_summary(done)),
        logregels=tuple(_log_lines(done)),
        data={"hersteld": data, **findings_data(found)},
    )


def _repairs(found: tuple[Bevinding, ...]) -> Iterator[Repair]:
    """Yield each cell once, in reading order."""
    repairs = {repair: None for item in found if (repair := item.repair)}
    yield from sorted(repairs, key=lambda item: (item.sheet, item.row, item.header))


def _summary(done: tuple[Repair, ...]) -> Iterator[str]:
    if not done:
        yield "Er was niets te herstellen."
        return
    yield f"Hersteld: {count(len(done), 'cel', 'cellen')}; elke wijziging staat op blad Logboek."
    if len(done) <= MOST_LINES:
        for repair in done:
            yield f"{_place(repair)}: {_change(repair)}."
        return
    for _, cells in groupby(done, key=lambda item: item.sheet):
        first, *others = cells
        example = f"{_place(first)}: {_change(first)}"
        number = count(len(others), "andere cel", "andere cellen")
        yield f"{example}; op dit blad ook {number}." if others else f"{example}."


def _place(repair: Repair) -> str:
    return f"{repair.sheet}, rij {repair.row}, {repair.header}"


def _change(repair: Repair) -> str:
    return f"‘{repair.old}’ is nu {repair.shown}"


def _log_lines(done: tuple[Repair, ...]) -> Iterator[str]:
    """Yield what was changed, the cells of one column together, cut where a cell gets too long."""
    by_column = sorted(done, key=lambda item: (item.sheet, item.table, item.header, item.row))
    for (sheet, header), cells in groupby(by_column, key=lambda item: (item.sheet, item.header)):
        line = start = f"{sheet}, {header}: "
        for repair in cells:
            part = f"rij {repair.row} {_change(repair)}"
            if line != start and len(line) + len(part) > LONGEST_LINE:
                yield f"{line}."
                line = start
            line += part if line == start else f"; {part}"
        yield f"{line}."
