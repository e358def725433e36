"""The rule sheets, each declared once: which columns, how read."""
