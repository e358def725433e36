"""Two runs over one book, each in its own process: the second to write says so, and never that the book is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bookshelf import DAY, cells, office

RUN = r"""
import subprocess, sys
from workbook.shells.commands.cli import main

book, wanted, day = sys.argv[1], int(sys.argv[2]), sys.argv[3]
opened = 0

def other(event, found):
    global opened
    if event == "open" and str(found[0]) == book:
        opened += 1
        if opened == wanted:
            said = [sys.executable, "-m", "workbook", "check", book, "--date", day]
            print("OTHER", subprocess.run(said, capture_output=True).returncode)

sys.addaudithook(other)
sys.exit(main(["today", book, "--date", day]))
"""
"""A run that stands still when it opens the book for the n-th time, while another one goes from beginning to end."""

SAYS = ("刚刚被别人改过，或另一次运行刚写完它。", "在这次运行的时候被别人改过，或另一次运行写过它。")


@pytest.mark.parametrize("opening", [4, 7, 12, 16])
def test_a_book_that_another_run_replaced_is_not_called_damaged(tmp_path: Path, opening: int) -> None:
    path = office(tmp_path / "本.xlsx")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
    said = [sys.executable, "-c", RUN, str(path), str(opening), DAY]

    ended = subprocess.run(said, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    assert "OTHER 1" in ended.stdout, "the other run did its work"
    assert 3 == ended.returncode
    assert any(f"“本.xlsx”{words}" in ended.stderr for words in SAYS), ended.stderr
    assert "再运行一次" in ended.stderr
    assert "今日清单" not in cells(path), "what stands is the other run's"
    assert "问题" in cells(path)
