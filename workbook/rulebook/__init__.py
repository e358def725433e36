"""The rule sheets: their columns, their small notations, and how they are read."""
