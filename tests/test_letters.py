"""Letters: what stands in them, what never does, and the bytes that travel."""

import os
import re
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.papers.letters.letters import Attachment, Letter, Section, key, letter, message_id
from workbook.papers.letters.message import bytes_of, message
from workbook.papers.pages import masking
from workbook.papers.pages.plain_tables import aligned, padded, width
from workbook.papers.pages.templates import filled
from workbook.words.faults import PaperFault

ROOT = Path(__file__).parents[1]
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("mail.*.j2")}
GOLDEN = Path(__file__).parent / "golden" / "letters"
DAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12)
SENDER = "回访 <kefu@example.com>"

OVERDUE = Section(
    "逾期未回访",
    "已过时限，请今天先打这几家。",
    ("客户", "责任人", "规则", "到期", "逾期"),
    (
        ("望江酒行", "王芳", "首单后第 7 天回访", "2026-03-07", "2 天"),
        ("临平烟酒总汇", "李大伟", "投诉处理后 3 工作日回访", "2026-03-06", "1 工作日"),
    ),
    frozenset({4}),
    figures=(("今日应回访", "42"), ("按时完成率", "57/63 · 90.48%"), ("逾期", "2")),
    left_out=2,
    level="逾期",
)
LISTED = Section(
    "今日清单",
    headings=("计划时间", "客户", "手机", "说明"),
    rows=(
        ("09:00", "望江酒行", "13812345678", "客户说打座机 0571-88886666"),
        ("10:30", "振华商贸", "88886666", "<b>大客户</b>，改期一次"),
    ),
)


def made(*sections: Section, **words: object) -> Letter:
    """A letter of these sections with the shipped templates."""
    given_words = {"report": "回访日报", "day": DAY, "address": "wang@example.com", "name": "王芳"} | words
    return letter(sections, templates=TEMPLATES, **given_words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("did", "note"),
    [
        ("王芳", "空着的、别的列已经说了的没有列：姓名、冲销。"),
        ("李大伟", "空着的、别的列已经说了的没有列：代码、冲销。"),
    ],
)
def test_the_sum_of_a_wide_table_is_in_sight(did: str, note: str) -> None:
    """Empty columns and those that another says as well give way, and are named; who did it stays where another pays."""
    heads = ("承担人", "姓名", "组别", "代码", "名称", "日期", "数量", "第几次", "倍数", "金额", "冲销")
    row = ("王芳", did, "一组", "T1", "迟到", "2026-03-02", "1", "1", "1", "20.00", "")
    sent = made(Section("月表", "", heads, (row,), frozenset({6, 7, 8, 9})))

    assert note in sent.text
    assert 9 == len(re.findall(r"<th ", sent.html))
    assert re.search(r'<td align="right"[^>]*>20\.00</td>', sent.html)


def travelled(sent: Letter) -> EmailMessage:
    """The letter after it became bytes and was read again."""
    content = message(sent, SENDER, NOON, message_id(sent.key, SENDER)).as_bytes()
    return message_from_bytes(content, policy=policy.default)


def spoken(mail: EmailMessage) -> str:
    """Everything a reader can see: headers and every text part, decoded."""
    headers = "\n".join(str(value) for value in mail.values())
    return "\n".join([headers, *(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")])


@pytest.mark.parametrize("which", ["manager", "adviser", "nothing"])
def test_letters_read_as_they_did_yesterday(which: str) -> None:
    """The golden letters, plain and HTML; GOLDEN_UPDATE=1 writes them anew."""
    sent = {
        "manager": lambda: made(
            OVERDUE,
            LISTED,
            name="赵经理",
            opening="昨天应回访 63 件，按时做完 57 件。",
            why="您的岗位是“客服主管”，收全部门的日报",
            counted=("按时完成率 = 时限内完成的 ÷ 昨天到期的，免责的不算在内。",),
            attachments=(Attachment("今日清单.xlsx", b""),),
        ),
        "adviser": lambda: made(LISTED, why="今天有分给您的回访"),
        "nothing": lambda: made(Section("处罚", headings=("姓名", "金额"))),
    }[which]()
    for ending, text in (("txt", sent.text), ("html", sent.html)):
        kept = GOLDEN / f"{which}.{ending}"
        if os.environ.get("GOLDEN_UPDATE"):
            kept.write_text(text, encoding="utf-8")

        assert kept.read_text(encoding="utf-8") == text


def test_the_twins_tell_the_same() -> None:
    """Every cell of a letter stands in its plain text and in its HTML."""
    sent = made(OVERDUE)
    cells = [cell for row in OVERDUE.rows for cell in row]

    assert cells == [cell for cell in cells if cell in sent.text and cell in sent.html]


def test_what_staff_typed_is_not_markup() -> None:
    """A note with angle brackets stays a note in the HTML twin."""
    sent = made(LISTED)

    assert "&lt;b&gt;大客户&lt;/b&gt;" in sent.html
    assert "<b>大客户</b>" in sent.text


def test_a_wide_table_is_told_row_by_row() -> None:
    """Plain text never grows beyond the page: each row becomes a paragraph."""
    told = aligned(("客户", "说明"), (("甲", "很长的话" * 20),))

    assert f"1. 客户：甲；说明：{'很长的话' * 20}" == told


@given(st.lists(st.tuples(st.text("客A1 （"), st.text("户b，")), min_size=1, max_size=4))
@settings(max_examples=40)
def test_columns_stand_under_each_other(rows: list[tuple[str, str]]) -> None:
    """The second column begins at the same place in every line, counted as East Asian screens count."""
    lines = aligned(("客户", "|"), [(first, f"|{second}") for first, second in rows], most=10_000).splitlines()
    starts = {width(line[: line.rindex("|")]) for line in lines if "|" in line}

    assert 1 == len(starts)
    assert 9 == width(padded("客户", 9))


# -- phones


_FIRST = st.sampled_from([f"1{second}{third}" for second in "3456789" for third in "0159"])
_FOUR = st.from_regex(r"[0-9]{4}", fullmatch=True)
_PHONE = st.one_of(
    st.tuples(st.sampled_from(["", "+86 ", "86-", "0"]), _FIRST, st.sampled_from(["", "-", " "]), _FOUR, _FOUR).map(
        lambda parts: (parts[1] + parts[3] + parts[4], f"{parts[0]}{parts[1]}{parts[2]}{parts[3]}{parts[2]}{parts[4]}")
    ),
    st.tuples(st.sampled_from(["010", "021", "0571", "0755"]), st.sampled_from(["", "-", " "]), _FOUR, _FOUR).map(
        lambda parts: (parts[0] + "8" + parts[2][1:] + parts[3], f"{parts[0]}{parts[1]}8{parts[2][1:]}{parts[3]}")
    ),
)
_WORDS = st.text("请回电给张三，（）。abc:/@*", max_size=6)


@given(st.lists(st.tuples(_WORDS, _PHONE, _WORDS), min_size=1, max_size=5), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_phone_number_ever_leaves(found: list[tuple[str, tuple[str, str], str]], full: bool) -> None:
    """Whatever the rows hold, no decoded byte of the message holds a whole number."""
    texts = [before + shown + after for before, (_, shown), after in found]
    if full:
        texts = [text.translate({48 + digit: 0xFF10 + digit for digit in range(10)}) for text in texts]
    sent = made(
        Section(
            texts[0], texts[0], ("手机", "说明"), tuple((shown, text) for (_, (_, shown), _), text in zip(found, texts))
        ),
        subject=texts[0],
        opening=texts[0],
        why=texts[0],
        counted=texts,
        attachments=(Attachment(f"{texts[0]}.xlsx", b""),),
    )
    seen = re.sub(r"[-\s]", "", spoken(travelled(sent)))

    assert [] == [digits for _, (digits, _), _ in found if digits in seen]


def test_dates_serials_and_money_keep_their_digits() -> None:
    """Only what reads like a phone number is covered."""
    text = "2026-03-09 13:30 单号 20260302100000，合同 88886666，金额 13,800.00，案号 0309-2026-0001"

    assert text == masking.scrub(text)
    assert not masking.reveals(text)


@given(st.text("0123456789-+ 王（)@.电话", max_size=20))
@settings(max_examples=80)
def test_covering_twice_covers_once(text: str) -> None:
    """Masks are stable: a covered text is left as it is."""
    assert masking.scrub(text) == masking.scrub(masking.scrub(text))
    assert masking.name(text) == masking.name(masking.name(text))


def test_columns_leave_by_their_privacy() -> None:
    """外组 covers the personal columns, 对外 also drops the inner ones, 机密 needs an approval."""
    rows = pd.DataFrame(
        {
            "客户名称": pd.array(["张三丰", None], dtype="str"),
            "手机": pd.array(["13812345678、0571-88886666", "88886666"], dtype="str"),
            "邮箱": pd.array(["zhang@example.com", None], dtype="str"),
            "生日": pd.Series(pd.to_datetime(["1980-01-02", "NaT"]).array, index=[7, 5]),
            "等级": pd.array(["A", "B"], dtype="str"),
            "评语": pd.array(["难缠", None], dtype="str"),
            "备注": pd.array(["回电 13812345678", None], dtype="str"),
            "次数": [3.0, None],
        },
        index=[7, 5],
    )
    privacies = {"客户名称": "个人", "手机": "个人", "邮箱": "个人", "生日": "个人", "等级": "内部", "评语": "机密"}

    shown = masking.masked(rows, privacies, "对外")

    assert ["客户名称", "手机", "邮箱", "生日", "备注", "次数"] == list(shown.columns)
    first, second = shown.to_numpy().tolist()
    assert ["张**", "138****5678、0571****6666", "z***@example.com", "***", "回电 138****5678", 3.0] == first
    assert [True, False, True, True, True, True] == pd.isna(second).tolist()
    assert ["等级"] == [column for column in masking.masked(rows, privacies, "外组") if column not in shown]
    assert "张三丰" == masking.masked(rows, privacies, "内部").loc[7, "客户名称"]
    assert "评语" in masking.masked(rows, privacies, "内部", approved=True)


# -- templates


def test_a_hole_nothing_fills_says_where_and_what_there_is() -> None:
    """The fault names the template, the line, the missing name and the names to choose from."""
    texts = {"mail.txt.j2": "好\n{% for section in sections %}{{ section.昵称 }}{% endfor %}", "mail.html.j2": ""}
    with pytest.raises(PaperFault) as fault:
        letter([LISTED], templates=texts, report="日报", day=DAY, address="a@b.cn", name="王")

    assert (
        "模板 mail.txt.j2 第 2 行用了“昵称”，没有这一项。\n"
        "怎么改：可用的有 title、note、headings、rows、numeric、figures、left_out、level、bars、ahead、aside。"
    ) == str(fault.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ nmae }}", "模板 a.txt.j2 第 1 行用了“nmae”，没有这一项。"),
        ("\n{% for x in %}", "模板 a.txt.j2 第 2 行的写法不对：Expected an expression, got 'end of statement block'。"),
        ("{% include 'b.txt.j2' %}", "找不到模板 b.txt.j2。"),
        ("\n\n{{ name + 1 }}", '模板 a.txt.j2 第 3 行填不了：can only concatenate str (not "int") to str。'),
        ("{{ name.__class__.__mro__ }}", "模板 a.txt.j2 第 1 行用了“__class__”，没有这一项。"),
    ],
)
def test_a_bad_template_is_a_fault_with_its_line(text: str, what: str) -> None:
    """Typing errors, missing files, wrong sums and attempts to reach out all name their line."""
    with pytest.raises(PaperFault) as fault:
        filled({"a.txt.j2": text}, "a.txt.j2", {"name": "王"})

    assert what == fault.value.what


# -- the message


@pytest.mark.parametrize(
    "name", ["中文.xlsx", "report.xlsx", f"{'很长的名字' * 12} 2026-03-09.xlsx"], ids=["中文", "ascii", "long"]
)
def test_an_attachment_keeps_its_name(name: str) -> None:
    """Old and new readers find the same name, and it is never cut into RFC 2231 continuations."""
    sent = made(attachments=(Attachment(name, b"PK\x00\xff"),))
    content = message(sent, SENDER, NOON, "<1@example.com>").as_bytes()
    (part,) = message_from_bytes(content, policy=policy.default).iter_attachments()

    assert name == part.get_filename()
    assert b"PK\x00\xff" == part.get_content()
    assert name == str(part["Content-Type"].params["name"])
    assert b"*0" not in content
    assert 1 == content.count(b"filename*=")
    assert content.isascii()


def test_readers_that_know_no_rfc_2231_see_the_name() -> None:
    """The plain filename holds encoded words: what many desktop and web mail programs look at."""
    content = message(made(attachments=(Attachment("中文.xlsx", b""),)), SENDER, NOON, "<1@example.com>").as_bytes()

    assert b"filename=\"=?utf-8?B?5Lit5paHLnhsc3g=?=\";\r\n filename*=utf-8''%E4%B8%AD%E6%96%87.xlsx\r\n" in content


def test_the_message_is_complete_and_the_same_each_time() -> None:
    """Two twins, our own identity, the office's clock; the same letter gives the same bytes."""
    sent = made(LISTED, attachments=(Attachment("a.xlsx", b"1"),))
    again = message(sent, SENDER, NOON, message_id(sent.key, SENDER)).as_bytes()
    mail = travelled(sent)

    assert again == message(sent, SENDER, NOON, message_id(sent.key, SENDER)).as_bytes()
    assert message_id(sent.key, SENDER) == mail["Message-ID"]
    assert "Mon, 09 Mar 2026 12:00:00 +0800" == mail["Date"]
    assert "王芳 <wang@example.com>" == str(mail["To"])
    assert ["text/plain", "text/html", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] == [
        part.get_content_type() for part in mail.walk() if not part.is_multipart()
    ]
    assert sent.text.splitlines() == mail.get_body(("plain",)).get_content().splitlines()  # type: ignore[union-attr]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60))
@settings(max_examples=40, deadline=None)
def test_a_subject_arrives_as_it_was_written(words: str) -> None:
    """Any subject survives the journey, on one line, phones covered."""
    expected = masking.scrub(" ".join(words.split())) or "回访日报 2026-03-09"
    sent = made(subject=" ".join(words.split()))

    assert expected == travelled(sent)["Subject"]


def test_a_subject_can_not_carry_another_header() -> None:
    """A line break in a subject or a name is a blank."""
    mail = travelled(made(subject="日报\r\nBcc: x@example.com", name="王\n芳"))

    assert "日报 Bcc: x@example.com" == mail["Subject"]
    assert mail["Bcc"] is None


def test_a_letter_is_known_by_report_period_and_person() -> None:
    """The key tells them apart and does not care how the address is capitalised."""
    keys = {key("日报", "2026-03-09", "a@b.cn"), key("日报", "2026-03-10", "a@b.cn"), key("日|报", "", "a@b.cn")}

    assert 3 == len(keys)
    assert made(address="Wang@Example.com ").key == made(address="wang@example.com").key


@pytest.mark.parametrize("address", ["", "王芳", "wang@", "wang@example", "王@example.com", "a@b.cn,c@d.cn"])
def test_an_address_that_can_not_be_one_waits(address: str) -> None:
    """The letter is made and held, with the reason."""
    assert f"王芳的邮箱“{address}”不完整" == made(address=address).hold


@settings(max_examples=50)
@given(st.text(st.sampled_from("甲a \n\r.<"), max_size=200), st.binary(max_size=200))
def test_bodies_and_files_travel_as_the_library_would_write_them_line_by_line(words: str, content: bytes) -> None:
    letter_ = replace(made(), text=words, html=words, attachments=(Attachment("表.xlsx", content),))
    usual = EmailMessage(policy=policy.SMTP)
    usual.set_content(words, cte="base64")
    usual.add_alternative(words, subtype="html", cte="base64")
    usual.add_attachment(content, maintype="application", subtype="zip")
    sent = message(letter_, SENDER, NOON, "<1@example.com>")

    said = [[part.get_payload() for part in one.walk() if not part.is_multipart()] for one in (usual, sent)]
    assert said[0] == said[1]
    assert sent.as_bytes() == bytes_of(sent)
