"""What the cells of sheet Kader offer and say stays within what Excel takes, and readable."""

import pytest

from regio_xl.builder import validation
from regio_xl.domain import Column
from regio_xl.sheets.kader_waarden import load_parameters, parameters_by_code


def rule(parameter):
    return validation.rule(
        Column(
            key="waarde",
            header="Waarde",
            kind=parameter.kind,
            choices=parameter.choices,
            minimum=parameter.minimum,
            maximum=parameter.maximum,
        ),
        (),
    )


@pytest.mark.parametrize("parameter", load_parameters(), ids=lambda item: item.code)
def test_every_parameter_has_a_validation_that_excel_takes(parameter):
    options = rule(parameter)
    assert len(options["error_message"]) <= 255
    assert options["error_message"].endswith(".")
    if parameter.choices:
        assert options["source"] == list(parameter.choices)
        assert len(",".join(options["source"])) <= 255


def test_a_list_too_long_for_one_message_points_to_the_arrow_and_cuts_no_choice_in_two():
    assert rule(parameters_by_code()["doelvolgorde"])["error_message"] == validation.LONG_LIST
    assert rule(parameters_by_code()["scoretelling"])["error_message"].endswith(
        "Kies een van: per uur, per opdracht."
    )


def test_f3_2_the_bonus_says_its_own_bounds():
    options = rule(parameters_by_code()["uh_bonus_direct"])
    assert (options["minimum"], options["maximum"]) == (0, 4)
    assert "van 0% tot en met 400%" in options["error_message"]
