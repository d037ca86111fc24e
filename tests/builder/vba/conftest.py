"""A project as the workbook will have it: the workbook, its sheets and two standard modules."""

import pytest

from regio_xl.builder.vba import Module, ModuleKind, Project, compile_project

SHEETS = (
    *("Start", "Kader", "Deelnemers", "Voorstellen", "Belang", "Beoordeling", "Controle"),
    *("Voorstel", "Selectie", "Vergelijking", "AOO", "Stemming", "Interventies", "Voortgang"),
    *("Rapportage", "Evaluatie", "Financien", "Over"),
)
WORKBOOK = """Option Explicit

Private Sub Workbook_Open()
    Lint.Vernieuw
End Sub
"""
RIBBON = """Attribute VB_Name = "Lint"
Option Explicit

Private lint As IRibbonUI

Public Sub Geladen(ribbon As IRibbonUI)
    Set lint = ribbon
End Sub

Public Sub Klik(control As IRibbonControl)
    MsgBox "Eén moment – ‘" & control.ID & "’ kost € 0", vbInformation
End Sub

Public Sub Vernieuw()
    If Not lint Is Nothing Then lint.Invalidate
End Sub
"""
FUNCTION = """
Public Function REGIO_F{0}(uren As Variant) As Variant
Attribute REGIO_F{0}.VB_Description = "Functie {0} van de regeling"
    REGIO_F{0} = Application.Run("'" & ThisWorkbook.Name & "'!Reken", {1}, uren)
End Function
"""


def function(number: int) -> str:
    """Return one function; its number is hashed, so that a long text stays hard to compress."""
    return FUNCTION.format(number, pow(7, number * 7919, 1_000_000_007))


@pytest.fixture(scope="session")
def project() -> Project:
    functions = 'Attribute VB_Name = "Functies"\nOption Explicit\n' + "".join(
        map(function, range(200))
    )
    return Project(
        name="RegioXL",
        guid="{8F3C2B1A-5D4E-4F60-9A7B-1C2D3E4F5A6B}",
        description="Regionale opdrachten",
        modules=(
            Module(name="ThisWorkbook", kind=ModuleKind.WORKBOOK, source=WORKBOOK),
            *(Module(name=f"bl{name}", kind=ModuleKind.SHEET, source="") for name in SHEETS),
            Module(name="Lint", kind=ModuleKind.STANDARD, source=RIBBON),
            Module(name="Functies", kind=ModuleKind.STANDARD, source=functions),
        ),
    )


@pytest.fixture(scope="session")
def data(project: Project) -> bytes:
    return compile_project(project)
