"""The head office's letter: what must be decided first, then which branches aren't in, then the figures of all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbook.papers.branches.numbers import sums
from workbook.papers.branches.overview import overview
from workbook.papers.branches.pages import notes
from workbook.papers.branches.sums import Sum
from workbook.papers.branches.whole import NOT_COUNTED, SUMS, Whole
from workbook.papers.letters.letters import SHOWN_ROWS, Attachment, Letter, Section, letter
from workbook.papers.pages.masking import scrub
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import rate, said
from workbook.papers.reports.day_summary import Attach, managers
from workbook.papers.reports.decisions import WAITING
from workbook.papers.reports.recipients import no_address, recipient
from workbook.papers.scripts.day_results import Day
from workbook.rules.metrics.cells import TOTAL
from workbook.words.money import exact
from workbook.words.tongue import WORD, named, worded

REPORT = "总部汇总"
LATEST, MOST_WAITS = 10, 15
WHY = "您是总部的主管，看各分店合在一起的数"


def letters(day: Day, whole: Whole, templates: Mapping[str, str], attach: Attach | None = None) -> tuple[Letter, ...]:
    """A letter for each manager of the head office's own 员工."""
    sections = [*_asked(whole), _figures(whole), *_metrics(whole), *_latest(whole)]
    made = []
    for person in managers(day):
        found = recipient(day.world, person, WHY)
        if not found.address:
            no_address(day.world, person, REPORT)
            continue
        made.append(_letter(day, whole, found.address, found.name, person, sections, templates, attach))
    return tuple(made)


def _letter(
    day: Day,
    whole: Whole,
    address: str,
    name: str,
    person: str,
    sections: Sequence[Section],
    templates: Mapping[str, str],
    attach: Attach | None,
) -> Letter:
    on = day.world.today
    waits = sum(len(one.account.waits) for one in whole.branches)
    late = sum(one.account.late for one in whole.branches)
    counts = (
        (worded("没算进来 {count} 家", count=len(whole.unread)), whole.unread),
        (f"{WAITING} {waits}", waits),
        (worded("逾期 {late}", late=late), late),
    )
    told = worded("，").join(words for words, many in counts if many) or whole.told
    office = day.world.book.value("单位名称")
    files: tuple[Attachment, ...] = ()
    if attach is not None:
        pages = [_covered(page) for page in (overview(whole), notes(whole), sums(whole))]
        files = (Attachment(f"{named(REPORT, WORD)} {on}.xlsx", attach(pages)),)
    return letter(
        sections,
        templates=templates,
        report=REPORT,
        day=on,
        address=address,
        name=name,
        person=person,
        subject=worded("{report} {on} {office}：{told}", report=REPORT, on=on, office=office, told=told)
        if office
        else worded("{report} {on}：{told}", report=REPORT, on=on, told=told),
        why=WHY,
        counted=[worded("比率是各家分子之和÷分母之和，写作 分子/分母 · 结果；分母是 0 写“无”")],
        attachments=files,
    )


def _covered(page: Page) -> Page:
    """A sheet that travels: without telephones, and without what only the book needs."""
    keep = [at for at, one in enumerate(page.fields) if not one.hidden and not one.typed]
    rows = tuple(tuple(scrub(cell) if isinstance(cell := row[at], str) else cell for at in keep) for row in page.rows)
    fields = tuple(page.fields[at] for at in keep)
    return Page(page.name, fields, rows, title=page.title, note=page.note, marks=page.marks)


def _asked(whole: Whole) -> list[Section]:
    """Ahead of every figure: what waits for a decision, and whose numbers aren't in."""
    waits = [(branch.name, one) for branch in whole.branches for one in branch.account.waits]
    waits.sort(key=lambda pair: (not pair[1].late, pair[1].since or "9", pair[0]))
    rows = tuple((name, one.what, one.about, one.since) for name, one in waits[:MOST_WAITS])
    rest = len(waits) - MOST_WAITS
    more = (
        worded("最急的 {most_waits} 件；其余 {rest} 件在【等人决定】。", most_waits=MOST_WAITS, rest=rest)
        if rest > 0
        else ""
    )
    out = tuple((one.branch, one.file, one.what, one.cure) for one in whole.notes if not one.counted)
    late = tuple((one.branch, one.what) for one in whole.notes if one.counted and one.level == "疑")
    found = [
        Section(WAITING, more, ("分店", "什么事", "谁、哪一件", "从哪天"), rows, ahead=True),
        Section(
            worded("{not_counted}的分店", not_counted=NOT_COUNTED),
            "",
            ("分店", "文件", "什么不对", "怎么改"),
            out[:SHOWN_ROWS],
            level="逾期",
            ahead=True,
        ),
        Section(worded("算了，但要看一眼"), "", ("分店", "什么不对"), late[:SHOWN_ROWS], ahead=True),
    ]
    return [one for one in found if one.rows]


def _figures(whole: Whole) -> Section:
    accounts = [one.account for one in whole.branches]

    def total(name: str) -> int:
        return sum(getattr(one, name) for one in accounts)

    money = sum((exact(one.amount) for one in accounts), exact(0))
    waits = sum(len(one.waits) for one in accounts)
    return Section(
        "",
        figures=(
            ("分店", f"{len(accounts)}/{len(accounts) + len(whole.unread)}"),
            ("今天要联系", str(total("listed"))),
            ("其中逾期", str(total("late"))),
            ("本月按时", rate(total("kept"), total("due"))),
            ("本月罚款", worded("{total} 笔 · {said}", total=total("fines"), said=said(money, "金额"))),
            (WAITING, str(waits)),
        ),
    )


def _metrics(whole: Whole) -> list[Section]:
    """The totals of every metric in its running period."""
    newest: dict[str, Sum] = {}
    for one in whole.sums:
        if one.group == TOTAL and not one.why:
            newest.setdefault(one.what, one)
    rows = tuple((one.name, one.period, _told(one), one.aim, one.met, str(len(one.members))) for one in newest.values())
    return [Section(SUMS, "", ("名称", "期", "结果", "要求", "达标", "几家"), rows, frozenset({2, 5}))] if rows else []


def _told(one: Sum) -> str:
    if one.share:
        return rate(_exact(one.top), _exact(one.bottom))
    return said(exact(round(one.value, 2)), "小数") if one.value is not None else "无"


def _exact(number: float | None) -> Value:
    return None if number is None else exact(round(number, 6))


def _latest(whole: Whole) -> list[Section]:
    """The branches with most overdue, each with its bar."""
    own = sorted((one for one in whole.branches if one.account.late), key=lambda one: (-one.account.late, one.name))
    shown = own[:LATEST]
    if not shown:
        return []
    rows = tuple(
        (one.name, str(one.account.late), str(one.account.listed), rate(one.account.kept, one.account.due))
        for one in shown
    )
    bars = tuple(round(100 * one.account.late / shown[0].account.late) for one in shown)
    more = worded("另有 {count} 家也有逾期，见附件。", count=len(own) - LATEST) if len(own) > LATEST else ""
    heads = ("分店", "逾期", "今天要联系", "本月按时")
    return [Section("逾期最多的分店", more, heads, rows, frozenset({1, 2, 3}), bars=bars)]
