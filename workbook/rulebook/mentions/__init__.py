"""What the cells of rules mention: sheets, columns, other rules, and who waits for whom."""
