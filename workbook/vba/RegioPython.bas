Attribute VB_Name = "RegioPython"
Option Explicit
' De enige plek die Python aanroept, via de invoegtoepassing xlwings. Die wordt pas bij de klik gezocht:
' een vaste verwijzing zou deze werkmap onbruikbaar maken waar de invoegtoepassing ontbreekt.

Private Const TITEL As String = "Regionale opdrachten"
Private Const INVOEGTOEPASSING As String = "xlwings.xlam"

Private statusGezet As Boolean

Public Sub RegioStap(ByVal stap As String)
    Dim melding As String
    melding = RegioAanroep(stap)
    If melding <> "" Then MsgBox melding, vbExclamation, TITEL
End Sub

Public Function RegioAanroep(ByVal stap As String) As String
    ' Geeft een lege tekst, of de reden waarom de stap niet is begonnen.
    ' Eerst naar voren: de invoegtoepassing leest de instellingen van de werkmap die voor staat.
    ThisWorkbook.Activate
    RegioAanroep = RegioOntbreekt(stap)
    If RegioAanroep <> "" Then Exit Function
    On Error GoTo Mislukt
    statusGezet = True
    Application.Run INVOEGTOEPASSING & "!RunPython", "from regio_xl import ribbon; ribbon." & stap & "()"
    Exit Function
Mislukt:
    RegioAanroep = "Python kon niet worden gestart (" & Err.Description & "). De werkmap is niet veranderd. " & _
        "Voer in een opdrachtvenster 'regio-xl zelftest' uit; dat zegt wat er ontbreekt."
End Function

Public Sub RegioStatusLeeg()
    ' Een stap laat zijn uitkomst op de statusbalk staan tot er iets anders wordt aangeklikt.
    If Not statusGezet Then Exit Sub
    statusGezet = False
    Application.StatusBar = False
End Sub

Private Function RegioOntbreekt(ByVal stap As String) As String
    Dim geladen As Object
    Dim tolk As String
    On Error Resume Next
    Set geladen = Application.Workbooks(INVOEGTOEPASSING)
    If geladen Is Nothing Then
        RegioOntbreekt = "De invoegtoepassing xlwings is niet geladen, dus de stap is niet uitgevoerd. " & _
            "Voer in een opdrachtvenster 'regio-xl installeren' uit en start Excel opnieuw. " & _
            "Mag de invoegtoepassing niet van uw organisatie? Gebruik dan 'regio-xl " & stap & " --excel'."
        Exit Function
    End If
    If InStr(1, Application.OperatingSystem, "Mac") > 0 Then
        tolk = Instelling("INTERPRETER_MAC")
    Else
        tolk = Instelling("INTERPRETER_WIN")
        ' Alleen een plaats op de schijf is na te kijken; op macOS zou dat om toestemming vragen.
        If InStr(1, tolk, Application.PathSeparator) > 0 Then If Dir(tolk) = "" Then tolk = "weg"
    End If
    If tolk = "" Then tolk = Instelling("INTERPRETER") & Instelling("CONDA ENV")
    If tolk = "" Or tolk = "weg" Then
        RegioOntbreekt = "Python is niet gevonden, dus de stap is niet uitgevoerd. " & _
            "Voer in een opdrachtvenster 'regio-xl installeren' uit en start Excel opnieuw."
    End If
End Function

Private Function Instelling(ByVal sleutel As String) As String
    Instelling = Application.Run(INVOEGTOEPASSING & "!GetConfig", sleutel)
End Function
