"""Who is at work on this computer, and with which version of the program: for 运行记录."""

from __future__ import annotations

import getpass
from importlib.metadata import PackageNotFoundError, version


def who() -> str:
    """The name one is logged in by; empty where the computer doesn't say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def program() -> str:
    """The version of the program; empty where it runs out of its folder, not installed."""
    try:
        return version("huifang")
    except PackageNotFoundError:
        return ""
