Option Explicit
' Calls the callbacks as Excel does. Each returns something, for LibreOffice is silent about errors.

Private lintVanExcel As Object

Private Function Knop(ByVal stap As String) As Object
    Set Knop = New NepLint
    Knop.Tag = stap
    Knop.ID = "knop_" & stap
End Function

Public Function Klik(ByVal stap As String) As String
    RegioKlik Knop(stap)
    Klik = "gedaan"
End Function

Public Function Mag(ByVal stap As String) As Variant
    Dim antwoord As Variant
    RegioMag Knop(stap), antwoord
    Mag = antwoord
End Function

Public Function Uitleg(ByVal stap As String) As Variant
    Dim antwoord As Variant
    RegioUitleg Knop(stap), antwoord
    Uitleg = antwoord
End Function

Public Function LintGeladen() As Long
    Set lintVanExcel = New NepLint
    RegioLintGeladen lintVanExcel
    LintGeladen = lintVanExcel.Getekend
End Function

Public Function LintVernieuwen() As Long
    RegioLintVernieuwen
    LintVernieuwen = lintVanExcel.Getekend
End Function

Public Function NaWijzigingOp(ByVal blad As String) As Long
    Application.Run "ThisWorkbook.Workbook_SheetChange", ThisWorkbook.Sheets(blad), ThisWorkbook.Sheets(blad).Range("B2")
    NaWijzigingOp = lintVanExcel.Getekend
End Function

Public Function Gebeurtenis(ByVal naam As String) As String
    Application.Run "ThisWorkbook." & naam
    Gebeurtenis = "gedaan"
End Function

Public Function AndereCel() As String
    Application.Run "ThisWorkbook.Workbook_SheetSelectionChange", ThisWorkbook.Sheets("Kader"), ThisWorkbook.Sheets("Kader").Range("B2")
    AndereCel = "gedaan"
End Function

Public Function IsFout(ByVal uren As Variant) As Boolean
    IsFout = IsError(REGIO_BIJDRAGE(uren))
End Function

Public Function Kolom(ByVal adres As String) As String
    Dim uitkomst As Variant
    Dim rij As Long
    uitkomst = REGIO_BIJDRAGE(ThisWorkbook.Sheets("Start").Range(adres))
    For rij = LBound(uitkomst, 1) To UBound(uitkomst, 1)
        If IsError(uitkomst(rij, 0)) Then
            Kolom = Kolom & "fout;"
        Else
            Kolom = Kolom & uitkomst(rij, 0) & ";"
        End If
    Next rij
End Function
