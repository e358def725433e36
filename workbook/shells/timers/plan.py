"""What is to be started when, as each system wants to be told: a task's XML, a plist, a timer, a line of cron."""

from __future__ import annotations

import hashlib
import plistlib
import shlex
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path, PureWindowsPath
from xml.sax.saxutils import escape

from workbook.shells.macros.places import System
from workbook.shells.outside.clocks import CHINA

LATER = timedelta(minutes=10)
"""How long after the computer was started a missed day is made up for, where the system itself doesn't."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One workbook's daily start. `at`: the office's time (UTC+8). `tell`: who hears of a failure."""

    book: Path
    at: time
    interpreter: Path
    tell: str = ""

    @property
    def name(self) -> str:
        """What the system calls it: the same for the same file, another for another."""
        return f"huifang-{hashlib.sha256(str(self.book).encode()).hexdigest()[:8]}"

    @property
    def words(self) -> list[str]:
        """The command that is started."""
        more = ["--tell", self.tell] if self.tell else []
        return [str(self.interpreter), "-m", "workbook", "daily", str(self.book),
                "--unattended", f"{self.at:%H:%M}", *more]  # fmt: skip

    @property
    def local(self) -> time:
        """The same moment on this computer's clock."""
        return datetime.combine(datetime.now(CHINA).date(), self.at, CHINA).astimezone().time()


def task_xml(plan: Plan) -> bytes:
    """For Windows' Task Scheduler: daily, and as soon as may be when the computer was off; no window, no second one."""
    program, *words = plan.words
    quiet = str(PureWindowsPath(program).with_name("pythonw.exe"))
    said = " ".join(f'"{word}"' if " " in word or not word else word for word in words)
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{escape(f"回访 每日：{plan.book}")}</Description></RegistrationInfo>
  <Triggers><CalendarTrigger>
    <StartBoundary>2026-01-01T{plan.local:%H:%M}:00</StartBoundary>
    <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
  </CalendarTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT6H</ExecutionTimeLimit>
  </Settings>
  <Actions><Exec>
    <Command>{escape(quiet)}</Command>
    <Arguments>{escape(said)}</Arguments>
    <WorkingDirectory>{escape(str(plan.book.parent))}</WorkingDirectory>
  </Exec></Actions>
</Task>
""".encode("utf-16")


def agent_plist(plan: Plan) -> bytes:
    """For macOS' launchd: at the hour, and at every log-in in case the hour was missed."""
    return plistlib.dumps(
        {
            "Label": plan.name,
            "ProgramArguments": plan.words,
            "WorkingDirectory": str(plan.book.parent),
            "StartCalendarInterval": {"Hour": plan.local.hour, "Minute": plan.local.minute},
            "RunAtLoad": True,
        }
    )


def service_unit(plan: Plan) -> str:
    """For systemd: what is run."""
    words = " ".join(_unit_word(word) for word in plan.words)
    folder = str(plan.book.parent).replace("%", "%%")
    return (
        f"[Unit]\nDescription=huifang daily\n\n[Service]\nType=oneshot\nWorkingDirectory={folder}\nExecStart={words}\n"
    )


def timer_unit(plan: Plan) -> str:
    """For systemd: when; a start that was missed is made up for."""
    return (
        "[Unit]\nDescription=huifang daily\n\n"
        f"[Timer]\nOnCalendar=*-*-* {plan.at:%H:%M}:00 Asia/Shanghai\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def cron_lines(plan: Plan) -> list[str]:
    """For cron: at the hour, and after the computer was started; each line carries the plan's name."""
    words = shlex.join(plan.words).replace("%", r"\%")
    wait = int(LATER.total_seconds())
    return [
        f"{plan.local.minute} {plan.local.hour} * * * {words} # {plan.name}",
        f"@reboot sleep {wait}; {words} # {plan.name}",
    ]


def _unit_word(word: str) -> str:
    """A word as systemd reads it: %, $ and quotes mean something there."""
    held = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{held}"'


def kind_of(system: System, *, has_systemd: bool) -> str:
    """Which of them a computer is told."""
    return {"win32": "task", "darwin": "agent"}.get(system, "timer" if has_systemd else "cron")
