"""The first sheet of a workbook: what it is, the steps of a day, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbook.papers.pages.page import Field, Page, Value
from workbook.rulebook.load.named import NAME
from workbook.rulebook.load.rows import Source
from workbook.words.tongue import declared, worded
from workbook.words.tongue import named as in_words

FRONT = "首页"
_WHAT = declared(
    "客户、事件和回访记录都记在这一个工作簿里；程序照规则算出今天该做什么，每一条都写明依据哪条规则、哪几格。"
)
_DAY = (
    ("一 看", "点【今日清单】：程序读全部的表，列出今天要联系的客户；先看【问题】里有没有要改的格。"),
    ("二 打", "照【今日清单】联系客户，红的先打；结果代码、回访时间和回答就填在那一行的黄格里。"),
    ("三 记", "新的客户、事件、工单随手记到各自的表里，一行一件，编号不重。"),
    ("四 收", "下班前点【登记】：填好的结果移到【回访记录】，约定和再次回访跟着出来。"),
    ("五 报", "点【日报】把当天的情况发给主管；月初看【指标结果】和【处罚台账】，待决定的由主管裁决。"),
)
_WHERE = {
    "今日清单": "今天要联系谁、几点、说什么，为什么是他",
    "提醒": "员工自己要办的事：移交、处理、上报、填表",
    "未入选说明": "其余的客户今天为什么不联系，下次是哪天",
    "问题": "哪一格要改、怎么改；改好了下次就不再出现",
    "处罚台账": "每一笔的条款、依据的格和金额；要人裁决的在这里裁决",
    "抽样台账": "抽了哪些来访，应抽几件，访完没有",
    "指标结果": "各种率：分子、分母和结果",
    "设置": "可以改的数：期限、时段、比例、金额",
    "代码": "下拉框里的词",
    "时限": "规则写在这里；别的规则表排在它左右",
}


def front(sources: Sequence[Source], sheets: Sequence[str], *, office: str, today: date) -> Page:
    """The front page; `sheets` are the names of all other sheets of the workbook, for the links."""
    used = named(sources)
    rows: list[tuple[Value, ...]] = [
        (worded("这是什么"), worded(_WHAT), None),
        (worded("单位"), office, None),
        (worded(NAME), "、".join(book.id for book in used), "设置"),
        *(("", f"{book.name}。{book.one_line}", None) for book in used),
        *((worded("每天 {step}", step=worded(step)), worded(words), None) for step, words in _DAY),
        *(
            (worded("看{name}", name=in_words(name)), worded(words), name)
            for name, words in _WHERE.items()
            if name in sheets
        ),
    ]
    return Page(
        name=FRONT,
        fields=(Field("要点", width=18), Field("说明", width=88, wrap=True), Field("去那张表", kind="链接", width=16)),
        rows=tuple(rows),
        title=worded("{office} · 回访工作簿", office=office),
        note=worded("{day} 建立。蓝灰的是表头，黄底的由您填，清单和台账由程序写。", day=today.isoformat()),
    )


def named(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The rulebooks that the office chose: those that no other one stands on."""
    below = {base for book in sources for base in book.based_on}
    return tuple(book for book in sources if book.id not in below)
