"""python -m workbook is huifang."""

from workbook.shells.cli import command

command()
