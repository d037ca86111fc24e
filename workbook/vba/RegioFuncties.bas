Attribute VB_Name = "RegioFuncties"
Option Explicit
Option Private Module
' De ene plek waar de functies REGIO_... Python aanroepen, via de invoegtoepassing xlwings. Die wordt
' pas bij het rekenen gezocht. Ontbreekt zij, ontbreekt Python, of kent het systeem zulke functies
' niet (macOS), dan toont de cel #N/B.

Private Const INVOEGTOEPASSING As String = "xlwings.xlam"
Private Const PYTHONMODULE As String = "udfs.regio"
Private Const FOUT_ALS_TEKST As String = "#VALUE!"
Private Const FOUT_WAARDE As Long = 2015
Private Const FOUT_NIET_BESCHIKBAAR As Long = 2042

Public Function RegioFunctie(ByVal naam As String, ByVal argumenten As Variant, ByVal aanroeper As Variant) As Variant
    On Error GoTo Mislukt
    RegioFunctie = MetFouten(XLPy.CallUDF(PYTHONMODULE, naam, argumenten, ThisWorkbook, aanroeper))
    Exit Function
Mislukt:
    RegioFunctie = CVErr(FOUT_NIET_BESCHIKBAAR)
End Function

Public Sub RegioBeschrijf(ByVal naam As String, ByVal categorie As String, ByVal uitleg As String, ByVal argumenten As Variant)
    On Error Resume Next
    Application.MacroOptions _
        Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & naam, _
        Description:=uitleg, _
        Category:=categorie, _
        ArgumentDescriptions:=argumenten
End Sub

Private Function XLPy() As Object
    Dim geladen As Object
    ' Eerst kijken of zij er is: anders zoekt Excel bij elke herberekening naar een bestand.
    Set geladen = Application.Workbooks(INVOEGTOEPASSING)
    Set XLPy = Application.Run(geladen.Name & "!XLPy")
End Function

Private Function MetFouten(ByVal uitkomst As Variant) As Variant
    ' Python kan geen foutwaarde teruggeven, wel een tekst; SUM zou een tekst stil overslaan.
    Dim rij As Long
    Dim kolom As Long
    Select Case AantalDimensies(uitkomst)
        Case 0
            uitkomst = FoutOfWaarde(uitkomst)
        Case 1
            For kolom = LBound(uitkomst) To UBound(uitkomst)
                uitkomst(kolom) = FoutOfWaarde(uitkomst(kolom))
            Next kolom
        Case Else
            For rij = LBound(uitkomst, 1) To UBound(uitkomst, 1)
                For kolom = LBound(uitkomst, 2) To UBound(uitkomst, 2)
                    uitkomst(rij, kolom) = FoutOfWaarde(uitkomst(rij, kolom))
                Next kolom
            Next rij
    End Select
    MetFouten = uitkomst
End Function

Private Function AantalDimensies(ByVal uitkomst As Variant) As Long
    Dim grens As Long
    If Not IsArray(uitkomst) Then Exit Function
    AantalDimensies = 1
    On Error GoTo Klaar
    grens = UBound(uitkomst, 2)
    If grens >= LBound(uitkomst, 2) Then AantalDimensies = 2
Klaar:
End Function

Private Function FoutOfWaarde(ByVal waarde As Variant) As Variant
    FoutOfWaarde = waarde
    If VarType(waarde) <> vbString Then Exit Function
    If waarde = FOUT_ALS_TEKST Then FoutOfWaarde = CVErr(FOUT_WAARDE)
End Function
