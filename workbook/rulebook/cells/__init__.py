"""The small notations of rule cells, read."""
