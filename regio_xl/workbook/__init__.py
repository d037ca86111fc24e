"""The workbook: declared once in ``schema.py``, read and written through ``xw.Book`` only.

No rule of the regulation lives here, and no other package than xlwings touches a file.
"""
