"""The sheets every office has, written down: one heading, one type, one place.

A line is `名称 ident: 列 ident:类型marks · …`; marks are # 主键, @ 时间, ! 必填, ~ 个人,
* typed by staff in our sheets.
"""

from __future__ import annotations

FACTS = """
客户 customer: 客户编号 customer_id:编号# · 客户名称 name:文本!~ · 称谓 title:代码(先生|女士) ·
联系人 contact:文本~ · 手机 mobile:电话~ · 座机 landline:电话~ · 备用电话 spare_phones:文本~ · 邮箱 email:文本~ · QQ qq:编号~ ·
微信 wechat:文本~ · 地址 address:文本~ · 片区 area:文本 · 项目 project:文本 · 房号 unit_no:文本 ·
网点 office:文本 · 客户类别 class:代码(@客户类别) · 等级 grade:代码(@等级) · 归属员工 keeper:引用(员工) ·
第二归属 second_keeper:引用(员工) · 开发人员 developer:引用(员工) · 生日 birthday:日期~ ·
语言 language:代码(@语言) · 回访间隔 interval:时长 · 方式偏好 channel_wish:代码(@联系方式) ·
可联系时段 hours:时段 · 休息时段 rest_hours:时段 · 勿扰 do_not_contact:是否 · 标签 tags:多选(@标签) ·
资料密级 secrecy:代码(一般|机密|绝密) · 建档日 opened_on:日期 · 状态 status:代码(在用|停用|流失)

事件 event: 事件编号 event_id:编号# · 客户编号 customer_id:引用(客户)! · 事件类型 kind:代码(@事件类型)! ·
发生时间 at:时点@! · 事项 matter:文本 · 内容 content:长文 · 严重 serious:是否 · 紧急 urgent:是否 ·
员工编号 staff_id:引用(员工) · 单位 unit:文本 · 产品 product:文本 · 数量 quantity:小数 · 金额 amount:金额 ·
责任部门 dept:文本 · 负责人 owner:引用(员工) · 约定时间 promised_at:时点 · 通知时间 notified_at:时点 ·
处理完成时间 handled_at:时点 · 反馈时间 answered_at:时点 · 处理结果 result:长文 · 状态 status:代码(@事件状态) ·
来源规则 from_rule:文本 · 来源编号 from_key:编号 · 登记时间 registered_at:时点

工单 job: 工单编号 job_id:编号# · 客户编号 customer_id:引用(客户)! · 工单类型 kind:代码(@工单类型)! ·
服务类型 service:代码(@服务类型) · 来源渠道 source:代码(@来源渠道) · 受理时间 received_at:时点! ·
到场时间 arrived_at:时点 · 完成时间 done_at:时点@ · 单位 unit:文本 · 员工编号 staff_id:引用(员工) ·
产品 product:文本 · 问题 problem:长文 · 紧急 urgent:是否 · 收费 fee:金额 · 交款日期 paid_in_on:日期 ·
免责原因 excuse:文本 · 返工次数 reworks:整数 · 状态 status:代码(@工单状态) · 来源规则 from_rule:文本 ·
来源编号 from_key:编号 · 登记时间 registered_at:时点

回访记录 contact: 记录编号 contact_id:编号# · 任务编号 task_id:文本 · 规则 rules:多选 ·
客户编号 customer_id:引用(客户) · 事件编号 event_id:引用(事件) · 工单编号 job_id:引用(工单) ·
回访时间 at:时点@! · 方向 direction:代码(@方向) · 方式 channel:代码(@联系方式)! · 类别 kind:代码(@回访类别) ·
员工编号 staff_id:引用(员工) · 在场人员 present:多选 · 结果代码 outcome:代码(@结果代码)! ·
满意度 satisfaction:代码(@满意度) · 意见 opinion:长文 · 建议 suggestion:长文 · 问题 problem:长文 ·
问题类别 problem_kind:代码(@问题类别) · 约定时间 promised_at:时点 · 下次日期 next_on:日期 · 签字 signed:是否 ·
签字时间 signed_at:时点 · 处理意见 handling:长文 · 审阅意见 review:长文 · 原因 reason:文本 ·
批准人 approved_by:文本 · 计划到期 planned_due:时点 · 题单 asked:多选 · 话术版本 script_version:文本 ·
备注 note:长文 · 登记时间 registered_at:时点

员工 staff: 员工编号 staff_id:编号# · 姓名 name:文本! · 岗位 posts:多选(@岗位)! · 部门 dept:文本 ·
组别 team:文本 · 组长 leader:引用(员工) · 带教人 mentor:引用(员工) · 邮箱 email:文本 · 手机 mobile:电话~ ·
入职日 joined_on:日期 · 离职日 left_on:日期 · 能力 ability:小数 · 日容量 daily_cap:整数 ·
月目标 monthly_goal:整数 · 基本工资 base_pay:金额~ · 绩效工资 performance_pay:金额~

违规登记 violation: 登记编号 entry_id:编号# · 时间 at:时点@! · 员工编号 staff_id:引用(员工) ·
条款代码 code:文本! · 事由 what:文本 · 对象编号 object:编号 · 项目 item:文本 · 数量 quantity:小数 ·
价值 value:金额 · 区域 area:文本 · 组别 team:文本 · 责令时间 ordered_at:时点 · 改正时间 corrected_at:时点 ·
确认人 confirmed_by:文本 · 状态 status:代码(登记|确认|撤销) · 登记时间 registered_at:时点

节假日 holiday: 开始日 from:日期!@ · 结束日 to:日期 · 名称 name:文本! · 类别 kind:代码(放假|上班|节日)! ·
历 calendar:代码(国家|交易|公司)
"""

REGISTERS = """
请假 leave: 员工编号 staff_id:引用(员工)! · 起 from:时点@! · 止 to:时点! · 类别 kind:文本

值班 roster: 日期 on:日期@! · 时段名 slot:文本! · 员工编号 staff_id:引用(员工) · 岗位 post:文本

考勤 attendance: 员工编号 staff_id:引用(员工)! · 日期 on:日期@! · 签到 in_at:时刻 · 签退 out_at:时刻

培训 training: 员工编号 staff_id:引用(员工)! · 日期 on:日期@! · 主题 topic:文本! · 合格 passed:是否

借用 loan: 借用编号 loan_id:编号# · 物品 thing:文本! · 员工编号 staff_id:引用(员工) ·
客户编号 customer_id:引用(客户) · 借出时间 lent_at:时点@! · 归还时间 returned_at:时点 · 用途 purpose:文本

预约 appointment: 预约编号 appointment_id:编号# · 客户编号 customer_id:引用(客户)! · 约定时间 promised_at:时点@! ·
事项 matter:文本 · 员工编号 staff_id:引用(员工)

暂停记录 pause: 暂停编号 pause_id:编号# · 规则 rules:多选 · 对象编号 object:编号 · 客户编号 customer_id:引用(客户) ·
员工编号 staff_id:引用(员工) · 起 from:时点@! · 止 to:时点 · 类别 kind:代码(客户要求|交接|系统故障|请假|其他) ·
原因 reason:文本! · 批准人 approved_by:引用(员工)!

交接安排 handover_plan: 交接编号 plan_id:编号# · 交出 leaver:引用(员工)! · 交给 heir:引用(员工)! · 从哪天 since:日期@! ·
客户类别 class:文本 · 做了 done_at:时点 · 备注 note:文本

合同 contract: 合同编号 contract_id:编号# · 客户编号 customer_id:引用(客户)! · 签订日 signed_on:日期@ ·
起 from:日期 · 止 to:日期 · 条款 terms:长文
"""

VIRTUAL = """
日历 calendar: 日期 on:日期#@ · 星期 weekday:代码 · 工作日 working:是否 · 放假 off:是否 · 节日 festival:文本 ·
年 year:整数 · 月 month:整数 · 日 day:整数 · 月末 month_end:是否 · 季末 quarter_end:是否 ·
月第几工作日 nth_workday:整数 · 周 week:期 · 本月 month_key:期 · 上月 previous_month:期 · 次月 next_month:期

答卷 answers: 行键 row_key:文本# · 记录编号 contact_id:引用(回访记录) · 问卷 form:文本 · 题号 question:文本 ·
部分 part:文本 · 适用 asked:是否 · 必答 required:是否 · 答案 answer:文本 · 肯定 affirmative:代码(是|否|空) ·
对错 right:是否 · 得分 points:小数
"""

# every one of our sheets has its key first and 因由 last; a key made of several columns stands in 行键
OURS = """
今日清单 today: 任务编号 task_id:文本# · 序 seq:整数 · 优先 priority:整数 · 计划时间 planned_at:时点@ ·
客户编号 customer_id:引用(客户) · 客户名称 name:文本~ · 称谓 title:文本 · 电话 phone:电话~ ·
客户类别 class:文本 · 规则 rules:多选 · 类别 kind:文本 · 主题 subject:文本 · 联系方式 channel:文本 ·
方式理由 channel_why:文本 · 到期 due:时点 · 剩余 left:文本 · 逾期 late:文本 · 状态 state:文本 ·
责任人 owner:引用(员工) · 原定责任人 meant_owner:引用(员工) · 列出姓名 listed_name:文本 ·
第几次 attempt:整数 · 问卷 form:文本 · 话术 script:文本 · 说明 remark:文本 ·
题单 asked:多选 · 结果代码 outcome:代码(@结果代码)* · 回访时间 at:时点* · 约定时间 promised_at:时点* ·
备注 note:长文* · 因由 because:长文

未入选说明 not_listed: 客户编号 customer_id:编号# · 客户名称 name:文本~ · 原因 reason:文本 · 说明 remark:文本 ·
规则 rules:多选 · 下次日期 next_on:日期 · 因由 because:长文

义务 duties: 任务编号 task_id:文本# · 规则 rule:文本 · 源表 source:文本 · 源编号 source_key:编号 ·
对象编号 object:编号 · 客户编号 customer_id:引用(客户) · 责任人 owner:引用(员工) · 起点 from:时点@ ·
开放 opens_at:时点 · 到期 due:时点 · 序 seq:文本 · 状态 state:文本 · 完成时间 done_at:时点 · 迟量 late_by:小数 ·
单位 unit:文本 · 偏差 off_by:小数 · 违约时间 breached_at:时点 · 免责 excused:文本 · 暂估 provisional:是否 ·
原到期 raw_due:时点 · 原迟量 raw_late_by:小数 ·
扣除 set_aside:文本 · 因由 because:长文

定额结果 quota_results: 行键 row_key:文本# · 规则 rule:文本 · 键 key:文本 · 期 period:期 · 期始 from:日期@ ·
期末 to:日期 · 要求 needed:小数 · 实际 actual:小数 · 缺额 short_by:小数 · 超额 over_by:小数 ·
上次 last_at:时点 · 到期 due:时点 · 状态 state:文本 · 已结束 closed:是否 · 因由 because:长文

检查结果 check_results: 行键 row_key:文本# · 编号 rule:文本 · 表 sheet:文本 · 主键 key:编号 · 项 item:文本 ·
值 value:文本 · 通过 passed:代码(是|否|豁免) · 级别 level:文本 · 拦截 blocks:文本 · 责任人 owner:引用(员工) ·
提示 hint:文本 · 因由 because:长文

抽样台账 samples: 行键 row_key:文本# · 规则 rule:文本 · 期 period:期 · 单位 unit:文本 · 对象编号 object:编号 ·
源编号 source_key:编号 · 抽取日 drawn_on:日期 · 重抽号 redraw:整数 · 层 stratum:文本 · 总体数 population:整数 · 应抽 wanted:整数 ·
种子 seed:文本 · 总体指纹 frame_hash:文本 · 已不在 no_longer:长文 ·
次第 turn:整数 · 抽中 drawn:代码(抽中|替补|跳过|备选) · 原因 reason:文本 ·
共享自 shared_from:文本 · 完成时间 done_at:时点 · 因由 because:长文

处罚台账 sanctions: 行键 row_key:文本# · 日期 on:日期@ · 登账日 booked_on:日期 · 账期 counts_in:期 ·
状态 state:文本 · 代码 code:文本 · 员工编号 staff_id:引用(员工) · 承担人 payer:文本 · 触发行 trigger:文本 ·
对象编号 object:编号 · 期 period:期 · 重计号 recount:整数 · 数量 quantity:小数 · 基额 base:金额 ·
阶梯组 ladder:文本 · 通知键 notice:文本 · 第几次 nth:整数 · 倍数 times:小数 · 金额 amount:金额 · 下限 floor:金额 ·
上限 cap:金额 · 处理 handling:文本 · 待决定 open:是否 · 冲销 reverses:文本 · 申诉截止 appeal_until:日期 ·
前几次 before:文本 · 版本 version:文本 · 责令时间 ordered_at:时点* · 改正时间 corrected_at:时点* ·
裁决 ruling:文本* · 裁决金额 ruled_amount:金额* · 裁决人 ruled_by:文本* · 缴款日 paid_on:日期* ·
确认人 confirmed_by:文本* · 申诉日 appealed_on:日期* · 申诉理由 appeal:长文* ·
复核结论 review:代码(维持|撤销|改判)* · 复核金额 reviewed_amount:金额* · 复核人 reviewed_by:文本* ·
因由 because:长文

指标结果 metrics: 行键 row_key:文本# · 编号 rule:文本 · 名称 name:文本 · 期 period:期 · 分组 group:文本 ·
分子 numerator:小数 · 分母 denominator:小数 · 值 value:小数 · 目标 goal:小数 · 差 gap:小数 · 达标 met:是否 ·
名次 rank:整数 · 末名次 rank_from_last:整数 · 上期 before:小数 · 变动 change:小数 ·
已结束 closed:是否 · 现值 now_value:小数 · 不扣除值 raw_value:小数 · 因由 because:长文

名单 list: 任务编号 task_id:文本# · 日期 on:日期@ · 客户编号 customer_id:引用(客户) · 客户名称 name:文本~ ·
号码 number:文本~ · 正文 text:长文 · 字数 length:整数 · 规则 rules:多选 · 已发时间 sent_at:时点* ·
因由 because:长文

提醒 reminders: 任务编号 task_id:文本# · 责任人 owner:引用(员工) · 事项 matter:文本 · 起点 from:时点@ ·
到期 due:时点 · 剩余 left:文本 · 逾期 late:文本 · 状态 state:文本 · 规则 rule:文本 · 因由 because:长文

待定日期 open_dates: 任务编号 task_id:文本# · 客户编号 customer_id:引用(客户) · 客户名称 name:文本~ ·
规则 rule:文本 · 责任人 owner:引用(员工) · 原来暂估 estimated:时点 · 现在到期 due:时点 · 差几天 moved_by:整数 ·
说明 remark:文本 · 因由 because:长文

问题链 chains: 链号 chain_id:文本# · 状态 state:文本 · 客户编号 customer_id:引用(客户) · 客户名称 name:文本~ ·
产品 product:文本 · 类别 kind:文本 · 起于 began_at:时点@ · 天数 age:整数 · 工作日 age_workdays:整数 ·
第几次 times:整数 · 步骤 steps:长文 · 接下来 next:文本 · 轮到 turn:引用(员工) · 轮到时间 since:时点 · 最迟 due:时点 ·
规则 rule:文本 · 说明 remark:文本 · 关于 closed_at:时点 · 成员 members:长文 · 因由 because:长文

问题 issues: 行键 row_key:文本# · 代码 code:文本 · 级别 level:代码(停|疑|注) · 表 sheet:文本 · 格 cell:文本 ·
处数 count:整数 · 内容 what:文本 · 怎么改 cure:文本 · 首见 first_on:日期 · 末见 last_on:日期 · 因由 because:长文

问题明细 issue_cells: 代码 code:文本 · 级别 level:代码(停|疑|注) · 表 sheet:文本 · 格 cell:文本 · 内容 what:文本 ·
怎么改 cure:文本

历史 history: 序号 seq:整数# · 时间 at:时点@ · 种类 what:代码(判定|流程|分派|变更) · 表 sheet:文本 ·
主键 key:编号 · 列 column:文本 · 旧值 old:文本 · 新值 new:文本 · 经手 who:文本 · 规则 rule:文本 ·
因由 because:长文

修改记录 amendments: 行键 row_key:文本# · 时间 at:时点@ · 表 sheet:文本 · 主键 key:编号 · 列 column:文本 · 旧值 old:长文 ·
新值 new:长文 · 经手 who:文本 · 存盘时间 saved_at:时点 · 因由 because:长文

关账 closings: 行键 row_key:文本# · 月 month:期 · 关账时间 closed_at:时点@ · 签字人 signed_by:文本 · 笔数 lines:整数 ·
金额 amount:金额 · 奖励 awards:金额 · 没办完 open_lines:整数 · 指纹 print:文本 · 因由 because:长文

运行记录 runs: 行键 row_key:文本# · 日期 on:日期@ · 网点 office:文本 · 作业 job:文本 · 始 began_at:时点 ·
末 ended_at:时点 · 规则书版本 version:文本 · 行数 rows:整数 · 新增数 added:整数 · 发送 sent:整数 ·
结果 outcome:文本 · 经手 who:文本 · 程序版本 program:文本 · 格数 cells:整数 · 因由 because:长文

发件记录 letters: 行键 row_key:文本# · 时间 at:时点@ · 报告 report:文本 · 期 period:文本 · 收件人 recipient:文本 ·
结果 outcome:文本 · 说明 remark:文本 · 信号 letter:文本 · 本 book:文本 · 因由 because:长文
"""

# other headings taken for one of ours; a heading of the same sheet is never taken for another
ALIASES = """
手机: 电话 联系电话 手机号 手机号码 移动电话 电话号码 联系方式
座机: 固话 固定电话 办公电话
邮箱: 电子邮箱 电子邮件 邮件 Email E-mail
微信: 微信号
QQ: QQ号 QQ号码
地址: 联系地址 通讯地址 住址
网点: 门店 分店
归属员工: 负责员工 负责人 客户经理 维护人 责任人 负责员工工号
可联系时段: 联系时段 允许时段 方便时段
方式偏好: 偏好方式
勿扰: 免打扰 不再联系
建档日: 建档日期 登记日期
生日: 出生日期
客户编号: 客户号 客户代码
客户名称: 客户姓名
员工编号: 工号 员工号 处理人工号 执行人工号 执行人 处理人
事件类型: 类型 事件类别
发生时间: 发生日期 时间 日期
处理完成时间: 完成时间 完成日期 处理完成日期
反馈时间: 反馈日期
工单类型: 类型 工单类别
受理时间: 受理日期 报修时间 接单时间
完成时间: 完成日期 完工时间
到场时间: 到达时间 上门时间
记录编号: 回访编号
规则: 规则编号
回访时间: 回访日期 联系时间 执行日期
方式: 联系方式 回访方式 渠道
结果代码: 结果 回访结果
意见: 客户意见 反馈内容
问题类别: 问题类型
约定时间: 预约时间
下次日期: 下次联系日期 下次回访日期 下次回访
计划到期: 计划日期
备注: 说明
姓名: 员工姓名
岗位: 职务 职位
组别: 班组 小组
入职日: 入职日期
离职日: 离职日期
日容量: 每日上限 日上限
条款代码: 条款 代码
开始日: 开始日期 日期
结束日: 结束日期
签到: 上班打卡 签到时间
签退: 下班打卡 签退时间
签订日: 签订日期
起: 开始 开始时间 开始日期 起始日期
止: 结束 结束时间 结束日期 终止日期
"""

# "编号", "名称" and the like are clear only where a sheet has nothing else of that name
OWN_ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "客户": {
        "客户编号": ("编号",),
        "客户名称": ("名称", "姓名"),
        "等级": ("客户等级", "级别"),
        "客户类别": ("类别", "客户类型"),
    },
    "员工": {"员工编号": ("编号",), "姓名": ("名字",)},
    "事件": {"事件编号": ("编号",)},
    "工单": {"工单编号": ("编号", "单号")},
    "回访记录": {"记录编号": ("编号",)},
    "违规登记": {"登记编号": ("编号",)},
}

# 节假日 has no key: a festival may begin on the day the days off begin
UNIQUE = {("节假日", "开始日"): ("开始日", "类别", "历")}

# "nothing here", as people write it into cells that hold no prose
BLANKS = ("无", "/", "-", "—", "——", "暂无", "没有")
BLANKED_TYPES = ("日期", "时点", "时刻", "电话", "引用", "编号")
BLANKED_HEADINGS = ("邮箱", "微信", "任务编号", "规则")
# … and into cells that hold prose, where 无 may be the answer
NO_PROSE = ("/", "-", "--", "—", "——", "N/A", "n/a", "?", ".", "…", "……")
