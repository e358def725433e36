"""What each command is for, in the words of its help."""

from __future__ import annotations

from workbook.words.tongue import declared

HELP = {
    "check": declared("校验：读一遍工作簿和规则，列出要改的地方，写进【问题】；改过的规则旁边写明它现在做什么"),
    "today": declared("今日清单：今天该联系谁、几点、谁去、说什么；没列上的都说明原因"),
    "forms": declared("记录表：给今日清单的每一件印一张 A4 记录表；规则书里别的单据也印"),
    "record": declared("登记：把今日清单（和填好的记录表）里的结果收进【回访记录】"),
    "tally": declared("考核：处罚台账和指标"),
    "close": declared("关账：签字关一个月的处罚台账；以后再来的事记在下个月，这个月不再变"),
    "mail": declared("日报：把今天的汇总发给主管，把各人自己的发给各人"),
    "daily": declared("一天的全套：登记、今日清单、考核、日报"),
    "consolidate": declared(
        "汇总：把一个文件夹里各分店的工作簿合成总部的一本，指标、台账、等人决定的事；信发给总部的主管"
    ),
    "try": declared("试算：改了规则，先把上个月（或任何一段日子）按新旧两种规则各做一遍，看差别；工作簿里什么也不写"),
    "calendar": declared(
        "放假安排：哪些日子是暂估的；填了【节假日】以后再运行，没做完的事照新安排改日子，列出原来和现在"
    ),
    "why": declared("为什么：一位客户今天为什么在（或不在）清单上；一个人、一笔罚款、一个指标、一件不见了的任务也能问"),
    "sample": declared("抽样：每次抽样的总体、种子和结果；加 --verify 把【抽样台账】一行行重抽一遍"),
    "handover": declared("交接：离职或换人，把他名下的客户和没办完的事分给别人；先预览，加 --apply 才改"),
    "share": declared("分发：给每位员工一本自己的清单（黄格照样填），放在工作簿旁边，或发到各人邮箱"),
    "collect": declared("收回：把各人本子里填的收进工作簿；两边写得不一样的，留在【交回冲突】里让人定"),
    "undo": declared("撤销：回到上次运行以前的样子"),
    "import": declared("导入：把别处的名单（Excel、WPS、CSV）收进【客户】；先给看，说好了才收"),
    "new": declared("新建：用一本规则书建一本新工作簿"),
    "rulebooks": declared("规则书：列出全部，或讲明白其中一本"),
    "lint": declared("检查规则：哪一格写错了、像是要写什么"),
    "rule": declared(
        "改一条规则：从某天起改（change）、照抄一条（copy）、停用（stop）、恢复（resume）；写进规则表，说出它现在做什么"
    ),
    "case": declared("情景：跑情景文件，看结果和预期是不是一样"),
    "demo": declared("演示：在样例上跑一天，说明结果在哪里"),
    "build": declared("带按钮的工作簿：做出 .xlsm 和加载项；或给自己的工作簿配上按钮"),
    "install": declared("装按钮：把加载项和设置放到 Excel（和 LibreOffice）找得到的地方"),
    "uninstall": declared("卸按钮：把装按钮时放的都拿走，工作簿不动"),
    "schedule": declared("定时：每天到点自动做一天的全套；电脑关着错过了，开机后补上"),
    "unschedule": declared("取消定时"),
    "archive": declared("归档：往年的行移出工作簿，存成旁边的 Parquet 文件，照样算数；--back 退回来"),
    "doctor": declared("体检：这台电脑和一本工作簿，有什么会做不成，怎么改"),
}
EPILOG = declared("""退出码：0 顺利 · 1 做完了，但有“停”级的问题要改 · 2 命令写错了 · 3 没有做成
（文件打不开、邮箱登不上……），什么都没改；信没有发全也是 3。
口令（邮箱密码）只从环境变量 HUIFANG_MAIL_PASSWORD 或系统钥匙串读，从不写在表里。""")
