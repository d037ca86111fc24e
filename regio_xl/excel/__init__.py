"""What an open Excel needs: a click, setting regio-xl up and undoing that, and the self-test.

Nothing here asks for the path of a workbook: in SharePoint, Teams or OneDrive it has none.

What differs between machines is in one frozen ``System``, so that setting up runs on any machine
with real files in a temporary home; only Excel, the registry and other programs are reached
through its ``run`` and ``registry``.
"""
