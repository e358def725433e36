"""体检: what is well, what isn't, and the cure beside it."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path

import pytest
from postbox import PASSWORD, Postbox

from workbook.shells.commands.cli import main
from workbook.shells.doctor import book as doctor_book
from workbook.shells.doctor import doctor, excel
from workbook.shells.doctor import python as doctor_python
from workbook.shells.doctor.findings import Finding, examined
from workbook.shells.macros import install
from workbook.shells.macros.places import Machine
from workbook.shells.outside.settings import Account
from workbook.words.faults import BookFault

SAMPLE = Path(__file__).parents[1] / "sample.xlsx"
NOW = datetime(2026, 3, 16, 9)
PYTHON = Path("/opt/huifang/python")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "回访.xlsx"
    shutil.copyfile(SAMPLE, path)
    return path


def computer(home: Path, system: str = "win32", python: Path = PYTHON) -> Machine:
    return Machine(system, home, {}, python)  # type: ignore[arg-type]


def marks(findings: list[Finding]) -> list[str]:
    return [finding.mark for finding in findings]


def test_a_finding_is_one_line_and_its_cure_the_next() -> None:
    """As the command prints it."""
    assert "【好】Python：3.12" == str(Finding("好", "Python", "3.12"))
    assert "【停】宏：不让。\n      怎么改：选“中”。" == str(Finding("停", "宏", "不让。", "选“中”。"))


def test_everything_that_isnt_well_has_its_cure(tmp_path: Path, book: Path) -> None:
    """Over a bare computer and the sample with its honest mistakes."""
    found = list(doctor.findings(computer(tmp_path), NOW, book))

    assert [] == [str(one) for one in found if one.mark != "好" and not one.cure]
    assert {"Python", "程序包", "xlwings", "按钮", "启动", "节假日", "字体", "发信", "工作簿", "规则", "编号"} <= {
        one.title for one in found
    }


def test_a_check_that_fails_is_a_finding_and_the_next_goes_on() -> None:
    """A Fault with its own words, anything else with its name."""

    def faulty() -> list[Finding]:
        raise BookFault("打不开。", "关掉它。")

    def broken() -> list[Finding]:
        raise ZeroDivisionError("0")

    found = list(examined([("一", faulty), ("二", broken), ("三", lambda: [Finding("好", "三", "行")])]))

    assert ["停", "停", "好"] == marks(found)
    assert ("打不开。", "关掉它。") == (found[0].said, found[0].cure)
    assert "ZeroDivisionError" in found[1].said


# -- the program


def test_a_mac_cant_start_a_python_with_a_space_in_its_path(tmp_path: Path) -> None:
    """Nor with Chinese in it; Windows can."""
    for place in ("/Users/li/my work/python", "/Users/李/python"):
        assert ["停"] == marks(list(doctor_python.python(computer(tmp_path, "darwin", Path(place)))))
        assert ["好"] == marks(list(doctor_python.python(computer(tmp_path, "win32", Path(place)))))


def test_every_package_is_there() -> None:
    """The test environment has them all."""
    assert ["好"] == marks(list(doctor_python.packages()))


@pytest.mark.parametrize(("year", "month", "mark"), [(2026, 3, "好"), (2026, 11, "注"), (2031, 3, "停")])
def test_the_calendar_says_up_to_where_it_knows(year: int, month: int, mark: str) -> None:
    """Late in its last known year it is worth a note; after it every day is a guess."""
    known = next(iter(doctor_python.calendar(datetime(2026, 3, 16)))).said
    shift = int("".join(filter(str.isdigit, known))) - 2026

    assert [mark] == marks(list(doctor_python.calendar(datetime(year + shift, month, 16))))


def test_fonts_that_nothing_can_list_are_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small Linux without fc-list."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert ["注"] == marks(list(doctor_python.fonts(computer(tmp_path, "linux"))))


# -- the buttons


def test_buttons_that_were_never_installed_are_a_note(tmp_path: Path) -> None:
    """Who works with commands needs none."""
    assert ["注"] == marks(list(excel.installed(computer(tmp_path))))


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_buttons_that_are_installed_are_well(tmp_path: Path, system: str) -> None:
    """On each system."""
    here = computer(tmp_path, system)
    list(install.install(here))

    assert ["好"] == marks(list(excel.installed(here)))
    assert ["好"] == marks(list(excel.carrier(here)))


def test_buttons_that_start_another_python_are_found(tmp_path: Path) -> None:
    """The project was moved, or installed a second time elsewhere."""
    list(install.install(computer(tmp_path, python=Path("/old/python"))))

    found = list(excel.installed(computer(tmp_path)))

    assert (["停"], True) == (marks(found), "/old/python" in found[0].said.replace("\\", "/"))


def test_python_is_started_as_a_button_would(tmp_path: Path) -> None:
    """From another folder; one that isn't there, or hasn't our program in it, is found."""
    bare = tmp_path / "bare"
    bare.write_text("#!/bin/sh\necho \"ModuleNotFoundError: No module named 'workbook'\" >&2\nexit 1\n")
    bare.chmod(0o755)
    garbled = tmp_path / "garbled"
    garbled.write_bytes(b"#!/bin/sh\nprintf '\\265\\261\\323\\303' >&2\nexit 1\n")
    garbled.chmod(0o755)

    assert ["好"] == marks(list(excel.starts(computer(tmp_path, "linux", Path(sys.executable)))))
    assert ["停"] == marks(list(excel.starts(computer(tmp_path, "linux", PYTHON))))
    assert ["停"] == marks(list(excel.starts(computer(tmp_path, "linux", garbled))))
    found = list(excel.starts(computer(tmp_path, "linux", bare)))
    assert (["停"], True) == (marks(found), "No module named" in found[0].said)


def test_an_old_add_in_is_found(tmp_path: Path) -> None:
    """The program was renewed since."""
    here = computer(tmp_path)
    list(install.install(here))
    (tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/huifang.xlam").write_bytes(b"of last year")

    found = list(excel.installed(here))

    assert (["停"], True) == (marks(found), "huifang.xlam" in found[0].said)


def test_a_mac_without_the_script_of_this_xlwings_cant_start_python(tmp_path: Path) -> None:
    """After an upgrade it has another name."""
    assert ["停"] == marks(list(excel.carrier(computer(tmp_path, "darwin"))))


LEVEL = '<item oor:path="/x"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>{}</value></prop></item>'
TRUSTED = '<item oor:path="/x"><prop oor:name="SecureURL" oor:op="fuse"><value><it>file:///d</it></value></prop></item>'


@pytest.mark.parametrize(
    ("settings", "mark"),
    [("", "停"), (LEVEL.format(2), "停"), (LEVEL.format(1), "好"), (LEVEL.format(0), "好"), (TRUSTED, "好")],
)
def test_libreoffice_runs_macros_at_level_middle_or_from_a_trusted_folder(
    tmp_path: Path, settings: str, mark: str
) -> None:
    """Its own choice is 高, which runs none of ours."""
    profile = tmp_path / ".config/libreoffice/4/user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(settings, encoding="utf-8")

    assert [mark] == marks(list(excel.office_trust(computer(tmp_path, "linux"))))


# -- the workbook


def test_a_workbook_that_is_free_is_well(book: Path) -> None:
    """Its sheets and its size are told."""
    found = list(doctor_book.file(book))

    assert ["好"] == marks(found)
    assert "41 张表" in found[0].said


def test_a_workbook_that_is_open_says_which_file_marks_it(book: Path) -> None:
    """To be deleted where the mark is stale."""
    book.with_name(f"~${book.name}").write_bytes(b"x")

    found = list(doctor_book.file(book))

    assert ["停"] == marks(found)
    assert f"~${book.name}" in found[0].cure


def test_what_a_run_that_died_left_behind_is_named(book: Path) -> None:
    """It goes by itself."""
    book.with_name(f".{book.name}.abc.huifang-tmp").write_bytes(b"x")

    assert ["好", "注"] == marks(list(doctor_book.file(book)))


def test_a_name_with_an_equals_sign_is_refused_for_buttons(book: Path) -> None:
    """Excel's way of telling Python which workbook it is breaks at it."""
    odd = book.rename(book.with_name("三月=终稿.xlsx"))

    assert ["好", "停"] == marks(list(doctor_book.file(odd)))


def test_rules_and_keys_of_the_sample(book: Path) -> None:
    """Its rules want a look; one job sheet stands there twice."""
    assert ["注"] == marks(list(doctor_book.rules(book)))
    found = list(doctor_book.keys(book, NOW))
    assert (["停"], True) == (marks(found), "工单!A" in found[0].said)


# -- the mailbox


def account_file(book: Path, account: Account) -> None:
    lines = (
        "[mail]", f'host = "{account.host}"', f"port = {account.port}", f'user = "{account.user}"',
        'security = "starttls"', f'cafile = "{account.cafile}"',
    )  # fmt: skip
    (book.parent / "huifang.toml").write_text("\n".join(lines), encoding="utf-8")


def test_a_mailbox_is_tried_and_nothing_is_sent(book: Path, server: tuple[Postbox, Account]) -> None:
    """Logged in, and out again."""
    box, account = server
    account_file(book, account)

    found = list(doctor_book.mailbox(book, {"HUIFANG_MAIL_PASSWORD": PASSWORD}))

    assert (["好"], []) == (marks(found), box.mails())


def test_a_mailbox_that_refuses_is_a_finding_with_its_cure(
    book: Path, server: tuple[Postbox, Account], tmp_path: Path
) -> None:
    """The words of the mail shell."""
    account_file(book, server[1])

    found = [
        one
        for one in doctor.findings(Machine("linux", tmp_path, {"HUIFANG_MAIL_PASSWORD": "wrong"}, PYTHON), NOW, book)
        if one.title == "发信"
    ]

    assert ["停"] == marks(found)
    assert found[0].cure


def test_without_a_mailbox_a_preview_still_works(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note, no more."""
    monkeypatch.chdir(book.parent)

    assert ["注"] == marks(list(doctor_book.mailbox(book, {})))


# -- the commands


def test_the_command_ends_with_1_when_something_has_to_be_mended(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says how many."""
    monkeypatch.setenv("HOME", str(book.parent))
    monkeypatch.setenv("USERPROFILE", str(book.parent))
    monkeypatch.chdir(book.parent)

    assert 1 == main(["doctor", str(book)])
    said = capsys.readouterr().out
    assert "处要先改。" in said.splitlines()[-1]
    assert "【停】编号" in said
