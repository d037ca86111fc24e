"""Whatever was evaluated: what goes on is a running proposal, and nothing else is (U9.2)."""

from hypothesis import given
from hypothesis import strategies as st

from regio_xl.steps.nieuw_jaar import close
from tests.support.decided import HALF, LAST, decided_year

REPORT = st.fixed_dictionaries(
    {
        "Periode": st.sampled_from([HALF, LAST, "Onbekend"]),
        "Gerealiseerd": st.integers(0, 400) | st.sampled_from(["veel", 1.5, ""]),
        "Prognose heel jaar": st.just("") | st.integers(0, 400),
    }
)
EVALUATION = st.fixed_dictionaries(
    {
        "Doorgaan of stoppen": st.sampled_from([None, "doorgaan", "stoppen", "weet niet"]),
        "Lessen": st.sampled_from([None, "Eerder beginnen."]),
    }
)
PACKAGE = st.dictionaries(st.integers(1, 40), st.integers(1, 300), min_size=1, max_size=8)
REPORTS = st.dictionaries(st.integers(1, 40), REPORT)


@st.composite
def evaluated(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, dict[str, object]]]:
    """Return a package, and what was said of projects in it and of some that are not."""
    pakket = draw(PACKAGE)
    of = draw(st.dictionaries(st.integers(1, 45) | st.sampled_from(sorted(pakket)), EVALUATION))
    return pakket, of


def left(uren: int, report: dict[str, object]) -> int:
    """Return what is left of hours, by the words of the manual; 0 where that is not known."""
    spent, expected = report.get("Gerealiseerd"), report.get("Prognose heel jaar")
    if not isinstance(spent, int):
        return 0
    if report["Periode"] == LAST:
        return max(0, uren - spent)
    halfway = report["Periode"] == HALF and isinstance(expected, int)
    return max(0, uren - max(spent, expected)) if halfway else 0


@given(evaluated(), REPORTS, st.permutations(range(50)))
def test_u9_2_every_project_that_goes_on_and_no_other_is_a_running_proposal(case, reports, order):
    pakket, said = case
    rows = [{"Nr": nr, **values} for nr, values in sorted(said.items(), key=lambda i: order[i[0]])]
    progress = [{"Project": nr, **report} for nr, report in reports.items()]
    made = close(decided_year(pakket, rows, progress), "jaar2027.xlsm")
    assert made.weigering == ""
    going_on = {nr for nr in pakket if said.get(nr, {}).get("Doorgaan of stoppen") == "doorgaan"}
    proposals = made.tabellen["tblVoorstellen"]
    assert [row["nr"] for row in proposals] == sorted(going_on)
    assert {row["soort"] for row in proposals} <= {"doorlopend"}
    questions = [item["vraag"] for item in made.tabellen["tblVragen"]]
    for row in proposals:
        nr, asked = row["nr"], row["uren"]
        assert asked == (left(pakket[nr], reports.get(nr, {})) or None)
        name = f"Project {nr} (Project {nr}): hoeveel uur"
        assert (asked is None) == any(text.startswith(name) for text in questions)


@given(evaluated())
def test_u9_2_no_project_of_the_package_gets_lost_without_a_word(case):
    pakket, said = case
    rows = [{"Nr": nr, **values} for nr, values in said.items()]
    data = close(decided_year(pakket, rows), "jaar2027.xlsm").data
    told = [*(item["nr"] for item in data["doorgaan"]), *data["stoppen"], *data["zonder_keuze"]]
    assert sorted(told) == sorted(pakket)
    asked = " ".join(item["vraag"] for item in data["vragen"])
    for nr in data["zonder_keuze"]:
        assert f"Project {nr} (Project {nr}): gaat het door of stopt het?" in asked
