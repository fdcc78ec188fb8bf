"""How the domain says no: in one sentence that a person can act on."""

import re
from typing import TypeVar

_Row = TypeVar("_Row")


class NotFound(Exception):
    """There is no such row, or it belongs to another office. Both look the same from outside."""


class Refusal(Exception):
    """A rule says no. ``str()`` gives the sentence; ``field`` names the input it belongs to, if any."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def code(self) -> str:
        """The reason as a word for programs: TeamBusy becomes ``team-busy``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class Changed(Refusal):
    """Somebody else changed the row since it was read."""


def existing(row: _Row | None) -> _Row:
    """The row itself. Raises NotFound where there is none."""
    if row is None:
        raise NotFound
    return row
