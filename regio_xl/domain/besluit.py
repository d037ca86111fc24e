"""What was advised, voted and decided on the package (F3.4, F3.5)."""

from collections.abc import Mapping
from datetime import date

from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Advies, Stem


class UitgebrachtAdvies(Model):
    """The advice of one participant on the package as a whole (U2.4).

    Attributes:
        rij: Row in sheet AOO.
        code: Code of the participant.
        advies: What it advises.
        reden: Why; "" when nothing was filled in.
    """

    rij: int
    code: str
    advies: Advies
    reden: str = ""


class UitgebrachteStem(Model):
    """The vote of one participant (F3.5).

    Attributes:
        rij: Row in sheet Stemming.
        code: Code of the participant.
        stem: How it voted.
        toelichting: Remark; "" when nothing was filled in.
    """

    rij: int
    code: str
    stem: Stem
    toelichting: str = ""


class Besluit(Model):
    """The package as the AB adopted it, frozen on sheet Stemming (F3.5, U8.1).

    Attributes:
        pakket: Hours per proposal number.
        titels: Title per proposal number, as it was then.
        ketentoezicht: Hours for ketentoezicht at that moment (U2.1), or None when unreadable.
        kenmerk: Mark over package, ketentoezicht and parameters.
        kenmerk_parameters: Mark over the parameters alone.
        gaaf: Whether the sheet still says what was frozen: rows and marks fit together.
    """

    pakket: Mapping[int, int]
    titels: Mapping[int, str] = {}
    ketentoezicht: int | None = None
    kenmerk: str = ""
    kenmerk_parameters: str = ""
    gaaf: bool = True


class Besluitvorming(Model):
    """Advice, votes and decision of one year.

    Attributes:
        adviezen: One per participant that gave any, in sheet order.
        stemmen: One per participant whose vote counts, in sheet order.
        nummer: Number of the decision, "" when there is no usable one.
        nummer_leeg: Whether the cell for the number is there and holds nothing at all.
        datum: Day of the decision, or None when there is no usable one.
        besluit: The frozen package, or None while nothing is frozen.
    """

    adviezen: tuple[UitgebrachtAdvies, ...] = ()
    stemmen: tuple[UitgebrachteStem, ...] = ()
    nummer: str = ""
    nummer_leeg: bool = False
    datum: date | None = None
    besluit: Besluit | None = None

    @property
    def beschadigd(self) -> bool:
        """Whether a package was frozen and its record is not whole any more."""
        return self.besluit is not None and not self.besluit.gaaf
