"""The secret in a private calendar's address: what it is made of, and what it opens. Touches nothing."""

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
MAKERS = {
    ListKind.TEAM: Role.COORDINATOR,
    ListKind.OFFICE: Role.COORDINATOR,
    ListKind.OFFICER: Role.OFFICER,
}
"""Who makes addresses of which calendars. One who may no longer has known them all: they end then."""


def token_of(form_id: str, maker_id: int, key: str) -> str:
    """The token that a form asks for: sent twice, it is the same one, and nothing need be kept.

    ``form_id`` is the form's random id, ``key`` the installation's own: neither alone gives the token.
    """
    digest = hmac.new(key.encode(), f"calendar {maker_id} {form_id}".encode(), hashlib.sha256).digest()
    return "".join(CROCKFORD[byte % len(CROCKFORD)] for byte in digest[:_LETTERS])


def scope_of(token: FeedToken) -> FeedScope:
    """The calendar that an address opens."""
    key, name = str(token.office_id), str(_("Botram %(office)s", office=token.office.name))
    if token.team:
        key, name = str(token.team_id), str(_("Botram %(team)s", team=token.team.name))
    elif token.account:
        key, name = str(token.account_id), str(_("Tugas Botram %(name)s", name=token.account.name))
    return FeedScope(token.kind, key, name, token.office.time_zone)


def is_alive(token: FeedToken) -> bool:
    """Whether the address still opens anything. A closed account or team keeps none, however it was closed."""
    maker = token.maker
    usable = maker.active and maker.role is MAKERS[token.kind] and maker.office_id == token.office_id
    subject = token.team or token.account
    return token.ended_at is None and usable and (subject is None or subject.active)
