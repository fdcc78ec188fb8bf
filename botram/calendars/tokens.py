"""The token in a secret address: how it is made, and its calendar. Pure functions."""

import hashlib
import hmac
import re

from flask_babel import gettext as _

from botram.calendars.models import FeedToken
from botram.calendars.scopes import FeedScope
from botram.staff.models import Role
from botram.visits.models import ListKind
from botram.visits.rules import CROCKFORD

_LETTERS = 32  # of five bits each
TOKEN = re.compile(f"[{CROCKFORD}]{{{_LETTERS}}}")
MAKERS = {ListKind.TEAM: Role.COORDINATOR, ListKind.OFFICE: Role.COORDINATOR, ListKind.OFFICER: Role.OFFICER}
"""The role that makes addresses of each calendar. Who loses the role knew the tokens, so they end then."""


def token_of(form_id: str, maker_id: int, key: str) -> str:
    """Return the token for a form: submitted twice, it is the same, and nothing need be stored.

    ``form_id`` is the form's random id, ``key`` the installation's own: neither alone gives the token.
    """
    digest = hmac.new(key.encode(), f"calendar {maker_id} {form_id}".encode(), hashlib.sha256).digest()
    return "".join(CROCKFORD[byte % len(CROCKFORD)] for byte in digest[:_LETTERS])


def scope_of(token: FeedToken) -> FeedScope:
    """Return the calendar of an address."""
    key, name = str(token.office_id), str(_("Botram %(office)s", office=token.office.name))
    if token.team:
        key, name = str(token.team_id), str(_("Botram %(team)s", team=token.team.name))
    elif token.account:
        key, name = str(token.account_id), str(_("Tugas Botram %(name)s", name=token.account.name))
    return FeedScope(token.kind, key, name, token.office.time_zone)


def is_alive(token: FeedToken) -> bool:
    """Whether the address opens its calendar: not when its account or team is closed, however that happened."""
    maker = token.maker
    usable = maker.active and maker.role is MAKERS[token.kind] and maker.office_id == token.office_id
    subject = token.team or token.account
    return token.ended_at is None and usable and (subject is None or subject.active)
