"""What the headings of foreign lists mean: by our own words, by words that offices use, by likeness, by what stands below."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from workbook.rulebook.load.translated import heading_out, meant_out
from workbook.sheets.columns import Sheet
from workbook.sheets.headers import accepted, plain
from workbook.words.tongue import heard

KEY, NAME, PHONE, LANDLINE, KEEPER, REMARK = "客户编号", "客户名称", "手机", "座机", "归属员工", "备注"
LAST, NEXT, DONE, TOLD, LIKED, CALLER = "上次回访", "下次回访", "是否回访", "回访情况", "满意度", "回访人"
NUMBER, BOTH, ASIDE, QUIET = "序号", "姓名和电话", "（照抄）", "勿扰"
ONCE, MEANS = "一次回访", "回访方式"
"""A column of calls, each with its day or a tick; there may be several. And how somebody called."""
STAND_INS = {"称呼", "称谓", "客户称呼", "联系人", "昵称", "微信名", "微信昵称", "名字", "联系对象", "对象"}
"""Headings that hold who it is, where no other column does."""
DAYS = {"日期", "时间", "日", "年月日"}
"""Headings that say only that there is a day: of what, says the heading above."""
CALLS = (LAST, NEXT, DONE, TOLD, LIKED, CALLER, ONCE, MEANS)
"""What becomes records and appointments, and not a column of 【客户】."""

OFFICE_WORDS: Mapping[str, str] = {
    KEY: "编号 客户号 客户代码 客户编码 代码 会员号 会员编号 档案号 客户ID 客户id 户号",
    NAME: "姓名 客户姓名 客户 名称 单位名称 公司名称 单位 公司 业主姓名 业主 户名 客户名 会员姓名 车主 车主姓名 会员 学员 学生 "
    "患者 病人 顾客 收货人 收件人 住户 租户 租客 承租人 宠主 主人 委托人 投保人 买家 买方 储户 用户 服务对象",
    PHONE: "电话 联系电话 手机号 手机号码 移动电话 电话号码 联系方式 客户电话 本人电话 联系人电话 手机/电话",
    LANDLINE: "固定电话 固话 座机号 办公电话 家庭电话 宅电",
    KEEPER: "业务员 客户经理 负责人 跟进人 管家 责任人 服务专员 归属 归属人 专员 客服 销售 顾问 服务顾问 销售顾问 维护人 "
    "导购 导购员",
    REMARK: "备注 说明 其他 附注",
    LAST: "上次回访 最近回访 最近一次回访 最近一次拜访 上次拜访 最近拜访 上次联系 最近联系 回访日期 上次回访日期 回访时间 "
    "上次跟进 最近跟进 跟进日期 跟进时间 最后回访 最后联系 最后跟进 上次沟通 上次致电",
    NEXT: "下次回访 下次联系 下次拜访 预约回访 下次回访日期 预约时间 约定回访 计划回访 "
    "下次跟进 下次沟通 下次致电 下次预约 约定时间 下次回访时间 下次联系时间 约下次 约定日期 约定日",
    DONE: "是否回访 已回访 回访 是否已回访 回访与否",
    TOLD: "回访情况 回访内容 回访记录 回访结果 沟通情况 情况 客户反馈 反馈 跟进记录 跟进情况 跟进内容 "
    "沟通记录 沟通内容 联系情况 联系内容 联系结果 联系记录",
    LIKED: "满意度 是否满意 满意程度",
    MEANS: "跟进方式 拜访方式 沟通方式",
    CALLER: "回访人 回访员 回访人员 拨打人",
    QUIET: "勿打扰 免打扰 是否退订 退订 拒绝回访 不要打电话 谢绝来电 是否勿扰 拒绝来电",
    NUMBER: "序号 序 no 行号 #",
    BOTH: "姓名/电话 姓名电话 姓名及电话 联系人及电话 联系人/电话 客户及电话",
    "地址": "住址 家庭住址 联系地址 详细地址 通讯地址 楼盘房号 小区房号 小区门牌 安装地址 送货地址 收货地址 施工地址 服务地址",
    "客户类别": "客户级别 客户等级 客户类型 客户分类 类别 级别 类型 分类 会员等级",
    "生日": "出生日期 出生年月",
    "建档日": "建档日期 登记日期 录入日期 登记时间 建档时间",
    "房号": "房间号 门牌 门牌号 房屋 房产",
    "邮箱": "电子邮箱 邮件 email e-mail",
    "微信": "微信号",
    "项目": "小区 楼盘",
}  # fmt: skip

ENGLISH: Mapping[str, str] = {
    KEY: "no.|number|id|customer id|customer number|account no.|account number|member no.",
    NAME: "name|full name|customer name|company|client|member|guest|patient|owner name",
    PHONE: "phone|telephone|tel|tel.|mobile|mobile phone|cell|cell phone|phone number|mobile number|contact number",
    LANDLINE: "landline|office phone|home phone",
    KEEPER: "owner|account manager|sales|sales rep|rep|responsible|assigned to|in charge|clerk",
    REMARK: "notes|note|remarks|remark|comment|comments",
    LAST: "last call|last contact|last visit|last called|last contacted|date of last call|called on|date called",
    NEXT: "next call|next contact|next visit|follow-up|follow up|call again|call back on|next follow-up",
    DONE: "called?|called|contacted|contacted?|done|done?",
    TOLD: "result|outcome|feedback|call notes|what was said|call result|how it went",
    LIKED: "satisfaction|satisfied|satisfied?|rating",
    CALLER: "called by|caller|agent|contacted by",
    MEANS: "how|channel|way|contact method|means|contacted via|via",
    QUIET: "do not call|do-not-call|no calls|opted out|unsubscribed",
    NUMBER: "#|s/n|serial|serial no.|row",
    "邮箱": "email|e-mail|mail|email address",
    "地址": "address|street|home address",
    "客户类别": "class|type|category|customer type|customer class|tier|level|grade",
    "生日": "birthday|date of birth|dob|born",
    "建档日": "date added|created|registered|customer since|since",
}
"""The same of lists in English, where the workbook is kept in another language."""
LIKE = 0.8  # of the letters of two headings
LONGEST = 200  # letters; what is longer is no heading, and likening it to one would take long
_AROUND = re.compile(r"(?:情况|信息|记录|资料|登记|明细|管理|数据)$")
_CALLED, _NTH = "(?:回访|跟进|拜访|随访)", r"[一二三四五六七八九十\d]+"
_ONCE = re.compile(
    rf"第?{_NTH}次?{_CALLED}(?:情况|记录)?|{_CALLED}(?:情况|记录)?{_NTH}|第{_NTH}次{_CALLED}?(?:情况|记录)?|首次{_CALLED}"
    r"|(?!.*(?:上次|下次|最近|待|预|应|计划|是否|未|不|可)).{2,4}回访"
)
_OTHERS = "员工|业务|经办|推荐|介绍|紧急|担保|经理|顾问|医生|老师|客服|师傅|公司|单位|门店|导购|投诉|传真|热线|厂家"
"""Whose name or number is beside the customer's."""
_ENDS = {
    NAME: re.compile(rf"(?!.*(?:{_OTHERS})).{{1,8}}(?:姓名|名字)"),
    PHONE: re.compile(rf"(?!.*(?:{_OTHERS})).{{1,8}}(?:(?:电话|手机)(?:号码?)?|联系方式)"),
}
_BESIDE = re.compile(rf".*(?:{_OTHERS}).*(?:电话|手机|号码?|姓名|名字)")
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where a column goes, and how one knows: 原名 说法 相像 内容 人定 照抄; 上下 猜: by the heading above, by the others.

    `rival`: which column is what this one might be.
    """

    target: str
    how: str
    rival: str = ""


def known(sheet: Sheet) -> dict[str, Meaning]:
    """Every word that surely means something: the columns of the office's own 【客户】 first."""
    words = {
        plain(word): Meaning(target, "说法")
        for target, said in OFFICE_WORDS.items()
        for word in (target, *said.split())
    }
    ours = {word: Meaning(heading, "原名") for word, heading in accepted(sheet.columns).items()}
    if tongue := heard():
        words |= {plain(word): Meaning(one, "说法") for one, said in ENGLISH.items() for word in said.split("|")}
        ours |= {plain(heading_out(one.heading, tongue)): Meaning(one.heading, "原名") for one in sheet.columns}
    return words | {word: one for word, one in ours.items() if one.target != REMARK}


def surely(heading: str, words: Mapping[str, Meaning]) -> Meaning | None:
    """What a heading means where it is one of the words; a note in brackets may be left off."""
    if len(heading) > LONGEST:
        return None
    return next((words[one] for one in (plain(heading), plain(_NOTE.sub("", heading))) if one in words), None)


def ours(target: str) -> str:
    """What a column or a word of a list is among ours, in the language that is spoken."""
    tongue = heard()
    return target if tongue is None else meant_out(target, tongue)


def meant(heading: str, words: Mapping[str, Meaning]) -> Meaning | None:
    """What a heading means; a note in brackets may be left off, and one or two letters may differ."""
    if len(heading) > LONGEST:
        return None
    if sure := surely(heading, words):
        return sure
    if _ONCE.fullmatch(plain(heading)):
        return Meaning(ONCE, "相像")
    if end := next((target for target, ends in _ENDS.items() if ends.fullmatch(plain(_NOTE.sub("", heading)))), None):
        return Meaning(end, "相像")
    if _BESIDE.fullmatch(plain(heading)):
        return None
    said = plain(heading)
    letters = {*said}
    ratio, best = max(((_likeness(said, letters, word), word) for word in words if len(word) > 2), default=(0.0, ""))
    return Meaning(words[best].target, "相像") if ratio >= LIKE else None


def _likeness(said: str, letters: set[str], word: str) -> float:
    """How much of two words is the same, from 0 to 1; 0 where lengths or letters alone say that it is less than `LIKE`."""
    least = LIKE * (len(said) + len(word))
    if min(len(said), len(word)) * 2 < least:
        return 0.0
    shared = letters.intersection(word)
    if not shared or sum(min(said.count(one), word.count(one)) for one in shared) * 2 < least:
        return 0.0
    return SequenceMatcher(None, said, word).ratio()


def within(above: str, own: str) -> tuple[str, ...]:
    """A heading with the one above it, as one word.

    Examples:
        >>> within("购买情况", "日期"), within("回访记录", "上次")
        (('购买日期', '日期购买'), ('回访上次', '上次回访'))
    """
    core = _AROUND.sub("", plain(_NOTE.sub("", above)))
    return f"{core}{plain(own)}", f"{plain(own)}{core}"


def by_content(texts: Sequence[str], taken: Collection[str]) -> Meaning | None:
    """What a column that nobody knows by name holds, where that is plain and not yet there."""
    there = [text for text in texts if text]
    if len(there) < 3:
        return None
    mobiles = sum(bool(re.fullmatch(r"\D*1[3-9]\d{9}\D*", re.sub(r"[\s-]", "", text))) for text in there)
    if mobiles * 10 >= len(there) * 8 and PHONE not in taken:
        return Meaning(PHONE, "内容")
    return None
