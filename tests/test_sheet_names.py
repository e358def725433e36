"""A sheet that a workbook can't call by its name is found again, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from days import CUSTOMERS, STAFF, table
from runs import Office

from workbook.papers.list.reminders import list_pages
from workbook.shells.commands.cli import main
from workbook.shells.files.reading import read
from workbook.shells.runs.again import rows_of
from workbook.words.sheet_names import sheet_name, twins

LONG = "钥匙进出登记（东区、西区、南区、北区各一本，每天一页）"
RULES = """
登记表:
  - {{表: "{name}", 列: ["编号:编号#", "客户编号:引用(客户)!", "时间:时点@!", "归还:时点"]}}
时限:
  - {{编号: K1, 名称: 还钥匙, 条款: 当天还, 源表: "{name}", 起点: 时间, 方式: 内, 时长: 1天,
     完成列: 归还, 出: "名单:{name}"}}
开单:
  - {{编号: O1, 条款: 事件开一行, 源表: 事件, 若: {{事件类型: 发货}},
     目标表: "{name}", 写入: "客户编号={{客户编号}}；时间={{发生时间}}"}}
"""
NAMES = ["进/出库", "谁？[借]*", LONG + "一", LONG + "二"]


@pytest.mark.parametrize("name", NAMES)
def test_rows_and_typed_cells_are_found_on_the_next_run(name):
    """The register that 开单 fills, and the list on which somebody typed 已发时间."""
    book = Office(RULES.format(name=name), {"客户": CUSTOMERS, "员工": STAFF})
    first = book.run("2026-03-09 09:00")

    def sent(rows):
        rows[0]["已发时间"] = "2026-03-09 09:05"

    book.edit(sheet_name(f"名单:{name}"), sent)
    second = book.looked_at("2026-03-09 10:00")

    assert {sheet_name(name), sheet_name(f"名单:{name}")} <= {grid.name for grid in book.grids}
    assert len(first.sheet(name)) == len(second.sheet(name)) == 2
    assert [] == book.news()
    listed = next(page for page in list_pages(second) if page.name == sheet_name(f"名单:{name}"))
    kept = next(grid for grid in book.grids if grid.name == listed.name)
    assert "2026-03-09 09:05" in {row["已发时间"] for row in rows_of(second, kept)}
    assert 1 == sum(value is not None for value in second.world.found(f"名单:{name}").typed["已发时间"].objects())
    assert {row["客户编号"] for row in table(listed)} <= {"C1", "C2"}


def test_two_names_that_a_workbook_takes_for_one_are_told():
    """进/出库 and 进／出库: the rules say which to rename."""
    register = '{{表: "{}", 列: ["编号:编号#"]}}'
    rules = f"登记表: [{register.format('进/出库')}, {register.format('进／出库')}]\n"
    day = Office(rules, {"客户": CUSTOMERS}).looked_at("2026-03-09 09:00")

    assert ["【进/出库】和【进／出库】在工作簿里是同一个表名，改掉一个"] == [
        dict(found.words)["why"] for found in day.issues if found.kind.name == "LINT"
    ]
    assert [] == twins(NAMES)


def test_a_file_with_such_names_is_worked_twice(tmp_path: Path):
    """Its own rules name a register with a slash, and a list of that name."""
    path = tmp_path / "办公.xlsx"
    book = openpyxl.Workbook()
    sheets: dict[str, list[list[object]]] = {
        "客户": [["客户编号", "客户名称"], ["C1", "甲"]],
        "员工": [["员工编号", "姓名", "岗位"], ["S1", "乙", "客服"]],
        "登记表": [["表", "列", "类型", "必填"], ["进/出库", "编号", "编号#", ""], ["进/出库", "客户编号", "引用(客户)", "是"],
                   ["进/出库", "时间", "时点@", ""], ["进/出库", "归还", "时点", ""]],
        "时限": [["编号", "名称", "条款", "源表", "起点", "方式", "时长", "完成列", "出"],
                 ["K1", "还钥匙", "当天还", "进/出库", "时间", "内", "1天", "归还", "名单:进/出库"]],
        "进／出库": [["编号", "客户编号", "时间", "归还"], ["K1", "C1", "2026-03-09 08:00", None]],
    }  # fmt: skip
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)

    for _ in range(2):
        assert 0 == main(["today", str(path), "--date", "2026-03-09 09:00"])

    found = {grid.name: grid.height for grid in read(path)}
    assert (2, 2) == (found["进／出库"], found["名单：进／出库"])
    assert [] == [name for name in found if name.startswith("名单") and name != "名单：进／出库"]
