Option ClassModule
Option Explicit
' Stands in for the object that xlwings' XLPy returns.

Public Function CallUDF(script As String, fname As String, args As Variant, this_workbook As Variant, caller As Variant) As Variant
    CallUDF = VraagPython(script, fname, args)
End Function
