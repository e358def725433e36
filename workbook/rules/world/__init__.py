"""What a run knows: columns, sheets in memory, paths, and the memory that computes each once."""
