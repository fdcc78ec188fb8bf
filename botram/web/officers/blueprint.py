"""Shared by all pages of officers: the blueprint, the layout with its tabs, the visit, the redirect to it."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from botram import clock
from botram.staff.models import Role
from botram.visit_view import Audience, Part, VisitView, view_of
from botram.visits.models import Visit
from botram.visits.officer_queries import visit_for
from botram.web import access

blueprint = Blueprint("officers", __name__, url_prefix="/petugas")

_Tab = tuple[str, str, str, bool]
TABS = {"catat": "officers.record", "tutup": "officers.close"}
"""The tabs about one visit: the last segment of their addresses, and the view of the visit that they lead to."""

_UNDER = {
    "hari": ("index", "show", "report", "service_state"),
    "catat": ("record", "entry_form", "entries", "correct"),
    "tutup": ("close",),
}
"""The views for which each tab is marked as the present one."""


@blueprint.context_processor
def _frame() -> dict[str, Any]:
    """Return the layout: the phone's with its tabs for officers, the desk's for everyone else."""
    on_phone = current_user.is_authenticated and access.me().may(Role.OFFICER)
    return {
        "frame": "phone.html" if on_phone else "desk.html",
        "on_phone": on_phone,
        "tabs": _tabs() if on_phone else [],
    }


def _tabs() -> list[_Tab]:
    """Return the tabs at the foot of the phone: address, label, icon, and whether it is the present one."""
    return [
        (url_for("officers.index"), _("Hari ini"), "home", _under("hari")),
        (_tab_address("catat"), _("Catat"), "plus", _under("catat")),
        (_tab_address("tutup"), _("Tutup hari"), "bars", _under("tutup")),
        (url_for("own_account.show"), _("Akun saya"), "user", False),
    ]


def _under(tab: str) -> bool:
    """Whether a tab is marked as the present one."""
    view, asked = (request.endpoint or "").rpartition(".")[2], request.view_args or {}
    return view in _UNDER[tab] or (view == "choose" and asked.get("tab") == tab)


def _tab_address(tab: str) -> str:
    """Return the address that a tab leads to: of the page's visit, or of the choice among today's visits."""
    if public_id := (request.view_args or {}).get("public_id"):
        return url_for(TABS[tab], public_id=public_id)
    return url_for("officers.choose", tab=tab)


def own_visit(public_id: str) -> Visit:
    """Return the visit that this person works on. Raises NotFound."""
    return visit_for(access.me().account, public_id)


def view_for_crew(visit: Visit, parts: Part = Part.LINE) -> VisitView:
    """Return the view of a visit for its crew, as of now."""
    return view_of(visit, Audience.CREW, clock.now(), parts)


def back_to_day(visit: Visit, sentence: str, category: str = "message") -> ResponseReturnValue:
    """Redirect to the visit's own page, with a message."""
    flash(sentence, category)
    return redirect(url_for("officers.show", public_id=visit.public_id))
