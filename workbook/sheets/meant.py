"""References as people write them — a name, c1, 秦二川(S2), 000123 — read as the one row they can only mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.choices import plain

_APART = re.compile(r"[\s()（）\[\]【】<>《》:：,，/|_\-—·]+")


class Meant:
    """The rows of one sheet by everything they are called.

    Shapes:
        keys: the key of each row. names: what people call each row, or nulls.
    """

    def __init__(self, keys: pa.Array, names: pa.Array | None) -> None:
        self._keys, self._names = keys, names

    def one(self, value: str) -> str | None:
        """The key of the only row that a value can mean; None when it means none or several."""
        found = self.all(value)
        return found[0] if len(found) == 1 else None

    def all(self, value: str) -> list[str]:
        """The keys of all rows that a value may mean: written otherwise, by name, by both, without zeros in front."""
        ways = (self._written.get(plain(value)), self._called.get(plain(value)), self._both(value), self._bare(value))
        return next((found for found in ways if found), [])

    def rewritten(self, value: str) -> bool:
        """Whether a value is a key in other letters only: c1, Ｃ１."""
        return plain(value) in self._written

    def _both(self, value: str) -> list[str] | None:
        """Of “秦二川(S2)” S2, if that is what S2 is called."""
        parts = [plain(part) for part in _APART.split(value) if part]
        keys = {key for part in parts for key in self._written.get(part, ())}
        named = [key for key in keys if all(part == plain(key) or key in self._called.get(part, ()) for part in parts)]
        return named if len(parts) > 1 and len(keys) == 1 else None

    def _bare(self, value: str) -> list[str] | None:
        """Of 000123 the row 123, and the other way round: a format of the cell shows zeros that its value hasn't got."""
        return self._digits.get(value.lstrip("0")) if value.isdigit() else None

    @cached_property
    def _written(self) -> dict[str, list[str]]:
        return _grouped((plain(key), key) for key in self._distinct)

    @cached_property
    def _digits(self) -> dict[str, list[str]]:
        return _grouped((key.lstrip("0"), key) for key in self._distinct if key.isdigit())

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        if self._names is None:
            return {}
        pairs = zip(self._names.to_pylist(), self._keys.to_pylist(), strict=True)
        return _grouped((plain(name), key) for name, key in pairs if name and key)

    @cached_property
    def _distinct(self) -> list[str]:
        found: list[str] = pc.unique(self._keys.drop_null()).to_pylist()
        return found


def replaced(values: pa.Array, lost: np.ndarray, meant: dict[str, str]) -> pa.Array:
    """The values with the lost ones that mean something put in its words."""
    if not meant:
        return values
    at = pc.index_in(values, value_set=pa.array(list(meant), pa.string()))
    words = pa.array(list(meant.values()), pa.string()).take(at)
    return pc.if_else(pc.and_(pa.array(lost), at.is_valid()), words, values)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, key in pairs:
        if key not in found.setdefault(word, []):
            found[word].append(key)
    return found
