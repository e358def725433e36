"""What the outside tells the program: the mail account, from one .toml, the environment and the system's keyring."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal

from workbook.words.faults import MailFault
from workbook.words.tongue import worded

PASSWORD = "HUIFANG_MAIL_PASSWORD"  # noqa: S105 - the variable's name, not its value
SERVICE = "huifang"
Security = Literal["ssl", "starttls", "none"]
_PORTS: dict[Security, int] = {"ssl": 465, "starttls": 587, "none": 25}
_KNOWN = {"host", "port", "user", "sender", "security", "cafile"}
_SECRETS = {"password", "passwd", "pass", "pwd", "secret", "token", "auth", "authcode", "密码", "授权码", "口令"}
_HOST = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|[0-9A-Fa-f:]+")
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox to send from. The password never shows when the account is printed."""

    host: str
    port: int
    user: str
    sender: str
    security: Security
    password: str = field(repr=False)
    source: Literal["environment", "keyring"] = "environment"
    cafile: str = ""


def account(env: Mapping[str, str], file: Path | None) -> Account:
    """The mail account: [mail] of huifang.toml, and a password from the environment or the system's keyring.

    Raises:
        MailFault: no account, a value that can't be, a password in the file, or no password at all.
    """
    mail = _mail(file)
    host, user = _text(mail, "host"), _text(mail, "user")
    if not host or not user:
        where = file or "huifang.toml"
        missing = worded("、").join(name for name, value in (("host", host), ("user", user)) if not value)
        raise MailFault(
            worded("还没有设发信的邮箱：[mail] 缺 {missing}。", missing=missing),
            worded("在 {where} 里写上{example}。", where=where, example=_example()),
        )
    if not _HOST.fullmatch(host):
        raise MailFault(
            worded("[mail] 的 host“{host}”不是服务器名。", host=host), worded("写成 smtp.example.com 这样，只用半角。")
        )
    security = _security(mail, host)
    sender = _text(mail, "sender") or user
    if not _ADDRESS.fullmatch(parseaddr(sender)[1]) or not sender.isprintable():
        raise MailFault(
            worded("发信人“{sender}”不是邮箱。", sender=sender),
            worded("把 [mail] 的 sender 写成 回访 <kefu@example.com> 这样。"),
        )
    port, cafile = _port(mail, security), _cafile(mail, file)
    password, source = _password(env, user)
    return Account(host, port, user, sender, security, password, source, cafile)


def _example() -> str:
    return ' [mail] host = "smtp.example.com"，user = "kefu@example.com"，security = "ssl"'


def _mail(file: Path | None) -> dict[str, Any]:
    """The table [mail], without secrets and without names nobody reads."""
    if file is None or not file.exists():
        return {}
    try:
        # Windows' Notepad puts a mark at the head of a file; TOML doesn't know it.
        table = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("mail", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = worded("第 {line} 行", line=line[1]) if line else worded("末尾")
        raise MailFault(
            worded("看不懂 {name} {where}。", name=file.name, where=where),
            worded("照说明改好那一处，文字要加引号；文件要存成 UTF-8。"),
        ) from error
    except OSError as error:
        raise MailFault(
            worded("读不了 {name}：{strerror}。", name=file.name, strerror=error.strerror),
            worded("核对文件在不在、有没有权限。"),
        ) from error
    if not isinstance(table, dict):
        raise MailFault(
            worded("{name} 里的 mail 不是一节。", name=file.name), worded("写成{example}。", example=_example())
        )
    for name in table:
        if name.casefold() in _SECRETS:
            raise MailFault(
                worded("{name} 里写着邮箱密码（{name2}），没有用它。", name=file.name, name2=name),
                worded(
                    "删去这一行；改存进系统：keyring set {service} 邮箱，或设环境变量 {password}。",
                    service=SERVICE,
                    password=PASSWORD,
                ),
            )
        if name not in _KNOWN:
            raise MailFault(
                worded("{name} 的 [mail] 里有不认识的“{name2}”。", name=file.name, name2=name),
                worded("可用的有 {known}。", known=worded("、").join(sorted(_KNOWN))),
            )
    return table


def _text(mail: Mapping[str, Any], name: str) -> str:
    return str(mail.get(name, "")).strip()


def _security(mail: Mapping[str, Any], host: str) -> Security:
    """Take ssl unless the port or the file says otherwise; none only to this very machine."""
    said = _text(mail, "security").casefold() or ("starttls" if _text(mail, "port") == "587" else "ssl")
    if said not in _PORTS:
        raise MailFault(
            worded("[mail] 的 security“{said}”看不懂。", said=said),
            worded("写 ssl（465 端口）或 starttls（587 端口）。"),
        )
    if said == "none" and host not in _LOOPBACK:
        raise MailFault(
            worded("不加密就不往“{host}”发信。", host=host), worded("security 写 ssl 或 starttls；none 只能用于本机。")
        )
    return said


def _port(mail: Mapping[str, Any], security: Security) -> int:
    said = _text(mail, "port")
    if not said:
        return _PORTS[security]
    if not (said.isascii() and said.isdigit() and 0 < int(said) < 65536):
        raise MailFault(
            worded("[mail] 的 port“{said}”不是端口号。", said=said), worded("写 465（ssl）或 587（starttls）。")
        )
    return int(said)


def _cafile(mail: Mapping[str, Any], file: Path | None) -> str:
    """An own certificate authority, relative to the settings file."""
    said = _text(mail, "cafile")
    if not said or file is None:
        return said
    path = file.parent / said
    if not path.is_file():
        raise MailFault(
            worded("找不到证书文件“{said}”。", said=said), worded("核对 [mail] 的 cafile；用公共邮箱时删去这一行。")
        )
    return str(path)


def _password(env: Mapping[str, str], user: str) -> tuple[str, Literal["environment", "keyring"]]:
    """The password: the environment first, then the system's keyring."""
    if said := env.get(PASSWORD, "").strip():
        return said, "environment"
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(SERVICE, user)
    except KeyringError:
        kept = None
    if kept:
        return kept, "keyring"
    raise MailFault(
        worded("没有“{user}”的邮箱密码。", user=user),
        worded(
            "把授权码存进系统：keyring set {service} {user}，或设环境变量 {password}。不要写在表或文件里。",
            service=SERVICE,
            user=user,
            password=PASSWORD,
        ),
    )
