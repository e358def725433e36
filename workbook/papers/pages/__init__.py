"""A sheet as a value: its cells, words, covered data, and texts with holes."""
