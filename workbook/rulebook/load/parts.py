"""A column with its sheet, 工单.完成时间, as it is called in another language: Jobs.Completed at."""

from __future__ import annotations

from workbook.words.terms import HEADING, SHEET, terms
from workbook.words.tongue import Tongue


def part_out(text: str, tongue: Tongue) -> str:
    """The column in that language; '' where the text names none with its sheet."""
    sheet, _, heading = text.partition(".")
    told = terms(tongue, SHEET).there.get(sheet, "") if heading else ""
    return f"{told}.{terms(tongue, HEADING).there.get(heading, heading)}" if told else ""


def part_home(text: str, tongue: Tongue) -> str:
    """The column in Chinese; '' where the text names none with its sheet."""
    sheet, _, heading = text.partition(".")
    home = terms(tongue, SHEET).home(sheet.strip()) if heading else sheet
    return f"{home}.{terms(tongue, HEADING).home(heading.strip())}" if home != sheet else ""
