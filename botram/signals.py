"""How a part tells the parts above it of a change, without importing them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

import blinker

_Event = TypeVar("_Event")


class Signal(Generic[_Event]):
    """A blinker signal for one kind of event: a frozen dataclass that says what changed.

    It is sent inside the transaction of the change. Receivers run at once, in no particular order; what one of them
    raises reaches the sender, and the transaction is rolled back.
    """

    def __init__(self) -> None:
        self._signal = blinker.Signal()

    def connect(self, receiver: Callable[[_Event], None]) -> Callable[[_Event], None]:
        """Call the receiver for every event from now on. Connected again, it is still called once."""
        return self._signal.connect(
            receiver, weak=False
        )  # a weak one would end with its last other reference

    def connected_to(self, receiver: Callable[[_Event], None]) -> AbstractContextManager[None]:
        """Call the receiver inside a ``with`` block only."""
        return self._signal.connected_to(receiver)

    def send(self, event: _Event) -> None:
        """Call every receiver with the event, which stands where blinker names a sender."""
        self._signal.send(event)
