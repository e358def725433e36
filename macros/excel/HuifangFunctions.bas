Attribute VB_Name = "HuifangFunctions"
' Worksheet functions for formulas. What they answer is decided in Python: workbook/shells/macros/functions.py.
Option Explicit

Private Const HOME As String = "workbook.shells.macros.functions"

Public Function HF_DUE(start As Variant, span As Variant, Optional holidays As Variant) As Variant
    HF_DUE = Asked("HF_DUE", Array(start, span, holidays))
End Function

Public Function HF_WORKDAY(day As Variant, number As Variant, Optional holidays As Variant) As Variant
    HF_WORKDAY = Asked("HF_WORKDAY", Array(day, number, holidays))
End Function

Public Function HF_FINE(code As Variant, day As Variant, Optional nth As Variant, Optional quantity As Variant, _
        Optional settings As Variant, Optional sanctions As Variant, Optional base As Variant) As Variant
    HF_FINE = Asked("HF_FINE", Array(code, day, nth, quantity, settings, sanctions, base))
End Function

Private Function Asked(Name As String, Arguments As Variant) As Variant
    #If Mac Then
        Asked = CVErr(2029)
    #Else
        On Error GoTo failed
        Asked = XLPy.CallUDF(HOME, Name, Arguments, ThisWorkbook, Application.Caller)
        Exit Function
failed:
        Asked = Err.Description
    #End If
End Function
