"""The signal of changes to an office's days, sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import date, datetime

from botram.signals import Signal
from botram.staff.models import Office


@dataclass(frozen=True)
class DaysChanged:
    """What kind of days those from first to last are has changed for an office: holidays, leave or Ramadan."""

    office: Office
    first: date
    last: date
    now: datetime


days_changed = Signal[DaysChanged]()
