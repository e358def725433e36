"""What an invented office wrote down in the fortnight of 2 to 15 March 2026, before anybody made a slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

Row = dict[str, str]

LAST_DAY = date(2026, 3, 15)

# -- people: 编号 姓名 岗位 部门 手机 入职 能力 邮箱

STAFF = """
S1 沈若兰 站长 站务 13800000101 2019-05-06 1 shen
S2 林小满 客服专员 客服部 13800000102 2021-03-15 1 lin
S3 周亦安 客服专员 客服部 13800000103 2022-08-01 1.2 zhou
S4 顾晚晴 客服专员 客服部 13800000104 2023-06-19 1 gu
S5 韩青松 销售员 销售部 13800000105 2020-10-12 1 han
S6 罗大海 送装员 送装部 13800000106 2022-02-21 1 luo
S7 温思齐 维修员 维修部 13800000107 2021-11-08 1 wen
S8 秦朗 客服专员 客服部 13800000108 2024-01-08 1 qin
"""
LEFT = {"S8": "2026-03-06"}
AWAY = [{"员工编号": "S4", "起": "2026-03-12 00:00", "止": "2026-03-18 18:00", "类别": "年假"}]

VIPS = """
许清和先生 苏曼青女士 柳园茶楼/何茶生先生 陆知行先生 江心民宿/叶舟女士 方砚秋女士 章文柏先生 童书瑶女士
"""
SHOPS = """
早春面馆/丁早春女士 一品豆花/卢品先生 河畔理发/范河女士 小南幼儿园/尹园女士 晨光书店/阮晨先生 城东牙科/岳齐先生
双溪食堂/汤溪女士 青禾花店/苗禾女士 老街茶铺/茅街先生 临水健身/庄健先生 北门药房/华杏女士 云上烘焙/麦香女士
"""
DEALERS = "恒润水电/康润先生 家安建材/安家宁女士 四方五金/方正先生 清源商行/水清源女士"
HOMES = """
赵一鸣女士 钱书言先生 孙子墨女士 李云舒先生 周天佑女士 吴文轩先生 郑可欣女士 王冬青先生 冯立夏女士
陈永安先生 褚守诚女士 卫安然先生 蒋如意女士 沈志远先生 韩怀瑾女士 杨含章先生 朱沐阳女士 秦其琛先生
尤明哲女士 许若溪先生 何南星女士 吕星河先生 施思源女士 张恩泽先生 孔海棠女士 曹清扬先生 严望舒女士
华景行先生 金竹君女士 魏紫苏先生 陶雨桐女士 姜瑞雪先生 戚静好女士 谢慕白先生 邹德音女士 喻辰光先生
"""
STREETS = ("梧桐里", "银杏路", "香樟巷", "河滨道", "柳岸", "东湖苑", "西山弄", "南塘街", "北渡口")
KEEPERS = ("S2", "S3", "S4", "S8")
BIRTHDAYS = {3: "1975-03-16", 33: "1988-03-16"}


def staff() -> Iterator[Row]:
    """Eight people, one of whom has just left."""
    headings = ("员工编号", "姓名", "岗位", "部门", "手机", "入职日", "能力", "邮箱")
    for line in STAFF.strip().splitlines():
        row = dict(zip(headings, line.split(), strict=True))
        yield row | {"邮箱": f"{row['邮箱']}@example.com", "离职日": LEFT.get(row["员工编号"], "")}


def customers() -> Iterator[Row]:
    """Sixty customers: 8 VIP, 12 shops, 4 dealers, 36 homes."""
    kinds = {"VIP": VIPS, "商户": SHOPS, "经销商": DEALERS, "家庭": HOMES}
    named = [(kind, word) for kind, words in kinds.items() for word in words.split()]
    for number, (kind, word) in enumerate(named, 1):
        shop, _, person = word.rpartition("/")
        yield {
            "客户编号": f"C{number:03}",
            "客户名称": shop or person[:-2],
            "联系人": person[:-2] if shop else "",
            "称谓": person[-2:],
            "手机": f"138-0000-{2000 + number}" if number % 9 == 0 else f"1380000{2000 + number}",
            "地址": f"{STREETS[number % 9]} {number * 7 % 90 + 1} 号",
            "客户类别": kind,
            "归属员工": keeper(number),
            "生日": BIRTHDAYS.get(number, birthday(number)),
            "休息时段": "12:00-15:00" if number in {6, 17} else "",
            "勿扰": "是" if number in {8, 45} else "",
            "建档日": since(number),
            "状态": {7: "停用", 55: "停用", 56: "流失"}.get(number, "在用"),
        }


def keeper(number: int) -> str:
    """Who keeps a customer; the newest have nobody yet."""
    return "" if number in {20, 58, 59, 60} else KEEPERS[number % 4]


def birthday(number: int) -> str:
    """A day of birth; of a third nobody knows it."""
    return "" if number % 3 == 0 else f"{1960 + number * 7 % 40}-{number * 5 % 12 + 1:02}-{number * 11 % 27 + 1:02}"


def since(number: int) -> str:
    """When a customer was first written down."""
    return "2026-02-18" if number == 5 else f"{2023 + number % 3}-{number * 3 % 12 + 1:02}-{number * 13 % 27 + 1:02}"


# -- what happened

# 日 时刻 客户 产品

MACHINES = ("厨下净水器", "前置过滤器", "台式净饮机", "商用净水机")
DELIVERIES = """
03-02 09:30 25 0 | 03-02 10:40 26 2 | 03-02 15:10 9 3 | 03-03 09:20 27 0 | 03-03 14:00 28 1 | 03-03 16:20 10 3
03-04 09:00 29 0 | 03-04 11:00 1 0 | 03-04 15:40 21 1 | 03-05 10:00 30 2 | 03-05 14:30 31 0 | 03-05 16:00 11 3
03-06 09:40 32 0 | 03-06 14:20 4 2 | 03-06 16:40 33 1 | 03-07 10:00 34 0 | 03-07 14:00 35 2 | 03-09 09:10 12 3
03-09 10:30 36 0 | 03-09 14:10 14 3 | 03-09 16:00 37 1 | 03-09 16:30 13 0
03-10 09:30 38 0 | 03-10 11:00 22 1 | 03-10 15:00 39 2
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
03-12 09:30 58 咨询 问前置过滤器 | 03-12 17:00 59 咨询 问净水器选型
03-13 09:00 60 咨询 问上门测水 | 03-14 16:00 20 咨询 问面包房用水
"""


def events() -> list[Row]:
    """Orders, deliveries, complaints and questions, in the order in which they came."""
    found = [*deliveries(), *orders(), *complaints(), *talk()]
    found.sort(key=lambda row: row["发生时间"])
    return [{"事件编号": f"E{number:03}", **row} for number, row in enumerate(found, 1)]


def deliveries() -> Iterator[Row]:
    """A machine brought and put in."""
    for day, hour, customer, product in table(DELIVERIES):
        more = {"产品": MACHINES[int(product)], "数量": "1", "员工编号": "S6", "状态": "已办结"}
        yield event(day, hour, customer, "送货") | more


def orders() -> Iterator[Row]:
    """An order; its papers go to the callers' desk."""
    for day, hour, customer, *handed in table(ORDERS):
        given = f"2026-{' '.join(handed)}" if handed else ""
        more = {"员工编号": "S5", "资料移交时间": given, "状态": "已办结" if handed else "待办"}
        yield event(day, hour, customer, "成交") | more


def complaints() -> Iterator[Row]:
    """What customers were angry about, who is to mend it, and when it was."""
    for line in COMPLAINTS.strip().splitlines():
        words = ["" if word == "-" else word for word in line.split()]
        day, hour, customer, what, serious, claim, owner, *solved = words
        done = f"2026-{' '.join(solved)}" if any(solved) else ""
        yield event(day, hour, customer, "投诉") | {
            "内容": what, "严重": serious, "金额": claim, "员工编号": "S2", "负责人": owner, "处理完成时间": done,
            "状态": "已办结" if done else "处理中",
        }  # fmt: skip


def talk() -> Iterator[Row]:
    """Questions and praise."""
    for day, hour, customer, kind, what in table(OTHERS):
        yield event(day, hour, customer, kind) | {"内容": what, "员工编号": "S3", "状态": "已办结"}


def event(day: str, hour: str, customer: str, kind: str) -> Row:
    """One event."""
    return {"客户编号": f"C{int(customer):03}", "事件类型": kind, "发生时间": f"2026-{day} {hour}"}


def table(text: str) -> Iterator[list[str]]:
    """The parts of each entry of a list above."""
    for line in text.strip().splitlines():
        yield from (entry.split() for entry in line.split("|"))


# -- jobs

SERVICES = ("换芯", "维修", "换芯", "检测", "维修", "移机", "换芯")
FEES = {"换芯": "120", "维修": "80", "检测": "0", "移机": "150"}
WANTED = {"维修": "出水慢，要检修", "移机": "搬家移机", "检测": "测水质", "换芯": "滤芯到期"}
JOBS_OF_DAY = {2: 4, 3: 3, 4: 3, 5: 3, 6: 4, 7: 2, 9: 3, 10: 3, 12: 4, 13: 5, 14: 4, 15: 2}
JOB_CUSTOMERS = (50, 17, 51, 3, 52, 18, 53, 25, 54, 19, 57, 27, 2, 48, 11, 49, 32, 23, 30, 29)
UNFINISHED = (38, 40)
LEAKS = {5: ("2026-03-03 16:00", ""), 16: ("2026-03-07 15:30", ""), 25: ("2026-03-12 09:00", "客户改约")}
"""Job → when somebody came, and the excuse: one in time, one late, one late because the customer chose another day."""


def jobs() -> list[Row]:
    """Forty jobs of two districts, in the order in which they were taken."""
    days = [day for day, count in JOBS_OF_DAY.items() for _ in range(count)]
    return [job(number, day) for number, day in enumerate(days, 1)]


def job(number: int, day: int) -> Row:
    """One job."""
    service = SERVICES[number % 7]
    taken = datetime(2026, 3, day, 8 + number % 3, number * 10 % 60)
    came, excuse = LEAKS.get(number, (minute(taken + timedelta(hours=1, minutes=40)), ""))
    done = taken + timedelta(hours=3, minutes=number % 4 * 10)
    row = {
        "工单编号": f"W{number:03}",
        "客户编号": f"C{JOB_CUSTOMERS[(number - 1) % 20]:03}",
        "工单类型": "上门服务",
        "服务类型": service,
        "受理时间": minute(taken),
        "到场时间": came,
        "完成时间": "" if number in UNFINISHED else minute(done),
        "单位": "城东" if number % 2 else "城西",
        "员工编号": "S7" if service in {"维修", "检测"} else "S6",
        "产品": MACHINES[number % 3],
        "问题": WANTED[service],
        "收费": FEES[service],
    }
    if number in LEAKS:
        mended = minute(datetime.fromisoformat(came) + timedelta(hours=1))
        row |= {
            "紧急": "是",
            "问题": "接口漏水",
            "服务类型": "维修",
            "员工编号": "S7",
            "完成时间": mended,
            "免责原因": excuse,
        }
    return row


def minute(at: datetime) -> str:
    """A moment as typed."""
    return f"{at:%Y-%m-%d %H:%M}"


# -- calls

EARLIER = """
01-15 14:20 12 电话 使用 S2 | 01-22 15:00 21 电话 使用 S3 | 02-10 14:40 3 电话 定期 S2 | 02-10 15:10 12 电话 使用 S2
02-13 14:30 4 电话 定期 S4 | 02-16 14:10 1 电话 定期 S3 | 02-16 15:00 6 拜访 定期 S8 | 02-12 16:00 2 电话 定期 S8
02-24 14:00 8 电话 定期 S2
"""
NOT_CALLED = {("34", "送后"), ("38", "送后"), ("22", "送后"), ("21", "使用")}
NOBODY_THERE = ("39", "送后")
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
    usual = {
        "客户编号": customer,
        "回访时间": at,
        "方向": "去电",
        "方式": "电话",
        "类别": kind,
        "员工编号": who,
        "结果代码": "完成",
    }
    return usual | more


def earlier(day: str, hour: str, customer: str, way: str, kind: str, who: str) -> Row:
    """A call of the months before."""
    rule = {"定期": "V1", "使用": "D7"}[kind]
    return call(
        f"2026-{day} {hour}", f"C{int(customer):03}", kind, who, 方式=way, 规则=rule, 满意度="满意", 使用情况="一切正常"
    )


def after_delivery(one: Row) -> Iterator[Row]:
    """The calls of the third and seventh day, as far as they were made; some rang twice before anybody answered."""
    number = int(one["客户编号"][1:])
    asked = {"D3": {"已装好": "是", "水质正常": "是", "满意度": "满意"}, "D7": {"使用情况": SAID[number % 4]}}
    for kind, rule, days in (("送后", "D3", 3), ("使用", "D7", 7))[: 2 if number <= 24 else 1]:
        day = datetime.fromisoformat(one["发生时间"]).date() + timedelta(days=days)
        if day > LAST_DAY or (str(number), kind) in NOT_CALLED or number == 45:
            continue
        at = datetime.combine(day, time(10 if day.weekday() > 4 else 14, 10 + number % 5 * 10))
        made = call(minute(at), one["客户编号"], kind, on_duty(keeper(number), day, number))
        made |= {"规则": rule, "事件编号": one["事件编号"]}
        if (str(number), kind) == NOBODY_THERE:
            yield made | {"结果代码": "无人接"}
            continue
        if number % 6 == 1:
            yield made | {"回访时间": minute(at - timedelta(minutes=25)), "结果代码": "无人接"}
        yield made | {"回访时间": minute(at + timedelta(minutes=15)), **asked[rule]}


def on_duty(who: str, day: date, number: int) -> str:
    """The keeper, or a colleague while the keeper is away or gone."""
    away = (who == "S4" and day >= date(2026, 3, 12)) or (who == "S8" and day > date(2026, 3, 6)) or not who
    return ("S2", "S3")[number % 2] if away else who


def after_job(job: Row) -> Row:
    """The call about a job, on the next day."""
    number = int(job["工单编号"][1:])
    day = datetime.fromisoformat(job["完成时间"]).date() + timedelta(days=1)
    at = datetime.combine(day, time(10 if day.weekday() > 4 else 15, number % 6 * 10))
    made = call(minute(at), job["客户编号"], "工单", ("S2", "S3")[number % 2])
    made |= {"规则": "C1", "工单编号": job["工单编号"], "修好了": "是", "鞋套工牌": "是", "满意度": "满意"}
    if job["收费"] != "0":
        made["收费讲清"] = "是"
    return made | ({"鞋套工牌": "否", "满意度": "一般", "改进点": "师傅没有穿鞋套"} if number == 9 else {})


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
    yield call(
        "2026-03-05 15:20", "C004", "定期", "S4", 规则="V1", 使用情况="一切正常", 满意度="满意", 建议="滤芯到期早点提醒"
    )
    yield call("2026-03-03 10:40", "C057", "", "S3", 方向="来电", 备注="问直饮机有没有现货")
    yield call("2026-03-04 09:50", "C052", "", "S4", 方向="来电", 备注="问以旧换新")
    yield call("2026-03-06 11:05", "C050", "", "S2", 方向="来电", 备注="问滤芯到货没有")
    yield call("2026-03-10 09:15", "C051", "", "S3", 方向="来电", 备注="改约移机时间")
    yield call("2026-03-12 14:30", "C009", "使用", "S3", 方式="上门", 使用情况="面汤清了", 所需支持="要两支滤芯")
    yield call(
        "2026-03-13 14:20",
        "C022",
        "送后",
        "S2",
        规则="D3",
        结果代码="约时",
        约定时间="2026-03-16 15:30",
        备注="老板周一下午在",
    )
    yield call("2026-03-13 15:40", "C006", "定期", "S2", 规则="V1", 结果代码="无人接")
    yield call(
        "2026-03-15 10:30",
        "C037",
        "送后",
        "S3",
        满意度="不满意",
        改进点="水压不够，洗碗机用不了",
        已装好="是",
        水质正常="否",
    )
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
    headings = ("时间", "员工编号", "条款代码", "对象编号", "事由")
    for number, line in enumerate(VIOLATIONS.strip().splitlines(), 1):
        row = dict(zip(headings, line.split(), strict=True))
        yield {"登记编号": f"V{number}", **row, "时间": f"{row['时间']} {8 + number:02}:00"}


def sheets() -> dict[str, list[Row]]:
    """Every sheet that staff keep, by name."""
    happened, done = events(), jobs()
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
