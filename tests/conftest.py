"""Fixtures that several test files use."""

from postbox import authority, door, server

__all__ = ["authority", "door", "server"]
