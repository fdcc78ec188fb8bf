"""Making and ending secret addresses of calendars, and recording their use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from botram.audit.actions import record_change
from botram.calendars.models import FeedToken
from botram.calendars.queries import token_called
from botram.calendars.scopes import FeedScope
from botram.calendars.tokens import MAKERS, TOKEN, is_alive, scope_of
from botram.database import constraint_error, note, session, transaction
from botram.refusals import NotFound, Refusal
from botram.staff.models import Account, Team
from botram.staff.rules import check_free_text
from botram.staff.sign_ins.actions import note_try
from botram.staff.sign_ins.queries import tries_so_far
from botram.staff.sign_ins.rules import token_hash
from botram.visits.models import ListKind

MOST_LIVING = 20  # addresses of one calendar
GUESSES_A_MINUTE = 30  # from one network
_NOTE_USE = timedelta(hours=1)
LONGEST_LABEL = 60


class TooManyAddresses(Refusal):
    """A calendar has as many addresses as it may."""


class NotYourCalendar(Refusal):
    """The person may not make addresses of that calendar."""


class FormUsedUp(Refusal):
    """The address that the form made was ended, or belongs to somebody else."""


class TooManyGuesses(Exception):
    """Too many unknown addresses were requested from one network."""


def _form_used_up() -> FormUsedUp:
    """Return the refusal of a form that is submitted again too late."""
    return FormUsedUp(_("Formulir ini tidak dapat dipakai lagi. Muat ulang halamannya."))


constraint_error("uq_feed_token_token_hash", _form_used_up)


@dataclass(frozen=True)
class AddressPlan:
    """A new address. ``team`` is set for a team's calendar alone."""

    kind: ListKind
    label: str
    team: Team | None = None


def make_address(plan: AddressPlan, token: str, by: Account, *, now: datetime) -> FeedToken:
    """Make the address of a calendar of the maker's office. The same token again returns the same address.

    Raises NotYourCalendar, TooManyAddresses, FormUsedUp or IdentityNumber.
    """
    label = check_free_text(plan.label, "label")
    with transaction(by) as current:
        if (same := token_called(token_hash(token))) is not None:
            return _check_same(same, plan, by)
        made = FeedToken(
            token_hash=token_hash(token),
            kind=plan.kind,
            office_id=by.office_id,
            team_id=plan.team.id if plan.team else None,
            account_id=by.id if plan.kind is ListKind.OFFICER else None,
            label=label,
            made_by=by.id,
            made_at=now,
        )
        _check_maker(plan, by)
        _check_number(made)
        current.add(made)
        current.flush()
        _record_token("make", made, by, now)
    return made


def _check_same(there: FeedToken, plan: AddressPlan, by: Account) -> FeedToken:
    """Return the address that the same form made before. Raises FormUsedUp when it is ended or another one."""
    team_id = plan.team.id if plan.team else None
    if (there.made_by, there.kind, there.team_id) != (by.id, plan.kind, team_id) or there.ended_at:
        raise _form_used_up()
    return there


def _check_maker(plan: AddressPlan, by: Account) -> None:
    """Raise NotYourCalendar unless the person may make such addresses in the own office."""
    elsewhere = plan.team is not None and (plan.team.office_id != by.office_id or not plan.team.active)
    if by.role is not MAKERS.get(plan.kind) or not by.active or elsewhere:
        raise NotYourCalendar(_("Pilih kalender kantor ini atau timnya yang masih bertugas."), field="calendar")


def _check_number(token: FeedToken) -> None:
    """Raise TooManyAddresses when the calendar has as many as it may."""
    alike = (
        FeedToken.kind == token.kind,
        FeedToken.office_id == token.office_id,
        FeedToken.team_id.is_not_distinct_from(token.team_id),
        FeedToken.account_id.is_not_distinct_from(token.account_id),
    )
    count = select(func.count()).select_from(FeedToken).where(*alike, FeedToken.ended_at.is_(None))
    if (session().scalar(count) or 0) >= MOST_LIVING:
        raise TooManyAddresses(
            _("Kalender ini sudah mempunyai %(most)d alamat. Cabut yang tidak dipakai lagi.", most=MOST_LIVING)
        )


def end_address(token: FeedToken, by: Account, *, now: datetime) -> None:
    """End an address. One that is ended already stays so."""
    with transaction(token):
        if token.ended_at is None:
            end_token(token, by, now)


def end_token(token: FeedToken, by: Account | None, now: datetime) -> None:
    """End an address inside the caller's transaction, with an entry in the audit log."""
    token.ended_at = now
    _record_token("end", token, by, now)


def _record_token(action: str, token: FeedToken, by: Account | None, now: datetime) -> None:
    """Record that an address was made or ended, without its token."""
    record_change(action, token, token.label, by, now, after={"calendar": scope_of(token).name})


def open_calendar(kind: ListKind, token: str, network: str, *, now: datetime) -> FeedScope:
    """Return the scope of a token's calendar, and record its use at most once an hour.

    Raises NotFound for one that opens nothing, and TooManyGuesses after many such from one network. The right one
    is refused then too, or the brake would tell it from the others.
    """
    if not TOKEN.fullmatch(token):
        raise NotFound  # no token looks like that: not worth counting
    if tries_so_far("calendar", network, now=now) >= GUESSES_A_MINUTE:
        raise TooManyGuesses
    found = token_called(token_hash(token))
    if found is None or found.kind is not kind or not is_alive(found):
        note_try("calendar", network, now=now)
        raise NotFound
    scope = scope_of(found)
    if found.used_at is None or now >= found.used_at + _NOTE_USE:
        used = update(FeedToken).where(FeedToken.id == found.id).values(used_at=now)
        note(used)
    return scope
