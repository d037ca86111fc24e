"""The rules of the workbook that cannot be tested yet, each with the reason."""

RULES = range(1, 26)
LATER: dict[int, str] = {}
