"""Three more lists of an office: a plan of the week beside a phone list, names whose numbers stand on another sheet, a log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_bringing import DAY, book, brought, rows, saved, told
from test_brought_again import answered

from workbook.shells.commands.cli import main

__all__ = ["book"]

LOOK, REFUSED, LEFT = "请看一眼", "没有收", "跳过"


def phone(number: int) -> str:
    return f"139{number:08}"


def keyed(book: Path, *headings: str) -> list[tuple[str | None, ...]]:
    return sorted(rows(book, "客户", "客户名称", *headings), key=str)


def said(book: Path, result: str, *words: str) -> int:
    """How many sentences of the preview hold all these words."""
    return sum(all(one in sentence for one in words) for sentence in told(book, result))


def unsaid(book: Path) -> int:
    """Of how many calls the preview says that they count as made by telephone."""
    return sum(int(one.split(" ", 1)[0]) for one in told(book, "各列") if "没写怎么联系的，按电话记" in one)


def calls(book: Path) -> list[tuple[str | None, ...]]:
    names = dict(rows(book, "客户", "客户编号", "客户名称"))
    lines = rows(book, "回访记录", "客户编号", "回访时间", "结果代码", "方式")
    return sorted(((names[key], str(when)[:10], code, way) for key, when, code, way in lines), key=str)


def promised(book: Path) -> list[tuple[str | None, str]]:
    names = dict(rows(book, "客户", "客户编号", "客户名称"))
    return sorted((str(names[key]), str(when)[:10]) for key, when in rows(book, "预约", "客户编号", "约定时间"))


def due(book: Path) -> set[str | None]:
    assert main(["daily", str(book), "--date", DAY, "--dry-run"]) in {0, 1}
    return {name for (name,) in rows(book, "今日清单", "客户名称") if name}


# -- a plan of the week, and the numbers beside it


def planned(sheet: Any) -> None:
    sheet.title = "本周安排"
    sheet["A1"] = "客服部本周回访安排（2026年3月16日—20日）"
    sheet.merge_cells("A1:F1")
    sheet.append(["客服", "周一", "周二", "周三", "周四", "周五"])
    sheet.append(["秦二川", "柳一帆", "沈二桐、季三石", None, "池四海（下午）", None])
    sheet.append(["唐三木", "范五味", None, f"倪六安\n{phone(6)}", None, "郑七"])
    beside = sheet.parent.create_sheet("客户电话")
    beside.append(["姓名", "电话", "类别"])
    for at, name in enumerate(("柳一帆", "沈二桐", "季三石", "池四海", "范五味", "倪六安"), 1):
        beside.append([name, phone(at), "重点客户"])


def test_a_plan_of_the_week(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names below weekdays are no list: whoever brings them hears at once that they stayed behind, and how to write them."""
    brought(book, saved(tmp_path, planned), "--yes")
    assert 6 == len(keyed(book))
    assert 1 == said(book, LEFT, "像是按星期排的计划（周一到周五）", "一行一位客户", "下次回访（哪天）")
    assert "【本周安排】整张没有收" in capsys.readouterr().out
    assert {name for name, _ in keyed(book, "手机")} == due(book)


# -- names on one sheet, their numbers on the other


def apart(sheet: Any) -> None:
    sheet.title = "客户台账"
    sheet.append(["序号", "客户名称", "客户类别", "客户经理", "上次回访", "备注"])
    sheet.append([1, "柳一帆", "重点客户", "秦二川", "2025-09-01", None])
    sheet.append([2, "沈二桐（女）", "普通客户", "小唐", "3.2", None])
    sheet.append([3, "季三石", "重点客户", "秦二川", "未接", "已停机"])
    sheet.append([4, "王伟", "普通客户", "小唐", 20260302, None])
    beside = sheet.parent.create_sheet("电话本")
    beside.append(["姓名", "号码"])
    beside.append(["柳一帆", phone(1)])
    beside.append(["沈二桐", "0571-86000302 分机18"])
    beside.append(["季三石", f"{phone(3)}（已停机）"])
    beside.append(["王伟", phone(4)])
    beside.append(["王伟", phone(5)])
    beside.append(["林外人", phone(6)])


def test_numbers_that_stand_on_another_sheet(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, apart), "--yes")
    found = keyed(book, "手机", "座机", "客户类别", "归属员工")
    assert ("柳一帆", phone(1), None, "重点客户", "S2") in found
    assert 1 == sum(name == "柳一帆" for name, *_ in found)
    assert ("季三石", phone(3), None, "重点客户", "S2") in found
    assert said(book, LOOK, "已停机")
    assert said(book, LOOK, "王伟")
    assert said(book, LOOK, "沈二桐")
    assert ("林外人", phone(6), None, None, None) in found
    assert [
        ("柳一帆", "2025-09-01", "完成", "电话"),
        ("沈二桐（女）", "2026-03-02", "完成", "电话"),
        ("王伟", "2026-03-02", "完成", "电话"),
    ] == calls(book)
    assert said(book, LOOK, "“未接”")
    assert 1 == said(book, "各列", "3 条做过的回访没写怎么联系的，按电话记")
    assert {"柳一帆", "季三石"} == due(book)


def test_a_class_that_one_sheet_tells_counts_whatever_is_said_of_the_other(book: Path, tmp_path: Path) -> None:
    """The phone book comes first and tells no class: what somebody said of such rows is for those of whom no sheet tells one."""

    def fill(sheet: Any) -> None:
        apart(sheet)
        sheet.parent.move_sheet("电话本", -1)

    source = saved(tmp_path, fill)
    brought(book, source)
    answered(book, "空着的", "普通客户")
    brought(book, source, "--yes")
    assert ("柳一帆", "重点客户") in keyed(book, "客户类别")
    assert ("林外人", "普通客户") in keyed(book, "客户类别")
    assert 0 == said(book, LOOK, "重点客户", "抄进备注")


# -- a log out of a chat, with days merged and marks for “as above”

LOG = (
    ("3.2", "王女士", phone(301), "已打，满意", "3.20", "秦二川"),
    (None, "李先生（男）", "0571-86000302 分机18", "未接", None, "〃"),
    (None, "张姐", "139 0000 0303（已停机）", "停机", None, "〃"),
    ("20260304", "赵老师 女", phone(304), "要发票", "3月25", "唐三木"),
    ("〃", "王女士", phone(305), "打通", None, "〃"),
    ("3月9", "李先生（男）", None, "微信联系过", None, "同上"),
)
HEADS = ("日期", "称呼", "电话", "联系情况", "约下次", "客服")


def logged(sheet: Any) -> None:
    sheet.append(["3月客户联系记录（微信群里导出）"])
    sheet.append(HEADS)
    for line in LOG:
        sheet.append(line)
    sheet.merge_cells("A3:A5")


def as_text(folder: Path) -> Path:
    lines = [HEADS, *((when or "〃", *rest) for when, *rest in LOG)]
    source = folder / "名单.txt"
    source.write_bytes("\r\n".join("\t".join(one or "" for one in line) for line in lines).encode("gb18030"))
    return source


@pytest.mark.parametrize("is_text", [False, True])
def test_a_log_of_calls(book: Path, tmp_path: Path, *, is_text: bool) -> None:
    brought(book, as_text(tmp_path) if is_text else saved(tmp_path, logged), "--yes")
    assert [
        ("张姐", phone(303), None),
        ("李先生（男）", None, "057186000302转18"),
        ("王女士", phone(301), None),
        ("王女士", phone(305), None),
        ("赵老师 女", phone(304), None),
    ] == keyed(book, "手机", "座机")
    assert [
        ("张姐", "2026-03-02", "无人接", "电话"),
        ("李先生（男）", "2026-03-02", "无人接", "电话"),
        ("李先生（男）", "2026-03-09", "完成", "微信"),
        ("王女士", "2026-03-02", "完成", "电话"),
        ("王女士", "2026-03-04", "完成", "电话"),
        ("赵老师 女", "2026-03-04", "完成", "电话"),
    ] == calls(book)
    assert [("王女士", "2026-03-20"), ("赵老师 女", "2026-03-25")] == promised(book)
    assert 1 == said(book, LOOK, "“李先生（男）”一处有号码、一处没有", "合成一户")
    assert 3 == unsaid(book)
    assert said(book, LOOK, "已停机")
