"""Texts with holes, filled: a hole that nothing fills is a fault that says where and what there is instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from workbook.papers.pages.plain_tables import aligned, width
from workbook.words.faults import PaperFault
from workbook.words.tongue import spoken, worded

if TYPE_CHECKING:
    import jinja2


def filled(templates: Mapping[str, str], which: str, words: Mapping[str, object]) -> str:
    """The template `which` with its holes filled by `words`; names with `.html` escape what they are given.

    Raises:
        PaperFault: the template is missing, is written wrongly, or uses what isn't there.

    Examples:
        >>> filled({"a.txt.j2": "{{ name }}，您好。", "a.html.j2": "<p>{{ name }}</p>"}, "a.html.j2", {"name": "<王>"})
        '<p>&lt;王&gt;</p>'
        >>> filled({"a.txt.j2": "{{ nmae }}"}, "a.txt.j2", {"name": "王"})
        Traceback (most recent call last):
        workbook.words.faults.PaperFault: 模板 a.txt.j2 第 1 行用了“nmae”，没有这一项。
        怎么改：可用的有 name。
    """
    import jinja2
    from jinja2.exceptions import SecurityError

    environment = _environment(tuple(sorted(templates.items())))
    try:
        return environment.get_template(which).render(dict(words))
    except jinja2.TemplateNotFound as missing:
        have = "、".join(sorted(templates)) or "一个也没有"
        raise PaperFault(
            worded("找不到模板 {name}。", name=missing.name),
            worded("把它放回 templates 文件夹；现有的是：{have}。", have=have),
        ) from missing
    except jinja2.TemplateSyntaxError as wrong:
        raise PaperFault(
            worded(
                "模板 {name} 第 {lineno} 行的写法不对：{message}。",
                name=wrong.name,
                lineno=wrong.lineno,
                message=wrong.message,
            ),
            worded("改好这一行，或换回原来的模板。"),
        ) from wrong
    except (jinja2.UndefinedError, SecurityError) as missing:
        _hole(missing, templates, which, words)
    except (TypeError, ValueError, ArithmeticError, LookupError, jinja2.TemplateRuntimeError) as wrong:
        where = _where(wrong, templates, which)
        raise PaperFault(
            worded("模板 {where}填不了：{wrong}。", where=where, wrong=wrong), worded("改好这一行，或换回原来的模板。")
        ) from wrong


def _hole(missing: Exception, templates: Mapping[str, str], which: str, words: Mapping[str, object]) -> NoReturn:
    """Say which name of which line isn't there, and which names are."""
    name, _, choices = str(missing).partition("\n")
    have = choices or "、".join(sorted(words))
    where = _where(missing, templates, which)
    raise PaperFault(
        worded("模板 {where}用了“{name}”，没有这一项。", where=where, name=name), worded("可用的有 {have}。", have=have)
    ) from missing


def _where(error: BaseException, templates: Mapping[str, str], which: str) -> str:
    """Template and line where the error rose, from its traceback."""
    found, at = f"{which} ", error.__traceback__
    while at is not None:
        name = at.tb_frame.f_code.co_filename
        if name in templates:
            found = worded("{name} 第 {tb_lineno} 行", name=name, tb_lineno=at.tb_lineno)
        at = at.tb_next
    return found


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    """An environment over these texts: strict about names, escaping HTML, unable to reach beyond what it is given."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Hole(jinja2.StrictUndefined):
        """A missing name whose error lists, on its second line, the names there are."""

        @property
        def _undefined_message(self) -> str:
            name = str(self._undefined_name)
            if self._undefined_obj is jinja2.utils.missing:
                return name
            return f"{name}\n{'、'.join(_names(self._undefined_obj))}"

    texts = dict(templates)
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(lambda name: (texts[name], name, None) if name in texts else None),
        undefined=Hole,
        autoescape=lambda name: name is not None and ".html" in name,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["short"] = lambda cell: width(cell) <= 12 or (len(cell) <= 16 and cell.isascii())
    environment.globals |= {"worded": worded, "spoken": spoken}
    environment.filters["numbered"] = enumerate
    environment.filters["aligned"] = lambda section: aligned(section.headings, section.rows, section.numeric)
    return environment


def _names(thing: Any) -> list[str]:
    """What one may ask of a value inside a template."""
    if isinstance(thing, Mapping):
        return sorted(str(name) for name in thing)
    return [field.name for field in fields(thing)] if is_dataclass(thing) else []
