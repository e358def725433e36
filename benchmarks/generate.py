"""An invented office at scale, laid out as Excel lays it out (shared strings, styles, one sheet part each).

    python benchmarks/generate.py out.xlsx                    50,000 customers, 200,000 events, 500,000 records
    python benchmarks/generate.py out.xlsx --scale 0.1        a tenth of it

About 3 % of the dates are typed as text in five spellings, 8 % of the phones are numbers, some ids are padded or unknown.
"""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np

TODAY = date(2026, 10, 9)
EPOCH = date(1899, 12, 30)
SERIAL = (TODAY - EPOCH).days
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


class Strings:
    """Shared strings, numbered as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.uses = 0

    def cell(self, word: str) -> str:
        self.uses += 1
        return f' t="s"><v>{self.numbers.setdefault(word, len(self.numbers))}</v></c>'

    def cells(self, words: Iterable[str]) -> np.ndarray:
        listed = list(words)
        distinct = {word: self.cell(word) if word else None for word in dict.fromkeys(listed)}
        self.uses += len(listed) - len(distinct)
        return np.array([distinct[word] for word in listed], dtype=object)


class Maker:
    """Random columns of cells, always the same ones."""

    def __init__(self, seed: int = 7) -> None:
        self.random = np.random.default_rng(seed)
        self.strings = Strings()

    def choice(self, words: list[str], size: int, weights: list[float] | None = None) -> np.ndarray:
        fragments = self.strings.cells(words)
        return fragments[self.random.choice(len(words), size, p=weights)]

    def dates(self, serials: np.ndarray, *, time: bool = False, dirty: float = 0.03) -> np.ndarray:
        fraction = self.random.integers(9 * 60, 18 * 60, len(serials)) / 1440 if time else np.zeros(len(serials))
        plain = [
            f' s="{2 if time else 1}"><v>{day + part:.6f}</v></c>' if day > 0 else None
            for day, part in zip(serials.tolist(), fraction.tolist(), strict=True)
        ]
        out = np.array(plain, dtype=object)
        for row in np.flatnonzero((self.random.random(len(serials)) < dirty) & (serials > 0)):
            out[row] = self.strings.cell(_spelled(int(serials[row]), int(row) % 5))
        return out

    def names(self, size: int) -> np.ndarray:
        first, second, third = (self.random.integers(0, 20, size) for _ in range(3))
        return self.strings.cells(
            SURNAMES[a] + GIVEN[b] + GIVEN[c] for a, b, c in zip(first, second, third, strict=True)
        )

    def phones(self, size: int) -> np.ndarray:
        numbers = self.random.integers(0, 10**8, size)
        kinds = self.random.random(size)
        return np.array(
            [
                f"><v>138{n:08d}</v></c>"
                if k < 0.08
                else self.strings.cell(f"138 {n:08d}" if k < 0.1 else f"138{n:08d}")
                for n, k in zip(numbers.tolist(), kinds.tolist(), strict=True)
            ],
            dtype=object,
        )

    def numbers(self, values: np.ndarray) -> np.ndarray:
        return np.array([f"><v>{value}</v></c>" for value in values.tolist()], dtype=object)


def _spelled(serial: int, kind: int) -> str:
    day = date.fromordinal(EPOCH.toordinal() + serial)
    return (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        day.strftime("%Y%m%d"),
        f"{day.year}年{day.month}月{day.day}日",
    )[kind]


def sheets(maker: Maker, scale: float) -> list[tuple[str, list[str], list[np.ndarray]]]:
    customers, events, records, staff = (max(10, int(n * scale)) for n in (50_000, 200_000, 500_000, 150))
    rng, cells = maker.random, maker.strings.cells
    staff_ids = [f"E{n:04d}" for n in range(1, staff + 1)]
    ids = [f"C{n:07d}" for n in range(1, customers + 1)]
    opened = SERIAL - rng.integers(30, 2000, customers)
    customer = (
        "客户", ["客户编号", "客户名称", "称谓", "手机", "座机", "地址", "片区", "客户类别", "归属员工", "生日", "方式偏好", "勿扰", "建档日", "状态", "等级", "简称", "行业", "来源", "邮箱", "说明"],
        [cells(ids), maker.names(customers), maker.choice(["先生", "女士"], customers), maker.phones(customers), maker.choice(["", "0571-88886666", "021-66668888"], customers),
         cells(f"城东路{n}号" for n in rng.integers(1, 999, customers)), maker.choice(["东区", "西区", "南区", "北区"], customers),
         maker.choice(["VIP", "经销商", "普通", "新客户"], customers, [0.02, 0.18, 0.6, 0.2]), cells(np.array(staff_ids, object)[rng.integers(0, staff, customers)]),
         maker.dates(SERIAL - rng.integers(8000, 20000, customers)), maker.choice(["", "电话", "微信"], customers, [0.7, 0.2, 0.1]), maker.choice(["", "否", "是"], customers, [0.6, 0.37, 0.03]),
         maker.dates(opened), maker.choice(["在用", "停用"], customers, [0.95, 0.05]), maker.choice(["A", "B", "C"], customers), maker.names(customers),
         maker.choice(["机械", "电子", "服装", "餐饮"], customers), maker.choice(["介绍", "来电", "网络"], customers), cells(f"u{n}@example.com" if n % 3 else "" for n in range(customers)), maker.choice(["", "老客户，注意语气"], customers, [0.9, 0.1])],
    )  # fmt: skip
    age = np.sort((rng.random(events) ** 1.6 * 700).astype(int) + 1)[::-1]
    of_customer = rng.integers(0, customers, events)
    named = np.array(ids, object)[of_customer]
    named[rng.random(events) < 0.002] = "C9999999"
    event = (
        "事件", ["事件编号", "客户编号", "事件类型", "发生时间", "处理完成时间", "产品", "数量", "金额", "员工编号", "紧急", "内容", "单据号", "资料移交时间", "短信时间", "上报时间"],
        [cells(f"EV{n:08d}" for n in range(1, events + 1)), cells(named), maker.choice(["发货", "成交", "投诉", "重大信息"], events, [0.5, 0.4, 0.09, 0.01]), maker.dates(SERIAL - age, time=True),
         maker.dates(np.where(rng.random(events) < 0.9, SERIAL - age + 1, 0), time=True), maker.choice([f"型号{n:03d}" for n in range(400)], events), maker.numbers(rng.integers(1, 50, events)),
         maker.numbers(np.round(rng.lognormal(6, 1.5, events), 2)), cells(np.array(staff_ids, object)[rng.integers(0, staff, events)]), maker.choice(["", "是", "否"], events, [0.8, 0.1, 0.1]),
         maker.choice(["", "客户要求尽快处理"], events, [0.8, 0.2]), cells(f"D{n:08d}" for n in range(events)),
         *(maker.dates(np.where(rng.random(events) < 0.98, SERIAL - age + late, 0), time=True) for late in (1, 0, 0))],
    )  # fmt: skip
    after = np.minimum((rng.random(records) * events).astype(int), events - 1)  # the event that a call came after
    made = np.minimum(SERIAL - age[after] + rng.integers(0, 9, records), SERIAL - 1)
    order = np.argsort(made, kind="stable")
    at_event = after[order]
    linked = rng.random(records) < 0.45
    record = (
        "回访记录", ["记录编号", "客户编号", "事件编号", "回访时间", "方向", "方式", "类别", "员工编号", "结果代码", "满意度", "意见", "建议", "问题", "约定时间", "下次日期", "备注", "处理意见", "审阅意见"],
        [cells(f"R{n:08d}" for n in range(1, records + 1)), cells(np.where(linked, np.array(ids, object)[of_customer[at_event]], np.array(ids, object)[rng.integers(0, customers, records)])),
         cells(np.where(linked, [f"EV{n + 1:08d}" for n in at_event], "")), maker.dates(made[order], time=True), maker.choice(["去电", "来电"], records, [0.95, 0.05]),
         maker.choice(["电话", "微信", "短信", "拜访"], records, [0.8, 0.12, 0.05, 0.03]), maker.choice(["", "到货", "定期"], records, [0.7, 0.2, 0.1]), cells(np.array(staff_ids, object)[rng.integers(0, staff, records)]),
         maker.choice(["完成", "无人接", "拒访", "约时"], records, [0.66, 0.26, 0.04, 0.04]), maker.choice(["", "满意", "一般", "不满意"], records, [0.4, 0.45, 0.1, 0.05]),
         cells(f"反馈{n % 5000}" if n % 3 == 0 else "" for n in range(records)), maker.choice(["", "希望多联系"], records, [0.9, 0.1]), maker.choice(["", "包装破损"], records, [0.95, 0.05]),
         maker.dates(np.where(rng.random(records) < 0.04, made[order] + 7, 0), time=True), maker.dates(np.where(rng.random(records) < 0.1, made[order] + 14, 0)), maker.choice(["", "已转交"], records, [0.95, 0.05]),
         maker.choice(["", "同意"], records, [0.9, 0.1]), maker.choice(["", "已阅"], records, [0.9, 0.1])],
    )  # fmt: skip
    people = (
        "员工", ["员工编号", "姓名", "岗位", "部门", "邮箱", "入职日", "日容量", "能力"],
        [cells(staff_ids), maker.names(staff), maker.choice(["客服专员", "客服部主管"], staff, [0.95, 0.05]), maker.choice(["客服一部", "客服二部"], staff),
         cells(f"{one.lower()}@example.com" for one in staff_ids), maker.dates(SERIAL - rng.integers(100, 3000, staff), dirty=0), maker.numbers(rng.integers(30, 51, staff)), maker.numbers(np.ones(staff))],
    )  # fmt: skip
    return [customer, event, record, people]


def settings(maker: Maker) -> tuple[str, list[str], list[np.ndarray]]:
    rows = [("规则书", "wine-service"), ("启用日", "2026-08-01"), ("库存说明", "一千二百箱"), ("公司名", "示例商行")]
    return (
        "设置",
        ["名", "值"],
        [maker.strings.cells(name for name, _ in rows), maker.strings.cells(value for _, value in rows)],
    )


def letters(column: int) -> str:
    return chr(65 + column)


Sheets = list[tuple[str, list[str], list[np.ndarray]]]


def write(path: Path, scale: float = 1.0, more: Callable[[Maker, Sheets], Sheets] = lambda _, found: found) -> None:
    """The workbook, as Excel would save it; `more` may add columns."""
    maker = Maker()
    found = more(maker, [*sheets(maker, scale), settings(maker)])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as book:
        for number, (_, headings, columns) in enumerate(found, 1):
            head = maker.strings.cells(headings)
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                size = len(columns[0])
                last = f"{letters(len(headings) - 1)}{size + 1}"
                part.write(
                    f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><dimension ref="A1:{last}"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="13.5"/><sheetData>'.encode()
                )
                part.write(_row(1, head).encode())
                for start in range(0, size, 5000):
                    block = zip(*(column[start : start + 5000].tolist() for column in columns), strict=True)
                    part.write("".join(_row(start + offset + 2, cells) for offset, cells in enumerate(block)).encode())
                part.write(b"</sheetData></worksheet>")
        _parts(book, [name for name, _, _ in found], maker.strings)


def _row(number: int, cells: Iterable[str | None]) -> str:
    inner = "".join(f'<c r="{letters(column)}{number}"{cell}' for column, cell in enumerate(cells) if cell is not None)
    return f'<row r="{number}">{inner}</row>'


def _parts(book: zipfile.ZipFile, names: list[str], strings: Strings) -> None:
    sheets_xml = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    book.writestr(
        "xl/workbook.xml", f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets_xml}</sheets></workbook>'
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    after = len(names) + 1
    relations += f'<Relationship Id="rId{after}" Type="{REL}/styles" Target="styles.xml"/><Relationship Id="rId{after + 1}" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    book.writestr(
        "xl/_rels/workbook.xml.rels", f'{HEAD}<Relationships xmlns="{PACK}/relationships">{relations}</Relationships>'
    )
    book.writestr(
        "_rels/.rels",
        f'{HEAD}<Relationships xmlns="{PACK}/relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    book.writestr(
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACK}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{kinds}'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    formats = '<numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="177" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    xf = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    book.writestr(
        "xl/styles.xml",
        f'{HEAD}<styleSheet xmlns="{MAIN}">{formats}<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="3">{xf.format(0)}{xf.format(176)}{xf.format(177)}</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    )
    with book.open("xl/sharedStrings.xml", "w") as part:
        part.write(f'{HEAD}<sst xmlns="{MAIN}" count="{strings.uses}" uniqueCount="{len(strings.numbers)}">'.encode())
        part.write("".join(f"<si><t>{word}</t></si>" for word in strings.numbers).encode())
        part.write(b"</sst>")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--scale", type=float, default=1.0)
    said = arguments.parse_args()
    write(said.path, said.scale)
