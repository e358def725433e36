"""指标: numbers with their numerator, denominator and rows."""
