Attribute VB_Name = "HuifangStart"
' The same two and RunPython for LibreOffice, whose Basic can't compile xlwings' modules.
' The script stands in the user's profile; huifang install puts it there.
Option Explicit

Public Function Started() As Boolean
    Started = True
End Function

Public Sub Ended(ExitCode As Variant)
    If ExitCode = -1 Then MsgBox WordsNotInstalled(), vbExclamation, WordsTitle()
End Sub

Public Function RunPython(PythonCommand As String) As Variant
    Dim script As Object
    On Error GoTo missing
    Set script = ThisComponent.getScriptProvider().getScript("vnd.sun.star.script:huifang.py$run?language=Python&location=user")
    script.invoke Array(PythonCommand, ThisComponent), Array(), Array()
    RunPython = 0
    Exit Function
missing:
    RunPython = -1
End Function
