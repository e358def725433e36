"""The sums of many branches: in any order the same, never below the lowest nor above the highest, one branch is itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from workbook.papers.branches.account import Account, Figure, read, written
from workbook.papers.branches.branch import Branch, Known, branches
from workbook.papers.branches.sums import Sum, sums

COUNT = some.integers(0, 500)
SHARE = Figure(
    "w1", "M1", "及时率", "2026-03", "合计", "合计", own=False, top=0.0, bottom=0.0, value=None, how="比率", share=True
)


@some.composite
def figure(draw: some.DrawFn) -> Figure:
    """One branch's number of a metric in one of three periods; its numerator is within its denominator."""
    bottom = draw(COUNT)
    top = draw(some.integers(0, bottom))
    period = draw(some.sampled_from(("2026-01", "2026-02", "2026-03")))
    value = round(top / bottom, 10) if bottom else None
    return replace(SHARE, period=period, top=float(top), bottom=float(bottom), value=value)


def of(many: list[list[Figure]]) -> list[Branch]:
    """Branches; of one period each has one number."""
    figures = [tuple({one.period: one for one in own}.values()) for own in many]
    return [
        Branch(f"店{at}", f"店{at}", f"店{at}.xlsx", Account(f"店{at}", "", figures=own))
        for at, own in enumerate(figures)
    ]


def plain(found: list[Sum]) -> list[tuple[object, ...]]:
    return [(one.what, one.period, one.group, one.top, one.bottom, one.value) for one in found]


@given(some.lists(some.lists(figure(), max_size=4), min_size=1, max_size=12), some.randoms(use_true_random=False))
def test_the_order_of_branches_changes_no_sum(many: list[list[Figure]], dice: object) -> None:
    made = of(many)
    other = list(made)
    dice.shuffle(other)  # type: ignore[attr-defined]

    assert plain(sums(made)) == plain(sums(other))


@given(some.lists(some.lists(figure(), min_size=1, max_size=3), min_size=1, max_size=12))
def test_a_share_lies_between_the_lowest_and_the_highest(many: list[list[Figure]]) -> None:
    for one in sums(of(many)):
        known = [own.value for _, own in one.members if own.value is not None]
        assert (one.value is None) == (not known)
        if one.value is not None:
            assert min(known) - 1e-9 <= one.value <= max(known) + 1e-9
        assert one.top == sum(own.top or 0 for _, own in one.members)
        assert one.bottom == sum(own.bottom or 0 for _, own in one.members)


@given(some.lists(figure(), min_size=1, max_size=3))
def test_one_branch_is_its_own_sum(own: list[Figure]) -> None:
    (branch,) = of([own])

    assert sorted((one.period, one.top, one.bottom, one.value) for one in branch.account.figures) == sorted(
        (one.period, one.top, one.bottom, one.value) for one in sums([branch])
    )


@given(some.lists(figure(), max_size=5), some.text(max_size=20), some.lists(some.integers(0, 2**64 - 1), max_size=20))
def test_an_account_comes_back_as_it_went(own: list[Figure], name: str, marks: list[int]) -> None:
    made = Account(name, "2026-03-16 09:00", figures=tuple(own), marks=tuple(marks))

    assert made == read(written(made))


@given(
    some.dictionaries(
        some.sampled_from([f"{folder}{name}.xlsx" for folder in ("", "甲/", "乙/") for name in ("南", "北", "回访")]),
        some.tuples(some.sampled_from(["", "城南店", "城北店"]), some.sets(some.integers(0, 30), max_size=15)),
        max_size=7,
    )
)
def test_every_book_counts_or_is_named_and_ids_are_apart(books: dict[str, tuple[str, set[int]]]) -> None:
    """No book vanishes in silence; no two branches share a lasting name; a second run gives each its own again."""
    found = {
        file: Account(name, "2026-03-16 09:00", marks=tuple(sorted(marks))) for file, (name, marks) in books.items()
    }
    made, notes = branches(found, [])

    assert {one.file for one in made} | {one.file for one in notes if not one.counted} == set(books)
    assert len({one.id for one in made}) == len(made) == len({one.name for one in made})
    again, _ = branches(found, [Known(one.id, one.name, one.file) for one in made])
    assert {one.file: one.id for one in made} == {one.file: one.id for one in again}
