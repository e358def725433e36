"""Scripts that stand beside the package, such as docs/generate.py, as modules."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

HOME = Path(__file__).parents[1]


@cache
def script(folder: str, name: str) -> ModuleType:
    """A script of a folder of the project, once."""
    spec = importlib.util.spec_from_file_location(f"{folder}_{name}", HOME / folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
