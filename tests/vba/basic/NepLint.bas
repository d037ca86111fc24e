Option ClassModule
Option Explicit
' Stands in for IRibbonUI and IRibbonControl, which only Excel has.

Public Tag As String
Public ID As String
Public Getekend As Long

Public Sub Invalidate()
    Getekend = Getekend + 1
End Sub
