"""A workbook on disk: read, written in place, made new."""
