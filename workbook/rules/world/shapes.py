"""形如: the six shapes a text can be asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def mobile(text: str) -> bool:
    """A mainland mobile number."""
    return bool(re.fullmatch(r"1[3-9]\d{9}", re.sub(r"[\s-]", "", text)))


def landline(text: str) -> bool:
    """A landline with its area code: 0571-88886666."""
    return bool(re.fullmatch(r"0\d{2,3}-?\d{7,8}", re.sub(r"\s", "", text)))


def identity(text: str) -> bool:
    """An 18-figure identity number whose last figure agrees with the others (GB 11643)."""
    body = text.strip().upper()
    if not re.fullmatch(r"\d{17}[\dX]", body):
        return False
    total = sum(int(figure) * weight for figure, weight in zip(body, _WEIGHTS, strict=False))
    return body[-1] == "10X98765432"[total % 11]


def mailbox(text: str) -> bool:
    """name@host.tld."""
    return bool(re.fullmatch(r"[^@\s,;，；]+@[^@\s,;，；]+\.[^@\s.,;，；]+", text.strip()))


def credit_code(text: str) -> bool:
    """The unified social credit code whose last character agrees with the others (GB 32100)."""
    body = text.strip().upper()
    if not re.fullmatch(rf"[{_CREDIT}]{{18}}", body):
        return False
    total = sum(_CREDIT.index(letter) * pow(3, place, 31) for place, letter in enumerate(body[:17]))
    return body[-1] == _CREDIT[(31 - total % 31) % 31]


def vehicle(text: str) -> bool:
    """A 17-character vehicle identification number (no I, O, Q)."""
    return bool(re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", text.strip().upper()))


SHAPES: dict[str, Callable[[str], bool]] = {
    "手机": mobile, "座机带区号": landline, "身份证": identity, "邮箱": mailbox, "统一信用代码": credit_code, "车架号": vehicle,
}  # fmt: skip
