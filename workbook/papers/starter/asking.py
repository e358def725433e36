"""Questions that a drop-down offers in the cells of conditions: whole tests that only need another number or word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbook.sheets.columns import Column, Sheet
from workbook.sheets.schema import Schema

Words = Mapping[str, Sequence[str]]
CUSTOMER = "客户"
CHILDREN = ("事件", "工单", "回访记录")
LISTED = ("手机", "微信", "邮箱", "地址", "生日")
MOST_LISTED = MOST_WORDED = 3
CHANNEL = "联系方式"


def questions(name: str, schema: Schema, words: Words) -> Iterable[str]:
    """What may be asked of a row of a sheet: the same again, how many in a row, what it was last, and of its children."""
    sheet = schema.sheets[name]
    own = next((one for one in sheet.columns if one.type.target == CUSTOMER), None)
    if own is not None and sheet.time is not None:
        same = f"同{own.heading.removesuffix('编号')}"
        yield f"30天内 {same} 第几次: 2以上"
        for column, word in _worded(sheet, words):
            yield f"30天内 {same}、{column.heading} 第几次: 2以上"
            yield f"本月 {same}、{column.heading} 第几次: 3以上"
            yield f"{same} 连续几次（{column.heading}: {word}）: 2以上"
            yield f"{same} 上次{column.heading}: {word}"
    if name == CUSTOMER:
        yield from _of_children(schema, words)
        listed = [one.heading for one in sheet.columns if one.heading in LISTED][:MOST_LISTED]
        if len(listed) == MOST_LISTED:
            yield f"几项（{'；'.join(f'{one}: 非空' for one in listed)}）: 2以上"


def of_tasks(schema: Schema, words: Words) -> Iterable[str]:
    """What a task may be tested by: its kind, its channel, its customer's words, and questions about the customer."""
    yield from (f"类别: {word}" for word in words.get("回访类别", ()))
    yield from (f"联系方式: {word}" for word in words.get("联系方式", ()))
    yield "到期: <今日-3天"
    if CUSTOMER in schema.sheets:
        for column in schema.sheets[CUSTOMER].columns:
            yield from (f"{CUSTOMER}.{column.heading}: {word}" for word in _words_of(column, words))
        yield from (f"{CUSTOMER}.{one}" for one in questions(CUSTOMER, schema, words))


def _of_children(schema: Schema, words: Words) -> Iterable[str]:
    for name in CHILDREN:
        child = schema.sheets.get(name)
        if child is None or child.time is None:
            continue
        for column, word in _worded(child, words):
            yield f"30天内 的{name} 次数（{column.heading}: {word}）: 2以上"
            yield f"的{name} 上次{column.heading}: {word}"
        yield f"6月内 的{name} 几个员工编号: 3以上"
        for column in child.columns:
            if column.type.name == "金额":
                yield f"本年 的{name} 合计{column.heading}: 10000以上"


def _worded(sheet: Sheet, words: Words) -> list[tuple[Column, str]]:
    """Columns of words with a word of each: the last one, which is mostly the bad one; first those whose words an office sets."""
    found = [(one, held[-1]) for one in sheet.columns if (held := _words_of(one, words)) and one.type.group != CHANNEL]
    return sorted(found, key=lambda one: not one[0].type.group)[:MOST_WORDED]


def _words_of(column: Column, words: Words) -> Sequence[str]:
    kind = column.type
    return [*(kind.words or words.get(kind.group or "", ()))] if kind.name == "代码" else []
