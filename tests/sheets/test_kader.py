"""Sheet Kader: year, phase, values by period and rules over several values."""

from datetime import date
from decimal import Decimal

import pytest

from regio_xl.domain import Ernst, Fase, Inhoud, Missing
from regio_xl.domain.woorden import Doel, Telling, Voorrang
from regio_xl.sheets.dossier import gather, read_dossier


def row(maak, code, **changes):
    (found,) = [row for row in maak.kader_rows() if row["Code"] == code]
    return {**found, **changes}


def with_row(maak, code, *rows):
    """Replace the row of one code by others, in its place."""
    made = []
    for found in maak.kader_rows():
        made += rows if found["Code"] == code else [found]
    return maak.jaar(kader_rijen=made)


def brief(dossier):
    return [(b.ernst.value, b.regel, b.rij, b.kolom) for b in dossier.bevindingen]


def test_the_values_in_force_become_the_kader(maak):
    kader = read_dossier(maak.jaar()).kader
    assert (kader.jaar, kader.fase) == (2026, Fase.VOORSTEL)
    assert (kader.percentage, kader.maximum) == (Decimal("0.04"), 350)
    assert (kader.reserve, kader.reserve_maximum, kader.belang_drempel) == (500, 500, 1)
    assert kader.gewichten == {
        "toegevoegde_waarde": Decimal("0.4"),
        "relevantie": Decimal("0.3"),
        "draagvlak": Decimal("0.3"),
    }
    assert kader.minimum_totaal is None
    assert kader.doelvolgorde == (Doel.DEKKING, Doel.UH, Doel.SCORE, Doel.VERHOUDING)
    assert (kader.telling, kader.uh_voorrang) == (Telling.PER_UUR, Voorrang.STRIKT)
    assert (kader.uh_bonus_direct, kader.uh_bonus_indirect) == (Decimal("0.5"), Decimal("0.25"))


def test_o7_o9_the_choices_that_the_account_team_makes_reach_the_kader(maak):
    year = maak.jaar(
        kader={
            "doelvolgorde": "score > U&H > dekking > verhouding",
            "scoretelling": "per opdracht",
            "uh_voorrang": "bonus",
            "uh_bonus_direct": 4,
            "uh_bonus_indirect": 0,
        }
    )
    dossier = read_dossier(year)
    kader = dossier.kader
    assert dossier.bevindingen == ()
    assert kader.doelvolgorde == (Doel.SCORE, Doel.UH, Doel.DEKKING, Doel.VERHOUDING)
    assert (kader.telling, kader.uh_voorrang) == (Telling.PER_OPDRACHT, Voorrang.BONUS)
    assert (kader.uh_bonus_direct, kader.uh_bonus_indirect) == (4, 0)


@pytest.mark.parametrize("value", ["score", 3, "dekking > dekking", "#N/B", True])
def test_u4_3_an_order_that_is_not_offered_is_one_error_and_the_default_counts(maak, value):
    dossier = read_dossier(maak.jaar(kader={"doelvolgorde": value}))
    (item,) = dossier.bevindingen
    assert (item.ernst, item.regel, item.kolom) == (Ernst.FOUT, "U4.3", "Waarde")
    assert dossier.kader.doelvolgorde == tuple(Doel)


def test_u4_3_an_order_in_other_capitals_is_read_and_told(maak):
    typed = "Dekking > score > u&h > verhouding"
    dossier = read_dossier(maak.jaar(kader={"doelvolgorde": typed}))
    assert [item.ernst for item in dossier.bevindingen] == [Ernst.MELDING]
    assert dossier.kader.doelvolgorde[1] is Doel.SCORE


@pytest.mark.parametrize("code", ["uh_bonus_direct", "uh_bonus_indirect"])
@pytest.mark.parametrize("value", [-0.1, 4.5, 50, 1e12, "veel", "", "#N/B", True])
def test_f3_2_an_unusable_bonus_is_one_error_and_counts_as_none(maak, code, value):
    dossier = read_dossier(maak.jaar(kader={code: value}))
    assert [(item.ernst, item.kolom) for item in dossier.bevindingen] == [(Ernst.FOUT, "Waarde")]
    assert getattr(dossier.kader, code) == 0


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("doelvolgorde", "‘dekking > U&H > score > verhouding’"),
        ("uh_bonus_direct", "50%"),
        ("uh_bonus_indirect", "25%"),
    ],
)
def test_in_a_workbook_of_an_older_version_the_value_of_a_new_one_counts(maak, code, value):
    dossier = read_dossier(with_row(maak, code))
    (item,) = dossier.bevindingen
    assert item.ernst is Ernst.WAARSCHUWING
    assert f"Nu telt {value}." in item.melding
    assert item.herstel.startswith("Doe ‘vernieuwen’")
    assert dossier.kader == read_dossier(maak.jaar()).kader


def test_u1_3_a_new_parameter_of_another_period_is_an_error_like_any_other(maak):
    later = {"Geldig van": date(2027, 1, 1), "Geldig tot en met": date(2028, 12, 31)}
    year = with_row(maak, "uh_bonus_direct", row(maak, "uh_bonus_direct", **later))
    (item,) = read_dossier(year).bevindingen
    assert (item.ernst, item.regel) == (Ernst.FOUT, "F3.2")
    assert item.melding.endswith("op Kader; wel voor 2027 tot en met 2028.")
    assert read_dossier(year).kader.uh_bonus_direct == 0


@pytest.mark.parametrize(
    ("jaartal", "melding"),
    [
        ("", "Jaar is niet ingevuld bovenaan blad Kader."),
        ("2026 na Chr.", "Jaar bevat de tekst ‘2026 na Chr.’; dat is geen getal en telt niet mee."),
        (26, "Jaar is 26; het mag lopen van 2000 tot en met 2100."),
        (2026.5, "Jaar is 2026,5; dat hoort een heel getal te zijn."),
    ],
)
def test_u1_3_an_unusable_year_is_one_error(maak, jaartal, melding):
    dossier = read_dossier(maak.jaar(jaartal=jaartal))
    (item,) = dossier.bevindingen
    assert dossier.kader is None
    assert (item.ernst, item.regel, item.blad, item.rij) == (Ernst.FOUT, "U1.3", "Kader", None)
    assert item.melding == melding


def test_a_year_and_phase_with_stray_spaces_are_read_and_told(maak):
    dossier = read_dossier(maak.jaar(jaartal="\u00a02026 ", fase=" Besluit"))
    assert (dossier.kader.jaar, dossier.kader.fase) == (2026, "besluit")
    told = [item.kolom for item in dossier.bevindingen if item.ernst is Ernst.MELDING]
    assert told == ["Fase", "Jaar"]


@pytest.mark.parametrize("fase", ["", "bsluit"])
def test_an_unusable_phase_is_an_error_and_counts_as_the_first(maak, fase):
    dossier = read_dossier(maak.jaar(fase=fase or None))
    (item,) = dossier.bevindingen
    assert (item.ernst, item.regel, item.rij) == (Ernst.FOUT, "T1", None)
    assert dossier.kader.fase is Fase.INVENTARISATIE


@pytest.mark.parametrize("code", ["percentage", "maximum", "reserve", "gewicht_draagvlak"])
def test_a_missing_required_parameter_is_one_error(maak, code):
    dossier = read_dossier(with_row(maak, code))
    (item,) = dossier.bevindingen
    assert item.melding == f"Voor 2026 staat er geen waarde van {code} op Kader."
    assert (dossier.kader is None) == (code in ("percentage", "maximum", "reserve"))


@pytest.mark.parametrize("value", ["volgt", "100", -5, 100.5])
def test_u2_1_ketentoezicht_that_is_no_number_of_hours_gives_no_total(maak, value):
    dossier = read_dossier(maak.jaar(kader={"ketentoezicht_besloten": value}))
    (item,) = dossier.bevindingen
    assert (item.ernst, item.regel, item.kolom) == (Ernst.FOUT, "U2.1", "Waarde")
    assert dossier.kader is None


def test_a_required_parameter_of_another_year_names_those_years(maak):
    year = with_row(
        maak,
        "maximum",
        row(
            maak,
            "maximum",
            **{"Geldig van": date(2027, 1, 1), "Geldig tot en met": date(2028, 12, 31)},
        ),
    )
    (item,) = read_dossier(year).bevindingen
    assert item.melding.endswith("op Kader; wel voor 2027 tot en met 2028.")


def test_an_empty_required_value_is_one_error_at_its_cell(maak):
    year = maak.jaar(kader={"percentage": ""})
    dossier = read_dossier(year)
    assert brief(dossier) == [("fout", "U1.1", 21, "Waarde")]
    assert dossier.kader is None


def test_u1_3_overlapping_periods_are_one_error_and_no_value(maak):
    again = row(maak, "maximum", Waarde=400)
    dossier = read_dossier(with_row(maak, "maximum", row(maak, "maximum"), again))
    assert brief(dossier) == [("fout", "U1.3", 23, "Geldig van")]
    assert "de waarde in rij 22 geldt nog tot en met 31-12-2028" in dossier.bevindingen[0].melding
    assert dossier.kader is None


def test_u1_3_a_new_period_after_three_years(maak):
    later = row(
        maak,
        "maximum",
        Waarde=400,
        **{"Geldig van": date(2029, 1, 1), "Geldig tot en met": date(2031, 12, 31)},
    )
    dossier = read_dossier(with_row(maak, "maximum", row(maak, "maximum"), later))
    assert dossier.bevindingen == ()
    assert dossier.kader.maximum == 350


def test_a_period_that_ends_before_it_begins(maak):
    wrong = row(maak, "maximum", **{"Geldig tot en met": date(2025, 12, 31)})
    dossier = read_dossier(with_row(maak, "maximum", wrong))
    assert brief(dossier) == [("fout", "U1.3", 22, "Geldig tot en met")]


def test_an_unknown_code_gets_a_suggestion(maak):
    rows = [*maak.kader_rows(), row(maak, "maximum", Code="maximaal")]
    (item,) = read_dossier(maak.jaar(kader_rijen=rows)).bevindingen
    assert item.ernst is Ernst.WAARSCHUWING
    assert "Bedoelde u maximum?" in item.herstel


def test_a_code_in_other_capitals_is_read_with_a_warning(maak):
    dossier = read_dossier(with_row(maak, "maximum", row(maak, "maximum", Code="Maximum ")))
    assert brief(dossier) == [("waarschuwing", "U1.1", 22, "Code")]
    assert dossier.kader.maximum == 350


def test_a_value_without_source_is_an_error(maak):
    dossier = read_dossier(with_row(maak, "reserve", row(maak, "reserve", Bron="")))
    assert brief(dossier) == [("fout", "U1.3", 27, "Bron")]


def test_an_empty_table_is_one_error(maak):
    dossier = read_dossier(maak.jaar(kader_rijen=[{}]))
    assert [item.melding for item in dossier.bevindingen] == [
        "Tabel tblKader is leeg; er valt niets te berekenen."
    ]


@pytest.mark.parametrize("value", ["#N/B", "vier", True, -1, 2, float("inf")])
def test_an_unusable_percentage_is_one_error(maak, value):
    dossier = read_dossier(maak.jaar(kader={"percentage": value}))
    assert brief(dossier) == [("fout", "U1.1", 21, "Waarde")]
    assert dossier.kader is None


def test_u1_3_the_minimum_is_a_warning_while_the_total_may_change(maak):
    year = maak.jaar(
        kader={"minimum_totaal": 6000},
        deelnemers=[{"Code": "AMF", "Programma vastgesteld op": ""}],
    )
    assert ("waarschuwing", "U1.3", 5, "Bijdrage") in brief(read_dossier(year))


INHOUD = {"ketentoezicht_inhoud": None, "ketentoezicht_door": None}


def test_what_was_decided_about_ketentoezicht_is_hours_and_content_u2_1(maak):
    typed = {"ketentoezicht_inhoud": "Grond en asbest.", "ketentoezicht_door": "ODU"}
    dossier = read_dossier(maak.jaar(cellen=typed))
    assert dossier.ketentoezicht == Inhoud(tekst="Grond en asbest.", door="ODU")
    assert dossier.bevindingen == ()


def test_hours_that_were_decided_without_a_content_are_asked_about_u2_1(maak):
    (found,) = read_dossier(maak.jaar(cellen=INHOUD)).bevindingen
    assert (found.ernst, found.regel, found.kolom) == (
        Ernst.WAARSCHUWING,
        "U2.1",
        "Inhoud ketentoezicht",
    )
    open_still = maak.jaar(kader={"ketentoezicht_besloten": ""}, cellen=INHOUD)
    assert [item.kolom for item in read_dossier(open_still).bevindingen] == ["Waarde"]
    typed = INHOUD | {"ketentoezicht_inhoud": "Grond."}
    (found,) = read_dossier(maak.jaar(cellen=typed)).bevindingen
    assert found.melding == (
        "Inhoud voorgesteld door is niet ingevuld, terwijl de inhoud er staat."
    )


def test_a_workbook_of_before_these_cells_is_told_so_once_u2_1(maak):
    gone = tuple(Missing(sheet="Kader", name=name) for name in INHOUD)
    (found,) = read_dossier(maak.jaar(missing=gone)).bevindingen
    assert (found.ernst, found.regel) == (Ernst.MELDING, "U2.1")
    assert "Inhoud ketentoezicht en Inhoud voorgesteld door" in found.melding


def test_u1_3_values_that_are_missing_together_are_one_finding(maak):
    rows = [row for row in maak.kader_rows() if row["Code"] in ("percentage", "maximum")]
    found = read_dossier(maak.jaar(kader_rijen=rows)).bevindingen
    errors = [item for item in found if item.ernst is Ernst.FOUT]
    assert len(errors) > 1
    (together,) = gather(errors)
    assert together.melding.startswith(f"Voor 2026 staan er {len(errors)} waarden niet op Kader (")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, ()),
        ({"reserve": "veel"}, ("reserve",)),
        ({"reserve": ""}, ("reserve",)),
        ({"reserve": 900}, ()),  # an error, but of a value that can be read (U3.4)
        ({"ketentoezicht_besloten": ""}, ()),  # to be decided is not unreadable (U2.1)
        ({"uurtarief": "€ 100"}, ("uurtarief",)),
    ],
)
def test_only_a_value_that_cannot_be_read_counts_as_none(maak, changed, named):
    assert read_dossier(maak.jaar(kader=changed)).onleesbaar == named


def test_u1_3_after_the_end_of_a_period_one_finding_tells_what_the_ab_must_decide(maak):
    """An empty value of a first period is a slip; of a next one the AB has not decided yet."""
    later = {"Waarde": "", "Geldig van": date(2029, 1, 1), "Geldig tot en met": date(2031, 12, 31)}
    goes_on = {**later, "Geldig van": date(2026, 1, 1)}
    rows = []
    for item in maak.kader_rows():
        ended = item["Geldig tot en met"].year == 2028
        if item["Code"] in ("percentage", "maximum", "gewicht_relevantie"):
            rows += [item, {**item, **later}]
        else:
            rows.append({**item, **goes_on, "Waarde": item["Waarde"]} if ended else item)
    year = maak.jaar(kader_rijen=rows, jaartal=2029)
    found = [item for item in gather(read_dossier(year).bevindingen) if item.blad == "Kader"]
    errors = [item for item in found if item.ernst is Ernst.FOUT]
    assert [(item.regel, item.rij, item.melding) for item in errors] == [
        (
            *("U1.3", 22),
            "Voor 2029 zijn 2 waarden op Kader nog niet vastgesteld; de vorige golden tot en met "
            "31-12-2028 (percentage en maximum).",
        ),
        ("F3.1", 35, "Waarde van gewicht_relevantie is niet ingevuld."),
    ]
    assert errors[0].herstel == "Laat het AB ze vaststellen en vul ze in, met het besluit als bron."
