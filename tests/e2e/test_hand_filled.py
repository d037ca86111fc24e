"""A workbook filled in by hand comes back with nothing lost and everything worked out."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from regio_xl.cli.files import run_on_file
from regio_xl.steps import STEPS
from tests.e2e import hand
from tests.support.shared import Shared

TYPES = "[Content_Types].xml"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


@pytest.fixture
def filled(shared: Shared, tmp_path: Path) -> Path:
    def make(path: Path) -> None:
        hand.fill(path)
        _add_parts(path)

    return shared.copy("met de hand.xlsm", make, tmp_path / "met de hand.xlsm")


def update(path: Path) -> None:
    run_on_file("bijwerken", STEPS["bijwerken"].run, path, None)


def test_f2_2_rows_typed_below_the_table_are_read_and_the_table_reaches_them(
    filled: Path,
) -> None:
    update(filled)
    book = openpyxl.load_workbook(filled, data_only=True)
    last = hand.FIRST + hand.PROPOSALS - 1
    assert book["Voorstellen"].tables["tblVoorstellen"].ref == f"A5:X{last}"
    assert book["Belang"].tables["tblBelang"].ref == f"A5:AB{last}"
    numbers = [row[0] for row in book["Selectie"].iter_rows(min_row=6, values_only=True)]
    assert sorted(number for number in numbers if number) == list(range(1, hand.PROPOSALS + 1))


def test_u2_1_the_totals_follow_what_was_typed(filled: Path) -> None:
    update(filled)
    book = openpyxl.load_workbook(filled, data_only=True)
    totals = {
        name: book["Financien"][book.defined_names[name].attr_text.split("!")[1]].value
        for name in ("totaal_beschikbaar", "totaal_ketentoezicht", "totaal_flexibel",
                     "totaal_toegewezen", "totaal_vrij")
    }  # fmt: skip
    assert totals["totaal_ketentoezicht"] == 110
    assert totals["totaal_flexibel"] == 500
    assert totals["totaal_toegewezen"] > 0
    assert totals["totaal_beschikbaar"] == sum(
        totals[name] for name in totals if name != "totaal_beschikbaar"
    )
    assert book["Financien"]["F5"].value == 2 * totals["totaal_beschikbaar"]


def test_the_users_own_sheet_notes_chart_and_protection_survive(filled: Path) -> None:
    update(filled)
    book = openpyxl.load_workbook(filled)
    own = book["Eigen aantekeningen"]
    assert own["A3"].value == "post 1"
    assert own["D1"].value == "=SUM(B2:B6)"
    assert own["A1"].font.bold
    assert own["B2"].comment.text == "nagaan bij financiën"
    assert own.protection.sheet
    assert len(own._charts) == 1
    assert [str(item.sqref) for item in own.data_validations.dataValidation] == ["C2:C6"]
    assert book["Deelnemers"]["H10"].value == "notitie bij rij 10"
    assert book["Controle"]["J20"].value == "mijn notitie naast de bevindingen"
    assert book["Voorstel"]["M3"].value == "bespreken in het AOO"


def test_every_part_that_no_step_writes_stays_byte_for_byte(filled: Path) -> None:
    before = parts(filled)
    update(filled)
    after = parts(filled)
    assert set(before) <= set(after) | {"xl/calcChain.xml"}
    kept = [name for name in before if not _written(name)]
    assert {name for name in kept if before[name] != after[name]} == set()
    assert any(name.startswith("xl/charts/") for name in kept)
    assert "customUI/customUI14.xml" in kept
    assert "customXml/item1.xml" in kept


def test_the_ribbon_is_still_attached(filled: Path) -> None:
    update(filled)
    relations = parts(filled)["_rels/.rels"].decode()
    assert RELATIONSHIP in relations
    assert "customUI/customUI14.xml" in relations


def test_excel_would_open_the_result_without_repairing(filled: Path) -> None:
    update(filled)
    assert OpenXmlValidator().validate(filled).errors == []


@pytest.mark.libreoffice
def test_a_workbook_saved_by_libreoffice_is_read_in_full(
    filled: Path, libreoffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    (saved,) = libreoffice([filled], tmp_path / "lo", "xlsm")
    update(saved)
    update(filled)
    ours = openpyxl.load_workbook(filled, data_only=True)
    theirs = openpyxl.load_workbook(saved, data_only=True)
    for name in ("Selectie", "Evaluatie", "Financien"):
        assert content(theirs[name]) == content(ours[name])
    assert theirs["Eigen aantekeningen"]["A3"].value == "post 1"


def content(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[tuple[object, ...]]:
    rows = [row[:18] for row in sheet.iter_rows(min_row=4, values_only=True)]
    return [row for row in rows if any(value is not None for value in row)]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _written(name: str) -> bool:
    """Tell whether a step may rewrite this part: cells, tables, styles, texts, the book itself."""
    return name.startswith(("xl/worksheets/sheet", "xl/tables/")) or name in {
        TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/sharedStrings.xml", "xl/calcChain.xml",
    }  # fmt: skip


def _add_parts(path: Path) -> None:
    """Add a ribbon and a data part, as other tools would, with their relationships."""
    content = parts(path)
    content["customUI/customUI14.xml"] = (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon/></customUI>'
    )
    content["customXml/item1.xml"] = b"<eigen>gegevens</eigen>"
    relation = (
        f'<Relationship Id="rIdRibbon" Type="{RELATIONSHIP}" Target="customUI/customUI14.xml"/>'
        '<Relationship Id="rIdData" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/customXml" Target="customXml/item1.xml"/></Relationships>'
    )
    content["_rels/.rels"] = content["_rels/.rels"].replace(b"</Relationships>", relation.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
