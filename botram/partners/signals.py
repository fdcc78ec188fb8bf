"""Signals of changes to partner agencies, sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.partners.models import PartnerAgency
from botram.signals import Signal


@dataclass(frozen=True)
class AgencyChanged:
    """The name or the kind of an agency has changed."""

    agency: PartnerAgency
    now: datetime


agency_changed = Signal[AgencyChanged]()
