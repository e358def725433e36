"""Cells of 报告 that do nothing on their carrier: what is accepted and without effect is said (rule-language §3.19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbook.rulebook.lint.says import doubt, note
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import TODAY
from workbook.rulebook.sorts.model import Report
from workbook.words.issues import Issue
from workbook.words.tongue import declared, worded

FORM, SLIP, NOT_LISTED = "记录表", "单据", "未入选说明"
_SHEETS = ("收件", "即时", "话术")
IDLE: Mapping[str, tuple[str, ...]] = {
    "表": _SHEETS, "台账": _SHEETS, "文件": _SHEETS, "名单": _SHEETS,
    "邮件": (),
    FORM: ("填写列", "分组", "排序", "拆分", "收件", "即时", "剔除若", "对外", "须", "话术", "标记若", "标记"),
    SLIP: ("收件", "即时", "话术", "标记若", "标记"),
    TODAY: ("若", "块", "填写列", "分组", "收件", "时机若", "何时", "即时", "剔除若", "对外", "须", "话术", "标记若", "标记"),
    NOT_LISTED: (
        "若", "块", "填写列", "分组", "排序", "拆分", "收件", "时机若", "何时", "即时", "剔除若", "对外", "须", "话术",
        "标记若", "标记",
    ),
}  # fmt: skip
"""Carrier → headings without effect; tests/test_idle_cells.py works a whole day with each cell and without it."""
HARMFUL = ("剔除若", "对外", "须", "若")
"""What somebody leans on to keep rows back: that it does nothing is more than a note."""
_HINTS = {
    "收件": declared("要发给他，把载体改成 邮件；只是写明给谁看，不用改。"),
    "即时": declared("要一有就发，把载体改成 邮件。"),
    "拆分": declared("记录表本来就一件一张；要各人一本，打印时用 --each。"),
    "剔除若": declared("不想联系谁，在【联系限制】里写 停止；不想列出，另写一张报告。"),
    "若": declared("谁在清单上由【时限】【定额】【抽样】和【联系限制】决定，在那里写条件。"),
    "须": declared("要资料齐了才做，在【检查清单】的“拦截”里写 任务 或 打印。"),
    "对外": declared("这张纸只在内部用；给外面看的，另写一张报告。"),
}


def carrier(rule: Report) -> str:
    """What a report really is: a 记录表 over another sheet than today's list is a 单据; two reports lay out our sheets."""
    if rule.id in {TODAY, NOT_LISTED}:
        return rule.id
    return SLIP if rule.carrier == FORM and rule.source != TODAY else rule.carrier


def idle_cells(rule: Report, here: Atlas) -> Iterable[Issue]:
    """One sentence for each filled cell that does nothing."""
    named = carrier(rule)
    what = f"【{named}】" if named in {TODAY, NOT_LISTED} else worded("载体“{named}”", named=named)
    for row in here.book.rows.get("报告", ()):
        if row.id == rule.id:
            for heading in IDLE.get(named, ()):
                if any(cell and head.partition("·")[0] == heading for head, cell in row.cells.items()):
                    say = doubt if heading in HARMFUL else note
                    yield say(
                        rule,
                        heading,
                        worded("{what}不看“{heading}”，写了也没有用", what=what, heading=heading),
                        worded(_HINTS.get(heading, "不用的话就删去。")),
                    )


def undivided(rule: Report) -> Iterable[Issue]:
    """拆分 on a sheet that people write in: it sorts, and nothing more."""
    if rule.split and carrier(rule) in {"表", "台账"} and rule.fill_in:
        why = worded("有填写列的表要留住各行写的字，“拆分”只把同一个值的行排在一起，打印时不分页")
        yield note(rule, "拆分", why, worded("要各人一页，另写一张没有填写列的报告。"))
