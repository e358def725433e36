"""A person clicks a button and the open workbook changes under their eyes: nothing is saved, closed or opened again.

The click goes through LibreOffice's own button, macro and script; the shell that answers is the one that drives Excel,
over the test engine. Needs LibreOffice, Xvfb and xdotool; .ci/run installs them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import PATIENCE, Desk

from workbook.shells.macros.macro_book import equip

LIVE = Path(__file__).parents[1] / "live"
sys.path.insert(0, str(LIVE))
from office import Office  # noqa: E402

SAMPLE = Path(__file__).parents[2] / "sample.xlsx"
DAY = "2026-03-16"
SCRIPT = '''
import subprocess

def run(command, document, *_):
    """Starts the shell and returns: LibreOffice must stay awake to answer it."""
    log = open({log!r}, "wb")
    subprocess.Popen([{python!r}, {pressed!r}, {address!r}, {day!r}, command], env={env!r}, stdout=log, stderr=log)
'''


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home", DAY)
    script = made.home / ".config" / "libreoffice" / "4" / "user" / "Scripts" / "python" / "huifang.py"
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    words = {
        "python": sys.executable,
        "pressed": str(LIVE / "pressed.py"),
        "address": made._address,
        "day": DAY,
        "log": str(made.home / "pressed.log"),
    }
    script.write_text(SCRIPT.format(**words, env=env), encoding="utf-8")
    yield made
    made.leave()


def pictured(desk: Desk, name: str) -> None:
    """A picture of the screen, where somebody wants to look at it."""
    if folder := os.environ.get("HUIFANG_PICTURES"):
        desk.picture(Path(folder) / f"{name}.png")


def said(desk: Desk, words: str) -> str:
    """What the shell has to say, once it says it; meanwhile nobody looks at what it is working on."""
    log, end = desk.home / "pressed.log", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desk.still_there()
        found = log.read_text(encoding="utf-8") if log.exists() else ""
        if words in found:
            time.sleep(1)  # the box comes up
            return found
        time.sleep(0.3)
    raise AssertionError(f"never said {words}: {found}")


def rows(office: Any, sheet: str) -> list[list[Any]]:
    """What stands in the open workbook."""
    [document] = office("visible")
    return list(office("read", document, sheet, office("used", document, sheet)))


def test_a_click_writes_into_the_workbook_that_is_open(desk: Desk) -> None:
    """今日清单; a result typed and not saved; 登记: its record stands in the open sheet, the file is as it was."""
    book = desk.folder / "回访.xlsm"
    equip(SAMPLE, book, "libreoffice")
    file = book.read_bytes()
    desk.open(book)
    office = Office(desk._address)
    before = len(rows(office, "回访记录"))

    desk.click("今日清单")
    said(desk, "做好了：今日清单 22 件")
    pictured(desk, "live-1-今日清单")
    desk.close_box()
    seen = desk.until(lambda seen: seen["sheet"] == "今日清单")

    heads = seen["rows"][0]
    planned, outcome, key = (heads.index(word) for word in ("计划时间", "结果代码", "客户编号"))
    assert {"46097"} <= {row[planned].partition(".")[0] for row in seen["rows"][1:]}  # 2026-03-16

    customer = seen["rows"][1][key]
    desk.fill(heads.index("备注"), 1, "ok")
    desk.fill(outcome, 1, "拒访")
    desk.until(lambda seen: bool(seen["modified"]))
    pictured(desk, "live-2-填了结果")
    desk.turn_to("首页", "ctrl+Prior")
    desk.click("登记")
    said(desk, "登记了 1 条回访记录。")
    pictured(desk, "live-3-登记")
    desk.close_box()

    *others, last = rows(office, "回访记录")
    assert before == len(others)
    assert [customer, "拒访"] == [cell for cell in last if cell in (customer, "拒访")]
    assert file == book.read_bytes(), "saving is the person's own business"
    office.stop()
