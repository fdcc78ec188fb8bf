"""Queries of secret addresses."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from botram.calendars.models import FeedToken
from botram.database import session
from botram.refusals import existing
from botram.staff.models import Account, Office, Team
from botram.visits.models import ListKind


def token_called(token_hash: str) -> FeedToken | None:
    """Return the address with this hash, with its subject. One statement."""
    wanted = select(FeedToken).where(FeedToken.token_hash == token_hash).options(*_with_subject())
    return session().scalar(wanted)


def _with_subject() -> tuple[ExecutableOption, ...]:
    """Return the options that load the subject and the maker of an address."""
    return (
        joinedload(FeedToken.office),
        joinedload(FeedToken.team),
        joinedload(FeedToken.account),
        joinedload(FeedToken.maker),
    )


def tokens_for_office(office: Office) -> Sequence[FeedToken]:
    """Return the living addresses of the office's and its teams' calendars, the newest first. One statement."""
    wanted = select(FeedToken).where(FeedToken.office_id == office.id, FeedToken.kind != ListKind.OFFICER)
    return _living(wanted)


def tokens_of_officer(account: Account) -> Sequence[FeedToken]:
    """Return the living addresses of an officer's own calendar, the newest first. One statement."""
    return _living(select(FeedToken).where(FeedToken.account_id == account.id))


def tokens_of_team(team: Team) -> Sequence[FeedToken]:
    """Return the living addresses of a team's calendar. One statement."""
    return _living(select(FeedToken).where(FeedToken.team_id == team.id))


def tokens_known_to(account: Account) -> Sequence[FeedToken]:
    """Return the living addresses that a person has made or whose calendar has the person's visits. One statement."""
    return _living(select(FeedToken).where(or_(FeedToken.account_id == account.id, FeedToken.made_by == account.id)))


def _living(wanted: Select[FeedToken]) -> Sequence[FeedToken]:
    """Return those of the addresses that nobody has ended, with their subjects."""
    alive = wanted.where(FeedToken.ended_at.is_(None)).options(*_with_subject())
    return session().scalars(alive.order_by(FeedToken.made_at.desc(), FeedToken.id.desc())).all()


def token_in(tokens: Sequence[FeedToken], token_id: int) -> FeedToken:
    """Return one of these addresses. Raises NotFound for any other."""
    return existing(next((token for token in tokens if token.id == token_id), None))
