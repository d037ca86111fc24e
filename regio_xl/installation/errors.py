"""Why something was not set up or not undone, as one Dutch sentence."""


class InstallError(Exception):
    """Nothing was changed, or it was put back; the message says why and what to do."""
