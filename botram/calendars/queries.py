"""The private addresses that there are."""

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
    """The private address with this hash, with all that says what it opens. One statement."""
    wanted = select(FeedToken).where(FeedToken.token_hash == token_hash).options(*_with_subject())
    return session().scalar(wanted)


def _with_subject() -> tuple[ExecutableOption, ...]:
    """What an address is about and who made it."""
    return (
        joinedload(FeedToken.office),
        joinedload(FeedToken.team),
        joinedload(FeedToken.account),
        joinedload(FeedToken.maker),
    )


def tokens_for_office(office: Office) -> Sequence[FeedToken]:
    """The addresses of the office's and its teams' calendars that are in use, the newest first. One statement."""
    wanted = select(FeedToken).where(FeedToken.office_id == office.id, FeedToken.kind != ListKind.OFFICER)
    return _living(wanted)


def tokens_of_officer(account: Account) -> Sequence[FeedToken]:
    """The addresses of an officer's own calendar that are in use, the newest first. One statement."""
    return _living(select(FeedToken).where(FeedToken.account_id == account.id))


def tokens_of_team(team: Team) -> Sequence[FeedToken]:
    """The addresses of a team's calendar that are in use. One statement."""
    return _living(select(FeedToken).where(FeedToken.team_id == team.id))


def tokens_known_to(account: Account) -> Sequence[FeedToken]:
    """The addresses in use that a person has made or that show the person's visits. One statement."""
    return _living(
        select(FeedToken).where(or_(FeedToken.account_id == account.id, FeedToken.made_by == account.id))
    )


def _living(wanted: Select[FeedToken]) -> Sequence[FeedToken]:
    """Those of the addresses that nobody has ended, with what they are about."""
    alive = wanted.where(FeedToken.ended_at.is_(None)).options(*_with_subject())
    return session().scalars(alive.order_by(FeedToken.made_at.desc(), FeedToken.id.desc())).all()


def token_in(tokens: Sequence[FeedToken], token_id: int) -> FeedToken:
    """One of these addresses. Raises NotFound, also for one that is none of them."""
    return existing(next((token for token in tokens if token.id == token_id), None))
