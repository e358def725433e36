"""Fixtures that several test files use, and how the laws look for examples."""

from hypothesis import settings
from postbox import authority, door, server

__all__ = ["authority", "door", "server"]

# A commit's verdict must not depend on luck: each run tries the same examples. New ones are looked for on purpose,
# with `--hypothesis-profile=search`.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("steady")
