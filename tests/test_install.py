"""装按钮 and 卸按钮 on each system: every file where its program looks, said in a sentence, and gone again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbook.shells.macros import install
from workbook.shells.macros.install import files
from workbook.shells.macros.places import Machine, System, settings_of, settings_text
from workbook.words.faults import BookFault, Fault

OFFICE = Path(".config/libreoffice/4/user")


def computer(home: Path, system: System, *, interpreter: str = "/opt/huifang/python") -> Machine:
    """A person's computer in a folder of its own; LibreOffice was opened once on the Linux one."""
    if system == "linux":
        (home / OFFICE).mkdir(parents=True, exist_ok=True)
    return Machine(system, home, {}, Path(interpreter))


def there(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_windows_gets_the_add_in_in_the_start_folder_and_the_settings_of_macros(tmp_path: Path) -> None:
    """XLSTART, which Excel opens and trusts; .huifang in the person's folder."""
    said = list(install.install(computer(tmp_path, "win32")))

    assert {"AppData/Roaming/Microsoft/Excel/XLSTART/huifang.xlam", ".huifang/huifang.conf"} == there(tmp_path)
    assert [True, True] == [line.startswith("放好了：") for line in said]


def test_a_mac_gets_the_script_that_starts_python_too(tmp_path: Path) -> None:
    """Excel lives in a box there: settings inside it, the script where it may be called."""
    list(install.install(computer(tmp_path, "darwin")))

    assert {
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/huifang.xlam",
        "Library/Containers/com.microsoft.Excel/Data/huifang.conf",
        ".huifang/huifang.conf",
    } == {name for name in there(tmp_path) if "applescript" not in name}
    assert 1 == len(list((tmp_path / "Library/Application Scripts/com.microsoft.Excel").glob("xlwings-*.applescript")))


def test_linux_gets_the_script_of_libreoffice(tmp_path: Path) -> None:
    """In the profile, and no add-in, for there is no Excel."""
    list(install.install(computer(tmp_path, "linux")))

    toolbar = OFFICE / "config/soffice.cfg/modules/scalc/toolbar/custom_toolbar_huifang.xml"
    assert {
        ".huifang/huifang.conf",
        (OFFICE / "Scripts/python/huifang.py").as_posix(),
        toolbar.as_posix(),
    } == there(tmp_path)
    shown = (tmp_path / toolbar).read_text(encoding="utf-8")
    does = re.findall(r"huifang\.py\$(\w+)\?", shown)
    assert {"单张记录表", "为什么", "从某天起改", "照抄一条", "停用／恢复", "交接"} == set(
        re.findall(r'text="(.*?)"', shown)
    )
    assert {"form_here", "why_here", "change_here", "copy_here", "stop_here", "handover_here"} == set(does)


def test_where_libreoffice_was_never_opened_its_script_waits(tmp_path: Path) -> None:
    """No profile is made for it."""
    list(install.install(Machine("linux", tmp_path, {}, Path("/opt/huifang/python"))))

    assert {".huifang/huifang.conf"} == there(tmp_path)


@pytest.mark.parametrize(
    ("system", "key"), [("win32", "INTERPRETER_WIN"), ("darwin", "INTERPRETER_MAC"), ("linux", "INTERPRETER_LINUX")]
)
def test_macros_learn_which_python_and_look_into_no_folder_of_a_workbook(
    tmp_path: Path, system: System, key: str
) -> None:
    """A pandas.py beside somebody's workbook is not what runs."""
    here = computer(tmp_path, system)
    list(install.install(here))

    for path in here.settings:
        said = settings_of(path, here.encoding)
        assert {key: str(here.interpreter), "ADD_WORKBOOK_TO_PYTHONPATH": "false"} == said


def test_python_stays_loaded_on_windows_where_that_is_wanted(tmp_path: Path) -> None:
    """In xlwings' own server, until somebody takes that back; where it can't be, that is said."""
    windows, mac = computer(tmp_path / "窗", "win32"), computer(tmp_path / "苹果", "darwin")
    said = {here.system: list(install.install(here, warm=True))[-1] for here in (windows, mac)}

    def loaded(here: Machine) -> str | None:
        return settings_of(here.settings[-1], here.encoding).get("USE UDF SERVER")

    assert ("True", None) == (loaded(windows), loaded(mac))
    assert "--no-warm" in said["win32"]
    assert "--warm 在这台电脑上没有用" in said["darwin"]

    list(install.install(windows))
    assert "True" == loaded(windows), "brought up to date by somebody who didn't say it again"

    list(install.install(windows, warm=False))
    assert loaded(windows) is None


def test_a_chinese_folder_is_written_as_windows_reads_it(tmp_path: Path) -> None:
    """Macros read text in the system's own code page."""
    here = computer(tmp_path, "win32", interpreter="D:/客服/python.exe")

    assert "客服" in settings_text(here).decode("gbk")


def test_a_folder_that_windows_cant_spell_is_said_with_the_cure(tmp_path: Path) -> None:
    """An emoji in its name: nothing is installed."""
    here = computer(tmp_path, "win32", interpreter="D:/📞/python.exe")

    with pytest.raises(Fault, match="读不懂的字"):
        list(install.install(here))
    assert set() == there(tmp_path)


def test_installing_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    """The same bytes: no file is written a second time."""
    here = computer(tmp_path, "win32")
    list(install.install(here))
    before = {path: path.stat().st_mtime_ns for path in files(here)}

    said = list(install.install(here))

    assert [True, True] == [line.startswith("已经在了：") for line in said]
    assert before == {path: path.stat().st_mtime_ns for path in files(here)}


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_uninstalling_takes_all_of_it_away(tmp_path: Path, system: System) -> None:
    """But not a workbook, nor what is xlwings' own."""
    here = computer(tmp_path, system)
    (tmp_path / "回访.xlsx").write_bytes(b"a workbook")
    list(install.install(here))

    said = list(install.uninstall(here))

    left = {name for name in there(tmp_path) if "applescript" not in name}
    assert {"回访.xlsx"} == left
    assert all(line.startswith(("拿走了：", "留着：")) for line in said)
    assert not (tmp_path / ".huifang").exists()


def test_what_cant_be_installed_any_more_can_be_taken_away(tmp_path: Path) -> None:
    """The folder of Python has a name by now that Windows can't spell."""
    list(install.install(computer(tmp_path, "win32")))

    list(install.uninstall(computer(tmp_path, "win32", interpreter="D:/📞/python.exe")))

    assert set() == there(tmp_path)


def test_uninstalling_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    """No file, no sentence."""
    assert [] == list(install.uninstall(computer(tmp_path, "win32")))


def test_an_add_in_that_excel_holds_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows replaces no file that a program has open."""
    here = computer(tmp_path, "win32")
    list(install.install(here))
    (tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/huifang.xlam").write_bytes(b"of last year")

    replace = Path.replace

    def held(temporary: Path, target: Path) -> Path:
        if "XLSTART" in target.parts:
            raise PermissionError(13, "Permission denied")
        return replace(temporary, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(BookFault, match=r"huifang\.xlam”正在用着，换不了。\n怎么改：关掉 Excel"):
        list(install.install(here))


def test_a_file_that_cant_be_taken_away_is_said(tmp_path: Path) -> None:
    """A folder stands in its place here; on Windows it is Excel that holds it."""
    here = computer(tmp_path, "win32")
    held = tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/huifang.xlam"
    (held / "inside").mkdir(parents=True)

    with pytest.raises(BookFault, match="正在用着"):
        list(install.uninstall(here))
