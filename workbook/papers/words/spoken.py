"""报告 in plain Chinese."""

from __future__ import annotations

from workbook.papers.words.days import days
from workbook.papers.words.phrases import people, thing
from workbook.papers.words.telling import Telling
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts.model import Report

CARRIED = {"邮件": "发邮件", "记录表": "印记录表", "台账": "记台账", "文件": "存成文件", "名单": "列成名单"}


def report(teller: Telling, rule: Report) -> str:
    """Which rows go to whom, and when."""
    rows = teller.rows(rule.source, rule.when)
    how = CARRIED.get(rule.carrier, "列成表")
    to = f"给{people(rule.to)}" if rule.to else ""
    due = teller.speaker.when(rule.when_due, Ground((Spot("日历"),)))
    rhythm = days(rule.when_due) or (f"在{due}的那天" if due else "")
    set_times = "、".join(one.text for one in rule.times)
    both = f"{rhythm}、又合“{set_times}”的时候" if rhythm and any(not one.days.always for one in rule.times) else ""
    rhythm = both or (f"{rhythm} {set_times} ".lstrip() if set_times else rhythm)
    times = "一有就" if rule.at_once else rhythm or ("" if rule.carrier == "记录表" else "每次运行")
    parts = f"，按{thing(rule.split)}分开" if rule.split else ""
    return f"{rows}，{times}{how}{to}{parts}"
