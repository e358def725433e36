"""体检: what would keep the work from being done."""
