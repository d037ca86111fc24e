"""From the snapshot to contributions, package and coverage: the core of every step.

The package that counts is the one that stands on sheet Selectie, or that the AB adopted. A step
divides only where its package may be another one, see ``domain/levensloop`` and ``Verdeel``. The
reasons are part of the record (``vastlegging``) and stay with the package; what people changed by
hand, or decided, is told with them.
"""

from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar, cast

from regio_xl.allocation import (
    Gevolg,
    Item,
    Pakket,
    Plan,
    Reden,
    Uitleg,
    Uren,
    Verdict,
    allocate,
    consequences,
    explain_barred,
    explain_plan,
    make_plan,
    rank_key,
    verdict_of,
    verify_verdicts,
)
from regio_xl.domain import CellValue, Dossier, Fase, Jaar
from regio_xl.domain.dossier import Besluitvorming
from regio_xl.domain.levensloop import Daad, Feiten, Staat, may, staat_of
from regio_xl.domain.progress import tell_part
from regio_xl.domain.tekst import LINE, count, day, format_uren, join, quote
from regio_xl.domain.woorden import BEREKEND, EIGEN, Relatie, Scenario
from regio_xl.rules import (
    Dekking,
    compute_bijdragen,
    compute_dekking,
    compute_totaal,
    is_voorlopig,
)
from regio_xl.sheets.stemming import AOO_PAKKET, STEMMING_PAKKET
from regio_xl.sheets.tables import read_input
from regio_xl.sheets.vastlegging import AFGESLOTEN, VASTLEGGING
from regio_xl.steps import oordeel
from regio_xl.steps.berekening import (
    Berekening,
    ketentoezicht_of,
    make_entries,
    make_problem,
    unique_names,
)
from regio_xl.steps.opgeslagen import default_scenario, read_opgeslagen
from regio_xl.steps.uitvoering import Bewaking, guard
from regio_xl.steps.vastlegging import (
    Vastlegging,
    facts_of,
    grounds_of,
    input_mark,
    mark_of,
    read_record,
    said_before,
)

Answer = TypeVar("Answer")

GEEN_KADER = Uitleg(
    reden=Reden.GEEN_KADER,
    kort="Niets verdeeld: jaar of parameters ontbreken.",
    toelichting="Er is niets verdeeld: jaar of parameters op Kader zijn niet bruikbaar (U1.3).",
)
LATER = Uitleg(
    reden=Reden.NIET_VERDEELD,
    kort="Kwam na de verdeling; doet niet mee.",
    toelichting="Dit voorstel was er nog niet toen de uren werden verdeeld (U8.1).",
)
ONBEKEND = Uitleg(
    reden=Reden.NIET_VERDEELD,
    kort="Niet vastgelegd waarom.",
    toelichting="Er is geen reden bij deze uren vastgelegd (U8.1).",
)

UNCHANGED = "Niet gewijzigd; andere uren wel. Zie Reden."
EARLIER = "een eerder pakket"
"""What is noted of advice and votes of which nobody knows the package."""

MOST_TOLD = 2
"""Most errors of one proposal that its reason tells; sheet Controle tells all."""

SECONDS = 60.0
"""Time limit of one question to the solver. It is far from reached by a real year; where it is,
the result says that it was not proven."""

KNOWN: deque[tuple[tuple[object, ...], object]] = deque(maxlen=12)
"""What was worked out last: what was asked, and the answer. In an open Excel Python may run on from
click to click; what was asked, compared whole, is then not worked out again."""


class Verdeel(StrEnum):
    """When a step divides; once people were asked about a package only ``OPNIEUW`` does."""

    NOOIT = "nooit"  # it looks at the package that stands
    ZO_NODIG = "zo nodig"  # where none stands, or the input changed; not over an edit by hand
    WEER = "weer"  # over an edit by hand too, which is kept as a scenario first
    OPNIEUW = "opnieuw"  # also over a package that lies before the AOO or the AB


def compute(jaar: Jaar, dossier: Dossier, *, verdeel: Verdeel = Verdeel.ZO_NODIG) -> Berekening:
    """Compute everything that the steps show; never raises on what was typed."""
    start = _start(jaar, dossier)
    divides = _may_divide(start, verdeel)
    stays = next(oordeel.why_it_stays(start, divides=divides), None)
    whole = start.staat is Staat.GEEN or oordeel.has_input(start)
    shown = whole and verdeel is not Verdeel.NOOIT
    start = _with(
        start,
        blijft=stays,
        toonbaar=whole,
        getoond=shown,
        opnieuw=verdeel is Verdeel.OPNIEUW,
    )
    if divides and start.blijft is None:
        return _finish(_divide(start, dossier.besluitvorming))
    return _finish(_standing(start))


def _with(berekening: Berekening, **more: Any) -> Berekening:
    return berekening.model_copy(update=more)


def _start(jaar: Jaar, dossier: Dossier) -> Berekening:
    """Compute all but the package, which is still empty."""
    kader = dossier.kader
    keten = ketentoezicht_of(dossier)
    entries = make_entries(dossier, keten)
    totaal = compute_totaal(dossier.deelnemers, kader) if kader else None
    bijdragen = compute_bijdragen(dossier.deelnemers, kader) if kader else {}
    opgeslagen, record = read_opgeslagen(jaar, kader), read_record(jaar)
    chosen = opgeslagen.gekozen.value
    asked = input_mark(jaar, chosen)
    start = Berekening(
        jaar=jaar,
        dossier=dossier,
        bijdragen=bijdragen,
        totaal=totaal,
        voorlopig=is_voorlopig(dossier.deelnemers),
        ketentoezicht=keten,
        problem=make_problem(dossier, entries, keten, totaal, bijdragen),
        opgeslagen=opgeslagen,
        vastlegging=record,
        feiten=facts_of(dossier, bijdragen, chosen, keten.uren),
        bij_de_tijd=record.gaaf
        and opgeslagen.kenmerk_invoer == asked
        and not oordeel.edited_scenario(opgeslagen, record),
        pakket=Pakket(scenario=Scenario.OPTIMAAL.value),
        entries=entries,
    )
    noted = {name: jaar.cells.get(name) for name in (AOO_PAKKET, STEMMING_PAKKET)}
    return _in_life(_with(start, kenmerk=_mark(start)), dossier.besluitvorming, noted)


def _mark(start: Berekening) -> str:
    """Return the mark of the package that stands; "" where no record says what it rests on."""
    record, besluit = start.vastlegging, start.dossier.besluitvorming.besluit
    # Of a damaged record the last mark that was known, as long as the hours are those.
    if not record.kenmerk or not (record.gaaf or start.opgeslagen.met_de_hand):
        return record.kenmerk
    return mark_of(besluit.pakket if besluit else _hours(start), record.feiten)


def _hours(start: Berekening) -> Uren:
    """Return the hours that stand on Selectie; those of the record where that was wiped."""
    return start.opgeslagen.selectie if start.opgeslagen.gemaakt else start.vastlegging.uren


def _in_life(year: Berekening, raw: Besluitvorming, noted: Mapping[str, CellValue]) -> Berekening:
    """Add the state of the package, and drop advice and votes that were about another one.

    ``raw`` holds what was typed, ``noted`` the marks that it was noted to be about.
    """
    record = year.vastlegging
    uren = year.pakket.uren if year.nieuw else _hours(year)
    divided = mark_of(record.uren, record.feiten) if record.kenmerk and record.uren else ""
    # Nobody can be asked about a package without a single project.
    mark = year.kenmerk if uren or raw.besluit else ""
    # Of a damaged record nobody can say that a note is about a package that is gone.
    of = partial(_spoken_of, mark, None if record.kenmerk and not record.gaaf else divided)
    aoo = of(noted[AOO_PAKKET], spoken=bool(raw.adviezen))
    stemming = of(noted[STEMMING_PAKKET], spoken=bool(raw.stemmen))
    # What was put before people lies there, also while somebody has other hours on Selectie.
    known = {mark, divided} - {""}
    feiten = Feiten(
        gemaakt=bool(uren or divided),
        geadviseerd=aoo in known,
        # Of an older workbook nobody can say that its votes are about another package.
        gestemd=stemming in known if known else bool(raw.stemmen),
        vastgesteld=raw.besluit is not None,
        uitvoering=year.fase is not None and year.fase.reached(Fase.UITVOERING),
        afgesloten=bool(read_input(year.jaar, VASTLEGGING, AFGESLOTEN).cell.value),
    )
    counted = {
        "adviezen": raw.adviezen if aoo == mark else (),
        "stemmen": raw.stemmen if stemming == mark else (),
    }
    made = raw.model_copy(update=counted if known else {})
    return _with(
        year,
        staat=staat_of(feiten),
        gebonden={AOO_PAKKET: aoo or None, STEMMING_PAKKET: stemming or None},
        dossier=year.dossier.model_copy(update={"besluitvorming": made}),
        bevindingen=tuple(oordeel.find_other_package(year.jaar, mark, aoo, stemming, raw)),
    )


def _spoken_of(mark: str, divided: str | None, cell: CellValue, *, spoken: bool) -> str:
    """Return the mark that advice or votes are about: that of now where none is noted yet.

    A note about a package that is gone, with nothing said under it, is dropped; not that of the
    package as it was divided, while somebody edits it, nor any where that is not known.
    """
    noted = cell.strip() if isinstance(cell, str) else ""
    if spoken:
        return noted or mark
    return noted if divided is None or noted in (mark, divided) else ""


def _may_divide(start: Berekening, verdeel: Verdeel) -> bool:
    if verdeel is Verdeel.NOOIT:
        return False
    daad = Daad.OPNIEUW if verdeel is Verdeel.OPNIEUW else Daad.VERDELEN
    if not may(start.staat, daad):
        return False
    if not start.opgeslagen.gemaakt and start.staat is Staat.GEEN:
        return True
    if verdeel is Verdeel.ZO_NODIG:
        return not (start.opgeslagen.met_de_hand or start.bij_de_tijd)
    proven = all(level.proven for level in start.vastlegging.levels)
    return start.opgeslagen.met_de_hand or not (start.bij_de_tijd and proven)


def _finish(made: Berekening) -> Berekening:
    """Add coverage and all other findings to a year with its package."""
    verify_verdicts(made.problem, made.pakket)
    verdicts = made.pakket.by_nr
    done = _with(
        made,
        entries=tuple(
            entry if entry.vast else entry.model_copy(update={"verdict": verdicts[entry.nr]})
            for entry in made.entries
        ),
        dekking=dekking_of(made, made.pakket.uren),
    )
    done = _with(done, bewaking=_guarded(done))
    return _with(done, bevindingen=oordeel.find_all(done))


def _guarded(done: Berekening) -> Bewaking:
    """Return the book of hours, which opens with what the AB adopted, or else with what stands."""
    besluit, keten = done.dossier.besluitvorming.besluit, done.ketentoezicht.uren
    pakket = done.op_selectie if besluit is None else besluit.pakket
    if besluit is not None and besluit.ketentoezicht is not None:
        keten = besluit.ketentoezicht
    return guard(done.dossier, pakket, done.totaal, keten)


def dekking_of(berekening: Berekening, uren: Mapping[int, int]) -> tuple[Dekking, ...]:
    """Return what a package means to each participant; ketentoezicht is there for all (U4.3)."""
    dossier = berekening.dossier
    if dossier.kader is None:
        return ()
    return compute_dekking(
        dossier.deelnemers,
        {code: bijdrage.uren for code, bijdrage in berekening.bijdragen.items()},
        uren,
        dossier.belang,
        dossier.kader.belang_drempel,
    )


def _standing(start: Berekening) -> Berekening:
    """Add the package that stands, with the reasons that were recorded with it."""
    besluit, opgeslagen = start.dossier.besluitvorming.besluit, start.opgeslagen
    if start.dossier.kader is None and not opgeslagen.gemaakt and besluit is None:
        return _with(start, pakket=_without_kader(start))
    scenario, uren = opgeslagen.gekozen, _hours(start)
    if besluit is not None:
        scenario, uren = Scenario.VASTGESTELD, besluit.pakket
    elif opgeslagen.met_de_hand:
        scenario = Scenario.MET_DE_HAND
    else:
        scenario = oordeel.came_from(start) or opgeslagen.gekozen
    verdicts = []
    for item in sorted(start.problem.items, key=rank_key):
        hours = uren.get(item.nr, 0)
        verdicts.append(verdict_of(item, _recall(start, item, hours), hours))
    pakket = Pakket(scenario=scenario.value, verdicts=tuple(verdicts))
    bewaard: dict[Scenario, str] = {}
    seen = uren
    if start.blijft is None and start.dossier.kader is not None and (opgeslagen.gemaakt or uren):
        bewaard, seen = _to_keep(start, uren)
    return _with(start, pakket=pakket, bewaard=bewaard, gezien=seen)


def _recall(start: Berekening, item: Item, uren: int) -> Uitleg:
    """Return the recorded reason for hours, with what people changed by hand or decided."""
    record, besluit = start.vastlegging, start.dossier.besluitvorming.besluit
    grond = record.gronden.get(item.nr)
    if grond is not None:
        told = Uitleg(reden=grond.woord, kort=grond.kort, toelichting=grond.reden)
    elif item.barred and not uren:
        told = explain_barred(item)
    else:
        told = LATER if record.gronden else ONBEKEND
    before = grond.uren if grond else 0
    if uren != before and (grond is not None or start.opgeslagen.met_de_hand):
        text = (
            f"Met de hand gewijzigd op blad Selectie: {format_uren(uren)} in plaats van "
            f"{format_uren(before)}."
        )
        kort = f"Met de hand: {format_uren(uren)} in plaats van {format_uren(before)}."
        told = _led_by(Reden.EIGEN_PAKKET, kort, text, told)
    elif grond is not None and _edited(start):
        text = "Niet gewijzigd. Wat volgt is de reden bij de verdeling, vóór de wijzigingen."
        told = _led_by(told.reden, UNCHANGED, text, told)
    return told if besluit is None else _led_by(Reden.BESLUIT, "", _decided(start, uren), told)


def _edited(start: Berekening) -> bool:
    """Tell whether the package that stands has other hours than were divided."""
    besluit, record = start.dossier.besluitvorming.besluit, start.vastlegging
    return bool(record.gronden) and (besluit.pakket if besluit else _hours(start)) != record.uren


def _led_by(reden: Reden, kort: str, text: str, told: Uitleg) -> Uitleg:
    """Put what people did before the reason that was there."""
    return Uitleg(
        reden=reden, kort=kort or told.kort, toelichting=f"{text} {told.toelichting}".strip()
    )


def _decided(start: Berekening, uren: int) -> str:
    made = start.dossier.besluitvorming
    which = f" in besluit {made.nummer}" if made.nummer else ""
    when = f" van {day(made.datum)}" if made.datum else ""
    return f"Door het AB {'' if uren else 'niet '}in het pakket vastgesteld{which}{when} (F3.5)."


def _divide(start: Berekening, raw: Besluitvorming) -> Berekening:
    """Add the package of the scenario that was chosen, worked out and recorded anew."""
    if start.dossier.kader is None:
        return _with(start, pakket=_without_kader(start))
    scenario = start.opgeslagen.gekozen
    default = default_scenario(start.dossier.kader)
    made, gevolgen = _planned(start, default if scenario in EIGEN else scenario)
    if scenario in EIGEN:
        made, gevolgen = _with(made, pakket=_chosen(start, made.pakket)), {}
    record = Vastlegging(
        kenmerk=mark_of(made.pakket.uren, start.feiten),
        gemaakt=f"{start.jaar.read_at:%d-%m-%Y %H:%M}, scenario ‘{scenario}’",
        # Why the AB accepted an earlier package is no reason for this one, see ``vastgesteld``.
        feiten={**start.feiten, **said_before(start.vastlegging)},
        levels=() if scenario in EIGEN else made.plannen[0].levels,
        gronden=grounds_of(made.pakket, gevolgen),
        gaaf=True,
    )
    bewaard, seen = _to_keep(start, made.pakket.uren)
    new = _with(
        made,
        nieuw=True,
        bij_de_tijd=True,
        vastlegging=record,
        kenmerk=record.kenmerk,
        bewaard=bewaard,
        gezien=seen,
    )
    noted: dict[str, CellValue] = dict(start.gebonden)
    if start.opgeslagen.selectie:  # what was said before is not about the package of now
        for name, said in ((AOO_PAKKET, raw.adviezen), (STEMMING_PAKKET, raw.stemmen)):
            noted[name] = noted[name] or (EARLIER if said else None)
    return _in_life(new, raw, noted)


def _planned(start: Berekening, scenario: Scenario) -> tuple[Berekening, Mapping[int, Gevolg]]:
    """Add the package of a scenario that is computed; return what would follow otherwise too."""
    plan = _make(start, scenario)
    gevolgen = {} if plan.pakket is not None else _gevolgen(plan)
    pakket = plan.pakket or explain_plan(plan, gevolgen, unique_names(start.dossier.deelnemers))
    return _with(start, pakket=_with_findings(pakket, start.dossier), plannen=(plan,)), gevolgen


def _chosen(start: Berekening, default: Pakket) -> Pakket:
    """Return the package that people kept and chose, beside what the ordinary scenario says.

    One that is kept under a name alone gets what people see now.
    """
    opgeslagen, scenario = start.opgeslagen, start.opgeslagen.gekozen
    uren = opgeslagen.eigen[scenario].uren
    if not uren:
        uren = opgeslagen.selectie if opgeslagen.met_de_hand else default.uren
    verdicts = []
    for verdict in default.verdicts:
        hours = uren.get(verdict.nr, 0)
        if verdict.item.barred and not hours:
            verdicts.append(verdict)
        else:
            told = _kept(start, scenario, hours, verdict)
            verdicts.append(verdict_of(verdict.item, told, hours))
    return Pakket(scenario=scenario.value, verdicts=tuple(verdicts))


def _kept(start: Berekening, scenario: Scenario, uren: int, otherwise: Verdict) -> Uitleg:
    """Return what the package that people chose says of one proposal."""
    name = start.opgeslagen.eigen[scenario].naam
    which = f"scenario ‘{scenario}’" + (f" ({quote(name)})" if name else "")
    text = f"Staat {'' if uren else 'niet '}in het bewaarde pakket van {which}."
    default = default_scenario(start.dossier.kader)
    if uren == otherwise.uren:
        return _led_by(Reden.EIGEN_PAKKET, "", f"{text} Zo ook in scenario ‘{default}’.", otherwise)
    other = format_uren(otherwise.uren) if otherwise.uren else "niet opgenomen"
    text += f" Scenario ‘{default}’ zegt anders: {other}."
    return _led_by(Reden.EIGEN_PAKKET, f"Zo gekozen in scenario ‘{scenario}’.", text, otherwise)


def _make(start: Berekening, scenario: Scenario) -> Plan:
    """Work out a scenario that is computed."""
    bonus = {}
    if kader := start.dossier.kader:
        direct, indirect = kader.uh_bonus_direct, kader.uh_bonus_indirect
        bonus = {Relatie.DIRECT: direct, Relatie.INDIRECT: indirect}
    work = partial(make_plan, scenario, start.problem, bonus=bonus, seconds=SECONDS)
    asked = (make_plan, scenario, start.problem, bonus)
    return _once(asked, work, lambda plan: plan.pakket is not None or plan.proven)


def _gevolgen(plan: Plan) -> Mapping[int, Gevolg]:
    """Work out what would follow if one proposal were in or out, and tell how far that is."""
    most = 0

    def told(done: int, total: int) -> None:
        nonlocal most
        most = total
        tell_part("redenen uitrekenen", done, total)

    work = partial(consequences, plan, seconds=SECONDS, progress=told)
    return _once((consequences, plan), work, lambda found: len(found) == most)


def _once(
    asked: tuple[object, ...], work: Callable[[], Answer], complete: Callable[[Answer], bool]
) -> Answer:
    """Work something out, unless the very same was asked before and time did not run out on it."""
    for known, answer in KNOWN:
        if known == asked:
            return cast(Answer, answer)
    answer = work()
    if complete(answer):
        KNOWN.append((asked, answer))
    return answer


def make_all(berekening: Berekening) -> tuple[Plan, ...]:
    """Work out all scenarios that are computed; none is done twice."""
    done = {plan.scenario: plan for plan in berekening.plannen}
    return tuple(done.get(scenario) or _make(berekening, scenario) for scenario in BEREKEND)


def _without_kader(start: Berekening) -> Pakket:
    """Return an empty package; say that parameters are missing where hours would be."""
    verdicts = tuple(
        verdict
        if verdict.reden in (Reden.FOUTEN, Reden.KEUZE)
        else verdict_of(verdict.item, GEEN_KADER)
        for verdict in allocate(start.problem).verdicts
    )
    pakket = Pakket(scenario=Scenario.OPTIMAAL.value, verdicts=verdicts)
    return _with_findings(pakket, start.dossier)


def _with_findings(pakket: Pakket, dossier: Dossier) -> Pakket:
    """Let a reason that is about errors say which errors."""
    fouten = dossier.fouten_per_voorstel()

    def told(verdict: Verdict) -> Verdict:
        if verdict.reden is not Reden.FOUTEN or verdict.nr not in fouten:
            return verdict
        meldingen = [item.melding for item in fouten[verdict.nr]]
        rest = len(meldingen) - MOST_TOLD
        more = [f"En nog {count(rest, 'andere', 'andere')}."] if rest > 0 else []
        toelichting = " ".join((verdict.toelichting, *meldingen[:MOST_TOLD], *more))
        columns = dict.fromkeys(item.kolom for item in fouten[verdict.nr] if item.kolom)
        where = f"Fout bij {join(columns, most=1)}; zie blad Controle."
        short = columns and len(where.split()) <= LINE
        kort = where if short else verdict.kort
        return verdict.model_copy(update={"kort": kort, "toelichting": toelichting})

    return pakket.model_copy(update={"verdicts": tuple(map(told, pakket.verdicts))})


def _to_keep(start: Berekening, uren: Uren) -> tuple[dict[Scenario, str], Uren]:
    """Return which places on sheet Vergelijking keep what people saw, their names, and its hours.

    Each that has a name and no hours. A package that people edited, or were asked about, and that
    makes way for another is kept in any case: if need be in the first place that is free.
    """
    opgeslagen = start.opgeslagen
    theirs = opgeslagen.met_de_hand or start.staat.ligt_voor
    kept = {place: eigen.naam for place, eigen in opgeslagen.eigen.items() if eigen.wacht}
    lost = theirs and opgeslagen.selectie != uren and not opgeslagen.al_bewaard
    if lost and opgeslagen.plaats is not None and not kept:
        what = "Met de hand" if opgeslagen.met_de_hand else start.staat.value.capitalize()
        kept[opgeslagen.plaats] = f"{what}, tot {day(start.jaar.read_at)}"
    return kept, (theirs and opgeslagen.selectie) or uren
