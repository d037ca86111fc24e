"""What is found about the package: one verdict, from one function, for every step.

Whether it may stand as it does, what changed since it was divided, which of its projects are not
complete, who has nothing in it, and why a step must leave sheet Selectie as it is. A remedy never
names a step that would refuse.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from regio_xl.allocation import Breach, Reden, find_breaches
from regio_xl.domain import Bevinding, Ernst, Fase, Jaar, Kader, Oorzaak
from regio_xl.domain.dossier import Besluitvorming
from regio_xl.domain.levensloop import Staat
from regio_xl.domain.tekst import ALL, count, format_uren, join, quote
from regio_xl.domain.woorden import BEREKEND, EIGEN, Keuze, Scenario, Soort
from regio_xl.sheets import schema
from regio_xl.sheets.stemming import AOO_PAKKET, STEMMING_PAKKET
from regio_xl.sheets.vastlegging import AFGESLOTEN, VASTLEGGING
from regio_xl.sheets.vergelijking import column_of
from regio_xl.steps import (
    evaluatie,
    overschrijding,
    rapportage,
    tijdlijn,
    totalen,
    vastgesteld,
)
from regio_xl.steps.berekening import Berekening, Entry
from regio_xl.steps.opgeslagen import Opgeslagen, at_cell, numbered, read_hours
from regio_xl.steps.valideren import header, merge, voorstellen_known
from regio_xl.steps.vastlegging import BESLUIT, Vastlegging, changes, tell_pairs, undecided

REMEDIES = {
    "U8.2": "Haal projecten uit het pakket of geef ze minder uren, tot het binnen het budget past.",
    "A26": "Geef doorlopende projecten voorrang en blijf onder het maximum voor nieuwe.",
    "U8.1": "Geef elk project in het pakket de uren die het nodig heeft, en niet meer.",
    "O6": "Geef het project alle uren, minstens zijn minimum, of geen uren.",
    "F3.4": "Volg de keuze en de samenhang op blad Voorstellen, of pas ze daar aan.",
    "U4.3": "Neem een voorstel op dat voor deze deelnemer van belang is.",
}
MAKE_ROOM = "Vraag minder uren, vul een minimum in, of maak elders ruimte."
OTHER_REMEDY = "Los de fout op (zie blad Controle), of haal het voorstel uit het pakket."
AGAIN = "Doe ‘toewijzen’ opnieuw."
KNOWINGLY = (
    "Moet het pakket hierop worden aangepast, doe dan ‘toewijzen’ met --opnieuw of bevestig de "
    "vraag bij de knop. Adviezen en stemmen gelden daar niet voor."
)

WHO = {
    "intern_opdrachtgever": "Vul op blad Voorstellen de strategisch manager van de ODU in.",
    "projectleider": "Vul op blad Voorstellen de projectleider van de ODU in.",
}
"""Who is meant by the roles of a project."""

FROM_THE_START = (Reden.FOUTEN, Reden.KEUZE, Reden.NIET_VERDEELD)
"""Reasons to be out that have nothing to do with the package."""

INPUT = ("tblDeelnemers", "tblVoorstellen", "tblBelang", "tblBeoordeling")
"""Tables without which a division would only empty what stands."""


def find_all(berekening: Berekening) -> tuple[Bevinding, ...]:
    """Return the findings of a year with its package, each once, most serious first.

    Where input is missing as a whole the package cannot be judged by what is left of it.
    """
    dossier, whole = berekening.dossier, berekening.toonbaar
    found = merge(
        dossier.bevindingen,
        berekening.opgeslagen.bevindingen,
        totalen.find_differences(berekening.jaar, dossier, berekening.bewaking),
        berekening.bevindingen,
        judge(berekening) if whole else (),
        find_incomplete(berekening),
        _find_about_package(berekening) if whole else (),
        _find_behind(berekening),
        vastgesteld.find_differences(berekening),
        overschrijding.find_overruns(berekening),
        _find_mark(berekening),
        tijdlijn.find_on_timeline(berekening),
        rapportage.find_in_reports(berekening),
        evaluatie.find_unfinished(berekening),
    )
    # What keeps it from being frozen is told once: where it is a fault of its own, there.
    told = {item.regel for item in found if item.ernst is Ernst.FOUT}
    blocked = vastgesteld.find_obstacles(berekening)
    found = merge(found, (item for item in blocked if item.regel not in told))
    return merge(map(_reopened, found)) if berekening.staat is Staat.AFGESLOTEN else found


def _reopened(item: Bevinding) -> Bevinding:
    """Say first how a closed year is opened, where lifting the decision would be refused."""
    if "‘stemming’" not in item.herstel:
        return item
    label = VASTLEGGING.field(AFGESLOTEN).label
    herstel = f"Maak eerst ‘{label}’ op blad {VASTLEGGING.name} leeg. {item.herstel}"
    return item.model_copy(update={"herstel": herstel})


def _find_mark(berekening: Berekening) -> Iterator[Bevinding]:
    """Find a year that says it is closed, while nothing was adopted in it."""
    if berekening.jaar.cells.get(AFGESLOTEN) and not berekening.staat.ligt_vast:
        yield at_cell(
            berekening.jaar,
            AFGESLOTEN,
            "Het jaar is als afgesloten gemerkt, maar er is geen pakket vastgesteld; het merk telt "
            "niet.",
            "Maak de cel leeg, of haal een kopie terug waarin het besluit er nog was.",
            Ernst.WAARSCHUWING,
        )


def judge(berekening: Berekening) -> Iterator[Bevinding]:
    """Judge the package: one that people made by every condition, another by what changed.

    What differs from an adopted package is found with the decision itself.
    """
    opgeslagen, scenario = berekening.opgeslagen, berekening.scenario
    if berekening.dossier.kader is None or scenario is Scenario.VASTGESTELD:
        return
    if not (opgeslagen.gemaakt or berekening.nieuw or berekening.getoond):
        return
    kolom, rows, blad = header("tblSelectie", "toegewezen"), opgeslagen.rijen, "Selectie"
    breaches = find_breaches(berekening.problem, berekening.op_selectie, ranked=False)
    if scenario is Scenario.MET_DE_HAND:
        yield from _edited(berekening, kolom)
    elif scenario in EIGEN:
        blad, kolom = "Vergelijking", header("tblPakketten", column_of(scenario))
        rows = opgeslagen.eigen[scenario].rijen
    elif berekening.nieuw or berekening.bij_de_tijd:
        return
    else:  # what could be in as well is told by what changed
        breaches = tuple(breach for breach in breaches if not breach.missed)
    yield from _as_findings(breaches, blad, rows, kolom)
    if not berekening.nieuw:
        yield from _changed(berekening)


def _find_behind(berekening: Berekening) -> Iterator[Bevinding]:
    """Find sheets that show other hours than the package that counts, which this step leaves."""
    if berekening.getoond or not berekening.toonbaar:
        return
    counts = berekening.pakket.uren
    behind: dict[str, set[int]] = {}
    for name, key in (("tblVoorstel", "toegewezen"), ("tblEvaluatie", "gepland")):
        rows = numbered(berekening.jaar.tables.get(name))
        shown = read_hours(None, rows, key, [])
        differ = {nr for nr in shown.keys() | counts if shown.get(nr, 0) != counts.get(nr, 0)}
        if rows and differ:
            behind[schema.tables()[name][0].name] = differ
    if behind:
        numbers = sorted(set[int]().union(*behind.values()))
        where = "blad" if len(behind) == 1 else "de bladen"
        verb = "heeft" if len(numbers) == 1 else "hebben"
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel="U8.1",
            blad=next(iter(behind)),
            melding=f"Op {where} {join(behind)} {verb} "
            f"{count(len(numbers), 'project', 'projecten')} andere uren dan het pakket dat telt: "
            f"{join(map(str, numbers), most=ALL)}.",
            herstel="Doe ‘bijwerken’.",
        )


def _edited(berekening: Berekening, kolom: str) -> Iterator[Bevinding]:
    yield Bevinding(
        ernst=Ernst.MELDING,
        regel="F3.4",
        blad="Selectie",
        kolom=kolom,
        melding="Het pakket op blad Selectie is met de hand gewijzigd; dat pakket telt.",
        herstel=_after_edit(berekening),
    )
    before, now = berekening.vastlegging.uren, berekening.opgeslagen.selectie
    changed = sorted(nr for nr in before.keys() | now.keys() if before.get(nr) != now.get(nr))
    silent = [nr for nr in changed if nr not in berekening.opgeslagen.toelichting]
    if silent and berekening.vastlegging.gronden:
        rij = berekening.opgeslagen.rijen.get(silent[0]) if len(silent) == 1 else None
        projects = count(len(silent), "project", "projecten")
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel="F3.4",
            blad="Selectie",
            rij=rij,
            kolom=header("tblSelectie", "wijziging"),
            melding=f"De uren van {projects} zijn met de hand gewijzigd, zonder reden: "
            f"{join(map(str, silent), most=ALL)}.",
            herstel="Typ in deze kolom waarom, en wie dat besloot.",
        )


def _after_edit(berekening: Berekening) -> str:
    """Say what can be done about a package that was edited by hand."""
    if not berekening.staat.ligt_voor:
        return (
            "Wilt u opnieuw laten verdelen, klik dan Toewijzen: het gewijzigde pakket wordt eerst "
            "bewaard op blad Vergelijking."
        )
    if berekening.kenmerk in berekening.gebonden.values():  # that is what people were asked about
        return (
            "Wilt u opnieuw verdelen, doe dan ‘toewijzen’ met --opnieuw of bevestig de vraag bij "
            "de knop."
        )
    return "Leg het zo voor met ‘voorleggen’, of zet de uren terug zoals ze waren."


def _changed(berekening: Berekening) -> Iterator[Bevinding]:
    """Say what changed since a package was divided, by name and value."""
    opgeslagen, record = berekening.opgeslagen, berekening.vastlegging
    stays = berekening.staat.ligt_voor or berekening.scenario is Scenario.MET_DE_HAND
    if stays and record.kenmerk and not record.gaaf:
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING,
            regel="U8.1",
            blad="Vastlegging",
            melding="Blad Vastlegging is gewijzigd; wat er sinds de verdeling veranderde, is niet "
            "zeker.",
            herstel="Haal dit blad terug uit een eerdere versie van de werkmap.",
        )
    origin = came_from(berekening)
    if origin is not None and origin is not opgeslagen.gekozen:
        yield _not_of_now(
            berekening,
            f"Gekozen is nu scenario ‘{opgeslagen.gekozen}’; dit pakket komt uit ‘{origin}’.",
        )
    if edited := edited_scenario(opgeslagen, record):
        yield _not_of_now(
            berekening,
            f"Scenario ‘{opgeslagen.gekozen}’ op blad Vergelijking is gewijzigd bij "
            f"{'project' if len(edited) == 1 else 'de projecten'} {join(map(str, edited))}.",
        )
    told = "; ".join(text for _, text in tell_changes(berekening, skip=("Vergelijking",)))
    if told:
        yield _not_of_now(berekening, f"Gewijzigd sinds de verdeling: {told}.")


def edited_scenario(opgeslagen: Opgeslagen, record: Vastlegging) -> list[int]:
    """Return the numbers whose hours in the own scenario that was divided with changed since."""
    own = opgeslagen.eigen.get(opgeslagen.gekozen)
    if own is None or not own.uren or opgeslagen.toegepast != opgeslagen.gekozen:
        return []
    then = {nr: grond.uren for nr, grond in record.gronden.items()}
    return sorted(nr for nr, uren in then.items() if own.uren.get(nr, 0) != uren)


def came_from(berekening: Berekening) -> Scenario | None:
    """Return the scenario that a package was divided with; None where nothing says so.

    The record still says it when people edited or decided the package since.
    """
    chosen = berekening.vastlegging.feiten.get(("Vergelijking", "", "Gekozen scenario"))
    known = {scenario.value: scenario for scenario in (*BEREKEND, *EIGEN)}
    for word in (berekening.opgeslagen.toegepast, chosen):
        if word in known:
            return known[str(word)]
    return None


def _not_of_now(berekening: Berekening, melding: str) -> Bevinding:
    return Bevinding(
        ernst=Ernst.WAARSCHUWING,
        regel="U8.1",
        blad="Selectie",
        kolom=header("tblSelectie", "toegewezen"),
        melding=f"Het pakket op blad Selectie is niet meer bij de tijd. {melding}",
        herstel=KNOWINGLY if berekening.staat.ligt_voor else AGAIN,
    )


def tell_changes(berekening: Berekening, *, skip: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield sheet by sheet what differs from the record, with the old and the new value.

    Of a sheet that could not be read nothing is known; of a decision, see ``vastgesteld``.
    """
    found = changes(undecided(berekening.vastlegging).feiten, berekening.feiten)
    hidden = {BESLUIT, *skip, *berekening.dossier.ontbreekt}
    if berekening.dossier.kader is None:
        hidden |= {"Kader", "Deelnemers"}
    for sheet, pairs in groupby(found.items(), key=lambda item: item[0][0]):
        if sheet not in hidden and berekening.vastlegging.feiten:
            yield sheet, tell_pairs(dict(pairs))


def tell_behind(berekening: Berekening) -> str:
    """Tell what changed since a package was divided that any step may divide anew; "" else."""
    if berekening.staat is not Staat.BEREKEND or berekening.scenario not in BEREKEND:
        return ""
    return "; ".join(text for _, text in tell_changes(berekening, skip=("Vergelijking",)))


def _as_findings(
    breaches: Iterable[Breach], blad: str, rows: Mapping[int, int], kolom: str
) -> Iterator[Bevinding]:
    for breach in breaches:
        # Who is not covered is one finding about the package as a whole.
        if breach.regel == "U4.3":
            continue
        yield Bevinding(
            ernst=Ernst.WAARSCHUWING if breach.missed else Ernst.FOUT,
            regel=breach.regel,
            blad=blad,
            rij=None if breach.nr is None else rows.get(breach.nr),
            kolom=kolom,
            melding=breach.text,
            herstel=REMEDIES.get(breach.regel, OTHER_REMEDY),
            nr=breach.nr,
        )


def find_incomplete(berekening: Berekening) -> Iterator[Bevinding]:
    """Find projects in the package without intern opdrachtgever or projectleider (U5.1, U5.2).

    Asked only of projects in the package, once it is discussed; an error from the decision on.
    """
    fase = berekening.fase
    if fase is None or not fase.reached(Fase.BESPREKING):
        return
    for key, regel in vastgesteld.ROLES.items():
        if lacking := vastgesteld.without_role(berekening, key):
            kolom, numbers = header("tblVoorstellen", key), [entry.nr for entry in lacking]
            yield Bevinding(
                ernst=Ernst.FOUT if fase.reached(Fase.BESLUIT) else Ernst.WAARSCHUWING,
                regel=regel,
                blad="Voorstellen",
                rij=lacking[0].voorstel.rij if len(lacking) == 1 else None,
                kolom=kolom,
                melding=f"{kolom} ontbreekt bij {_projects(numbers)}; nodig vóór het AB-besluit.",
                herstel=WHO[key],
                nr=numbers[0] if len(numbers) == 1 else None,
            )


def _projects(numbers: list[int]) -> str:
    which = join(map(str, numbers), most=ALL)
    if len(numbers) == 1:
        return f"project {which} in het pakket"
    return f"{len(numbers)} projecten in het pakket ({which})"


def find_other_package(
    jaar: Jaar, mark: str, aoo: str, stemming: str, made: Besluitvorming
) -> Iterator[Bevinding]:
    """Find advice and votes that are about another package than the one of now (F3.5, U2.4)."""
    for name, noted, number, one, more, who in (
        (AOO_PAKKET, aoo, len(made.adviezen), "advies", "adviezen", "het AOO"),
        (STEMMING_PAKKET, stemming, len(made.stemmen), "stem", "stemmen", "het AB"),
    ):
        column = one.capitalize()
        if number and mark and noted != mark:
            said, count_ = ("gaat", "telt") if number == 1 else ("gaan", "tellen")
            yield at_cell(
                jaar,
                name,
                f"{count(number, one, more)} van {who} {said} over een eerder pakket "
                f"({noted}) en {count_} niet voor dat van nu ({mark}).",
                f"Maak kolom {column} leeg, doe ‘voorleggen’ en typ wat {who} nu vindt. Gaat dit "
                "toch over het pakket van nu, maak dan deze cel leeg.",
                Ernst.WAARSCHUWING,
            )


def _find_about_package(berekening: Berekening) -> Iterator[Bevinding]:
    """Yield what is wrong with the package as a whole; nothing without kader to judge by."""
    kader = berekening.dossier.kader
    if kader is None:
        return
    yield from _find_over_total(berekening)
    shown = berekening.nieuw or berekening.opgeslagen.gemaakt or berekening.staat.ligt_vast
    if not (shown and berekening.entries and voorstellen_known(berekening.dossier)):
        return
    yield from _find_uncovered(berekening, kader)
    # Of a package that people made, the verifier says it, and it is not for us to ask otherwise.
    if berekening.scenario in BEREKEND:
        for entry in berekening.entries:
            yield from _find_left_out(entry)


def _find_over_total(berekening: Berekening) -> Iterator[Bevinding]:
    over = -berekening.problem.budget
    # Without any contribution there is nothing to exceed: that is said with the participants.
    if over <= 0 or not berekening.totaal:
        return
    keten = berekening.ketentoezicht
    yield Bevinding(
        ernst=Ernst.FOUT,
        regel="U8.2",
        blad="Kader",
        melding=f"Ketentoezicht ({format_uren(keten.uren)}) en reserve "
        f"({format_uren(berekening.reserve)}) zijn samen {format_uren(over)} meer dan het totaal "
        f"van {format_uren(berekening.totaal or 0)} (O4). Er is geen ruimte voor projecten.",
        herstel=f"Verlaag ketentoezicht of de reserve samen met {format_uren(over)}, "
        "of leg een hoger totaal voor aan het AB.",
    )


def _find_uncovered(berekening: Berekening, kader: Kader) -> Iterator[Bevinding]:
    """Find who has nothing in it: an error from the decision on, unless the AB says why."""
    namen = berekening.namen
    open_names = [namen.get(item.code, item.code) for item in berekening.dekking if not item.gedekt]
    if not open_names:
        return
    if vastgesteld.accepted(berekening):  # the AB has said why
        return
    deciding = kader.fase.reached(Fase.BESLUIT)
    yield Bevinding(
        ernst=Ernst.FOUT if deciding else Ernst.WAARSCHUWING,
        regel="U4.3",
        blad="Selectie",
        kolom=header("tblDekking", "gedekt"),
        melding=f"Het pakket heeft geen project van belang ({kader.belang_drempel} of meer) voor "
        f"{count(len(open_names), 'deelnemer', 'deelnemers')}: {join(open_names, most=ALL)}.",
        herstel="Bespreek in het AOO welk voorstel waarde heeft voor "
        f"{'deze deelnemer' if len(open_names) == 1 else 'deze deelnemers'} en kies "
        f"daar op blad Voorstellen ‘{Keuze.OPNEMEN}’ bij, of vul blad Belang aan. Stelt het AB het "
        "toch zo vast, typ dan de reden op blad Stemming.",
    )


def _find_left_out(entry: Entry) -> Iterator[Bevinding]:
    """Report a running project (A26) or a wish of the AOO (F3.4) that does not fit."""
    verdict, voorstel = entry.verdict, entry.voorstel
    if verdict is None or verdict.opgenomen or verdict.reden in FROM_THE_START:
        return
    which = f"{entry.nr} {quote(voorstel.titel)}".removesuffix(" ‘’")
    if voorstel.soort == Soort.DOORLOPEND:
        regel, key, what = "A26", "uren", f"Doorlopend project {which}"
        several = "{aantal} doorlopende projecten passen niet in het pakket"
    elif voorstel.keuze == Keuze.OPNEMEN:
        regel, key, what = "F3.4", "keuze", f"Voorstel {which}, dat het AOO wil opnemen,"
        several = "{aantal} voorstellen die het AOO wil opnemen, passen niet in het pakket"
    else:
        return
    yield Bevinding(
        ernst=Ernst.WAARSCHUWING,
        regel=regel,
        blad="Voorstellen",
        rij=voorstel.rij,
        kolom=header("tblVoorstellen", key),
        melding=f"{what} zit niet in het pakket. {verdict.kort}",
        herstel=MAKE_ROOM,
        nr=entry.nr,
        oorzaak=Oorzaak(
            melding=several, herstel=f"Waarom niet, staat op blad Selectie. {MAKE_ROOM}"
        ),
        wat=str(entry.nr),
    )


def why_it_stays(start: Berekening, *, divides: bool) -> Iterator[Bevinding]:
    """Yield why no step may write the package now (the first is told); nothing when one may.

    What people typed, or what stands there, would be lost without being replaced by something
    better: input is missing as a whole, or cannot be read.
    """
    opgeslagen, besluit = start.opgeslagen, start.dossier.besluitvorming.besluit
    if not opgeslagen.gemaakt:
        return
    adopted = besluit is not None and opgeslagen.selectie != besluit.pakket
    if start.dossier.kader is None:
        yield _stays("U1.3", "zonder blad Kader valt er niets te verdelen", "Herstel blad Kader.")
    if lacking := list(_lacking(start)):
        remedy = "Zet terug wat ontbreekt en doe de stap opnieuw."
        yield _stays("F2.2", f"{join(lacking)} ontbreekt", remedy)
    if opgeslagen.besluit_weg:
        why = "het besluit van het AB is niet meer te lezen"
        yield _stays("F3.5", why, "Haal blad Stemming terug uit een kopie.")
    if start.dossier.besluitvorming.beschadigd:
        why = "het vastgestelde pakket op blad Stemming is beschadigd"
        yield _stays("F3.5", why, "Herstel eerst blad Stemming; zie de bevinding daar.")
    if opgeslagen.onleesbaar:
        remedy = "Verbeter eerst de uren op blad Selectie; zie de bevinding daar."
        yield _stays("U8.1", "er staan uren die niet te lezen zijn", remedy)
    theirs = opgeslagen.met_de_hand or (divides and start.staat is not Staat.BEREKEND)
    if theirs and opgeslagen.kan_niet_weg and (adopted or divides):
        yield _stays(
            "F3.4",
            "het pakket daar is nog nergens bewaard, en de eigen scenario's zijn alle in gebruik",
            "Maak op blad Vergelijking naam en urenkolom van een eigen scenario leeg en klik "
            "opnieuw.",
            Ernst.FOUT,
        )


def has_input(start: Berekening) -> bool:
    """Tell whether all input is there that a division cannot do without."""
    return start.dossier.kader is not None and not any(_lacking(start))


def _lacking(start: Berekening) -> Iterator[str]:
    """Name what is missing as a whole of the input that a division cannot do without."""
    for name in INPUT:
        sheet, table = schema.tables()[name][0].name, start.jaar.tables.get(name)
        if table is None:
            yield f"blad {sheet}"
            continue
        for column in table.columns:
            asked = column.required is Ernst.FOUT or (column.weert and not column.since)
            if asked and column.owner == "input" and column.key not in table.present:
                yield f"kolom {column.header} op blad {sheet}"
        if not table.filled_rows():
            yield f"alle invoer op blad {sheet}"
        elif name == "tblBelang" and not table.present - {"nr"}:
            yield f"de kolom van elke deelnemer op blad {sheet}"


def _stays(regel: str, why: str, herstel: str, ernst: Ernst = Ernst.WAARSCHUWING) -> Bevinding:
    melding = f"Blad Selectie is niet vernieuwd: {why}."
    return Bevinding(ernst=ernst, regel=regel, blad="Selectie", melding=melding, herstel=herstel)
