"""Lists as offices keep them, with what people write into cells: nothing comes in as what it isn't, nothing goes lost."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from test_bringing import DAY, STAFF, book, brought, rows, saved, told

from workbook.papers.brought.headings import OFFICE_WORDS, Meaning, meant
from workbook.papers.brought.spelled import spelled, told_calls
from workbook.papers.brought.values import is_not_called, numbers
from workbook.sheets.headers import plain

__all__ = ["book"]

LOOK, REFUSED, LEFT, GOES = "请看一眼", "没有收", "跳过", "各列"


def phone(number: int) -> str:
    return f"138{number:08}"


def keyed(book: Path, *headings: str) -> dict[str | None, tuple[str | None, ...]]:
    """Each customer's name with some of its columns."""
    return {name: tuple(rest) for name, *rest in rows(book, "客户", "客户名称", *headings)}


def said(book: Path, result: str, *words: str) -> bool:
    """Whether one sentence of the preview holds all these words."""
    return any(all(one in sentence for one in words) for sentence in told(book, result))


def asked(book: Path) -> str:
    return "\n".join(told(book, "请定"))


def called(book: Path) -> set[tuple[str | None, ...]]:
    lines = rows(book, "回访记录", "客户编号", "回访时间", "结果代码", "意见")
    return {(key, str(when)[:10], *rest) for key, when, *rest in lines}


# -- what stands for nothing, for the cell above, for nobody


def beauty(sheet: Any) -> None:
    sheet.append(["某某美容院会员跟进表"])
    sheet.append(["姓名", "手机", "微信", "业务员", "下次预约", "状态", "备注"])
    sheet.append(["王美丽", phone(1), "wxid_meili", "秦二川", "下周三", "在用", "皮肤敏感，不要推销"])
    sheet.append(["李小红", phone(2), "无", "〃", "大后天", "流失", "-"])
    sheet.append(["赵四姐", phone(3), "/", "唐三木", "3月20号前", "休眠", "3月5号前给她回电话"])
    sheet.append(["钱五", phone(4), "同上", "无", "26.3.25", "成交", f"转介绍：张三 {phone(99)}"])
    sheet.append(["孙六", "-", "——", "林一禾", "25/12/2026", "已退", "不要再打电话了，否则投诉"])
    sheet.append(["周七", "同上", "zhou_7", "#N/A", "正月十五", "不再联系", "无"])


def test_a_placeholder_becomes_neither_a_name_nor_a_number(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, beauty), "--yes")
    found = keyed(book, "微信", "归属员工", "手机")
    assert ("wxid_meili", "S2", phone(1)) == found["王美丽"]
    assert (None, "S2", phone(2)) == found["李小红"]
    assert (None, "S3", phone(3)) == found["赵四姐"]
    assert (None, None, phone(4)) == found["钱五"]
    assert (None, "S1", None) == found["孙六"]
    assert ("zhou_7", None, None) == found["周七"]
    assert said(book, LOOK, "“〃”读作上面一格的“秦二川”")
    assert said(book, LOOK, "公式的错误值")
    assert said(book, GOES, "“微信” → 【客户】的“微信”，2 格，写着“无”“/”“——”的 4 格当作空着")


def test_days_of_a_list_are_read_only_where_they_say_which(book: Path, tmp_path: Path) -> None:
    """下周三 depends on when somebody wrote it; 26.3.25 and 25/12/2026 don't."""
    brought(book, saved(tmp_path, beauty), "--yes")
    assert {"2026-03-20", "2026-03-25", "2026-12-25"} == {str(when)[:10] for (when,) in rows(book, "预约", "约定时间")}
    for words in ("下周三", "大后天", "正月十五"):
        assert said(book, LOOK, f"“{words}”看不出是哪一天")
    assert said(book, LOOK, "“3月20号前”读作 2026-03-20")
    assert said(book, LOOK, "“26.3.25”读作 2026-03-25")


def test_who_wants_no_calls_any_more_gets_none(book: Path, tmp_path: Path) -> None:
    """States in an office's own words: those that say so stop the calls at once, the others are asked about."""
    brought(book, saved(tmp_path, beauty), "--yes")
    found = keyed(book, "状态", "勿扰")
    assert [("在用", None), ("流失", None)] == [found["王美丽"], found["李小红"]]
    assert [("停用", "是"), ("停用", None)] == [found["孙六"], found["周七"]]
    assert said(book, LOOK, "“不再联系”先记作停用，不列进清单")
    assert "“休眠”是状态里的哪一个" in asked(book)
    assert "“已退”" not in asked(book)


def test_promises_prohibitions_and_other_peoples_numbers_in_remarks_are_pointed_at(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, beauty), "--yes")
    assert said(book, LOOK, "备注里像是有约定或要求", "3月5号前给她回电话")
    assert said(book, LOOK, "备注里像是有约定或要求", "不要推销")
    assert said(book, LOOK, "备注里有号码 138 0000 0099")
    assert said(book, LOOK, "先记勿扰", "不要再打电话了，否则投诉")


def homes(sheet: Any) -> None:
    sheet.append(["楼栋", "房号", "业主姓名", "联系电话", "管家", "上次拜访"])
    sheet.append(["1栋", "1-101", "柳一帆", phone(601), "秦二川", "2026.3.2"])
    sheet.append([None, "1-102", "空置", None, "秦二川", None])
    sheet.append(["2栋", "2-101", "（未入住）", None, "唐三木", None])
    sheet.append([None, "2-102", "池四海", "同上", "唐三木", "3月8号"])
    sheet.append(["2栋", None, "本栋合计：3户"])
    sheet.append(["", "", "共 5 户"])


def test_an_empty_home_is_no_customer(book: Path, tmp_path: Path) -> None:
    assert 1 == brought(book, saved(tmp_path, homes), "--yes")
    assert {"柳一帆", "池四海"} <= {*keyed(book)}
    assert {"空置", "（未入住）", "未入住"}.isdisjoint(keyed(book))
    assert said(book, REFUSED, "“空置”不是客户的名字")
    assert said(book, LOOK, f"“同上”读作上面一格的“{phone(601)}”")


# -- headings


def clinic(sheet: Any) -> None:
    heads = ["序号", "患者姓名", "年龄", "联系电话", "就诊日期", "术后回访", "备注"]
    sheet.append(heads)
    sheet.append([1, "柳一", 34, phone(101), dt.date(2026, 3, 2), "√", "出血已止"])
    sheet.append([2, "沈二", 12, f"{phone(102)}（妈妈）", dt.date(2026, 3, 3), "●", f"家长电话{phone(199)}"])
    sheet.append([3, "季三", 56, "0571-86000103-802", "3月4日", "3.6 已打", "建议下周复查"])
    sheet.append(["小计", None, None, None, None, "3人"])
    sheet.append(heads)
    sheet.append([4, "池四", 45, phone(104), "3月9日", "Y", "无"])
    sheet.append([5, "范五", 45, phone(105), "3月9日", "×", None])
    sheet.append(["说明：●为电话没打通"])


def test_a_clinics_list_with_its_headings_again_in_the_middle(book: Path, tmp_path: Path) -> None:
    """患者姓名 is a name; headings in the middle are no customer; a tick without a day is no call, and said."""
    assert 0 == brought(book, saved(tmp_path, clinic), "--yes")
    found = keyed(book, "手机", "座机")
    assert {"柳一", "沈二", "季三", "池四", "范五"} == {*found}
    assert ((phone(102), None), (None, "057186000103转802")) == (found["沈二"], found["季三"])
    assert {("K0003", "2026-03-06", "完成", None)} == called(book)
    assert said(book, LEFT, "又一行表头")
    assert said(book, LOOK, "“√”没有写哪天")
    assert said(book, LOOK, "“Y”没有写哪天")
    assert said(book, LOOK, "“电话没打通”没有写哪天")
    assert "“患者姓名”" in asked(book)


def lessons(sheet: Any) -> None:
    """A sheet a month."""
    book = sheet.parent
    sheet.title = "1月"
    for month in ("1月", "2月", "3月"):
        leaf = sheet if month == "1月" else book.create_sheet(month)
        leaf.append([f"{month}学员回访"])
        leaf.append(["学员", "家长电话", "班级", "回访日期", "回访结果"])
        leaf.append(["王小明", phone(301), "数学", f"{month}8日", "家长说考虑"])
        leaf.append(["李小华", f"{phone(302)}(父)\n{phone(303)}(母)", "英语", f"{month}9号", "孩子生病，下月再联系"])
        leaf.append(["小计", "2人"])


def test_a_schools_sheets_of_months(book: Path, tmp_path: Path) -> None:
    """One pupil in three sheets is one customer with three calls; what was promised in a call is pointed at."""
    assert 0 == brought(book, saved(tmp_path, lessons), "--yes")
    assert {"王小明": (phone(301), None), "李小华": (phone(302), phone(303))} == keyed(book, "手机", "备用电话")
    assert {(key, f"2026-0{month}-0{day}") for month in (1, 2, 3) for key, day in (("K0001", 8), ("K0002", 9))} == {
        one[:2] for one in called(book)
    }
    assert said(book, LOOK, "回访情况里像是有约定或要求", "下月再联系")


def gym(sheet: Any) -> None:
    sheet.append(["会员", "手机", "到期日", "跟进记录", "下次跟进", "状态"])
    sheet.append(["柳一帆", phone(501), "2026-12-31", "3.2电话，说周末来；3.9没接", "3.18", "在用"])
    sheet.append(["沈二桐", phone(502), "已过期", "3月2日打电话 没人接", "明天", "停卡"])
    sheet.append(["季三石", phone(503), "长期", "不办了，别打", "无", "在用"])
    sheet.append(["池四海", phone(504), "2026/4/1", f"换号了{phone(999)}", "/", "请假"])


def test_calls_written_one_after_the_other_in_a_cell(book: Path, tmp_path: Path) -> None:
    """会员 is who; each dated part of 跟进记录 is a call, what has no day stays in 备注."""
    assert 0 == brought(book, saved(tmp_path, gym), "--yes")
    assert {
        ("K0001", "2026-03-02", "完成", "电话，说周末来"),
        ("K0001", "2026-03-09", "无人接", "没接"),
        ("K0002", "2026-03-02", "无人接", "打电话 没人接"),
    } == called(book)
    assert [("K0001", "2026-03-18")] == [
        (key, str(when)[:10]) for key, when in rows(book, "预约", "客户编号", "约定时间")
    ]
    found = keyed(book, "勿扰", "状态", "备注")
    assert ("停用", "是") == (found["沈二桐"][1], found["季三石"][0])
    assert "跟进记录：换号了" in str(found["池四海"][2])
    assert said(book, GOES, "“跟进记录”", "2 格，没有记成回访的 2 格抄进备注")


def dealer(sheet: Any) -> None:
    sheet.append(["客户", "电话", "销售顾问", "回访1", "回访2", "满意度"])
    sheet.append(["柳一帆", phone(201), "小秦", "3.5 已打", "3.12 未接", None])
    sheet.append(["季三石", f"+86 {phone(203)}", "小唐", "3/6", None, None])
    sheet.append(["池四海", phone(204), "老林", "空号", None, "4分"])
    sheet.append(["范五味", f"{phone(205)},0571-88000205转12", "小秦", "√", "x", None])
    sheet.append(["Smith John", "+1 415 555 2671", "小王", None, None, None])


def test_columns_that_are_a_call_each(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, dealer), "--yes")
    assert {
        ("K0001", "2026-03-05", "完成", None),
        ("K0001", "2026-03-12", "无人接", "未接"),
        ("K0002", "2026-03-06", "完成", None),
    } == called(book)
    found = keyed(book, "备注", "座机")
    assert ("满意度：4分；回访1：空号", None) == found["池四海"]
    assert "057188000205转12" == found["范五味"][1]
    assert "0014155552671" == keyed(book, "座机")["Smith John"][0]  # as dialled; without 00 it is somebody's mobile
    assert said(book, GOES, "“回访1” → 一次回访，记成回访 2 条")


def bank(sheet: Any) -> None:
    sheet.append(["客户号", "客户名称", "联系人电话", "上次联系", "联系方式", "满意"])
    sheet.append(["0012", "柳一帆商贸", phone(801), "2026-03-02 10:00", "上门", "√"])
    sheet.append(["0013", "沈二桐", "1.38E+10", "2026-03-02 10:00", "电话", "×"])
    sheet.append(["0014", "季三石", phone(803), "2026-03-02 10:00", None, "还凑合"])
    sheet.append(["0015", "池四海", phone(804), None, "上门", None])


def test_how_somebody_called_is_kept(book: Path, tmp_path: Path) -> None:
    """联系方式 with 上门 below is no phone number; ticks below 满意 are its words."""
    brought(book, saved(tmp_path, bank), "--yes")
    assert [("0012", "拜访", "满意"), ("0013", "电话", "不满意"), ("0014", "电话", None)] == rows(
        book, "回访记录", "客户编号", "方式", "满意度"
    )
    assert "联系方式：上门" == keyed(book, "备注")["池四海"][0]
    assert said(book, LOOK, "满意度里没有“还凑合”这个词")


def vips(sheet: Any) -> None:
    sheet.append(["姓名", "手机号", "等级", "是否退订"])
    for name, at, grade, left in (
        ("柳一帆", 1, "金卡", "否"),
        ("沈二桐", 2, "银卡", "是"),
        ("季三石", 3, "普卡", "退订"),
        ("池四海", 4, "黑名单", "-"),
    ):
        sheet.append([name, phone(1000 + at), grade, left])


def test_who_opted_out_is_not_called(book: Path, tmp_path: Path) -> None:
    brought(book, saved(tmp_path, vips), "--yes")
    assert {"柳一帆": ("否",), "沈二桐": ("是",), "季三石": ("是",), "池四海": (None,)} == keyed(book, "勿扰")
    assert said(book, LOOK, "“退订”先记勿扰")
    assert said(book, LOOK, "“黑名单”：看一眼要不要停用")


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        *((one, "客户名称") for one in ("患者姓名", "学员姓名", "宠主", "收货人")),
        *((one, "手机") for one in ("家长电话", "收货电话", "母亲手机号")),
        *((one, "一次回访") for one in ("回访1", "第二次回访", "术后回访")),
        *(
            (one, "")
            for one in ("业务员姓名", "宠物名", "紧急联系人电话", "身份证号码", "车牌号码", "客服电话", "待回访")
        ),
    ],
)
def test_whose_name_and_whose_number_a_heading_means(heading: str, target: str) -> None:
    """Another person's name or number is no customer's, nor is the number of a thing one to call."""
    words = {plain(word): Meaning(one, "说法") for one, said in OFFICE_WORDS.items() for word in (one, *said.split())}
    found = meant(heading, words)
    assert target == (found.target if found else "")


# -- looks


def looked(sheet: Any) -> None:
    sheet.append(["姓名", "电话", "地址"])
    for at in range(1, 7):
        sheet.append([f"客户{at}甲", phone(900 + at), "杭州"])
    for cell in sheet[2]:
        cell.font = Font(strike=True)
    sheet["B3"].font = Font(strike=True)
    for cell in sheet[4]:
        cell.font = Font(color="808080")
    for cell in sheet[5]:
        cell.fill = PatternFill("solid", fgColor="FFFF00")
    for cell in sheet[6]:
        cell.fill = PatternFill("solid", fgColor=Color(theme=0, tint=-0.35))
    for cell in sheet[7]:
        cell.font = Font(color="FF0000")
    sheet["A9"] = "黄色：重点跟进；灰色为已退；红字是投诉过的"


def test_looks_mean_something(book: Path, tmp_path: Path) -> None:
    """A row struck out is gone, a number struck out isn't dialled; colours of cells and letters, by theme too."""
    brought(book, saved(tmp_path, looked), "--yes")
    found = keyed(book, "手机", "状态", "备注")
    assert (phone(901), "停用", "划线") == found["客户1甲"]
    assert (None, "在用", f"划掉的号码：{phone(902)}") == found["客户2甲"]
    assert "停用" == found["客户3甲"][1] == found["客户5甲"][1]
    assert ("在用", "黄底（重点跟进）") == found["客户4甲"][1:]
    assert "红字（投诉过的）" == found["客户6甲"][2]
    assert said(book, LOOK, "这一行划了线，先记作停用")
    assert said(book, LOOK, "号码划掉了，不打")


# -- the preview is what is then brought


def test_the_preview_says_what_is_then_brought(book: Path, tmp_path: Path) -> None:
    """Counts and rows of the preview before and after --yes are the same, and so many rows come in."""
    source = saved(tmp_path, beauty)
    brought(book, source)
    before = {one: told(book, one) for one in ("请定", LOOK, REFUSED, LEFT, GOES, "收进")}
    assert 0 == len(rows(book, "客户", "客户编号"))
    brought(book, source, "--yes")
    assert before == {one: told(book, one) for one in before}
    assert len(before["收进"]) == len(rows(book, "客户", "客户编号"))


def test_every_cell_of_a_list_ends_somewhere(book: Path, tmp_path: Path) -> None:
    """In the workbook, in a question, or refused with its reason."""
    for at, fill in enumerate((beauty, homes, clinic, gym, dealer, bank, vips)):
        source = saved(tmp_path, fill, f"名单{at}.xlsx")
        brought(book, source, "--yes")
        made = openpyxl.load_workbook(book, read_only=True)
        found = {
            part
            for name in ("客户", "回访记录", "预约", "导入预览")
            for line in made[name].iter_rows(values_only=True)
            for cell in line
            if cell is not None
            for part in (str(cell),)
        }
        whole = "\n".join(found)
        lost = [
            str(value)
            for leaf in openpyxl.load_workbook(source)
            for line in leaf.iter_rows(values_only=True)
            for value in line
            if isinstance(value, str) and not _stands(value, whole)
        ]
        assert [] == lost, fill.__name__


def _stands(value: str, whole: str) -> bool:
    """Whether a cell's words stand somewhere: whole, in parts that are kept apart, or a person as the number of one."""
    if value in whole or value in {name for _, name, *_ in STAFF}:
        return True
    day = spelled(value, dt.date(2026, 3, 16), ahead=True)[0]
    days = [day, *(at for at, _ in told_calls(value, dt.date(2026, 3, 16)))]
    if any(one is not None and one.date().isoformat() in whole for one in days):
        return True
    if (dialled := numbers(value)) and all(one in whole for one in dialled) and "+" in value:
        return True
    if is_not_called(value):
        return "没打的" in whole or "不满意" in whole
    parts = [one for one in re.split(r"[（(）),，\s]+", value.removeprefix("+86")) if one]
    return all(part[-3:] in whole for part in parts)


# -- what libraries say


def test_no_warning_of_a_library_reaches_the_screen(book: Path, tmp_path: Path) -> None:
    """A list out of Excel holds parts that a library skips with a warning: who imports it sees our sentences alone."""
    source = saved(tmp_path, vips)
    rule = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "新.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</worksheet>", rule) if "sheet1" in name else data)
    words = ["import", str(tmp_path / "新.xlsx"), "--into", str(book), "--date", DAY]
    ran = subprocess.run(
        [sys.executable, "-m", "workbook", *words], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert "新客户 4 户" in ran.stdout
    assert "Warning" not in ran.stdout + ran.stderr
