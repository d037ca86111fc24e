"""Tables as a whole: columns, empty rows, repeated keys, rows below the range, formulas."""

import pytest

from regio_xl.domain import Ernst, Missing, Voorstel
from regio_xl.sheets.dossier import read_dossier
from regio_xl.sheets.schema import tables
from regio_xl.sheets.tables import read_rows


def found(year):
    return [
        (b.ernst.value, b.regel, b.blad, b.rij, b.kolom) for b in read_dossier(year).bevindingen
    ]


def test_the_standard_year_has_no_findings(maak):
    assert read_dossier(maak.jaar()).bevindingen == ()


def test_rows_below_the_range_are_read_and_reported(maak):
    dossier = read_dossier(maak.jaar(beyond={"tblVoorstellen": 1}))
    (item,) = dossier.bevindingen
    assert item.ernst is Ernst.MELDING
    assert item.melding.startswith("1 rij staat direct onder de tabel tblVoorstellen")
    assert len(dossier.voorstellen) == 2


def test_empty_rows_at_the_end_are_just_room_to_type(maak):
    year = maak.jaar(voorstellen=[{"Nr": 1, "Soort": "ketentoezicht"}, {"Nr": 12}, {}, {}])
    assert found(year) == []


def test_a_table_with_one_empty_row_is_empty(maak):
    year = maak.jaar(voorstellen=[{}], ketentoezicht=False, belang=[{}], beoordeling=[{}])
    assert found(year) == [("melding", "F2.1", "Voorstellen", 5, None)]


def test_a_missing_optional_column_is_a_warning(maak):
    year = maak.jaar(weg={"tblVoorstellen": ["Groepen"]})
    assert found(year) == [("waarschuwing", "U7.1", "Voorstellen", 5, "Groepen")]


def test_a_missing_belang_column_is_a_warning(maak):
    year = maak.jaar(weg={"tblBelang": ["AMF"]})
    assert found(year) == [("waarschuwing", "U4.3", "Belang", 5, "AMF")]


def test_a_missing_formula_column_is_an_error(maak):
    year = maak.jaar(weg={"tblDeelnemers": ["Bijdrage"]})
    assert found(year) == [("fout", "U1.1", "Deelnemers", 5, "Bijdrage")]


def test_a_missing_number_column_does_not_blame_the_other_sheets(maak):
    year = maak.jaar(weg={"tblVoorstellen": ["Nr"]})
    assert found(year) == [("fout", "F2.2", "Voorstellen", 5, "Nr")]


def test_a_number_with_text_beside_it_does_not_blame_the_other_sheets(maak):
    year = maak.jaar(
        voorstellen=[{"Nr": "12 eur"}, {"Nr": 13}],
        belang=[{"Nr": 1}, {"Nr": 12}, {"Nr": 13}],
        beoordeling=[{"Nr": 12}, {"Nr": 13}],
    )
    assert found(year) == [("fout", "F2.2", "Voorstellen", 6, "Nr")]
    assert [v.nr for v in read_dossier(year).voorstellen] == [13, 1]


@pytest.mark.parametrize(
    ("missing", "melding"),
    [
        (Missing(sheet="Selectie"), "Blad Selectie ontbreekt."),
        (Missing(sheet="Selectie", table="tblDekking"), "Tabel tblDekking ontbreekt op blad"),
        (
            Missing(sheet="Financien", name="totaal_vrij"),
            "De cel met de naam totaal_vrij ontbreekt",
        ),
    ],
)
def test_missing_parts_are_named(maak, missing, melding):
    (item,) = read_dossier(maak.jaar(missing=(missing,))).bevindingen
    assert item.ernst is Ernst.FOUT
    assert item.melding.startswith(melding)
    assert item.blad == missing.sheet


@pytest.mark.parametrize(
    "name", ["tblKader", "tblDeelnemers", "tblVoorstellen", "tblBelang", "tblBeoordeling"]
)
def test_a_missing_table_gives_one_error_and_no_cascade(maak, name):
    year = maak.jaar()
    rest = {key: table for key, table in year.tables.items() if key != name}
    (item,) = read_dossier(year.model_copy(update={"tables": rest})).bevindingen
    assert item.melding.startswith(f"Tabel {name} ontbreekt")


def test_a_missing_sheet_is_said_once(maak):
    year = maak.jaar(missing=(Missing(sheet="Belang"), Missing(sheet="Belang", table="tblBelang")))
    rest = {key: table for key, table in year.tables.items() if key != "tblBelang"}
    dossier = read_dossier(year.model_copy(update={"tables": rest}))
    assert [item.melding for item in dossier.bevindingen] == ["Blad Belang ontbreekt."]


def test_f1_2_a_formula_that_shows_another_number_is_an_error(maak):
    year = maak.jaar()
    table = year.tables["tblDeelnemers"]
    first = table.rows[0]
    shown = first.model_copy(update={"values": {**first.values, "bijdrage": 349.0}})
    table = table.model_copy(update={"rows": (shown, *table.rows[1:])})
    year = year.model_copy(update={"tables": {**year.tables, "tblDeelnemers": table}})
    (item,) = read_dossier(year).bevindingen
    assert (item.regel, item.rij) == ("F1.2", 6)
    assert item.melding == "Bijdrage toont ‘349’. Herrekend is het 350 uur."


@pytest.mark.parametrize("code", ["ODU", "NR", "A B", "1A", "TEVEELLETTERS", "É"])
def test_f1_2_codes_that_cannot_head_a_column(maak, code):
    year = maak.jaar(deelnemers=[{"Code": code}])
    assert ("fout", "F1.2", "Deelnemers", 6, "Code") in found(year)


def test_t1_t2_t3_t5_a_step_that_ends_before_it_begins(maak):
    year = maak.jaar()
    for fase, clause in [
        ("inventarisatie", "T1"),
        ("voorstel", "T2"),
        ("bespreking", "T3"),
        ("besluit", "T4"),
        ("uitvoering", "T5"),
    ]:
        row = {"Code": clause, "Fase": fase, "Van": "", "Tot en met": ""}
        day = maak.READ_AT
        table = maak.table("tblTijdlijn", [{**row, "Van": day, "Tot en met": day.replace(day=1)}])
        changed = year.model_copy(update={"tables": {**year.tables, "tblTijdlijn": table}})
        assert found(changed) == [("waarschuwing", clause, "Kader", 12, "Tot en met")]


def test_a_sheet_that_only_the_ribbon_reads_is_missed_mildly(maak):
    dossier = read_dossier(maak.jaar(missing=(Missing(sheet="Knoppen"),)))
    found = [item for item in dossier.bevindingen if item.blad == "Knoppen"]
    assert [item.ernst for item in found] == [Ernst.WAARSCHUWING]


def test_a_proposal_is_filled_from_the_columns_with_the_same_key():
    columns = {column.key for column in tables()["tblVoorstellen"][1].columns}
    assert set(Voorstel.model_fields) - {"rij"} <= columns


def test_a_row_knows_its_table_once_it_is_read(maak):
    table = maak.jaar().tables["tblVoorstellen"]
    with pytest.raises(ValueError, match="has not been read"):
        table.rows[0].usable("uren")
    row = read_rows(table)[0]
    assert (row.table, row.whole("uren"), row.usable("uren")) == (table, 120, True)
