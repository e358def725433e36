"""Lint of 时限 定额 抽样 追踪, beyond their tests and columns (rule-language §3.9–3.11)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workbook.rulebook.lint.joinable import joinable
from workbook.rulebook.lint.says import doubt, lacking, misread, note
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.owed import CHAINED
from workbook.rulebook.mentions.spots import trigger
from workbook.rulebook.sorts.model import Carry, Duty, Quota, Sample, Sanction, Trace
from workbook.sheets.schema import is_list
from workbook.sheets.whose import customer_beyond, customer_heading
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.spans import Span, span
from workbook.words.tongue import named, worded

EMITS = ("任务", "提醒", "名单:名", "无")


def owed_issues(here: Atlas) -> Iterable[Issue]:
    """Everything about the rules that say what is owed."""
    for rule in here.book.all(Duty):
        yield from _duty(rule, here)
    for quota in here.book.all(Quota):
        yield from _quota(quota, here)
    for sample in here.book.all(Sample):
        yield from _sample(sample, here)
    yield from _chains(here)


def _chains(here: Atlas) -> Iterable[Issue]:
    """A problem that is followed can be solved and verified, and every step has a day."""
    rules = here.book.all(Trace)
    steps = {rule.step for rule in rules}
    first = next((rule for rule in rules if rule.step in {"问题", "投诉"}), None)
    for step in ("解决", "验证"):
        if first is not None and step not in steps:
            why = worded("没有一行追踪写明什么算“{step}”，开了的链永远关不了", step=step)
            yield doubt(first, "步", why, worded("添一行 步: {step}，写上源表和若。", step=step))
    for rule in rules:
        if isinstance(rule.span, tuple):
            yield misread(
                rule, "时长", "{" + ".".join(rule.span) + "}", worded("写成 3天、3工作日、24小时、半月 或 1月。")
            )
        declared = here.schema.sheets.get(rule.source)
        if declared is not None and declared.time is None and not rule.time:
            yield doubt(
                rule,
                "时间列",
                worded("【{source}】没有自己的时间，不知道是哪天的事", source=named(rule.source)),
                worded("写一列日期或时点。"),
            )


def emitted(rule: Carry) -> str:
    """What a rule puts out: 任务, 提醒, 无 or 名单:名."""
    if rule.emits:
        return rule.emits
    if isinstance(rule, Quota):
        return "任务" if rule.bound == "至少" and rule.roster == "客户" else "无"
    return "任务"


def _carry(rule: Carry) -> Iterable[Issue]:
    out = emitted(rule)
    if out not in {"任务", "提醒", "无"} and not is_list(out):
        hint = worded(
            "从这些里选一个：{emits}；最像的是“{nearest}”。",
            emits=worded("、").join(EMITS),
            nearest=nearest(out, EMITS),
        )
        yield misread(rule, "出", out, hint)
    elif (out == "任务" or is_list(out)) and not rule.script:
        yield issue(Kind.NO_SCRIPT, rule.at("话术"), rule=rule.id)


# -- 时限


def _duty(rule: Duty, here: Atlas) -> Iterable[Issue]:
    yield from _carry(rule)
    if rule.mode in {"内", "第", "后", "前", "每"} and rule.span is None:
        yield lacking(rule, "时长", worded("方式“{mode}”要写时长，例如 3天。", mode=rule.mode))
    if rule.mode == "至" and rule.until_ is None:
        yield lacking(rule, "截止", worded("方式“至”要写明看哪一列的时间，例如 {约定时间}。"))
    if rule.mode in {"内", "第", "后", "前", "每"} and not rule.start:
        own = here.schema.sheets.get(rule.source)
        usual = (
            worded("，多半是“{heading}”", heading=own.time.heading) if own is not None and own.time is not None else ""
        )
        yield lacking(rule, "起点", worded("写明从哪一列的时间算起{usual}。", usual=usual))
    if rule.mode in {"第", "每"} and isinstance(rule.span, Span) and rule.span.family in {"分钟", "班时"}:
        yield doubt(
            rule,
            "时长",
            worded("方式“{mode}”按天算，时长写的是 {span}", mode=rule.mode, span=rule.span),
            worded("写成几天，或把方式改成“内”。"),
        )
    if rule.mode in {"内", "第", "前"} and rule.until_ is not None:
        yield doubt(
            rule, "截止", worded("方式“{mode}”不看截止", mode=rule.mode), worded("删去截止，或把方式改成“后”或“至”。")
        )
    for name in rule.set_aside:
        away = here.schema.sheets.get(name)
        if away is not None and (away.start is None or away.end is None):
            yield doubt(
                rule,
                "扣除",
                worded("【{name}】没有起止两列，不知道停了多久", name=named(name)),
                worded("换一张写明起止的表，例如 暂停记录。"),
            )
    if rule.set_aside and rule.mode not in {"内", "第"}:
        yield doubt(
            rule,
            "扣除",
            worded("方式“{mode}”不扣除暂停", mode=rule.mode),
            worded("只有方式“内”和“第”扣除；删去这一格。"),
        )
    if rule.expire not in {"保留", "作废", ""} and span(rule.expire) is None:
        hint = worded(
            "写成 保留、作废 或 3天；最像的是“{nearest}”。",
            nearest=nearest(rule.expire, ("保留", "作废")),
        )
        yield misread(rule, "过期", rule.expire, hint)
    yield from _done(rule, here)
    yield from _chained(rule, here)
    yield from _fined(rule, here)


def _done(rule: Duty | Sample, here: Atlas) -> Iterable[Issue]:
    source = rule.source if isinstance(rule, Duty) else rule.population
    if rule.done_sheet and rule.done_join is None and here.has(rule.done_sheet) and rule.done_sheet != source:
        by_customer = customer_heading(here.schema, rule.done_sheet) and (
            customer_beyond(here.schema, rule.for_each) or customer_beyond(here.schema, source)
        )
        if not by_customer and not joinable(here.schema, source, rule.done_sheet):
            why = worded(
                "【{source}】和【{done_sheet}】之间没有现成的联系，认不出哪一行算完成",
                source=named(source),
                done_sheet=named(rule.done_sheet),
            )
            yield doubt(rule, "完成关联", why, worded("写明两边相同的列，例如 员工编号。"))
    marked = rule.done_sheet or rule.done_column or not rule.done_when.always
    if isinstance(rule, Duty) and not marked and not is_list(emitted(rule)):
        yield doubt(
            rule, "完成列", worded("没有写怎样算完成，会一直开着"), worded("填“完成列”“完成若”或“完成表”中的一个。")
        )


def _chained(rule: Duty, here: Atlas) -> Iterable[Issue]:
    """R.完成 stands on the same source row, so R must have the same 源表."""
    for path in rule.start:
        if len(path) == 2 and path[1] in CHAINED:
            others = here.book.by_id(Duty).get(path[0], [])
            sheets = {other.source for other in others}
            if sheets and rule.source not in sheets:
                why = worded(
                    "{path} 的源表是【{sheets}】，这一条的是【{source}】，接不上",
                    path=path[0],
                    sheets=named("】【".join(sorted(sheets))),
                    source=named(rule.source),
                )
                yield doubt(rule, "起点", why, worded("两条的源表要一样；不一样就用 计算 先取出那个时间。"))


def _fined(rule: Duty, here: Atlas) -> Iterable[Issue]:
    fines = [fine.id for fine in here.book.all(Sanction) if trigger(fine)[0] == "义务" and rule.id in trigger(fine)[1]]
    if not fines:
        return
    named = "、".join(dict.fromkeys(fines))
    if rule.mode == "挂":
        yield doubt(
            rule,
            "方式",
            worded("方式“挂”没有到期，{named} 永远不会触发", named=named),
            worded("给它一个期限（方式 内），或删去那条处罚。"),
        )
    if rule.cancel_when is not None and not rule.cancel_at:
        why = worded("{named} 按它罚款，而“取消若”不看时间，逾期以后改成取消也不罚", named=named)
        yield doubt(rule, "取消若", why, worded("再填“取消时”，写明取消的日期列；或者不用“取消若”。"))


# -- 定额


def _quota(rule: Quota, here: Atlas) -> Iterable[Issue]:
    yield from _carry(rule)
    rolling = rule.period.name == "滚动"
    if rule.bound == "至多" and emitted(rule) != "无":
        yield doubt(
            rule,
            "出",
            worded("至多 {shown} 次是上限，不该出{emitted}", shown=_shown(rule.number), emitted=emitted(rule)),
            worded("把“出”改成“无”。"),
        )
    if rolling and rule.bound == "至多":
        yield doubt(
            rule,
            "期",
            worded("滚动的期只能说至少，不能说至多"),
            worded("换成 日、周、月 这样的期，或用【联系限制】的频次。"),
        )
    if rolling and rule.first_from == () and rule.bound == "至少" and not rule.roster:
        yield note(
            rule,
            "首起",
            worded("没有写首起，从没做过的一开始就算到期"),
            worded("在“首起”写上从哪天算起，例如 建档日。"),
        )
    if rule.bound == "至少" and not rule.roster and rule.key:
        yield doubt(
            rule,
            "名册",
            worded("没有名册，一次也没有的人看不到"),
            worded("在“名册”里写上是谁欠的，例如 客户 或 员工。"),
        )
    method, _, column = rule.measure.partition(" ")
    if method not in {"行数", "去重", "合计"} or (method != "行数") != bool(column.strip()):
        hint = worded("写成 行数、去重 列名 或 合计 列名。")
        yield misread(rule, "计法", rule.measure, hint)
    sheet = here.schema.sheets.get(rule.counted)
    if sheet is not None and sheet.time is None and not rule.time and rule.period.name != "全部":
        yield lacking(
            rule, "时间列", worded("【{counted}】没有时间列，写明按哪一列的日期数。", counted=named(rule.counted))
        )
    for name in rule.exempt:
        away = here.schema.sheets.get(name)
        if away is not None and (away.start is None or away.end is None):
            yield doubt(
                rule,
                "免计",
                worded("【{name}】没有起止两列，不知道哪几天免计", name=named(name)),
                worded("换一张写明起止的表，例如 请假。"),
            )
        whose = {one.type.target for one in away.columns if one.type.target} if away is not None else set[str]()
        if rule.roster and whose & {"客户", "员工"} and rule.roster not in whose:
            why = worded(
                "【{name}】里没有【{roster}】的编号，不知道免计的是谁", name=named(name), roster=named(rule.roster)
            )
            yield doubt(rule, "免计", why, worded("换一张写着是哪位{roster}的表。", roster=rule.roster))


def _shown(number: object) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else "几"


# -- 抽样


def _sample(rule: Sample, here: Atlas) -> Iterable[Issue]:
    yield from _carry(rule)
    if rule.rate is None and rule.size is None:
        yield lacking(rule, "率", worded("“率”和“数”填一个，例如 率 20% 或 数 5。"))
    if rule.rate is not None and rule.size is not None:
        yield doubt(rule, "数", worded("“率”和“数”都填了，不知道按哪个"), worded("只留一个。"))
    if rule.strata and rule.rate is None:
        yield doubt(rule, "分层", worded("按数抽的不能分层"), worded("改用“率”，或用“分单位”各抽几个。"))
    if rule.skip == "联系限制" and rule.rate == Decimal(1):
        yield doubt(
            rule,
            "跳过",
            worded("全访没有可以替补的，跳过就少访了"),
            worded("把“跳过”改成“无”，由【联系限制】当天决定。"),
        )
    if rule.period.name == "滚动":
        yield doubt(rule, "期", worded("抽样的期不能滚动"), worded("写 日、周、月、季 或 年。"))
    sheet = here.schema.sheets.get(rule.population)
    if sheet is not None and sheet.time is None and not rule.time:
        yield lacking(
            rule,
            "时间列",
            worded("【{population}】没有时间列；整张表一起抽就写 无。", population=named(rule.population)),
        )
    yield from _done(rule, here)


# -- 联系限制


# -- 分派 and 结果代码
