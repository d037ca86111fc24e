"""One thing that was looked at, and how it stands."""

from enum import StrEnum

from regio_xl.domain.model import Model


class Stand(StrEnum):
    """How something stands on this machine."""

    GOED = "goed"
    LET_OP = "let op"
    NIET = "niet"
    NVT = "n.v.t."


class Check(Model):
    """What was looked at.

    Attributes:
        onderwerp: What it is about.
        stand: How it stands; only ``niet`` means that something does not work.
        toelichting: What was found, and what to do when it is not good; Dutch.
    """

    onderwerp: str
    stand: Stand
    toelichting: str

    def data(self) -> dict[str, str]:
        """Return the check with the Dutch keys of ``--json``."""
        return {
            "onderwerp": self.onderwerp,
            "stand": self.stand.value,
            "toelichting": self.toelichting,
        }


def one(topic: str, stand: Stand, text: str) -> tuple[Check, ...]:
    """Return a single check, as the functions that look return their results."""
    return (Check(onderwerp=topic, stand=stand, toelichting=text),)
