"""Lines of 处罚台账: those found in the workbook, and those it would have if it were made today."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, Vec, empty
from workbook.sheets.types import Type

TEXT = Type("文本")


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The lines found in the workbook.

    Shapes:
        key: what each line is about (代码·触发行·对象·期·重计号); lines of several payers, and reversals, share it.
        charge: lines that aren't reversals; stands: charges with a sum or decision that no later line reverses.
        own: lines that stand and whose 复核人 is the person fined: what they concluded doesn't count.
    """

    frame: Frame
    key: Vec
    charge: Mask
    stands: Mask
    own: Mask

    def column(self, heading: str) -> Vec:
        """A column; empty where the workbook's sheet hasn't got it."""
        if heading in self.frame.typed:
            return self.frame.typed[heading]
        declared = self.frame.sheet.column(heading)
        return empty(declared.type if declared else TEXT, len(self.frame))


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What the ledger would be if it were made today: one line per charge and payer.

    Shapes:
        key: as in Held. alive: not struck out by 互斥组. worth: it has a sum, or something to decide.
        plain: staff typed person and quantity, so that only their typing can change it. still: the same of its sum alone;
            whose: of its person alone, who stands in a cell of the row behind it.
    """

    frame: Frame
    key: Vec
    alive: Mask
    worth: Mask
    plain: Mask
    still: Mask
    whose: Mask
