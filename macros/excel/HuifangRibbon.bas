Attribute VB_Name = "HuifangRibbon"
' What the tab of ribbon.xml calls; each goes straight to its button.
Option Explicit

Public Sub RibbonCheck(control As IRibbonControl)
    HuifangCheck
End Sub

Public Sub RibbonToday(control As IRibbonControl)
    HuifangToday
End Sub

Public Sub RibbonForms(control As IRibbonControl)
    HuifangForms
End Sub

Public Sub RibbonFormHere(control As IRibbonControl)
    HuifangFormHere
End Sub

Public Sub RibbonRecord(control As IRibbonControl)
    HuifangRecord
End Sub

Public Sub RibbonTally(control As IRibbonControl)
    HuifangTally
End Sub

Public Sub RibbonClose(control As IRibbonControl)
    HuifangClose
End Sub

Public Sub RibbonMail(control As IRibbonControl)
    HuifangMail
End Sub

Public Sub RibbonMailPreview(control As IRibbonControl)
    HuifangMailPreview
End Sub

Public Sub RibbonDaily(control As IRibbonControl)
    HuifangDaily
End Sub

Public Sub RibbonWhyHere(control As IRibbonControl)
    HuifangWhyHere
End Sub

Public Sub RibbonHandoverHere(control As IRibbonControl)
    HuifangHandoverHere
End Sub

Public Sub RibbonTryRules(control As IRibbonControl)
    HuifangTryRules
End Sub

Public Sub RibbonChangeHere(control As IRibbonControl)
    HuifangChangeHere
End Sub

Public Sub RibbonCopyHere(control As IRibbonControl)
    HuifangCopyHere
End Sub

Public Sub RibbonStopHere(control As IRibbonControl)
    HuifangStopHere
End Sub

Public Sub RibbonMendRules(control As IRibbonControl)
    HuifangMendRules
End Sub

Public Sub RibbonShare(control As IRibbonControl)
    HuifangShare
End Sub

Public Sub RibbonCollect(control As IRibbonControl)
    HuifangCollect
End Sub

Public Sub RibbonBring(control As IRibbonControl)
    HuifangBring
End Sub

Public Sub RibbonUndo(control As IRibbonControl)
    HuifangUndo
End Sub
