"""What one branch's book comes to, as a plain value: it travels between machines and is kept from run to run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LINE = (
    "日期", "账期", "状态", "代码", "条款", "员工编号", "姓名", "对象编号", "第几次", "金额", "处理", "裁决", "裁决金额",
    "裁决人", "缴款日", "复核结论", "复核金额", "冲销", "因由", "行键",
)  # fmt: skip
"""What goes up of a line of 处罚台账; days and sums as they are written (2026-03-09, 50.00)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a metric.

    Shapes:
        what: names how it is worked out, whatever it is called. own: its group is a row of the branch's own sheets (S1),
        which is somebody else in every branch. how: the method; over: that of the metric it is divided by, weights: of
        which metrics it is the mean. aim: what is wanted of it, as a sign and a number.
    """

    what: str
    id: str
    name: str
    period: str
    group: str
    label: str
    own: bool
    top: float | None
    bottom: float | None
    value: float | None
    how: str
    share: bool
    over: str = ""
    weights: tuple[tuple[str, float], ...] = ()
    aim: str = ""
    sign: str = ""
    bound: float | None = None
    met: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for a decision."""

    what: str
    about: str
    since: str
    place: str
    late: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in the book, one kind of it: how often, where first; never with what stands in the cells."""

    level: str
    title: str
    many: int
    where: str


@dataclass(frozen=True, slots=True)
class Account:
    """A branch as its book stands at a moment.

    Shapes:
        name: the office's name by its settings, else ''. moment, last_run: 2026-03-09 08:30. expected: the day on which a
        run should have been (the last working day). newest: the day of the last fact. due, kept: what was due this month
        and what of it was done in time. liked, asked: the satisfied and those asked, None where no metric says. fines,
        amount: this month's lines of the ledger and their sum; unbooked: lines that its next run will add.
        rules: sheet·id → heading → cell. marks: what tells its records from those of another book.
    """

    name: str
    moment: str
    last_run: str = ""
    expected: str = ""
    newest: str = ""
    shown: str = ""
    listed: int = 0
    late: int = 0
    done: int = 0
    chores: int = 0
    due: int = 0
    kept: int = 0
    liked: float | None = None
    asked: float | None = None
    fines: int = 0
    amount: str = "0.00"
    awards: str = "0.00"
    unbooked: int = 0
    withheld: int = 0
    problems: Mapping[str, int] = field(default_factory=dict)
    books: tuple[str, ...] = ()
    waits: tuple[Waits, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    figures: tuple[Figure, ...] = ()
    lines: tuple[tuple[str | None, ...], ...] = ()
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    marks: tuple[int, ...] = ()


def written(account: Account) -> str:
    """An account as text."""
    return json.dumps(asdict(account), ensure_ascii=False, allow_nan=False)


def read(text: str) -> Account:
    """An account out of its text.

    Raises:
        ValueError: it isn't one, or one of another version.

    Examples:
        >>> one = Account("城南店", "2026-03-09 09:00", waits=(Waits("裁决", "王芳", "", "处罚台账!A3", False),), marks=(7,))
        >>> read(written(one)) == one
        True
    """
    try:
        said: dict[str, Any] = json.loads(text)
        figures = (Figure(**{**one, "weights": tuple(map(tuple, one["weights"]))}) for one in said["figures"])
        plain = {
            "books": tuple(said["books"]),
            "marks": tuple(said["marks"]),
            "lines": tuple(map(tuple, said["lines"])),
        }
        return Account(
            **{
                **said,
                **plain,
                "figures": tuple(figures),
                "waits": tuple(Waits(**one) for one in said["waits"]),
                "wrong": tuple(Wrong(**one) for one in said["wrong"]),
            }
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not an account") from error
