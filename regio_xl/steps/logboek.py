"""The row that every writing step adds to sheet Logboek: who ran what when, on which input."""

from collections.abc import Mapping

from regio_xl import __version__
from regio_xl.domain import CellValue, Ernst, Jaar, TableContent, Uitkomst
from regio_xl.domain.tekst import count
from regio_xl.steps import controle


def add_row(jaar: Jaar, stap: str, uitkomst: Uitkomst) -> Uitkomst:
    """Return ``uitkomst`` with its row for sheet Logboek.

    Args:
        jaar: The snapshot; gives the moment, the user and the mark of the input.
        stap: Dutch name of the step.
        uitkomst: What the step returned.
    """
    row: Mapping[str, CellValue] = {
        "wanneer": jaar.read_at,
        "wie": jaar.user,
        "stap": stap,
        "versie": __version__,
        "invoer": jaar.source_hash,
        "uitkomst": _outcome(uitkomst),
    }
    content = TableContent(name="tblLogboek", rows=(row,), append=True)
    return uitkomst.model_copy(update={"tables": (*uitkomst.tables, content)})


def _outcome(uitkomst: Uitkomst) -> str:
    first = uitkomst.samenvatting[0].rstrip(".") if uitkomst.samenvatting else "Gedaan"
    fouten = count(uitkomst.fouten, "fout", "fouten")
    number = controle.number_of(uitkomst.bevindingen, Ernst.WAARSCHUWING)
    return f"{first}; {fouten}, {count(number, 'waarschuwing', 'waarschuwingen')}."
