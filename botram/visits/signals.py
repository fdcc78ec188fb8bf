"""Signals of changes to visits, sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.signals import Signal
from botram.visits.models import Visit


@dataclass(frozen=True)
class OffersChanged:
    """A change has added services to a visit: what was served of them before has to be counted."""

    visit: Visit
    now: datetime


offers_changed = Signal[OffersChanged]()
