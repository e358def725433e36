"""A workbook that stands open in Excel."""
