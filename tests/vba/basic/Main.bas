Attribute VB_Name = "Main"
Option Explicit
' Stands in for xlwings.xlam, which only runs in Excel: hands the command to a real Python and waits.
' Names and first parameters are those of the add-in itself; a test compares them.

Private Const TOLK As String = "{TOLK}"
Private Const MAP As String = "{MAP}"
Private Const KLIK As String = "{KLIK}"
Private Const FUNCTIE As String = "{FUNCTIE}"

Public Function RunPython(PythonCommand As String)
    Dim nummer As Integer
    nummer = FreeFile
    Open MAP & "/opdracht.txt" For Output As #nummer
    Print #nummer, ActiveWorkbook.Name
    Print #nummer, PythonCommand
    Close #nummer
    Start KLIK
    If Dir(MAP & "/klaar.json") = "" Then Err.Raise 1000, "xlwings", "Python stopte met een fout"
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = default
    If configKey = "INTERPRETER_WIN" Then GetConfig = TOLK
End Function

Public Function Uitwisseling() As String
    Uitwisseling = MAP
End Function

Public Sub Reken()
    Start FUNCTIE
End Sub

Private Sub Start(ByVal programma As String)
    ' LibreOffice's Shell has a third argument for the command line, and a fourth to wait.
    Shell TOLK, 0, """" & programma & """ """ & MAP & """", True
End Sub
