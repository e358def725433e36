"""A mail server on this machine that wants STARTTLS and a login, for tests that really send."""

import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from workbook.shells.outside.settings import Account

USER, PASSWORD = "kefu@example.com", "shouquanma"


def hang_up(server: SMTP) -> None:
    """Lose the line without a word."""
    line: Any = server.transport
    line.abort()


class Postbox:
    """A server's mailbox; some names bring trouble."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.logins: list[bool] = []
        self.lost = {"drop"}
        """Whose letters are handed over when the line is lost."""
        logging.getLogger("mail.log").setLevel(
            logging.ERROR
        )  # it says on each login what will change in its next version

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """One user, one password."""
        is_right = data == LoginPassword(USER.encode(), PASSWORD.encode())
        self.logins.append(is_right)
        return AuthResult(success=is_right, handled=False)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse nobody@, hang up on early@."""
        if address.startswith("nobody"):
            return "550 5.1.1 User unknown"
        if address.startswith("early"):
            hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the letter; drop@ loses the line first, spam@ is refused, busy@ comes too fast."""
        to = envelope.rcpt_tos[0]
        if to.startswith(tuple(self.lost)):
            hang_up(server)
            return "250 never heard"
        if to.startswith("spam"):
            return "554 5.7.1 \u88ab\u5f53\u6210\u5783\u573e\u4fe1"
        if to.startswith("busy"):
            return "451 4.7.1 too fast"
        assert isinstance(envelope.content, bytes)
        self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    def mails(self) -> list[EmailMessage]:
        """What was taken, read as a mail program would."""
        return [message_from_bytes(content, policy=policy.default) for _, content in self.taken]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, str]:
    """A certificate authority of our own, and its file."""
    made = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, str(path)


@contextmanager
def standing(authority: trustme.CA, cafile: str, box: Postbox, **options: Any) -> Iterator[Account]:
    """A server that wants STARTTLS and AUTH LOGIN unless told otherwise, and the account to use it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(options.pop("name", "127.0.0.1")).configure_cert(context)
    port = options.pop("port", 0) or free_port()
    usual = {"tls_context": context, "require_starttls": True, "auth_required": True}
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=box.authenticate,
        auth_exclude_mechanism=["PLAIN"],
        **{**usual, **options},
    )
    controller.start()
    try:
        yield Account("127.0.0.1", port, USER, f"回访 <{USER}>", "starttls", PASSWORD, cafile=cafile)
    finally:
        controller.stop()


def settled(folder: Path, account: Account) -> None:
    """The account, written where the program looks for it."""
    lines = [f'host = "{account.host}"', f"port = {account.port}", f'user = "{account.user}"', 'security = "starttls"']
    text = "\n".join(["[mail]", *lines, f'cafile = "{account.cafile}"', ""])
    (folder / "huifang.toml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def door(authority: tuple[trustme.CA, str]) -> Iterator[tuple[Postbox, Account]]:
    """A server that wants STARTTLS and AUTH LOGIN, and the account to use it."""
    box = Postbox()
    with standing(*authority, box) as account:
        yield box, account


@pytest.fixture
def server(door: tuple[Postbox, Account]) -> tuple[Postbox, Account]:
    """The server with an empty mailbox."""
    door[0].taken.clear()
    door[0].logins.clear()
    door[0].lost = {"drop"}
    return door
