"""总部: what a head office takes from each branch's book, what the branches come to together, and how it is told."""
