"""首页: the day at one look, as a board: tiles, what waits, who has how much, how the months went, the steps of a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from workbook.papers.overview.loads import NOBODY, Person
from workbook.papers.overview.months import LOOKED_BACK, Month
from workbook.papers.overview.standing import Standing
from workbook.papers.overview.waiting import Wait
from workbook.papers.pages.board import At, Board, Chart, Line, Section, Spot
from workbook.papers.pages.page import Value
from workbook.papers.pages.plain_tables import width
from workbook.words.tongue import HEADING, WORD, declared, named, worded

FRONT = "首页"
COLUMNS, WIDE = 12, 11.0
TILES, WAITS, PEOPLE, MONTHS, STEPS, NOTES = 5, 9, 21, 35, 45, 52
"""The first row of each section."""

MOST_WAITS, MOST_PEOPLE, TYPED_ROWS = 8, 10, 3
ABOUT_WIDE = 22
HIGH = {1: 30.0, 2: 18.0, 3: 22.0, 6: 34.0, **dict.fromkeys((4, 8, 20, 34, 44, 51), 9.0)}
RED, BLUE, GREEN, AMBER, GREY = "B42318", "1F5FA8", "4E9A5B", "E0912F", "B8C4D0"
NAV = (
    "今日清单",
    "提醒",
    "未入选说明",
    "问题",
    "处罚台账",
    "指标结果",
    "回访记录",
    "客户",
    "事件",
    "员工",
    "设置",
    "时限",
)
BEFORE = ("要点", "说明", "去那张表")
BEFORE_ROWS = ("这是什么", "单位", "规则书", "每天 ", "看")
DAY = (
    ("一 看", "点【今日清单】：程序读全部的表，列出今天要联系的客户；先看【问题】里有没有要改的格。"),
    ("二 打", "照【今日清单】联系客户，红的先打；结果代码、回访时间和回答就填在那一行的黄格里。"),
    ("三 记", "新的客户、事件、工单随手记到各自的表里，一行一件，编号不重。"),
    ("四 收", "下班前点【登记】：填好的结果移到【回访记录】，约定和再次回访跟着出来。"),
    ("五 报", "点【日报】把当天的情况发给主管；月初看【指标结果】和【处罚台账】，待决定的由主管裁决。"),
)
NOT_YET = "—"
WEEKDAYS = "一二三四五六日"
RUN_NOTE = declared("蓝字点了就到那张表，黄格由您写，其余每次运行重写。")
EMPTY_NOTE = declared("点【今日清单】，这里就有数了。")


def front(
    office: str, books: Sequence[str], sheets: Collection[str], now: datetime, found: Standing | None = None
) -> Board:
    """The board; before the first run without numbers.

    Shapes:
        books: the names of the rulebooks. sheets: the sheets of the workbook, for the links.
    """
    people, waits, months = (found.people, found.waits, found.months) if found else ((), (), ())
    return Board(
        name=FRONT,
        sections=(
            _head(office, books, sheets, now, is_run=found is not None),
            _tiles(found, sheets),
            _waiting(waits),
            _people(people),
            _months(months),
            _steps(),
            _notes(),
        ),
        charts=_charts(len(_few(people)), len(months)),
        wide=(WIDE,) * COLUMNS,
        high={row: HIGH.get(row, 19.5) for row in range(1, NOTES + TYPED_ROWS + 1)},
        last=(NOTES + TYPED_ROWS, COLUMNS),
        frozen=3,
        before=tuple(named(one, HEADING) for one in BEFORE),
        ours=tuple(dict.fromkeys((*BEFORE_ROWS, *map(worded, BEFORE_ROWS)))),
    )


def _head(office: str, books: Sequence[str], sheets: Collection[str], now: datetime, *, is_run: bool) -> Section:
    """Whose page it is, of what day, and the way to every sheet that matters."""
    day = f"{now:%Y-%m-%d} {worded('星期' + WEEKDAYS[now.weekday()])}"
    note = worded("照“{books}”做。", books=worded("”“").join(books)) if books else ""
    note += worded(RUN_NOTE if is_run else EMPTY_NOTE)
    spots = {(1, 1): Spot(f"{office} · {day}", "标题"), (2, 1): Spot(note, "说明")}
    there = [name for name in NAV if name in sheets]
    for column in range(1, COLUMNS + 1):
        name = there[column - 1] if column <= len(there) else None
        spots[3, column] = Spot(name, "导航", name or "")
    return Section((3, 1), spots)


def _tiles(found: Standing | None, sheets: Collection[str]) -> Section:
    """Six numbers, each with the way to its sheet."""
    tiles = (
        (worded("今天要联系"), "今日清单"), (worded("其中逾期"), "今日清单"), (worded("等人决定"), "处罚台账"),
        (worded("要改的格"), "问题"), (worded("要办的事"), "提醒"), (worded("今天不联系"), "未入选说明"),
    )  # fmt: skip
    numbers: Sequence[tuple[Value, str]] = [(NOT_YET, "")] * len(tiles)
    if found is not None:
        doubts = worded("，").join(
            f"{named(level, WORD)} {found.problems[level]}" for level in "疑注" if found.problems[level]
        )
        numbers = (
            (found.listed, _busy(found.people)),
            (found.late, _oldest(found)),
            (len(found.waits), _sorts(found.waits)),
            (found.problems["停"], worded("另有 {doubts}", doubts=doubts) if doubts else worded("别的都好")),
            (found.chores, worded("其中逾期 {count}", count=found.chores_late)),
            (found.unlisted, worded("各有原因")),
        )
    spots: dict[At, Spot] = {}
    for place, ((label, sheet), (number, small)) in enumerate(zip(tiles, numbers, strict=True)):
        column = 2 * place + 1
        link = sheet if sheet in sheets else ""
        for row, spot in enumerate((Spot(label, "题", link), Spot(number, "大数"), Spot(small or None, "小字")), TILES):
            spots[row, column] = spot
            spots[row, column + 1] = Spot(None, spot.look)
    return Section((TILES, 1), spots, red=((TILES + 1, 3), (TILES + 1, 5), (TILES + 1, 7)))


def _oldest(found: Standing) -> str:
    if found.oldest is None:
        return worded("没有逾期的")
    return worded("最早 {day} 到期", day=str(found.oldest)[5:10])


def _busy(people: Sequence[Person]) -> str:
    many = sum(one.calls > 0 for one in people)
    return worded("{many} 个人分着打", many=many) if many else worded("今天没有")


def _sorts(waits: Sequence[Wait]) -> str:
    """How many of each sort wait, as far as there is room."""
    late = sum(one.is_late for one in waits)
    if late:
        return worded("其中投诉逾期 {late}", late=late)
    return worded("都不急") if waits else worded("没有")


def _table(
    top: int, title: str, heads: Mapping[int, str], rows: Sequence[Sequence[Spot]], size: int, wide: int = 6
) -> dict[At, Spot]:
    """A title, headings and `size` lines under them, empty where there are fewer."""
    spots = {(top, column): Spot(title if column == 1 else None, "段") for column in range(1, wide + 1)}
    spots |= {(top + 1, column): Spot(heads.get(column), "表头") for column in range(1, wide + 1)}
    for at in range(size):
        for column, spot in enumerate(rows[at] if at < len(rows) else rows[-1] if rows else (), 1):
            spots[top + 2 + at, column] = spot if at < len(rows) else Spot(None, spot.look)
    return spots


def _waiting(waits: Sequence[Wait]) -> Section:
    rows: list[tuple[Spot, ...]] = [
        (
            Spot(worded(one.what)), Spot(), Spot(_short(one.about)), Spot(), Spot(one.since, "日期"),
            Spot(one.place, "去处", one.place),
        )
        for one in waits[:MOST_WAITS]
    ]  # fmt: skip
    rows = rows or [
        (Spot(worded("没有等人决定的事。")), Spot(), Spot(), Spot(), Spot(None, "日期"), Spot(None, "去处"))
    ]
    heads = {1: worded("什么事"), 3: worded("谁、哪一件"), 5: worded("从哪天"), 6: worded("去看")}
    spots = _table(WAITS, worded("等人决定"), heads, rows, MOST_WAITS)
    more = len(waits) - MOST_WAITS
    rest = worded("另有 {more} 件，见【处罚台账】和【提醒】。", more=more) if more > 0 else None
    spots[WAITS + 2 + MOST_WAITS, 1] = Spot(rest, "小字")
    return Section((WAITS, 1), spots)


def _short(words: str) -> str:
    """Words cut to the room there is."""
    if width(words) <= ABOUT_WIDE:
        return words
    while width(words) > ABOUT_WIDE - 2:
        words = words[:-1]
    return f"{words}…"


def _few(people: Sequence[Person]) -> list[Person]:
    """As many as there is room for; the rest together."""
    if len(people) <= MOST_PEOPLE:
        return list(people)
    rest = people[MOST_PEOPLE - 1 :]
    sums = (sum(getattr(one, name) for one in rest) for name in ("calls", "chores", "late", "behind"))
    return [*people[: MOST_PEOPLE - 1], Person(worded("其余 {count} 人", count=len(rest)), *sums)]


def _people(people: Sequence[Person]) -> Section:
    rows: list[tuple[Spot, ...]] = [
        (
            Spot(worded(NOBODY) if one.name == NOBODY else one.name), Spot(one.calls, "数"), Spot(one.chores, "数"),
            Spot(one.late, "数"), Spot(one.quota, "数"), Spot(one.may, "数"),
        )
        for one in _few(people)
    ]  # fmt: skip
    rows = rows or [(Spot(worded("没有")), *(Spot(None, "数") for _ in range(5)))]
    words = (
        named("姓名", HEADING), worded("今天联系"), worded("要办的事"),
        named("逾期", HEADING), worded("定额还差"), worded("每天能做"),
    )  # fmt: skip
    spots = _table(PEOPLE, worded("各人今天（逾期连要办的事也算）"), dict(enumerate(words, 1)), rows, MOST_PEOPLE)
    unsaid = people and all(one.may is None for one in people)
    hint = worded("每天能做几件，填在【员工】的“日容量”。") if unsaid else None
    spots[PEOPLE + 2 + MOST_PEOPLE, 1] = Spot(hint, "小字")
    return Section((PEOPLE, 1), spots, red=tuple((PEOPLE + 2 + at, 4) for at in range(MOST_PEOPLE)))


def _months(months: Sequence[Month]) -> Section:
    rows: list[tuple[Spot, ...]] = [
        (
            Spot(one.name), Spot(one.due, "数"), Spot(one.kept, "数"), Spot(_rounded(one.share), "率"),
            Spot(_rounded(one.satisfied), "率"), Spot(),
        )
        for one in months
    ]  # fmt: skip
    rows = rows or [
        (Spot(worded("还没有到期的")), Spot(None, "数"), Spot(None, "数"), Spot(None, "率"), Spot(None, "率"), Spot())
    ]
    heads = {
        1: named("月", HEADING),
        2: named("到期", HEADING),
        3: worded("按时"),
        4: worded("按时率"),
        5: worded("满意率"),
    }
    return Section((MONTHS, 1), _table(MONTHS, worded("近几个月"), heads, rows, LOOKED_BACK))


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _steps() -> Section:
    spots = {
        (STEPS, column): Spot(worded("每天怎么做") if column == 1 else None, "段") for column in range(1, COLUMNS + 1)
    }
    for row, (step, words) in enumerate(DAY, STEPS + 1):
        spots |= {(row, 1): Spot(worded(step), "步骤"), (row, 2): Spot(worded(words), "步骤")}
    return Section((STEPS, 1), spots)


def _notes() -> Section:
    title = worded("记事：这里随便写，程序不动")
    spots = {(NOTES, column): Spot(title if column == 1 else None, "段") for column in range(1, COLUMNS + 1)}
    rows = range(NOTES + 1, NOTES + TYPED_ROWS + 1)
    spots |= {(row, column): Spot(None, "手写") for row in rows for column in range(1, COLUMNS + 1)}
    return Section((NOTES, 1), spots)


def _charts(people: int, months: int) -> tuple[Chart, ...]:
    """Over the tables at their left."""
    return (
        Chart(
            worded("谁的逾期（连要办的事）"),
            "横条", PEOPLE + 1, 1, (Line(4, RED), Line(5, AMBER)), people, (WAITS, 7, WAITS + 10, 12),
            is_stacked=True,
        ),
        Chart(worded("今天的件数和每天能做的"), "竖条", PEOPLE + 1, 1, (Line(2, BLUE), Line(6, GREY)), people,
              (PEOPLE, 7, PEOPLE + 12, 12)),
        Chart(worded("按时率和满意率"), "折线", MONTHS + 1, 1, (Line(4, BLUE), Line(5, GREEN)), months,
              (MONTHS, 7, MONTHS + 8, 12), is_share=True),
    )  # fmt: skip
