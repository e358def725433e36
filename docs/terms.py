"""Names for the catalogue: of sheets, of columns, of the fixed words of cells; each kind one to one, so that it reads back."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.papers.overview import front as overview_front
from workbook.papers.reports.pages import COLOURS
from workbook.papers.starter import front as starter_front
from workbook.papers.starter import rule_sheets, starter
from workbook.rulebook.cells.notations import PERIODS
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rulebook.load.own import READ_BACK
from workbook.rulebook.load.rows import TABLES
from workbook.rulebook.sorts.model import CodeRow, Outcome, Setting, headings
from workbook.rules.facts.prepared import BASE
from workbook.rules.owed.states import STATES
from workbook.rules.worklist.not_listed import REASONS
from workbook.sheets.schema import STANDARD
from workbook.sheets.types import KNOWN
from workbook.shells.outside.shelf import shelf
from workbook.words.terms import HEADING, SETTING, SHEET, TYPE, WORD

SHEETS = """
首页 选项 归档 交接预览 交回冲突 收回记录 分发标记 为什么 指标明细 导入对应 导入预览 报告· 分店一览 指标汇总 各店指标
处罚台账汇总 各店问题 要看的分店 等人决定 记录表 单据 任务 交接单 处罚通知单 试算 逐件 每天 处罚 规则 画图用
"""
HEADINGS = f"""
剩余/逾期 责任人姓名 在哪里填 到期时刻 所为何事 上次情况 {READ_BACK} 最早 最晚 归档时间 文件 哪张表 哪一行 哪一列 主簿里
主簿里谁写的 交回来 谁交回 为什么要定 在哪一格 整行 收回时间 交回的格 本号 行标 取哪个 要点 去那张表 比率 期间 离要求 上一期
比上期 不扣除暂停 对谁 计入 例子 收到哪里 怎么认的 约好的时间 规则书 算没算 分店 什么不对 什么事 情况 上次运行 按时率 满意率
接收人 照办 建议交给 改交给 拨打号码 事情 接收人签收 标记 指标 怎样 到哪里 上清单 以前 以后 谁 新到 清单上 超出 差 什么 最多一天
排满的天 罚款 现在在哪一格 印记 号码分写 格或编号 您定 名单里写的 在哪里 改成
今天联系 今天办完 要办的事 等人决定 要改的格 本月按时 本月到期 满意 答了的 本月罚单 本月罚款 本月奖励 还没登账
总部备注 算到 上次读成 代号 谁、哪一件 在那家的哪里 总部批示 几家 最低的 最高的 总部意见 几处 先看
上次回访 下次回访 是否回访 回访情况 回访人 一次回访 回访方式 姓名和电话
"""
WORDS = """
公开 内部 个人 未满 缺 超 从未 接触 尝试 无效 成交 送货 投诉 咨询 表扬 处理中 已办结 待裁决 申诉中 已裁决 已冲销 今日清单 每日
考核
校验 日报 归档 归档退回 关账 导入 收回 改规则 指标明细 顺利 没关 关了 再访 解决 验证 了结 至少 至多 恰好 交接 试算 汇总
放假安排 合计 全部 主簿的 交回的 在发 已发 没发出
总部汇总 演示本 没有算 算了 投诉没有办完 裁决 复核申诉
收下吗 收好了 请定 各列 没有收 要改 改了 请看一眼 已经有了 跳过 收进 一并收 换一份 （照抄） （不要） 列 词
不知道 原名 说法 相像 内容 人定 照抄 上下 猜 您定过的 没有写 不认得 空着的
要再发 小时 分钟 天 工作日 班时 周 没有 无 其余 达标 问题 第二次回访 登记投诉 提出 冲销 不另罚 已缴 已确认
约好的回访
"""


def terms() -> Iterator[tuple[str, str]]:
    """What a name is the name of, and the name in Chinese."""
    sheets = [one for one in STANDARD.sheets.values() if "." not in one.name]
    yield from ((SHEET, name) for name in (*(one.name for one in sheets), *TABLES, *SHEETS.split()))
    yield from ((HEADING, column.heading) for one in sheets for column in one.columns)
    yield from ((HEADING, heading) for sheet in TABLES for heading in headings(sheet))
    yield from ((HEADING, heading) for heading in HEADINGS.split())
    yield from ((WORD, word) for one in sheets for column in one.columns for word in column.type.words)
    yield from ((WORD, word) for word in ("是", "否", *STATES, *REASONS, *WORDS.split()))
    book = rulebook(stacked([BASE], shelf()))
    yield from ((WORD, row.code) for row in book.all(CodeRow) if not row.code.isascii())
    yield from ((WORD, word) for row in book.all(Outcome) for word in (row.id, row.name) if word)
    yield from ((SETTING, name) for name in ("规则书", "单位名称", *(row.id for row in book.all(Setting))))
    yield from ((TYPE, name) for name in sorted(KNOWN))


def page_texts() -> Iterator[str]:
    """Sentences that stand in lists of the program: titles and notes of sheets, the steps of a day, what settings are."""
    book = rulebook(stacked([BASE], shelf()))
    yield from (text for row in book.all(Setting) for text in (row.why, row.hint))
    yield from ("本工作簿照这些规则书做；几本之间用顿号隔开", "印在记录表和信上")
    yield from (*rule_sheets.TITLES.values(), *rule_sheets._NOTES.values(), *starter._TITLES.values())  # noqa: SLF001
    yield from (text for step in starter_front._DAY for text in step)  # noqa: SLF001
    yield from starter_front._WHERE.values()  # noqa: SLF001
    yield from (text for step in overview_front.DAY for text in step)
    yield from (*(f"星期{day}" for day in overview_front.WEEKDAYS), *overview_front.BEFORE_ROWS, starter_front.NAME)
    yield from ("上", "下", *PERIODS, *COLOURS)
