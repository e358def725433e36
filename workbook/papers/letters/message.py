"""A finished letter as the message that travels: headers, two bodies, attachments."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from datetime import datetime
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import quote

from workbook.papers.letters.letters import OFFICE_ZONE, Attachment, Letter
from workbook.words.tongue import CHINESE, spoken


class _Written(str):
    """A header value folded by us; the library leaves it as it is."""

    __slots__ = ()


class _Policy(EmailPolicy):
    """The standard mail headers, except those written by us."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Keep what we wrote; parse the rest."""
        return (name, value) if isinstance(value, _Written) else super().header_store_parse(name, value)


_LINE_END = re.compile(r"\r\n|\r|\n")
_POLICY = _Policy(linesep="\r\n", refold_source="none")


def message(made: Letter, sender: str, sent_at: datetime, identity: str) -> EmailMessage:
    """The letter as a finished mail message, the same bytes each time it is made from the same arguments.

    Shapes:
        sender: an address, or `名字 <address>`.
        sent_at: naive on the office's clock, or with its own zone.
        identity: the Message-ID, from `message_id`.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(parseaddr(sender)[0], addr_spec=parseaddr(sender)[1])
    mail["To"] = Address(" ".join(made.name.split()), addr_spec=made.recipient)
    mail["Subject"] = made.subject
    mail["Date"] = format_datetime(sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=OFFICE_ZONE))
    mail["Message-ID"] = identity
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "zh-CN" if spoken() == CHINESE else spoken()
    mail.set_content("", cte="base64")
    mail.set_payload(_lined(_ended(made.text)))
    mail.add_alternative("", subtype="html", cte="base64")
    *_, html = mail.iter_parts()
    html.set_payload(_lined(_ended(made.html)))
    for file in made.attachments:
        _attach(mail, file)
    boundary = hashlib.sha256(identity.encode()).hexdigest()[:32]
    for depth, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{boundary}_{depth}")
    return mail


def bytes_of(mail: EmailMessage) -> bytes:
    """A message as it travels, with the line ends that its policy says."""
    made = io.BytesIO()
    _Lines(made, mangle_from_=False, policy=mail.policy).flatten(mail)
    return made.getvalue()


class _Lines(BytesGenerator):
    """The library's generator, which writes the lines of a body one by one; here they leave at once."""

    def _write_lines(self, lines: str) -> None:
        if lines:
            self.write(_LINE_END.sub(_POLICY.linesep, lines))


def _attach(mail: EmailMessage, file: Attachment) -> None:
    """Add one file under a name that old and new readers show.

    The name stands three times: as encoded words in `name` and `filename` (what many desktop and web readers look
    at), and once whole, without RFC 2231 continuations, in `filename*` (the standard's way).
    """
    maintype, _, subtype = file.mime.partition("/")
    mail.add_attachment(b"", maintype=maintype, subtype=subtype)
    *_, part = mail.iter_attachments()
    part.set_payload(_lined(file.content))
    words = "\r\n ".join(_encoded_words(file.name))
    part.replace_header("Content-Type", _Written(f'{file.mime};\r\n name="{words}"'))
    disposition = f"attachment;\r\n filename=\"{words}\";\r\n filename*=utf-8''{quote(file.name, safe='')}"
    part.replace_header("Content-Disposition", _Written(disposition))


def _ended(text: str) -> bytes:
    """A body with the line ends that travel, one behind its last line too."""
    return b"\r\n".join([*text.encode().splitlines(), b""]) or b"\r\n"


def _lined(content: bytes) -> str:
    """Bytes in base64, in lines of 76 letters as the standard has it: encoded as one, which the library does line by line."""
    whole = base64.b64encode(content).decode()
    return "".join(f"{whole[at : at + 76]}\n" for at in range(0, len(whole), 76))


def _encoded_words(text: str) -> list[str]:
    """The text as is when plain ASCII, else as RFC 2047 words of at most 75 characters, none splitting a character."""
    if text.isascii():
        return [text]
    pieces: list[str] = [""]
    for mark in text:
        if len((pieces[-1] + mark).encode()) > 42:
            pieces.append("")
        pieces[-1] += mark
    return [f"=?utf-8?B?{base64.b64encode(piece.encode()).decode()}?=" for piece in pieces]
