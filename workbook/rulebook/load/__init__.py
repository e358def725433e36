"""From raw rows to the rules in force."""
