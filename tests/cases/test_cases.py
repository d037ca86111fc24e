"""Runs the readable examples: each file starts from a complete year and changes one thing.

``[[verwacht]]`` lists every finding, in any order; a key that is left out is not compared.
``[uitkomst]`` compares what is computed. The name of the file begins with its clauses.
"""

import runpy
import tomllib
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from regio_xl import rules
from regio_xl.sheets.dossier import read_dossier
from regio_xl.steps.vastgesteld import uitslag_of

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.toml"))
AFTER = ("Interventies", "Verschuivingen", "Voortgang", "Perioden")
"""Tables about the hours after the decision; the others are there too when a case has one."""

maak = SimpleNamespace(**runpy.run_path(str(HERE.parent / "sheets" / "maak.py")))


def read_case(path):
    case = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    deelnemers = maak.ZEVENENTWINTIG if case.get("alle_deelnemers") else case.get("Deelnemers")
    year = maak.jaar(
        kader=case.get("Kader"),
        deelnemers=deelnemers,
        aoo=case.get("AOO"),
        **_vote(case, deelnemers),
        voorstellen=case.get("Voorstellen"),
        belang=case.get("Belang"),
        beoordeling=case.get("Beoordeling"),
        na_besluit={name: case[name] for name in AFTER if name in case},
        weg={f"tbl{blad}": koppen for blad, koppen in case.get("ontbreekt", {}).items()},
        beyond={f"tbl{blad}": rijen for blad, rijen in case.get("onder_de_tabel", {}).items()},
        ketentoezicht=not case.get("zonder_ketentoezicht", False),
        jaartal=case.get("jaar", 2026),
        fase=case.get("fase", "voorstel"),
    )
    return case, read_dossier(year)


def _vote(case, deelnemers):
    """Return the votes, as rows or as so many of each word, and number and date of the decision."""
    if "overleg" in case:
        return {"cellen": {"aoo_datum": maak.cell(case["overleg"]["datum"])}}
    if "Stemming" not in case:
        return {"stemming": case.get("Stemmen")}
    given = case["Stemming"]
    rows = maak.stemmen([row["Code"] for row in deelnemers], given)
    return {
        "stemming": rows,
        "cellen": maak.besluit(given.get("nummer", ""), given.get("datum", "")),
    }


def fits(found, expected):
    """Tell whether a finding is the expected one; texts need only contain what is asked."""
    for key, value in expected.items():
        actual = getattr(found, key)
        if not (value in actual if key in ("melding", "herstel") else actual == value):
            return False
    return True


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_findings(path):
    case, dossier = read_case(path)
    left = list(dossier.bevindingen)
    for expected in case.get("verwacht", []):
        match = next((found for found in left if fits(found, expected)), None)
        assert match, f"niet gevonden: {expected}\nwel: {left}"
        left.remove(match)
    assert not left, f"onverwacht: {left}"


WHOLE = ("stemmen", "adviezen")
"""Outcomes that are compared as a whole: who is not named does not count."""

OUTCOMES = {
    "bijdrage": lambda dossier: {
        code: item.uren
        for code, item in rules.compute_bijdragen(dossier.deelnemers, dossier.kader).items()
    },
    "gebonden_door": lambda dossier: {
        code: item.gebonden_door
        for code, item in rules.compute_bijdragen(dossier.deelnemers, dossier.kader).items()
    },
    "totaal": lambda dossier: rules.compute_totaal(dossier.deelnemers, dossier.kader),
    "voorlopig": lambda dossier: rules.is_voorlopig(dossier.deelnemers),
    "buiten_het_pakket": lambda dossier: sorted(dossier.fouten_per_voorstel()),
    "maximum_nieuw": lambda dossier: dossier.kader.maximum_nieuw or "geen",
    "samenwerkingsverband": lambda dossier: {
        str(item.nr): item.samenwerkingsverband for item in dossier.voorstellen
    },
    "nodig_uren": lambda dossier: {
        str(item.nr): item.uren
        + rules.compute_kosten_uren(item.materiele_kosten, dossier.kader.uurtarief)
        for item in dossier.voorstellen
    },
    "vereist": lambda dossier: {str(item.nr): list(item.vereist) for item in dossier.voorstellen},
    "sluit_uit": lambda dossier: {
        str(item.nr): list(item.sluit_uit) for item in dossier.voorstellen
    },
    "doelvolgorde": lambda dossier: list(dossier.kader.doelvolgorde),
    "telling": lambda dossier: dossier.kader.telling,
    "uh_bonus": lambda dossier: {
        "direct": dossier.kader.uh_bonus_direct,
        "indirect": dossier.kader.uh_bonus_indirect,
    },
    "uitslag": lambda dossier: uitslag_of(dossier).woord,
    "nodig": lambda dossier: uitslag_of(dossier).nodig or "niet bekend",
    "stemmen": lambda dossier: {item.code: item.stem for item in dossier.besluitvorming.stemmen},
    "adviezen": lambda dossier: {
        item.code: item.advies for item in dossier.besluitvorming.adviezen
    },
    "score": lambda dossier: {
        str(nr): rules.compute_score(item.scores, dossier.kader.gewichten).totaal
        for nr, item in dossier.beoordelingen.items()
    },
}


def coverage(dossier, case):
    given = {int(nr): uren for nr, uren in case["uitkomst"].get("toegewezen", {}).items()}
    return rules.compute_dekking(
        dossier.deelnemers, {}, given, dossier.belang, dossier.kader.belang_drempel
    )


@pytest.mark.parametrize(
    "path",
    [path for path in CASES if "[uitkomst]" in path.read_text("utf-8")],
    ids=lambda p: p.stem,
)
def test_outcome(path):
    case, dossier = read_case(path)
    for key, expected in case["uitkomst"].items():
        if key == "toegewezen":
            continue
        if key in ("gedekt", "belang_uren"):
            actual = {item.code: getattr(item, key) for item in coverage(dossier, case)}
        else:
            actual = OUTCOMES[key](dossier)
        if isinstance(expected, dict) and key not in WHOLE:
            actual = {name: actual[name] for name in expected}
        assert actual == expected, key
