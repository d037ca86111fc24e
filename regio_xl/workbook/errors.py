"""Why a workbook cannot be worked on, each as one Dutch sentence for the user.

WorkbookError
+-- ForeignBookError  none of our input sheets is there
+-- TotalsRowError    a table that must change size has a totals row
"""


class WorkbookError(Exception):
    """The step was not done and nothing was written; the message says why."""


class ForeignBookError(WorkbookError):
    """The workbook holds none of our input sheets."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is geen werkmap van regio-xl: de bladen Kader, Deelnemers en Voorstellen "
            "ontbreken; maak er een met ‘regio-xl nieuw’."
        )


class TotalsRowError(WorkbookError):
    """A table with a totals row cannot be made larger or smaller."""

    def __init__(self, table: str, sheet: str) -> None:
        super().__init__(
            f"Tabel {table} op blad {sheet} heeft een totaalrij en kan daardoor niet van grootte "
            "veranderen; zet de totaalrij uit (Tabelontwerp › Totaalrij) en probeer het opnieuw."
        )
