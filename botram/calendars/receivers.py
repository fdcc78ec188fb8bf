"""Ending secret addresses with their account or team, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from botram.calendars.actions import end_token
from botram.calendars.models import FeedToken
from botram.calendars.queries import tokens_known_to, tokens_of_team
from botram.staff.models import Account
from botram.staff.signals import account_ended, team_ended


def _end_all(tokens: Iterable[FeedToken], by: Account | None, now: datetime) -> None:
    """End these addresses."""
    for token in tokens:
        end_token(token, by, now)


account_ended.connect(lambda event: _end_all(tokens_known_to(event.account), event.by, event.now))
team_ended.connect(lambda event: _end_all(tokens_of_team(event.team), event.by, event.now))
