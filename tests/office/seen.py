"""What stands on the screen of a LibreOffice, as one line of JSON; runs under the Python that has UNO.

seen.py ADDRESS             the sheet in front with its first rows, and what is written on its buttons
seen.py ADDRESS CAPTION     and where on the screen the button with this caption is

Where a thing is on the screen only LibreOffice's helper for blind people knows. It answers from another thread while
the sheet it speaks of may be on its way out, so it is asked for one button just before a click, never while waiting.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import uno

ROWS, COLUMNS = 60, 60
TOOLBAR = "private:resource/toolbar/custom_toolbar_huifang"


def desktop(address: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def buttons(document: Any, wanted: str) -> dict[str, list[int]]:
    """Each button of the sheet in front by what is written on it; of the wanted one the point in its middle."""
    controller = document.CurrentController
    forms = controller.ActiveSheet.DrawPage.Forms
    found: dict[str, list[int]] = {}
    for number in range(forms.Count):
        form = forms.getByIndex(number)
        for one in range(form.Count):
            model = form.getByIndex(one)
            found[model.Label] = []
            if model.Label == wanted:
                place = controller.getControl(model).AccessibleContext
                corner, size = place.LocationOnScreen, place.Size
                found[model.Label] = [corner.X + size.Width // 2, corner.Y + size.Height // 2]
    return {**tools(controller.Frame.LayoutManager, wanted), **found}


def tools(manager: Any, wanted: str) -> dict[str, list[int]]:
    """Each button of our toolbar, in the same way."""
    bar = manager.getElement(TOOLBAR)
    if bar is None:
        return {}
    settings = bar.getSettings(False)
    items = [{one.Name: one.Value for one in settings.getByIndex(at)} for at in range(settings.Count)]
    found: dict[str, list[int]] = {str(item.get("Label")): [] for item in items}
    if wanted in found:
        shown = bar.RealInterface.AccessibleContext
        for at in range(shown.AccessibleChildCount):
            one = shown.getAccessibleChild(at).AccessibleContext
            if one.AccessibleName == wanted:
                corner, size = one.LocationOnScreen, one.Size
                found[wanted] = [corner.X + size.Width // 2, corner.Y + size.Height // 2]
    return found


def main(address: str, caption: str = "") -> None:
    document = desktop(address).CurrentComponent
    if document is None or not hasattr(document, "Sheets"):
        print(json.dumps({"sheet": "", "at": [0, 0], "rows": [], "buttons": {}, "modified": False}))
        return
    sheet = document.CurrentController.ActiveSheet
    cells = sheet.getCellRangeByPosition(0, 0, COLUMNS - 1, ROWS - 1).getDataArray()
    selected = document.CurrentSelection
    place = selected.RangeAddress if hasattr(selected, "RangeAddress") else None
    seen = {
        "sheet": sheet.Name,
        "at": [place.StartColumn, place.StartRow] if place else [0, 0],
        "rows": [[str(cell) for cell in row] for row in cells],
        "buttons": buttons(document, caption),
        "modified": document.isModified(),
    }
    print(json.dumps(seen, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
