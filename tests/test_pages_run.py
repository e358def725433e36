"""What a page tells people to type is typed here: the pages that begin at a beginning, from their first line to their last."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from bookshelf import table, typed

from workbook.shells.commands.cli import main

DOCS = Path(__file__).parents[1] / "docs"
FENCED = re.compile(r"```\n(.*?)```", re.DOTALL)


def commands(page: str) -> list[list[str]]:
    """The lines of a page that stand by themselves to be copied."""
    lines = [line for block in FENCED.findall((DOCS / page).read_text(encoding="utf-8")) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("huifang ")]


def test_ten_minutes_are_as_they_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step does what the page says: the list, why, a call that counts, taken back, the day, a rule tried."""
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "练习.xlsx"
    steps = commands("十分钟.md")

    def do(name: str) -> str:
        words = steps.pop(0)
        assert name == words[0]
        code = main(words)
        told = capsys.readouterr().out
        assert code in {0, 1}, told
        return told

    assert "样例" in do("new")
    assert "今日清单 22 件（逾期 7 件）" in do("today")
    why = do("why")
    assert "今天在清单上" in why
    assert "第六条" in why

    before = table(book, "回访记录")
    first, second = (str(row["任务编号"]) for row in table(book, "今日清单")[:2])
    typed(book, "今日清单", first, {"结果代码": "无人接"})
    typed(book, "今日清单", second, {"结果代码": "完成", "已装好": "1", "水质正常": "1", "满意度": "满意"})
    told = do("record")
    assert "登记了 2 条" in told
    assert second not in {row["任务编号"] for row in table(book, "今日清单")}
    assert len(before) + 2 == len(table(book, "回访记录"))

    do("undo")
    assert len(before) == len(table(book, "回访记录"))
    assert "无人接" == {row["任务编号"]: row["结果代码"] for row in table(book, "今日清单")}[first]
    do("record")
    assert len(before) + 2 == len(table(book, "回访记录"))

    do("daily")
    assert list((tmp_path / "发件预演").glob("*.html"))
    assert table(book, "处罚台账")

    typed(book, "时限", "D3", {"时长": "5天"}, by="编号")
    do("check")
    told = do("try")
    assert "试算-练习-2026-03-01至03-16.xlsx" in told
    assert "没有差别" not in told
    assert [] == steps
