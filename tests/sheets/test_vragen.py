"""Sheet Vragen: what is open is told once, with its place (U9.2)."""

import pytest

from regio_xl.domain import Ernst
from regio_xl.sheets.vragen import check_vragen, open_questions


@pytest.fixture
def year(maak):
    def make(*rows, **more):
        table = maak.table("tblVragen", rows, **more)
        old = maak.jaar()
        return old.model_copy(update={"tables": {**old.tables, table.name: table}})

    return make


def test_u9_2_a_question_is_open_until_there_is_an_answer(year):
    found = year(
        {"Vraag": "Wie leidt project 12?"},
        {"Vraag": "Blijft de reserve?", "Antwoord": "?"},
        {"Vraag": "Gaat 14 door?", "Antwoord": "Nee, zegt het AOO."},
        {"Komt uit": "evaluatie van 2026"},
        {},
    )
    assert [row.number for row in open_questions(found)] == [6, 7]
    by_row = {item.rij: item for item in check_vragen(found) if item.kolom == "Antwoord"}
    assert {item.ernst for item in by_row.values()} == {Ernst.MELDING}
    assert by_row[6].melding == "Nog open: ‘Wie leidt project 12?’."
    assert by_row.keys() == {6, 7}


def test_u9_2_an_answer_without_a_question_is_asked_about(year):
    (item,) = [
        item for item in check_vragen(year({"Antwoord": "Ja."})) if item.ernst is not Ernst.MELDING
    ]
    assert (item.rij, item.kolom, item.melding) == (6, "Vraag", "Vraag is niet ingevuld.")


def test_u9_2_without_the_column_no_question_gets_lost(year):
    found = year({"Vraag": "Wie leidt project 12?"}, weg=("Antwoord",))
    assert len(open_questions(found)) == 1


def test_u9_2_an_older_workbook_has_no_questions_and_that_is_no_fault(maak):
    assert open_questions(maak.jaar()) == ()
    assert list(check_vragen(maak.jaar())) == []
