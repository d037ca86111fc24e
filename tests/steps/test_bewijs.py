"""How sure a package is, and why someone is not covered: in words that can be checked."""

from fractions import Fraction

from regio_xl.allocation import Aandeel, Item, Level, Problem, optimise
from regio_xl.domain.woorden import Keuze
from regio_xl.steps import selectie, toewijzen


def share(code, *numbers):
    return Aandeel(code=code, bijdrage_uren=10, belang=frozenset(numbers))


def reasons(problem):
    optimum = optimise(problem)
    return selectie.why_uncovered(problem, optimum.uren, optimum.levels)


def test_who_is_covered_has_no_reason_u4_3():
    problem = Problem(budget=50, items=(Item(nr=1, nodig_uren=40),), aandelen=(share("A", 1),))
    assert reasons(problem) == {}


def test_without_enough_belang_nothing_could_cover_u4_3_o10():
    problem = Problem(budget=50, items=(Item(nr=1, nodig_uren=40),), aandelen=(share("A"),))
    assert reasons(problem) == {"A": "geen enkel voorstel is van genoeg belang"}


def test_what_matters_may_be_flawed_or_left_out_by_the_aoo_u4_3():
    items = (
        Item(nr=1, nodig_uren=40, fouten=("F2.2",)),
        Item(nr=2, nodig_uren=40, keuze=Keuze.NIET_OPNEMEN),
    )
    problem = Problem(budget=50, items=items, aandelen=(share("A", 1), share("B", 1, 2)))
    assert reasons(problem) == {
        "A": "alleen voorstel 1 is van belang, en dat doet niet mee door fouten of een keuze van "
        "het AOO",
        "B": "alleen de voorstellen 1 en 2 zijn van belang, en die doen niet mee door fouten of "
        "een keuze van het AOO",
    }


def test_what_matters_may_be_too_large_u4_3():
    problem = Problem(budget=50, items=(Item(nr=1, nodig_uren=60),), aandelen=(share("A", 1),))
    assert reasons(problem) == {
        "A": "alleen voorstel 1 is van belang, en er is minstens 60 uur nodig terwijl er 50 uur is"
    }


def test_not_all_fit_together_and_that_was_proven_u4_3():
    items = (Item(nr=1, nodig_uren=40), Item(nr=2, nodig_uren=30), Item(nr=3, nodig_uren=20))
    aandelen = (share("A", 1), share("B", 2), share("C", 3))
    found = reasons(Problem(budget=50, items=items, aandelen=aandelen))
    assert found == {
        "A": "alleen voorstel 1 is van belang, en naast wat voorgaat kunnen er bewezen niet meer "
        "deelnemers tegelijk worden gedekt"
    }


def test_a_level_that_was_not_proven_says_what_might_still_be_won():
    levels = (
        Level(name="gedekt", value=Fraction(27), proven=True),
        Level(name="score", value=Fraction(46073, 2), proven=False, gap=Fraction(25, 2)),
    )
    assert list(selectie.describe_gap(levels)) == [
        "Niet bewezen binnen de rekentijd: score (F3.1), nu 23.036,5; hooguit 12,5 beter."
    ]
    assert [item["bewezen"] for item in selectie.levels_data(levels)] == [True, False]
    assert selectie.levels_data(levels)[1]["marge"] == 12.5


def test_a_package_that_was_not_proven_is_never_called_the_best(maak):
    found = maak.berekening(maak.voorstel(1), maak.voorstel(2))
    levels = tuple(
        level.model_copy(update={"proven": level.name != "score", "gap": Fraction(5)})
        for level in found.levels
    )
    (plan,) = found.plannen
    optimum = plan.optimum.model_copy(update={"levels": levels})
    plan = plan.model_copy(update={"optimum": optimum})
    record = found.vastlegging.model_copy(update={"levels": levels})
    unproven = found.model_copy(update={"vastlegging": record, "plannen": (plan,)})
    assert selectie.status(found) == "optimaal"
    assert selectie.status(unproven) == "niet bewezen"
    text = " ".join(selectie.package_summary(unproven))
    assert "niet bewezen het beste pakket" in text
    assert "hooguit 5 beter" in text
    cells = [
        str(value)
        for table in toewijzen.show(unproven).tables
        for row in table.rows
        if table.name != "tblScenarios" or row["scenario"] == "optimaal"
        for value in row.values()
    ]
    assert any("niet bewezen" in value for value in cells)
    assert not any("bewezen best" in value or "Bewezen" in value for value in cells)


def test_the_summary_names_who_is_not_covered_and_why_u4_3(maak):
    belang = {1: {"PU": 1, "UTR": 2, "EEM": 0}}
    found = toewijzen.show_selectie(maak.berekening(maak.voorstel(1), belang=belang))
    assert "Niet gedekt: Eemnes; geen enkel voorstel is van genoeg belang." in found.samenvatting
    assert found.data["niet_gedekt"] == [
        {"code": "EEM", "reden": "geen enkel voorstel is van genoeg belang"}
    ]
