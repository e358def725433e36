"""The pictures of the README and the manual: lists, dashboard, form, issues, mails, notice, chains, branches (.png).

    python docs/pictures.py      needs LibreOffice (soffice), poppler (pdftoppm), Chromium and a Chinese font

Run it after a change to how sheets, forms or mails look, and look at what it made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import openpyxl

HOME = Path(__file__).resolve().parents[1]
DAY = "2026-03-16"
HEAD_WORDS = 3
"""Words within which the head of a page says what it is, after whose it is."""
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def run(*words: str | Path, cwd: Path = HOME) -> None:
    done = subprocess.run([str(word) for word in words], cwd=cwd, check=False, capture_output=True)
    assert done.returncode <= 1, done.stderr.decode()  # 1: done, with something to mend


def page(folder: Path, book: Path, text: str, name: str, dots: int, cut: tuple[int, int, int, int]) -> None:
    """The first page of a workbook that begins with `text` below its paper's head; `cut` is left, top, width, height."""
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
    pdf = folder / f"{book.stem}.pdf"
    number = 1
    while True:
        found = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), str(pdf), "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        words = found.split()[:HEAD_WORDS]
        if not text or text in words or " ".join(found.split()).startswith(text):
            break
        number += 1
    run(
        "pdftoppm",
        "-r",
        str(dots),
        "-png",
        "-f",
        str(number),
        "-l",
        str(number),
        "-singlefile",
        *(word for side, pixels in zip("xyWH", cut, strict=True) for word in (f"-{side}", str(pixels))),
        pdf,
        HOME / "docs" / name,
    )


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>微软雅黑</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match></fontconfig>"""
"""A font with digits as wide as those of the books' own, by which a program counts the width of columns."""


def screen(folder: Path, made: Path) -> None:
    """今日清单 as a screen of 1366 pixels shows it, nothing made smaller: its cells, without what the program has around."""
    book = openpyxl.load_workbook(made)
    sheet = book["今日清单"]
    for other in set(book.sheetnames) - {sheet.title}:
        del book[other]
    sheet.print_title_rows = sheet.print_area = None
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale, sheet.page_setup.paperSize, sheet.page_setup.orientation = 100, 8, "landscape"  # A3
    sheet.print_options.horizontalCentered = False
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(sheet.page_margins, side, 0)
    for edge in (sheet.oddHeader, sheet.oddFooter):
        edge.left.text = edge.center.text = edge.right.text = None
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS, encoding="utf-8")
    book.save(folder / "screen.xlsx")
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    try:
        page(folder, folder / "screen.xlsx", "", "list-1366", 96, (0, 0, 1366, 640))
    finally:
        del os.environ["FONTCONFIG_FILE"]


def notice(folder: Path) -> None:
    """处罚通知单 of one line of a demonstration."""
    book, papers = folder / "notice.xlsx", folder / "papers"
    run(sys.executable, "-m", "workbook", "new", "--rulebook", "skoda-archive", "--demo", book, "--date", "2026-03-09")
    run(sys.executable, "-m", "workbook", "tally", book, "--date", DAY)
    only = ("--only", "SK-04·SK4·F04·F04", "--to", papers)
    run(sys.executable, "-m", "workbook", "forms", book, "--date", DAY, *only)
    page(folder, next(papers.glob("单据-*.xlsx")), "", "notice", 100, (40, 20, 750, 560))


def head_office(folder: Path) -> None:
    """分店一览 of eight branches: one hasn't run today, one has a rule of its own, one is broken."""
    sys.path[:0] = [str(HOME), str(HOME / "tests")]
    from branch_books import branch, change

    place = folder / "分店"
    for turn, name in enumerate(("城南店", "城北店", "江边店", "新区店", "老街店", "西门店", "湖畔店"), 21):
        ran = datetime(2026, 3, 14 if name == "江边店" else 16, 8, 30)
        branch(place / f"{name}.xlsx", name, turn, ran=ran, share=0.35 + turn % 5 / 8)
    change(place / "新区店.xlsx", "设置", "迟交扣款", "值", 80)
    (place / "机场店.xlsx").write_bytes((place / "城南店.xlsx").read_bytes()[:70_000])
    run(sys.executable, "-m", "workbook", "consolidate", place, "--date", DAY, "--dry-run")
    page(folder, place / "总部汇总.xlsx", "分店一览", "branches", 150, (60, 85, 1640, 440))
    page(folder, place / "总部汇总.xlsx", "要看的分店", "branches-read", 150, (60, 70, 1640, 300))


def letter_as(folder: Path, letter: Path, name: str, size: tuple[int, int], *words: str) -> None:
    """A letter as a mail program of a width shows it."""
    shutil.copyfile(letter, folder / "letter.html")
    run(
        shutil.which("chromium") or "chromium",
        *QUIET,
        *words,
        f"--user-data-dir={folder / 'profile'}",
        f"--window-size={size[0]},{size[1]}",
        f"--screenshot={HOME / 'docs' / f'{name}.png'}",
        f"file://{folder / 'letter.html'}",
    )


def manager(folder: Path, letter: Path) -> None:
    """A manager's letter of the day, at a desk, on a phone (inside a frame: a window is never that narrow), in the dark."""
    letter_as(folder, letter, "mail", (760, 900))
    letter_as(folder, letter, "mail-desktop", (760, 1000))
    letter_as(folder, letter, "mail-dark", (760, 1000), "--blink-settings=preferredColorScheme=0")
    shutil.copyfile(letter, folder / "inner.html")
    frame = folder / "frame.html"
    frame.write_text(
        '<body style="margin:0"><iframe src="inner.html" width="375" height="812" frameborder="0">', "utf-8"
    )
    letter_as(folder, frame, "mail-phone", (375, 812))


def in_english(folder: Path) -> None:
    """The list and the front page of the English sample."""
    book = folder / "practice.xlsx"
    folder.mkdir()
    run(sys.executable, "-m", "workbook", "new", "--demo", "--lang", "en", book, "--date", DAY)
    run(sys.executable, "-m", "workbook", "today", book, "--date", DAY)
    page(folder, book, "Clear Water Station · 2026-03-16", "home-en", 110, (40, 60, 830, 960))
    page(folder, book, "Clear Water Station Today", "today-en", 160, (65, 65, 1750, 755))


def main() -> None:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        run(sys.executable, "-m", "workbook", "demo", "--to", folder)
        page(folder, folder / "sample.xlsx", "今日清单", "today", 160, (94, 84, 1686, 736))
        screen(folder, folder / "sample.xlsx")
        page(folder, folder / "sample.xlsx", "问题", "issues", 110, (45, 60, 1200, 212))
        page(folder, folder / "sample.xlsx", "问题链", "chains", 130, (50, 60, 1430, 480))
        page(folder, next(folder.glob("记录表-*.xlsx")), "", "form", 100, (40, 20, 750, 870))
        page(folder, folder / "sample.xlsx", "晴川净水服务站", "dashboard", 110, (40, 60, 830, 960))
        notice(folder)
        head_office(folder)
        in_english(folder / "en")
        manager(folder, max((folder / "mail").glob("*日报*.html"), key=lambda path: path.stat().st_size))


if __name__ == "__main__":
    main()
