"""报告: rows on a carrier, for somebody, at a time."""
