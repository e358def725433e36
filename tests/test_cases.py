"""Every scenario file, through the command that supervisors use."""

from pathlib import Path

import pytest

from workbook.shells.commands.cli import main

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_scenario_of_a_file_passes(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`huifang case FILE` ends with no difference, nor does a second run over what the first one wrote."""
    code = main(["case", "--again", str(path)])
    said = capsys.readouterr().out

    assert (0, True) == (code, said.rstrip().endswith("，不符 0。")), said


def test_a_wrong_expectation_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The runner can say no: a row that isn't there, a row too many, a wrong count."""
    path = tmp_path / "x.yaml"
    path.write_text(
        "- name: 错的预期\n  rulebook: 基础\n  now: 2026-03-09\n  given: {客户: [{客户编号: C1, 客户名称: 甲}]}\n"
        "  expect: {客户: [{客户编号: C2}], 客户.没有: [{客户编号: C1}], 客户.行数: 3}\n",
        encoding="utf-8",
    )

    assert 1 == main(["case", str(path)])
    said = capsys.readouterr().out
    assert (3, True) == (said.count("【客户】"), "情景 1 个：符合 0，不符 1。" in said)


def test_its_last_line_speaks_the_language_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Chinese unless --lang says otherwise."""
    path = tmp_path / "x.yaml"
    path.write_text("[]", encoding="utf-8")

    assert 0 == main(["case", "--lang", "en", str(path)])
    assert "Scenarios: 0. As expected: 0, different: 0." == capsys.readouterr().out.strip()
