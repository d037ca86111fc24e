"""The parameters and clauses as data: complete, consistent, in order."""

from datetime import date
from itertools import pairwise

import pytest

from regio_xl.domain import Kader, Kind
from regio_xl.domain.woorden import Doel, Telling, Voorrang, words
from regio_xl.sheets.beheer import load_clauses
from regio_xl.sheets.kader import parse_doelvolgorde
from regio_xl.sheets.kader_waarden import load_parameters, parameters_by_code

CLAUSES = {clause.code for clause in load_clauses()}

ORDER = [
    "percentage",
    "maximum",
    "referentie",
    "tolerantie",
    "minimum_totaal",
    "ketentoezicht_besloten",
    "reserve",
    "reserve_maximum",
    "uurtarief",
    "maximum_nieuw",
    "gewicht_toegevoegde_waarde",
    "gewicht_relevantie",
    "gewicht_draagvlak",
    "belang_drempel",
    "afronding",
    "reserve_binnen_totaal",
    "stembasis",
    "aftrekvolgorde",
    "deelfinanciering",
    "uh_voorrang",
    "urenbasis",
    "scoretelling",
    "doelvolgorde",
    "uh_bonus_direct",
    "uh_bonus_indirect",
    "aantal_deelnemers",
    "stemmen_nodig",
    "interventie_deelnemers",
    "onderbesteding",
]


def test_the_order_of_sheet_kader_is_fixed():
    assert [parameter.code for parameter in load_parameters()] == ORDER


@pytest.mark.parametrize("parameter", load_parameters(), ids=lambda item: item.code)
def test_every_parameter_is_explained_and_sourced(parameter):
    assert parameter.clause in CLAUSES
    assert parameter.name
    assert parameter.explanation.endswith(".")
    assert parameter.values
    for value in parameter.values:
        assert value.source
        assert value.valid_from <= value.valid_until
    for earlier, later in pairwise(parameter.values):
        assert earlier.valid_until < later.valid_from


@pytest.mark.parametrize("parameter", load_parameters(), ids=lambda item: item.code)
def test_every_value_is_of_its_kind(parameter):
    for value in parameter.values:
        if parameter.kind is Kind.CHOICE:
            assert value.value in parameter.choices
            assert parameter.unit == "keuze"
        elif value.value is not None:
            assert parameter.minimum is None or value.value >= parameter.minimum
            assert parameter.maximum is None or value.value <= parameter.maximum


def test_only_numbers_have_a_named_cell():
    assert parameters_by_code()["percentage"].cell_name == "kader_percentage"
    assert parameters_by_code()["afronding"].cell_name == ""


def test_u4_3_each_order_of_the_goals_names_every_goal_once_and_the_ratio_last():
    choices = parameters_by_code()["doelvolgorde"].choices
    orders = {parse_doelvolgorde(choice) for choice in choices}
    assert len(orders) == len(choices) == 6
    for order in orders:
        assert sorted(order) == sorted(Doel)
        assert order[-1] is Doel.VERHOUDING


@pytest.mark.parametrize(
    ("code", "words_of"), [("scoretelling", Telling), ("uh_voorrang", Voorrang)]
)
def test_o7_o9_the_choices_are_the_words_of_the_domain(code, words_of):
    assert parameters_by_code()[code].choices == words(words_of)


def test_without_a_choice_the_kader_counts_what_a_new_workbook_says():
    fields = Kader.model_fields
    written = {item.code: item.values[0].value for item in load_parameters()}
    assert fields["doelvolgorde"].default == parse_doelvolgorde(written["doelvolgorde"])
    assert fields["telling"].default == written["scoretelling"]
    assert fields["uh_voorrang"].default == written["uh_voorrang"]


def test_a26_the_cap_on_new_projects_is_for_2026_only():
    (value,) = parameters_by_code()["maximum_nieuw"].values
    assert (value.valid_from, value.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_every_clause_of_the_regulation_is_listed_once_and_in_order():
    codes = [clause.code for clause in load_clauses()]
    assert len(codes) == len(set(codes)) == 53
    assert codes[:6] == ["F1.1", "F1.2", "F1.3", "U1.1", "U1.2", "U1.3"]
    assert codes[-15:] == [f"T{n}" for n in range(1, 6)] + [f"O{n}" for n in range(1, 11)]


@pytest.mark.parametrize("clause", load_clauses(), ids=lambda item: item.code)
def test_every_clause_says_what_it_is_and_what_is_done(clause):
    assert clause.onderwerp
    assert clause.regel.endswith(".")
    assert clause.werking.endswith(".")
    assert set(clause.parameters) <= set(parameters_by_code())


def test_every_parameter_is_named_by_its_clause():
    named = {code: clause.code for clause in load_clauses() for code in clause.parameters}
    assert set(named) == set(parameters_by_code())


def test_the_kader_is_filled_from_the_parameters_with_the_same_code():
    elsewhere = {"jaar", "fase", "gewichten", "telling"}
    assert set(Kader.model_fields) - elsewhere <= set(parameters_by_code())
