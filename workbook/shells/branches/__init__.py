"""Many books of branches, read on this machine or on a cluster, each once, into the head office's own book."""
