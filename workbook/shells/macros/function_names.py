"""The Chinese names of the worksheet functions, as names of a workbook: 回访.到期 and its like, for Excel with LAMBDA."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import BOOK_ORDER, Wiring
from workbook.shells.parts.xmltree import add, child

HOLIDAYS, SETTINGS, SANCTIONS = "节假日", "设置", "处罚标准"
AREAS = {HOLIDAYS: "$A$1:$H$600", SETTINGS: "$A$1:$H$400", SANCTIONS: "$A$1:$AH$600"}


class Named(NamedTuple):
    """A name: what people write, the macro behind it, its arguments, and the sheets it takes as they are."""

    name: str
    macro: str
    arguments: tuple[str, ...]
    sheets: tuple[str, ...]


NAMED = (
    Named("回访.到期", "HF_DUE", ("起点", "时长"), (HOLIDAYS,)),
    Named("回访.工作日加", "HF_WORKDAY", ("日期", "天数"), (HOLIDAYS,)),
    Named("回访.罚款", "HF_FINE", ("条款代码", "日期", "第几次", "数量"), (SETTINGS, SANCTIONS)),
)


def definitions(sheets: Collection[str]) -> dict[str, str]:
    """The formula of each name in a workbook with these sheets, as files hold it; a sheet that isn't there is left empty.

    Examples:
        >>> definitions(["节假日"])["回访.工作日加"]
        "_xlfn.LAMBDA(_xlpm.日期,_xlpm.天数,HF_WORKDAY(_xlpm.日期,_xlpm.天数,'节假日'!$A$1:$H$600))"
    """
    found = {}
    for one in NAMED:
        given = [f"_xlpm.{word}" for word in one.arguments]
        areas = [f"'{sheet}'!{AREAS[sheet]}" if sheet in sheets else '""' for sheet in one.sheets]
        found[one.name] = f"_xlfn.LAMBDA({','.join(given)},{one.macro}({','.join([*given, *areas])}))"
    return found


def name_functions(wiring: Wiring) -> None:
    """The names, in the workbook; one that it has already is left as it is."""
    root = xmltree.parse(wiring.package.read(wiring.main), wiring.main)
    names = child(root, "definedNames")
    if names is None:
        names = add(root, "definedNames", BOOK_ORDER)
    taken = {node.get("name") for node in names}
    for name, formula in definitions(wiring.sheets).items():
        if name not in taken:
            add(names, "definedName", name=name).text = formula
    wiring.package.write(wiring.main, xmltree.to_bytes(root))
