Attribute VB_Name = "RegioLint"
Option Explicit
' Wat het lint aan de werkmap vraagt. Elke knop draagt in zijn Tag de naam van een stap; of een knop
' mag en wat hij doet, staat in de werkmap zelf (blad Knoppen). Tekenen start nooit Python.

Private lint As Object

Public Sub RegioLintGeladen(ribbon As IRibbonUI)
    Set lint = ribbon
End Sub

Public Sub RegioKlik(control As IRibbonControl)
    RegioStap control.Tag
End Sub

Public Sub RegioMag(control As IRibbonControl, ByRef returnedVal)
    returnedVal = RegioKnopMag(control.Tag)
End Sub

Public Sub RegioUitleg(control As IRibbonControl, ByRef returnedVal)
    returnedVal = RegioKnopUitleg(control.Tag)
End Sub

Public Sub RegioLintVernieuwen()
    On Error Resume Next
    If Not lint Is Nothing Then lint.Invalidate
End Sub

Public Function RegioKnopMag(ByVal stap As String) As Boolean
    ' Ontbreekt de cel, dan liever een knop die zegt wat er mis is dan een knop die niets doet.
    RegioKnopMag = True
    On Error Resume Next
    RegioKnopMag = (ThisWorkbook.Names("knop_" & stap).RefersToRange.Value <> "nee")
End Function

Public Function RegioKnopUitleg(ByVal stap As String) As String
    On Error Resume Next
    RegioKnopUitleg = CStr(ThisWorkbook.Names("knop_" & stap & "_uitleg").RefersToRange.Value)
End Function
