"""What stands above a column whose name, made for rules, says nothing to people; both names are read."""

from __future__ import annotations

_TITLES = {"主键": "哪一条"}
_HEADINGS = {title: heading for heading, title in _TITLES.items()}


def title_of(heading: str) -> str:
    """What a sheet, a letter or a piece of paper says above a column.

    Examples:
        >>> title_of("主键"), title_of("客户名称")
        ('哪一条', '客户名称')
    """
    return _TITLES.get(heading, heading)


def heading_of(title: str) -> str:
    """The column that a sheet means, whichever of its names stands there.

    Examples:
        >>> heading_of("哪一条"), heading_of("主键"), heading_of("客户名称")
        ('主键', '主键', '客户名称')
    """
    return _HEADINGS.get(title, title)
