"""Where a path stands and what was found there: sheets, rows of some rules, columns, or nothing like it."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.rulebook.sorts.model import Question, Sanction
from workbook.sheets.types import Type

RECORDS, TODAY, DUTIES, STAFF = "回访记录", "今日清单", "义务", "员工"
TASKS = (TODAY, "提醒")
BEHIND = ("源行", "键行", "对象", "完成行")


@dataclass(frozen=True, slots=True)
class Spot:
    """The rows of a sheet; of a sheet of results only those of some rules."""

    sheet: str
    ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a cell's paths begin: the tested rows, and beside them who asks (本行) and the fan-out object (对象).

    `beside`: rows whose columns may be named bare as well. `typed`: as staff typed them. `person`: `员工.` is the one
    the row falls on, whatever the row's own columns.
    """

    rows: tuple[Spot, ...]
    asking: tuple[Spot, ...] = ()
    objects: tuple[Spot, ...] = ()
    beside: tuple[Spot, ...] = ()
    typed: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """One column a path leads to. `type` None: it may hold anything. `words`: all it can hold, where that is known."""

    spot: Spot
    heading: str
    type: Type | None = None
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A path that leads nowhere: the sheet where it was lost, the name, and what to write instead."""

    sheet: str
    name: str
    nearest: str
    is_sheet: bool = False


def trigger(rule: Sanction) -> tuple[str, tuple[str, ...]]:
    """What sets a fine off, and the rules or the sheet it names; an empty word when it isn't understood.

    Examples:
        >>> trigger(Sanction(id="甲", trigger="义务 CD1,CD1t")), trigger(Sanction(id="乙", trigger="随便"))
        (('义务', ('CD1', 'CD1t')), ('', ()))
    """
    written = rule.trigger.strip()
    kind = next(
        (word for word in ("登记", "义务", "定额", "达标", "检查", "指标", "表") if written.startswith(word)), ""
    )
    rest = written.removeprefix(kind).lstrip(" :：")
    for mark in "，、 ":
        rest = rest.replace(mark, ",")
    return kind, tuple(name for name in rest.split(",") if name) if kind else ()


def stored_in(question: Question) -> tuple[str, str]:
    """Sheet and column where the answers to a question lie."""
    sheet, _, column = (question.store or f"{RECORDS}.{question.question}").partition(".")
    return sheet, column
