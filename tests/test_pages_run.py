"""What a page tells people to type is typed here, from its first line to its last; what it shows is what the screen says."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from bookshelf import table, typed
from postbox import PASSWORD, Postbox, settled
from walked import HOME, Step, is_as_shown, lay, steps, walked

from workbook.shells.commands.cli import main
from workbook.shells.outside.settings import Account

DOCS = HOME / "docs"
FENCED = re.compile(r"```\n(.*?)```", re.DOTALL)
TEN = "docs/十分钟.md"
APART = {TEN, "CHANGELOG.md", "CONTRIBUTING.md", "docs/commands.md"}
"""The first has a test of its own; then the past, what .ci/run runs, and how commands are written."""
PAGES = sorted(
    path.relative_to(HOME).as_posix()
    for path in (*HOME.glob("*.md"), *DOCS.rglob("*.md"))
    if any(step.does == "打" for step in steps(path.read_text(encoding="utf-8")))
)
"""Every page that tells somebody to type one of our commands."""


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk as it lies before a page is begun."""
    desk = tmp_path_factory.mktemp("desk")
    lay(desk)
    return desk


@pytest.fixture
def desk(
    laid: Path, tmp_path: Path, server: tuple[Postbox, Account], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A desk of one's own: a home without anything in it, a mail server, a crontab that is a file."""
    place = tmp_path / "desk"
    shutil.copytree(laid, place)
    home = tmp_path / "home"
    programs = home / "bin"
    programs.mkdir(parents=True)
    table_of_cron = f'[ "$1" = -l ] && exec cat {home}/table\nexec cat > {home}/table'
    for name, does in {"crontab": table_of_cron, "systemctl": "exit 1"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    (home / "table").write_text("", encoding="utf-8")
    settled(place, server[1])
    for name, value in {"HOME": home, "USERPROFILE": home, "HUIFANG_MAIL_PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(name, str(value))
    for name in ("APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    yield place


@pytest.mark.parametrize("page", [page for page in PAGES if page not in APART])
def test_a_page_does_what_it_says(page: str, desk: Path, server: tuple[Postbox, Account]) -> None:
    """Each command ends well, or as the page shows; where the page shows what the screen says, the screen says it."""
    if "huifang schedule" in (HOME / page).read_text(encoding="utf-8") and sys.platform != "linux":
        pytest.skip("its timers would be this computer's own")
    server[0].lost = {"wang"}
    wrong: list[str] = []

    def see(step: Step, code: int, said: str, beside: str) -> None:
        told = said + (beside if code > 1 else "")
        if code not in {0, 1} and not step.is_shown:
            wrong.append(f"{page}:{step.line} {step.text} → {code}\n{told}")
        if step.is_shown and not is_as_shown(step, told):
            shown = "\n".join(step.says)
            wrong.append(f"{page}:{step.line} {step.text}\nthe page shows\n{shown}\nthe screen says\n{told}")

    walked((HOME / page).read_text(encoding="utf-8"), desk, see)

    assert not wrong, "\n\n".join(wrong)


def commands(page: str) -> list[list[str]]:
    """The lines of a page that stand by themselves to be copied."""
    lines = [line for block in FENCED.findall((DOCS / page).read_text(encoding="utf-8")) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("huifang ")]


def done(steps: list[list[str]], capsys: pytest.CaptureFixture[str], name: str) -> str:
    """What the screen says to the next of the steps, which is the command of this name."""
    words = steps.pop(0)
    assert name == words[0]
    code = main(words)
    told = capsys.readouterr().out
    assert code in {0, 1}, told
    return told


def test_ten_minutes_are_as_they_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step does what the page says: the list, why, a call that counts, taken back, the day, a rule tried."""
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "练习.xlsx"
    steps = commands("十分钟.md")
    do = partial(done, steps, capsys)

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


def test_a_day_in_english_is_as_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step does what the page says, in English, without anybody saying so again."""
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "practice.xlsx"
    steps = commands("start.md")
    do = partial(done, steps, capsys)

    assert "with the sample in it" in do("new")
    assert "22 on today’s list (7 overdue)" in do("today")
    why = do("why")
    assert "Art. 6" in why
    assert "Customers!" in why

    before = table(book, "Contacts")
    first, second = (str(row["Task no."]) for row in table(book, "Today")[:2])
    typed(book, "Today", first, {"Outcome": "No answer"}, by="Task no.")
    answers = {"Installed": "Yes", "WaterFine": "Yes", "Satisfaction": "Satisfied"}
    typed(book, "Today", second, {"Outcome": "Done", **answers}, by="Task no.")
    do("record")
    assert second not in {row["Task no."] for row in table(book, "Today")}
    assert len(before) + 2 == len(table(book, "Contacts"))
    do("undo")
    assert len(before) == len(table(book, "Contacts"))
    assert "No answer" == {row["Task no."]: row["Outcome"] for row in table(book, "Today")}[first]
    do("record")
    assert len(before) + 2 == len(table(book, "Contacts"))
    do("daily")
    assert list((tmp_path / "outbox preview").glob("*.html"))
    assert table(book, "Fines")
    assert [] == steps
