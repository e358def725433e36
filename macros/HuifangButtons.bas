Attribute VB_Name = "HuifangButtons"
' One line per button. What a button does is decided in Python: workbook/shells/commands/buttons.py.
Option Explicit

Public Sub HuifangCheck()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.check()")
End Sub

Public Sub HuifangToday()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.today()")
End Sub

Public Sub HuifangForms()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.forms()")
End Sub

Public Sub HuifangFormHere()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.form_here()")
End Sub

Public Sub HuifangRecord()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.record()")
End Sub

Public Sub HuifangTally()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.tally()")
End Sub

Public Sub HuifangClose()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.close()")
End Sub

Public Sub HuifangMail()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.mail()")
End Sub

Public Sub HuifangMailPreview()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.mail_preview()")
End Sub

Public Sub HuifangDaily()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.daily()")
End Sub

Public Sub HuifangWhyHere()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.why_here()")
End Sub

Public Sub HuifangHandoverHere()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.handover_here()")
End Sub

Public Sub HuifangTryRules()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.try_rules()")
End Sub

Public Sub HuifangChangeHere()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.change_here()")
End Sub

Public Sub HuifangCopyHere()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.copy_here()")
End Sub

Public Sub HuifangStopHere()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.stop_here()")
End Sub

Public Sub HuifangMendRules()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.mend_rules()")
End Sub

Public Sub HuifangShare()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.share()")
End Sub

Public Sub HuifangCollect()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.collect()")
End Sub

Public Sub HuifangBring()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.bring()")
End Sub

Public Sub HuifangUndo()
    If Started() Then Ended RunPython("import workbook.shells.commands.buttons as b; b.undo()")
End Sub
