"""重试 of 结果代码: one wait, or a ladder of tries (1: 2小时; 2: 1天 换半天; 3: 1天 换短信; 4+: 结 失联)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.notations import length
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.words.spans import Span, span
from workbook.words.tongue import declared, worded

HALF = "换半天"
_STEP = re.compile(r"^第?\s*(\d+)\s*(?:(-)\s*(\d+)|(\+|次?以后|次?起))?\s*次?\s*[:：]\s*(.+)$")
_EXAMPLE = declared("写成 1: 2小时; 2: 1天 换半天; 3: 1天 换短信; 4+: 结 失联。")


@dataclass(frozen=True, slots=True)
class Try:
    """What comes after the first..last try in vain: how long to wait, whether in the other half of the day, and then."""

    first: int
    last: int | None
    wait: Span | None = None
    half: bool = False
    then: str = ""

    def __str__(self) -> str:
        """As people say it."""
        number = f"{self.first}" if self.last == self.first else f"{self.first} 到 {self.last}" if self.last else ""
        front = f"第 {number} 次没接通" if number else f"第 {self.first} 次起没接通"
        does = [f"过 {self.wait} 再打" if self.wait else "", HALF if self.half else "", self.then.replace(" ", "")]
        return f"{front}，{'、'.join(part for part in does if part)}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in order; beyond the last it repeats."""

    steps: tuple[Try, ...]

    def after(self, count: int) -> Try:
        """The step after so many tries."""
        fits = [step for step in self.steps if step.first <= count and (step.last is None or count <= step.last)]
        return fits[0] if fits else self.steps[-1]

    @property
    def ends(self) -> bool:
        """Whether the last step closes the task or hands it on."""
        return bool(self.steps[-1].then)


_OTHER_WAY = re.compile(r"^(?:换|改)(?:用|发|走|打|成|为)?\s*(\S+)$")


def ending(cell: str) -> str:
    """满次后: what comes when the tries are used up; 改发短信 is 换 短信.

    Raises:
        NotUnderstood: nothing that can be done.

    Examples:
        >>> ending("改发短信"), ending("换拜访"), ending("结 失联"), ending("上报")
        ('换 短信', '换 拜访', '结 失联', '上报')
    """
    word = plain(cell).strip()
    if other := _OTHER_WAY.match(word):
        return f"换 {other[1]}"
    if word in {"", "上报", "结"} or word.startswith("结"):
        return word
    raise NotUnderstood(
        worded("“{cell}”不是满次后能做的", cell=cell), worded("写成 上报、结、结 失联、换 短信 或 换 拜访。")
    )


def tries(cell: str) -> Span | Path | Ladder:
    """重试.

    Raises:
        NotUnderstood: a step that says nothing to do, or one that leaves a try out.

    Examples:
        >>> found = tries("1: 2小时; 2-3: 1天 换半天; 4+: 结 失联")
        >>> found.after(3).half, found.after(9).then
        (True, '结 失联')
    """
    parts = split(plain(cell), "；;\n")
    if len(parts) == 1 and not _STEP.match(parts[0]):
        return length(cell)
    steps = tuple(map(_step, parts))
    expected = 1
    for step in steps:
        if step.first != expected:
            raise NotUnderstood(worded("第 {expected} 次没接通怎么办没有写", expected=expected), worded(_EXAMPLE))
        expected = (step.last or step.first) + 1
    return Ladder(steps)


def _step(text: str) -> Try:
    match = _STEP.match(text)
    if not match:
        raise NotUnderstood(worded("“{words}”不像重试的一步", words=text), worded(_EXAMPLE))
    first = int(match[1])
    last = int(match[3]) if match[2] else None if match[4] else first
    wait, half, then = None, False, ""
    words = re.sub(r"(换|结|上报)\s+(?=\S)", r"\1", match[5])
    for word in re.split(r"[\s,，、]+", words.strip()):
        length_ = span(word)
        if length_ is not None:
            wait = length_
        elif word in {HALF, "换个半天", "另半天", "换另半天"}:
            half = True
        elif word == "上报" or (word.startswith("换") and len(word) > 1):
            then = word if word == "上报" else f"换 {word[1:]}"
        elif word.startswith("结"):
            then = f"结 {word[1:].removeprefix('为')}".strip()
        else:
            raise NotUnderstood(
                worded("“{word}”不是重试里的做法", word=word),
                worded("可写时长、换半天、换短信、上报、结。{example}", example=worded(_EXAMPLE)),
            )
    return Try(first, last, wait, half, then)
