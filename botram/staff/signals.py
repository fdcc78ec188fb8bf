"""Signals of changes to accounts, teams and offices, sent inside the transaction of the change, and one question."""

from dataclasses import dataclass
from datetime import datetime

from botram.signals import Signal
from botram.staff.models import Account, Office, Team


@dataclass(frozen=True)
class AccountEnded:
    """An account was closed or got another role."""

    account: Account
    by: Account
    now: datetime


@dataclass(frozen=True)
class AccountReturned:
    """An account was opened again, or is an officer's now."""

    account: Account
    now: datetime


@dataclass(frozen=True)
class TeamChanged:
    """A team has other members, equipment or another vehicle, or was opened or closed."""

    team: Team
    left: frozenset[int]  # ids of the accounts that are not in it any more
    vehicles: frozenset[str]  # before and after
    now: datetime


@dataclass(frozen=True)
class TeamEnded:
    """A team was deactivated."""

    team: Team
    by: Account | None
    now: datetime


@dataclass(frozen=True)
class OfficeChanged:
    """The name or the contact of an office has changed."""

    office: Office
    now: datetime


@dataclass(frozen=True)
class PasswordWordsAsked:
    """A new password is checked: receivers add names that it must not consist of."""

    words: set[str]


account_ended = Signal[AccountEnded]()
account_returned = Signal[AccountReturned]()
team_changed = Signal[TeamChanged]()
team_ended = Signal[TeamEnded]()
office_changed = Signal[OfficeChanged]()
password_words_asked = Signal[PasswordWordsAsked]()
