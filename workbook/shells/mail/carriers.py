"""What takes a finished letter away: a mail server by way of yagmail, or a folder to look at."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from workbook.papers.letters.message import bytes_of
from workbook.shells.mail.door import PATIENCE, TRY_LATER, Refused, Unsure, not_open, refusal
from workbook.words.faults import MailFault
from workbook.words.tongue import worded

if TYPE_CHECKING:
    from workbook.shells.outside.settings import Account


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
            raise not_open(error, self._account) from error
        self._yag = yag

    def send(self, mail: EmailMessage) -> None:
        """Mail, recipient, data: up to the last of them a broken connection surely left nothing behind."""
        recipient, content = mail["To"].addresses[0].addr_spec, bytes_of(mail)
        smtp = self._yag.smtp
        try:
            size = [f"size={len(content)}"] if smtp.has_extn("size") else []
            self._expect((250,), smtp.mail(parseaddr(self.sender)[1], size), "sender", recipient)
            self._expect((250, 251), smtp.rcpt(recipient), "recipient", recipient)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Refused(
                worded("给“{recipient}”的信还没交出去，连接断了。", recipient=recipient), worded(TRY_LATER)
            ) from error
        try:
            answer = smtp.data(content)
        except smtplib.SMTPDataError as refused:
            answer = (refused.smtp_code, refused.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unsure(
                worded("给“{recipient}”的信交到一半，连接断了，不知道对方收到没有。", recipient=recipient),
                worded("先问收件人：收到了记作已发，没收到再发一次。程序不会自己重发。"),
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
        raise refusal(step, code, words, recipient, self._account)


def _client(account: Account) -> Any:
    """A client of yagmail, told everything: what it would guess, ask at the keyboard, or leave unchecked."""
    try:
        import yagmail
    except ImportError as error:
        raise MailFault(
            worded("没有装发信用的 yagmail。"), worded('pip install "yagmail>=0.16"，再点一次。')
        ) from error
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
            worded("证书文件“{cafile}”用不了。", cafile=account.cafile),
            worded("向邮箱管理员要 PEM 格式的 CA 证书，重填 cafile。"),
        ) from error


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
            raise MailFault(
                worded("建不了文件夹“{folder}”：{strerror}。", folder=self._folder, strerror=error.strerror),
                worded("换一个能写的地方。"),
            ) from error

    def send(self, mail: EmailMessage) -> None:
        stem = self._name(mail)
        page = mail.get_body(("html",))
        try:
            (self._folder / f"{stem}.eml").write_bytes(bytes_of(mail))
            if page is not None:
                (self._folder / f"{stem}.html").write_text(page.get_content(), encoding="utf-8")
        except OSError as error:
            raise Refused(
                worded("写不进“{stem}.eml”：{strerror}。", stem=stem, strerror=error.strerror),
                worded("看看磁盘满没满、有没有权限。"),
            ) from error

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
