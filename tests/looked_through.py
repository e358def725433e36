"""Every artefact of a day looked through for what mustn't come out of it in the form it has there."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from planted import PRODUCT
from postbox import USER, Postbox

MARK = re.compile(r"Zq\d{5}q")
HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "content-language", "mime-version", "content-type",
    "content-transfer-encoding", "content-disposition",
}  # fmt: skip
TAGS = {"html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td", "th", "div", "span", "br"}
EVIL = ("EVILEVIL", PRODUCT, "<class 'str'>", "root:x:0")
"""What a template or a formula that came to life would have written."""
OF_THE_BOOK = re.compile(
    r"^[^/]*回访[^/]*\.xlsx|/backups/|^分店/=|\.huifang/规则/|\.huifang/算过的事/|\.huifang/读过的表/|\.huifang/written\.jsonl"
    r"|\.huifang/(记录表在哪里|上次有的表)\.json"
)
"""The book and its copies hold what the book holds, as private as it is."""
FINGERPRINT = re.compile(r"\b[0-9a-f]{32,}\b")
"""Sums of files in a journal; eight digits in a row, now and then, are nobody's number."""
FORMULAS = {"f", "definedName", "formula", "formula1", "formula2"}


@dataclass(slots=True)
class Planted:
    """What was planted: marks, and where; numbers and how each was written; passwords; what stands in a file."""

    passwords: tuple[str, ...] = ()
    treasures: tuple[str, ...] = ()
    phones: dict[str, str] = field(default_factory=dict)
    marks: int = 0

    def mark(self, _where: str) -> str:
        self.marks += 1
        return f"Zq{self.marks:05}q"

    def told(self, text: str) -> list[str]:
        """The phones in a text, however they are written, and how that was."""
        digits = digits_of(text)
        return sorted(
            {
                form
                for number, form in self.phones.items()
                if (number[-8:] if form.startswith("座机") else number) in digits
            }
        )


def digits_of(text: str) -> str:
    """A text whose numbers stand together, whatever stood between their digits."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAID)
    return re.sub(r"(?<=\d)[^\w*]{1,4}(?=\d)|(?<=\d)_{1,4}(?=\d)", "", plain)


_SAID = {
    ord(one): str(digit)
    for digit, all_ in enumerate(("〇零", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for one in all_
}


@dataclass(slots=True)
class Found:
    """What was looked through, and what was wrong; marks seen in files, and heard in letters."""

    planted: Planted
    folder: Path
    artefacts: int = 0
    seen: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def say(self, where: object, what: str) -> None:
        self.wrong.append(f"{where}：{what}")

    def words(self, where: object, text: str, *passwords: str) -> None:
        """No password, nothing out of a file, no template come to life."""
        for one in (*passwords, *self.planted.treasures, *EVIL):
            if one in text:
                self.say(where, f"里面有 {one}")

    def text(self, where: object, text: str, *, phones: bool) -> None:
        """A text as anybody reads it: no password, nothing out of a file, no template come to life; phones where they may."""
        self.words(where, text, *self.planted.passwords)
        if not phones:
            for form in self.planted.told(text):
                self.say(where, f"有完整的电话（{form}）")


# -- what a command says


def screen(said: str, planted: Planted, asked: Sequence[str]) -> list[str]:
    """What is wrong with the words of a command; what it was asked it may repeat."""
    found = Found(planted, Path())
    found.text("", said, phones=True)
    shown = said
    for word in asked:
        shown = shown.replace(word, "").replace(" ".join(word.split()), "")
    wrong = [one.lstrip("：") for one in found.wrong]
    if bad := sorted({repr(one) for one in said if unicodedata.category(one) == "Cc" and one not in "\n\t"}):
        wrong.append(f"有控制字符 {' '.join(bad)}")
    if asked[0] != "why":
        wrong += [f"有完整的电话（{form}）" for form in planted.told(shown)]
    return wrong


# -- packages


def packages(found: Found) -> None:
    """Every zip in the folder and every part of it."""
    for path in sorted(found.folder.rglob("*")):
        if path.is_file() and path.read_bytes()[:4] == b"PK\3\4":
            package(found, str(path.relative_to(found.folder)), path.read_bytes())


def package(found: Found, name: str, data: bytes) -> None:
    """One zip: whole parts, no formula or target that holds a planted text, no header that draws what it says."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if bad := archive.testzip():
            found.say(name, f"坏了 {bad}")
        for part in archive.namelist():
            found.artefacts += 1
            body = archive.read(part)
            _part(found, f"{name}/{part}", body)


def _part(found: Found, where: str, body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    found.seen |= {*MARK.findall(text)}
    own = bool(OF_THE_BOOK.search(where))
    for one in (*found.planted.treasures, *found.planted.passwords[: 1 if own else None], *EVIL[:2]):
        if one in text:
            found.say(where, f"里面有 {one}")
    if not where.endswith((".xml", ".rels", ".vml")):
        return
    try:
        root = ET.fromstring(body)
    except ET.ParseError as error:
        found.say(where, f"不是好的 XML：{error}")
        return
    for node in root.iter():
        tag = node.tag.rpartition("}")[2]
        words = node.text or ""
        if tag in FORMULAS and _lives(words):
            found.say(where, f"公式 <{tag}> 里有 {words[:60]!r}")
        if tag in {"oddHeader", "oddFooter"} and re.search(r'&(?:"|\d\d|G)', words.replace("&&", "")):
            found.say(where, f"页眉页脚 {words[:60]!r}")
        if tag == "Relationship" and node.get("TargetMode") == "External" and not (own and _is_a_form(found, node)):
            found.say(where, f"指到外面 {node.get('Target')!r}")
        if tag == "hyperlink" and _lives(node.get("location", "")):
            found.say(where, f"链接 {node.get('location')!r}")
        if tag == "c" and node.get("t") == "str":
            found.say(where, f"公式的值 {words[:60]!r}")


def _is_a_form(found: Found, node: ET.Element) -> bool:
    """Whether a link out of the book leads to one of our record forms, which lie beside it."""
    place = found.folder / unquote(node.get("Target", "").partition("#")[0])
    return (
        place.name.startswith("记录表") and place.is_file() and place.resolve().is_relative_to(found.folder.resolve())
    )


def _lives(words: str) -> bool:
    """Whether a mark stands in a formula outside of a quoted text or a quoted sheet's name."""
    return bool(MARK.search(re.sub(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!", "", words)))


# -- other files


def plain_files(found: Found) -> None:
    """Journals, logs, letters that were only written, kept facts; and the name of every file."""
    for path in sorted(found.folder.rglob("*")):
        name = str(path.relative_to(found.folder))
        if re.search(
            r'[\x00-\x1f<>:"|?*\\]', path.name.replace("<b>", "").replace("<i>", "")
        ) or path.name != path.name.strip(" ."):
            found.say(name, "名字不能用在别的系统上")
        if not path.is_file() or path.read_bytes()[:4] == b"PK\3\4":
            continue
        found.artefacts += 1
        data = path.read_bytes()
        if path.suffix == ".eml":
            letter(found, name, message_from_bytes(data, policy=policy.default), data)
        elif path.name != "huifang.toml":
            text = FINGERPRINT.sub("", data.decode("utf-8", "replace"))
            found.seen |= {*MARK.findall(text)}
            if OF_THE_BOOK.search(name):
                found.words(name, text, *found.planted.passwords[:1])
            else:
                found.text(name, text, phones=path.suffix not in {".log", ".jsonl", ".json", ".html", ".txt"})


# -- letters


def letters(found: Found, box: Postbox, people: AbstractSet[str]) -> None:
    """Every letter that the server took, raw and as it is read."""
    for (to, raw), mail in zip(box.taken, box.mails(), strict=True):
        where = f"信 {mail['Subject']!s:.30} → {to}"
        known = people | {USER} if is_for_the_operator(mail) else people
        if len(to) != 1 or to[0] not in known or [one.addr_spec for one in mail["To"].addresses] != to:
            found.say(where, f"收件人 {to} {mail['To']}")
        letter(found, where, mail, raw)


def is_for_the_operator(mail: EmailMessage) -> bool:
    """Whether it says that an unattended run failed: plain words to the mailbox that letters leave from."""
    return str(mail["Subject"]).startswith("回访没有做完")


def letter(found: Found, where: str, mail: EmailMessage, raw: bytes) -> None:
    """One letter: only our headers, only our tags, nothing that lives, no whole number in what is read."""
    found.artefacts += 1
    text = raw.decode("ascii", "replace")
    found.text(where, text, phones=False)
    if max(map(len, raw.split(b"\r\n"))) > 998:
        found.say(where, "有一行长过 998 个字节")
    for part in mail.walk():
        names = [name.casefold() for name in part]
        if extra := [one for one in names if one not in HEADERS] or [one for one in set(names) if names.count(one) > 1]:
            found.say(where, f"信头 {extra}")
        for name, value in part.items():
            if re.search(r"[\r\n\x00\x0b\x0c\x85\u2028\u2029]", str(value)):
                found.say(where, f"信头 {name} 分了行")
            found.text(f"{where} {name}", str(value), phones=False)
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        if body is None:
            if not (kind == "html" and is_for_the_operator(mail)):
                found.say(where, f"没有 {kind}")
            continue
        said = body.get_content()
        found.heard |= {*MARK.findall(said)}
        found.text(f"{where} {kind}", said, phones=False)
        if kind == "html":
            found.wrong += [f"{where} 网页：{one}" for one in _tags(said)]
    for file in mail.iter_attachments():
        data = file.get_content()
        if not (file.get_filename() or "").endswith((".xlsx", ".pdf")):
            found.say(where, f"附件 {file.get_filename()!r}")
        if isinstance(data, bytes) and data[:4] == b"PK\3\4":
            package(found, f"{where} 附件", data)


def _tags(page: str) -> Iterator[str]:
    """Tags and words in them that no template of ours writes."""
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in TAGS:
                seen.append(f"<{tag}>")
            for name, value in attrs:
                if (
                    name.startswith("on")
                    or name in {"href", "src"}
                    or MARK.search(value or "")
                    or "evil" in (value or "")
                ):
                    seen.append(f"<{tag} {name}={value!r}>")

        def handle_comment(self, data: str) -> None:
            if MARK.search(data):
                seen.append(f"<!--{data[:30]}-->")

    Reader().feed(page)
    yield from dict.fromkeys(seen)
