"""Prints the figures that Botram's structure is measured by, and ends with 1 where one is beyond its bound.

    python -m tools.measure_house [--list] [--quiet]

``--list`` names what was counted, ``--quiet`` prints only what is broken, as `make check` does. The guards and the
counting stand in `tools/house/`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.house.figures import Figure, figures

ROOT = Path(__file__).resolve().parent.parent

NOT_YET: frozenset[str] = frozenset()
"""The figures whose bounds are shown and break nothing so far. Nothing is added."""


def line_of(figure: Figure) -> str:
    """A figure, its bound and whether it holds, as a line of the table."""
    if figure.bound is None:
        return f"{figure.name:<56} {figure.value:>8g}"
    bound = f"at {'least' if figure.at_least else 'most'} {figure.bound:g}"
    said = "" if figure.holds else "BROKEN" if figure.enforced else "not yet"
    return f"{figure.name:<56} {figure.value:>8g}   {bound:<16} {said}".rstrip()


def report(found: Sequence[Figure], *, listed: bool = False, quiet: bool = False) -> int:
    """Print the table; 1 where an enforced bound is broken, else 0."""
    broken = [figure for figure in found if figure.enforced and not figure.holds]
    for figure in broken if quiet else found:
        print(line_of(figure))
        if listed:
            print("".join(f"    {place}\n" for place in figure.where), end="")
    return 1 if broken else 0


def main() -> int:
    """Measure this tree and return the exit code."""
    parser = argparse.ArgumentParser(description="The figures of Botram's structure.")
    parser.add_argument("--list", action="store_true", help="name what was counted")
    parser.add_argument("--quiet", action="store_true", help="print only what is broken")
    asked = parser.parse_args()
    return report(figures(ROOT, NOT_YET), listed=asked.list, quiet=asked.quiet)


if __name__ == "__main__":
    sys.exit(main())
