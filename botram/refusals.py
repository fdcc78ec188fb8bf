"""The exceptions by which the domain refuses an action, with a sentence for people."""

import re
from typing import TypeVar

_Row = TypeVar("_Row")


class NotFound(Exception):
    """The row does not exist, or belongs to another office; callers cannot tell which."""


class Refusal(Exception):
    """A rule refuses an action. ``str()`` returns the sentence; ``field`` names the input that it is about, if any."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def code(self) -> str:
        """The reason as a code for programs: ``team-busy`` for TeamBusy."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class Changed(Refusal):
    """Another person has changed the row since it was read. ``version``: the one that it has now, where it has any."""

    def __init__(self, sentence: str, *, field: str | None = None, version: int | None = None) -> None:
        super().__init__(sentence, field=field)
        self.version = version


def existing(row: _Row | None) -> _Row:
    """Return the row. Raises NotFound for None."""
    if row is None:
        raise NotFound
    return row
