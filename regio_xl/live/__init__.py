"""What a click in an open Excel does around a step, for the ribbon and for ``--excel``.

Here lives all that only an open Excel needs: the status bar, protection, undo, dialogs, the log.
Nothing here asks for the path of a workbook: in SharePoint, Teams or OneDrive it has none.
"""

from regio_xl.live.click import Klik, click

__all__ = ["Klik", "click"]
