"""What a workbook's changed rules are told to do: the words beside each row, by rule sheet and line."""

from __future__ import annotations

from changes import Desk

from workbook.papers.readback.told import explanations


def told(desk: Desk, now: str) -> dict[str, str]:
    """The explanation of each changed row: 时限 7 → words."""
    day = desk.day(now).finished()
    return {f"{change.sheet} {change.row.place.row}": text for change, text in explanations(day)}


def case_of(text: str) -> str:
    """The worked case in an explanation, or the sentence that no row fits."""
    return text.splitlines()[1]


def faults(desk: Desk) -> list[str]:
    """What lint says beside notes; staff without an address are no fault of a rule."""
    return [one for one in desk.lint() if not one.startswith(("【注", "【疑·没有邮箱", "【疑·没有收件人"))]


def notes(desk: Desk, about: str) -> list[str]:
    """What lint notes at the rows of one rule."""
    said = [one.split("\n")[0] for one in desk.lint() if one.startswith("【注")]
    return [one.partition(f"规则 {about}：")[2] for one in said if f"规则 {about}：" in one]
