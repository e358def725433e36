"""体检 of one workbook: its file, its rules, its keys, and the mailbox its letters leave from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path

from workbook.shells.archive import store
from workbook.shells.doctor.findings import Finding
from workbook.shells.files import reading
from workbook.shells.macros.places import Machine
from workbook.shells.safety import saving
from workbook.shells.safety.beside import archive_of, lock_of
from workbook.words.faults import BookFault
from workbook.words.issues import Kind

LARGE = 40 << 20


def file(book: Path) -> Iterator[Finding]:
    """Can be read and written, isn't open, and nothing is left of a run that was cut short."""
    names = reading.sheet_names(book)
    lock = lock_of(book)
    if lock is not None:
        cure = f"关掉它。已经关了还这样说，就删去旁边的“{lock.name}”。"
        yield Finding("停", "工作簿", f"“{book.name}”正在别的程序里开着，写不进去。", cure)
    else:
        saving.check_writable(book)
        yield Finding("好", "工作簿", f"{len(names)} 张表，{book.stat().st_size / 1024:,.0f} KB，没有被占着")
    left = sorted(path.name for path in book.parent.glob(f".{book.name}.*.huifang-tmp"))
    if left:
        yield Finding("注", "工作簿", f"旁边有上次没写完的临时文件：{'、'.join(left)}。", "不用管，下次写时自己清掉。")
    if "=" in book.name:
        yield Finding("停", "工作簿", "文件名里有等号，Excel 里的按钮找不到它。", "改名，去掉“=”。")
    if book.stat().st_size > LARGE:
        yield Finding(
            "注",
            "工作簿",
            "文件很大，每次都要多等一会儿。",
            "往年的行归档，照样算数：huifang archive 工作簿 --before 日期，先加 --dry-run 看看。",
        )


def archived(book: Path) -> Iterator[Finding]:
    """Whether all that left the book for its archive is there."""
    named = store.entries(reading.read(book, only={store.SHEET}))
    try:
        store.check(book, named, store.mark_in(book))
        for one in named:
            store.data_of(book, one)
    except BookFault as fault:
        yield Finding("停", "归档", fault.what, fault.cure)
        return
    if named:
        rows = sum(one.rows for one in named)
        yield Finding("好", "归档", f"{rows} 行在“{archive_of(book).name}”的 {len(named)} 个文件里，一个不少")


def rules(book: Path) -> Iterator[Finding]:
    """What lint says of its rules."""
    from workbook.shells.runs.linting import linted

    found = linted(str(book))
    levels = Counter(one.kind.level for one in found)
    cure = f'运行 huifang lint "{book.name}"，它会说是哪一格、怎么改。'
    if levels["停"]:
        yield Finding("停", "规则", f"有 {levels['停']} 处用不了，用到它们的规则没有算。", cure)
    elif found:
        yield Finding("注", "规则", f"有 {len(found)} 处请看一眼。", cure)
    else:
        yield Finding("好", "规则", "没有毛病")


def keys(book: Path, now: datetime) -> Iterator[Finding]:
    """Rows that share a key, so that one hides the other."""
    from workbook.shells.runs import run

    twice = [one for one in run.day_of(book, now, tell=lambda _: None).issues if one.kind in TWICE]
    if twice:
        shown = "、".join(str(one.place) for one in twice[:5])
        yield Finding("停", "编号", f"{len(twice)} 处编号重复：{shown}。", "删去重复的一行，或换一个编号。")
    else:
        yield Finding("好", "编号", "没有重复的")


def timer(here: Machine, book: Path) -> Iterator[Finding]:
    """Whether it is started every day by itself, and when that was last done."""
    from workbook.shells.timers.plan import Plan
    from workbook.shells.timers.systems import scheduled
    from workbook.shells.timers.unattended import LOG, last_done

    how = scheduled(here, Plan(book.resolve(), time(), here.interpreter))
    if not how:
        cure = f'要每天自动做，运行 huifang schedule "{book.name}" --at 08:30。'
        yield Finding("注", "定时", "没有定时，每天要有人点“一天的全套”。", cure)
        return
    done = last_done(book)
    said = f"上次做完是 {done}" if done else f"还没有做过；记录在 {saving.folder_of(book) / LOG}"
    yield Finding("好", "定时", f"每天自动做（{how}），{said}")


def mailbox(book: Path | None, env: Mapping[str, str]) -> Iterator[Finding]:
    """Whether letters could leave: the account, its password, and a log-in to the server; nothing is sent."""
    from workbook.shells.mail.carriers import yagmail_carrier
    from workbook.shells.outside.settings import account
    from workbook.shells.runs import posting

    place = posting.settings(book or Path(posting.SETTINGS))
    if place is None:
        cure = "要发信时照《发邮件》写一个 huifang.toml，放在工作簿旁边。"
        yield Finding("注", "发信", "还没有设邮箱，日报只能预演。", cure)
        return
    known = account(env, place)
    carrier = yagmail_carrier(known)
    try:
        carrier.ready()
    finally:
        carrier.close()
    yield Finding("好", "发信", f"{known.user} 登得上 {known.host}（没有发信）")


TWICE = {Kind.DUPLICATE_KEY, Kind.DUPLICATE_VALUE}
