Attribute VB_Name = "HuifangStart"
' Before and after a button in Excel: is Python set up, and a line on the status bar. RunPython is xlwings' own.
Option Explicit

Public Function Started() As Boolean
    If ActiveWorkbook Is Nothing Then
        MsgBox WordsNoBook(), vbExclamation, WordsTitle()
        Exit Function
    End If
    #If Mac Then
        Started = GetConfig("INTERPRETER_MAC") <> ""
    #Else
        Started = FileExists(GetConfig("INTERPRETER_WIN"))
    #End If
    If Started Then
        Application.StatusBar = WordsStarting()
    Else
        MsgBox WordsNotInstalled(), vbExclamation, WordsTitle()
    End If
End Function

Public Sub Ended(ExitCode As Variant)
    ' Python says the outcome itself. -1: it never came that far. On a Mac it is still at work here and clears up later.
    #If Not Mac Then
        Application.StatusBar = False
    #End If
    If ExitCode = -1 Then MsgBox WordsNotStarted(), vbExclamation, WordsTitle()
End Sub
