"""The menu of staff, and everyone's first page."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from botram.results.review_queries import waiting_count
from botram.staff.models import Account, Office, Role
from botram.web import access

_NavItem = tuple[str, str, str, bool, int]

_WAITING: dict[str, Callable[[Office], int]] = {"coordinators.results.index": waiting_count}
"""The functions that count what waits behind an item of the menu. One statement each."""


def _pages() -> tuple[tuple[str, str, str], ...]:
    """Return every item of the menu in order: endpoint, label, icon. A list and its rows differ in English."""
    return (
        ("officers.index", _("Hari ini"), "home"),
        ("coordinators.board.show", _("Papan rencana"), "board"),
        ("coordinators.visits.index", pgettext("menu", "Kunjungan"), "calendar"),
        ("coordinators.visit_templates.index", pgettext("menu", "Acuan"), "board"),
        ("coordinators.venues.index", pgettext("menu", "Titik layanan"), "pin"),
        ("coordinators.teams.index", pgettext("menu", "Tim"), "van"),
        ("coordinators.partners.index", _("Instansi mitra"), "booth"),
        ("coordinators.days.index", _("Hari libur"), "sun"),
        ("coordinators.results.index", _("Hasil"), "file"),
        ("coordinators.summary.show", _("Ringkasan"), "bars"),
        ("coordinators.calendars.index", _("Kalender"), "calendar"),
        ("coordinators.accounts.index", pgettext("menu", "Akun"), "people"),
        ("coordinators.settings.change", _("Pengaturan kantor"), "edit"),
        ("coordinators.audit.index", _("Jejak perubahan"), "clock"),
    )


def _pages_of(role: Role) -> list[tuple[str, str, str]]:
    """Return the items that a role may open, read from the guard of each view."""
    views = current_app.view_functions
    return [page for page in _pages() if role in getattr(views.get(page[0]), "audience", ())]


def _nav_items() -> list[_NavItem]:
    """Return the menu of the signed-in person: address, label, icon, whether it is present, and a count."""
    here, me = (request.endpoint or "").rpartition(".")[0], access.me()
    return [
        (
            url_for(endpoint),
            words,
            picture,
            endpoint.rpartition(".")[0] == here,
            _WAITING[endpoint](me.office) if endpoint in _WAITING else 0,
        )
        for endpoint, words, picture in _pages_of(me.account.role)
    ]


def first_page(account: Account) -> str:
    """Return the address of a person's first page: for heads the figures, else the first of the menu."""
    return url_for("coordinators.summary.show" if account.role is Role.HEAD else _pages_of(account.role)[0][0])


def init_app(app: Flask) -> None:
    """Add the menu to templates. Nothing is queried before a template uses it."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        if not access.for_staff():
            return {}
        return {
            "signed_in": current_user,
            "nav_items": _nav_items,  # called by the template: a proxy would hide that the database has failed
            "first_url": lambda: first_page(access.me().account),
            "account_url": url_for("own_account.show"),
            "sign_out_url": url_for("sign_in.leave"),
        }
