"""The workbook in and out, through ``xw.Book`` only: read all, compute, write last, undo.

No rule of the regulation lives here, and no other package than xlwings touches a file.

WorkbookError
+-- ForeignBookError  (flow)    none of our input sheets is there
+-- TotalsRowError    (writer)  a table that must change size has a totals row
"""


class WorkbookError(Exception):
    """The step was not done and nothing was written; the message says why, in Dutch."""
