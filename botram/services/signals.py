"""The signals of changes to the service list, sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.signals import Signal


@dataclass(frozen=True)
class ServiceTextsChanged:
    """The texts of the services with these codes changed."""

    codes: frozenset[str]
    now: datetime


@dataclass(frozen=True)
class ServicesChanged:
    """The services with these codes left the list, came back, or need other equipment."""

    codes: frozenset[str]
    now: datetime


services_changed = Signal[ServicesChanged]()
service_texts_changed = Signal[ServiceTextsChanged]()
