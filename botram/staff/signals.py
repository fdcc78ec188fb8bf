"""What others may want to know of accounts, teams and offices. Sent inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from botram.signals import Signal
from botram.staff.models import Account, Office, Team


@dataclass(frozen=True)
class AccountEnded:
    """An account is closed or gets another role."""

    account: Account
    by: Account
    now: datetime


@dataclass(frozen=True)
class TeamEnded:
    """A team no longer goes out."""

    team: Team
    by: Account | None
    now: datetime


@dataclass(frozen=True)
class OfficeChanged:
    """Readers see an office's name or contact otherwise than before."""

    office: Office
    now: datetime


account_ended = Signal[AccountEnded]()
team_ended = Signal[TeamEnded]()
office_changed = Signal[OfficeChanged]()
