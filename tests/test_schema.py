"""What is declared: the standard sheets, what a rulebook adds, what a path opens, what is a type."""

from __future__ import annotations

import pytest

from workbook.sheets.schema import STANDARD
from workbook.sheets.types import Type


def test_standard_sheets_hold_together() -> None:
    """No doubts, no two columns of one heading, ours with a key first and 因由 last; 问题明细 is made anew as a whole."""
    _, refused = STANDARD.with_rows([])
    ours = [sheet for sheet in STANDARD.sheets.values() if sheet.ours and sheet.name != "问题明细"]

    assert [] == refused
    for sheet in STANDARD.sheets.values():
        assert len(sheet.columns) == len({column.heading for column in sheet.columns})
        assert len(sheet.columns) == len({column.ident for column in sheet.columns})
    assert {"主键"} == {sheet.columns[0].role.split()[0] for sheet in ours}
    assert {"因由"} == {sheet.columns[-1].heading for sheet in ours}
    assert ["结果代码", "回访时间", "约定时间", "备注"] == [
        column.heading for column in STANDARD.sheet("今日清单").columns if column.typed
    ]


def test_a_rulebook_adds_but_never_retypes() -> None:
    """What is refused is said in one sentence each, ready to print."""
    made, refused = STANDARD.with_rows(
        [
            {"表": "客户", "列": ["手机:文本", "账户:编号~", "容量:怪"]},
            {"表": "客户", "列": "手机", "必填": "是", "密级": "机密", "说明": "11 位"},
            {"表": "卡", "列": ["卡号:引用(三表卡)"]},
            {"列": ["x:文本"]},
            {"表": "客户", "列": "座机", "别名": "固话,手机号"},
        ]
    )
    mobile = made.sheet("客户").column("手机")

    assert [
        "【登记表】的【客户】：“手机”已是电话，不能改成文本。",
        "【登记表】的【客户】：“容量:怪”看不懂，写成 列名:类型，例如 交车时间:时点!。",
        "【登记表】有一行没有写“表”。",
        "【登记表】的【客户】：“手机号”是“手机”的别名，又是“座机”的。",
        "【登记表】的【卡】：“卡号”引用【三表卡】，没有这张表。",
    ] == refused
    assert mobile is not None
    assert ("电话", True, "机密", "11 位") == (mobile.type.name, mobile.required, mobile.privacy, mobile.note)
    assert "个人" == next(c.privacy for c in made.sheet("客户").columns if c.heading == "账户")


@pytest.mark.parametrize(
    ("sheet", "path", "heading"),
    [
        ("事件", "客户", "客户编号"),
        ("事件", "员工", "员工编号"),
        ("事件", "负责人", "负责人"),
        ("客户", "归属员工", "归属员工"),
        ("客户", "员工", "归属员工"),
        ("员工", "组长", "组长"),
        ("员工", "员工", None),
        ("事件", "没有", None),
    ],
)
def test_a_path_opens_the_reference_it_means(sheet: str, path: str, heading: str | None) -> None:
    """Its heading, its heading without 编号, or the one the row belongs to."""
    found = STANDARD.sheet(sheet).reference(path)

    assert heading == (found and found.heading)


@pytest.mark.parametrize(
    "text", ["", "文本(甲)", "引用", "引用()", "明细()", "代码(", "怪", "明细(:文本)", "明细(料号:怪)"]
)
def test_what_is_no_type_is_refused(text: str) -> None:
    """By the one error that a register catches."""
    with pytest.raises(ValueError):
        Type.parse(text)
