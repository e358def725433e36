"""The bytes of a workbook: parts, rows, cells, styles, and the looks of ours."""
