"""What 体检 finds: one line each, good or not, and the cure where there is something to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from workbook.words.faults import Fault
from workbook.words.tongue import declared, worded

Mark = Literal["好", "注", "停"]
declared("好")


class Finding(NamedTuple):
    """One thing looked at: 好 is well, 注 is worth knowing, 停 has to be mended before it works."""

    mark: Mark
    title: str
    said: str
    cure: str = ""

    def __str__(self) -> str:
        line = worded("【{mark}】{title}：{said}", mark=worded(self.mark), title=worded(self.title), said=self.said)
        return worded("{line}\n      怎么改：{cure}", line=line, cure=self.cure) if self.cure else line


Check = Callable[[], Iterable[Finding]]


def examined(checks: Iterable[tuple[str, Check]]) -> Iterator[Finding]:
    """The findings of each check in turn; a check that itself fails is a finding too, and the next goes on."""
    for title, check in checks:
        try:
            yield from check()
        except Fault as fault:
            yield Finding("停", title, fault.what, fault.cure)
        except Exception as error:  # noqa: BLE001 - whatever ails this computer, the other lines must still come
            yield Finding(
                "停",
                title,
                worded("查不下去（{name}: {error}）。", name=type(error).__name__, error=error),
                worded("把这一行抄给管程序的人。"),
            )
