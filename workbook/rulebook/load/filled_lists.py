"""The lists of texts that rules fill: 名单:短信 and its like."""

from __future__ import annotations

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Duty, Limit, Quota, Sample
from workbook.sheets.schema import is_list


def list_names(book: Rulebook) -> list[str]:
    """Every 名单:名 that a rule fills or diverts to. (A sheet in Excel says 名单：名: it may hold no plain colon.)"""
    emitted = [rule.emits for sort in (Duty, Quota, Sample) for rule in book.all(sort)]
    diverted = [limit.divert for limit in book.all(Limit)]
    return list(dict.fromkeys(name for name in (*emitted, *diverted) if is_list(name)))
