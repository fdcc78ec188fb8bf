"""The pages of coordinators, heads and administrators of an office."""

from flask import Blueprint, Flask, redirect
from flask.typing import ResponseReturnValue

from botram.staff.models import Role
from botram.web import access, navigation, own_account, own_calendars, second_factor
from botram.web.coordinators import (
    accounts,
    audit,
    board,
    calendars,
    days,
    outlines,
    partners,
    results,
    settings,
    summary,
    teams,
    venues,
    villages,
    visit_templates,
    visits,
)

blueprint = Blueprint("coordinators", __name__, url_prefix="/koordinator")
_PLANNING = (board, visits, outlines, visit_templates, venues, villages, teams, partners, days)
for subject in (*_PLANNING, results, summary, calendars, audit, accounts, settings):
    blueprint.register_blueprint(subject.blueprint)


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD, Role.ADMIN)
def start() -> ResponseReturnValue:
    """Redirect to the first page of this person's role."""
    return redirect(navigation.first_page(access.me().account))


def register(app: Flask) -> None:
    """Register every page of this audience, and the pages about one's own account."""
    app.register_blueprint(blueprint)
    app.register_blueprint(own_account.blueprint)
    app.register_blueprint(second_factor.blueprint)
    app.register_blueprint(own_calendars.blueprint)
    navigation.init_app(app)
