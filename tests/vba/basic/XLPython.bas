Option Explicit
' Hands a function's name and arguments to a real Python, and waits for the answer.

Public Function XLPy() As Object
    Set XLPy = New NepPython
End Function

Public Function VraagPython(ByVal script As String, ByVal fname As String, ByVal args As Variant) As Variant
    Dim nummer As Integer
    Dim plek As Long
    nummer = FreeFile
    Open Uitwisseling() & "/vraag.txt" For Output As #nummer
    Print #nummer, script
    Print #nummer, fname
    For plek = LBound(args) To UBound(args)
        ' An argument that was left out cannot be passed on.
        If IsError(args(plek)) Then
            Print #nummer, """weggelaten"""
        Else
            Print #nummer, AlsJson(args(plek))
        End If
    Next plek
    Close #nummer
    Reken
    VraagPython = Antwoord()
End Function

Private Function AlsJson(ByVal argument As Variant) As String
    If IsObject(argument) Then
        AlsJson = Rijen(argument)
    Else
        AlsJson = Getal(argument)
    End If
End Function

Private Function Rijen(ByVal bereik As Object) As String
    Dim rij As Long
    Dim kolom As Long
    Dim cellen As String
    For rij = 1 To bereik.Rows.Count
        cellen = ""
        For kolom = 1 To bereik.Columns.Count
            If kolom > 1 Then cellen = cellen & ","
            cellen = cellen & Getal(bereik.Cells(rij, kolom).Value)
        Next kolom
        If rij > 1 Then Rijen = Rijen & ","
        Rijen = Rijen & "[" & cellen & "]"
    Next rij
    Rijen = "[" & Rijen & "]"
End Function

Private Function Getal(ByVal waarde As Variant) As String
    If IsEmpty(waarde) Then
        Getal = "null"
    ElseIf VarType(waarde) = vbString Then
        Getal = """" & waarde & """"
    Else
        Getal = Trim(Str(waarde))
        If Left(Getal, 1) = "." Then Getal = "0" & Getal
    End If
End Function

Private Function Antwoord() As Variant
    Dim nummer As Integer
    Dim regel As String
    Dim vorm As Variant
    Dim rij As Long
    Dim kolom As Long
    Dim tabel() As Variant
    nummer = FreeFile
    Open Uitwisseling() & "/antwoord.txt" For Input As #nummer
    Line Input #nummer, regel
    vorm = Split(regel, " ")
    ReDim tabel(CLng(vorm(0)) - 1, CLng(vorm(1)) - 1)
    For rij = 0 To CLng(vorm(0)) - 1
        For kolom = 0 To CLng(vorm(1)) - 1
            Line Input #nummer, regel
            If Left(regel, 1) = """" Then
                tabel(rij, kolom) = Mid(regel, 2, Len(regel) - 2)
            Else
                tabel(rij, kolom) = Val(regel)
            End If
        Next kolom
    Next rij
    Close #nummer
    Antwoord = tabel
    If CLng(vorm(0)) = 1 And CLng(vorm(1)) = 1 Then Antwoord = tabel(0, 0)
End Function
