"""What may not leave, planted everywhere, and looked for in everything that leaves."""

from __future__ import annotations

from pathlib import Path

from days import STAFF, day

from workbook.papers.list.reminders import list_page
from workbook.papers.reports.report_letters import letters
from workbook.papers.reports.reports import reports

ROOT = Path(__file__).parents[1]
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("mail.*.j2")}
SECRET, PASSED, INNER, SEALED = "密户某某", "放行某某", "内评XYZ", "底牌QQQ"
RULES = """
登记表:
  - {表: 客户, 列: ["放行号:文本", "内评:文本", "底牌:文本"]}
  - {表: 客户, 列: 内评, 密级: 内部}
  - {表: 客户, 列: 底牌, 密级: 机密}
代码: [{组: 回访类别, 行: [{代码: 发货}]}]
时限:
  - {编号: W1, 名称: 到货, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 3天, 完成表: 回访记录, 类别: 发货}
  - {编号: W2, 名称: 补单, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 3天, 完成列: 金额, 出: 提醒, 责任: "{员工编号}"}
  - {编号: W3, 名称: 短信, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 30天, 出: "名单:短信", 话术: T}
  - {编号: W4, 名称: 漏, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 30天, 出: "名单:微信", 话术: U}
话术:
  - {编号: T, 名称: 短信, 正文: "{客户.客户名称}您好"}
  - {编号: U, 名称: 漏, 正文: "您的评级是{客户.内评}"}
  - {编号: V, 名称: 致客户, 正文: "底细{+X}"}
  - {编号: X, 名称: 段, 正文: "{客户.底牌}"}
报告:
  - {编号: R1, 名称: 客户表, 载体: 邮件, 来源: 客户, 列: "客户编号,客户名称,内评,底牌", 收件: "岗位:客服主管"}
  - {编号: R2, 名称: 外发表, 载体: 邮件, 来源: 事件, 列: "事件编号,客户.内评,客户.底牌", 对外: 对外, 话术: V,
     块: ["相关 客户[客户编号,内评,底牌]", "清单 R1", "话术 V"], 收件: "岗位:客服主管"}
  - {编号: R3, 名称: 事件表, 载体: 邮件, 来源: 事件, 列: "事件编号,客户.客户名称", 块: ["相关 客户[客户名称]"],
     收件: "{员工编号}", 拆分: 员工编号}
  - {编号: R4, 名称: 存档, 载体: 文件, 来源: 事件, 列: "事件编号,客户.客户名称"}
"""


def planted() -> object:
    """One customer is secret, one is secret and let through, one is nobody's secret; all have inner words."""
    words = {"内评": INNER, "底牌": SEALED, "手机": "13800138001", "归属员工": "S2"}
    customers = [
        {"客户编号": "C1", "客户名称": SECRET, "资料密级": "绝密", **words},
        {"客户编号": "C2", "客户名称": PASSED, "资料密级": "机密", "放行号": "F1", **words},
        {"客户编号": "C3", "客户名称": "平常", "资料密级": "一般", **words},
    ]
    events = [
        {"事件编号": f"E{n}", "客户编号": f"C{n}", "事件类型": "发货", "发生时间": "2026-03-06 10:00", "员工编号": "S2"}
        for n in (1, 2, 3)
    ]
    return day(RULES, 客户=customers, 事件=events, 员工=STAFF)


def test_nothing_secret_is_in_anything_that_leaves() -> None:
    """Every letter, every file, every list: neither the secret customer nor what only the office knows."""
    made = planted()
    found = reports(made)
    mail = {one.key: f"{one.subject}{one.text}{one.html}" for one in letters(made, found, TEMPLATES)}
    lists = {name: str(list_page(made, name).rows) for name in ("名单:短信", "名单:微信")}
    files = {one.title: str(one.shown) for one in found if one.rule.carrier == "文件"}

    out = {**mail, **lists, **files}
    assert {
        "R1|2026-03-09|S1",
        "R2|2026-03-09|S1",
        "R3|2026-03-09|S2",
        "日报|2026-03-09|S1",
        "日报|2026-03-09|S2",
    } <= set(out)
    assert [] == [name for name, words in out.items() if SECRET in words]
    assert [] == [name for name, words in out.items() if SEALED in words]
    assert [] == [name for name, words in {**lists, "R2": mail["R2|2026-03-09|S1"]}.items() if INNER in words]
    for name in ("R1|2026-03-09|S1", "R3|2026-03-09|S2", "日报|2026-03-09|S1", "名单:短信", "存档"):
        assert PASSED in out[name], name


def test_what_was_kept_back_is_said() -> None:
    """Rows are counted in the letter; the customer that no list holds and the words that tell too much are named."""
    made = planted()
    found = reports(made)
    mail = {one.key: one.text for one in letters(made, found, TEMPLATES)}
    list_page(made, "名单:短信")
    list_page(made, "名单:微信")

    assert "另有 1 行按规定没有列出" in mail["R1|2026-03-09|S1"]
    told = {one.kind.name: str(one) for one in made.issues}
    assert "客户 C1" in told["SECRET_KEPT"]
    assert "SEALED_WORDS" in told


def test_a_mark_that_nobody_understands_keeps_its_row_in_the_office() -> None:
    """内部 is none of the words: until the cell is mended, or a 放行号 stands there, nothing of the row goes out."""
    customers = [
        {"客户编号": "C1", "客户名称": SECRET, "资料密级": "内部"},
        {"客户编号": "C2", "客户名称": PASSED, "资料密级": "内部", "放行号": "F1"},
        {"客户编号": "C3", "客户名称": "平常", "资料密级": None},
    ]
    made = day(RULES, 客户=customers, 员工=STAFF)

    shown = [str(one.shown) for one in reports(made) if one.rule.id == "R1"]

    assert [False, True, True] == [any(name in page for page in shown) for name in (SECRET, PASSED, "平常")]
    said = [(str(one.place), one.what) for one in made.issues if one.kind.name == "MARK_UNCLEAR"]
    assert ("客户!C2", "资料密级“内部”看不懂，这一行先当密件，要发出去的表和信里没有它。") in said


FAR = """
处罚标准: [{编号: A, 名称: 漏单, 触发: 表 事件, 金额: "50", 违规人: "{员工编号}"}]
检查清单: [{编号: K, 名称: 写明, 表: 回访记录, 行: [{列: 备注, 须: 空}]}]
问卷: [{问卷: Q, 行: [{题号: 意见, 类型: 文本, 题面: 有什么意见？}]}]
时限:
  - {编号: W1, 名称: 到货, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 3天, 完成表: 回访记录,
     完成关联: 事件编号, 问卷: Q}
报告:
  - {编号: R1, 名称: 台账, 载体: 邮件, 来源: 处罚台账, 列: "代码,对象编号,源行.客户.客户名称", 收件: "岗位:客服主管"}
  - {编号: R2, 名称: 检查, 载体: 邮件, 来源: 检查结果, 若: {编号: K}, 列: "表,主键,值", 收件: "岗位:客服主管"}
  - {编号: R3, 名称: 答卷, 载体: 邮件, 来源: 答卷, 列: "记录编号,答案,回访记录.客户.客户名称", 收件: "岗位:客服主管"}
  - {编号: R4, 名称: 历史, 载体: 文件, 来源: 历史, 列: "表,主键,新值"}
"""


def test_rows_that_stand_on_a_secret_one_stay_in_too() -> None:
    """A fine, a failed check, an answer, a line of history: none names the secret customer, each names the other one."""
    customers = [
        {"客户编号": "C1", "客户名称": SECRET, "资料密级": "绝密"},
        {"客户编号": "C2", "客户名称": PASSED, "资料密级": "一般"},
    ]
    events = [
        {"事件编号": f"E{n}", "客户编号": f"C{n}", "事件类型": "发货", "发生时间": "2026-03-06 10:00", "员工编号": "S2"}
        for n in (1, 2)
    ]
    records = [
        {"记录编号": f"H{n}", "客户编号": f"C{n}", "事件编号": f"E{n}", "规则": "W1", "回访时间": "2026-03-08 10:00",
         "方式": "电话", "员工编号": "S2", "结果代码": "完成", "意见": f"{name}说好", "备注": f"{name}在家"}
        for n, name in ((1, SECRET), (2, PASSED))
    ]  # fmt: skip
    history = [
        {"序号": str(n), "时间": "2026-03-08", "种类": "变更", "表": "回访记录", "主键": f"H{n}", "列": "备注",
         "新值": f"{name}在家"}
        for n, name in ((1, SECRET), (2, PASSED))
    ]  # fmt: skip
    made = day(FAR, 客户=customers, 事件=events, 回访记录=records, 历史=history, 员工=STAFF)
    found = reports(made)
    out = {one.key.partition("|")[0]: one.text for one in letters(made, found, TEMPLATES)}
    out |= {one.title: str(one.shown) for one in found if one.rule.carrier == "文件"}

    assert {"R1", "R2", "R3", "历史"} <= set(out)
    assert [] == [name for name, words in out.items() if SECRET in words]
    assert [] == [name for name in ("R2", "R3", "历史", "R1") if PASSED not in out[name]]


NAMED = """
登记表: [{表: 客户, 列: 联系人, 密级: 个人}]
报告:
  - {编号: R1, 名称: 外发, 载体: 邮件, 来源: 事件, 列: "事件编号,内容,客户.客户名称", 对外: %s,
     块: ["相关 回访记录[意见]"], 收件: "岗位:客服主管"}
"""


def test_a_name_in_free_text_is_covered_as_its_own_column_is() -> None:
    """What a customer said stays, who it was doesn't; inside the office both stand there."""
    customers = [
        {"客户编号": "C1", "客户名称": "许清和", "联系人": "许太太", "手机": "13800138001"},
        {"客户编号": "C2", "客户名称": "乙"},
    ]
    when = {"事件类型": "投诉", "发生时间": "2026-03-06 10:00"}
    events = [
        {"事件编号": "E1", "客户编号": "C1", "内容": "许清和的机器漏水，许太太改打 138 1234 5678", **when},
        {"事件编号": "E2", "客户编号": "C2", "内容": "乙级滤芯，不是许清和的", **when},
    ]
    called = {"回访时间": "2026-03-07 10:00", "方式": "电话", "员工编号": "S2", "结果代码": "完成"}
    records = [{"记录编号": "H1", "客户编号": "C1", "事件编号": "E1", "意见": "许清和说好", **called}]
    sheets = {"客户": customers, "事件": events, "回访记录": records, "员工": STAFF}
    days = [day(NAMED % word, **sheets) for word in ("对外", "内部")]
    outside, inside = (
        " ".join(one.text for one in letters(made, reports(made), TEMPLATES) if one.key.startswith("R1|"))
        for made in days
    )
    beside = [[row for one in reports(made) for block in one.blocks for row in block.rows] for made in days]

    assert "许**的机器漏水，许**改打 138****5678" in outside
    assert "乙级滤芯，不是许清和的" in outside  # another customer's name is nobody's of this row
    assert "许清和的机器漏水，许太太改打 138****5678" in inside
    assert [[("许**说好",)], [("许清和说好",)]] == beside
