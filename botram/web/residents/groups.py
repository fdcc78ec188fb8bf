"""Services under the headings of the service list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from botram.places.rules import words_of
from botram.services.models import Service


@dataclass(frozen=True)
class ServiceGroup:
    """A heading of the service list with what stands under it."""

    name: str
    anchor: str  # where it begins on the page of all services
    services: Sequence[Service]


def grouped(services: Iterable[Service]) -> list[ServiceGroup]:
    """Services in the order of the list, which keeps those of a group together."""
    return [
        ServiceGroup(name, "-".join(words_of(name)), list(members))
        for name, members in groupby(services, key=lambda service: service.group)
    ]
