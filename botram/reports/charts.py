"""Where the bars of a chart stand, in units of its drawing. Touches nothing; the numbers also stand in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH = 380
NAMES, LONGEST_BAR, ROW, BAR = 116, 215, 27, 18  # of bars that lie
LEFT, FLOOR, HIGHEST = 24, 160, 128  # of columns that stand
_MOST_NAMES = 12  # below the columns; with more of them only every second, third ... is named


@dataclass(frozen=True)
class Bar:
    """One bar with its name to the left and its number to the right."""

    name: str
    value: int
    y: int
    width: int

    @property
    def text_y(self) -> int:
        """The line that its words stand on."""
        return self.y + 13


@dataclass(frozen=True)
class Part:
    """One part of a column; ``kind`` is the number of its look, from 1."""

    kind: int
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One column of parts, with its name below and its sum on top."""

    name: str  # empty where there is no room
    total: int
    x: float
    width: float
    parts: tuple[Part, ...]
    top: float

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)


def lying_bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each name and number, the longest for the largest number."""
    most = max((value for _name, value in rows), default=0)
    return [
        Bar(name, value, 4 + turn * ROW, round(LONGEST_BAR * value / most) if most else 0)
        for turn, (name, value) in enumerate(rows)
    ]


def standing_columns(rows: Sequence[tuple[str, Sequence[int]]]) -> list[Column]:
    """A column for each name and the numbers that are stacked in it, the highest for the largest sum."""
    most = max((sum(values) for _name, values in rows), default=0)
    step = (_WIDTH - LEFT - 8) / max(len(rows), 1)
    width, every = round(min(step * 0.6, 34), 1), -(-len(rows) // _MOST_NAMES)
    columns = []
    for turn, (name, values) in enumerate(rows):
        parts, y = [], float(FLOOR)
        for kind, value in enumerate(values, start=1):
            height = round(HIGHEST * value / most, 1) if most else 0.0
            y = round(y - height, 1)
            parts.append(Part(kind, y, height))
        x = round(LEFT + turn * step + (step - width) / 2, 1)
        shown = name if (len(rows) - 1 - turn) % max(every, 1) == 0 else ""
        columns.append(Column(shown, sum(values), x, width, tuple(parts), y))
    return columns
