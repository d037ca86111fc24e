"""The worksheet functions REGIO_...: what a cell in Excel may ask of ``regio_xl.rules``.

Here live names, arguments and help, and which rule is called; the rules count, ``udfs.ranges``
takes ranges apart. No cell of the workbook itself depends on these functions.

The docstrings are in Dutch, because Excel's function wizard shows them (until the first section,
and each text under ``Args``). There are no type hints: xlwings would convert cells after them.
After a change, run ``make workbook`` to renew the wrappers in VBA.
"""

from decimal import Decimal

import xlwings as xw

from regio_xl.domain import Column, Deelnemer, Kind
from regio_xl.domain.woorden import Stem
from regio_xl.rules import (
    compute_bijdrage,
    compute_dekking,
    compute_meerderheid,
    compute_nodig,
    compute_overschrijding,
    compute_ruimte,
    compute_score,
    is_meerderheid,
    is_whole,
)
from regio_xl.sheets.scores import BEOORDELING, SCORES, belang_sheet
from udfs.ranges import (
    UNUSABLE,
    UnusableCell,
    add_up,
    amount,
    as_rows,
    cells,
    elementwise,
    given_or_newest,
    guarded,
    is_empty,
    like,
    line,
    read,
    read_parameter,
    single,
    takes_ranges,
)

SOMEONE = "deelnemer"
WEIGHTS = tuple(f"gewicht_{key}" for key, _ in SCORES)
SCORE = next(c for c in BEOORDELING.tables[0].columns if c.kind is Kind.SCORE)
BELANG = belang_sheet((SOMEONE,)).tables[0].columns[-1]
NODIG = Column(key="nodig", header="Nodig", kind=Kind.INTEGER, minimum=Decimal(1))


@xw.func(category="Regionale opdrachten")
@takes_ranges
def REGIO_BIJDRAGE(dvo_uren, percentage=None, maximum=None):
    """Bijdrage van een deelnemer in hele uren (U1.1, O1).

    Het percentage van de DVO-uren, tot het maximum, en een half uur omhoog. Met een kolom als
    invoer vult een formule de hele kolom.

    Args:
        dvo_uren: DVO-uren van een deelnemer, of een bereik daarvan. Een lege cel telt als 0,
            een tekst of datum geeft een fout.
        percentage: Deel van de DVO-uren, bijvoorbeeld kader_percentage. Weggelaten: de laatst
            vastgestelde waarde.
        maximum: Meeste uren per deelnemer, bijvoorbeeld kader_maximum. Weggelaten: de laatst
            vastgestelde waarde.

    Returns:
        Hele uren, in de vorm van het bereik.

    Raises:
        ValueError: Bereiken zijn niet even groot.

    Example:
        >>> REGIO_BIJDRAGE([[3137.5], [21400.0], [None], ["veel"]])
        [[126.0], [350.0], [0.0], ['#VALUE!']]
    """
    return elementwise(
        _bijdrage,
        dvo_uren,
        given_or_newest(percentage, "percentage"),
        given_or_newest(maximum, "maximum"),
    )


def _bijdrage(dvo, percentage, maximum):
    share = read_parameter("percentage", percentage)
    most = read_parameter("maximum", maximum)
    return float(compute_bijdrage(amount(dvo), share, Decimal(most)).uren)


@xw.func(category="Regionale opdrachten")
@takes_ranges
def REGIO_RUIMTE(bijdragen, ketentoezicht=0, reserve=0, toegewezen=0):
    """Uren die nog vrij zijn na aftrek van alles wat vastligt (O4, U8.2).

    Elk argument mag een bereik zijn; dan telt de som. Negatief betekent: meer weggegeven dan er is.

    Args:
        bijdragen: Bijdragen van alle deelnemers, bijvoorbeeld tblDeelnemers[Bijdrage] of
            totaal_beschikbaar.
        ketentoezicht: Uren voor ketentoezicht, bijvoorbeeld totaal_ketentoezicht. Weggelaten: 0.
        reserve: Uren van de flexibele reserve, bijvoorbeeld totaal_flexibel. Weggelaten: 0.
        toegewezen: Uren toegewezen aan projecten, bijvoorbeeld tblSelectie[Toegewezen uren].
            Weggelaten: 0.

    Returns:
        Hele uren, in een cel.

    Example:
        >>> REGIO_RUIMTE([[4000.0], [3100.0]], 900.0, 500.0, [[3000.0], [2200.0], [None]])
        500.0
    """
    return guarded(_ruimte, bijdragen, ketentoezicht, reserve, toegewezen)


def _ruimte(*arguments):
    return float(compute_ruimte(*map(add_up, arguments)))


@xw.func(category="Regionale opdrachten")
@takes_ranges
def REGIO_OVERSCHRIJDING(toegewezen, prognose):
    """Uren die een project volgens de prognose te veel gebruikt (U8.2).

    Blijft het project binnen zijn uren, dan is de uitkomst 0. Met kolommen als invoer vult een
    formule de hele kolom.

    Args:
        toegewezen: Uren die het project heeft gekregen, of een bereik daarvan. Een lege cel telt
            als 0.
        prognose: Uren die het project naar verwachting gebruikt, in een even groot bereik,
            bijvoorbeeld tblEvaluatie[Prognose uren].

    Returns:
        Uren boven wat is toegewezen, in de vorm van het bereik.

    Raises:
        ValueError: Bereiken zijn niet even groot.

    Example:
        >>> REGIO_OVERSCHRIJDING([[120.0], [80.0]], [[130.5], [80.0]])
        [[10.5], [0.0]]
    """
    return elementwise(_overschrijding, toegewezen, prognose)


def _overschrijding(toegewezen, prognose):
    return float(compute_overschrijding(amount(toegewezen), amount(prognose)))


@xw.func(category="Regionale opdrachten")
@takes_ranges
def REGIO_SCORE(toegevoegde_waarde, relevantie, draagvlak, gewichten=None):
    """Gewogen score van een voorstel uit drie scores (F3.1).

    Een voorstel zonder scores krijgt een lege tekst; mist er een score, dan volgt een fout.

    Args:
        toegevoegde_waarde: Score van 1 tot en met 5, of een kolom daarvan.
        relevantie: Score van 1 tot en met 5, in een even groot bereik.
        draagvlak: Score van 1 tot en met 5, in een even groot bereik.
        gewichten: Drie gewichten in deze volgorde, samen 100%. Weggelaten: de laatst vastgestelde
            waarden (kader_gewicht_toegevoegde_waarde, kader_gewicht_relevantie en
            kader_gewicht_draagvlak).

    Returns:
        Gewogen score, onafgerond, in de vorm van het bereik.

    Raises:
        ValueError: Bereiken zijn niet even groot, of er zijn geen drie gewichten.

    Example:
        >>> REGIO_SCORE([[5.0], [None]], [[3.0], [None]], [[4.0], [None]])
        [[4.1], ['']]
    """
    weights = _gewichten(gewichten)

    def score(*scores):
        if all(map(is_empty, scores)):
            return ""
        if weights is None:
            raise UnusableCell
        parts = {key: read(SCORE, cell) for (key, _), cell in zip(SCORES, scores, strict=True)}
        return float(compute_score(parts, weights).totaal)

    return elementwise(score, toegevoegde_waarde, relevantie, draagvlak)


def _gewichten(given):
    """Return the weights by score key; None when they are unusable or not 1 together."""
    known = [given_or_newest(given, code) for code in WEIGHTS]
    values = known if given is None else line(given, len(WEIGHTS), "maatstaf")
    try:
        weights = [
            Decimal(read_parameter(code, value))
            for code, value in zip(WEIGHTS, values, strict=True)
        ]
    except UnusableCell:
        return None
    if not is_whole(weights):
        return None
    return {key: weight for (key, _), weight in zip(SCORES, weights, strict=True)}


@xw.func(category="Regionale opdrachten")
@takes_ranges
def REGIO_DEKKING(belang, gekozen, drempel=None):
    """Of het gekozen pakket iets betekent voor elke deelnemer (U4.3, O10).

    Geeft een rij met WAAR of ONWAAR, een per kolom van het belang: WAAR als minstens een gekozen
    voorstel de drempel haalt.

    Args:
        belang: Blok met een rij per voorstel en een kolom per deelnemer, met 0 tot en met 3. Een
            lege cel telt als 0.
        gekozen: Kolom met per voorstel 1 of 0, WAAR of ONWAAR, of de toegewezen uren, in dezelfde
            volgorde als het belang.
        drempel: Belang vanaf waar een deelnemer is gedekt, bijvoorbeeld kader_belang_drempel.
            Weggelaten: de laatst vastgestelde waarde.

    Returns:
        Een rij met WAAR of ONWAAR per deelnemer.

    Raises:
        ValueError: De kolom is niet even hoog als het blok, of de drempel is een bereik.

    Example:
        >>> REGIO_DEKKING([[2.0, 0.0, None], [0.0, 0.0, 3.0]], [[120.0], [0.0]])
        [[True, False, False]]
    """
    rows = as_rows(belang)
    chosen = line(gekozen, len(rows), "voorstel")
    least = single(given_or_newest(drempel, "belang_drempel"))
    try:
        pakket = {nr: _gekozen(cell) for nr, cell in enumerate(chosen)}
        limit = read_parameter("belang_drempel", least)
    except UnusableCell:
        return like(belang, [[UNUSABLE] * len(rows[0])])
    columns = zip(*rows, strict=True)
    return like(belang, [[guarded(_gedekt, column, pakket, limit) for column in columns]])


def _gekozen(cell):
    """Return 1 for a proposal in the package, 0 for another."""
    return int(cell if isinstance(cell, bool) else amount(cell) > 0)


def _gedekt(column, pakket, drempel):
    belang = {
        nr: {SOMEONE: 0 if is_empty(cell) else read(BELANG, cell)} for nr, cell in enumerate(column)
    }
    someone = Deelnemer(rij=1, code=SOMEONE, naam="", type="", dvo_uren=Decimal(0))
    (dekking,) = compute_dekking([someone], {}, pakket, belang, drempel)
    return dekking.gedekt


@xw.func(category="Regionale opdrachten")
@takes_ranges
def REGIO_MEERDERHEID(stemmen, nodig=None, deelnemers=None):
    """Of het AB het pakket aanneemt bij meerderheid van alle deelnemers (F3.5, U1.4, O3).

    Geeft WAAR of ONWAAR. Wie tegen is, zich onthoudt, afwezig is of niets heeft staan, telt niet
    als voor.

    Args:
        stemmen: Bereik met per deelnemer voor, tegen, onthouding of afwezig. Een ander woord geeft
            een fout, en meer stemmen dan deelnemers ook.
        nodig: Stemmen voor die nodig zijn, altijd meer dan de helft van alle deelnemers; een ander
            aantal geeft een fout. Weggelaten: meer dan de helft van alle deelnemers.
        deelnemers: Aantal deelnemers, bijvoorbeeld kader_aantal_deelnemers. Weggelaten: het laatst
            vastgestelde aantal.

    Returns:
        WAAR of ONWAAR, in een cel.

    Raises:
        ValueError: Het aantal dat nodig is of het aantal deelnemers is een bereik.

    Example:
        >>> REGIO_MEERDERHEID([["voor"], ["Voor"], ["tegen"]], None, 3)
        True
        >>> REGIO_MEERDERHEID([["voor"]] * 13 + [["tegen"]] * 3)
        False
    """
    return guarded(_aangenomen, stemmen, nodig, deelnemers)


def _aangenomen(stemmen, nodig, deelnemers):
    given = single(given_or_newest(deelnemers, "aantal_deelnemers"))
    everyone = read_parameter("aantal_deelnemers", given)
    needed = compute_nodig(everyone) if nodig is None else read(NODIG, single(nodig))
    cast = [_stem(cell) for cell in cells(stemmen) if not is_empty(cell)]
    if len(cast) > everyone or not is_meerderheid(needed, everyone):
        raise UnusableCell
    return compute_meerderheid(cast, needed).aangenomen


def _stem(cell):
    try:
        return Stem(str(cell).strip().casefold())
    except ValueError:
        raise UnusableCell from None
