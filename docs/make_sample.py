"""Writes sample.xlsx: one invented office, the fortnight of 2 to 15 March 2026, with a few honest mistakes in it.

    python docs/make_sample.py [where]

The same bytes every time: no clock, no chance. Its day is Monday 16 March 2026, 09:00 (--date 2026-03-16).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from workbook.day import Day, opened  # noqa: E402
from workbook.papers.output import pages as results  # noqa: E402
from workbook.papers.pages import Field, Page, Value  # noqa: E402
from workbook.shells import files, newbook  # noqa: E402
from workbook.shells.founding import founded  # noqa: E402
from workbook.shells.run import run_page  # noqa: E402
from workbook.shells.shelf import shelf  # noqa: E402

OFFICE = "晴川净水服务站"
RULEBOOK = "sample-office"
OPENED = datetime(2026, 3, 2, 8, 30)
KEPT_UNTIL = datetime(2026, 3, 15, 13, 30)
"""When the office last ran the program and saved the workbook."""

Row = dict[str, str]

# -- people

STAFF = """
S1 沈若兰 站长 站务 13800000101 2019-05-06 1
S2 林小满 客服专员 客服部 13800000102 2021-03-15 1
S3 周亦安 客服专员 客服部 13800000103 2022-08-01 1.2
S4 顾晚晴 客服专员 客服部 13800000104 2023-06-19 1
S5 韩青松 销售员 销售部 13800000105 2020-10-12 1
S6 罗大海 送装员 送装部 13800000106 2022-02-21 1
S7 温思齐 维修员 维修部 13800000107 2021-11-08 1
S8 秦朗 客服专员 客服部 13800000108 2024-01-08 1
"""
MAILBOX = dict(zip("S1 S2 S3 S4 S5 S6 S7 S8".split(), "shen lin zhou gu han luo wen qin".split()))
LEFT = {"S8": "2026-03-06"}
AWAY = [{"员工编号": "S4", "起": "2026-03-12 00:00", "止": "2026-03-18 18:00", "类别": "年假"}]

VIPS = "许清和先生 苏曼青女士 柳园茶楼/何茶生先生 陆知行先生 江心民宿/叶舟女士 方砚秋女士 章文柏先生 童书瑶女士".split()
SHOPS = (
    "早春面馆/丁早春女士 一品豆花/卢品先生 河畔理发/范河女士 小南幼儿园/尹园女士 晨光书店/阮晨先生 城东牙科/岳齐先生 "
    "双溪食堂/汤溪女士 青禾花店/苗禾女士 老街茶铺/茅街先生 临水健身/庄健先生 北门药房/华杏女士 云上烘焙/麦香女士"
).split()
DEALERS = "恒润水电/康润先生 家安建材/安家宁女士 四方五金/方正先生 清源商行/水清源女士".split()
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
GIVEN = "一鸣 书言 子墨 云舒 天佑 文轩 可欣 冬青 立夏 永安 守诚 安然 如意 志远 怀瑾 含章 沐阳 其琛 明哲 若溪 南星 星河 思源 恩泽 海棠 清扬 望舒 景行 竹君 紫苏 雨桐 瑞雪 静好 慕白 德音 辰光".split()
STREETS = "梧桐里 银杏路 香樟巷 河滨道 柳岸 东湖苑 西山弄 南塘街 北渡口".split()
KEEPERS = ("S2", "S3", "S4", "S8")
BIRTHDAYS = {3: "1975-03-16", 33: "1988-03-16", 41: "1990/2/30", 12: "1979年8月1日"}


def staff() -> Iterator[Row]:
    """Eight people, one of whom has just left."""
    for line in STAFF.strip().splitlines():
        number, name, post, unit, phone, joined, ability = line.split()
        yield {
            "员工编号": number, "姓名": name, "岗位": post, "部门": unit, "邮箱": f"{MAILBOX[number]}@example.com", "手机": phone,
            "入职日": joined, "离职日": LEFT.get(number, ""), "能力": ability,
        }  # fmt: skip


def customers() -> Iterator[Row]:
    """Sixty customers: 8 VIP, 12 shops, 4 dealers, 36 homes."""
    homes = [f"{surname}{given}{'先生' if at % 2 else '女士'}" for at, (surname, given) in enumerate(zip(SURNAMES, GIVEN))]
    named = [("VIP", VIPS), ("商户", SHOPS), ("经销商", DEALERS), ("家庭", homes)]
    number = 0
    for kind, words in named:
        for word in words:
            number += 1
            shop, _, person = word.rpartition("/")
            yield {
                "客户编号": f"C{number:03}", "客户名称": shop or person[:-2], "联系人": person[:-2] if shop else "", "称谓": person[-2:],
                "手机": f"138-0000-{2000 + number}" if number % 9 == 0 else f"1380000{2000 + number}",
                "地址": f"{STREETS[number % 9]} {number * 7 % 90 + 1} 号", "客户类别": kind, "归属员工": keeper(number),
                "生日": BIRTHDAYS.get(number, birthday(number)), "休息时段": "12:00-15:00" if number in {6, 17} else "",
                "勿扰": "是" if number in {8, 45} else "", "建档日": since(number), "状态": status(number),
            }  # fmt: skip


def keeper(number: int) -> str:
    """Who keeps a customer; the newest have nobody yet."""
    return "" if number in {20, 58, 59, 60} else KEEPERS[number % 4]


def birthday(number: int) -> str:
    """A day of birth; of a third nobody knows it."""
    return "" if number % 3 == 0 else f"{1960 + number * 7 % 40}-{number * 5 % 12 + 1:02}-{number * 11 % 27 + 1:02}"


def since(number: int) -> str:
    """When a customer was first written down."""
    return "2026-02-18" if number == 5 else f"{2023 + number % 3}-{number * 3 % 12 + 1:02}-{number * 13 % 27 + 1:02}"


def status(number: int) -> str:
    """Nearly all are active."""
    return {7: "停用", 55: "停用", 56: "流失"}.get(number, "在用")


# -- what happened: 日 时刻 客户 产品 数量

MACHINES = ("厨下净水器", "前置过滤器", "台式净饮机", "商用净水机")
DELIVERIES = """
03-02 09:30 25 0 | 03-02 10:40 26 2 | 03-02 15:10 9 3 | 03-03 09:20 27 0 | 03-03 14:00 28 1 | 03-03 16:20 10 3
03-04 09:00 29 0 | 03-04 11:00 1 0 | 03-04 15:40 21 1 | 03-05 10:00 30 2 | 03-05 14:30 31 0 | 03-05 16:00 11 3
03-06 09:40 32 0 | 03-06 14:20 4 2 | 03-06 16:40 33 1 | 03-07 10:00 34 0 | 03-07 14:00 35 2 | 03-09 09:10 12 3
03-09 10:30 36 0 | 03-09 14:10 14 3 | 03-09 16:00 37 1 | 03-09 16:30 13 0 | 03-10 09:30 38 0 | 03-10 11:00 22 1 | 03-10 15:00 39 2
03-12 09:00 40 0 | 03-12 10:20 41 1 | 03-12 14:00 15 3 | 03-12 16:30 42 0 | 03-13 09:20 43 2 | 03-13 10:40 44 0
03-13 14:30 13 3 | 03-13 16:00 45 1 | 03-14 09:30 46 0 | 03-14 11:00 47 2 | 03-14 15:00 16 3
"""
# 日 时刻 客户 移交（空：还没有）
ORDERS = """
03-02 10:00 27 03-03 09:30 | 03-02 16:00 28 03-04 10:00 | 03-03 11:20 30 03-06 09:10 | 03-03 15:30 31 03-05 16:00
03-04 09:50 32 03-05 17:00 | 03-04 14:10 33 03-06 11:00 | 03-05 10:30 34 03-06 15:00 | 03-05 16:40 35 03-09 10:00
03-06 11:10 36 03-09 09:00 | 03-06 15:20 12 03-10 09:00 | 03-07 10:20 37 03-10 16:00 | 03-07 15:00 14 03-09 17:00
03-09 09:40 38 03-13 10:00 | 03-09 14:30 22 03-12 11:00 | 03-10 10:10 40 03-13 10:20 | 03-10 15:40 41 03-12 09:00
03-12 10:00 43 03-13 09:00 | 03-12 11:30 44 03-14 10:00 | 03-12 16:00 13 | 03-13 10:30 46 03-14 09:00
03-13 15:00 47 | 03-14 14:00 48 03-14 17:00 | 03-14 16:30 49
"""
# 日 时刻 客户 内容 严重 索赔 负责人 解决
COMPLAINTS = """
03-03 08:50 29 接头漏水，泡了橱柜 是 - S7 03-04 11:00
03-04 10:30 26 安装后台面没有擦净 - - S6 03-06 15:00
03-05 09:40 31 约好上午来，下午才到 - - S6 03-09 10:00
03-06 14:00 10 机器停水半天，要求赔偿 - 800 S7 03-10 16:00
03-09 10:20 33 出水有异味 - - S6 -
03-10 09:10 35 滤芯型号送错 - - S6 03-12 10:00
03-11 16:40 18 开票抬头写错 - - S5 03-12 15:00
03-12 08:40 39 水流变小 - - S7 -
03-13 17:20 42 水龙头带电，手麻 是 - S7 -
"""
# 日 时刻 客户 事件类型 内容
OTHERS = """
03-02 11:00 50 咨询 问换滤芯的价钱 | 03-03 17:10 51 咨询 问搬家移机怎么收费 | 03-04 16:00 2 咨询 问水质检测报告
03-05 11:30 52 咨询 问以旧换新 | 03-06 10:00 53 表扬 师傅手脚干净 | 03-07 11:40 54 咨询 问保修期
03-09 11:10 18 咨询 问商用机租赁 | 03-09 17:00 19 咨询 问开票 | 03-10 16:20 57 咨询 问直饮机
03-11 10:00 23 咨询 问经销价 | 03-12 15:20 24 咨询 问样机 | 03-13 11:00 48 表扬 维修员下班后还来
03-13 16:30 49 咨询 问软水机 | 03-14 10:10 50 咨询 问滤芯到货没有 | 03-14 13:40 3 咨询 问茶楼换大机
03-12 09:30 58 咨询 问前置过滤器 | 03-12 17:00 59 咨询 问净水器选型 | 03-13 09:00 60 咨询 问上门测水 | 03-14 16:00 20 咨询 问面包房用水
"""

def events() -> list[Row]:
    """Orders, deliveries, complaints and questions, in the order in which they came."""
    found: list[Row] = []
    for day, hour, customer, product in table(DELIVERIES):
        found.append(event(day, hour, customer, "送货", 产品=MACHINES[int(product)], 数量="1", 员工编号="S6", 状态="已办结"))
    for day, hour, customer, *handed in table(ORDERS):
        given = f"2026-{' '.join(handed)}" if handed else ""
        found.append(event(day, hour, customer, "成交", 员工编号="S5", 资料移交时间=given, 状态="已办结" if handed else "待办"))
    for line in COMPLAINTS.strip().splitlines():
        day, hour, customer, what, serious, claim, owner, *solved = blanked(line.split())
        done = f"2026-{' '.join(solved)}" if any(solved) else ""
        found.append(
            event(
                day, hour, customer, "投诉", 内容=what, 严重=serious, 金额=claim, 员工编号="S2", 负责人=owner, 处理完成时间=done,
                状态="已办结" if done else "处理中",
            )  # fmt: skip
        )
    for day, hour, customer, kind, what in table(OTHERS):
        found.append(event(day, hour, customer, kind, 内容=what, 员工编号="S3", 状态="已办结"))
    found.sort(key=lambda row: row["发生时间"])
    return [{"事件编号": f"E{number:03}", **row} for number, row in enumerate(found, 1)]


def event(day: str, hour: str, customer: str, kind: str, **more: str) -> Row:
    """One event."""
    return {"客户编号": f"C{int(customer):03}", "事件类型": kind, "发生时间": f"2026-{day} {hour}", **more}


def table(text: str) -> Iterator[list[str]]:
    """The parts of each entry of a list above."""
    for line in text.strip().splitlines():
        yield from (entry.split() for entry in line.split("|"))


def blanked(words: Sequence[str]) -> list[str]:
    """The words, with - for nothing."""
    return ["" if word == "-" else word for word in words]


SERVICES = ("换芯", "维修", "换芯", "检测", "维修", "移机", "换芯")
FEES = {"换芯": "120", "维修": "80", "检测": "0", "移机": "150"}
JOB_DAYS = "02 02 02 02 03 03 03 04 04 04 05 05 05 06 06 06 06 07 07 09 09 09 10 10 10 12 12 12 12 13 13 13 13 13 14 14 14 14 15 15".split()
JOB_CUSTOMERS = cycle((50, 17, 51, 3, 52, 18, 53, 25, 54, 19, 57, 27, 2, 48, 11, 49, 32, 23, 30, 29))
UNFINISHED = {38, 40}


def jobs() -> list[Row]:
    """Forty jobs of two districts, sorted by the day they were taken."""
    found: list[Row] = []
    for number, day in enumerate(JOB_DAYS, 1):
        service = SERVICES[number % 7]
        taken = datetime(2026, 3, int(day), 8 + number % 3, number * 10 % 60)
        done = "" if number in UNFINISHED else f"{taken + timedelta(hours=3, minutes=number % 4 * 10):%Y-%m-%d %H:%M}"
        found.append({
            "工单编号": f"W{number:03}", "客户编号": f"C{next(JOB_CUSTOMERS):03}", "工单类型": "上门服务", "服务类型": service,
            "受理时间": f"{taken:%Y-%m-%d %H:%M}", "到场时间": f"{taken + timedelta(hours=1, minutes=40):%Y-%m-%d %H:%M}",
            "完成时间": done, "单位": "城东" if number % 2 else "城西", "员工编号": "S7" if service in {"维修", "检测"} else "S6",
            "产品": MACHINES[number % 3], "问题": {"维修": "出水慢，要检修", "移机": "搬家移机", "检测": "测水质", "换芯": "滤芯到期"}[service], "收费": FEES[service],
        })  # fmt: skip
    return found


def urgent(found: list[Row]) -> list[Row]:
    """Three leaks: one in time, one late, one late because the customer asked for another day."""
    for number, arrived, excuse in ((5, "2026-03-03 16:00", ""), (16, "2026-03-07 15:30", ""), (25, "2026-03-12 09:00", "客户改约")):
        row = found[number - 1]
        row |= {"紧急": "是", "问题": "接口漏水", "服务类型": "维修", "员工编号": "S7", "到场时间": arrived, "免责原因": excuse}
        row["完成时间"] = f"{datetime.fromisoformat(arrived) + timedelta(hours=1):%Y-%m-%d %H:%M}"
    return found


# -- calls

EARLIER = """
01-15 14:20 12 电话 使用 S2 | 01-22 15:00 21 电话 使用 S3 | 02-10 14:40 3 电话 定期 S2 | 02-10 15:10 12 电话 使用 S2
02-13 14:30 4 电话 定期 S4 | 02-16 14:10 1 电话 定期 S3 | 02-16 15:00 6 拜访 定期 S8 | 02-12 16:00 2 电话 定期 S8
02-24 14:00 8 电话 定期 S2
"""
NOT_CALLED = {("34", "送后"), ("38", "送后"), ("22", "送后"), ("21", "使用")}
NOBODY_THERE = {("39", "送后")}
SAID = ("水比以前好喝", "还在试", "一切正常", "员工都说方便")
JOBS_CALLED = (1, 2, 5, 6, 7, 9, 10, 11, 14, 15, 17, 18, 20, 22, 24, 26, 27, 29, 30)


def records(happened: Sequence[Row], done: Sequence[Row]) -> list[Row]:
    """Every call of the fortnight, and the few before it that still count."""
    found = [earlier(*words) for words in table(EARLIER)]
    found += [row for one in happened if one["事件类型"] == "送货" for row in after_delivery(one)]
    found += [after_job(done[number - 1]) for number in JOBS_CALLED]
    found += after_complaints(happened)
    found += others()
    found.sort(key=lambda row: row["回访时间"])
    return [{"记录编号": f"H{number:03}", **row} for number, row in enumerate(found, 1)]


def call(at: str, customer: str, kind: str, who: str, **more: str) -> Row:
    """One call out by telephone that reached somebody."""
    usual = {"客户编号": customer, "回访时间": at, "方向": "去电", "方式": "电话", "类别": kind, "员工编号": who, "结果代码": "完成"}
    return usual | more


def earlier(day: str, hour: str, customer: str, way: str, kind: str, who: str) -> Row:
    """A call of the months before."""
    rule = {"定期": "V1", "使用": "D7"}[kind]
    return call(f"2026-{day} {hour}", f"C{int(customer):03}", kind, who, 方式=way, 规则=rule, 满意度="满意", 使用情况="一切正常")


def after_delivery(one: Row) -> Iterator[Row]:
    """The calls of the third and seventh day, as far as they were made."""
    number = int(one["客户编号"][1:])
    calls = [("送后", "D3", 3)] + ([("使用", "D7", 7)] if number <= 24 else [])
    for kind, rule, days in calls:
        day = datetime.fromisoformat(one["发生时间"]).date() + timedelta(days=days)
        if day > KEPT_UNTIL.date() or (str(number), kind) in NOT_CALLED or number in {45}:
            continue
        at = datetime.combine(day, time(10 if day.weekday() > 4 else 14, 10 + number % 5 * 10))
        asked = {"送后": {"已装好": "是", "水质正常": "是", "满意度": "满意"}, "使用": {"使用情况": SAID[number % 4]}}[kind]
        who = on_duty(keeper(number), day, number)
        if (str(number), kind) in NOBODY_THERE:
            yield call(f"{at:%Y-%m-%d %H:%M}", one["客户编号"], kind, who, 规则=rule, 事件编号=one["事件编号"], 结果代码="无人接")
            continue
        if number % 6 == 1:
            first = f"{at - timedelta(minutes=25):%Y-%m-%d %H:%M}"
            yield call(first, one["客户编号"], kind, who, 规则=rule, 事件编号=one["事件编号"], 结果代码="无人接")
        yield call(f"{at + timedelta(minutes=15):%Y-%m-%d %H:%M}", one["客户编号"], kind, who, 规则=rule, 事件编号=one["事件编号"], **asked)


def on_duty(who: str, day: date, number: int) -> str:
    """The keeper, or a colleague while the keeper is away or gone."""
    away = (who == "S4" and day >= date(2026, 3, 12)) or (who == "S8" and day > date(2026, 3, 6)) or not who
    return ("S2", "S3")[number % 2] if away else who


def after_job(job: Row) -> Row:
    """The call about a job, on the next day."""
    number = int(job["工单编号"][1:])
    day = datetime.fromisoformat(job["完成时间"]).date() + timedelta(days=1)
    at = datetime.combine(day, time(10 if day.weekday() > 4 else 15, number % 6 * 10))
    paid = {"收费讲清": "是"} if job["收费"] != "0" else {}
    asked = {"修好了": "是", "鞋套工牌": "否" if number == 9 else "是", "满意度": "一般" if number == 9 else "满意", **paid}
    if number == 9:
        asked["改进点"] = "师傅没有穿鞋套"
    return call(f"{at:%Y-%m-%d %H:%M}", job["客户编号"], "工单", ("S2", "S3")[number % 2], 规则="C1", 工单编号=job["工单编号"], **asked)


def after_complaints(happened: Sequence[Row]) -> Iterable[Row]:
    """Three complaints were called about; of one nobody asked what to improve."""
    found = {one["内容"]: one for one in happened if one["事件类型"] == "投诉"}
    leak, late, wrong = (found[what] for what in ("接头漏水，泡了橱柜", "约好上午来，下午才到", "滤芯型号送错"))
    usual = {"接受处理": "是", "满意度": "满意"}
    yield call("2026-03-09 14:30", leak["客户编号"], "投诉", "S3", 规则="T2", 事件编号=leak["事件编号"], **usual)
    yield call("2026-03-12 16:10", late["客户编号"], "投诉", "S3", 规则="T4", 事件编号=late["事件编号"], **usual)
    half = {"接受处理": "是", "满意度": "一般"}
    yield call("2026-03-14 10:40", wrong["客户编号"], "投诉", "S2", 规则="T4", 事件编号=wrong["事件编号"], **half)


def others() -> Iterable[Row]:
    """Calls in, an appointment, a call that nobody answered, a visit, and a customer who isn't pleased."""
    yield call("2026-03-05 15:20", "C004", "定期", "S4", 规则="V1", 使用情况="一切正常", 满意度="满意", 建议="滤芯到期早点提醒")
    yield call("2026-03-03 10:40", "C057", "", "S3", 方向="来电", 备注="问直饮机有没有现货")
    yield call("2026-03-04 09:50", "C052", "", "S4", 方向="来电", 备注="问以旧换新")
    yield call("2026-03-06 11:05", "C050", "", "S2", 方向="来电", 备注="问滤芯到货没有")
    yield call("2026-03-10 09:15", "C051", "", "S3", 方向="来电", 备注="改约移机时间")
    yield call("2026-03-12 14:30", "C009", "使用", "S3", 方式="上门", 使用情况="面汤清了", 所需支持="要两支滤芯")
    yield call("2026-03-13 14:20", "C022", "送后", "S2", 规则="D3", 结果代码="约时", 约定时间="2026-03-16 15:30", 备注="老板周一下午在")
    yield call("2026-03-13 15:40", "C006", "定期", "S2", 规则="V1", 结果代码="无人接")
    yield call("2026-03-15 10:30", "C037", "送后", "S3", 满意度="不满意", 改进点="水压不够，洗碗机用不了", 已装好="是", 水质正常="否")
    yield call("2026-03-15 11:00", "C053", "", "S2", 方向="来电", 备注="问移机价钱")


VIOLATIONS = """
2026-03-04 S6 Z4 W008 没有穿鞋套
2026-03-09 S6 Z4 W019 没有戴工牌
2026-03-10 S7 Z4 W022 没有穿鞋套
2026-03-12 S4 Z5 H049 通话记录里没有这通电话
2026-03-13 S7 Z6 W032 客户打电话来点名表扬
2026-03-13 S6 Z44 W033 没有戴工牌
"""
HOLIDAYS = [
    {"开始日": "2026-03-08", "名称": "妇女节", "类别": "节日"},
    {"开始日": "2026-03-11", "名称": "盘点歇业", "类别": "放假", "历": "公司"},
    {"开始日": "2026-03-14", "名称": "补盘点上班", "类别": "上班", "历": "公司"},
    {"开始日": "2026-03-16", "名称": "建站十周年", "类别": "节日"},
]


def violations() -> Iterator[Row]:
    """What the head of the office saw and wrote down."""
    for number, line in enumerate(VIOLATIONS.strip().splitlines(), 1):
        day, who, code, thing, what = line.split()
        yield {
            "登记编号": f"V{number}", "时间": f"{day} {8 + number}:00", "员工编号": who, "条款代码": code, "对象编号": thing, "事由": what,
        }  # fmt: skip


# -- honest mistakes


def with_slips(kept: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The sheets with what tired people do to them: days in words, full-width digits, a row pasted twice, blank rows."""
    happened, done, calls = kept["事件"], kept["工单"], kept["回访记录"]
    the(happened, 客户编号="C036", 事件类型="送货")["发生时间"] = "2026/3/9 10:30"
    the(happened, 客户编号="C016", 事件类型="送货")["客户编号"] = "C106"
    wide = the(happened, 客户编号="C027", 事件类型="成交")
    wide["事件编号"] = "".join(chr(ord(letter) + 0xFEE0) for letter in wide["事件编号"])
    the(done, 工单编号="W013")["收费"] = "１２０"
    done.append(dict(the(done, 工单编号="W031")))
    the(calls, 客户编号="C030", 类别="送后")["回访时间"] = "2026年3月8日 10:10"
    the(calls, 客户编号="C036", 类别="送后")["结果代码"] = ""
    middle = happened.index(the(happened, 客户编号="C053", 事件类型="表扬"))
    happened[middle:middle] = [{}, {}]
    return kept


def the(rows: Iterable[Row], **words: str) -> Row:
    """The first row that says this."""
    return next(row for row in rows if words.items() <= row.items())


def with_own_column(page: Page) -> Page:
    """客户 with a column that the office added for itself, and one number typed as a number."""
    told = {"C027": "邻居介绍", "C030": "早春面馆", "C044": "传单"}
    phone, key = page.headings.index("手机"), page.headings.index("客户编号")
    rows = []
    for row in page.rows:
        cells: list[Value] = [*row, told.get(str(row[key]))]
        if row[key] == "C031":
            cells[phone] = int(str(row[phone]))
        rows.append(tuple(cells))
    return replace(page, fields=(*page.fields, Field("谁介绍的", width=14)), rows=tuple(rows))


def sheets() -> dict[str, list[Row]]:
    """Every sheet that staff keep, by name."""
    happened, done = events(), urgent(jobs())
    return {
        "设置": [{"名": "启用日", "值": "2026-03-02"}],
        "员工": list(staff()),
        "客户": list(customers()),
        "事件": happened,
        "工单": done,
        "回访记录": records(happened, done),
        "违规登记": list(violations()),
        "节假日": HOLIDAYS,
        "请假": AWAY,
    }


def last_run(made: Sequence[Page], tables: dict[str, str]) -> Day:
    """The day of the last run, over the workbook as it stands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        newbook.write(path, made, tables=tables, created=KEPT_UNTIL)
        return opened(files.read(path), shelf(), [RULEBOOK], KEPT_UNTIL).finished()


def filled(blank: Page, found: Page) -> Page:
    """An empty sheet of results with the rows of a run, in its own columns."""
    known = {one.heading: at for at, one in enumerate(found.fields)}
    further = [one for one in found.fields if one.heading not in blank.headings]
    fields = [
        replace(one, width=max(one.width, found.fields[known[one.heading]].width)) if one.heading in known else one
        for one in blank.fields
    ]
    shown = (*fields, *further)
    rows = tuple(tuple(row[known[one.heading]] if one.heading in known else None for one in shown) for row in found.rows)
    return replace(blank, fields=shown, rows=rows, marks=found.marks)


def main(where: Path = ROOT / "sample.xlsx") -> None:
    """Write it."""
    pages, tables = founded([RULEBOOK], OFFICE, OPENED, with_slips(sheets()))
    made = [with_own_column(page) if page.name == "客户" else page for page in pages]
    day = last_run(made, tables)
    found = {page.name: page for page in results(day)}
    made = [filled(page, found[page.name]) if page.name in found else page for page in made]
    made.insert([page.name for page in made].index("设置"), run_page(day, "每日", {}))
    newbook.write(where, made, tables=tables, created=KEPT_UNTIL)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
