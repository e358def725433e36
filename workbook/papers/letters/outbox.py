"""Who gets which rows, and which letters leave now: plans as values, nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.papers.letters.letters import Letter

if TYPE_CHECKING:
    import pandas as pd

SENDING = "sending"
SENT = "sent"

ASK = "上次运行在发送途中停了，不知道对方收到没有：先问收件人，再定是记作已发还是再发一次"
DONE = "这一期已经发过"
TWICE = "同一个人的同一封信只发一次"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person who gets a report; `why` ends the sentence “您收到这封信，因为…”, `id` is their number in 员工."""

    address: str
    name: str
    why: str = ""
    id: str = ""

    @property
    def key(self) -> str:
        """Who it is: two people may share one mailbox."""
        return self.id or self.address.casefold()


@dataclass(frozen=True, slots=True)
class Share:
    """What one person gets of a report: rows under the value they belong to ('' when the report isn't divided)."""

    recipient: Recipient
    parts: tuple[tuple[str, pd.DataFrame], ...]


def shares(
    rows: pd.DataFrame,
    split: str = "",
    *,
    everything: Sequence[Recipient] = (),
    own: Mapping[str, Sequence[Recipient]] | None = None,
) -> tuple[Share, ...]:
    """Each person's rows: those of `everything` see all of them, the others only the rows of their own value.

    Shapes:
        rows: the report's rows; `split` is the column it is divided by (拆分), for example 责任人.
        own: value of `split` → who gets the rows of that value. One person under several values gets one share with
            a part for each. A person in both gets everything, once.
        returns: in the order people are named; nobody gets an empty share, except those of `everything`.

    Examples:
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"责任人": ["E1", "E2", "E1"], "客户": ["甲", "乙", "丙"]}, dtype="str")
        >>> boss, wang = Recipient("b@x.cn", "赵"), Recipient("w@x.cn", "王")
        >>> for share in shares(rows, "责任人", everything=[boss], own={"E1": [wang]}):
        ...     print(share.recipient.name, [(value, list(part["客户"])) for value, part in share.parts])
        赵 [('', ['甲', '乙', '丙'])]
        王 [('E1', ['甲', '丙'])]
    """
    found: dict[str, Share] = {}
    for person in everything:
        found.setdefault(person.key, Share(person, (("", rows),)))
    whole = set(found)
    parts = {str(value): part for value, part in rows.groupby(split, sort=False)} if split else {}
    for value, people in (own or {}).items():
        for person in people if value in parts else ():
            at = person.key
            if at in whole:
                continue
            before = found[at].parts if at in found else ()
            found[at] = Share(person, (*before, (value, parts[value])))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to each letter, with the reason (empty for those that leave)."""

    send: tuple[tuple[Letter, str], ...] = ()
    hold: tuple[tuple[Letter, str], ...] = ()
    skip: tuple[tuple[Letter, str], ...] = ()


def plan(letters: Iterable[Letter], marks: Mapping[str, str]) -> Plan:
    """Every letter once: it leaves, it waits for a person, or it already left.

    Shapes:
        marks: key → 'sending' | 'sent', as the outbox remembers.

    Examples:
        >>> from datetime import date
        >>> day = date(2026, 3, 9)
        >>> letters = [Letter(key, "日报", day, "a@x.cn", "王", "日报", "", "") for key in ("k1", "k2", "k3")]
        >>> made = plan(letters, {"k1": "sent", "k2": "sending"})
        >>> [[letter.key for letter, _ in group] for group in (made.send, made.hold, made.skip)]
        [['k3'], ['k2'], ['k1']]
    """
    send: list[tuple[Letter, str]] = []
    hold: list[tuple[Letter, str]] = []
    skip: list[tuple[Letter, str]] = []
    seen: set[str] = set()
    for letter in letters:
        found = {marks.get(key) for key in letter.keys}
        if letter.key in seen:
            skip.append((letter, TWICE))
        elif found == {SENT}:
            skip.append((letter, DONE))
        elif SENDING in found:
            hold.append((letter, ASK))
        elif letter.hold:
            hold.append((letter, letter.hold))
        else:
            send.append((letter, ""))
        seen.add(letter.key)
    return Plan(tuple(send), tuple(hold), tuple(skip))
