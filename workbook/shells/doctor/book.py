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
from workbook.shells.safety.beside import archive_of, left_mark_of, lock_of
from workbook.shells.safety.opened import opened
from workbook.words.faults import BookFault
from workbook.words.issues import Kind
from workbook.words.tongue import worded

LARGE = 40 << 20


def file(book: Path) -> Iterator[Finding]:
    """Can be read and written, isn't open, and nothing is left of a run that was cut short."""
    names = reading.sheet_names(book)
    lock = lock_of(book)
    if lock is not None:
        cure = worded("关掉它。已经关了还这样说，就删去旁边的“{name}”。", name=lock.name)
        said = worded("“{name}”正在别的程序里开着，写不进去。{who}", name=book.name, who=opened(lock).said)
        yield Finding("停", "工作簿", said, cure)
    else:
        saving.check_writable(book)
        yield Finding(
            "好",
            "工作簿",
            worded("{count} 张表，{st_size:,.0f} KB，没有被占着", count=len(names), st_size=book.stat().st_size / 1024),
        )
    if (dead := left_mark_of(book)) is not None:
        yield Finding(
            "注",
            "工作簿",
            worded("旁边的“{name}”是 LibreOffice 没有好好关掉时留下的，这台电脑上没有它开着。", name=dead.name),
            worded("不用管，照样写。"),
        )
    left = sorted(path.name for path in book.parent.glob(f".{book.name}.*{saving.TEMPORARY}"))
    if left:
        yield Finding(
            "注",
            "工作簿",
            worded("旁边有上次没写完的临时文件：{left}。", left=worded("、").join(left)),
            worded("不用管，下次写时自己清掉。"),
        )
    if "=" in book.name:
        yield Finding("停", "工作簿", worded("文件名里有等号，Excel 里的按钮找不到它。"), worded("改名，去掉“=”。"))
    if book.stat().st_size > LARGE:
        yield Finding(
            "注",
            "工作簿",
            worded("文件很大，每次都要多等一会儿。"),
            worded("往年的行归档，照样算数：huifang archive 工作簿 --before 日期，先加 --dry-run 看看。"),
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
        yield Finding(
            "好",
            "归档",
            worded(
                "{rows} 行在“{name}”的 {count} 个文件里，一个不少",
                rows=rows,
                name=archive_of(book).name,
                count=len(named),
            ),
        )


def rules(book: Path) -> Iterator[Finding]:
    """What lint says of its rules."""
    from workbook.shells.runs.linting import linted

    found = linted(str(book))
    levels = Counter(one.kind.level for one in found)
    cure = worded('运行 huifang lint "{name}"，它会说是哪一格、怎么改。', name=book.name)
    if levels["停"]:
        yield Finding("停", "规则", worded("有 {levels} 处用不了，用到它们的规则没有算。", levels=levels["停"]), cure)
    elif found:
        yield Finding("注", "规则", worded("有 {count} 处请看一眼。", count=len(found)), cure)
    else:
        yield Finding("好", "规则", worded("没有毛病"))


def keys(book: Path, now: datetime) -> Iterator[Finding]:
    """Rows that share a key, so that one hides the other."""
    from workbook.shells.runs import run

    twice = [one for one in run.day_of(book, now, tell=lambda _: None).issues if one.kind in TWICE]
    if twice:
        shown = worded("、").join(one.place.told for one in twice[:5])
        yield Finding(
            "停",
            "编号",
            worded("{count} 处编号重复：{shown}。", count=len(twice), shown=shown),
            worded("删去重复的一行，或换一个编号。"),
        )
    else:
        yield Finding("好", "编号", worded("没有重复的"))


def timer(here: Machine, book: Path) -> Iterator[Finding]:
    """Whether it is started every day by itself, and when that was last done."""
    from workbook.shells.timers.plan import Plan
    from workbook.shells.timers.systems import scheduled
    from workbook.shells.timers.unattended import LOG, last_done

    how = scheduled(here, Plan(book.resolve(), time(), here.interpreter))
    if not how:
        cure = worded('要每天自动做，运行 huifang schedule "{name}" --at 08:30。', name=book.name)
        yield Finding("注", "定时", worded("没有定时，每天要有人点“一天的全套”。"), cure)
        return
    done = last_done(book)
    said = (
        worded("上次做完是 {done}", done=done)
        if done
        else worded("还没有做过；记录在 {folder_of}", folder_of=saving.folder_of(book) / LOG)
    )
    yield Finding("好", "定时", worded("每天自动做（{how}），{said}", how=how, said=said))


def mailbox(book: Path | None, env: Mapping[str, str]) -> Iterator[Finding]:
    """Whether letters could leave: the account, its password, and a log-in to the server; nothing is sent."""
    from workbook.shells.mail.carriers import yagmail_carrier
    from workbook.shells.outside.settings import account
    from workbook.shells.runs import posting

    place = posting.settings(book or Path(posting.SETTINGS))
    if place is None:
        cure = worded("要发信时照《发邮件》写一个 huifang.toml，放在工作簿旁边。")
        yield Finding("注", "发信", worded("还没有设邮箱，日报只能预演。"), cure)
        return
    known = account(env, place)
    carrier = yagmail_carrier(known)
    try:
        carrier.ready()
    finally:
        carrier.close()
    yield Finding("好", "发信", worded("{user} 登得上 {host}（没有发信）", user=known.user, host=known.host))


TWICE = {Kind.DUPLICATE_KEY, Kind.DUPLICATE_VALUE}
