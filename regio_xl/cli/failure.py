"""Why a command was not carried out, as one Dutch sentence."""


class NotDone(Exception):
    """Nothing was done; the message is the sentence for the user (exit code 2)."""
