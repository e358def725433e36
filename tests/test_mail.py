"""Mail against a real server on this machine: encrypted, with login, one letter each, never twice."""

import io
import os
import signal
import socket
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from pathlib import Path
from smtplib import SMTPConnectError, SMTPNotSupportedError, SMTPServerDisconnected
from typing import Any

import keyring
import pytest
import trustme
from aiosmtpd.controller import Controller
from keyring.backend import KeyringBackend
from postbox import PASSWORD, USER, Postbox, free_port

from workbook.papers.letters.letters import Attachment, Letter, Section, letter
from workbook.papers.letters.outbox import ASK, DONE, Plan, plan
from workbook.shells.mail import sent
from workbook.shells.mail.carriers import folder_carrier, yagmail_carrier
from workbook.shells.mail.door import not_open
from workbook.shells.mail.sending import Delivered, deliver, tells_phones
from workbook.shells.outside.settings import Account, account
from workbook.words.faults import MailFault

ROOT = Path(__file__).parents[1]
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("mail.*.j2")}
DAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 12)


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """The outbox of a workbook."""
    return sent.outbox(tmp_path / "回访.xlsx")


def letters(*names: str, **words: Any) -> tuple[Letter, ...]:
    """One daily letter to each name."""
    section = Section("今日清单", headings=("客户", "手机"), rows=(("望江酒行", "13812345678"),))
    return tuple(
        letter(
            [section], templates=TEMPLATES, report="日报", day=DAY, address=f"{name}@example.com", name=name, **words
        )
        for name in names
    )


def run(to_send: tuple[Letter, ...], who: Account, outbox: Path) -> tuple[Delivered, list[str]]:
    """One run of the day: plan by the marks, deliver, and what was said."""
    said: list[str] = []
    return deliver(plan(to_send, sent.marks(outbox)), yagmail_carrier(who), outbox, NOON, said.append), said


def reasons(group: tuple[tuple[Letter, str], ...]) -> list[str]:
    """Why each letter of a group did not leave."""
    return [reason for _, reason in group]


# -- the good day


def test_each_gets_one_letter_and_a_second_run_sends_none(server: tuple[Postbox, Account], outbox: Path) -> None:
    """One mail a person over one login; the same day again sends nothing and doesn't even log in."""
    box, who = server
    first, said = run(letters("wang", "li", "chen"), who, outbox)
    second, _ = run(letters("wang", "li", "chen"), who, outbox)

    assert [["wang@example.com"], ["li@example.com"], ["chen@example.com"]] == [to for to, _ in box.taken]
    assert [True] == box.logins
    assert ("发出 3 封", "已发过 3 封") == (str(first), str(second))
    assert [DONE] * 3 == reasons(second.skipped)
    assert "已发 1/3 日报 2026-03-09 → wang <wang@example.com>" == said[0]


def test_the_letter_arrives_whole(server: tuple[Postbox, Account], outbox: Path) -> None:
    """Chinese sender, subject, both twins and the attachment's name survive; the phone doesn't."""
    box, who = server
    run(letters("wang", attachments=(Attachment("中文.xlsx", b"PK\x00\xff"),)), who, outbox)
    (mail,) = box.mails()
    (file,) = mail.iter_attachments()

    assert ("回访 <kefu@example.com>", "日报 2026-03-09") == (str(mail["From"]), str(mail["Subject"]))
    assert ("中文.xlsx", b"PK\x00\xff") == (file.get_filename(), file.get_content())
    for kind in ("plain", "html"):
        text = mail.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "138****5678" in text
        assert "13812345678" not in text


def test_a_line_that_is_a_path_attaches_nothing(server: tuple[Postbox, Account], outbox: Path, tmp_path: Path) -> None:
    """A note that happens to name a file stays a note."""
    box, who = server
    secret = tmp_path / "备注.txt"
    secret.write_text("不该寄出", encoding="utf-8")
    run(letters("wang", opening=str(secret), subject=str(secret)), who, outbox)
    (mail,) = box.mails()

    assert [] == list(mail.iter_attachments())
    assert str(secret) in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "不该寄出" not in str(mail)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_ssl_from_the_first_byte_works_too(authority: tuple[trustme.CA, str], outbox: Path) -> None:
    """The 465 way: encrypted before the first word, PLAIN or LOGIN as the server likes."""
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority[0].issue_cert("127.0.0.1").configure_cert(context)
    box, port = Postbox(), free_port()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        ssl_context=context,
        auth_required=True,
        auth_require_tls=False,
        authenticator=box.authenticate,
    )
    controller.start()
    try:
        done, _ = run(
            letters("wang"), Account("127.0.0.1", port, USER, USER, "ssl", PASSWORD, cafile=authority[1]), outbox
        )
    finally:
        controller.stop()

    assert ("发出 1 封", 1) == (str(done), len(box.taken))


# -- bad days


def test_one_letter_s_trouble_does_not_stop_the_others(server: tuple[Postbox, Account], outbox: Path) -> None:
    """Refused, thought spam, too fast, cut off: each with its sentence and cure; the rest arrive."""
    box, who = server
    done, _ = run(letters("nobody", "spam", "busy", "early", "drop", "wang"), who, outbox)

    assert [["wang@example.com"]] == [to for to, _ in box.taken]
    assert [
        (
            "收件人“nobody@example.com”被服务器拒收（550 5.1.1 User unknown）。",
            "在【员工】里核对这个邮箱，改好再发一次。",
        ),
        (
            "服务器没有收给“spam@example.com”的信（554 5.7.1 被当成垃圾信）。",
            "多半被当成垃圾信：改一改主题，或请邮箱管理员放行。",
        ),
        (
            "服务器这会儿不收给“busy@example.com”的信（451 4.7.1 too fast）。",
            "发得太快时常这样。过一会儿再发一次；这封信还在待发。",
        ),
        ("给“early@example.com”的信还没交出去，连接断了。", "过一会儿再发一次；这封信还在待发。"),
        (
            "给“drop@example.com”的信交到一半，连接断了，不知道对方收到没有。",
            "先问收件人：收到了记作已发，没收到再发一次。程序不会自己重发。",
        ),
    ] == [tuple(reason.split("\n怎么改：")) for reason in reasons(done.failed)]
    assert {"drop": "sending", "wang": "sent"} == {
        key.split("|")[2].split("@")[0]: state for key, state in sent.marks(outbox).items()
    }


def test_the_next_run_tries_the_refused_and_asks_about_the_unsure(
    server: tuple[Postbox, Account], outbox: Path
) -> None:
    """What surely didn't leave leaves again; what may have arrived waits for a person."""
    _, who = server
    run(letters("busy", "drop"), who, outbox)
    done, _ = run(letters("busy", "drop"), who, outbox)

    assert (["busy"], [("drop", ASK)]) == (
        [waiting.name for waiting, _ in done.failed],
        [(waiting.name, reason) for waiting, reason in done.held],
    )


@pytest.mark.parametrize(
    ("change", "what", "cure"),
    [
        ({"password": "mima"}, "邮箱不接受登录：kefu@example.com（535 5.7.8 Authentication", "授权码"),
        ({"password": "密码"}, "用户名或授权码里有中文或全角字符", "只用半角"),
        ({"port": 0}, "没有开门", "端口"),
        ({"cafile": ""}, "证书不可信", "cafile"),
        ({"security": "ssl"}, "加密方式对不上", "465 端口配 ssl，587 端口配 starttls"),
        ({"cafile": __file__}, "证书文件", "PEM"),
    ],
)
def test_a_closed_door_is_knocked_at_once(
    server: tuple[Postbox, Account], outbox: Path, change: dict[str, Any], what: str, cure: str
) -> None:
    """When nothing can leave, one sentence says so, no login is tried for each letter, and no letter is lost."""
    box, who = server
    if change.get("port") == 0:
        change = {"port": free_port()}
    done, said = run(letters("wang", "li"), replace(who, **change), outbox)

    assert [["wang", "li"], 1] == [[waiting.name for waiting, _ in done.failed], len(said)]
    assert what in done.failed[0][1].splitlines()[0]
    assert cure in done.failed[0][1].splitlines()[1]
    assert "还有 2 封信待发，没有丢" in said[0]
    assert len(box.logins) <= 1
    assert {} == sent.marks(outbox)


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (socket.gaierror(), "找不到邮件服务器“127.0.0.1”。"),
        (TimeoutError(), "等了 30 秒，“127.0.0.1:25”没有应答。"),
        (SMTPServerDisconnected("Connection unexpectedly closed: timed out"), "等了 30 秒，“127.0.0.1:25”没有应答。"),
        (SMTPServerDisconnected("Connection unexpectedly closed"), "和“127.0.0.1:25”的连接断了。"),
        (SMTPConnectError(554, "\u9891\u7387\u8d85\u9650".encode("gb18030")), "“127.0.0.1:25”不让连：554 频率超限。"),
        (SMTPNotSupportedError(), "“127.0.0.1:25”不支持这样加密或登录。"),
    ],
)
def test_each_way_of_not_getting_in_has_its_sentence(error: Exception, what: str) -> None:
    """What can't be played on this machine is at least said rightly."""
    assert what == not_open(error, Account("127.0.0.1", 25, USER, USER, "none", "x")).what


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_a_run_killed_between_sending_and_marking_asks_and_does_not_repeat(
    server: tuple[Postbox, Account], outbox: Path
) -> None:
    """kill -9 after the server took the letter: the next run holds it, sends the others, and repeats nothing."""
    box, who = server
    script = f"""
        import os, signal
        from workbook.papers.letters.outbox import plan
        from workbook.shells.mail.carriers import yagmail_carrier
        from test_mail import NOON, letters, deliver, Path
        from workbook.shells.outside.settings import Account

        class Killed:
            def __init__(self, inner): self.inner, self.sender = inner, inner.sender
            def ready(self): self.inner.ready()
            def close(self): self.inner.close()
            def send(self, mail):
                self.inner.send(mail)
                os.kill(os.getpid(), signal.SIGKILL)

        who = Account({who.host!r}, {who.port}, {who.user!r}, {who.sender!r}, "starttls", {who.password!r},
                      cafile={who.cafile!r})
        deliver(plan(letters("wang", "li"), {{}}), Killed(yagmail_carrier(who)), Path({str(outbox)!r}), NOON, print)
    """
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    words = [sys.executable, "-c", textwrap.dedent(script)]
    code = subprocess.run(words, cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": paths}).returncode
    done, _ = run(letters("wang", "li"), who, outbox)
    sent.resolve(outbox, letters("wang")[0].key, "sent", NOON)
    after, _ = run(letters("wang", "li"), who, outbox)

    assert -signal.SIGKILL == code
    assert [("wang", ASK)] == [(held.name, reason) for held, reason in done.held]
    assert [["wang@example.com"], ["li@example.com"]] == [to for to, _ in box.taken]
    assert "已发过 2 封" == str(after)


def test_a_letter_another_run_has_sent_since_is_not_sent_again(server: tuple[Postbox, Account], outbox: Path) -> None:
    """A plan made before another run finished is checked again before anything leaves."""
    box, who = server
    old = plan(letters("wang"), {})
    run(letters("wang"), who, outbox)
    done = deliver(old, yagmail_carrier(who), outbox, NOON, print)

    assert (1, [DONE]) == (len(box.taken), reasons(done.skipped))


# -- attachments and previews


def book(text: str) -> bytes:
    """The smallest zip with a sheet's text in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{text}</t></si></sst>")
    return stream.getvalue()


def test_an_attachment_that_tells_phone_numbers_waits(server: tuple[Postbox, Account], outbox: Path) -> None:
    """A workbook with whole numbers is held back unless that is wanted."""
    box, who = server
    files = (
        Attachment("清单.xlsx", book("回电 13812345678")),
        Attachment("指标.xlsx", book("138****5678 0.13812345678")),
    )
    to_send = letters("wang", attachments=files)
    held, _ = run(to_send, who, outbox)
    deliver(plan(to_send, {}), yagmail_carrier(who), outbox, NOON, print, open_phones=True)

    assert ["附件“清单.xlsx”里有完整的电话号码，遮住后再发"] == reasons(held.held)
    assert [True, False] == [tells_phones(file) for file in files]
    assert 1 == len(box.taken)


def test_cells_that_stand_apart_make_no_number_together() -> None:
    """Counts of 130 and more, and days: whichever stands before which. In one cell they would be one."""
    cells = [*map(str, range(130, 200)), *(f"2026-{month:02}-16" for month in range(1, 13))]

    assert not tells_phones(Attachment("指标.xlsx", book("</t></si><si><t>".join(cells))))
    assert tells_phones(Attachment("指标.xlsx", book("150 2026-03-16")))


def test_a_dry_run_writes_the_letters_and_marks_nothing(tmp_path: Path, outbox: Path) -> None:
    """Each letter as .eml and .html; the outbox stays as it was; the same twice writes the same."""
    to_send = (*letters("wang", "li"), *letters("wang", period="2026-03"))
    for _ in range(2):
        done = deliver(plan(to_send, {}), folder_carrier(tmp_path / "预览"), None, NOON, print)
    written = sorted(path.name for path in (tmp_path / "预览").iterdir())
    mail = message_from_bytes(
        (tmp_path / "预览" / "li@example.com 日报 2026-03-09.eml").read_bytes(), policy=policy.default
    )

    assert "发出 3 封" == str(done)
    assert [
        f"{name} 日报 2026-03-09{copy}.{ending}"
        for name, copy in (("li@example.com", ""), ("wang@example.com", " (2)"), ("wang@example.com", ""))
        for ending in ("eml", "html")
    ] == written
    assert "li <li@example.com>" == str(mail["To"])
    assert not outbox.exists()


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    """A preview into a file's place fails with one sentence."""
    (tmp_path / "预览").write_text("", encoding="utf-8")
    done = deliver(plan(letters("wang"), {}), folder_carrier(tmp_path / "预览"), None, NOON, print)

    assert done.failed[0][1].startswith("建不了文件夹")


def test_nothing_to_send_is_said() -> None:
    """An empty plan needs no server."""
    assert "没有信要发" == str(deliver(Plan(), folder_carrier(Path("不会有")), None, NOON, print))


# -- the account


class Memory(KeyringBackend):
    """A keyring that forgets with the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Memory]:
    """The system's keyring, replaced for one test."""
    before, mine = keyring.get_keyring(), Memory()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def toml(folder: Path, text: str) -> Path:
    """A settings file, with the mark Notepad puts at its head."""
    path = folder / "huifang.toml"
    path.write_text(textwrap.dedent(text), encoding="utf-8-sig")
    return path


MAIL = '[mail]\nhost = "smtp.example.com"\nuser = "kefu@example.com"\n'


def test_the_account_comes_from_the_file_and_the_keyring(tmp_path: Path, ring: Memory) -> None:
    """Host and user from huifang.toml, the password from the system; it never shows."""
    ring.set_password("huifang", USER, PASSWORD)
    found = account({}, toml(tmp_path, MAIL + 'sender = "回访 <kefu@example.com>"\nport = 587\n'))

    assert Account("smtp.example.com", 587, USER, f"回访 <{USER}>", "starttls", PASSWORD, "keyring") == found
    assert PASSWORD not in repr(found)


def test_the_environment_s_password_wins(tmp_path: Path, ring: Memory) -> None:
    """A scheduler may give another password than the desk's."""
    ring.set_password("huifang", USER, "旧")
    found = account({"HUIFANG_MAIL_PASSWORD": PASSWORD}, toml(tmp_path, MAIL))

    assert (PASSWORD, "environment", "ssl", 465, USER) == (
        found.password,
        found.source,
        found.security,
        found.port,
        found.sender,
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "还没有设发信的邮箱：[mail] 缺 host、user。"),
        ('[mail]\nhost = "smtp.example.com"', "还没有设发信的邮箱：[mail] 缺 user。"),
        (MAIL + 'password = "x"', "huifang.toml 里写着邮箱密码（password），没有用它。"),
        (MAIL + '"授权码" = "x"', "huifang.toml 里写着邮箱密码（授权码），没有用它。"),
        (MAIL + 'security = "none"', "不加密就不往“smtp.example.com”发信。"),
        (MAIL + 'security = "tls9"', "[mail] 的 security“tls9”看不懂。"),
        (MAIL.replace("smtp.", "smtp。"), "[mail] 的 host“smtp。example.com”不是服务器名。"),
        (MAIL + "port = 99999", "[mail] 的 port“99999”不是端口号。"),
        (MAIL + 'sender = "回访"', "发信人“回访”不是邮箱。"),
        (MAIL + 'cafile = "ca.pem"', "找不到证书文件“ca.pem”。"),
        (MAIL + 'hots = "x"', "huifang.toml 的 [mail] 里有不认识的“hots”。"),
        ("mail = 1", "huifang.toml 里的 mail 不是一节。"),
        (MAIL, "没有“kefu@example.com”的邮箱密码。"),
    ],
)
def test_a_wrong_account_is_said_with_its_cure(tmp_path: Path, ring: Memory, text: str, what: str) -> None:
    """Each slip has its sentence; a password in the file is never used."""
    with pytest.raises(MailFault) as fault:
        account({"HUIFANG_MAIL_PASSWORD": ""}, toml(tmp_path, text))

    assert what == fault.value.what
    assert fault.value.cure.endswith("。")


def test_a_file_that_is_not_toml_is_said(tmp_path: Path) -> None:
    """The fault names the file and the line."""
    with pytest.raises(MailFault, match=r"看不懂 huifang\.toml 第 2 行。"):
        account({}, toml(tmp_path, "[mail]\nhost = smtp"))


def test_without_encryption_only_to_this_machine(tmp_path: Path) -> None:
    """A local relay may be reached in the clear."""
    text = '[mail]\nhost = "localhost"\nuser = "a@b.cn"\nsecurity = "none"'

    assert ("none", 25) == (
        (found := account({"HUIFANG_MAIL_PASSWORD": "x"}, toml(tmp_path, text))).security,
        found.port,
    )
