"""The outbox: who gets which rows, which letters leave, and what is remembered."""

import json
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.papers.letters.letters import Letter
from workbook.papers.letters.outbox import ASK, DONE, TWICE, Plan, Recipient, plan, shares
from workbook.shells.mail import sent
from workbook.words.faults import MailFault

DAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12)


def note(key: str, hold: str = "") -> Letter:
    """A letter that is only its key."""
    return Letter(key, "日报", DAY, "wang@example.com", "王芳", "日报", "好", "<p>好</p>", hold=hold)


def keys(group: tuple[tuple[Letter, str], ...]) -> list[tuple[str, str]]:
    """Key and reason of each letter of a group."""
    return [(letter.key, reason) for letter, reason in group]


# -- who gets what


STAFF = ("王", "李", "陈", "赵")


@given(st.lists(st.sampled_from([*STAFF, None]), max_size=12), st.sets(st.sampled_from(STAFF)))
@settings(max_examples=50, deadline=None)
def test_managers_see_all_and_each_adviser_only_their_own(owners: list[str | None], advisers: set[str]) -> None:
    """No adviser's share holds another's row; none of their own is missing; managers miss nothing."""
    rows = pd.DataFrame({"责任人": pd.array(owners, dtype="str"), "序": range(len(owners))})
    manager = Recipient("zhao@example.com", "经理")
    own = {name: [Recipient(f"{number}@example.com", name)] for number, name in enumerate(sorted(advisers))}
    got = {share.recipient.name: share.parts for share in shares(rows, "责任人", everything=[manager], own=own)}

    assert list(range(len(owners))) == list(got.pop("经理")[0][1]["序"])
    assert {name for name in advisers if name in owners} == set(got)
    for name, ((value, part),) in got.items():
        assert name == value
        assert [number for number, owner in enumerate(owners) if owner == name] == list(part["序"])


def test_a_leader_of_two_gets_one_letter_with_two_parts() -> None:
    """One person under several values gets one share; who sees everything gets nothing twice."""
    rows = pd.DataFrame({"责任人": pd.array(["王", "李"], dtype="str")})
    leader, boss = Recipient("L@example.com", "组长"), Recipient("b@example.com", "经理")
    same = Recipient("l@Example.com", "组长")
    found = shares(rows, "责任人", everything=[boss], own={"王": [leader, boss], "李": [same], "赵": [leader]})

    assert [("经理", [""]), ("组长", ["王", "李"])] == [
        (share.recipient.name, [value for value, _ in share.parts]) for share in found
    ]


# -- which letters leave


def test_a_plan_says_why() -> None:
    """Sent is passed over, an interrupted sending asks, a bad address waits, a second copy is dropped."""
    letters = [note("新"), note("发过", "没有邮箱"), note("断了"), note("缺", "没有邮箱"), note("新")]
    made = plan(letters, {"发过": "sent", "断了": "sending"})

    assert [("新", "")] == keys(made.send)
    assert [("断了", ASK), ("缺", "没有邮箱")] == keys(made.hold)
    assert [("发过", DONE), ("新", TWICE)] == keys(made.skip)


_KEYS = st.sampled_from("甲乙丙丁戊")


@given(
    st.lists(st.builds(note, _KEYS, st.sampled_from(["", "", "没有邮箱"]))),
    st.dictionaries(_KEYS, st.sampled_from(["sent", "sending"])),
)
@settings(max_examples=60)
def test_each_letter_is_in_one_group_and_leaves_once(letters: list[Letter], marks: dict[str, str]) -> None:
    """The groups add up to all; nothing marked leaves; planning again after sending sends nothing."""
    made = plan(letters, marks)
    leaving = [letter.key for letter, _ in made.send]

    assert sorted(letter.key for letter in letters) == sorted(
        letter.key for group in (made.send, made.hold, made.skip) for letter, _ in group
    )
    assert len(set(leaving)) == len(leaving)
    assert set() == set(leaving) & set(marks)
    assert () == plan(letters, marks | dict.fromkeys(leaving, "sent")).send


# -- what is remembered


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """An outbox beside a workbook that isn't there yet."""
    return sent.outbox(tmp_path / "回访.xlsx")


def test_the_outbox_lives_beside_the_workbook(box: Path) -> None:
    """`回访.xlsx` keeps its letters' marks in `回访.huifang`."""
    assert ("回访.huifang", "outbox.jsonl") == (box.parent.name, box.name)
    assert {} == sent.marks(box)


def test_the_last_mark_counts(box: Path) -> None:
    """Refused letters may leave again, and keep their reason."""
    for key, state, why in [
        ("甲", "sending", ""),
        ("乙", "sending", ""),
        ("甲", "sent", ""),
        ("乙", "refused", "太大"),
    ]:
        sent.mark(box, key, state, NOON, why)

    assert {"甲": "sent"} == sent.marks(box)
    assert sent.Mark("乙", "refused", "2026-03-09 12:00:00", "太大") == sent.history(box)[-1]


@given(st.integers(0, 400))
@settings(max_examples=40, deadline=None)
def test_a_torn_line_forgets_nothing_before_it(cut: int) -> None:
    """Cut anywhere, the file still reads; what follows is appended on a line of its own."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder) / "outbox.jsonl"
        for number in range(4):
            sent.mark(box, f"信{number}", "sending", NOON)
        whole = box.read_bytes()
        box.write_bytes(whole[:cut])
        kept = whole[:cut].count(b"\n")
        sent.mark(box, "后来", "sent", NOON)
        expected = {f"信{number}": "sending" for number in range(kept)} | {"后来": "sent"}
        found = sent.marks(box)
        # A line torn only of its line end still says all it said.
        found.pop(f"信{kept}", None)

        assert expected == found


def test_a_person_decides_about_an_interrupted_letter(box: Path) -> None:
    """It arrived: never again. It didn't: it leaves at the next run."""
    for key in ("到了", "没到"):
        sent.mark(box, key, "sending", NOON)
    sent.resolve(box, "到了", "sent", NOON)
    sent.resolve(box, "没到", "again", NOON)
    made = plan([note("到了"), note("没到")], sent.marks(box))

    assert Plan(send=((note("没到"), ""),), skip=((note("到了"), DONE),)) == made


def test_deciding_about_an_unknown_letter_names_the_known_ones(box: Path) -> None:
    """A mistyped key is a fault that lists what is waiting."""
    sent.mark(box, "日报|2026-03-09|a@b.cn", "sending", NOON)
    with pytest.raises(MailFault) as fault:
        sent.resolve(box, "日报", "again", NOON)

    assert "发件箱里没有“日报”这封信。\n怎么改：照抄待定的信名；待定的是：日报|2026-03-09|a@b.cn。" == str(fault.value)


def test_strange_lines_are_passed_over(box: Path) -> None:
    """What isn't a mark is not one."""
    box.parent.mkdir()
    box.write_text(f'[]\n{{"state": 1}}\n\n7\n{json.dumps({"key": "甲", "state": "sent"})}\n', encoding="utf-8")

    assert {"甲": "sent"} == sent.marks(box)


def test_an_outbox_that_can_not_be_kept_stops_the_sending(tmp_path: Path) -> None:
    """Where no mark can be written, no letter may leave."""
    (tmp_path / "回访.huifang").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(MailFault, match="写不进"):
        sent.mark(sent.outbox(tmp_path / "回访.xlsx"), "甲", "sending", NOON)


def test_two_runs_do_not_send_at_once(box: Path) -> None:
    """The second is told to wait; the outbox is free again afterwards."""
    with sent.alone(box), pytest.raises(MailFault, match="另一次发送还没有做完"), sent.alone(box):
        pass
    with sent.alone(box):
        assert {} == sent.marks(box)


def test_a_mark_is_written_only_where_this_run_began(tmp_path: Path) -> None:
    """Where a share was, what an earlier run left may stand: the mark would be lost with it, so the letter must stay."""
    box = sent.outbox(tmp_path / "共享" / "回访.xlsx")
    ours = sent.mark(box, "运行", "begun", NOON, "今天")
    assert ours.at + len(ours.line) == sent.mark(box, "信", "sending", NOON, there=True, ours=ours).at

    box.parent.parent.rename(tmp_path / "掉线")
    sent.mark(box, "运行", "begun", NOON, "从前")
    before = box.read_bytes()
    with pytest.raises(MailFault, match="它不见了"):
        sent.mark(box, "信", "sent", NOON, there=True, ours=ours)
    assert before == box.read_bytes()
