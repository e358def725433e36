"""Which sheets a book had when a run last counted them, kept beside it: one that somebody deletes isn't taken for empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from workbook.shells.safety import saving
from workbook.words.faults import Fault

NAME = "上次有的表.json"


class Standing(NamedTuple):
    """Sheets in which rows stand, and how many: those of facts, and those of rules that are changed or added."""

    facts: Mapping[str, int] = MappingProxyType({})
    rules: Mapping[str, int] = MappingProxyType({})


def keep(book: Path, run_key: str, now: tuple[Mapping[str, int], Mapping[str, int]]) -> None:
    """Notes what a run found; a sheet that was gone already stays known, with the rows that it had."""
    with suppress(Fault, OSError):  # the next run then compares with the run before
        if last(book) == (run_key, Standing(*map(dict, now))):
            return
        saving.make_folder(saving.folder_of(book))
        text = json.dumps({"run": run_key, "facts": now[0], "rules": now[1]}, ensure_ascii=False)
        saving.replace(saving.folder_of(book) / NAME, partial(_write, text=text))


def last(book: Path) -> tuple[str, Standing]:
    """The last run that noted its sheets, and the sheets; nothing before the first one."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((saving.folder_of(book) / NAME).read_text("utf-8"))
        return str(said["run"]), Standing(dict(said["facts"]), dict(said["rules"]))
    return "", Standing()


def _write(path: Path, *, text: str) -> None:
    path.write_text(text, "utf-8")
