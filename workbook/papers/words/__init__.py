"""Rules told in plain Chinese."""
