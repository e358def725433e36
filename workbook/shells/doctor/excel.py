"""体检 of the buttons: is there a spreadsheet program, are our files where it looks, may macros run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which

from workbook.shells.doctor.findings import Finding
from workbook.shells.doctor.python import AGAIN
from workbook.shells.macros import install
from workbook.shells.macros.build import ADDIN
from workbook.shells.macros.places import KEYS, Machine, settings_of
from workbook.words.tongue import declared, worded

INSTALL = declared("运行 huifang install。")
_HIGH = 2  # LibreOffice's level 高, which is its own choice
_PYTHON_IN_OFFICE = "libreoffice-script-provider-python"
_SECURITY = r"Software\{}Microsoft\Office\16.0\Excel\Security"


def programs(here: Machine) -> Iterator[Finding]:
    """Which spreadsheet programs are there; without Excel the work is done on files."""
    found = _applications(Path("/Applications")) if here.system == "darwin" else _registered()
    if which("soffice") or here.profiles:
        found.append("LibreOffice")
    if not found:
        yield Finding(
            "注",
            "表格程序",
            worded("没有找到 Excel、WPS 或 LibreOffice；用命令照样全能做。"),
            worded("见手册“没有 Excel”。"),
        )
        return
    yield Finding("好", "表格程序", worded("、").join(found))
    if "WPS" in found and "Excel" not in found:
        yield Finding(
            "注", "表格程序", worded("WPS 里没有按钮：填好存盘关掉，再运行命令。"), worded("见手册“没有 Excel”。")
        )
    if "LibreOffice" in found and not here.profiles:
        cure = worded("打开一次 LibreOffice 再关掉，然后{install}", install=worded(INSTALL))
        yield Finding("注", "表格程序", worded("LibreOffice 还没有打开过，给它的按钮没有地方放。"), cure)
    if here.system == "linux" and "LibreOffice" in found and not _office_runs_python():
        cure = worded("运行 apt install {python_in_office}。", python_in_office=_PYTHON_IN_OFFICE)
        yield Finding("停", "表格程序", worded("LibreOffice 没有装跑 Python 的部件，按钮不灵。"), cure)


def _applications(folder: Path) -> list[str]:
    known = {"Microsoft Excel.app": "Excel", "wpsoffice.app": "WPS", "LibreOffice.app": "LibreOffice"}
    return [name for file, name in known.items() if (folder / file).exists()]


def _registered() -> list[str]:
    """What Windows knows by name; nothing elsewhere."""
    if sys.platform != "win32":
        return []
    import winreg

    found = []
    for key, name in (("Excel.Application", "Excel"), ("KET.Application", "WPS")):
        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, key))
        except OSError:
            continue
        found.append(name)
    return found


def _office_runs_python() -> bool:
    soffice = which("soffice")
    return soffice is None or (Path(soffice).resolve().parent / "pythonscript.py").exists()


def carrier(here: Machine) -> Iterator[Finding]:
    """xlwings, and on a Mac its script for this very version."""
    try:
        known = version("xlwings")
    except PackageNotFoundError:
        yield Finding("停", "xlwings", worded("没有装，Excel 里的按钮不灵。"), worded("运行 pip install xlwings。"))
        return
    script = install.applescript()
    if here.scripts is None:
        yield Finding("好", "xlwings", known)
    elif script is None or not (here.scripts / script.name).exists():
        yield Finding(
            "停",
            "xlwings",
            worded("{known}，Excel 启动 Python 用的脚本不在（升级以后要重放）。", known=known),
            worded(INSTALL),
        )
    else:
        yield Finding("好", "xlwings", worded("{known}，脚本在 {scripts}", known=known, scripts=here.scripts))


def installed(here: Machine) -> Iterator[Finding]:
    """Whether macros know this Python, and Excel opens our add-in."""
    known = {path: settings_of(path, here.encoding).get(KEYS[here.system], "") for path in here.settings}
    lost = [path for path, place in known.items() if not place]
    other = [place for place in known.values() if place and place != str(here.interpreter)]
    if len(lost) == len(known):
        yield Finding("注", "按钮", worded("还没有装。只用命令，就不用装。"), worded(INSTALL))
        return
    if lost or other:
        said = (
            worded("按钮用的是另一个 Python：{other}。", other=other[0])
            if other
            else worded("少了 {lost}。", lost=lost[0])
        )
        yield Finding("停", "按钮", said, worded(INSTALL))
        return
    stale = [path for path, (_, content) in install.files(here).items() if not _same(path, content())]
    if stale:
        yield Finding(
            "停",
            "按钮",
            worded("装着的是旧的：{stale}。", stale=worded("、").join(path.name for path in stale)),
            worded(INSTALL),
        )
    else:
        where = here.startup / ADDIN if here.startup else here.settings[-1]
        yield Finding("好", "按钮", worded("装好了：{where}", where=where))


def starts(here: Machine) -> Iterator[Finding]:
    """Whether a button would come through: Python started as Excel starts it, from another folder, with our shell in it."""
    outside = {name: value for name, value in here.env.items() if not name.startswith("PYTHON")}
    words = [str(here.interpreter), "-B", "-c", "import xlwings, workbook.shells.commands.buttons"]
    try:
        done = subprocess.run(
            words, cwd=here.home, env=outside, capture_output=True, text=True, errors="replace", check=False
        )
        last = done.stderr.strip().splitlines()[-1:] or [str(done.returncode)] if done.returncode else []
    except OSError as found:
        last = [str(found.strerror)]
    if last:
        yield Finding("停", "启动", worded("按钮启动不了它（{last}）。", last=last[0]), worded(AGAIN))
    else:
        yield Finding("好", "启动", worded("按钮启动得了 Python，程序也在里面"))


def _same(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def trust(here: Machine) -> Iterator[Finding]:
    """Whether Excel lets macros run at all."""
    said = _mac_trust() if here.system == "darwin" else _windows_trust()
    opened = worded("打开工作簿时，点黄条上的“启用内容”；从网上来的文件，先右键→属性→解除锁定。")
    cure = worded("Excel：文件→选项→信任中心→信任中心设置→宏设置，选“禁用所有宏，并发出通知”。")
    if said == "off":
        yield Finding("停", "宏", worded("Excel 不让任何宏运行，也不问。"), cure)
    elif said == "signed":
        yield Finding(
            "停",
            "宏",
            worded("Excel 只让签过名的宏运行，我们的没有签名。"),
            worded("{cure}是单位统一设的，就找管电脑的同事。", cure=cure),
        )
    elif said == "ask":
        yield Finding("好", "宏", worded("Excel 会先问。{opened}", opened=opened))
    elif said == "all":
        yield Finding("注", "宏", worded("Excel 让所有的宏都运行，不问。别人发来的文件要当心。"), cure)


def office_trust(here: Machine) -> Iterator[Finding]:
    """Whether LibreOffice lets the macros of a workbook run: at level 中, or from a folder it was told to trust."""
    cure = worded("LibreOffice：工具→选项→LibreOffice→安全→宏安全性，选“中”，或在“可信来源”里加上放工作簿的文件夹。")
    for profile in here.profiles:
        said = profile / "registrymodifications.xcu"
        text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
        level = re.search(r'name="MacroSecurityLevel"[^>]*><value>(\d)</value>', text)
        if re.search(r'name="SecureURL"[^>]*><value>\s*<it>|name="SecureURL"[^>]*><value>[^<]', text):
            yield Finding("好", "宏", worded("LibreOffice 有可信的文件夹，里面的工作簿能用按钮"))
        elif level and int(level[1]) < _HIGH:
            yield Finding("好", "宏", worded("LibreOffice 会先问"))
        else:
            yield Finding("停", "宏", worded("LibreOffice 不让宏运行，按钮不灵。"), cure)


def _windows_trust() -> str:
    """How Excel's setting stands; the office's own rule goes before the person's; '' elsewhere."""
    words = {1: "all", 2: "ask", 3: "signed", 4: "off"}
    if sys.platform != "win32":
        return ""
    import winreg

    for part in ("Policies\\", ""):
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _SECURITY.format(part)) as key:
                return words.get(int(winreg.QueryValueEx(key, "VBAWarnings")[0]), "ask")
        except OSError:
            continue
    return "ask"


def _mac_trust() -> str:
    """How Excel's setting stands on a Mac; not there means that Excel asks."""
    words = ["defaults", "read", "com.microsoft.office", "VisualBasicMacroExecutionState"]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
    known = {"EnabledWithoutWarnings": "all", "DisabledWithoutWarnings": "off"}
    return known.get(re.sub(r"\W", "", said), "ask")
