"""Fixtures that several test files use, and how the laws look for examples."""

import gc
import os
from collections.abc import Iterator

import pytest
from clerks import morning, office
from hypothesis import settings
from postbox import authority, door, server

from workbook.words.tongue import speak

__all__ = ["authority", "door", "morning", "office", "server"]

os.environ["HUIFANG_CALLED"] = "huifang"  # whatever runs the tests, and wherever from

# Each test makes a workbook's worth of values: looking for garbage after every 700 of them is a tenth of the suite's time.
gc.set_threshold(50_000, 20, 20)

# A commit's verdict must not depend on luck: each run tries the same examples. New ones are looked for on purpose,
# with `--hypothesis-profile=search`.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Whatever language a test's commands spoke, the next one hears Chinese."""
    yield
    speak(None)
