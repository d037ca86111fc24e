"""One planted mistake per condition: the verifier finds exactly that one."""

from decimal import Decimal

import pytest

from regio_xl.allocation import (
    Aandeel,
    Item,
    PackageError,
    Pakket,
    Reden,
    Uitleg,
    allocate,
    find_breaches,
    verdict_of,
    verify_verdicts,
)
from regio_xl.domain.woorden import Keuze

WHY = Uitleg(reden=Reden.RANGORDE, kort="-", toelichting="-")


def rules(problem, uren):
    return [breach.regel for breach in find_breaches(problem, uren)]


def test_a_good_package_breaks_nothing(problem, item):
    assert rules(problem(200, item(1), item(2, 150, minimum_uren=80)), {1: 100, 2: 100}) == []


def test_the_total_is_exceeded_u8_2(problem, item):
    assert rules(problem(150, item(1), item(2)), {1: 100, 2: 100}) == ["U8.2"]


def test_anything_exceeds_a_negative_total_u8_2(problem, item):
    assert rules(problem(-10, item(1)), {1: 100}) == ["U8.2"]
    assert rules(problem(-10, item(1)), {}) == []


def test_more_hours_than_asked_u8_1(problem, item):
    assert rules(problem(500, item(1)), {1: 101}) == ["U8.1"]


def test_in_without_hours_u8_1(problem, item):
    assert rules(problem(500, item(1)), {1: 0}) == ["U8.1"]


def test_a_number_that_nobody_has_u8_1(problem, item):
    assert rules(problem(500, item(1)), {1: 100, 7: 5}) == ["U8.1"]


def test_a_part_below_the_minimum_o6(problem, item):
    assert rules(problem(500, item(1, minimum_uren=60)), {1: 59}) == ["O6"]


def test_a_part_without_a_minimum_o6(problem, item):
    assert rules(problem(500, item(1)), {1: 99}) == ["O6"]


def test_in_although_the_aoo_left_it_out_f3_4(problem, item):
    assert rules(problem(500, item(1, keuze=Keuze.NIET_OPNEMEN)), {1: 100}) == ["F3.4"]


def test_in_with_errors_names_the_clause(problem, item):
    assert rules(problem(500, item(1, fouten=("U7.3",))), {1: 100}) == ["U7.3"]


def test_a_running_project_is_out_while_a_new_one_is_in_a26(problem, item):
    made = problem(100, item(1, doorlopend=True), item(2))
    assert rules(made, {2: 100}) == ["A26"]


def test_a_running_project_that_could_not_fit_may_be_out_a26(problem, item):
    made = problem(100, item(1, 101, doorlopend=True), item(2))
    assert rules(made, {2: 100}) == []


def test_a_running_project_may_be_out_when_no_new_one_is_in_a26(problem, item):
    assert rules(problem(100, item(1, doorlopend=True)), {}) == []


def test_a_running_project_with_a_minimum_fits_by_its_minimum_a26(problem, item):
    made = problem(100, item(1, 150, minimum_uren=90, doorlopend=True), item(2))
    assert rules(made, {2: 100}) == ["A26"]


def test_what_the_aoo_wants_is_out_though_it_fits_f3_4(problem, item):
    assert rules(problem(250, item(1), item(2, keuze=Keuze.OPNEMEN)), {1: 100}) == ["F3.4"]


def test_what_the_aoo_wants_may_not_yield_to_the_ranking_f3_4(problem, item):
    assert rules(problem(100, item(1), item(2, keuze=Keuze.OPNEMEN)), {1: 100}) == ["F3.4"]


def test_what_the_aoo_wants_may_yield_to_running_projects_a26(problem, item):
    made = problem(100, item(1, doorlopend=True), item(2, keuze=Keuze.OPNEMEN))
    assert rules(made, {1: 100}) == []


def test_a_wanted_running_project_is_out_though_it_fits_f3_4(problem, item):
    made = problem(200, item(1, doorlopend=True, keuze=Keuze.OPNEMEN))
    assert rules(made, {}) == ["F3.4"]


def test_new_projects_exceed_their_maximum_a26(problem, item):
    made = problem(500, item(1), item(2, doorlopend=True), maximum_nieuw=50)
    assert rules(made, {1: 100, 2: 100}) == ["A26"]


def test_a_package_judges_every_proposal(problem, item):
    with pytest.raises(PackageError, match="precies één oordeel"):
        verify_verdicts(problem(0, item(1)), Pakket(scenario="proef"))


def test_a_package_judges_no_proposal_twice(problem, item):
    verdicts = (verdict_of(item(1), WHY, 100),) * 2
    with pytest.raises(PackageError, match="precies één oordeel"):
        verify_verdicts(problem(0, item(1)), Pakket(scenario="proef", verdicts=verdicts))


def test_the_ranking_passes(problem, item):
    made = problem(100, item(1), item(2, doorlopend=True))
    assert find_breaches(made, allocate(made).uren) == ()
    verify_verdicts(made, allocate(made))


def test_an_earlier_uh_relation_makes_way_for_a_later_one_o7(problem, item):
    made = problem(100, item(1, uh_rang=0), item(2, uh_rang=1))
    assert rules(made, {2: 100}) == ["O7"]
    assert rules(made, {1: 100}) == []


def test_a_higher_score_makes_way_for_a_lower_one_f3_1(problem, item):
    made = problem(100, item(1, score=Decimal("4.2")), item(2, score=Decimal("4.1")))
    assert rules(made, {2: 100}) == ["F3.1"]
    assert rules(made, {1: 100}) == []


def test_a_proposal_that_was_not_judged_comes_after_one_that_was_f3_1(problem, item):
    assert rules(problem(100, item(1, score=Decimal(1)), item(2)), {2: 100}) == ["F3.1"]


def test_equal_turns_never_break_the_order(problem, item):
    made = problem(100, item(1, score=Decimal(3)), item(2, score=Decimal(3)))
    assert rules(made, {1: 100}) == rules(made, {2: 100}) == []


def test_one_that_does_not_fit_is_skipped_for_a_later_one_o7(problem, item):
    made = problem(100, item(1, 101, uh_rang=0), item(2, uh_rang=2))
    assert rules(made, {2: 100}) == []


def test_an_earlier_one_that_took_the_hours_is_no_breach_o7(problem, item):
    made = problem(150, item(1, uh_rang=0), item(2, uh_rang=0), item(3, 50, uh_rang=2))
    assert rules(made, {1: 100, 3: 50}) == []


def test_a_minimum_is_enough_to_have_had_a_turn_o7_o6(problem, item):
    made = problem(100, item(1, 150, minimum_uren=90, uh_rang=0), item(2, uh_rang=2))
    assert rules(made, {2: 100}) == ["O7"]


def test_the_maximum_for_new_projects_limits_every_turn_o7_a26(problem, item):
    made = problem(
        500, item(1, uh_rang=0), item(2, 60, uh_rang=1), item(3, 300, doorlopend=True),
        maximum_nieuw=60,
    )  # fmt: skip
    assert rules(made, {2: 60, 3: 300}) == []
    wider = made.model_copy(update={"maximum_nieuw": 100})
    assert rules(wider, {2: 60, 3: 300}) == ["O7"]


def test_what_the_aoo_wants_goes_before_any_uh_relation_o7(problem, item):
    made = problem(100, item(1, uh_rang=0), item(2, uh_rang=2, keuze=Keuze.OPNEMEN))
    assert rules(made, {2: 100}) == []


@pytest.mark.parametrize("more", [{"fouten": ("F2.2",)}, {"keuze": Keuze.NIET_OPNEMEN}])
def test_what_may_never_be_in_has_no_turn_o7(problem, item, more):
    assert rules(problem(100, item(1, uh_rang=0, **more), item(2, uh_rang=2)), {2: 100}) == []


def test_a_proposal_without_hours_has_no_turn_o7_u8_1(problem, item):
    assert rules(problem(100, item(1, 0, uh_rang=0), item(2, uh_rang=2)), {2: 100}) == []


def test_the_verifier_works_everything_out_itself(problem, item, monkeypatch):
    """Whatever the items say of themselves, the verdict stays."""
    for name in ("barred", "entry_uren", "objections"):
        monkeypatch.delattr(Item, name)
    made = problem(100, item(1, uh_rang=0), item(2, uh_rang=1), item(3, doorlopend=True))
    assert rules(made, {2: 100}) == ["A26", "O7"]
    assert rules(made, {3: 100}) == []


def test_a_copy_of_a_package_looks_at_its_own_verdicts(problem, item):
    pakket = allocate(problem(200, item(1), item(2)))
    assert (pakket.uren, pakket.totaal, set(pakket.by_nr)) == ({1: 100, 2: 100}, 200, {1, 2})
    copy = pakket.model_copy(update={"verdicts": pakket.verdicts[:1]})
    assert (copy.uren, copy.totaal, set(copy.by_nr)) == ({1: 100}, 100, {1})


def test_in_without_what_it_requires_f3_4(problem, item):
    made = problem(500, item(1), item(2), vereist=((1, 2),))
    assert rules(made, {1: 100})[0] == "F3.4"
    assert rules(made, {1: 100, 2: 100}) == []
    assert rules(problem(100, item(1), item(2), vereist=((1, 2),)), {2: 100}) == []


def test_two_that_exclude_each_other_are_in_f3_4(problem, item):
    made = problem(500, item(1), item(2), sluit_uit=((2, 1),))
    assert rules(made, {1: 100, 2: 100}) == ["F3.4"]
    assert rules(made, {1: 100}) == []


def test_a_participant_is_not_covered_though_a_proposal_of_its_own_still_fits_u4_3(problem, item):
    aandelen = (Aandeel(code="A", belang=frozenset({2, 9})),)
    made = problem(200, item(1), item(2), aandelen=aandelen)
    assert rules(made, {1: 100}) == ["U4.3"]
    assert rules(made, {1: 100, 2: 100}) == []
    assert rules(made.model_copy(update={"budget": 199}), {1: 100}) == []


@pytest.mark.parametrize(
    "more", [{"vereist": ((2, 3),)}, {"sluit_uit": ((1, 2),)}, {"maximum_nieuw": 199}]
)
def test_what_may_not_join_is_no_reason_to_call_someone_uncovered_u4_3(problem, item, more):
    aandelen = (Aandeel(code="A", belang=frozenset({2})),)
    made = problem(250, item(1), item(2), item(3), aandelen=aandelen, **more)
    assert [b.regel for b in find_breaches(made, {1: 100}, ranked=False)] == []


@pytest.mark.parametrize("more", [{"vereist": ((1, 3),)}, {"sluit_uit": ((1, 2),)}])
def test_what_a_pair_keeps_out_need_not_be_in_a26_f3_4(problem, item, more):
    running = problem(500, item(1, doorlopend=True), item(2, doorlopend=True), item(3), **more)
    assert find_breaches(running, {2: 100, 3: 100} if "sluit_uit" in more else {2: 100}) == ()
    wanted = problem(
        500, item(1, keuze=Keuze.OPNEMEN), item(2, keuze=Keuze.OPNEMEN), item(3), **more
    )
    assert find_breaches(wanted, {2: 100}, ranked=False) == ()


def test_what_is_wanted_may_not_yield_to_what_nothing_requires_f3_4(problem, item):
    items = (item(1, keuze=Keuze.OPNEMEN), item(2), item(3, keuze=Keuze.OPNEMEN))
    needed = problem(200, *items, vereist=((3, 2),))
    assert rules(needed, {2: 100, 3: 100}) == []
    assert rules(problem(200, *items), {2: 100, 3: 100}) == ["F3.4"]


def test_a_scenario_without_turns_need_not_keep_their_order_o7(problem, item):
    made = problem(100, item(1, uh_rang=0), item(2, uh_rang=1))
    assert find_breaches(made, {2: 100}, ranked=False) == ()
    assert [b.regel for b in find_breaches(made, {2: 100})] == ["O7"]


def test_a_running_project_takes_the_place_of_what_only_new_ones_require_a26_f3_4(problem, item):
    items = (item(1, doorlopend=True), item(2, doorlopend=True), item(3), item(4))
    needed = problem(200, *items, vereist=((2, 3),))
    assert rules(needed, {2: 100, 3: 100}) == []
    assert rules(problem(200, *items, vereist=((4, 3),)), {3: 100, 4: 100}) == ["A26", "A26"]


def test_one_that_came_along_had_its_turn_with_the_one_that_took_it_o7_f3_4(problem, item):
    items = (item(1, uh_rang=0), item(2, uh_rang=1), item(3, uh_rang=2))
    taken = problem(200, *items, vereist=((1, 3),))
    assert rules(taken, {1: 100, 3: 100}) == []
    assert rules(problem(200, *items), {1: 100, 3: 100}) == ["O7"]


WANTED = {"keuze": Keuze.OPNEMEN}
HIGH, LOW = {"score": Decimal(4)}, {"score": Decimal(2)}


@pytest.mark.parametrize(
    "case",
    [
        (150, {}, {1: 100, 2: 100}, "U8.2", None,
         "Er is 200 uur toegewezen en voor projecten is er 150 uur: 50 uur te veel.", False),
        (500, {"maximum_nieuw": 150}, {1: 100, 2: 100}, "A26", None,
         "Nieuwe projecten krijgen 200 uur, en het maximum is 150 uur: 50 uur te veel.", False),
        (500, {}, {1: 100, 7: 5}, "U8.1", 7,
         "Voorstel 7 is geen project dat kan worden verdeeld.", False),
        (500, {}, {1: 0}, "U8.1", 1, "Project 1 zit in het pakket zonder uren.", False),
        (500, {}, {1: 120}, "U8.1", 1, "Project 1 krijgt 120 uur en heeft 100 uur nodig.", False),
        (500, {}, {1: 99}, "O6", 1,
         "Project 1 krijgt 99 uur van de 100 uur, en noemt geen minimum uren.", False),
        (500, {1: {"minimum_uren": 60}}, {1: 59}, "O6", 1,
         "Project 1 krijgt 59 uur, minder dan het minimum van 60 uur.", False),
        (500, {1: {"fouten": ("F2.2", "U7.3", "F2.2")}}, {1: 100}, "F2.2", 1,
         "Voorstel 1 zit in het pakket en heeft nog fouten (F2.2, U7.3).", False),
        (500, {1: {"keuze": Keuze.NIET_OPNEMEN}}, {1: 100}, "F3.4", 1,
         "Voorstel 1 zit in het pakket, en het AOO koos ‘niet opnemen’.", False),
        (100, {"vereist": ((1, 2),)}, {1: 100}, "F3.4", 1,
         "Voorstel 1 vereist voorstel 2, dat er niet in zit.", False),
        (500, {"sluit_uit": ((2, 1),)}, {1: 100, 2: 100}, "F3.4", 2,
         "Voorstel 2 gaat niet samen met voorstel 1; beide zitten erin.", False),
        (100, {1: {"doorlopend": True}}, {2: 100}, "A26", 1,
         "Doorlopend project 1 past en zit er niet in, terwijl er nieuwe in zitten.", True),
        (100, {1: WANTED}, {2: 100}, "F3.4", 1,
         "Voorstel 1 past en zit er niet in, terwijl het AOO ‘opnemen’ koos.", True),
        (200, {"aandelen": (Aandeel(code="UTR", belang=frozenset({2})),)}, {1: 100}, "U4.3", 2,
         "Deelnemer UTR is niet gedekt, en voorstel 2 zou passen.", True),
        (100, {1: {"uh_rang": 0}}, {2: 100}, "O7", 1,
         "Voorstel 1 past en zit er niet in, terwijl een lager geplaatst er in zit.", True),
        (100, {1: HIGH, 2: LOW}, {2: 100}, "F3.1", 1,
         "Voorstel 1 past en zit er niet in, terwijl een lager geplaatst er in zit.", True),
    ],
)  # fmt: skip
def test_every_breach_says_what_is_wrong_and_whether_something_was_missed(problem, item, case):
    budget, more, uren, *expected = case
    items = (item(at, **more.get(at, {})) for at in (1, 2))
    rest = {name: value for name, value in more.items() if isinstance(name, str)}
    (found,) = find_breaches(problem(budget, *items, **rest), uren)
    assert [found.regel, found.nr, found.text, found.missed] == expected
