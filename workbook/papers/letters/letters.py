"""Letters as values: sections in, one subject, a plain text and an HTML twin out, and the finished mail message.

Everything printed in a letter has its phone numbers covered here, once more, whatever the report said.
Templates are texts given by the caller; nothing is read, nothing is sent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, timezone
from email.utils import parseaddr

from workbook.papers.letters.narrow import gone
from workbook.papers.pages import masking
from workbook.papers.pages.templates import filled
from workbook.papers.pages.translated import cell_out
from workbook.rulebook.load.translated import heading_out
from workbook.words.titles import title_of
from workbook.words.tongue import heard, worded

SHARED = "分发"
"""The letters that bring staff the calls that are theirs to make: the numbers to call go with them."""
OFFICE_ZONE = timezone(timedelta(hours=8))
SHOWN_ROWS = 60
FEW = 4
SPARE = {
    "客户编号": "客户名称",
    "承担人": "姓名",
    "员工编号": "姓名",
    "代码": "名称",
    "状态": "剩余/逾期",
    "到期": "剩余/逾期",
    "联系方式": "",
}
"""Columns that say less than another one, which stands beside them."""
FIRST = (
    "姓名",
    "承担人",
    "客户名称",
    "名称",
    "主题",
    "事情",
    "事项",
    "金额",
    "结果",
    "剩余/逾期",
    "到期",
    "日期",
    "责任人",
)
"""Where more are left than a phone shows, the first of these: who, what, how much, when."""
_PHONE_HEADING = re.compile(r"电话|手机|座机|传真|号码")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a letter, already as text.

    `numeric` holds the 0-based columns set to the right; `figures` are big numbers (名, '3/4 · 75.00%') shown at the
    top of the letter; `left_out` counts rows withheld by the report; `level` '逾期' sets the section in muted red; `bars`
    draws one behind each row, as long as so many of a hundred; `ahead` sets the section above the big numbers. A phone
    leaves the columns `aside` out: others beside them say the same, or the workbook does.
    """

    title: str
    note: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: frozenset[int] = frozenset()
    figures: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    level: str = ""
    bars: tuple[int, ...] = ()
    ahead: bool = False
    aside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that goes with a letter; `mime` such as 'application/pdf'."""

    name: str
    content: bytes
    mime: str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person. `hold` says why it must wait; empty when it may leave.

    `covers`: the keys that are done with when it has left, where it tells of several; else its own.
    """

    key: str
    report: str
    day: date
    recipient: str
    name: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    hold: str = ""
    covers: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What is done with when it has left."""
        return self.covers or (self.key,)


def key(report: str, period: str, person: str) -> str:
    """What makes a letter the same letter: one key is sent once. A person is a number of staff, else an address.

    Examples:
        >>> key("日报", "2026-03-09", " S1 "), key("日报", "2026-03-09", "Wang@Example.com")
        ('日报|2026-03-09|S1', '日报|2026-03-09|wang@example.com')
    """
    who = person.casefold() if "@" in person else person
    return "|".join(part.strip().replace("|", "%7C") for part in (report, period, who))


def message_id(letter_key: str, sender: str) -> str:
    """The Message-ID of a key: the same letter sent again carries the same one.

    Examples:
        >>> message_id("日报|2026-03-09|wang@example.com", "回访 <kefu@example.com>")
        '<aea487185623e0bdcf769f8fdbdb3639b0c5adcb.huifang@example.com>'
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(letter_key.encode()).hexdigest()[:40]}.huifang@{domain}>"


# -- sections


def _narrowed(section: Section) -> Section:
    """The section with at most as many columns as a letter shows, where those left out say nothing of their own."""
    left = gone(section.headings, section.rows, {**SPARE, **_payers(section)})
    if not left:
        return section
    kept = [at for at in range(len(section.headings)) if at not in left]
    names = worded("、").join(section.headings[at] for at in left)
    note = worded("空着的、别的列已经说了的没有列：{names}。", names=names)
    return replace(
        section,
        note=worded("；").join(part for part in (section.note, note) if part),
        headings=tuple(section.headings[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in section.rows),
        numeric=frozenset(place for place, at in enumerate(kept) if at in section.numeric),
    )


def _payers(section: Section) -> dict[str, str]:
    """Which of who did it and who pays says less: both are wanted where somebody pays for another."""
    if not {"姓名", "承担人"} <= {*section.headings}:
        return {}
    did, pays = (section.headings.index(one) for one in ("姓名", "承担人"))
    is_same = all(row[did] in {"", row[pays]} for row in section.rows)
    return {"姓名": "承担人" if is_same else "", "承担人": ""}


def _covered(section: Section) -> Section:
    """The section with every phone number covered and each cell on one line."""

    def line(text: str) -> str:
        return masking.scrub(" ".join(text.split()))

    phones = {at for at, heading in enumerate(section.headings) if _PHONE_HEADING.search(heading)}
    return replace(
        section,
        title=line(section.title),
        note=masking.scrub(section.note),
        headings=tuple(line(title_of(heading)) for heading in section.headings),
        rows=tuple(
            tuple(line(masking.phone(cell) if at in phones else cell) for at, cell in enumerate(row))
            for row in section.rows
        ),
        figures=tuple((line(name), line(value)) for name, value in section.figures),
        aside=_aside(section.headings, section.rows),
    )


def _aside(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns that a table of many leaves out where it is read on a phone.

    Examples:
        >>> sorted(_aside(("客户编号", "客户名称", "主题", "联系方式", "到期", "剩余/逾期", "状态", "责任人"), ()))
        [0, 3, 4, 6]
        >>> sorted(_aside(("客户编号", "客户名称", "到期"), ()))
        []
        >>> sorted(_aside(("姓名", "组别", "名称", "日期", "数量", "基额", "金额", "待决定"), ()))
        [1, 4, 5, 7]
    """
    if len(headings) <= FEW:
        return frozenset()
    filled = {one for at, one in enumerate(headings) if all(row[at] for row in rows)}
    left = [one for one in headings if one not in SPARE or (SPARE[one] and SPARE[one] not in filled)]
    if "承担人" in left:  # whoever did it isn't always known; who pays is
        left = [one for one in left if one != "姓名"]
    first = [one for one in FIRST if one in left][:FEW]
    kept = left if len(left) <= FEW + 1 or len(first) < FEW - 1 else first
    return frozenset(at for at, heading in enumerate(headings) if heading not in kept)


def _spoken(section: Section) -> Section:
    """The section in the language that is spoken: its title, its headings, and below them the fixed words."""
    tongue = heard()
    if tongue is None:
        return section
    heads = section.headings
    return replace(
        section,
        title=worded(section.title),
        headings=tuple(worded(heading_out(one, tongue)) for one in heads),
        rows=tuple(
            tuple(cell_out(one, cell, tongue) for one, cell in zip(heads, row, strict=True)) for row in section.rows
        ),
        figures=tuple((worded(name), value) for name, value in section.figures),
    )


# -- letters


def letter(
    sections: Sequence[Section],
    *,
    templates: Mapping[str, str],
    report: str,
    day: date,
    address: str,
    name: str,
    person: str = "",
    subject: str = "",
    period: str = "",
    opening: str = "",
    why: str = "",
    counted: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    template: str = "mail",
) -> Letter:
    """The letter that tells `name` about these sections.

    Shapes:
        templates: name → text; `<template>.html.j2` and `<template>.txt.j2` are filled, others may be imported.
        period: what the report is about, in the key; the day unless said.
        person: whose letter it is, in the key: two people may share one mailbox; the address unless said.
        why: ends the sentence “您收到这封信，因为…”; `counted`: one sentence a number on how it is counted.
        returns: a letter whose `hold` is filled when the address can't be one.

    Raises:
        PaperFault: a template is missing, can't be read, or names something that isn't there.
    """
    clean = tuple(_spoken(_covered(_narrowed(section))) for section in sections)
    called = masking.scrub(" ".join(name.split()))
    line = masking.scrub(" ".join((subject or f"{report} {day}").split()))
    named = tuple(replace(file, name=_UNSAFE_IN_NAMES.sub("_", masking.scrub(file.name))) for file in attachments)
    words: dict[str, object] = {
        "subject": line,
        "report": report,
        "day": day,
        "name": called,
        "opening": masking.scrub(opening),
        "sections": clean,
        "figures": tuple(figure for section in clean for figure in section.figures),
        "why": masking.scrub(why),
        "counted": tuple(masking.scrub(sentence) for sentence in counted),
        "attachments": tuple(file.name for file in named),
    }
    to = address.strip()
    return Letter(
        key=key(report, period or day.isoformat(), person or to),
        report=report,
        day=day,
        recipient=to,
        name=called,
        subject=line,
        text=filled(templates, f"{template}.txt.j2", words),
        html=filled(templates, f"{template}.html.j2", words),
        attachments=named,
        hold="" if _ADDRESS.fullmatch(to) else worded("{name}的邮箱“{to}”不完整", name=called, to=to),
    )


# -- the message that travels
