"""The catalogue of everything that can be wrong inside a workbook: level, title, sentence and cure of each kind.

Levels: 停 (this row or rule was left out) · 疑 (used, please look) · 注 (for your information).
"""

from __future__ import annotations

from enum import Enum

from workbook.words.sorts import Sort


class Kind(Enum):
    """The catalogue. A title never changes: manuals, tests and phone calls use it."""

    # fmt: off
    # -- reading sheets
    SHEET_MISSING = Sort("停", "缺一张表", "工作簿里找不到“{sheet}”这张表{rests}。",
        "加上这张表；已有而名字不同，就把表名改成“{sheet}”{hint}。")
    COLUMN_MISSING = Sort("停", "缺一列", "找不到“{heading}”这一列（第 {header} 行是表头）{rests}。",
        "加上这一列；已有而名字不同，就把表头改成“{heading}”。{hint}")
    COLUMN_TWICE = Sort("疑", "一列出现两次", "“{heading}”有两列，只用了 {used} 列。", "删去这一列，或给它改名。")
    DATES_ACROSS = Sort("疑", "日期横着排", "这一行有 {count} 个表头是日期（从“{heading}”起），下面 {cells} 格的字没有读。",
        "改成一次一行，写进【回访记录】；只给自己看的就不用改。")
    COLUMN_TWICE_FILLED = Sort("疑", "两列同名都填了", "“{heading}”有两列：算的是 {used} 列，这一列 {count} 行和它不同，没有用。",
        "核对这两列，要用的抄进 {used} 列，再给这一列改名。")
    LIST_BESIDE = Sort("停", "旁边还有一张表", "【{sheet}】从这一格起还有一张同样的表，右边的 {count} 行没有读。",
        "补到左边这张表的下面：列的次序一样就整块剪切过去，不一样就按列名一列一列抄。")
    HEADER_MISSING = Sort("停", "找不到表头", "“{sheet}”里没有一行像表头。", "在最上面一行写上列名，例如“{example}”。")
    VALUE_MISSING = Sort("停", "必填的格是空的", "{heading}是空的。", "填上{heading}{hint}。")
    VALUE_UNREAD = Sort("停", "必填的格没看懂", "{heading}“{value}”没有看懂，这一行没有算。", "改好这一格：{cure}")
    NUMBERS_MISSING = Sort("疑", "没有编号这一列", "找不到“{heading}”这一列（第 {header} 行是表头），各行先照内容算。",
        "加一列“{heading}”，一行写一个编号。")
    NUMBER_MISSING = Sort( "疑", "编号还空着", "{heading}是空的，这一行先照内容算。", "补上{heading}，一行一个，不和别行重。")
    TOTALS_ROW = Sort( "注", "合计不是一行", "这一行写着“{value}”，当作合计或落款，没有读。", "不用改；它不是，就改掉这几个字。")
    BAD_DATE = Sort("停", "日期看不懂", "{heading}“{value}”不是日期。", "写成 2025-02-28 或 2025-02-28 14:30。")
    DATE_NO_YEAR = Sort("停", "日期没写全年份", "{heading}“{value}”没有写全年份，看不出是哪一年。", "写全年份，例如 {example}。")
    BAD_TIME = Sort("停", "时刻看不懂", "{heading}“{value}”不是时刻。", "写成 14:30。")
    BAD_NUMBER = Sort("停", "数字看不懂", "{heading}“{value}”不是数。", "只写数字，例如 12 或 12.5，单位写在表头里。")
    UNIT_READ = Sort("注", "单位在表头里", "这里写着单位“{unit}”，{heading}的数都照它读：“{value}”。",
        "核对一下；数本来就是元，就去掉这里的“{unit}”。")
    UNIT_ODD = Sort("疑", "单位不是一个", "表头里又写着“{unit}”，{heading}的数还照“{heading}”读。",
        "改掉表头里的“{unit}”，数换成{heading}。")
    NOT_WHOLE = Sort("停", "不是整数", "{heading}“{value}”不是整数。", "只写整数，例如 12。")
    BAD_SPAN = Sort("停", "时长看不懂", "{heading}“{value}”不是时长。", "写成 3天、3工作日、24小时、半月 或 1月。")
    BAD_WINDOWS = Sort("停", "时段看不懂", "{heading}“{value}”不是时段。", "写成 09:00-12:00,14:00-18:00。")
    BAD_YES_NO = Sort("停", "不是是或否", "{heading}“{value}”不是“是”或“否”。", "写“是”或“否”，也可以写 √ 或 ×。")
    BAD_PERIOD = Sort("停", "期看不懂", "{heading}“{value}”不是月份、季度或年。", "写成 2025-02、2025-Q1 或 2025。")
    MONTH_IS_DAY = Sort("疑", "月份写成了一天", "{heading}“{value}”是一天，当作 {month}。", "核对这一格，写成 {month}。")
    UNKNOWN_CODE = Sort("疑", "没有这个词", "{heading}“{value}”不在可选的词里，按空处理。", "从这些里选一个：{choices}。")
    ODD_PHONE = Sort("疑", "电话不像号码", "{heading}“{value}”不像电话号码。", "手机写 11 位，座机带区号，例如 0571-88886666。")
    DAMAGED_NUMBER = Sort("疑", "长号码尾数丢了", "{heading}“{value}”被当成数字存，后几位已变成 0。",
        "把这一列设成“文本”，重新填这一格。")
    CODE_IS_DAY = Sort("疑", "编号变成了日期", "{heading}“{value}”被表格存成了日期，当作“{value}”。",
        "核对这一格；把这一列设成“文本”，重新填它。")
    CODES_ARE_DAYS = Sort("疑", "整列编号是日期", "{heading}整列是日期，当作“{value}”这样的编号。",
        "核对这一列：本不是日期，就设成“文本”重新填；就按日子编号，就不用改。")
    SEVERAL_NUMBERS = Sort("疑", "一格写了几个", "{heading}“{value}”是几个编号，当作一个读。", "改成一格一个，多的另写一行。")
    ERROR_CELL = Sort("疑", "格里是错误值", "这里是 {value}，按空处理。", "改好这一格的公式，或填上值。")
    NOT_CALCULATED = Sort(
        "疑", "公式没有算过", "{heading}是公式，还没有算出值，按空处理。", "用 Excel 打开这个文件，存一次再来。")
    NAME_MERGED = Sort("疑", "和上面合成一格", "{heading}和第 {first} 行合并成一格，这一行照用“{value}”。",
        "核对这一格：不是同一个，就取消合并，填上自己的；是，就不用改。")
    DUPLICATE_KEY = Sort("停", "同一编号两次", "{heading}“{value}”在第 {first} 行已有，这一行没有算。",
        "核对这两行：不是同一件，就给这一行换编号；是同一件，留对的一行。")
    DUPLICATE_VALUE = Sort("疑", "不该重复的重复了", "{heading}“{value}”和第 {first} 行一样。", "核对这两行，改掉抄错的一格。")
    SAME_ROW = Sort("疑", "两行一模一样", "这一行每一格都和第 {first} 行一样，两行都算。",
        "核对是不是贴了两次：是就删去这一行；真有两次就不用改。")
    UNKNOWN_REFERENCE = Sort(
        "疑", "查不到这个编号", "{heading}“{value}”不在【{sheet}】表里。", "在【{sheet}】表加上它；如是抄错，{hint}。")
    NAME_TWICE = Sort("疑", "同名不止一个", "{heading}“{value}”在【{sheet}】表里不止一个：{ids}。", "改成编号，例如“{example}”。")
    CUSTOMER_UNKNOWN = Sort("停", "客户没登记", "{heading}“{value}”在【{sheet}】表里没有能用的一行。",
        "在【{sheet}】表加上或改好它；如是抄错，{hint}。")
    ALIAS_FOLDED = Sort("注", "换成了标准的词", "{heading}“{value}”当作“{code}”。", "以后写“{code}”更省事；不改也行。")
    BAD_LINES = Sort(
        "疑", "明细缺一部分", "{heading}里“{value}”这一行缺一部分，没有算。", "每行写全，用逗号隔开，例如 {example}。")
    ENDS_BEFORE_START = Sort("疑", "止早于起", "{end}早于{start}。", "核对这两格，多半抄错了一天。")
    PROVISIONAL_CALENDAR = Sort("注", "节假日未公布", "{year} 年的放假安排还没有公布，这一年的工作日按周一到周五减法定节日暂估。",
        "在【节假日】表填上放假和上班的日子；还没公布就不用改。")
    # -- rules
    UNKNOWN_COLUMN = Sort("停", "规则用了没有的列", "规则 {rule} 用了“{path}”，【{sheet}】没有这一列。",
        "改成“{nearest}”，或在【登记表】里加上这一列。")
    UNKNOWN_SHEET = Sort("停", "规则用了没有的表", "规则 {rule} 用了【{sheet}】，没有这张表。",
        "改成【{nearest}】，或在【登记表】里加上它。")
    UNKNOWN_RULE_COLUMN = Sort("停", "规则表没有这一列", "【{sheet}】里没有“{heading}”这一列；填了它的规则先不算。",
        "改成“{nearest}”，或删去它；只是给人看的话，把列名改成“备注”。")
    UNKNOWN_RULE = Sort("停", "没有这条规则", "规则 {rule} 提到“{target}”，没有这个编号。", "改成“{nearest}”，或加上那条规则。")
    UNKNOWN_SETTING = Sort("停", "没有这个设置", "规则 {rule} 用了“设置.{setting}”，没有这个设置。",
        "改成“{nearest}”，或在【设置】表加上它。")
    SETTING_EMPTY = Sort("停", "设置还没填", "设置“{setting}”是空的，这些规则先不算：{rules}。",
        "在【设置】表填上“{setting}”的值。{hint}")
    BAD_SETTING = Sort("停", "设置填得不对", "设置“{setting}”的值“{value}”不是{type}。", "照说明填，例如 {example}。")
    SAID_TWICE = Sort("疑", "同一样写了两次", "“{name}”写了两次：第 {row} 行的{heading}“{held}”算数，这里的“{value}”不算。",
        "删去写错的一行，留对的一行。")
    PASSWORD_TYPED = Sort("疑", "密码写在表里", "设置“{setting}”的值像是邮箱密码，没有用它。",
        "删去这一格，密码放进系统钥匙串；给别人看过的，去邮箱里换一个。")
    BAD_TEST = Sort("停", "条件看不懂", "规则 {rule} 的条件“{test}”看不懂：{why}。", "{hint}")
    BAD_FORMULA = Sort("停", "公式看不懂", "规则 {rule} 的公式“{formula}”看不懂：{why}。", "{hint}")
    BAD_RULE_VALUE = Sort("停", "规则的格填得不对", "规则 {rule} 的{heading}“{value}”看不懂。", "{hint}")
    RULE_VALUE_MISSING = Sort("停", "规则缺一格", "规则 {rule} 的{heading}是空的。", "填上{heading}。{hint}")
    RULE_CYCLE = Sort("停", "规则绕成了圈", "这些规则互相等着对方的结果：{path}。", "改掉其中一处，让它只用到前面的结果。")
    RULE_RESTS = Sort("停", "这条规则先不算", "规则 {rule} 没有算：{why}。", "{hint}")
    NO_CLAUSE = Sort("注", "规则没写条款", "规则 {rule} 没有写出自哪一条。", "在“条款”里抄上原文，有争议时好查。")
    LINT = Sort("疑", "规则可能有误", "规则 {rule}：{why}。", "{hint}")
    LINT_NOTE = Sort("注", "规则可留意", "规则 {rule}：{why}。", "{hint}")
    NEVER_HOLDS = Sort("疑", "条件总不成立", "规则 {rule} 的条件“{test}”总不成立：{why}。", "{hint}")
    NO_MATCH = Sort("疑", "没有一行规则适用", "规则 {rule} 对{key}没有结论。", "在规则 {rule} 里加一行不带条件的，作为其余情况。")
    TWO_VALUES = Sort(
        "疑", "结论不止一个", "规则 {rule} 对{key}有不同的结论：{values}，一个也没有写。", "让这几行的条件互不相交。")
    MISSING_FACT = Sort("疑", "缺事实，没有下结论", "规则 {rule} 对{key}没有判，因为{columns}是空的。", "填上{columns}。")
    STAFF_DIFFERS = Sort("注", "手填的和算的不同", "{key}的{heading}手填“{typed}”，规则算出“{concluded}”，用手填的。",
        "清空那一格就用算的；手填的没有过时就不用改。")
    SHARE_OVER = Sort("疑", "名次并列", "规则 {rule} 的“{value}”多收了 {extra} 行，因为和最后一名并列。",
        "在“依据”里再加一列，就分得出先后；愿意多收就不用改。")
    RULES_GONE = Sort("停", "规则表不在了", "【{sheet}】不在了，上面改过、加过的 {count} 行规则又照规则书原来的算了。",
        "加上【{sheet}】：从备份里复制回来；就要照规则书算，建一张空的【{sheet}】。")
    SHEET_ASTRAY = Sort(
        "停", "像是改了名的表", "工作簿里没有【{sheet}】；【{called}】的表头和它一样，有 {count} 行没有读{rests}。",
        "改回表名“{sheet}”；【{called}】另有用处，就另建一张【{sheet}】。")
    SHEET_UNREAD = Sort(
        "注", "整张表没有读", "【{sheet}】一行也没有读成，这些规则先不算：{rules}。", "改好这张表上写着“停”的那一格。")
    ROWS_ELSEWHERE = Sort(
        "疑", "别的表里还有行", "【{called}】的表头和【{sheet}】一样，有 {count} 行【{sheet}】里没有，没有读（例如“{key}”）。",
        "按列名抄到【{sheet}】的最后一行之下；不再要的就不用改。")
    COLUMN_PERHAPS = Sort(
        "疑", "像是缺一列", "找不到“{heading}”{these}（第 {header} 行是表头），规则用到它；“{guess}”没有人认得。",
        "改表头：是同一列，就改成“{one}”；不是，就加上“{heading}”，空着也行。")
    COLUMN_UNFILLED = Sort(
        "注", "整列没有填", "“{headings}”整列是空的，{count} 条规则看它，都按空的算。", "该有的填上；确实还没有，就不用改。")
    # -- the day
    CUSTOMERS_NONE = Sort("停", "一位客户也没有", "【{sheet}】里没有能用的一行，别的表里写着客户的 {count} 行都没有算。",
        "填上【{sheet}】；丢了的，从备份里复制回来。")
    CALENDAR_IDLE = Sort("疑", "这种历没人用", "历写“{calendar}”的 {count} 行没有算，没有一条规则按{calendar}的历算。",
        "清空“历”，就对全部规则算数；只给几条规则用，就在规则的“历”里写它。")
    CHECK_FAILED = Sort("疑", "检查没有通过", "{name}：{item}{found}。", "{cure}")
    CHECK_STOPS = Sort("停", "没通过，先不算", "{name}：{item}{found}。", "{cure}")
    ILLEGAL_STEP = Sort(
        "停", "状态跳步了", "{heading}从“{before}”到“{after}”没有这一步，{missing}。", "按步骤改，或把状态改回“{before}”。")
    NOT_THEIR_STEP = Sort(
        "疑", "这一步不归他", "{heading}改成“{after}”该由{who}做，写的是{typed}。", "核对经手人，或请{who}确认。")
    STATE_TAKEN = Sort("注", "状态照原样收下", "【{sheet}】有 {count} 行的{heading}没有历史，第一次按现在的样子收下。",
        "不用改；以后的变动会逐步核对。")
    HOUR_UNKNOWN = Sort("疑", "只有日期，没有几点", "{heading}只写了日期，{limit}的时限按不超时算。",
        "补上几点几分，例如 2025-02-28 14:30。")
    UNASSIGNED = Sort("疑", "没有人接", "{key}没有分给任何人：{why}。", "在【员工】里补上能接的人，或改【分派】。")
    LEFT_TYPED = Sort("疑", "填了没有登记", "{key}的任务 {task} 今天不再列了，黄格里的字还没有登记，这一行放在清单最下面。",
        "核对这一行，点【登记】收走；登记过或不要了，就清空黄格。")
    PRINTED_OVER = Sort("疑", "写在程序的格里",
        "{key}的{heading}由程序写{held}，改成了“{value}”；先照改的放着{rests}。", "{hint}")
    PRINTED_MOVED = Sort(
        "疑", "整列动过", "“{heading}”这一列有 {count} 格和程序写的对不上，像是单独排过序或贴过，照程序的写回去了{rests}。",
        "核对这一列；要排序，先选中整张表。贴的要用，点“撤销”找回来，抄到自己加的列里。")
    CANCELLED_COUNTED = Sort("疑", "取消了还算着", "{heading}写着“{value}”，规则 {rules} 照样算着这一行。",
        "核对这一行：不用办了就删去它；还要办就把{heading}改回来。")
    DONE_TOO_EARLY = Sort("疑", "做完比开始早", "{heading}写的是 {day}，比这件事开始早得多，照写的算。",
        "核对这一格，多半写错了年份或月份。")
    DONE_AHEAD = Sort("疑", "日子还没到", "{heading}写的是 {day}，还没到那一天，先不算。", "核对这一格，多半写错了年份或日子。")
    CALL_TOO_SOON = Sort("疑", "打早了没算", "{heading}写的是 {day}，{rule} {start} 才到日子，这一次没有算作它。",
        "在任务编号里写 {task}，这一次就算；不然到了日子再访一次。")
    ROW_GUESSED = Sort("注", "没写是哪一件", "{heading}空着，这一户只有 {row} 等着，算作它的 {rule}。",
        "填上{heading}；空着，按它分组的数里可能没有这一次。")
    ROW_UNCLEAR = Sort("疑", "看不出是哪一件", "{heading}空着，{rows} 都可能是，{rule} 先都没有算做完。",
        "填上{heading}，写明是哪一件。")
    RULE_STRANGE = Sort("疑", "记的规则没有", "{heading}写着“{value}”，没有编号是 {rule} 的规则，照它算不到哪一件{rows}。",
        "写成规则的编号，最像的是 {nearest}；是从前有过的规则，就不用改。")
    LINK_ODD = Sort("疑", "和写明的对不上", "{heading}写着“{value}”，{why}；它因此没有算，或算到了别处。",
        "核对这一行和 {other}，改掉抄错的一格。")
    TASK_STRANGE = Sort("疑", "记的任务没有", "{heading}写着“{value}”，没有这样一件任务，照它算不到哪一件{rows}。",
        "从清单抄任务编号，或清空这一格由程序认；是从前有过的任务，就不用改。")
    WORD_NEAR = Sort("疑", "像是同一个词", "{heading}“{value}”和“{near}”只差符号或空格，当作两个词{rows}。",
        "核对这一格：是同一个，就写成“{near}”；不是，就不用改。")
    WORD_EMPTY = Sort(
        "疑", "写了等于没写", "{heading}写着“{value}”，当作填了{rows}。", "没有填，就清空这一格；真是这个字，就不用改。")
    NUMBER_NEGATIVE = Sort("疑", "数写成了负的", "{heading}写着“{value}”，是负数，照负的算{rows}；要罚的款先不算。",
        "核对这一格：多写了负号就去掉；是冲减的，就不用改。")
    NO_OWNER = Sort("疑", "责任没有人接", "{key}现在没有人做：{why}。",
        "在【员工】里补上能接的人，或在规则 {rule} 的“责任”里加一个替补。")
    WRONG_NUMBER = Sort(
        "疑", "号码不对", "{key}的号码 {date} 打过，是错的，他的电话和短信先不列。", "在【{sheet}】里改成新号码。")
    NUMBER_SHARED = Sort("疑", "同号不联系", "{key}和 {other} 是同一个号码，{why}；这一位还照样列着。",
        "核对是不是同一部电话：是就也写上勿扰，或改成新号码；不是就把抄错的号码改对。")
    NO_PHONE = Sort("疑", "没有号码", "{key}没有{channel}要用的号码。", "在【客户】里补上。")
    PLACEHOLDER_EMPTY = Sort("停", "话术缺内容", "话术 {script} 要用“{path}”，{where}是空的，这一张没有印。", "填上{where}。")
    SEALED_WORDS = Sort("停", "话术会泄密", "话术 {script} 要用“{path}”，这一列不可外传，要发出去的正文没有写。",
        "从正文里删去“{path}”；这一列可以给外面看的，改【登记表】里它的密级。")
    SECRET_KEPT = Sort("疑", "密件没有外发", "{who}是密件，没有放行号，没有列进{where}。", "填上批准的放行号再发；没有批就不发。")
    MARK_UNCLEAR = Sort("疑", "密级看不懂", "{heading}“{value}”看不懂，这一行先当密件，要发出去的表和信里没有它。",
        "从这些里选一个：{choices}；可以发的，填上批准的放行号。")
    PLACEHOLDER_UNKNOWN = Sort(
        "停", "话术用了没有的列", "话术 {script} 用了“{path}”，没有这一项。", "改成这里面的一个：{choices}。")
    NO_SCRIPT = Sort("疑", "没有话术", "规则 {rule} 没有写话术。", "在规则的“话术”里填一个编号。")
    NO_ADDRESS = Sort("疑", "没有邮箱", "{who}没有邮箱，{report}没有发给他。", "在【员工】里填上邮箱。")
    NO_READER = Sort("疑", "没有收件人", "{report}没有发：收件“{to}”现在没有人。",
        "在【员工】里填上这样的人和邮箱，或改【报告】的收件。")
    NO_OVERSEER = Sort("疑", "没有人看全部", "{why}，别人的逾期、投诉和要改的格没有寄给谁。",
        "在【设置】“日报收件”写明谁看全部，例如“岗位：客服主管”；或改他的岗位。")
    REPORT_HELD = Sort("停", "报告没有发", "报告“{report}”没有发：{item}没有通过。", "{cure}")
    REPORT_ROW_HELD = Sort("疑", "报告少了一行", "报告“{report}”没有列出{key}：{item}没有通过。", "{cure}")
    TYPED_TWICE = Sort("疑", "两处填的不一样", "这里填的是“{value}”，{other} 已经填着“{held}”，按那里的算。",
        "照实改成一样：要改结论就改 {other}，再把这一格清空。")
    UNKNOWN_FINE_CODE = Sort("疑", "没有这个条款代码", "条款代码“{code}”不在【处罚标准】里，这一行没有金额。",
        "核对条款代码，最像的是“{nearest}”；没有抄错，就在【处罚标准】加上它。")
    TWO_THINGS = Sort("疑", "两件事写在一格", "规则 {rule} 按{heading}计次，“{value}”当作一件。",
        "改成一行一件；本来就是一件，就不用改。")
    FINE_NEEDS_NUMBER = Sort("疑", "罚款缺数量", "条款 {code} 要用“{path}”算钱，是空的，这一行没有金额。", "填上“{path}”。")
    FINE_BASE_MISSING = Sort(
        "疑", "罚款缺基数", "条款 {code} 要用{who}的“{path}”算钱，是空的。", "在【员工】里填上，或由人裁决。")
    FINE_NOBODY = Sort("疑", "处罚没有人", "条款 {code} 的这一笔找不到违规人。",
        "在这一行填上员工编号，或在【处罚标准】的“违规人”里写明。")
    FINE_AUTOMATIC = Sort("疑", "这一条不用登记", "条款 {code} 由“{trigger}”自己触发，登记的这一行没有算。",
        "核对它是不是已经自己触发；不是，就改成要登记的条款代码。")
    FINE_COUNT_UNUSED = Sort("疑", "数量没有用上", "条款 {code} 一行只算一次，写的数量“{value}”没有用上。",
        "真有几次就写成几行，各写各的时间；只有一次就把数量清空。")
    FINE_DIFFERS = Sort("疑", "处罚的依据改过", "{key}台账上是{held}，现在算出来是{made}，台账没有改。",
        "撤销登记错的那一条，另登一条；其余由人裁决。")
    SAME_FACT = Sort("疑", "像是同一件事", "这一行和 {other} 除了编号都一样，两行各算各的。",
        "核对是不是重复贴的：是就删去后贴的这一行；真有两次就不用改。")
    FINE_STEP_MOVED = Sort("疑", "次数变了待定", "{key}台账上是{held}，按现在的事实是{made}；这一笔已裁决或已缴款，台账没有改。",
        "由人裁决：改不改、退不退，写进裁决和裁决金额；不改就不用动。")
    PAID_BUT_GONE = Sort("疑", "已缴款而没了依据", "{key}已于 {paid} 缴款，依据的那一行已改正。", "由人决定退款或保留。")
    APPEAL_LATE = Sort("疑", "申诉过了期", "{key}的申诉晚于申诉截止 {until}。", "由人定受不受理：复核的人把结论写进“复核结论”。")
    VERDICT_WITHOUT_SUM = Sort(
        "停", "改判没写金额", "{key}的复核结论是改判，复核金额是空的，先照原样。", "填上“复核金额”；不要钱就把结论改成“撤销”。")
    VERDICT_OF_ONESELF = Sort(
        "停", "复核的是本人", "{key}的复核人“{who}”就是受罚的本人，这个结论先不作数。", "把“复核人”改成另一位，由他下结论。")
    CLOSED_MONTH_TOUCHED = Sort(
        "停", "关账后改过", "{month} 关账时是 {held}，现在【处罚台账】里这个月的行合计 {made}，行或金额改过。",
        "改回关账时的样子（“撤销”或备份）；真要改，写复核结论，冲销会记在下个月。")
    FINE_WAITS = Sort("疑", "罚单等表改好", "【{sheet}】有读不成的行，台账里 {count} 笔现在找不到起因，先不冲销。",
        "改好【{sheet}】里写着“停”的格，再运行一次。")
    MOVE_REFUSED = Sort("疑", "改派没有照办", "这一件改给了{who}，{who}{why}，没有照办。", "改成今天在、能接这一件的人。")
    SCRIPT_NOT_IN_FORCE = Sort("停", "话术没有生效", "话术 {script} 在 {day} 没有一个版本生效，{tasks} 件任务没有话可说。",
        "改好它的“生效日”“失效日”，或添一行同编号、从这天起生效的话术。")
    CAUSE_GONE = Sort("注", "原因没有了", "这一行是规则 {rule} 因为 {source} 开的，那一格改过，已不合“{test}”；这一行原样留着。",
        "核对 {source}：改错了就改回去；本来就该改，这一行按办完处理。")
    # -- typing results in
    TYPED_UNKNOWN = Sort(
        "停", "填的词不认得", "{heading}“{value}”不在可选的词里，这一行先不登记。", "从这些里选一个：{choices}。")
    COLUMN_ASTRAY = Sort("停", "填在没人认得的列里", "“{guess}”这一列没有人认得，填在下面的（{value}）没有收；像是“{heading}”。",
        "把表头改回“{heading}”；已有这一列，就把这些字剪切过去。")
    ROW_OF_ANOTHER = Sort("停", "写着别人的", "任务 {task} 是 {key} 的，这一行的{heading}写成了{other}的“{value}”，先不登记。",
        "核对打给了谁：是 {key}，就把这一格{back}；是{other}，就把填的剪切到那一行，再把这一格{back}。")
    TYPED_MERGED = Sort("停", "填的格合在一起", "{heading}和上面的行合并成一格，“{value}”只算最上面的一行，这一行先不登记。",
        "改成一行填一格：先取消合并。")
    RESULT_MISSING = Sort("停", "缺结果代码", "这一行填了内容，没有填结果代码。", "选一个结果代码，例如“完成”。")
    RESULT_NEEDS = Sort("停", "结果还缺一格", "结果“{outcome}”要填{heading}，是空的。", "填上{heading}。")
    TIME_OF_LIST = Sort("疑", "没写哪天打的", "这张{paper}是 {day} 的，没写哪天打的，记作 {day}。",
        "核对一下：不是那天打的，就在【回访记录】里改这一条的回访时间。")
    PROMISE_PAST = Sort("停", "约的日子过了", "约定时间“{value}”是 {day}，已经过了，这一行先不登记。",
        "改成约好以后再打的那一天，例如 {example}；那天打过了，就另选结果代码。")
    CALL_AHEAD = Sort("停", "回访时间还没到", "回访时间写的是 {day}，还没到，这一行先不登记。",
        "改成打的那一天；是约好以后再打的，就写在“约定时间”。")
    CALL_LONG_BEFORE = Sort("停", "回访早了半年", "回访时间写的是 {day}，这件事 {start} 才起，这一行先不登记。",
        "核对年份，改成打的那一天。")
    CALL_BEFORE = Sort("疑", "回访比事情早", "回访时间写的是 {day}，这件事 {start} 才起，照写的登记。",
        "核对一下：写错了，就在【回访记录】里改这一条的回访时间。")
    WHO_CALLED = Sort("疑", "没写谁打给谁", "清单上没有的这一行没写是来电还是去电，记作去电。",
        "核对一下：是客户打来的，就在【回访记录】里把“方向”改成“来电”。")
    LATE_ENTRY = Sort("疑", "补记的一天", "这一条今天登记，回访时间只写到哪一天：{day}。",
        "核对一下，不是那天打的就改这一格；写上几点，就不再问。")
    RESULT_AGAIN = Sort("停", "这一件登记过了", "任务 {task} 的“{outcome}”已经有一份（{other}），这一份没有再登记。",
        "核对两份：是同一次，就清空这一行；又联系了一次，就填上回访时间。")
    ANSWER_BLOCKED = Sort("停", "记录没有完成", "{item}{found}，这条记录先不算完成。", "{cure}")
    ANSWER_ORDER = Sort("停", "跳题了", "先答“{first}”，再答“{second}”。", "补上“{first}”的回答。")
    ANSWER_UNFIT = Sort(
        "停", "回答不合要求", "“{question}”答的是“{value}”，这一题要的是“{must}”。", "核对这一格，改成合要求的回答。")
    ANSWER_NOT_ASKED = Sort("疑", "答了不该问的题", "“{question}”这一行不该问，没有算，抄进了这条记录的备注。",
        "核对这条记录的备注；该算的，在【回访记录】那一列填上。")
    TASK_UNKNOWN = Sort("停", "查不到这个任务", "任务编号“{value}”不在清单里。", "从今日清单抄任务编号，或清空这一格由程序找。")
    CALL_OF_NOBODY = Sort("停", "看不出是哪位客户", "这一行没有任务编号，也看不出是哪一位客户。", "填上客户编号，再登记。")
    CLASH_OPEN = Sort("停", "冲突还没定", "“{heading}”交回来的是“{value}”（{by}），和这里写的不一样，还没有定，这一行先不登记。",
        "核对【交回冲突】：在黄格里选取哪个，收回一次，再登记。")
    # -- clerks' books coming back
    RETURN_LATE = Sort("疑", "登记过才定的", "“{row}”在你选之前已经登记过了，交回来的“{theirs}”没有再收。",
        "在【交回冲突】改选“主簿的”；记录要改，就改【回访记录】。")
    RETURN_PRINTED = Sort("疑", "改了程序写的格", "{file} 里“{heading}”改成了“{value}”，这一列由程序写，没有收。",
        "改在你那本的【客户】里再交，或改主簿的【客户】。")
    RETURN_ROWS_GONE = Sort("疑", "交回少了行", "{file} 里少了发出去的 {count} 行：{rows}。",
        "不用改：删行不算办完，主簿里照旧；真不要了，在主簿里改。")
    RETURN_SHEET_GONE = Sort(
        "疑", "交回少了表", "{file} 里没有这张表了，写在它上面的没有收。", "抄回这张表再收一次；上面没写过什么就不用改。")
    RETURN_MARKS_GONE = Sort(
        "疑", "交回少了编号", "{file} 里“{heading}”这一列没有了，按其余的格认出 {found} 行，{lost} 行认不出。",
        "核对【交回冲突】里认不出的行；下次藏起这一列，不要删。")
    RETURN_ROWS_FOREIGN = Sort(
        "疑", "交回了别人的行", "{file} 里有 {count} 行是别人清单上的：{rows}，先没有收。", "核对【交回冲突】：选“交回的”才收。")

    # fmt: on
    __hash__ = object.__hash__  # one object each: its place in memory tells it, and sets of many issues need no words

    @property
    def level(self) -> str:
        """停, 疑 or 注."""
        return self._value_.level

    @property
    def title(self) -> str:
        """Three to nine characters that never change."""
        return self._value_.title
