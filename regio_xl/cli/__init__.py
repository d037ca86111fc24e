"""The command line: the same steps as the ribbon, on a plain file, without Excel.

Exit codes: 0 done, no errors found; 1 done, findings of severity ``fout``; 2 not done, with
one Dutch sentence on stderr and the file untouched.
"""

import sys

STOPPED = "Afgebroken; de werkmap is niet veranderd."


def main(arguments: list[str] | None = None) -> None:
    """Run the command line with these words, or those of the process; leave with its exit code."""
    try:
        from regio_xl.cli.commands import main as run  # noqa: PLC0415 - half a second of Ctrl-C
    except KeyboardInterrupt:
        sys.stderr.write(f"{STOPPED}\n")
        sys.exit(2)
    run(arguments)
