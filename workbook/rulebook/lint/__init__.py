"""Rules looked at without any row: each fault at its cell, with a cure."""
