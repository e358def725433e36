"""huifang install and uninstall: the add-in, the settings and the scripts, each where its program looks for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.shells.macros import macro_book, sources
from workbook.shells.macros.build import ADDIN
from workbook.shells.macros.places import Machine, settings_text, stays
from workbook.shells.safety import saving
from workbook.words.faults import BookFault
from workbook.words.tongue import declared, worded

SCRIPT = "huifang.py"
TOOLBAR = "config/soffice.cfg/modules/scalc/toolbar/custom_toolbar_huifang.xml"
_IN_USE = declared("关掉 Excel（和 LibreOffice），再运行一次。")


def files(here: Machine, *, warm: bool | None = None) -> Mapping[Path, tuple[str, Callable[[], bytes]]]:
    """Every file that an installation has on this computer: what it is for, and what makes its bytes.

    That raises a Fault where xlwings is missing, or the path of Python can't be written down for macros.
    """
    found: dict[Path, tuple[str, Callable[[], bytes]]] = {}
    for place in here.settings:
        found[place] = (worded("按钮从这里知道用哪个 Python"), partial(settings_text, here, warm=warm))
    if here.startup is not None:
        found[here.startup / ADDIN] = (worded("Excel 每次启动都打开它，功能区就有【回访】"), addin_bytes)
    if here.scripts is not None and (script := applescript()):
        found[here.scripts / script.name] = (worded("Mac 上的 Excel 靠它启动 Python"), script.read_bytes)
    for profile in here.profiles:
        own = sources.folder() / "libreoffice" / SCRIPT
        found[profile / "Scripts" / "python" / SCRIPT] = (worded("LibreOffice 里的按钮靠它"), own.read_bytes)
        found[profile / TOOLBAR] = (worded("LibreOffice 的工具条【回访】：管选中的那一行"), sources.toolbar)
    return found


def addin_bytes() -> bytes:
    """huifang.xlam."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ADDIN
        macro_book.addin(path)
        return path.read_bytes()


def applescript() -> Path | None:
    """The script that xlwings has for Excel on a Mac; its name carries xlwings' version, so it goes stale with each upgrade."""
    place = sources.xlwings_folder()
    return next(iter(sorted(place.glob("xlwings-*.applescript"))), None) if place else None


def install(here: Machine, *, warm: bool | None = None) -> Iterator[str]:
    """Puts every file in its place; a sentence for each. `warm`: Python stays loaded between two presses; None: as before.

    Raises:
        Fault: one can't be made; nothing was put anywhere.
        BookFault: one can't be put there (Excel is running and holds the add-in); those before it are.
    """
    made = {path: (purpose, content()) for path, (purpose, content) in files(here, warm=warm).items()}
    for path, (purpose, content) in made.items():
        if path.exists() and path.read_bytes() == content:
            yield worded("已经在了：{path}（{purpose}）", path=path, purpose=purpose)
            continue
        saving.make_folder(path.parent)
        try:
            saving.replace(path, partial(_write, content=content))
        except BookFault as found:
            if isinstance(found.__cause__, PermissionError):
                raise BookFault(worded("“{path}”正在用着，换不了。", path=path), worded(_IN_USE)) from found
            raise
        yield worded("放好了：{path}（{purpose}）", path=path, purpose=purpose)
    if stays(here, warm=warm):
        yield worded("Excel 里按第二次起快：Python 装着不退，关了 Excel 才走。不想要了：install --no-warm。")
    elif warm:
        yield worded(
            "--warm 在这台电脑上没有用：只有 Windows 的 Excel 能这样；LibreOffice 里的按钮不用它，第二次起本来就快。"
        )


def _write(path: Path, *, content: bytes) -> None:
    path.write_bytes(content)


def uninstall(here: Machine) -> Iterator[str]:
    """Takes away what `install` put there, and a folder of ours that is empty then; workbooks are left alone.

    Raises:
        BookFault: one can't be removed; Excel is running.
    """
    for path in files(here):
        if not path.exists():
            continue
        if path.parent == here.scripts:
            yield worded("留着：{path}（是 xlwings 的，别的工作簿也可能用它）", path=path)
            continue
        try:
            path.unlink()
        except OSError as found:
            raise BookFault(worded("“{path}”正在用着，拿不走。", path=path), worded(_IN_USE)) from found
        yield worded("拿走了：{path}", path=path)
    for path in here.settings:
        with contextlib.suppress(OSError):  # somebody else's files are in it, or it isn't there
            if path.parent.name == f".{sources.CONF_NAME}":
                path.parent.rmdir()
