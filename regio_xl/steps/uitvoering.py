"""The hours of a year after the decision: the book, and how each project stands (U3.*, U8.2).

Nothing here is stored: all of it is worked out from the package, the rows that people typed and
their days, just as the formulas on sheets Boek and Voortgang do. What is wrong with it is found in
``overschrijding``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from regio_xl.domain import Dossier, Kader, TableContent
from regio_xl.domain.dossier import Besluit, Interventie, Periode, Verschuiving, Voortgangsregel
from regio_xl.domain.model import Model
from regio_xl.domain.woorden import Koers
from regio_xl.rules import (
    AB,
    INTERVENTIES,
    KETENTOEZICHT,
    RESERVE,
    TOTAAL,
    VRIJ,
    Besteding,
    Boek,
    Boeking,
    Geboekt,
    Rekening,
    book_hours,
)
from regio_xl.sheets import boek as sheet
from regio_xl.sheets.cells import said
from regio_xl.sheets.voortgang import PROJECTS, TABLE


class Projectstand(Model):
    """How the hours of one project stand; hours are whole."""

    nr: int
    titel: str
    projectleider: str
    vastgesteld: int  # as the AB adopted it (U8.1)
    verschoven: int  # net of all transfers (U8.2)
    regel: Voortgangsregel | None  # its last report, or None
    heel_jaar: int | None  # hours of the whole year as reported; None where nobody said
    slack: Decimal = Decimal(0)  # fraction of its hours that may stay unused

    @property
    def beschikbaar(self) -> int:
        """Hours that it may use now."""
        return self.vastgesteld + self.verschoven

    @property
    def gerealiseerd(self) -> int:
        """Hours spent, as last reported."""
        return self.regel.gerealiseerd if self.regel else 0

    @property
    def prognose(self) -> int:
        """Hours that the year will take; where nobody said, the hours that it has."""
        if self.heel_jaar is not None:
            return self.heel_jaar
        return max(self.gerealiseerd, self.beschikbaar)

    @property
    def verschil(self) -> int:
        """Hours that it will leave unused; below zero what it comes short."""
        return self.beschikbaar - self.prognose

    @property
    def koers(self) -> Koers:
        """How its hours stand, in a word."""
        if self.gerealiseerd > self.beschikbaar:
            return Koers.OVERSCHREDEN
        if self.prognose > self.beschikbaar:
            return Koers.DREIGT
        if self.regel is None:
            return Koers.ONBEKEND
        return Koers.OVER if self.verschil > self.slack * self.beschikbaar else Koers.OP_KOERS


class Bewaking(Model):
    """The book of a year and its projects; empty without usable parameters."""

    boek: Boek = Boek(begin={})
    projecten: tuple[Projectstand, ...] = ()  # by number
    interventies: tuple[Interventie, ...] = ()  # those that came into the book
    verschuivingen: tuple[Verschuiving, ...] = ()
    voortgang: tuple[Voortgangsregel, ...] = ()  # the reports that count
    # What was not booked for lack of room, by its row: interventions, and transfers
    niet_toegekend: Mapping[int, Geboekt] = {}
    niet_verschoven: Mapping[int, Geboekt] = {}

    @property
    def reserve(self) -> dict[str, int]:
        """The reserve of the year, what was granted of it and what is left, in hours (U3.1)."""
        toegekend, over = self.boek.saldo(INTERVENTIES), self.boek.saldo(RESERVE)
        return {"beschikbaar": toegekend + over, "toegekend": toegekend, "over": over}

    @property
    def totaal(self) -> dict[str, int]:
        """All hours: what there is, what is spent and will be, and what that leaves (U8.2).

        Ketentoezicht counts with its hours: it does not report per period.
        """
        besteed = self.boek.saldo(INTERVENTIES) + self.boek.saldo(KETENTOEZICHT)
        prognose = besteed + sum(item.prognose for item in self.projecten)
        return {
            "beschikbaar": self.boek.totaal,
            "vastgesteld": sum(item.vastgesteld for item in self.projecten),
            "gerealiseerd": sum(item.gerealiseerd for item in self.projecten),
            "prognose": prognose,
            "verschil": self.boek.totaal - prognose,
        }


def guard(dossier: Dossier, pakket: Mapping[int, int], totaal: int | None, keten: int) -> Bewaking:
    """Work out the book and the projects of a year.

    Args:
        dossier: The year as it was read.
        pakket: Hours by number of the package that counts.
        totaal: Hours that all participants contribute; None when that is not known.
        keten: Hours for ketentoezicht.
    """
    kader, given = dossier.kader, dossier.uitvoering
    if kader is None or totaal is None:
        return Bewaking()
    begin = _opening(totaal, keten, kader.reserve, pakket)
    moves = [item for item in given.verschuivingen if _may_move(item, pakket, totaal)]
    grants = [item for item in given.interventies if item.uren <= totaal]
    reports = [item for item in given.voortgang if _may_count(item, pakket, totaal)]
    bestedingen = [
        Besteding(nr=item.nr, dag=item.periode.peildatum, gerealiseerd=item.gerealiseerd)
        for item in reports
    ]
    postings = [*map(_transfer, moves), *map(_grant, grants)]
    book = book_hours(begin, postings, bestedingen, kader.reserve_maximum)
    projecten = tuple(
        _project(dossier, kader, book, nr, [item for item in reports if item.nr == nr])
        for nr in sorted(pakket)
    )
    refused = [item for item in book.regels if item.geweigerd]
    granted = [item for item in refused if item.boeking.naar == INTERVENTIES]
    return Bewaking(
        boek=book,
        projecten=projecten,
        interventies=tuple(grants),
        verschuivingen=tuple(moves),
        voortgang=tuple(reports),
        niet_toegekend={item.boeking.rij: item for item in granted},
        niet_verschoven={item.boeking.rij: item for item in refused if item not in granted},
    )


def _opening(
    totaal: int, keten: int, reserve: int, pakket: Mapping[int, int]
) -> dict[Rekening, int]:
    """Return what stands on each account at the decision; together nothing (O4)."""
    vrij = totaal - keten - reserve - sum(pakket.values())
    words: dict[Rekening, int] = {
        TOTAAL: -totaal,
        AB: 0,
        KETENTOEZICHT: keten,
        RESERVE: reserve,
        INTERVENTIES: 0,
        VRIJ: vrij,
    }
    return words | dict(pakket)


def _may_move(item: Verschuiving, pakket: Mapping[int, int], totaal: int) -> bool:
    projects = (account for account in (item.van, item.naar) if isinstance(account, int))
    return item.uren <= totaal and all(nr in pakket for nr in projects)


def _may_count(item: Voortgangsregel, pakket: Mapping[int, int], totaal: int) -> bool:
    return item.nr in pakket and max(item.gerealiseerd, item.prognose or 0) <= totaal


def _transfer(item: Verschuiving) -> Boeking:
    return Boeking(
        dag=item.datum, nr=item.nr, van=item.van, naar=item.naar, uren=item.uren, rij=item.rij
    )


def _grant(item: Interventie) -> Boeking:
    return Boeking(
        dag=item.datum,
        nr=item.nr,
        van=RESERVE,
        naar=INTERVENTIES,
        uren=item.uren,
        rij=item.rij,
    )


def _project(
    dossier: Dossier, kader: Kader, book: Boek, nr: int, reports: Iterable[Voortgangsregel]
) -> Projectstand:
    voorstel = next((item for item in dossier.voorstellen if item.nr == nr), None)
    besluit = dossier.besluitvorming.besluit
    titel = (besluit.titels.get(nr) if besluit else "") or (voorstel.titel if voorstel else "")
    regel = max(reports, key=lambda item: item.periode.peildatum, default=None)
    return Projectstand(
        nr=nr,
        titel=titel,
        projectleider=voorstel.projectleider if voorstel else "",
        vastgesteld=book.begin.get(nr, 0),
        verschoven=book.erbij(nr) - book.eraf(nr),
        regel=regel,
        heel_jaar=_whole_year(regel, dossier.uitvoering.perioden),
        slack=kader.onderbesteding,
    )


def _whole_year(regel: Voortgangsregel | None, perioden: Sequence[Periode]) -> int | None:
    """Return the hours of a whole year: those of the last period, or else the forecast.

    Halfway without a forecast nobody knows: what is unspent then may well be spent.
    """
    if regel is None:
        return None
    if perioden and regel.periode.peildatum >= perioden[-1].peildatum:
        return regel.gerealiseerd
    return None if regel.prognose is None else max(regel.gerealiseerd, regel.prognose)


def book_tables(bewaking: Bewaking, rows: int) -> tuple[TableContent, ...]:
    """Return the accounts, the places for postings and the projects, for their sheets.

    ``rows`` is how many rows there are to type in, or places that there are already: a posting
    without a place would not count in the formulas.
    """
    titles = {item.nr: item.titel for item in bewaking.projecten}
    places = sheet.places(max(rows, sheet.FEWEST_ROWS))
    projects = tuple(
        {"nr": float(item.nr), "titel": item.titel, "projectleider": item.projectleider}
        for item in bewaking.projecten
    )
    return (
        TableContent(name="tblRekeningen", rows=sheet.accounts(titles), key_column="rekening"),
        TableContent(name="tblBoek", rows=places, key_column="volgorde"),
        TableContent(name=PROJECTS, rows=projects, key_column="nr"),
    )


def waiting_rows(dossier: Dossier, known: Iterable[tuple[int | None, str]]) -> TableContent | None:
    """Return a row per project and period for its leader to fill in, where there is none yet.

    Only once the AB decided: before that the projects may still be others (U6.1).
    """
    besluit = dossier.besluitvorming.besluit
    if besluit is None:
        return None
    there = {(nr, said(naam).casefold()) for nr, naam in known}
    rows = tuple(
        {"nr": float(nr), "periode": naam}
        for nr, naam in _pairs(dossier, besluit)
        if (nr, said(naam).casefold()) not in there
    )
    return TableContent(name=TABLE, rows=rows, append=True) if rows else None


def _pairs(dossier: Dossier, besluit: Besluit) -> Iterator[tuple[int, str]]:
    for periode in dossier.uitvoering.perioden:
        for nr in sorted(besluit.pakket):
            yield nr, periode.naam
