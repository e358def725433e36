"""One office from Monday's messy list to the closed month: through the commands as staff call them, over real files.

The rules are those of 净水服务站 (sample-office): a VIP is called each month (V1), a promise on its day, between 14 and 18
o'clock; who isn't content becomes a complaint (O1), solved within three working days (T3) or 50 yuan (Z2), and called
again within two weeks (T4). Every number on the left was counted by hand from these sentences.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from clerks import edited, heads, rows, typed
from openpyxl.utils import get_column_letter

from workbook.shells.commands.cli import main

HE, TANG, MI = "何小秋", "唐三木", "米朵"
STAFF = (
    ("S1", "蒋站长", "站长", "jiang@example.com"), ("S2", HE, "客服专员", "he@example.com"),
    ("S3", TANG, "客服专员", "tang@example.com"), ("S4", MI, "客服专员", "mi@example.com"),
)  # fmt: skip
# name, numbers, address, class, keeper as the office calls her, last call, next call, remark
OLD_LIST: tuple[tuple[object, ...], ...] = (
    ("柳一帆", "13900000101", "桥东路1号", "VIP", "小秋", "2026.2.2", None, None),
    ("沈二桐", "13900000102/13900000112", "桥东路2号", "VIP", "小秋", "2026年1月20日", None, "老客户"),
    ("季三石", "13900000103", "桥东路3号", "普通", "小秋", "2025-12-8", "3月2日", "问滤芯"),
    ("小计", "3户"),
    ("池四海", "13900000104", "桥东路4号", "VIP", "三木", "2026-02-10", None, None),
    ("范五味", "13900000105", "桥东路5号", "普通", "三木", datetime(2026, 2, 20), "3.2", None),
    ("倪六安", "13900000106", "桥东路6号", "重点客户", "三木", "2026/2/2", None, None),
    ("小计", "3户"),
    ("苗七星", "13900000107", "桥东路7号", "VIP", "米朵", "2026.2.2", None, None),
    ("石八方", "13900000108", "桥东路8号", "商户", "米朵", "2026.2.15", datetime(2026, 3, 2), None),
    ("贺九如", "13900000109", "桥东路9号", "普通", "米朵", "2026.2.15", None, None),
    ("祁十全", "13900000110", "桥东路10号", "普通", "米朵", "2026.2.15", "3月3日", None),
    ("合计", "10户"),
    ("制表人：何小秋", "2026-02-28"),
)


class Desk:
    """The office's folder, and what its staff do there."""

    def __init__(self, folder: Path, told: pytest.CaptureFixture[str]) -> None:
        self.folder, self._told = folder, told
        self.book, self.list, self.given = folder / "回访.xlsx", folder / "老客户.xlsx", folder / "回访-分发"

    def says(self, *words: str, at: str = "", code: int = 0) -> str:
        """A command; what it said, when it ended as it should."""
        self._told.readouterr()
        when = ("--date", f"2026-{at}") if at else ()
        ended = main([*words, *when])
        said = self._told.readouterr()
        assert code == ended, said.out + said.err
        return said.out

    def does(self, command: str, *words: str, at: str, code: int = 0) -> str:
        """A command over the workbook."""
        return self.says(command, str(self.book), *words, at=at, code=code)

    def own(self, name: str) -> Path:
        """Somebody's own book."""
        return next(self.given.glob(f"回访-{name}-*.xlsx"))

    def listed(self, path: Path | None = None) -> dict[str, dict[str, str]]:
        """今日清单 by customer."""
        return {row["客户名称"]: row for row in rows(path or self.book, "今日清单") if row.get("客户名称")}

    def waiting(self) -> dict[str, str]:
        """Who isn't called today, and why."""
        return {row["客户名称"]: row["原因"] for row in rows(self.book, "未入选说明")}

    def types(self, name: str, cells: Mapping[str, Mapping[str, object]]) -> None:
        """Somebody fills rows of their own list."""
        tasks = {customer: row["任务编号"] for customer, row in self.listed(self.own(name)).items()}
        typed(self.own(name), {tasks[customer]: edits for customer, edits in cells.items()})

    def figures(self, number: str, period: str) -> dict[str, str]:
        """One figure of a month, by whom it is about."""
        found = [row for row in rows(self.book, "指标结果") if (row["编号"], row["期"]) == (number, period)]
        return {row["分组"]: f"{row['分子']}/{row['分母']}" if "分母" in row else row["值"] for row in found}

    def letters(self, day: str) -> Iterator[tuple[str, str]]:
        """To whom letters of a day went, and all that they say."""
        for path in sorted((self.folder / "发件预演").glob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if day in str(letter["Subject"]):
                body = letter.get_body(("plain",))
                yield str(letter["To"]), f"{letter['Subject']}\n{body.get_content() if body else ''}"


def messy(path: Path) -> None:
    """The list as the office kept it: a title, headings in two rows, totals in between, a signature below."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet["A1"] = "老客户回访登记表（2026年2月底）"
    for cell, heading in zip(("A2", "B2", "C2", "E2", "F2", "G2", "I2", "C3", "D3", "G3", "H3"),
                             ("序号", "客户姓名", "联系方式", "类型", "业务员", "回访情况", "备注", "手机", "住址", "上次回访",
                              "下次回访"), strict=True):  # fmt: skip
        sheet[cell] = heading
    for area in ("A1:I1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:H2", "I2:I3"):
        sheet.merge_cells(area)
    for turn, line in enumerate(OLD_LIST, 1):
        sheet.append([turn, *line])  # the numbering was filled down to the last row, totals and signature too
    made.save(path)


def hired(book: Any) -> None:
    """The people of the office typed into 员工."""
    page = book["员工"]
    at, head = heads(page)
    for row, person in enumerate(STAFF, head + 1):
        for heading, value in zip(("员工编号", "姓名", "岗位", "邮箱"), person, strict=True):
            page.cell(row, at[heading]).value = value


def sorted_by_name(book: Any) -> None:
    """Excel's Z→A on the name, over the whole list."""
    page = book["今日清单"]
    at, head = heads(page)
    many = sum(bool(page.cell(row, at["客户名称"]).value) for row in range(head + 1, page.max_row + 1))
    lines = [[cell.value for cell in row] for row in page.iter_rows(head + 1, head + many)]
    lines.sort(key=lambda line: str(line[at["客户名称"] - 1]), reverse=True)
    for row, line in enumerate(lines, head + 1):
        for column, value in enumerate(line, 1):
            page.cell(row, column).value = value


def filtered_to(name: str) -> Any:
    """A filter that shows one customer only; the other rows are hidden, not gone."""

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, head = heads(page)
        page.auto_filter.ref = f"A{head}:{get_column_letter(page.max_column)}{page.max_row}"
        page.auto_filter.add_filter_column(at["客户名称"] - 1, [name])
        for row in range(head + 1, page.max_row + 1):
            page.row_dimensions[row].hidden = page.cell(row, at["客户名称"]).value != name

    return does


def without(name: str) -> Any:
    """The row of a customer deleted: “done with that one”."""

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, head = heads(page)
        page.delete_rows(next(n for n in range(head + 1, 99) if page.cell(n, at["客户名称"]).value == name))

    return does


def test_from_a_messy_list_to_the_closed_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Import, list, three clerks' books, back again, a promise, a wrong number, a complaint, undo, next day, month end."""
    desk = Desk(tmp_path, capsys)

    # Monday 2 March, 8:00. A new workbook, its people, and the old list: ten customers, each known once, with their past
    # calls as records and the calls they were promised as appointments, so that nobody is called twice on day one.
    desk.says("new", str(desk.book), "--rulebook", "sample-office", "--office", "晴川净水服务站", at="03-02 08:00")
    edited(desk.book, hired)
    messy(desk.list)
    shown = desk.says("import", str(desk.list), "--into", str(desk.book), at="03-02 08:10")
    assert "新客户 10 户，做过的回访 10 条，约好的回访 4 次，已经有了 0 行，没有收 0 行" in shown
    assert [] == rows(desk.book, "客户")  # shown first
    desk.says("import", str(desk.list), "--into", str(desk.book), "--yes", at="03-02 08:12")
    customers = {row["客户名称"]: row for row in rows(desk.book, "客户")}
    keepers = {row["客户名称"]: row["归属员工"] for row in customers.values()}
    assert ["S2"] * 3 + ["S3"] * 3 + ["S4"] * 4 == list(keepers.values())  # 小秋 is the only one of that given name
    assert ("13900000102", "13900000112") == (customers["沈二桐"]["手机"], customers["沈二桐"]["备用电话"])
    assert "VIP" == customers["倪六安"]["客户类别"]  # 重点客户 in the office's own words

    # The list: a VIP one month after the last call (20 January → 20 February; 2 February → today), promises of today.
    # Not: 池四海 (10 February → 10 March), 祁十全 (promised for tomorrow), 贺九如 (no VIP, nothing promised).
    desk.does("today", at="03-02 08:20")
    first = {"沈二桐", "柳一帆", "倪六安", "苗七星", "季三石", "范五味", "石八方"}
    assert first == set(desk.listed())
    assert ["沈二桐"] == [name for name, row in desk.listed().items() if row["状态"] == "逾期"]
    assert {"池四海": "未到期", "祁十全": "未到期", "贺九如": "无适用规则"} == desk.waiting()

    # Shared: three books, each with its clerk's own rows and nobody else's.
    desk.does("share", at="03-02 08:30")
    assert [{"沈二桐", "柳一帆", "季三石"}, {"倪六安", "范五味"}, {"苗七星", "石八方"}] == [
        set(desk.listed(desk.own(name))) for name in (HE, TANG, MI)
    ]

    # 何小秋 sorts her list and types times as Excel keeps them; 柳一帆 promises Thursday at three.
    edited(desk.own(HE), sorted_by_name)
    desk.types(HE, {
        "沈二桐": {"结果代码": "完成", "使用情况": "正常", "满意度": "满意", "回访时间": datetime(2026, 3, 2, 14, 5)},
        "季三石": {"结果代码": "完成", "回访时间": datetime(2026, 3, 2, 14, 20)},
        "柳一帆": {"结果代码": "约时", "约定时间": datetime(2026, 3, 5, 15), "回访时间": datetime(2026, 3, 2, 14, 40)},
    })  # fmt: skip
    # 唐三木 works with a filter on: what it hides was filled before. One number is a restaurant's, one isn't answered.
    desk.types(TANG, {"倪六安": {"结果代码": "错号", "备注": "是饭店"}, "范五味": {"结果代码": "无人接"}})
    edited(desk.own(TANG), filtered_to("倪六安"))
    # 米朵 hears a complaint, and deletes the row of the shop that she didn't get to.
    desk.types(MI, {"苗七星": {"结果代码": "完成", "使用情况": "有异味", "满意度": "不满意", "改进点": "水有味道",
                            "回访时间": datetime(2026, 3, 2, 15, 10)}})  # fmt: skip
    edited(desk.own(MI), without("石八方"))

    # Collected: 4 + 2 + 3 cells of 何小秋, 2 + 1 of 唐三木, 5 of 米朵. The deleted row changes nothing and is spoken of.
    told = desk.does("collect", at="03-02 17:00")
    assert "收进 17 格，添了 0 行" in told
    assert "少了发出去的 1 行：K0008 石八方" in told
    assert first == set(desk.listed())

    # Recorded, taken back, recorded again: the same six calls, each once, the complaint once.
    desk.does("record", at="03-02 17:10")
    once = [(row["客户编号"], row["结果代码"]) for row in rows(desk.book, "回访记录")[10:]]
    desk.says("undo", str(desk.book))
    assert 10 == len(rows(desk.book, "回访记录"))
    assert "完成" == desk.listed()["沈二桐"]["结果代码"]  # what was typed is there again, to be mended
    desk.does("record", at="03-02 17:20")
    calls = rows(desk.book, "回访记录")[10:]
    assert once == [(row["客户编号"], row["结果代码"]) for row in calls]
    assert {
        "K0001": "约时",
        "K0002": "完成",
        "K0003": "完成",
        "K0005": "无人接",
        "K0006": "错号",
        "K0007": "完成",
    } == dict(once)
    assert {"S2": 3, "S3": 2, "S4": 1} == {
        who: sum(row["员工编号"] == who for row in calls) for who in ("S2", "S3", "S4")
    }
    (complaint,) = rows(desk.book, "事件")
    assert ("K0007", "投诉", "水有味道", "S4") == tuple(
        complaint[one] for one in ("客户编号", "事件类型", "内容", "负责人")
    )

    # Tuesday. On the list: the shop whose row was deleted, the one who didn't answer, tomorrow's promise of yesterday.
    # Not: the promise of Thursday, the wrong number, the complaint until it is solved, who was reached.
    desk.does("daily", "--dry-run", at="03-03 08:30")
    assert {"石八方": "逾期", "范五味": "逾期", "祁十全": "今日到期"} == {
        name: row["状态"] for name, row in desk.listed().items()
    }
    assert {
        "柳一帆": "未到期", "沈二桐": "未到期", "池四海": "未到期", "季三石": "已覆盖", "倪六安": "号码不对", "苗七星": "待起",
        "贺九如": "无适用规则",
    } == desk.waiting()  # fmt: skip
    assert {"补新号码": "2026-03-03", "水有味道": "2026-03-05"} == {
        row["事项"]: row["到期"][:10] for row in rows(desk.book, "提醒")
    }
    assert ["jiang@example.com", "mi@example.com", "tang@example.com"] == sorted(
        to.rpartition("<")[2].strip(">") for to, _ in desk.letters("2026-03-03")
    )

    # Wednesday the right number is found. Thursday the promise is on the list at its hour, and 倪六安 again.
    typed(desk.book, {"K0006": {"手机": "13900000116"}}, "客户", "客户编号")
    desk.does("daily", "--dry-run", at="03-05 08:30")
    assert {"石八方", "范五味", "祁十全", "柳一帆", "倪六安"} == set(desk.listed())
    assert "2026-03-05 15:00:00" == desk.listed()["柳一帆"]["计划时间"]
    assert "13900000116" == desk.listed()["倪六安"]["电话"]

    # The complaint had until the evening of Thursday (Tuesday, Wednesday, Thursday). On Friday it costs 50 yuan; solved
    # that morning it still does, and the call about it is due two weeks later.
    desk.does("daily", "--dry-run", at="03-06 08:30")
    assert [("S4", "Z2", "50")] == [(row["员工编号"], row["代码"], row["金额"]) for row in rows(desk.book, "处罚台账")]
    typed(desk.book, {complaint["事件编号"]: {"处理完成时间": datetime(2026, 3, 6, 10)}}, "事件", "事件编号")
    desk.does("daily", "--dry-run", at="03-07 08:30")
    assert "苗七星" in desk.listed()
    assert "2026-03-20" == desk.listed()["苗七星"]["到期"][:10]

    # 1 April. Nobody called any more: seven are owed. March is signed off: one fine; its figures stand.
    desk.does("daily", "--dry-run", at="04-01 08:30")
    assert {"石八方", "范五味", "祁十全", "柳一帆", "倪六安", "池四海", "苗七星"} == set(desk.listed())
    assert "2026-03 关账了：1 行，合计 50.00 元。" in desk.does("close", "2026-03", "--by", "蒋站长", at="04-01 09:00")
    (signed,) = rows(desk.book, "关账")
    assert ("2026-03", "1", "50", "蒋站长") == tuple(signed[one] for one in ("月", "笔数", "金额", "签字人"))
    assert {"S2 何小秋": "1/1", "S4 米朵": "0/1", "合计": "1/2"} == desk.figures("M2", "2026-03")  # content
    assert {"T3 一般投诉解决": "0/1", "合计": "0/1"} == desk.figures("M3", "2026-03")  # complaints solved in time
    assert {"T4 一般投诉回访": "0/1", "合计": "0/1"} == desk.figures("M1", "2026-03")  # called again in time
    assert {"S4 米朵": "50", "合计": "50"} == desk.figures("M5", "2026-03")  # fines
    assert {"S2 何小秋": "2", "S4 米朵": "1", "合计": "3"} == desk.figures("M7", "2026-03")  # reached
    words = dict(desk.letters("2026-04-01"))
    chief = next(text for to, text in words.items() if "jiang@" in to)
    assert all(name in chief for name in ("石八方", "苗七星", "池四海"))
    assert [] == [phone for phone in (row.get("手机", "-") for row in rows(desk.book, "客户")) if phone in str(words)]
