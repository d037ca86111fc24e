"""The sheets of the workbook, one file per sheet or pair: declared, read and checked.

A file holds the columns and prompts of its sheet, the reading of its rows and the checks with
their clause; ``schema`` lists all sheets, ``dossier`` reads a whole year. No spreadsheets, no
clock, no exceptions for bad data: those are findings. A sheet never imports a step.
"""
