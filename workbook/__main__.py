"""python -m workbook is huifang."""

import sys

from workbook.shells.cli import main

sys.exit(main())
