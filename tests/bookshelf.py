"""Small office workbooks on disk, for tests that run the commands as staff do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from openpyxl import load_workbook

from workbook.papers.pages.prints import PRINT
from workbook.rulebook.load.load import rulebook
from workbook.rules.facts.prepared import schema_of
from workbook.shells.commands.cli import main
from workbook.shells.files.reading import read
from workbook.shells.outside.shelf import shelf

Row = Mapping[str, object]
Cells = dict[str, dict[tuple[int, int], str]]
DAY = "2026-03-09"
TO_THE_WORDS = (
    "序",
    "客户名称",
    "电话",
    "联系人",
    "主题",
    "联系方式",
    "剩余/逾期",
    "责任人姓名",
    "上次情况",
    "所为何事",
    "话术",
)
"""今日清单 from the row's number to the words to say: all that a call needs before it is made."""
STAFF: Sequence[Row] = (
    {"员工编号": "S1", "姓名": "赵敏", "岗位": "客服部主管", "邮箱": "zhaomin@example.com"},
    {"员工编号": "S2", "姓名": "林悦", "岗位": "客服专员", "邮箱": "linyue@example.com"},
    {"员工编号": "S3", "姓名": "陈晨", "岗位": "客服专员", "邮箱": "chenchen@example.com"},
)
OFFICE: Mapping[str, Sequence[Row]] = {
    "设置": ({"名": "规则书", "值": "wine-service"}, {"名": "公司名", "值": "某商行"}, {"名": "库存说明", "值": "一千箱"}),
    "员工": STAFF,
    "客户": (
        {"客户编号": "C1", "客户名称": "甲", "称谓": "先生", "手机": "13800000001", "地址": "城东路1号", "客户类别": "普通", "归属员工": "S2", "生日": "1980-05-01", "状态": "在用"},
        {"客户编号": "C2", "客户名称": "乙", "称谓": "女士", "手机": "13800000002", "地址": "城东路2号", "客户类别": "经销商", "归属员工": "S3", "生日": "1980-05-02", "状态": "在用"},
        {"客户编号": "C3", "客户名称": "丙", "称谓": "女士", "手机": "13800000003", "地址": "城东路3号", "客户类别": "普通", "归属员工": "S2", "生日": "1980-05-03", "状态": "在用", "勿扰": "是"},
    ),
    "事件": (
        {"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-06 10:00", "员工编号": "S2", "短信时间": "2026-03-06 11:00"},
        {"事件编号": "E2", "客户编号": "C2", "事件类型": "发货", "发生时间": "2026-03-02 10:00", "员工编号": "S3", "短信时间": "2026-03-02 11:00"},
        {"事件编号": "E3", "客户编号": "C2", "事件类型": "成交", "发生时间": "2026-03-02 10:00", "员工编号": "S3"},
    ),
    "回访记录": ({"记录编号": "R1", "客户编号": "C2", "回访时间": "2026-03-05 15:00", "方式": "电话", "员工编号": "S3", "结果代码": "完成", "规则": "W5a", "事件编号": "E2", "满意度": "满意"},),
}  # fmt: skip


def founded(folder: Path, *words: str) -> Path:
    """回访.xlsx as `new` makes it with these words: made once, however many tests begin with it."""
    for name, content in _begun(words).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "回访.xlsx"


@cache
def _begun(words: tuple[str, ...]) -> Mapping[str, bytes]:
    with TemporaryDirectory() as folder:
        assert 0 == main(["new", f"{folder}/回访.xlsx", *words])
        return {str(one.relative_to(folder)): one.read_bytes() for one in Path(folder).rglob("*") if one.is_file()}


def office(path: Path, sheets: Mapping[str, Sequence[Row]] = OFFICE) -> Path:
    """A workbook with these rows, every cell as text, as staff type them; beside them every column of `new`, empty."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        headings = list(dict.fromkeys([heading for row in rows for heading in row] + _declared(name, sheets)))
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading)
            for number, row in enumerate(rows, 1):
                if row.get(heading) is not None:
                    sheet.write_string(number, column, str(row[heading]))
    book.close()
    return path


def _declared(name: str, sheets: Mapping[str, Sequence[Row]]) -> list[str]:
    """Every column that the sheet has under the office's rulebook."""
    wanted = [str(row["值"]) for row in sheets.get("设置", ()) if row["名"] == "规则书"]
    schema, _ = schema_of(rulebook([found for one in ["基础", *wanted] if (found := shelf().get(one))]))
    return [column.heading for column in schema.sheets[name].columns] if name in schema.sheets else []


def table(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by heading, hidden columns too; rows without anything are left out."""
    found = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(
        at for at, row in enumerate(found) if sum(value is not None for value in row) > 1
    )  # below title and note
    headings = [str(value) for value in found[top]]
    return [
        dict(zip(headings, row, strict=True)) for row in found[top + 1 :] if any(value is not None for value in row)
    ]


def typed(path: Path, sheet: str, key: str, cells: Row, *, by: str = "任务编号") -> None:
    """What staff do: type into the row of a task. (Tests may save with openpyxl: their books hold nothing it loses.)"""
    book = load_workbook(path)
    page = book[sheet]
    top = next(row for row in page if sum(cell.value is not None for cell in row) > 1)
    columns = {str(cell.value): cell.column for cell in top}
    row = next(row for row in range(2, page.max_row + 1) if page.cell(row, columns[by]).value == key)
    for heading, value in cells.items():
        page.cell(row, columns[heading]).value = value
    book.save(path)


def without_prints(rows: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """A sheet's cells without the marks of what is printed in each row."""
    marks = {column for (_, column), said in rows.items() if said == PRINT}
    return {(row, column): said for (row, column), said in rows.items() if column not in marks}


def cells(path: Path) -> Cells:
    """Every filled cell of every sheet."""
    return {
        grid.name: {
            (row, column): text
            for column, texts in enumerate(grid.columns, grid.left)
            for row, text in enumerate(texts.to_pylist(), grid.top)
            if text is not None
        }
        for grid in read(path)
    }
