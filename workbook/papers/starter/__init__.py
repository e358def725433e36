"""A new office workbook."""
