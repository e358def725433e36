"""Letters that have not left, kept whole until they leave or a person says otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path

from workbook.papers.letters.letters import Attachment, Letter
from workbook.shells.safety import saving
from workbook.words.faults import BookFault, MailFault

FOLDER = "owed"


def keep(folder: Path, letters: Iterable[Letter], book: str) -> None:
    """Each letter as a file of its own, before any of them is handed over.

    Raises:
        MailFault: one can't be written. Then none may be sent.
    """
    for letter in letters:
        content = json.dumps({**_plain(letter), "book": book}, ensure_ascii=False).encode()
        path = _path(folder, letter.key)
        try:
            saving.make_folder(path.parent)
            saving.replace(path, lambda temporary, content=content: temporary.write_bytes(content))  # type: ignore[misc]
        except BookFault as fault:
            raise MailFault(fault.what, fault.cure) from fault


def kept(folders: Iterable[Path], book: str) -> tuple[Letter, ...]:
    """The letters of this workbook that are still kept, oldest first; a file that can't be read is passed over."""
    found: dict[str, Letter] = {}
    for folder in folders:
        for path in sorted((folder / FOLDER).glob("*.json")):
            with suppress(OSError, ValueError, LookupError, TypeError):
                written = json.loads(path.read_bytes())
                if written.pop("book", "") in {"", book}:
                    letter = _letter(written)
                    found.setdefault(letter.key, letter)
    return tuple(sorted(found.values(), key=lambda letter: (letter.day, letter.key)))


def drop(folders: Iterable[Path], keys: Iterable[str]) -> None:
    """Letters that are done with."""
    names = list(keys)
    for folder in folders:
        for key in names:
            with suppress(OSError):
                _path(folder, key).unlink(missing_ok=True)


def _path(folder: Path, key: str) -> Path:
    return folder / FOLDER / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"


def _plain(letter: Letter) -> dict[str, object]:
    files = [
        {"name": file.name, "mime": file.mime, "content": base64.b64encode(file.content).decode()}
        for file in letter.attachments
    ]
    return {**asdict(letter), "day": letter.day.isoformat(), "attachments": files}


def _letter(written: dict[str, object]) -> Letter:
    files = written.pop("attachments")
    assert isinstance(files, list)
    covers = written.pop("covers", [])
    assert isinstance(covers, list)
    day = date.fromisoformat(str(written.pop("day")))
    attachments = tuple(
        Attachment(name=one["name"], content=base64.b64decode(one["content"]), mime=one["mime"]) for one in files
    )
    words = {heading: str(value) for heading, value in written.items()}
    return Letter(**words, day=day, attachments=attachments, covers=tuple(covers))
