"""Clock, memory, settings, and the rulebooks on disk."""
