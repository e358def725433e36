"""The pictures of the README, the manual and disputes.md: today, dashboard, form, mail, notice, chains, branches (.png).

    python docs/pictures.py      needs LibreOffice (soffice), poppler (pdftoppm), Chromium and a Chinese font

Run it after a change to how sheets, forms or mails look, and look at what it made.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
DAY = "2026-03-16"
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
    """The first page of a workbook whose text begins with `text`, as a picture; `cut` is left, top, width, height."""
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
        if found.strip().startswith(text):
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
    page(folder, place / "总部汇总.xlsx", "分店一览", "branches", 150, (60, 70, 1640, 300))
    page(folder, place / "总部汇总.xlsx", "要看的分店", "branches-read", 150, (60, 70, 1640, 300))


def main() -> None:
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        run(sys.executable, "-m", "workbook", "demo", "--to", folder)
        page(folder, folder / "sample.xlsx", "序", "today", 160, (65, 65, 1750, 755))
        page(folder, folder / "sample.xlsx", "链号", "chains", 130, (50, 60, 1430, 480))
        page(folder, next(folder.glob("记录表-*.xlsx")), "", "form", 100, (40, 20, 750, 870))
        page(folder, folder / "sample.xlsx", "晴川净水服务站", "dashboard", 110, (40, 60, 830, 960))
        notice(folder)
        head_office(folder)
        letter = next(path for path in sorted((folder / "mail").glob("*.html")) if "站长日报" in path.name)
        shutil.copyfile(letter, folder / "letter.html")
        run(
            shutil.which("chromium") or "chromium",
            *QUIET,
            f"--user-data-dir={folder / 'profile'}",
            "--window-size=760,900",
            f"--screenshot={HOME / 'docs' / 'mail.png'}",
            f"file://{folder / 'letter.html'}",
        )


if __name__ == "__main__":
    main()
