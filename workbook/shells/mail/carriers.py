"""What takes a finished letter away: a mail server by way of yagmail, or a folder to look at."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from workbook.words.faults import MailFault

if TYPE_CHECKING:
    from workbook.shells.outside.settings import Account

PATIENCE = 30.0
_TRY_LATER = "过一会儿再发一次；这封信还在待发。"


class Refused(MailFault):
    """The server surely did not take this letter; it may leave another time."""


class Unsure(MailFault):
    """The connection broke while the letter was being handed over: nobody here knows whether it was taken."""


class Carrier(Protocol):
    """What takes letters away."""

    @property
    def sender(self) -> str:
        """An address, or `名字 <address>`."""

    def ready(self) -> None:
        """Be able to take a letter; MailFault when none can leave now."""

    def send(self, mail: EmailMessage) -> None:
        """Take one letter. Raises Refused when it surely wasn't taken, another MailFault when that isn't known."""

    def close(self) -> None:
        """Let go of the connection; the next `ready` opens another."""


def yagmail_carrier(account: Account) -> Carrier:
    """A carrier that logs in to the account's server, encrypted and with the server's certificate checked."""
    return _Yagmail(account)


class _Yagmail:
    """yagmail keeps account, encryption and login; the finished message goes over its connection, step by step.

    yagmail's own `send` is not used: it attaches a file whose path a line happens to be, tries three times after a
    broken connection (a letter may go twice), and then returns False instead of raising.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._yag: Any = None

    @property
    def sender(self) -> str:
        return self._account.sender

    def ready(self) -> None:
        """Connected and logged in; a connection that died while idle is opened again."""
        if self._yag is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._yag.smtp.noop()[0] == 250:
                    return
            self.close()
        yag = _client(self._account)
        try:
            yag.login()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            if yag.smtp is not None:
                yag.smtp.close()  # without a farewell: in the middle of a login the server would take it for an answer
            raise _not_open(error, self._account) from error
        self._yag = yag

    def send(self, mail: EmailMessage) -> None:
        """Mail, recipient, data: up to the last of them a broken connection surely left nothing behind."""
        recipient, content = mail["To"].addresses[0].addr_spec, mail.as_bytes()
        smtp = self._yag.smtp
        try:
            size = [f"size={len(content)}"] if smtp.has_extn("size") else []
            self._expect((250,), smtp.mail(parseaddr(self.sender)[1], size), "sender", recipient)
            self._expect((250, 251), smtp.rcpt(recipient), "recipient", recipient)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Refused(f"给“{recipient}”的信还没交出去，连接断了。", _TRY_LATER) from error
        try:
            answer = smtp.data(content)
        except smtplib.SMTPDataError as refused:
            answer = (refused.smtp_code, refused.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unsure(
                f"给“{recipient}”的信交到一半，连接断了，不知道对方收到没有。",
                "先问收件人：收到了记作已发，没收到再发一次。程序不会自己重发。",
            ) from error
        self._expect((250,), answer, "letter", recipient)

    def close(self) -> None:
        if self._yag is not None:
            yag, self._yag = self._yag, None
            with suppress(smtplib.SMTPException, OSError):
                yag.close()

    def _expect(self, good: tuple[int, ...], answer: tuple[int, bytes | str], step: str, recipient: str) -> None:
        """Go on if the server agreed; otherwise clear the table for the next letter and say what it said."""
        code, words = answer
        if code in good:
            return
        try:
            if code == 421 or self._yag.smtp.rset()[0] != 250:
                self.close()
        except (smtplib.SMTPException, OSError):
            self.close()
        raise _refusal(step, code, words, recipient, self._account)


def _client(account: Account) -> Any:
    """A client of yagmail, told everything: what it would guess, ask at the keyboard, or leave unchecked."""
    try:
        import yagmail
    except ImportError as error:
        raise MailFault("没有装发信用的 yagmail。", 'pip install "yagmail>=0.16"，再点一次。') from error
    # The library behind it checks no certificate unless given a context, and says the computer's name, which may
    # hold characters that mail servers don't take.
    options: dict[str, Any] = {"timeout": PATIENCE, "local_hostname": "[127.0.0.1]"}
    starttls: Any = False
    if account.security != "none":
        checked = _checked(account)
        if account.security == "ssl":
            options["context"] = checked
        else:
            starttls = {"context": checked}
    client = yagmail.SMTP(
        user={account.user: account.sender},
        password=account.password,
        host=account.host,
        port=account.port,
        smtp_ssl=account.security == "ssl",
        smtp_starttls=starttls,
        soft_email_validation=False,
        **options,
    )
    client.set_logging(None)
    return client


def _checked(account: Account) -> ssl.SSLContext:
    """Encryption that checks whom it talks to."""
    try:
        return ssl.create_default_context(cafile=account.cafile or None)
    except (OSError, ssl.SSLError) as error:
        raise MailFault(
            f"证书文件“{account.cafile}”用不了。", "向邮箱管理员要 PEM 格式的 CA 证书，重填 cafile。"
        ) from error


def _not_open(error: Exception, account: Account) -> MailFault:
    """Why no letter can leave: what happened on the way to the server or at its door."""
    door = f"{account.host}:{account.port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return MailFault(
                f"邮箱不接受登录：{account.user}（{_said(error.smtp_code, error.smtp_error)}）。",
                "用“授权码”而不是登录密码，在网页邮箱的设置里开通 SMTP 后领取；已领过的看看过期没有。",
            )
        case UnicodeError():
            return MailFault("用户名或授权码里有中文或全角字符，登录不了。", "把授权码重新抄一遍，只用半角。")
        case smtplib.SMTPNotSupportedError():
            return MailFault(f"“{door}”不支持这样加密或登录。", "多半用 465 端口配 ssl，或 587 端口配 starttls。")
        case ssl.SSLCertVerificationError():
            return MailFault(
                f"“{door}”的证书不可信：{error.verify_message}。",
                "核对 host 有没有抄错；公司自建的服务器，把它的 CA 证书写进 cafile。",
            )
        case ssl.SSLError():
            return MailFault(f"和“{door}”的加密方式对不上。", "465 端口配 ssl，587 端口配 starttls。")
        case socket.gaierror():
            return MailFault(f"找不到邮件服务器“{account.host}”。", "看看网络通不通，再核对 huifang.toml 里的 host。")
        case ConnectionRefusedError():
            return MailFault(f"邮件服务器“{door}”没有开门。", "核对端口（ssl 465，starttls 587），或过一会儿再发。")
        case _ if isinstance(error, TimeoutError) or "timed out" in str(error):
            return MailFault(f"等了 {PATIENCE:.0f} 秒，“{door}”没有应答。", "看看网络和防火墙；有的网络要换 587 端口。")
        case smtplib.SMTPResponseException():
            return MailFault(
                f"“{door}”不让连：{_said(error.smtp_code, error.smtp_error)}。",
                "过一会儿再发；总是这样就问邮箱管理员。",
            )
        case _:
            return MailFault(f"和“{door}”的连接断了。", "看看网络通不通，过一会儿再发一次。")


def _refusal(step: str, code: int, words: bytes | str, recipient: str, account: Account) -> Refused:
    """Why the server did not take one letter, and what helps."""
    said = _said(code, words)
    if code == 552:
        return Refused(f"给“{recipient}”的信太大，服务器不收（{said}）。", "少带附件，或把附件放到共享文件夹。")
    if step == "sender":
        return Refused(
            f"服务器不让用“{parseaddr(account.sender)[1]}”发信（{said}）。",
            _TRY_LATER if code < 500 else "把 huifang.toml 里的 sender 和 user 写成同一个邮箱。",
        )
    if code < 500:
        return Refused(f"服务器这会儿不收给“{recipient}”的信（{said}）。", f"发得太快时常这样。{_TRY_LATER}")
    if step == "recipient":
        return Refused(f"收件人“{recipient}”被服务器拒收（{said}）。", "在【员工】里核对这个邮箱，改好再发一次。")
    return Refused(f"服务器没有收给“{recipient}”的信（{said}）。", "多半被当成垃圾信：改一改主题，或请邮箱管理员放行。")


def _said(code: int, words: bytes | str) -> str:
    """The server's own words, on one line; Chinese servers speak UTF-8 or GB 18030."""
    if isinstance(words, str):
        text = words
    else:
        try:
            text = words.decode()
        except UnicodeDecodeError:
            text = words.decode("gb18030", "replace")
    return f"{code} {' '.join(text.split())[:80]}".strip()


def folder_carrier(folder: Path, sender: str = "回访 <huifang@localhost>") -> Carrier:
    """A carrier that lays each letter into `folder` as .eml (opens in any mail program) and .html."""
    return _Folder(folder, sender)


class _Folder:
    """Letters as files, named by who gets them and what they are about."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender
        self._written: set[str] = set()

    @property
    def sender(self) -> str:
        return self._sender

    def ready(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MailFault(f"建不了文件夹“{self._folder}”：{error.strerror}。", "换一个能写的地方。") from error

    def send(self, mail: EmailMessage) -> None:
        stem = self._name(mail)
        page = mail.get_body(("html",))
        try:
            (self._folder / f"{stem}.eml").write_bytes(mail.as_bytes())
            if page is not None:
                (self._folder / f"{stem}.html").write_text(page.get_content(), encoding="utf-8")
        except OSError as error:
            raise Refused(f"写不进“{stem}.eml”：{error.strerror}。", "看看磁盘满没满、有没有权限。") from error

    def close(self) -> None:
        """Nothing to let go of."""

    def _name(self, mail: EmailMessage) -> str:
        """A file name no other letter of this run has."""
        words = f"{mail['To'].addresses[0].addr_spec} {mail['Subject']}"
        stem = plain = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "_", words)[:100].strip(" .")
        copies = 1
        while stem in self._written:
            copies += 1
            stem = f"{plain} ({copies})"
        self._written.add(stem)
        return stem
