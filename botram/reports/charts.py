"""Positions and sizes of the bars of charts, in units of the SVG. Pure functions; a table has the same figures."""

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH = 380
NAMES, LONGEST_BAR, ROW, BAR = 116, 215, 27, 18  # of horizontal bars
LEFT, FLOOR, HIGHEST = 24, 160, 128  # of columns
_MOST_NAMES = 12  # of columns; of more columns only every second, third ... has its name


@dataclass(frozen=True)
class Bar:
    """One horizontal bar with its name on the left and its number on the right."""

    name: str
    value: int
    y: int
    width: int

    @property
    def text_y(self) -> int:
        """The y of the baseline of its text."""
        return self.y + 13


@dataclass(frozen=True)
class Part:
    """One part of a column; ``kind`` is the number of its style, from 1."""

    kind: int
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One column of stacked parts, with its name below and its sum on top."""

    name: str  # empty where there is no room
    total: int
    x: float
    width: float
    parts: tuple[Part, ...]
    top: float

    @property
    def middle(self) -> float:
        """The x of the centre of its text."""
        return round(self.x + self.width / 2, 1)


def horizontal_bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """Return a bar for each name and number, with widths from 0 to LONGEST_BAR in proportion to the largest number."""
    most = max((value for _name, value in rows), default=0)
    return [
        Bar(name, value, 4 + index * ROW, round(LONGEST_BAR * value / most) if most else 0)
        for index, (name, value) in enumerate(rows)
    ]


def stacked_columns(rows: Sequence[tuple[str, Sequence[int]]]) -> list[Column]:
    """Return a column for each name and its stacked numbers, with heights in proportion to the largest sum."""
    most = max((sum(values) for _name, values in rows), default=0)
    step = (_WIDTH - LEFT - 8) / max(len(rows), 1)
    width, every = round(min(step * 0.6, 34), 1), -(-len(rows) // _MOST_NAMES)
    columns = []
    for index, (name, values) in enumerate(rows):
        parts, y = [], float(FLOOR)
        for kind, value in enumerate(values, start=1):
            height = round(HIGHEST * value / most, 1) if most else 0.0
            y = round(y - height, 1)
            parts.append(Part(kind, y, height))
        x = round(LEFT + index * step + (step - width) / 2, 1)
        shown = name if (len(rows) - 1 - index) % max(every, 1) == 0 else ""
        columns.append(Column(shown, sum(values), x, width, tuple(parts), y))
    return columns
