"""Cells that name two things where a fine counts them as one."""

from __future__ import annotations

import re

import numpy as np

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.acts import Acts, ActScope
from workbook.words.issues import Kind, issue

_TWO = re.compile(r"\S\s*[、；;\n]\s*\S")


def note_two(rule: Sanction, scope: ActScope, found: Acts) -> None:
    """An issue for each cell of text that a notice or an exclusion is keyed by and that lists several things."""
    for name in dict.fromkeys(one.strip("{} ") for one in (*rule.notice, *rule.one_key)):
        if scope.rows.frame.sheet.column(name) is None:
            continue
        values = scope.vec((name,))
        if values.type.name != "文本":
            continue
        for at in np.flatnonzero(values.matching(lambda word: bool(_TWO.search(word)))).tolist():
            place = found.frame.place(int(found.at[at]), name)
            value = str(values.take(np.array([at])).objects()[0])
            scope.world.note(issue(Kind.TWO_THINGS, place, rule=rule.id, heading=name, value=value))
