"""Why a letter can't leave: what happened on the way to the mail server, at its door, or to one letter."""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.utils import parseaddr
from typing import TYPE_CHECKING

from workbook.words.faults import MailFault
from workbook.words.tongue import declared, worded

if TYPE_CHECKING:
    from workbook.shells.outside.settings import Account

PATIENCE = 30.0
TRY_LATER = declared("过一会儿再发一次；这封信还在待发。")


class Refused(MailFault):
    """The server surely did not take this letter; it may leave another time."""


class Unsure(MailFault):
    """The connection broke while the letter was being handed over: nobody here knows whether it was taken."""


def not_open(error: Exception, account: Account) -> MailFault:
    """Why no letter can leave: what happened on the way to the server or at its door."""
    door = f"{account.host}:{account.port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return MailFault(
                worded(
                    "邮箱不接受登录：{user}（{said}）。",
                    user=account.user,
                    said=_said(error.smtp_code, error.smtp_error),
                ),
                worded("用“授权码”而不是登录密码，在网页邮箱的设置里开通 SMTP 后领取；已领过的看看过期没有。"),
            )
        case UnicodeError():
            return MailFault(
                worded("用户名或授权码里有中文或全角字符，登录不了。"), worded("把授权码重新抄一遍，只用半角。")
            )
        case smtplib.SMTPNotSupportedError():
            return MailFault(
                worded("“{door}”不支持这样加密或登录。", door=door),
                worded("多半用 465 端口配 ssl，或 587 端口配 starttls。"),
            )
        case ssl.SSLCertVerificationError():
            return MailFault(
                worded("“{door}”的证书不可信：{verify_message}。", door=door, verify_message=error.verify_message),
                worded("核对 host 有没有抄错；公司自建的服务器，把它的 CA 证书写进 cafile。"),
            )
        case ssl.SSLError():
            return MailFault(
                worded("和“{door}”的加密方式对不上。", door=door), worded("465 端口配 ssl，587 端口配 starttls。")
            )
        case socket.gaierror():
            return MailFault(
                worded("找不到邮件服务器“{host}”。", host=account.host),
                worded("看看网络通不通，再核对 huifang.toml 里的 host。"),
            )
        case ConnectionRefusedError():
            return MailFault(
                worded("邮件服务器“{door}”没有开门。", door=door),
                worded("核对端口（ssl 465，starttls 587），或过一会儿再发。"),
            )
        case _ if isinstance(error, TimeoutError) or "timed out" in str(error):
            return MailFault(
                worded("等了 {patience:.0f} 秒，“{door}”没有应答。", patience=PATIENCE, door=door),
                worded("看看网络和防火墙；有的网络要换 587 端口。"),
            )
        case smtplib.SMTPResponseException():
            return MailFault(
                worded("“{door}”不让连：{said}。", door=door, said=_said(error.smtp_code, error.smtp_error)),
                worded("过一会儿再发；总是这样就问邮箱管理员。"),
            )
        case _:
            return MailFault(worded("和“{door}”的连接断了。", door=door), worded("看看网络通不通，过一会儿再发一次。"))


def refusal(step: str, code: int, words: bytes | str, recipient: str, account: Account) -> Refused:
    """Why the server did not take one letter, and what helps."""
    said = _said(code, words)
    if code == 552:
        return Refused(
            worded("给“{recipient}”的信太大，服务器不收（{said}）。", recipient=recipient, said=said),
            worded("少带附件，或把附件放到共享文件夹。"),
        )
    if step == "sender":
        return Refused(
            worded("服务器不让用“{parseaddr}”发信（{said}）。", parseaddr=parseaddr(account.sender)[1], said=said),
            worded(TRY_LATER) if code < 500 else worded("把 huifang.toml 里的 sender 和 user 写成同一个邮箱。"),
        )
    if code < 500:
        return Refused(
            worded("服务器这会儿不收给“{recipient}”的信（{said}）。", recipient=recipient, said=said),
            worded("发得太快时常这样。{try_later}", try_later=worded(TRY_LATER)),
        )
    if step == "recipient":
        return Refused(
            worded("收件人“{recipient}”被服务器拒收（{said}）。", recipient=recipient, said=said),
            worded("在【员工】里核对这个邮箱，改好再发一次。"),
        )
    return Refused(
        worded("服务器没有收给“{recipient}”的信（{said}）。", recipient=recipient, said=said),
        worded("多半被当成垃圾信：改一改主题，或请邮箱管理员放行。"),
    )


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
