"""Findings of one cause are one finding, with a count and the places."""

import re

import pytest

from regio_xl.domain import Bevinding, Ernst, Kind, Oorzaak
from regio_xl.domain.table import NUMBER_FORMATS
from regio_xl.sheets import schema
from regio_xl.sheets.dossier import enumerate_rows, gather, read_dossier


def bevinding(rij, melding="Uren is niet ingevuld.", **more):
    given = {
        "ernst": Ernst.FOUT,
        "regel": "F2.2",
        "blad": "Voorstellen",
        "rij": rij,
        "kolom": "Uren",
        "melding": melding,
        "herstel": "Vul Uren in.",
    }
    return Bevinding(**{**given, **more})


def test_the_same_words_about_other_rows_are_one_finding():
    (found,) = gather([bevinding(row, nr=row) for row in (6, 7, 8, 11)])
    assert found.melding == ("Uren is niet ingevuld. Dat geldt voor 4 rijen: 6 tot en met 8 en 11.")
    assert (found.rij, found.rijen, found.kolom, found.nr) == (6, (6, 7, 8, 11), "Uren", None)


def test_one_finding_stays_as_it_is():
    alone = bevinding(6, oorzaak=Oorzaak(melding="{aantal} cellen"), wat="AMF")
    assert gather([alone]) == (alone,)


@pytest.mark.parametrize(
    "other",
    [
        {"ernst": Ernst.WAARSCHUWING},
        {"blad": "Belang"},
        {"kolom": "Nr"},
        {"regel": "O6"},
        {"melding": "Uren is 0."},
        {"herstel": "Verwijder de rij."},
    ],
)
def test_another_cause_stays_apart(other):
    assert len(gather([bevinding(6), bevinding(7).model_copy(update=other)])) == 2


def test_a_cause_in_several_columns_names_them():
    cause = Oorzaak(melding="{aantal} getallen staan als tekst", herstel="Doe ‘herstel’.")
    cells = [(6, "Nr"), (6, "Uren"), (7, "Uren")]
    (found,) = gather([bevinding(row, kolom=kolom, oorzaak=cause) for row, kolom in cells])
    assert found.melding == "3 getallen staan als tekst (Nr en Uren: rij 6 en 7)."
    assert (found.herstel, found.kolom) == ("Doe ‘herstel’.", None)


def test_names_say_more_than_rows():
    cause = Oorzaak(melding="{aantal} deelnemers zonder kolom")
    (found,) = gather([bevinding(5, oorzaak=cause, wat=code) for code in ("AMF", "BAA")])
    assert found.melding == "2 deelnemers zonder kolom (AMF en BAA)."


def test_a_header_of_people_with_braces_is_no_count():
    cause = Oorzaak(melding="{x} is {aantal} keer niet ingevuld")
    (found,) = gather([bevinding(row, oorzaak=cause) for row in (6, 7)])
    assert found.melding == "{x} is 2 keer niet ingevuld (rij 6 en 7)."


def test_many_rows_apart_are_cut():
    assert enumerate_rows(range(6, 60, 2)).endswith("28 en 15 andere")


def test_each_finding_still_excludes_its_own_proposal_f2_2(maak):
    """Gathering is for what is shown: who is excluded was known before."""
    rows = [{"Nr": nr, "Uren": ""} for nr in (12, 13, 14)]
    dossier = read_dossier(maak.jaar(voorstellen=rows))
    assert sorted(dossier.fouten_per_voorstel()) == [12, 13, 14]
    gathered = gather(dossier.bevindingen)
    assert [item.melding for item in gathered if item.kolom == "Uren"] == [
        "Uren is 3 keer niet ingevuld (rij 6 tot en met 8)."
    ]


COUNTED_ANYWAY = {
    ("tblVoorstellen", "Nr"): "COUNT only tells how many are not on Selectie yet",
    ("tblVoorstellen", "Uren"): "only of ketentoezicht; that cell then says what to do",
}


def test_f1_3_a_number_or_date_that_a_formula_looks_at_says_so():
    """Else text would count in Python and not in the workbook."""
    tables = schema.tables(("AMF",))
    formulas = [
        *(field.formula for _, field, _ in schema.fields().values() if field.formula),
        *(
            column.formula
            for _, spec in tables.values()
            for column in spec.columns
            if column.formula
        ),
    ]
    seen = set()
    for formula in formulas:
        seen |= set(re.findall(r"(tbl\w+)\[(?:\[#This Row\],)?\[?([^\[\]#]+)\]", formula))
    looked_at = {
        (name, column.header): column.in_formulas
        for name, (_, spec) in tables.items()
        for column in spec.columns
        if (name, column.header) in seen
        and column.owner == "input"
        and (column.kind in NUMBER_FORMATS and column.kind is not Kind.ANY)
    }
    assert {place for place, told in looked_at.items() if not told} == set(COUNTED_ANYWAY)
    assert {("tblDeelnemers", "DVO-uren"), ("tblKader", "Geldig van")} < set(looked_at)
