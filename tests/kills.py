"""kill -9 at random moments, and before each thing a run does to a file or says to a mail server.

    python tests/kills.py --times 500           that many random kills, shared out over what an office does
    python tests/kills.py --every 1             before each effect; 3: before each third
    python tests/kills.py --times 500 --every 1 --minutes 30 --lines a.jsonl    so much now; the same again goes on
    python tests/kills.py --times 500 --every 4 --write      … and what came out is written into docs/reliability.md

After each kill the book is as before or as some finished step left it, and opens. The same command again says that the
last one was cut short, and finishes; what it asks about letters is answered by looking into the mailbox. Then all cells,
files and letters are those of an undisturbed run, each letter came once, and the run can be undone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests")]

import trustme  # noqa: E402
from disturbed import DOINGS, Left, copied, finished, given_back, left, office, opened, undone, words  # noqa: E402
from forked import Forked  # noqa: E402
from pages import write  # noqa: E402
from postbox import PASSWORD, Postbox, settled, standing  # noqa: E402

SHARES = {
    "一天的全套": 16, "日报": 10, "登记": 14, "记录表": 5, "关账": 7, "改规则": 7, "导入": 7, "分发": 8, "收回": 7,
    "归档": 5, "撤销": 14,
}  # fmt: skip
"""Of a hundred random kills, how many of each."""
TWICE = {"登记"}
"""What says once what it asks about; run again after all was written it is a second run, which asks no more."""


@dataclass(slots=True)
class Tally:
    """What was killed how often, in which state that left the book, and what was wrong."""

    random: Counter[str] = field(default_factory=Counter)
    chosen: Counter[str] = field(default_factory=Counter)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    letters: int = 0
    wrong: list[str] = field(default_factory=list)
    done: set[tuple[str, int]] = field(default_factory=set)

    def add(self, doing: str, before: int | None, state: str, letters: int, wrong: Sequence[str]) -> None:
        """One kill more."""
        self.states[doing, state] += 1
        self.letters += letters
        self.wrong += wrong
        if before is None:
            self.random[doing] += 1
        else:
            self.chosen[doing] += 1
            self.done.add((doing, before))


class Trial:
    """An office, a copy of it for each kill, a server that takes its letters."""

    def __init__(self, place: Path, forked: Forked, box: Postbox, seed: int, lines: Path | None = None) -> None:
        self.place, self.forked, self.box, self.lines = place, forked, box, lines
        self.tally = Tally()
        for line in lines.read_text("utf-8").splitlines() if lines and lines.exists() else ():
            self.tally.add(*json.loads(line))
        self.luck = random.Random(seed + self.tally.random.total())
        self._took: dict[str, float] = {}
        self._offices: dict[str, Path] = {}
        self._left: dict[str, Left] = {}
        self._again: dict[str, Left] = {}

    def office(self, doing: str) -> Path:
        """The office as it is before; for 撤销 one whose Monday was run, for 收回 one whose clerks have typed."""
        which = doing if doing in {"撤销", "收回"} else "周一"
        if which not in self._offices:
            place = self.place / which
            if which == "周一":
                from_file = self.place / "huifang.toml"
                place.mkdir()
                (place / from_file.name).write_bytes(from_file.read_bytes())
                office(place, self.forked)
            else:
                copied(self.office("周一"), place)
                first = DOINGS["一天的全套" if doing == "撤销" else "分发"]
                self.forked.run(words(first, place), place)
                given_back(place)
            self._offices[which] = place
        return self._offices[which]

    def whole(self, doing: str) -> Left:
        """What it leaves undisturbed."""
        if doing not in self._left:
            place = copied(self.office(doing), self.place / "试")
            self._left[doing] = left(place, DOINGS[doing], self.forked, self.box)
        return self._left[doing]

    def twice(self, doing: str) -> Left:
        """What it leaves undisturbed when it is run once more with nothing new to do."""
        if doing not in self._again:
            place = copied(self.office(doing), self.place / "试")
            once = left(place, DOINGS[doing], self.forked, self.box)
            again = left(place, DOINGS[doing], self.forked, self.box)
            self._again[doing] = replace(again, letters=once.letters | again.letters)
        return self._again[doing]

    def kill(self, doing: str, before: int | None = None) -> bool:
        """One kill and all that must be true afterwards; False when the run was done before."""
        whole = self.whole(doing)
        took = self._took.setdefault(doing, whole.took)
        after = self.luck.uniform(0.01, took) if before is None else None
        place = copied(self.office(doing), self.place / "试")
        self.box.taken.clear()
        ended = self.forked.run(words(DOINGS[doing], place), place, after=after, before=before)
        if ended.code is not None:
            self._took[doing] = ended.took  # the machine has other work too
            return False
        last = ended.effects[-1] if ended.effects else ""
        now, wrong = opened(place, whole.states)
        state = "旧" if now == whole.states[0] else "新" if now == whole.last else "中"
        wanted = self.twice(doing) if state == "新" and doing in TWICE else whole
        wrong += finished(place, DOINGS[doing], wanted, self.forked, self.box)
        letters = len(self.box.taken)
        if doing != "撤销" and len(whole.states) > 2 and self.luck.random() < 0.25:
            wrong += undone(place, whole.states, self.forked)
        told = [f"{doing}（{after=} {before=}，{last} 以后）：{one}" for one in wrong]
        self.tally.add(doing, before, state, letters, told)
        if self.lines:
            with self.lines.open("a", encoding="utf-8") as file:
                file.write(json.dumps([doing, before, state, letters, told], ensure_ascii=False) + "\n")
        for one in wrong:
            print(f"{doing} {after=} {before=} {last}: {one}", flush=True)
        return True


def run(trial: Trial, times: int, every: int, only: Sequence[str], minutes: float) -> Tally:
    """So many random kills of everything in turn, then one before every n-th effect (0: none), while there is time."""
    until, tally = time.monotonic() + 60 * minutes, trial.tally
    shares = {doing: SHARES[doing] / sum(SHARES[one] for one in only) for doing in only}
    while tally.random.total() < times and time.monotonic() < until:
        doing = max(only, key=lambda one: shares[one] * (tally.random.total() + 1) - tally.random[one])
        trial.kill(doing)
    for doing in only if every else ():
        count = len(trial.whole(doing).effects)
        for effect in range(0, count, every):
            if time.monotonic() < until and (doing, effect) not in tally.done:
                trial.kill(doing, effect)
        print(f"{doing}: {tally.chosen[doing]} chosen of {count}", flush=True)
    return tally


def page(tally: Tally, every: int) -> str:
    """What came out, as the section of the page."""
    names = [name for name in DOINGS if tally.random[name] or tally.chosen[name]]
    count, chosen = tally.random.total(), tally.chosen.total()
    which = "每一个" if every < 2 else f"每第 {every} 个"
    kinds = f"{count} 次在随机的时刻，{chosen} 次在{which}动作（写、改名、删一个文件，对邮件服务器说一句话）以前"
    wrong = f"坏的、丢的、重的、和没有断过的不一样的：**{len(tally.wrong)}**"
    lines = [
        f"断了 {count + chosen} 次：{kinds}；服务器收到 {tally.letters} 封信。{wrong}。",
        "",
        "| 做什么 | 随机 | 选定 | 断后还是旧的 | 停在两步之间 | 已经是新的 |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {name} | {tally.random[name]} | {tally.chosen[name]} | "
            + " | ".join(str(tally.states[name, state]) for state in "旧中新")
            + " |"
            for name in names
        ),
        *(["", *(f"- {one}" for one in tally.wrong[:20])] if tally.wrong else []),
    ]
    return "\n".join(lines)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=0)
    asked.add_argument("--every", type=int, default=0)
    asked.add_argument("--minutes", type=float, default=600.0)
    asked.add_argument("--only", choices=[*DOINGS], action="append")
    asked.add_argument("--seed", type=int, default=20260316)
    asked.add_argument("--write", action="store_true")
    asked.add_argument(
        "--lines", type=Path, help="a file that keeps each kill; those in it count, and aren't done again"
    )
    said = asked.parse_args()
    began = time.monotonic()
    with TemporaryDirectory(prefix="huifang-kills-") as folder:
        place, authority, box = Path(folder).resolve(), trustme.CA(), Postbox()
        authority.cert_pem.write_to_path(str(place / "ca.pem"))
        forked = Forked({"HUIFANG_MAIL_PASSWORD": PASSWORD})
        try:
            with standing(authority, str(place / "ca.pem"), box) as account:
                settled(place, account)
                only = said.only or [*DOINGS]
                tally = run(
                    Trial(place, forked, box, said.seed, said.lines), said.times, said.every, only, said.minutes
                )
        finally:
            forked.close()
    print(
        f"{tally.random.total()} random, {tally.chosen.total()} chosen, {tally.letters} letters, {len(tally.wrong)} wrong"
    )
    print(f"{time.monotonic() - began:.0f} seconds")
    if said.write and not said.only:
        write("kills", page(tally, said.every))
    return int(bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(main())
