"""The command line: the same steps as the ribbon, on a plain file, without Excel.

Exit codes: 0 done, no errors found; 1 done, findings of severity ``fout``; 2 not done, with
one Dutch sentence on stderr and the file untouched.
"""

from regio_xl.cli.commands import main

__all__ = ["main"]
