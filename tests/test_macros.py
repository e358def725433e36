"""The macros: ASCII, one line a button, nothing decided in them; every name they use is there."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest
import yaml
from lxml import etree
from pyopenvba.apps.excel import ExcelApplication

from workbook.shells.commands import arguments
from workbook.shells.macros import sources

HOME = Path(__file__).parents[1]
FOLDER = HOME / "macros"
SOURCES = sorted(FOLDER.rglob("*.bas"))
CALLED = re.compile(r'RunPython\("import workbook\.shells\.commands\.buttons as b; b\.(\w+)\(\)"\)')


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def subs(source: str) -> dict[str, list[str]]:
    """Each public Sub or Function of a module with its lines."""
    found = re.findall(r"^Public (?:Sub|Function) (\w+)\(.*\n((?:.*\n)*?)End (?:Sub|Function)", source, re.MULTILINE)
    return {name: [line.strip() for line in body.splitlines()] for name, body in found}


def functions() -> dict[str, ast.FunctionDef]:
    """What buttons.py offers."""
    tree = ast.parse((HOME / "workbook/shells/commands/buttons.py").read_text(encoding="utf-8"))
    return {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")}


def ribbon_buttons() -> list[dict[str, str]]:
    return [dict(one.attrib) for one in etree.fromstring(sources.ribbon()).iter("{*}button")]  # type: ignore[arg-type]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_macro_is_ascii_and_declares_what_it_uses(path: Path) -> None:
    """Another computer's code page changes nothing, and a slip of the pen is found when it is compiled."""
    source = path.read_bytes()

    assert b"" == bytes(byte for byte in source if byte > 126)
    assert b"\nOption Explicit\n" in source
    assert f'Attribute VB_Name = "{path.stem}"'.encode() in source


def test_every_button_is_one_line_that_runs_python() -> None:
    """Whether it works, what it does, what is asked and said: all that is Python's."""
    lines = [line for body in subs(text("HuifangButtons.bas")).values() for line in body]

    assert [] == [line for line in lines if not re.fullmatch(rf"If Started\(\) Then Ended {CALLED.pattern}", line)]
    assert 21 == len(lines)


def test_every_function_of_the_buttons_has_its_macro_and_no_macro_calls_another() -> None:
    """buttons.py and HuifangButtons.bas name the same things; none of them wants an argument."""
    called = [CALLED.search(body[0]) for body in subs(text("HuifangButtons.bas")).values()]

    assert list(functions()) == [found[1] for found in called if found]
    assert [] == [name for name, one in functions().items() if one.args.args]


def test_macros_run_python_nowhere_else() -> None:
    """RunPython stands in the buttons, and in LibreOffice's stand-in for it."""
    users = {path.relative_to(FOLDER).as_posix() for path in SOURCES if "RunPython" in path.read_text()}

    assert {"HuifangButtons.bas", "excel/HuifangStart.bas", "libreoffice/HuifangStart.bas"} == users


def test_the_ribbon_calls_every_button_by_a_macro_that_is_there() -> None:
    """onAction names a Sub that goes straight to the button of the same name."""
    calls = subs(text("excel/HuifangRibbon.bas"))

    assert sorted(one["onAction"] for one in ribbon_buttons()) == sorted(calls)
    assert list(subs(text("HuifangButtons.bas"))) == [body[0] for body in calls.values()]


def test_the_ribbon_says_what_each_button_does() -> None:
    """An icon, a caption, a tip in Chinese; a large caption is short enough for one line."""
    for one in ribbon_buttons():
        assert {"imageMso", "label", "screentip", "supertip"} <= one.keys()
        assert re.search(r"[\u4e00-\u9fff].*[。]$", one["supertip"])
        assert len(one["label"]) <= 5
    assert len(ribbon_buttons()) == len({one["id"] for one in ribbon_buttons()})


def test_the_page_about_buttons_tells_every_one_and_its_sketch_is_fresh() -> None:
    """docs/装按钮.md in the ribbon's order; `python docs/ribbon.py` would change nothing."""
    page = (HOME / "docs/装按钮.md").read_text(encoding="utf-8").partition("## 按钮一览")[2].partition("\n## ")[0]
    spec = importlib.util.spec_from_file_location("docs_ribbon", HOME / "docs/ribbon.py")
    assert spec is not None
    assert spec.loader is not None
    ribbon = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ribbon)

    assert [one["label"] for one in ribbon_buttons()] == re.findall(r"^\| (\S+) \| [^|]+ \|$", page, re.MULTILINE)[1:]
    assert ribbon.drawn() == (HOME / "docs/ribbon.svg").read_text(encoding="utf-8")


def test_both_flavours_have_the_same_buttons() -> None:
    """And each has what the buttons lean on, exactly once; RunPython for Excel is xlwings' own."""
    for flavour in ("excel", "libreoffice"):
        names = [name for one in sources.modules(flavour) for name in subs(one.text + "\n")]  # type: ignore[arg-type]
        assert {"Started", "Ended", "RunPython", "HuifangToday", "WordsTitle"} <= set(names)
        ours = [name for name in names if name.startswith(("Huifang", "Ribbon", "Words", "Started", "Ended"))]
        assert len(ours) == len(set(ours)), flavour


def test_words_that_a_macro_says_are_there_and_come_out_in_chinese() -> None:
    """Each Words… that is called is made from words.yaml, and its numbers are the sentence."""
    sentences = yaml.safe_load(text("words.yaml"))
    called = {name for path in SOURCES for name in re.findall(r"\bWords(\w+)\(\)", path.read_text())}
    made = sources.words_module(sentences)

    assert called == set(sentences)
    for name, sentence in sentences.items():
        body = made.partition(f"Public Function Words{name}()")[2].partition("End Function")[0]
        codes = " ".join(re.findall(r'Said\("([^"]+)"\)', body)).split()
        assert sentence == "".join(chr(int(code, 16)) for code in codes)
    assert max(map(len, made.splitlines())) < 1023


def test_libreoffice_knows_every_button_as_a_command() -> None:
    """Its script turns b.today() into `huifang today`, and so on."""
    tree = ast.parse(text("libreoffice/huifang.py"))
    known = {
        str(node.targets[0].id): ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "COMMANDS"
    }["COMMANDS"]

    assert set(functions()) == set(known)
    assert [] == [words for words in known.values() if words[0].split()[0] not in arguments.HELP]


# -- run, in an interpreter of VBA that isn't Office

STAND_IN = """
Public Function FileExists(ByVal Path As String) As Boolean
    FileExists = (Path = "there")
End Function
Public Function GetConfig(Key As String, Optional Usual As String = "") As Variant
    GetConfig = "{interpreter}"
End Function
Public Function RunPython(Command As String)
    Debug.Print Command & " | " & Application.StatusBar
    RunPython = {outcome}
End Function
"""


def pressed(interpreter: str, outcome: int) -> ExcelApplication:
    """Excel in memory after 今日清单 was pressed; what xlwings does there stands in for it."""
    app = ExcelApplication()
    app.add_workbook()
    for one in sources.modules("excel"):
        if one.name.startswith("Huifang"):
            app.add_module(one.text + "\n", name=one.name)
    app.add_module(STAND_IN.format(interpreter=interpreter, outcome=outcome), name="xlwings")
    app.run("HuifangToday")
    return app


def test_a_press_tells_the_status_bar_and_hands_over_to_python() -> None:
    """A line while Python starts, none afterwards, and no box of the macro's own."""
    app = pressed("there", 0)

    assert ["import workbook.shells.commands.buttons as b; b.today() | 回访：正在启动，几秒钟就好……"] == app.console
    assert ([], False) == (app.dialogs, app.evaluate("Application.StatusBar"))


def test_without_python_a_press_says_how_to_install() -> None:
    """In Chinese, from an ASCII macro; Python isn't called."""
    app = pressed("gone", 0)

    assert [] == app.console
    assert ["按钮还没有装好"] == [words[:7] for _, words, *_ in app.dialogs]
    assert "怎么改：在项目文件夹里运行 python start.py install" in app.dialogs[0][1]


def test_when_python_fails_to_start_the_next_step_is_said() -> None:
    """-1 is what xlwings answers then."""
    app = pressed("there", -1)

    assert "怎么改：在项目文件夹里运行 python start.py doctor" in app.dialogs[0][1]
    assert app.evaluate("Application.StatusBar") is False
