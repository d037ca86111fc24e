"""Why each proposal is in or out, one whole sentence per kind of reason."""

from decimal import Decimal
from fractions import Fraction

import pytest

from regio_xl.allocation import (
    Aandeel,
    Problem,
    Reden,
    consequences,
    explain_plan,
    make_plan,
    points,
)
from regio_xl.domain.woorden import Doel, Keuze, Relatie, Scenario, Telling

BONUS = {Relatie.DIRECT: Decimal("0.5"), Relatie.INDIRECT: Decimal("0.25")}
NAMEN = {"AMF": "Amersfoort", "BUN": "Bunnik", "UTR": "Utrecht"}
EVEN = "is het pakket even goed op dekking, U&H en score en"
STAY = "De andere blijven zoals ze zijn."
UNJUDGED = " Nog niet beoordeeld: telt mee met score 0 (F3.1)."


def explain(budget, *items, scenario=Scenario.OPTIMAAL, asked=True, **more):
    plan = make_plan(scenario, Problem(budget=budget, items=items, **more), bonus=BONUS)
    return explain_plan(plan, consequences(plan) if asked else {}, NAMEN).by_nr


def say(verdicts, nr):
    verdict = verdicts[nr]
    return verdict.reden, verdict.uren, verdict.toelichting


def line(verdicts, nr):
    return verdicts[nr].kort


def wants(code, *numbers, bijdrage=10):
    return Aandeel(code=code, bijdrage_uren=bijdrage, belang=frozenset(numbers))


def test_what_runs_says_so_a26(item):
    found = explain(60, item(1, minimum_uren=50, doorlopend=True))
    assert say(found, 1) == (
        Reden.DOORLOPEND,
        60,
        "Doorlopend project: gaat voor op nieuwe projecten (A26). Krijgt 60 uur van de benodigde "
        "100 uur; dat is genoeg om te starten (O6).",
    )


def test_a_choice_of_the_aoo_gives_its_reason_f3_4(item):
    found = explain(
        300,
        item(1, keuze=Keuze.OPNEMEN, reden_keuze="Urgent"),
        item(2, keuze=Keuze.NIET_OPNEMEN, reden_keuze="Dubbel werk."),
    )
    inside = "Keuze van het AOO: opnemen (F3.4). Reden: Urgent."
    assert say(found, 1) == (Reden.KEUZE, 100, inside)
    outside = "Keuze van het AOO: niet opnemen (F3.4). Reden: Dubbel werk."
    assert say(found, 2) == (Reden.KEUZE, 0, outside)


def test_errors_are_named_with_where_to_look_f2_2_u7_3(item):
    found = explain(300, item(1, fouten=("F2.2", "U7.3")))
    assert say(found, 1) == (
        Reden.FOUTEN, 0,
        "Telt niet mee zolang er fouten openstaan (F2.2, U7.3); zie blad Controle.",
    )  # fmt: skip


def test_the_best_package_loses_without_it_and_the_clause_is_the_one_that_decides_o7(item):
    found = explain(150, item(1, score=4, uh_rang=0), item(2, score=5), item(3, 40, score=2))
    change = (
        "Dan is de U&H-waarde (direct) 400 lager (van 400 naar 0) en is de score 100 hoger (van "
        "480 naar 580)."
    )
    assert say(found, 1) == (
        Reden.BESTE_PAKKET, 100,
        "Hoort bij het beste pakket, vanwege de U&H-waarde (O7). Zonder dit voorstel komt voorstel "
        f"2 erin. {change}",
    )  # fmt: skip
    assert line(found, 1) == "Hoort bij het beste pakket, vanwege de U&H-waarde."
    assert say(found, 3)[2] == (
        "Hoort bij het beste pakket, vanwege de score (F3.1). Zonder dit voorstel is de score 80 "
        "lager (van 480 naar 400)."
    )
    assert say(found, 2) == (
        Reden.VERDRONGEN, 0,
        "Verdrongen door voorstel 1, vanwege de U&H-waarde (O7). Met dit voorstel erin valt "
        f"voorstel 1 eruit. {change} Kan erbij zonder verlies met 50 uur meer budget of als het 50 "
        "uur minder vraagt. Dan valt voorstel 3 eruit.",
    )  # fmt: skip
    assert line(found, 2) == "Verdrongen door 1; past als er 50 uur bij komt."


def test_without_loss_it_says_what_made_the_difference_u8_1(item):
    found = explain(100, item(1, score=3), item(2, 60, score=3), item(3, 40, score=3))
    assert say(found, 1) == (
        Reden.BESTE_PAKKET, 100,
        "Hoort bij het beste pakket, vanwege het laagste nummer (U8.1). Zonder dit voorstel komen "
        f"de voorstellen 2 en 3 erin. Dan {EVEN} geeft het laagste nummer de doorslag.",
    )  # fmt: skip
    assert say(found, 2) == (
        Reden.VERDRONGEN, 0,
        "Verdrongen door voorstel 1, vanwege het laagste nummer (U8.1). Met dit voorstel erin valt "
        f"voorstel 1 eruit en komt voorstel 3 erin. Dan {EVEN} geeft het laagste nummer de "
        "doorslag.",
    )  # fmt: skip
    assert line(found, 2) == "Verdrongen door 1, vanwege het laagste nummer."


def test_a_lowest_ratio_that_made_the_difference_is_told_in_figures_u4_3(item):
    aandelen = (wants("AMF", 2, bijdrage=100), wants("BUN", 1, 2, bijdrage=10))
    found = explain(100, item(1, score=3), item(2, score=3), aandelen=aandelen, volgorde=(
        Doel.SCORE, Doel.VERHOUDING,
    ))  # fmt: skip
    assert say(found, 1)[2] == (
        "Verdrongen door voorstel 2, vanwege de laagste verhouding (U4.3). Met dit voorstel erin "
        "valt voorstel 2 eruit. Dan is het pakket even goed op score en is de laagste verhouding 1 "
        "lager (van 1 naar 0)."
    )
    assert line(found, 1) == "Verdrongen door 2, vanwege de laagste verhouding."


def test_one_that_adds_nothing_is_out_without_being_displaced_u8_2(item):
    found = explain(100, item(1, score=0), item(2))
    text = "Niet opgenomen, vanwege het aantal uren (U8.2). Met dit voorstel erin "
    text += f"{EVEN} kost het pakket 100 uur meer."
    assert say(found, 1) == (Reden.VERDRONGEN, 0, text)
    assert say(found, 2) == (Reden.VERDRONGEN, 0, text + UNJUDGED)
    assert line(found, 1) == "Voegt niets toe op de doelen, en kost wel uren."


def test_a_part_says_how_much_of_what_it_gets_o6(item):
    found = explain(130, item(1, score=4), item(2, 50, score=3, minimum_uren=20))
    assert say(found, 2) == (
        Reden.BESTE_PAKKET, 30,
        "Hoort bij het beste pakket, vanwege de score (F3.1). Zonder dit voorstel is de score 90 "
        "lager (van 490 naar 400). Krijgt 30 uur van de benodigde 50 uur; dat is genoeg om te "
        "starten (O6).",
    )  # fmt: skip
    assert line(found, 2) == "Hoort bij het beste pakket, met 30 van de 50 uur."
    assert say(found, 1)[2] == (
        "Hoort bij het beste pakket, vanwege de score (F3.1). Zonder dit voorstel krijgt voorstel "
        "2 meer uren. Dan is de score 340 lager (van 490 naar 150)."
    )


def test_who_is_no_longer_covered_is_called_by_name_u4_3(item):
    aandelen = (wants("AMF", 1), wants("BUN", 1), wants("UTR", 2))
    found = explain(100, item(1, score=1), item(2, score=5), aandelen=aandelen)
    assert say(found, 2) == (
        Reden.VERDRONGEN, 0,
        "Verdrongen door voorstel 1, vanwege de dekking (U4.3). Met dit voorstel erin valt "
        "voorstel 1 eruit. Dan zijn Amersfoort en Bunnik niet meer gedekt, is Utrecht wel gedekt "
        "en is de score 400 hoger (van 100 naar 500). Kan erbij zonder verlies met 100 uur meer "
        f"budget. {STAY} Minder uren vragen is niet genoeg.",
    )  # fmt: skip


def test_several_that_push_one_out_are_all_named_o9(item):
    items = (item(1, score=5), item(2, 50, score=3), item(3, 50, score=3))
    found = explain(100, *items, telling=Telling.PER_OPDRACHT)
    assert say(found, 1)[2] == (
        "Verdrongen door de voorstellen 2 en 3, vanwege de score (F3.1). Met dit voorstel erin "
        "vallen de voorstellen 2 en 3 eruit. Dan is de score 1 lager (van 6 naar 5). Kan erbij "
        "zonder verlies met 50 uur meer budget of als het 50 uur minder vraagt. Dan valt voorstel "
        "3 eruit."
    )
    assert line(found, 1) == "Verdrongen door 2 en 3; past als er 50 uur bij komt."


def test_who_makes_place_is_told_per_way_in_o4(item):
    items = (item(1, 50, score=5), item(2, 40, score=4), item(3, 60, score=3))
    assert say(explain(100, *items), 3)[2] == (
        "Verdrongen door voorstel 1, vanwege de score (F3.1). Met dit voorstel erin valt voorstel "
        "1 eruit. Dan is de score 70 lager (van 410 naar 340). Kan erbij zonder verlies met 10 uur "
        f"meer budget. Dan valt voorstel 2 eruit. Kan ook als het 50 uur minder vraagt. {STAY}"
    )


def test_fewer_hours_for_running_projects_are_told_before_any_gain_a26(item):
    found = explain(100, item(1, minimum_uren=50, doorlopend=True), item(2, 50, score=4))
    assert say(found, 2) == (
        Reden.VERDRONGEN, 0,
        "Verdrongen door voorstel 1, vanwege doorlopende projecten (A26). Met dit voorstel erin "
        "krijgt voorstel 1 minder uren. Dan is er 50 uur minder voor doorlopende projecten en is "
        "de score 200 hoger (van 0 naar 200). Kan erbij zonder verlies met 50 uur meer budget. "
        f"{STAY} Minder uren vragen is niet genoeg.",
    )  # fmt: skip


def test_a_choice_of_the_aoo_that_would_go_out_as_well_is_told_f3_4(item):
    items = (item(1, keuze=Keuze.OPNEMEN, score=1), item(2, score=1), item(3, 200, score=5))
    found = explain(200, *items, vereist=((1, 2),))
    assert say(found, 2)[2] == (
        "Hoort bij het beste pakket, vanwege de keuzes van het AOO (F3.4). Zonder dit voorstel "
        "valt voorstel 1 eruit en komt voorstel 3 erin. Dan wordt 1 keuze van het AOO minder "
        "gevolgd en is de score 800 hoger (van 200 naar 1.000)."
    )


def test_a_lowest_ratio_that_goes_before_other_goals_is_told_u4_3(item):
    found = explain(
        100, item(1, score=1), item(2, score=5), aandelen=(wants("AMF", 1, bijdrage=100),),
        volgorde=(Doel.VERHOUDING, Doel.SCORE),
    )  # fmt: skip
    assert say(found, 1)[2] == (
        "Hoort bij het beste pakket, vanwege de laagste verhouding (U4.3). Zonder dit voorstel "
        "komt voorstel 2 erin. Dan is de laagste verhouding 1 lager (van 1 naar 0) en is de score "
        "400 hoger (van 100 naar 500)."
    )


def test_goals_are_told_in_the_order_in_which_they_weigh_u4_3(item):
    found = explain(
        100, item(1, score=1), item(2, score=5), aandelen=(wants("AMF", 1),),
        volgorde=(Doel.SCORE, Doel.DEKKING),
    )  # fmt: skip
    assert say(found, 2)[2] == (
        "Hoort bij het beste pakket, vanwege de score (F3.1). Zonder dit voorstel komt voorstel 1 "
        "erin. Dan is de score 400 lager (van 500 naar 100) en is Amersfoort wel gedekt."
    )


def test_with_a_bonus_the_score_is_called_so_and_uh_is_no_goal_f3_2(item):
    items = (item(1, score=3, uh_rang=0), item(2, score=4))
    found = explain(100, *items, scenario=Scenario.BONUS)
    assert say(found, 1)[2] == (
        "Hoort bij het beste pakket, vanwege de score (F3.1). Zonder dit voorstel komt voorstel 2 "
        "erin. Dan is de score met bonus 50 lager (van 450 naar 400)."
    )


def test_no_room_beside_what_goes_first_says_how_many_hours_o4_o6(item):
    first = (item(1, doorlopend=True), item(2, keuze=Keuze.OPNEMEN))
    found = explain(250, *first, item(3, 80, score=4), item(4, 200, minimum_uren=120, score=2))
    before = (
        "Doorlopende projecten (A26) en keuzes van het AOO (F3.4) gaan voor en laten 50 uur over."
    )
    assert say(found, 3) == (
        Reden.GEEN_RUIMTE, 0,
        f"Geen ruimte (O4). Dit voorstel heeft 80 uur nodig. {before} Kan erbij zonder verlies met "
        f"30 uur meer budget of als het 30 uur minder vraagt. {STAY}",
    )  # fmt: skip
    assert line(found, 3) == "Geen ruimte naast wat voorgaat; past als er 30 uur bij komt."
    assert say(found, 4) == (
        Reden.GEEN_RUIMTE, 0,
        "Geen ruimte (O4). Dit voorstel heeft 200 uur nodig, minstens 120 uur om te starten (O6). "
        f"{before} Kan erbij zonder verlies met 70 uur meer budget of als het minimum 70 uur lager "
        f"is. {STAY}",
    )  # fmt: skip


@pytest.mark.parametrize(("budget", "there"), [(50, "50 uur"), (0, "niets")])
def test_no_room_where_nothing_goes_first_says_what_there_is_o4(item, budget, there):
    text = say(explain(budget, item(1)), 1)[2]
    start = "Geen ruimte (O4). Dit voorstel heeft 100 uur nodig. Voor alle projecten samen is er "
    start += f"{there}. "
    assert text.startswith(start)
    assert f"met {100 - budget} uur meer budget" in text


def test_no_room_together_with_what_it_requires_o4_f3_4(item):
    items = (item(1, doorlopend=True), item(2, score=4), item(3, score=2))
    found = explain(250, *items, vereist=((2, 3),))
    assert say(found, 2) == (
        Reden.GEEN_RUIMTE, 0,
        "Geen ruimte (O4). Samen met voorstel 3, dat het vereist, heeft dit voorstel minstens 200 "
        "uur nodig. Doorlopende projecten (A26) gaan voor en laten 150 uur over. Kan erbij zonder "
        f"verlies met 50 uur meer budget of als het 50 uur minder vraagt. {STAY}",
    )  # fmt: skip


def test_a_running_project_is_not_told_that_choices_of_the_aoo_go_first_a26(item):
    items = (
        item(1, doorlopend=True),
        item(2, 90, doorlopend=True),
        item(3, 40, keuze=Keuze.OPNEMEN),
    )
    found = explain(180, *items)
    assert say(found, 2)[::2] == (
        Reden.GEEN_RUIMTE,
        "Geen ruimte (O4). Dit voorstel heeft 90 uur nodig. Andere doorlopende projecten (A26) "
        "laten 80 uur over. Kan erbij zonder verlies met 50 uur meer budget of als het 50 uur "
        f"minder vraagt. {STAY}",
    )
    text = "Geen ruimte naast doorlopende projecten; past als er 50 uur bij komt."
    assert line(found, 2) == text


def test_of_two_running_projects_that_are_even_the_number_decides_a26_u8_1(item):
    found = explain(180, item(1, doorlopend=True), item(2, doorlopend=True))
    assert line(found, 2) == "Verdrongen door 1, vanwege het laagste nummer."


def test_a_choice_of_the_aoo_is_told_that_running_projects_go_first_a26_f3_4(item):
    items = (item(1, doorlopend=True), item(2, score=3, keuze=Keuze.OPNEMEN))
    found = explain(160, *items)
    assert say(found, 2)[2].startswith(
        "Geen ruimte (O4). Dit voorstel heeft 100 uur nodig. Doorlopende projecten gaan ook voor "
        "een keuze van het AOO (A26) en laten 60 uur over. "
    )
    text = "Geen ruimte naast doorlopende projecten; past als er 40 uur bij komt."
    assert line(found, 2) == text
    more = explain(220, *items, item(3, 110, keuze=Keuze.OPNEMEN))
    assert "(A26) en laten, met de andere keuzes, 20 uur over." in say(more, 3)[2]
    alone = explain(120, *items[1:], item(3, 110, keuze=Keuze.OPNEMEN))
    assert "Andere keuzes van het AOO (F3.4) laten 20 uur over." in say(alone, 3)[2]


def test_hours_to_divide_below_zero_are_the_reason_u8_2(item):
    assert say(explain(-20, item(1)), 1) == (
        Reden.GEEN_RUIMTE, 0,
        "Geen ruimte (O4): ketentoezicht en reserve samen gaan al 20 uur over het totaal heen. "
        f"Kan erbij zonder verlies met 120 uur meer budget. {STAY} Minder uren vragen is niet "
        "genoeg.",
    )  # fmt: skip


def test_a_maximum_for_new_projects_that_is_too_small_is_the_reason_a26(item):
    more = "Kan erbij zonder verlies met een 40 uur hoger maximum (als het budget dat toelaat) of "
    more += f"als het 40 uur minder vraagt. {STAY}"
    assert say(explain(500, item(1, score=4), maximum_nieuw=60), 1) == (
        Reden.MAXIMUM_NIEUW, 0,
        "Het maximum voor nieuwe projecten (60 uur) is te klein (A26). Dit voorstel heeft 100 uur "
        f"nodig. {more}",
    )  # fmt: skip
    wanted = (item(1, keuze=Keuze.OPNEMEN), item(2, score=3))
    assert say(explain(500, *wanted, maximum_nieuw=160), 2) == (
        Reden.MAXIMUM_NIEUW, 0,
        "Het maximum voor nieuwe projecten (160 uur) is te klein (A26). Dit voorstel heeft 100 uur "
        f"nodig. Na de keuzes van het AOO is daarvan nog 60 uur over. {more}",
    )  # fmt: skip
    text = "Maximum nieuwe projecten te klein; past bij 40 uur hoger maximum."
    assert line(explain(500, *wanted, maximum_nieuw=160), 2) == text


def test_a_maximum_that_others_have_used_names_them_too_a26(item):
    items = (item(1, score=4), item(2, score=3), item(3, 150, doorlopend=True))
    found = explain(500, *items, maximum_nieuw=150)
    assert say(found, 2) == (
        Reden.MAXIMUM_NIEUW, 0,
        "Het maximum voor nieuwe projecten (150 uur) is bereikt (A26). Verdrongen door voorstel 1"
        ", vanwege de score (F3.1). Met dit voorstel erin valt voorstel 1 eruit. Dan is de score "
        "100 lager (van 400 naar 300). Kan erbij zonder verlies met een 50 uur hoger maximum (als "
        f"het budget dat toelaat) of als het 50 uur minder vraagt. {STAY}",
    )  # fmt: skip


@pytest.mark.parametrize("through", [(), ((1, 3), (3, 2))])
def test_one_that_requires_a_barred_one_names_it_f3_4(item, through):
    items = (item(1, score=4), item(2, fouten=("F2.2",)), item(3, score=1))
    found = explain(500, *items, vereist=through or ((1, 2),))
    text = "Vereist voorstel 2, en dat zit niet in het pakket (F3.4)."
    assert say(found, 1) == (Reden.SAMENHANG, 0, text)


@pytest.mark.parametrize("pairs", [((2, 1),), ((2, 1), (1, 2))])
def test_one_that_excludes_what_goes_first_names_it_once_f3_4(item, pairs):
    found = explain(500, item(1, doorlopend=True), item(2, score=4), sluit_uit=pairs)
    text = "Gaat niet samen met voorstel 1, dat in het pakket zit (F3.4)."
    assert say(found, 2) == (Reden.SAMENHANG, 0, text)


def test_one_that_excludes_what_a_first_one_requires_names_it_f3_4(item):
    items = (item(1, doorlopend=True), item(2, score=4), item(3, score=1))
    found = explain(500, *items, vereist=((1, 3),), sluit_uit=((2, 3),))
    text = "Gaat niet samen met voorstel 3, dat in het pakket zit (F3.4)."
    assert say(found, 2) == (Reden.SAMENHANG, 0, text)


def test_one_that_excludes_a_better_one_says_both_f3_4(item):
    found = explain(500, item(1, score=3), item(2, score=4), sluit_uit=((2, 1),))
    assert say(found, 1) == (
        Reden.VERDRONGEN, 0,
        "Verdrongen door voorstel 2, vanwege de score (F3.1). Met dit voorstel erin valt voorstel "
        "2 eruit. Dan is de score 100 lager (van 400 naar 300). Gaat niet samen met voorstel 2, "
        "dat in het pakket zit (F3.4).",
    )  # fmt: skip
    assert line(found, 1) == "Gaat niet samen met 2, dat erin zit."


def test_one_that_requires_what_may_not_be_beside_it_says_so_f3_4(item):
    two = explain(500, item(1), item(2), vereist=((1, 2),), sluit_uit=((2, 1),))
    assert say(two, 1)[2] == "Vereist voorstel 2, en gaat daar niet mee samen (F3.4)."
    three = explain(
        500, item(1), item(2), item(3), vereist=((1, 2), (1, 3)), sluit_uit=((2, 3),)
    )  # fmt: skip
    text = "Vereist de voorstellen 2 en 3, en die gaan niet samen (F3.4)."
    assert say(three, 1) == (Reden.SAMENHANG, 0, text)


def test_what_was_not_asked_gets_the_rule_only_f3_1(item):
    found = explain(100, item(1, score=4), item(2, score=3), asked=False)
    assert say(found, 1)[2] == "Hoort bij het beste pakket (U4.3, F3.2, F3.1)."
    text = "Zit niet in het beste pakket (O4); niet verder doorgerekend."
    assert say(found, 2) == (Reden.VERDRONGEN, 0, text)


def test_what_there_was_no_time_for_says_so_and_what_can_be_done_f3_1_f3_4(item):
    items = (
        item(1, score=4), item(2, 50, score=3, minimum_uren=20), item(3, score=2),
        item(4, 400, keuze=Keuze.OPNEMEN),
    )  # fmt: skip
    plan = make_plan(Scenario.OPTIMAAL, Problem(budget=130, items=items), bonus=BONUS)
    asked = {nr: found for nr, found in consequences(plan).items() if nr == 1}
    found = explain_plan(plan, asked).by_nr
    assert say(found, 1)[2].startswith("Hoort bij het beste pakket, vanwege de score (F3.1). ")
    assert say(found, 2)[2] == (
        "Hoort bij het beste pakket (U4.3, F3.2, F3.1); binnen de rekentijd niet verder "
        "doorgerekend. Krijgt 30 uur van de benodigde 50 uur; dat is genoeg om te starten (O6)."
    )
    assert say(found, 3) == (
        Reden.VERDRONGEN, 0,
        "Zit niet in het beste pakket (O4); binnen de rekentijd niet verder doorgerekend. Kies "
        "‘opnemen’ om te zien wat het zou verdringen.",
    )  # fmt: skip
    # What can never be in needs no time to say so.
    text = (
        "Geen ruimte (O4). Dit voorstel heeft 400 uur nodig. Voor alle projecten samen is er 130 "
    )
    text += "uur."
    assert say(found, 4) == (Reden.GEEN_RUIMTE, 0, text)


def test_what_was_not_proven_in_time_says_so_and_claims_no_more(item):
    made = Problem(budget=100, items=(item(1, score=4), item(2, score=3)))
    plan = make_plan(Scenario.OPTIMAAL, made, bonus=BONUS)
    unsure = {
        nr: found.model_copy(update={"bewezen": False, "uren_minder": None, "erbij": {}})
        for nr, found in consequences(plan).items()
    }
    found = explain_plan(plan, unsure).by_nr
    assert say(found, 1)[2] == (
        "Hoort bij het beste pakket, vanwege de score (F3.1). Zonder dit voorstel komt voorstel 2 "
        "erin. Dan is de score 100 lager (van 400 naar 300). Er was te weinig tijd om dit "
        "te bewijzen."
    )
    assert say(found, 2)[2] == (
        "Verdrongen door voorstel 1, vanwege de score (F3.1). Met dit voorstel erin valt voorstel "
        "1 eruit. Dan is de score 100 lager (van 400 naar 300). Kan erbij zonder verlies met 100 "
        "uur meer budget. Wat daarvoor plaatsmaakt, is niet doorgerekend. Er was te weinig tijd om "
        "dit te bewijzen."
    )


def test_a_difference_too_small_to_read_is_called_a_fraction_f3_1(item):
    found = explain(1, item(1, 1, score=Decimal("2.004")), item(2, 1, score=2))
    assert say(found, 1)[2].endswith("is de score een fractie lager.")
    assert points(Fraction(1, 3)) == "0,33"


def test_the_verdicts_come_in_the_order_of_plain_ranking_o7(item):
    items = (item(1), item(2, uh_rang=0), item(3, doorlopend=True), item(4, score=4))
    assert [*explain(500, *items)] == [3, 2, 4, 1]
