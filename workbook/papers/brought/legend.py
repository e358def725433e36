"""What colours and strokes mean, where the sheet itself says so: 红色为重点客户，划线的已搬走."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

GONE = re.compile(
    r"搬走|搬家|离开|流失|停用|停机|停卡|销户|注销|不用|作废|退(?![款货换])|(?:不再?|别|勿|停止|不要|不用)(?:再)?联系|拉黑|黑名单|去世|已故|失效|关店|倒闭|取消"
)
_COLOURS = {"红": 0.0, "橙": 0.08, "黄": 0.16, "绿": 0.33, "蓝": 0.6, "紫": 0.78}
_SAYS = re.compile(r"(红|橙|黄|绿|蓝|紫|灰)(?:色|底|字)*(?:的|为|是|表示|代表|:|：|=)+\s*([^，,；;。、\s]+)")
_MARKS = re.compile(r"([√✓✔☑✅●○■□◆◇▲△★☆◎×✗✘])(?:的)?(?:为|是|表示|代表|:|：|=)+\s*([^，,；;。、\s]+)")
_STRUCK = re.compile(r"(?:划线|划掉|删除线|划去)(?:的)?(?:为|是|表示|:|：|=)?\s*([^，,；;。、\s]+)")


@dataclass(frozen=True, slots=True)
class Legend:
    """Colour word → what it means, what a stroke means ('' where nothing says so), and sign → what it means."""

    colours: dict[str, str]
    struck: str = ""
    marks: dict[str, str] = field(default_factory=dict)


def legend(texts: Iterable[str]) -> Legend:
    """What the notes of a sheet say of its looks.

    Examples:
        >>> legend(["说明：红色为重点客户，划线的已搬走"])
        Legend(colours={'红': '重点客户'}, struck='已搬走', marks={})
        >>> legend(["●为没打通"]).marks
        {'●': '没打通'}
    """
    said = "，".join(texts)
    struck = _STRUCK.search(said)
    colours = {found[1]: found[2] for found in _SAYS.finditer(said)}
    return Legend(colours, struck[1] if struck else "", {found[1]: found[2] for found in _MARKS.finditer(said)})


@lru_cache(maxsize=256)
def colour(fill: str) -> str:
    """The word for a colour; '' for white, black and none.

    Examples:
        >>> colour("FFC7CE"), colour("BFBFBF"), colour("C6EFCE"), colour("FFFFFF"), colour("")
        ('红', '灰', '绿', '', '')
    """
    if len(fill) != 6:
        return ""
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    if full < 0.12:
        return "灰" if 0.3 < light < 0.95 else ""
    return min(_COLOURS, key=lambda word: min(abs(hue - _COLOURS[word]), 1 - abs(hue - _COLOURS[word])))
