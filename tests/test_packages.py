"""Each package says what it is for, and the names that it recommends exist."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest

from botram.config import ROOT

PACKAGES = sorted({".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "botram").rglob("*.py")})


def found(package: str, name: str) -> bool:
    """Whether a dotted name leads from a package through its modules to something that is there."""
    there = import_module(package)
    for part in name.split("."):
        inner = f"{there.__name__}.{part}"
        if not hasattr(there, part) and hasattr(there, "__path__") and find_spec(inner):
            import_module(inner)
        if not hasattr(there, part):
            return False
        there = getattr(there, part)
    return True


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_what_it_is_for_and_names_what_exists(package: str) -> None:
    said = import_module(package).__doc__ or ""
    assert said, f"{package}/__init__.py has no docstring"
    assert len(said.splitlines()) <= 8
    assert [name for name in re.findall(r"`([^`]+)`", said) if not found(package, name)] == []
