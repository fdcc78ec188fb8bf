"""What others may want to know of partner agencies. Sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.partners.models import PartnerAgency
from botram.signals import Signal


@dataclass(frozen=True)
class AgencyChanged:
    """Readers see an agency's name or kind otherwise than before."""

    agency: PartnerAgency
    now: datetime


agency_changed = Signal[AgencyChanged]()
