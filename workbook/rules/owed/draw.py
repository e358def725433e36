"""Drawing lots: how many, how many from each stratum, and in which order (rule-language §3.11)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

DRAWN, SUBSTITUTE, SKIPPED, RESERVE = "抽中", "替补", "跳过", "备选"


def lot(draw: Sequence[str], key: str) -> str:
    """The place of one row in a draw, as text that sorts: blake2b (8 bytes) of all names joined with ·.

    It depends on nothing but its names, so anybody can repeat the draw.

    Shapes:
        draw: 种子, 编号, 期, 单位, 对象, and of a 重抽 its number. key: the row's key.

    Examples:
        >>> lot(("1", "S1", "2026-03-05", "", ""), "R7")
        '3e38991c3fe356b3'
    """
    return hashlib.blake2b("·".join((*draw, key)).encode(), digest_size=8).hexdigest()


def fingerprint(rows: Iterable[tuple[str, str]]) -> str:
    """总体指纹: what the rows of a frame and their strata hash to, in whatever order they stand.

    Examples:
        >>> fingerprint([("R2", "安检"), ("R1", "抄表")])
        'd8df0df3f24bd31e'
    """
    words = "\n".join(f"{key}\t{stratum}" for key, stratum in sorted(rows))
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def required(total: int, rate: Decimal | None, size: Decimal | None, at_least: int) -> int:
    """How many of `total` are drawn: ⌈rate × total⌉ or the size, at least so many, never more than there are; 0 draws none.

    Source:
        SAMP-1: rounded up, at least one when the population is not empty.

    Examples:
        >>> required(98, Decimal("0.2"), None, 1), required(100, Decimal("0.07"), None, 1)
        (20, 7)
        >>> required(3, None, Decimal(5), 1), required(2, Decimal("0.1"), None, 1), required(0, Decimal(1), None, 1)
        (3, 1, 0)
        >>> required(7, Decimal(0), None, 1), required(7, None, Decimal(0), 1)
        (0, 0)
    """
    wanted = (rate or Decimal(0)) * total if size is None else size
    if not wanted:
        return 0
    return min(max(int(wanted.to_integral_value(ROUND_CEILING)), at_least), total)


def seats(total: int, strata: Mapping[str, int]) -> dict[str, int]:
    """`total` seats over strata in proportion to their sizes: largest remainder, ties to the larger, then by name.

    Each stratum that isn't empty gets one while there are seats for all; it comes from the stratum that has most beyond
    its exact share.

    Shapes:
        strata: name → how many rows; no more seats than rows in all.

    Examples:
        >>> seats(20, {"安检": 37, "抄表": 52, "维修": 9})
        {'安检': 7, '抄表': 11, '维修': 2}
        >>> seats(13, {"安检": 33, "抄表": 30, "维修": 2})
        {'安检': 6, '抄表': 6, '维修': 1}
    """
    there = sum(strata.values())
    share = {name: Fraction(total * size, there) if there else Fraction(0) for name, size in strata.items()}
    given = {name: int(exact) for name, exact in share.items()}
    order = sorted(strata, key=lambda name: (given[name] - share[name], -strata[name], name))
    for name in order[: total - sum(given.values())]:
        given[name] += 1
    for name in sorted(strata, key=lambda name: (-share[name], name)):
        if given[name] or not strata[name]:
            continue
        giver = max((n for n in strata if given[n] > 1), key=lambda n: (given[n] - share[n], given[n], n), default=None)
        if giver is None:
            break
        given[giver], given[name] = given[giver] - 1, 1
    return given


@dataclass(slots=True)
class Urn:
    """What is still to be drawn from one population, row by row in the order of the draw.

    Shapes:
        need: stratum → seats left when the draw begins; extra: how many may be drawn in all.
    """

    need: Mapping[str, int]
    extra: int
    asked: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, list[str]] = field(default_factory=dict)
    drawn: dict[str, int] = field(default_factory=dict)

    def ask(self, stratum: str, key: str, *, blocked: bool) -> tuple[str, str]:
        """抽中, 替补, 跳过 or 备选 for the next row, and why."""
        seats_, taken = self.need.get(stratum, 0), self.drawn.get(stratum, 0)
        if taken >= seats_ or self.extra <= 0:
            return RESERVE, ""
        place = self.asked[stratum] = self.asked.get(stratum, 0) + 1
        waiting = self.skipped.setdefault(stratum, [])
        if blocked:
            waiting.append(key)
            return SKIPPED, "现在不能联系这位客户"
        self.drawn[stratum] = taken + 1
        self.extra -= 1
        if place <= seats_:
            return DRAWN, ""
        return SUBSTITUTE, f"替 {waiting.pop(0)}"


def urn(wanted: int, strata: Mapping[str, int], drawn: Mapping[str, int], free: Mapping[str, int]) -> Urn:
    """The seats that are left when some are taken: what was drawn stays, and only a larger total brings more.

    A stratum with fewer free rows than seats (its other rows were passed over in an earlier draw) leaves the rest to
    those that have some, so that the total is reached while there are free rows at all.

    Shapes:
        strata, drawn, free: name → its rows in all, those drawn already, those that have no line yet.
    """
    given, extra = seats(wanted, strata), max(0, wanted - sum(drawn.values()))
    need = {name: min(max(0, seat - drawn.get(name, 0)), free.get(name, 0)) for name, seat in given.items()}
    left = {name: free.get(name, 0) - seat for name, seat in need.items()}
    more = seats(min(max(0, extra - sum(need.values())), sum(left.values())), left)
    return Urn({name: seat + more[name] for name, seat in need.items()}, extra)


def turns(lots: Sequence[str], names: Sequence[str]) -> list[int]:
    """The positions of rows in the order of the draw; equal lots go by name."""
    return sorted(range(len(lots)), key=lambda row: (lots[row], names[row]))
