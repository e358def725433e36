"""python -m workbook is huifang."""

from workbook.shells.commands.cli import command

command()
