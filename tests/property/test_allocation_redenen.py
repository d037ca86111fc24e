"""Whatever people fill in: every reason is a Dutch sentence, and its numbers are the true ones."""

import random
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from regio_xl.allocation import (
    Aandeel,
    Gevolg,
    Item,
    Pakket,
    Plan,
    Problem,
    Reden,
    Verdict,
    consequences,
    explain_plan,
    make_plan,
    points,
    verify_verdicts,
)
from regio_xl.domain.woorden import BEREKEND, Relatie, Scenario
from tests.support import random_problems

BONUS = {Relatie.DIRECT: Decimal("0.5"), Relatie.INDIRECT: Decimal("0.25")}
ENGLISH = re.compile(r"\b(the|and|or|of the|hours|None|True|False|not|in package|Fraction)\b")
LEVELS = {
    "U&H-waarde (direct)": "uh_direct",
    "U&H-waarde (indirect)": "uh_indirect",
    "score": "score",
    "score met bonus": "score",
    "laagste verhouding": "verhouding",
}
CHANGE = re.compile(r"is de ([^,;:]*?) ([\d.,]+) (lager|hoger) \(van ([\d.,]+) naar ([\d.,]+)\)")
MOVES = re.compile(
    r"(valt|vallen|krijgt|krijgen|komt|komen) (voorstel|de voorstellen) "
    r"(\d+(?:(?:, | en )\d+)*) (eruit|erin|minder uren|meer uren)"
)
NUMBERS = re.compile(r"\d+")


def explained(scenario: Scenario, seed: int) -> tuple[Plan, dict[int, Gevolg], Pakket]:
    problem = random_problems.make(random.Random(seed))
    plan = make_plan(scenario, problem, bonus=BONUS)
    gevolgen = consequences(plan)
    return plan, gevolgen, explain_plan(plan, gevolgen)


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("scenario", [Scenario.OPTIMAAL, Scenario.BONUS])
def test_every_proposal_has_one_verdict_and_its_numbers_are_true(
    scenario: Scenario, at: int
) -> None:
    for seed in range(75 * at, 75 * at + 75):
        plan, gevolgen, pakket = explained(scenario, seed)
        verify_verdicts(plan.problem, pakket)
        assert pakket.uren == plan.uren
        items = {item.nr: item for item in plan.problem.items}
        for verdict in pakket.verdicts:
            text = verdict.toelichting
            check_reason(verdict)
            found = gevolgen.get(verdict.nr)
            assert (found is None) == (verdict.reden in WITHOUT), (seed, text)
            if found is not None:
                check_moves(plan, found, text)
                check_changes(found, text)
                check_remedy(plan, found, items[verdict.nr], text)


WITHOUT = (Reden.FOUTEN, Reden.KEUZE, Reden.DOORLOPEND)


def check_reason(verdict: Verdict) -> None:
    """A line of at most twelve words, and a reckoning of sentences of at most twenty-five."""
    check_sentence(verdict.kort)
    assert len(verdict.kort.split()) <= 12, verdict.kort
    assert not re.search(r"\([A-Z]\w?\.?\d*\)", verdict.kort), verdict.kort
    check_sentence(verdict.toelichting)
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", verdict.toelichting):
        assert len(sentence.split()) <= 25, sentence


def check_sentence(text: str) -> None:
    assert text == text.strip()
    assert text.endswith(".")
    assert text[0].isupper()
    for wrong in ("  ", "..", " .", " ,", ",.", "()", "; ."):
        assert wrong not in text, text
    assert not re.search(r"-\d", text), text
    assert not ENGLISH.search(text), text
    assert not re.search(r"\bde voorstellen \d+ (?!en|,)(?=[a-z])(?!en )", text), text
    assert not re.search(r"\bvoorstel \d+(,| en) \d", text), text
    assert not re.search(r"\bzijn D\d (niet|wel)|\bis D\d(,| en) D\d", text), text


def check_moves(plan: Plan, found: Gevolg, text: str) -> None:
    now, then = plan.uren, found.uren
    true = {
        "eruit": {nr for nr in now if nr not in then} - {found.nr},
        "erin": {nr for nr in then if nr not in now} - {found.nr},
        "minder uren": {nr for nr in now if 0 < then.get(nr, 0) < now[nr]},
        "meer uren": {nr for nr in now if then.get(nr, 0) > now[nr]},
    }
    told = moved(text.partition("Kan erbij")[0])
    if "dit voorstel" in text and "Geen ruimte" not in text and "te klein" not in text:
        assert told == {what: numbers for what, numbers in true.items() if numbers}, text


def moved(text: str) -> dict[str, set[int]]:
    """Return what a text says of who goes out, comes in or gets other hours."""
    told: dict[str, set[int]] = {}
    for verb, noun, numbers, what in MOVES.findall(text):
        found = {int(nr) for nr in NUMBERS.findall(numbers)}
        assert (noun == "voorstel") == verb.endswith("t") == (len(found) == 1), text
        told[what] = told.get(what, set()) | found
    return told


def check_changes(found: Gevolg, text: str) -> None:
    for name, difference, way, nu, dan in CHANGE.findall(text):
        before, after = (getattr(worth, LEVELS[name]) for worth in (found.nu, found.dan))
        assert (nu, dan) == (points(before), points(after)), text
        assert difference == points(abs(after - before)), text
        assert (way == "lager") == (after < before), text
    for names, kept in re.findall(
        r"(?:is|zijn) ((?:D\d(?:, | en )?)+) (niet meer|wel) gedekt", text
    ):
        nu, dan = set(found.nu.gedekt), set(found.dan.gedekt)
        assert set(re.findall(r"D\d", names)) == (nu - dan if kept == "niet meer" else dan - nu)


def check_remedy(plan: Plan, found: Gevolg, item: Item, text: str) -> None:
    check_who_makes_place(plan, found, text)
    told = {
        "budget": re.search(r"met (\d+) uur meer budget", text),
        "maximum": re.search(r"met een (\d+) uur hoger maximum", text),
        "minder": re.search(r"als het(?: minimum)? (\d+) uur (?:lager is|minder vraagt)", text),
    }
    hours = {name: int(match[1]) for name, match in told.items() if match}
    if "Kan erbij zonder verlies" not in text:
        assert not hours
        return
    assert hours.get("budget") == (found.budget_meer or None), text
    assert hours.get("minder") == (found.uren_minder or None), text
    if found.budget_meer is None:
        assert hours.get("maximum") == (found.maximum_meer or None), text
    assert ("als het minimum" in text) == (
        "minder" in hours and item.entry_uren < item.nodig_uren
    ), text
    assert ("niet genoeg" in text) == (found.uren_minder in (None, 0)), text


WAYS = {
    "budget_meer": "meer budget",
    "maximum_meer": "hoger maximum",
    "uren_minder": r"(?:lager is|minder vraagt)",
}


def check_who_makes_place(plan: Plan, found: Gevolg, text: str) -> None:
    """After each way in which it can be in stands what happens to the others then."""
    for field, way in WAYS.items():
        match = re.search(rf"Kan (?:ook|erbij)[^.]*{way}[^.]*\.(.*?)(?= Kan ook|$)", text)
        if match is None:
            continue
        now, then = plan.uren, found.erbij[field]
        true = {
            "eruit": {nr for nr in now if nr not in then},
            "erin": {nr for nr in then if nr not in now} - {found.nr},
            "minder uren": {nr for nr in now if 0 < then.get(nr, 0) < now[nr]},
            "meer uren": {nr for nr in now if then.get(nr, 0) > now[nr]},
        }
        told = {what: numbers for what, numbers in true.items() if numbers}
        assert moved(match[1]) == told, (field, text)
        assert ("De andere blijven zoals ze zijn." in match[1]) == (not told), text


@pytest.mark.parametrize("at", range(2))
def test_what_is_told_first_is_what_gets_worse(at: int) -> None:
    """Else a reader would ask why the package was not made the other way."""
    worse = re.compile(r"\b(lager|minder|niet meer|uur meer|laagste nummer)\b")
    better = re.compile(r"\b(hoger|meer voor|meer gevolgd|wel gedekt)\b")
    seen = 0
    for seed in range(150 * at, 150 * at + 150):
        _, _, pakket = explained(Scenario.OPTIMAAL, seed)
        for verdict in pakket.verdicts:
            text = verdict.toelichting
            start = r"(?:Dan|Zonder dit voorstel|Met dit voorstel erin)"
            verb = r"(?:is|zijn|wordt|worden|kost|geeft)"
            change = re.search(rf"{start} {verb} (.*?)(?: Kan erbij|$)", text)
            if not re.search(r", vanwege .* \([A-Z]\d*\.?\d*\)\. (Met|Zonder) dit", text):
                continue
            assert change is not None, text
            lost, won = worse.search(change[1]), better.search(change[1])
            assert lost is not None, text
            assert won is None or lost.start() < won.start(), text
            seen += 1
    assert seen > 50


@pytest.mark.parametrize("scenario", [Scenario.RANGORDE, Scenario.EVENREDIG])
def test_reasons_of_the_other_scenarios_are_dutch_sentences_too(scenario: Scenario) -> None:
    for seed in range(300):
        problem = random_problems.make(random.Random(seed))
        pakket = make_plan(scenario, problem, bonus=BONUS).pakket
        assert pakket is not None
        for verdict in pakket.verdicts:
            check_reason(verdict)


@pytest.mark.parametrize("scenario", list(BEREKEND))
def test_reasons_stay_short_however_many_proposals_they_are_about(scenario: Scenario) -> None:
    """One large project that pushes out thirty small ones, requires ten, and covers the rest."""
    rng, names = random.Random(2), {f"D{at}": f"Wijk bij Duurstede {at}" for at in range(27)}
    items = tuple(
        Item(nr=nr, nodig_uren=10, score=Decimal(rng.randint(1, 5)), uh_rang=2)
        for nr in range(100, 140)
    )
    large = Item(nr=1, nodig_uren=300, score=Decimal("1.5"), doorlopend=False)
    problem = Problem(
        budget=390,
        items=(
            large,
            *items,
            Item(nr=2, nodig_uren=50),
            Item(nr=3, nodig_uren=9, score=Decimal(5)),
        ),
        aandelen=tuple(
            Aandeel(code=code, bijdrage_uren=20, belang=frozenset({100 + at}), punten={100 + at: 2})
            for at, code in enumerate(names)
        ),
        vereist=tuple((2, nr) for nr in range(110, 125)),
        sluit_uit=tuple((3, nr) for nr in range(125, 139)),
    )
    plan = make_plan(scenario, problem, bonus=BONUS)
    pakket = plan.pakket or explain_plan(plan, consequences(plan), names)
    for verdict in pakket.verdicts:
        check_reason(verdict)
    if plan.pakket is None:
        text = pakket.by_nr[1].toelichting
        gone = moved(text.partition("Kan erbij")[0])["eruit"]
        assert len(gone) > 20
        assert len(re.findall("Wijk bij Duurstede", text)) > 10


def test_points_never_shows_more_than_it_knows() -> None:
    rng = random.Random(1)
    for _ in range(300):
        value = Fraction(rng.randint(0, 10**7), rng.randint(1, 999))
        shown = Fraction(points(value).replace(".", "").replace(",", "."))
        assert abs(shown - value) <= Fraction(1, 200)
