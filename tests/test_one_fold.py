"""Words that read alike are alike wherever rules compare them: 关联, 分组, 计次键, 互斥键, 键, 去重, 分层."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from worlds import column, office, rows

SHEETS = """
登记表:
  - {表: 车, 列: ["车牌:文本", "车型:文本", "里程:小数"]}
  - {表: 进站, 列: ["单号:编号#", "车牌号:文本", "型号:文本", "时间:时点@", "员工编号:引用(员工)"]}
"""
PLATES = ("鄂A12345", "鄂Ａ１２３４５", "鄂a12345", " 鄂A12345 ")


def visits(plates: Sequence[str]) -> list[dict[str, object]]:
    """One visit to the workshop a plate."""
    return [
        {"单号": f"J{n}", "车牌号": plate, "型号": plate, "时间": f"2024-03-0{n} 10:00", "员工编号": "S1"}
        for n, plate in enumerate(plates, 1)
    ]


def test_rows_belong_together_however_a_plate_is_written() -> None:
    """关联 over two columns of text."""
    rules = SHEETS + "计算: [{表: 车, 列: 次数, 方法: 计数, 来源: 进站, 关联: 车牌=车牌号, 类型: 整数}]"
    cars = [{"车牌": "鄂a12345"}, {"车牌": "鄂B00001"}]
    world = office(rules, "2024-03-31", {"车": cars, "进站": visits(PLATES)})

    assert [4.0, 0.0] == world.column(world.frame("车"), "次数").objects().tolist()


@pytest.mark.parametrize("plate", ["鄂A·12345", "鄂ａ•12345", "鄂A 12345", "鄂A.12345"])
def test_a_plate_with_its_dot_is_the_same_plate(plate: str) -> None:
    """As it stands on the car; a dot elsewhere stays."""
    rules = SHEETS + (
        "计算: [{表: 车, 列: 次数, 方法: 计数, 来源: 进站, 关联: 车牌=车牌号, 类型: 整数}, "
        '{表: 进站, 列: 是它, 公式: "1", 类型: 整数, 若: {车牌号: 鄂A12345}}]'
    )
    world = office(rules, "2024-03-31", {"车": [{"车牌": "鄂A12345"}, {"车牌": "鄂1·2345"}], "进站": visits([plate])})

    assert [1.0, 0.0] == world.column(world.frame("车"), "次数").objects().tolist()
    assert [1.0] == world.column(world.frame("进站"), "是它").objects().tolist()


@pytest.mark.parametrize("order", [1, -1])
def test_a_metric_has_one_group_for_them(order: int) -> None:
    """分组, called the same whichever row comes first; and 去重数 counts one."""
    rules = SHEETS + (
        "指标: [{编号: M, 表: 进站, 方法: 计数, 期: 月, 分组: 型号}, {编号: N, 表: 进站, 方法: 去重数, 列: 车牌号, 期: 月}]"
    )
    world = office(rules, "2024-03-31", {"进站": visits(("Ａ型", "A型", "a型", "B型")[::order])})
    found = world.frame("指标结果")

    march = [row for row in rows(found, "编号", "期", "分组", "值") if row[1] == "2024-03"]
    assert [
        ("M", "2024-03", "A型", 3),
        ("M", "2024-03", "B型", 1),
        ("M", "2024-03", "合计", 4),
        ("N", "2024-03", "合计", 2),
    ] == march


def test_a_notice_is_the_same_notice() -> None:
    """计次键: three spellings of one car are one notice, so nobody climbs the ladder for them; 互斥键 takes one."""
    rules = (
        SHEETS
        + """
处罚标准:
  - {编号: F, 名称: 甲, 条款: 甲, 触发: 表 进站, 违规人: "{员工编号}", 计次键: 车牌号, 阶梯窗: 年, 金额: "1:20; 2+:40"}
"""
    )
    world = office(rules, "2024-03-31", {"进站": visits((*PLATES[:3], "鄂B00001"))})

    assert [1, 1, 1, 2] == column(world.frame("处罚台账"), "第几次")


def test_a_quota_has_one_key_for_them() -> None:
    """键: each model once a month; three spellings are one model."""
    rules = SHEETS + "定额: [{编号: Q, 名称: 甲, 条款: 甲, 计数表: 进站, 键: 型号, 期: 月, 数: 3}]"
    world = office(rules, "2024-03-31", {"进站": visits(("Ａ型", "A型", "a型"))})

    assert [("A型", "2024-03", 3)] == [
        row for row in rows(world.frame("定额结果"), "键", "期", "实际") if row[1] == "2024-03"
    ]
