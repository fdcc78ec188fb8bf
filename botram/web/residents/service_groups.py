"""Services grouped as in the service list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from botram.places.rules import name_words
from botram.services.models import Service
from botram.services.texts import localized


@dataclass(frozen=True)
class ServiceGroup:
    """A heading of the service list with its services."""

    name: str
    anchor: str  # where it begins on the page of all services, in every language
    services: Sequence[Service]


def grouped(services: Iterable[Service]) -> list[ServiceGroup]:
    """Return the groups of services that are in the order of the service list."""
    parts = (list(members) for _name, members in groupby(services, key=lambda service: service.group))
    return [ServiceGroup(localized(part[0], "group"), "-".join(name_words(part[0].group)), part) for part in parts]
