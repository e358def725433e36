"""The day's work at its hour: what each system is told, and the run that it starts."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from datetime import datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from postbox import PASSWORD, Postbox

from workbook.shells.commands.cli import main
from workbook.shells.macros.places import Machine
from workbook.shells.outside.clocks import CHINA
from workbook.shells.outside.settings import Account
from workbook.shells.timers import plan as plans
from workbook.shells.timers import systems
from workbook.shells.timers.plan import Plan
from workbook.shells.timers.unattended import LOG, Unattended, last_done

SAMPLE = Path(__file__).parents[1] / "sample.xlsx"
BOOK = Path("/办公/100% 回访 $1.xlsx")
PLAN = Plan(BOOK, time(8, 30), Path("/opt/py/python3"), "ops@example.com")
NOW = datetime(2026, 3, 16, 8, 30)
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_windows_is_told_to_make_up_for_a_missed_start_and_never_to_run_twice_at_once() -> None:
    root = ET.fromstring(plans.task_xml(PLAN).decode("utf-16"))

    assert "true" == root.findtext(f".//{TASK}StartWhenAvailable")
    assert "IgnoreNew" == root.findtext(f".//{TASK}MultipleInstancesPolicy")
    assert '"/办公/100% 回访 $1.xlsx" --unattended 08:30' in (root.findtext(f".//{TASK}Arguments") or "")
    assert (root.findtext(f".//{TASK}Command") or "").endswith("pythonw.exe")


def test_macos_starts_it_at_the_hour_and_after_a_login() -> None:
    told = plistlib.loads(plans.agent_plist(PLAN))

    assert PLAN.words == told["ProgramArguments"]
    assert {"Hour": PLAN.local.hour, "Minute": 30} == told["StartCalendarInterval"]
    assert told["RunAtLoad"]


def test_systemd_keeps_the_offices_hour_and_understands_every_sign_of_a_path() -> None:
    assert "OnCalendar=*-*-* 08:30:00 Asia/Shanghai\nPersistent=true" in plans.timer_unit(PLAN)
    assert '"/办公/100%% 回访 $$1.xlsx"' in plans.service_unit(PLAN)


def test_cron_runs_the_same_command_that_the_shell_would(tmp_path: Path) -> None:
    """The line as cron hands it to the shell, with an echo for the interpreter."""
    at_hour, at_start = plans.cron_lines(Plan(BOOK, time(8, 30), Path(shutil.which("echo") or "/bin/echo")))
    command = at_hour.split(" ", 5)[5].replace(r"\%", "%")
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert f"-m workbook daily {BOOK} --unattended 08:30\n" == said.stdout
    assert at_start.startswith("@reboot sleep 600; ")


def test_the_hour_is_the_offices_on_a_computer_of_any_zone() -> None:
    here = datetime.now().astimezone().utcoffset() or timedelta()
    moment = datetime.combine(datetime.now(CHINA).date(), time(8, 30)) - timedelta(hours=8) + here

    assert moment.time() == PLAN.local


CRONTAB = """#!/bin/sh
table="$(dirname "$0")/table"
case "$1" in
  -l) [ -f "$table" ] && cat "$table" ;;
  -) cat > "$table" ;;
esac
"""


@pytest.fixture
def cron(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer that has cron and nothing else; the file that holds its table."""
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(CRONTAB)
    program.chmod(0o755)
    for needed in ("sh", "cat", "dirname"):
        (program.parent / needed).symlink_to(shutil.which(needed) or f"/bin/{needed}")
    monkeypatch.setenv("PATH", str(program.parent))
    return program.parent / "table"


def test_a_book_is_scheduled_once_and_other_lines_stay(cron: Path, tmp_path: Path) -> None:
    cron.write_text("5 4 * * * backup\n")
    here = Machine("linux", tmp_path, {}, Path(sys.executable))
    first, second = (
        Plan(tmp_path / "甲.xlsx", time(8, 30), here.interpreter),
        Plan(tmp_path / "乙.xlsx", time(9), here.interpreter),
    )

    for one in (first, second, Plan(first.book, time(7), here.interpreter)):
        assert "cron" == systems.schedule(here, one)
    lines = cron.read_text().splitlines()
    assert 5 == len(lines)
    assert "5 4 * * * backup" == lines[0]
    assert 1 == sum("--unattended 07:00" in line and not line.startswith("@") for line in lines)
    assert not any("--unattended 08:30" in line for line in lines)

    assert systems.unschedule(here, first)
    assert not systems.unschedule(here, first)
    assert "cron" == systems.scheduled(here, second)
    assert 3 == len(cron.read_text().splitlines())


def test_the_commands_say_what_was_done(cron: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "回访.xlsx"
    shutil.copyfile(SAMPLE, book)

    assert 0 == main(["schedule", str(book), "--at", "8:30"])
    assert "每天 08:30（北京时间）自动做“回访.xlsx”的一天全套，用的是cron" in capsys.readouterr().out
    assert 0 == main(["unschedule", str(book)])
    assert 3 == main(["schedule", str(book), "--at", "八点"])
    assert "“八点”不是钟点" in capsys.readouterr().err
    assert "" == cron.read_text()


# -- the run


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "回访.xlsx"
    shutil.copyfile(SAMPLE, path)
    return path


def log(book: Path) -> str:
    return (book.with_suffix(".huifang") / LOG).read_text(encoding="utf-8")


def test_a_day_is_done_once_and_not_before_its_hour(book: Path) -> None:
    done: list[int] = []
    run = Unattended(book, time(8, 30))

    def work() -> int:
        print("做好了")
        done.append(1)
        return 1

    assert 0 == run.run(work, NOW.replace(hour=7))
    assert 1 == run.run(work, NOW)
    assert 0 == run.run(work, NOW.replace(hour=12))
    assert 1 == run.run(work, NOW + timedelta(days=1))
    assert 2 == len(done)
    assert "2026-03-17" == last_done(book)
    assert "—— 2026-03-16 08:30\n做好了\n退出码 1\n" in log(book)


def test_the_whole_day_is_worked_without_anybody(book: Path) -> None:
    """As the system starts it, in a process of its own without a window."""
    words = [sys.executable, "-m", "workbook", "daily", str(book), "--dry-run", "--unattended", "00:00"]
    for _ in range(2):
        subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    assert 1 == log(book).count("——")
    assert "今日清单" in openpyxl.load_workbook(book, read_only=True).sheetnames


def test_a_failure_is_told_by_mail_and_tried_again(
    book: Path, server: tuple[Postbox, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, known = server
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
    lines = f'[mail]\nhost = "127.0.0.1"\nport = {known.port}\nuser = "{known.user}"\nsecurity = "starttls"\n'
    (book.parent / "huifang.toml").write_text(f'{lines}cafile = "{known.cafile}"\n', encoding="utf-8")

    def work() -> int:
        raise RuntimeError("客户 13812345678 出错")

    run = Unattended(book, time(8, 30), "ops@example.com")
    assert 3 == run.run(work, NOW)
    assert 3 == run.run(work, NOW.replace(hour=9))
    first = box.mails()[0]
    assert ("ops@example.com", "回访没有做完：回访.xlsx 2026-03-16") == (first["To"], first["Subject"])
    assert "138****5678" in first.get_content()
    assert "13812345678" not in first.get_content()
    assert "" == last_done(book)


def test_without_a_mailbox_the_log_says_so(book: Path) -> None:
    assert 3 == Unattended(book, time(8, 30)).run(lambda: 3, NOW)
    assert "没能发信告诉人：还没有设发信的邮箱" in log(book)


def test_an_open_workbook_is_waited_for(book: Path) -> None:
    book.with_name(f"~${book.name}").write_bytes(b"")

    assert 0 == Unattended(book, time(8, 30), patience=0.02, pause=0.01).run(lambda: 0, NOW)
    assert "工作簿在别的程序里开着" in log(book)
