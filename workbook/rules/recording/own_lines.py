"""Lines that staff added below the list: who called whom, where the line says it, and a question where it doesn't."""

from __future__ import annotations

import re

from workbook.rules.facts.answers import RECORDS
from workbook.rules.recording.drafts import changed
from workbook.rules.recording.typed_cells import LIST, NOTE, WAY
from workbook.rules.recording.typed_rows import Batch
from workbook.rules.world.vectors import text
from workbook.words.issues import Kind

CAME_IN = "来电"
NOT_YET = frozenset("未没等请让待若如拒绝别")
"""Shortly before the word such a sign says that nobody called, or is still to: 请他来电."""


def settle_direction(batch: Batch) -> None:
    """方向 of lines without a task: as a cell says, else as the note says; asked about where nothing does."""
    column = batch.world.schema.sheets[RECORDS].column(WAY)
    own = [at for at, row in enumerate(batch.filled) if not row.task_id and row.where.sheet == LIST]
    if column is None or not own:
        return
    incoming = [one for one in batch.world.codes.of(column.type) or () if one.code == CAME_IN]
    words = {word for one in incoming for word in (one.code, *one.aliases)}
    tasks = batch.work.typed["任务编号"].missing()
    noted: list[str | None] = [None] * len(batch.filled)
    for at in own:
        row = batch.filled[at]
        if row.cells.get(WAY):
            continue
        if any(_says(row.note, word) for word in words):
            noted[at] = CAME_IN
        elif tasks[at] and not batch.refused[at]:
            batch.note(at, Kind.WHO_CALLED, NOTE)
    if any(noted):
        changed(batch.drafts, WAY, text(noted, column.type).otherwise(batch.drafts.typed[WAY]))


def _says(note: str, word: str) -> bool:
    before, found, _ = note.partition(word)
    return bool(found) and not NOT_YET & set(re.split(r"[\W_]", before)[-1][-3:])
