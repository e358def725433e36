"""What a command is made of: a day over a workbook, its records, letters, files and new books."""
