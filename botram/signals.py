"""Typed signals, by which a package notifies packages above it of a change without importing them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

import blinker

_Event = TypeVar("_Event")


class Signal(Generic[_Event]):
    """A blinker signal for one type of event: a frozen dataclass that describes a change.

    It is sent inside the transaction of the change. Receivers are called at once, in no particular order; an exception
    in one of them reaches the sender, and the transaction is rolled back.
    """

    def __init__(self) -> None:
        self._signal = blinker.Signal()

    def connect(self, receiver: Callable[[_Event], None]) -> Callable[[_Event], None]:
        """Call the receiver for each event from now on; once, also when it is connected twice."""
        return self._signal.connect(receiver, weak=False)  # no other reference keeps a receiver alive

    def connected_to(self, receiver: Callable[[_Event], None]) -> AbstractContextManager[None]:
        """Call the receiver for events inside a ``with`` block."""
        return self._signal.connected_to(receiver)

    def send(self, event: _Event) -> None:
        """Call all receivers with the event."""
        self._signal.send(event)
