"""体检 of what the program itself stands on: Python, its packages, the calendar, the fonts."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which

from workbook.clock.published import published
from workbook.shells.doctor.findings import Finding
from workbook.shells.macros.places import Machine
from workbook.shells.outside import clocks
from workbook.shells.parts.look import FONT
from workbook.words.tongue import declared, worded

OLDEST = (3, 11)
NEEDED = (
    "pandas", "numpy", "pyarrow", "fastexcel", "openpyxl", "xlsxwriter", "lxml", "jinja2", "yagmail", "keyring",
    "holidays", "pyyaml", "xlwings",
)  # fmt: skip
AGAIN = declared("删去项目文件夹里的 .venv，再运行 huifang doctor，会重新装好。")
_LATE_IN_THE_YEAR = 11  # the notice for the next year comes in October or November
_FONT_FILES = {
    "win32": ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/msyh.ttf"),
    "darwin": ("/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/STHeiti Light.ttc"),
}


def python(here: Machine) -> Iterator[Finding]:
    """Its version, and a path that Excel can start it from."""
    said = worded(
        "{python_version}，{interpreter}", python_version=platform.python_version(), interpreter=here.interpreter
    )
    if sys.version_info < OLDEST:
        yield Finding("停", "Python", said, worded("装 Python 3.11 以上，再运行一次。"))
    elif here.system == "darwin" and (" " in str(here.interpreter) or not str(here.interpreter).isascii()):
        cure = worded("把项目文件夹移到名字只有英文和数字、没有空格的地方，再运行 huifang install。")
        yield Finding(
            "停", "Python", worded("{said}。Mac 上的 Excel 启动不了名字里有空格或汉字的路径。", said=said), cure
        )
    else:
        yield Finding("好", "Python", said)


def packages() -> Iterator[Finding]:
    """Every package the program needs, by the version that is there."""
    missing = [name for name in NEEDED if not _version(name)]
    if missing:
        yield Finding("停", "程序包", worded("缺 {missing}。", missing=worded("、").join(missing)), worded(AGAIN))
    else:
        yield Finding("好", "程序包", worded("{count} 个都在", count=len(NEEDED)))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def calendar(now: datetime) -> Iterator[Finding]:
    """Up to which year the days off are known and not guessed."""
    last = published(now.year, now.year).last_year
    cure = worded("运行 pip install --upgrade holidays；还没有新的，就把放假和补班填进【节假日】。")
    if last < now.year:
        yield Finding("停", "节假日", worded("只知道到 {last} 年，今年的到期都是暂估。", last=last), cure)
    elif last == now.year and now.month >= _LATE_IN_THE_YEAR:
        yield Finding("注", "节假日", worded("知道到 {last} 年底；跨到明年的到期先暂估。", last=last), cure)
    else:
        yield Finding("好", "节假日", worded("知道到 {last} 年底", last=last))


def zone(now: datetime) -> Iterator[Finding]:
    """Whether the computer's clock is set to the office's zone."""
    other = clocks.other_zone()
    said = worded("现在是北京时间 {now:%Y-%m-%d %H:%M}", now=now)
    if other:
        yield Finding(
            "注",
            "时区",
            worded("电脑的时区是 {other}；{said}，回访都按它算。", other=other, said=said),
            worded("在系统的日期和时间里把时区改成北京时间。"),
        )
    else:
        yield Finding("好", "时区", said)


def fonts(here: Machine) -> Iterator[Finding]:
    """Whether Chinese is shown and printed as it was meant."""
    if here.system == "linux":
        listing = which("fc-list")
        is_there = listing is not None and bool(
            subprocess.run([listing, ":lang=zh", "family"], capture_output=True, check=False).stdout.strip()
        )
        cure = worded("装一套中文字体，例如 apt install fonts-noto-cjk。")
    else:
        is_there = any(Path(one).exists() for one in _FONT_FILES[here.system])
        cure = worded("在系统的字体设置里装上它；不装也能用，只是样子和宽窄会变。")
    if is_there:
        yield Finding("好", "字体", worded("有中文字体（表里用的是{font}，没有就由系统代替）", font=FONT))
    else:
        yield Finding("注", "字体", worded("没有找到中文字体，打印和图片里会是方框。"), cure)
