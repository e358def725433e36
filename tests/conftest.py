"""Fixtures that several test files use, and how the laws look for examples."""

import gc
import os

from hypothesis import settings
from postbox import authority, door, server

__all__ = ["authority", "door", "server"]

os.environ["HUIFANG_CALLED"] = "huifang"  # whatever runs the tests, and wherever from

# Each test makes a workbook's worth of values: looking for garbage after every 700 of them is a tenth of the suite's time.
gc.set_threshold(50_000, 20, 20)

# A commit's verdict must not depend on luck: each run tries the same examples. New ones are looked for on purpose,
# with `--hypothesis-profile=search`.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("steady")
