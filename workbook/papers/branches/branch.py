"""Which branch each book is: by its own name, else its file; told apart from copies, older ones and namesakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.papers.branches.account import Account
from workbook.words.tongue import worded

FEW, MUCH = 5, 0.8
"""So many records a book must have to be known by them, and this share of them in another book makes it a copy."""


@dataclass(frozen=True, slots=True)
class Known:
    """A branch of an earlier run: its lasting name in keys, how it was called, where its book lay."""

    id: str
    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of this run. `id` stays what it was in earlier runs, whatever the branch is called now."""

    id: str
    name: str
    file: str
    account: Account


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a branch's book that the head office must know.

    Shapes:
        counted: its numbers are in. twin: they aren't for they are in already, by another file of the branch.
        state: the same in a word or two.
    """

    branch: str
    file: str
    level: str
    counted: bool
    what: str
    cure: str
    twin: bool = False
    state: str = ""


def called(file: str, account: Account | None, files: Iterable[str]) -> str:
    """A branch's name: as its 设置 says, else its file's, with the folder where that isn't clear.

    Examples:
        >>> called("城南店/回访.xlsx", None, ["城南店/回访.xlsx", "城北店/回访.xlsx"]), called("城东店.xlsx", None, [])
        ('城南店', '城东店')
    """
    if account is not None and account.name:
        return account.name
    alike = sum(_stem(other) == _stem(file) for other in files)
    folder = file.rpartition("/")[0].rpartition("/")[2]
    return folder if alike > 1 and folder else _stem(file)


def _stem(file: str) -> str:
    """A file's name without folders and without its kind."""
    return file.rpartition("/")[2].rpartition(".")[0]


def branches(found: Mapping[str, Account], known: Sequence[Known]) -> tuple[list[Branch], list[Note]]:
    """The branches that count, in the order of their names, and what is to be said of the books.

    Shapes:
        found: file → its account. known: the branches of earlier runs.
    """
    names = {file: called(file, account, found) for file, account in found.items()}
    dropped, notes = _copies(found, names)
    counted = {file: account for file, account in found.items() if file not in dropped}
    many = Counter(names[file] for file in counted)
    made = []
    for file, account in counted.items():
        name = names[file]
        shown = (
            name if many[name] == 1 else worded("{name}（{rpartition}）", name=name, rpartition=file.rpartition(".")[0])
        )
        made.append(Branch("", shown, file, account))
        if many[name] > 1:
            what = worded("有 {many} 本都叫“{name}”，内容不同，各当一家算了。", many=many[name], name=name)
            notes.append(
                Note(
                    shown,
                    file,
                    "疑",
                    True,
                    what,
                    worded("在【设置】里把“单位名称”改成不同的；不是两家，就移走不要的一本。"),
                    state="重名",
                )
            )
    made.sort(key=lambda one: (one.name, one.file))
    placed, renamed = _placed(made, names, known)
    return placed, [*notes, *renamed]


def _copies(found: Mapping[str, Account], names: Mapping[str, str]) -> tuple[set[str], list[Note]]:
    """Books whose records stand in another book too: of one branch the newer counts; of two that call themselves
    differently both."""
    dropped: set[str] = set()
    notes: list[Note] = []
    for old, new, share in _alike(found):
        if old in dropped or new in dropped:
            continue
        one, other = found[old], found[new]
        if names[old] != names[new] and one.name and other.name:
            what = worded(
                "记录有 {share:.0%} 和“{names}”（{new}）的一样，两家都算了。", share=share, names=names[new], new=new
            )
            cure = worded("核对是不是拿那一家的本子改的名：是就清空旧记录；真有两份就不用改。")
            notes.append(Note(names[old], old, "疑", True, what, cure, state="记录和别家一样"))
            continue
        dropped.add(old)
        what = worded("像是“{new}”的旧的一份（记录有 {share:.0%} 一样），没有算。", new=new, share=share)
        cure = worded("移走旧的一份；真是另一家，就在【设置】里写明“单位名称”。")
        notes.append(Note(names[old], old, "停", False, what, cure, twin=True))
    return dropped, notes


def _alike(found: Mapping[str, Account]) -> Iterable[tuple[str, str, float]]:
    """Pairs of books that share most records: the older, the newer, and how much of the older.

    Of two that are as old as each other the one with the shorter name is taken for the branch's own: copies lie in
    folders, or are called 副本.
    """
    where: dict[int, list[str]] = {}
    for file, account in found.items():
        for mark in account.marks:
            where.setdefault(mark, []).append(file)
    both = Counter[tuple[str, str]]()
    for files in where.values():
        both.update((one, other) for at, one in enumerate(files) for other in files[at + 1 :])
    for pair, many in sorted(both.items()):
        fewest = min(_comparable(found[pair[0]], found[pair[1]]))
        if fewest >= FEW and many / fewest >= MUCH:
            old, new = sorted(pair, key=lambda file: (*_age(found[file]), -len(file), file))
            yield old, new, many / fewest


def _comparable(one: Account, other: Account) -> tuple[int, int]:
    """How many records of each can stand in both: of a long book only the lowest numbers are kept."""
    reach = min(max(one.marks), max(other.marks))
    return sum(mark <= reach for mark in one.marks), sum(mark <= reach for mark in other.marks)


def _age(account: Account) -> tuple[str, str, int]:
    return account.last_run, account.newest, len(account.marks)


def _placed(
    made: Sequence[Branch], names: Mapping[str, str], known: Sequence[Known]
) -> tuple[list[Branch], list[Note]]:
    """Each branch with the lasting name that it has, by its name, else by its file; a new one gets its own."""
    by_name = {one.name: one for one in known}
    by_file = {one.file: one for one in known}
    claimed = {by_name[one.name].id for one in made if one.name in by_name}
    taken = {one.id for one in known}
    notes: list[Note] = []
    placed: list[Branch] = []
    for one in made:
        before = by_name.get(one.name)
        if before is None and one.file in by_file and by_file[one.file].id not in claimed:
            before = by_file[one.file]
            claimed.add(before.id)
            if before.name != names[one.file]:
                what = worded("以前叫“{name}”，当作同一家，台账接着记。", name=before.name)
                notes.append(Note(one.name, one.file, "注", True, what, worded("真是另一家，就换一个文件名再汇总。")))
        own = before.id if before is not None else _free(one.name, taken)
        taken.add(own)
        placed.append(replace(one, id=own))
    return placed, notes


def _free(name: str, taken: set[str]) -> str:
    turn, own = 1, name
    while own in taken:
        turn += 1
        own = f"{name}·{turn}"
    return own
