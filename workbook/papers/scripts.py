"""话术: words to say and send, filled strictly: an empty placeholder is an issue that names sheet and column, and nothing is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbook.rulebook.model import Script
from workbook.rules.frames import Frame
from workbook.rules.holds import holds
from workbook.rules.scope import Scope, View, links
from workbook.rules.vectors import says
from workbook.rules.world import Unknown, World
from workbook.words.issues import Kind, issue

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words for one task; empty when something is missing. `version` is what the record keeps."""

    text: str
    version: str = ""


def spoken(world: World, tasks: Frame, position: int, script_ids: Sequence[str]) -> Spoken:
    """The first script of each 编号 that applies to a task on this day, filled; several are joined by lines."""
    texts: list[str] = []
    versions: list[str] = []
    for script_id in script_ids:
        script = chosen(world, tasks, position, script_id)
        if script is None:
            continue
        text = filled(world, tasks, position, script)
        if text is None:
            return Spoken("")
        texts.append(text)
        versions.append(f"{script.id}{'@' + script.version if script.version else ''}")
    return Spoken("\n".join(texts), "、".join(versions))


def chosen(world: World, tasks: Frame, position: int, script_id: str) -> Script | None:
    """The script in force whose 若 holds, by 优先."""
    mine = [script for script in world.book.all(Script) if script.id == script_id and in_force(world, script)]
    mine.sort(key=lambda script: script.order if script.order is not None else 1_000_000)
    return next((script for script in mine if _holds(world, tasks, position, script)), None)


def in_force(world: World, script: Script) -> bool:
    """Dated by 生效日 and 失效日, by the day of use."""
    return (script.since is None or script.since <= world.today) and (script.until is None or world.today <= script.until)


def _holds(world: World, tasks: Frame, position: int, script: Script) -> bool:
    if script.when.always:
        return True
    return bool(world.attempt(script, lambda: holds(script.when, _scope(world, tasks, position))[0], False))


def _scope(world: World, tasks: Frame, position: int) -> Scope:
    view = View(tasks, np.array([position]))
    return Scope(world, view, asking=view)


def filled(world: World, tasks: Frame, position: int, script: Script) -> str | None:
    """The script's text for one task, in the customer's language; None with an issue when a placeholder is empty."""
    language = value(world, tasks, position, "客户.语言")
    body = script.text_en if script.text_en and language not in {None, "", "中文"} else script.text
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name.startswith("+"):
            return _fragments(world, tasks, position, name[1:].strip(), missing)
        found = value(world, tasks, position, name)
        if not found:
            missing.append(name)
        return found or ""

    text = _PLACE.sub(put, body)
    for name in dict.fromkeys(missing):
        _report(world, tasks, position, script, name)
    return None if missing else text


def _fragments(world: World, tasks: Frame, position: int, script_id: str, missing: list[str]) -> str:
    """{+编号}: one block for each row of that 编号 whose 若 holds."""
    blocks: list[str] = []
    for script in world.book.all(Script):
        if script.id == script_id and in_force(world, script) and _holds(world, tasks, position, script):
            text = filled(world, tasks, position, script)
            if text is None:
                missing.append(f"+{script_id}")
            else:
                blocks.append(text)
    return "".join(blocks)


def value(world: World, tasks: Frame, position: int, name: str) -> str | None:
    """What a placeholder stands for: the caller, a column of the task, its source row, its object, or a setting.

    Raises nothing: an unknown name gives None, and its issue says what is available.
    """
    path = tuple(part.strip() for part in name.split("."))
    scope = _scope(world, tasks, position)
    if path[0] == "员工" and len(path) > 1:
        path = ("责任人", *path[1:])
    for attempt in (scope, *_beside(world, tasks, position)):
        try:
            found = says(attempt.vec(path)).objects()[0]
            return None if found is None else str(found)
        except (Unknown, IndexError):
            continue
    return None


def _beside(world: World, tasks: Frame, position: int) -> list[Scope]:
    """The rows behind a task: its object and its source row."""
    scopes = []
    for name in ("对象", "源行", "键行"):
        for link in links(world, tasks, name):
            at = int(link.at[position])
            if at >= 0:
                view = View(link.frame, np.array([at]))
                scopes.append(Scope(world, view, asking=view))
    return scopes


def _report(world: World, tasks: Frame, position: int, script: Script, name: str) -> None:
    """Which cell is empty: the customer's, the source row's or a setting."""
    first, _, rest = name.partition(".")
    place = script.place
    where = f"“{name}”"
    for link_name in (first, "源行", "键行", "客户"):
        heading = rest if link_name == first or first in {"源行", "键行"} else name
        for link in links(world, tasks, link_name):
            at = int(link.at[position])
            if at >= 0 and link.frame.sheet.column(heading) is not None:
                place = link.frame.place(at, heading)
                where = f"【{link.frame.name}】的{heading}"
                world.note(issue(Kind.PLACEHOLDER_EMPTY, place, script=script.id, path=name, where=where))
                return
    if first == "设置":
        setting = world.book.settings.get(rest)
        where, place = f"【设置】的{rest}", setting.place if setting else place
    elif first == "员工":
        where = f"责任人的{rest}"
    world.note(issue(Kind.PLACEHOLDER_EMPTY, place, script=script.id, path=name, where=where))
