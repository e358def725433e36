"""Telling the system, through its own programs: schtasks, launchctl, systemctl or crontab."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from workbook.shells.macros.places import Machine
from workbook.shells.timers.plan import (
    Plan,
    agent_plist,
    cron_lines,
    kind_of,
    service_unit,
    task_xml,
    timer_unit,
)
from workbook.words.faults import Fault
from workbook.words.tongue import declared, worded

HOWS = {
    "task": declared("Windows 的任务计划"),
    "agent": declared("macOS 的 launchd"),
    "timer": declared("systemd 的定时器"),
    "cron": "cron",
}


def schedule(here: Machine, plan: Plan) -> str:
    """Puts the plan in, in place of an older one for the same workbook; says where it stands now.

    Raises:
        Fault: the system refused it, or has nothing that starts programs.
    """
    kind = _kind(here)
    if kind == "task":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "task.xml"
            path.write_bytes(task_xml(plan))
            _told(["schtasks", "/Create", "/F", "/TN", plan.name, "/XML", str(path)])
    elif kind == "agent":
        unschedule(here, plan)
        _put(_agent(here, plan), agent_plist(plan))
        _told(["launchctl", "bootstrap", f"gui/{_user()}", str(_agent(here, plan))])
    elif kind == "timer":
        for ending, text in (("service", service_unit(plan)), ("timer", timer_unit(plan))):
            _put(_unit(here, plan, ending), text.encode())
        _told(["systemctl", "--user", "daemon-reload"])
        _told(["systemctl", "--user", "enable", "--now", f"{plan.name}.timer"])
    else:
        others = [line for line in _cron() if not line.endswith(f"# {plan.name}")]
        _told(["crontab", "-"], "\n".join([*others, *cron_lines(plan), ""]))
    return HOWS[kind]


def unschedule(here: Machine, plan: Plan) -> bool:
    """Takes the plan for a workbook out again; False when there was none."""
    if not scheduled(here, plan):
        return False
    kind = _kind(here)
    if kind == "task":
        _told(["schtasks", "/Delete", "/F", "/TN", plan.name])
    elif kind == "agent":
        with suppress(Fault):  # it may be on disk only
            _told(["launchctl", "bootout", f"gui/{_user()}/{plan.name}"])
        _agent(here, plan).unlink(missing_ok=True)
    elif kind == "timer":
        with suppress(Fault):
            _told(["systemctl", "--user", "disable", "--now", f"{plan.name}.timer"])
        for ending in ("service", "timer"):
            _unit(here, plan, ending).unlink(missing_ok=True)
        _told(["systemctl", "--user", "daemon-reload"])
    else:
        _told(["crontab", "-"], "".join(f"{line}\n" for line in _cron() if not line.endswith(f"# {plan.name}")))
    return True


def scheduled(here: Machine, plan: Plan) -> str:
    """How the plan stands with the system; '' when it doesn't."""
    try:
        kind = _kind(here)
        there = {
            "task": lambda: bool(_said(["schtasks", "/Query", "/TN", plan.name])),
            "agent": lambda: _agent(here, plan).exists(),
            "timer": lambda: _unit(here, plan, "timer").exists(),
            "cron": lambda: any(line.endswith(f"# {plan.name}") for line in _cron()),
        }[kind]()
    except Fault:
        return ""
    return HOWS[kind] if there else ""


def _kind(here: Machine) -> str:
    """Which way this computer starts programs.

    Raises:
        Fault: it has none of them.
    """
    has_systemd = False
    if here.system == "linux" and shutil.which("systemctl"):
        found = subprocess.run(["systemctl", "--user", "show-environment"], capture_output=True, check=False)
        has_systemd = found.returncode == 0
    kind = kind_of(here.system, has_systemd=has_systemd)
    if kind == "cron" and not shutil.which("crontab"):
        raise Fault(
            worded("这台电脑没有能定时的程序（systemd 或 cron）。"), worded("请管电脑的人装上 cron，再运行一次。")
        )
    return kind


def _agent(here: Machine, plan: Plan) -> Path:
    return here.home / "Library" / "LaunchAgents" / f"{plan.name}.plist"


def _unit(here: Machine, plan: Plan, ending: str) -> Path:
    base = Path(here.env.get("XDG_CONFIG_HOME") or here.home / ".config")
    return base / "systemd" / "user" / f"{plan.name}.{ending}"


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _cron() -> list[str]:
    """The person's lines; none where there is no table yet."""
    return _said(["crontab", "-l"]).splitlines()


def _said(words: list[str]) -> str:
    """What a program answers; '' when it refuses."""
    done = subprocess.run(words, capture_output=True, check=False)
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def _told(words: list[str], given: str = "") -> None:
    """Has a program do something.

    Raises:
        Fault: it refused, in its own words.
    """
    try:
        done = subprocess.run(words, input=given.encode(), capture_output=True, check=False)
    except OSError as error:
        raise Fault(
            worded("运行不了 {words}：{strerror}。", words=words[0], strerror=error.strerror),
            worded("请管电脑的人看一看这个程序还在不在。"),
        ) from error
    if done.returncode:
        why = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise Fault(
            worded("系统没有收下定时：{rest}。", rest=why[-1] if why else words[0]), worded("把这一行抄给管电脑的人。")
        )


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
