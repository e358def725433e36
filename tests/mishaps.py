"""Every trouble a mail server, a disk or a neighbour makes, made for real: what is said, what is lost, how it ends.

    python tests/mishaps.py               all of them (Linux, as root: small disks are mounted)
    python tests/mishaps.py --write       … and what came out is written into docs/reliability.md
    python tests/mishaps.py 灰名单 …      some

With the trouble: an exit code of 3 and one sentence that says what it is, no traceback, and a book that is as before or
as a finished step left it. Without it: the same command again, and all cells, files and letters are those of a run that
had no trouble, each letter once. Letters that are asked about are answered by looking into the mailbox.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests")]

import trustme  # noqa: E402
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session  # noqa: E402
from disturbed import DOINGS, MONDAY, NAME, Left, copied, finished, left, office, opened, without_letters, words  # noqa: E402
from forked import BROKEN, Ended, Forked  # noqa: E402
from pages import write  # noqa: E402
from postbox import PASSWORD, Postbox, free_port, hang_up, settled, standing  # noqa: E402

DAILY = DOINGS["一天的全套"]
FIRST = "luo@"
"""Whose letter is in trouble where only one is."""


class Troubled(Postbox):
    """A server whose trouble can be switched off."""

    def __init__(self, taken: list[tuple[list[str], bytes]], trouble: str) -> None:
        super().__init__()
        self.taken, self.trouble, self.met = taken, trouble, 0

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        if self.trouble == "登录":
            return AuthResult(success=False, handled=False)
        return super().authenticate(server, session, envelope, mechanism, data)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith(FIRST):
            if self.trouble == "收件人断":
                hang_up(server)
            if said := {"灰名单": "451 4.7.1 Greylisted, try again later", "没有这个人": "550 5.1.1 User unknown"}.get(
                self.trouble
            ):
                return said
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if envelope.rcpt_tos[0].startswith(FIRST):
            if self.trouble == "收下以前断":
                hang_up(server)
                return "250 never heard"
            if self.trouble == "收下以后断":
                await super().handle_DATA(server, session, envelope)
                hang_up(server)
                return "250 never heard"
            if self.trouble == "慢":
                await asyncio.sleep(34)
            if said := {"垃圾信": "554 5.7.1 spam", "太快": "451 4.7.1 too fast", "关门": "421 4.3.2 closing"}.get(
                self.trouble
            ):
                return said
        return await super().handle_DATA(server, session, envelope)


@dataclass(slots=True)
class Scene:
    """One office in trouble."""

    folder: Path
    whole: Left
    forked: Forked
    authority: trustme.CA
    cafile: str
    taken: list[tuple[list[str], bytes]]
    stack: ExitStack

    def door(self, trouble: str, **options: Any) -> Troubled:
        """A server in trouble at which the office's letters leave."""
        box = Troubled(self.taken, trouble)
        settled(self.folder, self.stack.enter_context(standing(self.authority, self.cafile, box, **options)))
        return box

    def run(self, **how: Any) -> Ended:
        return self.forked.run(words(DAILY, self.folder), self.folder, **how)


Mishap = Callable[[Scene], tuple[Ended, Callable[[], object]]]
MISHAPS: dict[str, tuple[str, str, Mishap]] = {}
"""Name → its group, what must be said, how it is made: the run in trouble, and what takes the trouble away."""


def mishap(group: str, name: str, says: str) -> Callable[[Mishap], Mishap]:
    def known(made: Mishap) -> Mishap:
        MISHAPS[name] = (group, says, made)
        return made

    return known


# -- mail


def _at_server(trouble: str) -> Mishap:
    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        box = scene.door(trouble)
        return scene.run(), lambda: setattr(box, "trouble", "")

    return made


for _trouble, _name, _says in (
    ("登录", "授权码不对", "邮箱不接受登录"),
    ("灰名单", "灰名单，先不收（451）", "服务器这会儿不收"),
    ("没有这个人", "几位里有一位被拒收（550）", "被服务器拒收"),
    ("收件人断", "说收件人时断线", "还没交出去，连接断了"),
    ("收下以前断", "信交到一半断线，没有收下", "交到一半，连接断了"),
    ("收下以后断", "收下了，答复以前断线", "交到一半，连接断了"),
    ("垃圾信", "当成垃圾信（554）", "服务器没有收"),
    ("太快", "嫌发得太快（451）", "服务器这会儿不收"),
    ("关门", "半路说要关门（421）", "服务器这会儿不收"),
    ("慢", "34 秒没有答复", "交到一半，连接断了"),
):
    mishap("邮件", _name, _says)(_at_server(_trouble))


@mishap("邮件", "没有开门", "没有开门")
def _closed(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    port = free_port()
    scene.door("")
    good = (scene.folder / "huifang.toml").read_text("utf-8")
    lines = [f"port = {port}" if line.startswith("port") else line for line in good.splitlines()]
    (scene.folder / "huifang.toml").write_text("\n".join(lines), "utf-8")
    return scene.run(), lambda: (scene.folder / "huifang.toml").write_text(good, "utf-8")


def _settings(old: str, new: str) -> Mishap:
    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        scene.door("")
        file = scene.folder / "huifang.toml"
        good = file.read_text("utf-8")
        file.write_text(good.replace(old, new), "utf-8")
        return scene.run(), lambda: file.write_text(good, "utf-8")

    return made


mishap("邮件", "找不到服务器", "找不到邮件服务器")(_settings('host = "127.0.0.1"', 'host = "mail.invalid"'))
mishap("邮件", "发信人不是邮箱", "不是邮箱")(_settings("[mail]", '[mail]\nsender = "客服部"'))
mishap("邮件", "用户名不是这个", "邮箱不接受登录")(_settings('user = "kefu@', 'user = "kehu@'))


def _other_server(**options: Any) -> Mishap:
    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        with standing(scene.authority, scene.cafile, Troubled(scene.taken, ""), **options) as account:
            settled(scene.folder, account)
            ended = scene.run()
        return ended, lambda: scene.door("")

    return made


mishap("邮件", "证书是别家的", "证书不可信")(_other_server(name="mail.example.net"))
mishap("邮件", "不会 STARTTLS", "不支持这样加密")(
    _other_server(tls_context=None, require_starttls=False, auth_required=False)
)
mishap("邮件", "信太大（552）", "太大")(_other_server(data_size_limit=3000))


@mishap("邮件", "证书没有人担保", "证书不可信")
def _unknown_authority(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    with standing(trustme.CA(), scene.cafile, Troubled(scene.taken, "")) as account:
        settled(scene.folder, account)
        ended = scene.run()
    return ended, lambda: scene.door("")


# -- disk


@contextmanager
def _mounted(place: Path, *how: str) -> Iterator[None]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", *how, str(place)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def _full(left_over: int) -> Mishap:
    """A disk of four megabytes on which so many bytes are free."""

    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        scene.door("")
        here, scene.folder = scene.folder, scene.folder.with_name("小盘")
        scene.stack.enter_context(_mounted(scene.folder, "-t", "tmpfs", "-o", "size=8m", "tmpfs"))
        shutil.copytree(here, scene.folder, dirs_exist_ok=True)
        filler = scene.folder / "别的东西.bin"
        room = shutil.disk_usage(scene.folder).free - left_over
        filler.write_bytes(b"\0" * max(room, 0))
        return scene.run(), filler.unlink

    return made


for _left in (0, 32 << 10, 128 << 10, 256 << 10, 400 << 10):
    mishap("磁盘", f"磁盘满了，还剩 {_left >> 10} KB", "磁盘满")(_full(_left))


@mishap("磁盘", "配额：一个文件不能大过 64 KB", "磁盘满")
def _quota(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    return scene.run(size=64 << 10), lambda: None


@mishap("磁盘", "盘是只读的", "只读")
def _read_only(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    here = str(scene.folder)
    subprocess.run(["mount", "--bind", here, here], check=True)
    scene.stack.callback(subprocess.run, ["umount", "-l", here], check=False)
    subprocess.run(["mount", "-o", "remount,ro,bind", here], check=True)
    return scene.run(), lambda: subprocess.run(["mount", "-o", "remount,rw,bind", here], check=True)


@mishap("磁盘", "工作簿这个文件是只读的", "只读")
def _read_only_file(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    here = str(scene.folder / NAME)
    subprocess.run(["mount", "--bind", here, here], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", here], check=True)
    return scene.run(), lambda: subprocess.run(["umount", here], check=True)


def _vanishing(share: float) -> Mishap:
    """The share goes when so much of the run's effects are done."""

    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        scene.door("")
        here, place = scene.folder, scene.folder.with_name("共享")
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", str(here), str(place)], check=True)
        scene.stack.callback(subprocess.run, ["umount", "-l", str(place)], check=False, capture_output=True)
        scene.folder = place
        at = int(share * len(scene.whole.effects))
        ended = scene.run(before=at, does=f"umount -l '{place}'")
        return ended, lambda: subprocess.run(["mount", "--bind", str(here), str(place)], check=True)

    return made


for _share in (0.1, 0.25, 0.45, 0.6, 0.9):
    mishap("磁盘", f"共享盘在做到 {_share:.0%} 时掉线", "")(_vanishing(_share))


@mishap("磁盘", "文件夹在运行时被改名", "不见了")
def _renamed(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    away = scene.folder.with_name("改了名")
    first = next(at for at, one in enumerate(scene.whole.effects) if "/backups" in one)  # about to write
    ended = scene.run(before=first, does=f"mv '{scene.folder}' '{away}'")

    def back() -> None:
        if away.exists():
            shutil.rmtree(scene.folder, ignore_errors=True)
            away.rename(scene.folder)

    return ended, back


@mishap("磁盘", "名字长到文件系统的头（254 字节）", "名字太长")
def _long(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    long = scene.folder / f"{'长' * 83}.xlsx"
    shutil.copyfile(scene.folder / NAME, long)
    ended = scene.forked.run(["daily", str(long), "--date", MONDAY], scene.folder)
    return ended, long.unlink


@mishap("磁盘", "旁边的 .huifang 是个文件", "文件")
def _in_the_way(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    folder = scene.folder / "回访.huifang"
    kept = folder.rename(scene.folder / "收着")
    folder.write_text("", "utf-8")

    def mended() -> None:
        folder.unlink()
        kept.rename(folder)

    return scene.run(), mended


# -- neighbours


def _lock(name: str) -> Mishap:
    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        scene.door("")
        mark = scene.folder / name
        mark.write_bytes(b"")
        return scene.run(), mark.unlink

    return made


mishap("别人", "在 Excel 里开着", "正在别的程序里开着")(_lock(f"~${NAME}"))
mishap("别人", "在 LibreOffice 里开着", "正在别的程序里开着")(_lock(f".~lock.{NAME}#"))


@mishap("别人", "运行时有人存了这一本", "被别人改过")
def _saved_meanwhile(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    book, kept = scene.folder / NAME, scene.folder.with_name("原来.xlsx")
    shutil.copyfile(book, kept)
    saves = "import openpyxl,sys; b=openpyxl.load_workbook(sys.argv[1]); b['客户']['B4']='新名字'; b.save(sys.argv[1])"
    at = len(scene.whole.effects) // 12
    ended = scene.run(before=at, does=f'"{sys.executable}" -c "{saves}" \'{book}\'')
    assert b"" != book.read_bytes() != kept.read_bytes(), "what was saved stands"
    return ended, lambda: shutil.copyfile(kept, book)


def _two(share: float) -> Mishap:
    """A second run from its beginning to its end, while the first stands still where it has done so much."""

    def made(scene: Scene) -> tuple[Ended, Callable[[], object]]:
        scene.door("")
        said = scene.folder.with_name("第二次")
        command = " ".join(f"'{word}'" for word in words(DAILY, scene.folder))
        second = f'cd "{HOME}"; "{sys.executable}" -m workbook {command} >"{said}" 2>&1; echo "退出码 $?" >>"{said}"'
        first = scene.run(before=int(share * len(scene.whole.effects)), does=second)
        told, _, code = said.read_text("utf-8").rpartition("退出码 ")
        assert int(code) in {0, 1, 3} and "Traceback" not in told, told
        return Ended(max(first.code or 0, int(code)), f"{first.said}{told}", first.took), lambda: None

    return made


for _share in (0.02, 0.2, 0.4, 0.6, 0.8, 0.97):
    mishap("别人", f"两次运行一起：第一次做到 {_share:.0%} 时来第二次", "")(_two(_share))


@mishap("别人", "时钟拨回一小时", "")
def _back(scene: Scene) -> tuple[Ended, Callable[[], object]]:
    scene.door("")
    scene.run()
    ended = scene.forked.run(["daily", str(scene.folder / NAME), "--date", "2026-03-16 08:00"], scene.folder)
    return ended, lambda: None


# -- all of them


def tried(scene: Scene, name: str) -> tuple[str, list[str]]:
    """What was said, and what was wrong."""
    _, says, made = MISHAPS[name]
    ended, mend = made(scene)
    wrong = [f"断在程序里：{ended.said[-400:]}"] if ended.code == BROKEN else []
    calm = name.startswith(("时钟", "两次")) or "共享盘" in name
    if ended.code != 3 and not (calm and ended.code in {0, 1}):
        wrong.append(f"退出码 {ended.code}：{ended.said[-200:]}")
    line = next((one for one in ended.said.splitlines() if says and says in one), "")
    if says and not line and not (calm and ended.code in {0, 1}):
        wrong.append(f"没有说清：{ended.said[-300:]}")
    if not says:
        told = [
            one
            for one in ended.said.splitlines()
            if any(word in one for word in ("写不", "打不开", "找不到", "建不了", "另一次", "被别人改过"))
        ]
        line = told[-1] if told else "做完了"
    mend()
    if not calm and "有人存" not in name:
        wrong += opened(scene.folder, scene.whole.states, without_letters)[1]
    box = Postbox()
    box.taken = scene.taken
    wrong += finished(scene.folder, DAILY, scene.whole, scene.forked, box)
    return line.partition(">：")[2] if line.startswith("没发出") else line, wrong


def page(found: dict[str, tuple[str, list[str]]]) -> str:
    """What came out, as the section of the page."""
    bad = [name for name, (_, wrong) in found.items() if wrong]
    lines = [f"试了 {len(found)} 样，没有过的 **{len(bad)}** 样。", ""]
    lines += ["| 哪里 | 出什么毛病 | 说什么 | 过了 |", "|---|---|---|---|"]
    for name, (line, wrong) in found.items():
        said = re.sub(r"/tmp/huifang-mishaps-\w+", "…", line).replace("|", "／").strip()
        lines.append(f"| {MISHAPS[name][0]} | {name} | {said[:90]} | {'没有' if wrong else '过了'} |")
    return "\n".join([*lines, *(f"\n- {name}：{found[name][1][0][:300]}" for name in bad)])


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--write", action="store_true")
    said = asked.parse_args()
    chosen = [name for name in MISHAPS if not said.names or any(one in name for one in said.names)]
    found: dict[str, tuple[str, list[str]]] = {}
    with TemporaryDirectory(prefix="huifang-mishaps-") as folder, ExitStack() as whole:
        place, authority, box = Path(folder).resolve(), trustme.CA(), Postbox()
        cafile = str(place / "ca.pem")
        authority.cert_pem.write_to_path(cafile)
        forked = Forked({"HUIFANG_MAIL_PASSWORD": PASSWORD})
        whole.callback(forked.close)
        (place / "周一").mkdir()
        settled(place / "周一", whole.enter_context(standing(authority, cafile, box)))
        office(place / "周一", forked)
        undisturbed = left(copied(place / "周一", place / "试"), DAILY, forked, box)
        for name in chosen:
            with ExitStack() as stack:
                here = copied(place / "周一", place / "试")
                scene = Scene(here, undisturbed, forked, authority, cafile, [], stack)
                try:
                    found[name] = tried(scene, name)
                except Exception as error:  # noqa: BLE001 - a mishap that can't be made must not hide the others
                    found[name] = ("", [f"没有试成：{error!r}"])
            line, wrong = found[name]
            print(f"{'FAILED' if wrong else 'ok'} {name}: {line}", *wrong, sep="\n    ", flush=True)
    bad = sum(bool(wrong) for _, wrong in found.values())
    print(f"{len(found)} mishaps, {bad} failed")
    if said.write and not said.names:
        write("mishaps", page(found))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
