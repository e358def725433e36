"""What a row is called that stands on no sheet: 定额结果 C002 2026年3–4月, and not by the key that the program gives it."""

from __future__ import annotations

from workbook.clock.periods_said import in_words
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says

TELLING = ("键", "单位", "对象编号", "源编号", "期")


def row_words(frame: Frame, at: int) -> str:
    """The sheet, and of whom and of when the row is; its key where it says neither."""
    found = [says(frame.typed[heading]).objects()[at] for heading in TELLING if heading in frame.typed]
    words = list(dict.fromkeys(str(in_words(one)) for one in found if one)) or [str(says(frame.key()).objects()[at])]
    return " ".join((frame.name, *words))
