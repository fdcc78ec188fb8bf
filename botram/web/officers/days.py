"""An officer's visits: today, the next seven days, and those of the last seven that nobody has closed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from botram import clock
from botram.refusals import NotFound
from botram.staff.models import Account, Role
from botram.visit_view import card_views
from botram.visits.models import ANNOUNCED, Visit, VisitState
from botram.visits.officer_queries import officer_visits
from botram.web import access
from botram.web.officers.blueprint import TABS, blueprint, view_for_crew

DAYS_AHEAD, DAYS_BACK = 7, 7


@dataclass
class Days:
    """An officer's visits, grouped by their day."""

    today: list[Visit] = field(default_factory=list)
    upcoming: list[Visit] = field(default_factory=list)
    left_open: list[Visit] = field(default_factory=list)  # over, but nobody has closed them
    before: list[Visit] = field(default_factory=list)


def _days_of(account: Account, now: datetime) -> Days:
    """Return the visits of an officer around now."""
    zone = account.office.time_zone
    today = clock.local_day(now, zone)
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    days = Days()
    for visit in officer_visits(account, *clock.day_bounds(first, last, zone)):
        day = clock.local_day(visit.opens_at, zone)
        past = days.left_open if visit.state in ANNOUNCED else days.before
        (days.today if day == today else days.upcoming if day > today else past).append(visit)
    return days


@blueprint.get("")
@access.only(Role.OFFICER)
def index() -> ResponseReturnValue:
    """Show today's visits and those of the next days."""
    now = clock.now()
    days = _days_of(access.me().account, now)
    return render_template(
        "officers/index.html",
        now=now,
        zone=access.me().office.time_zone,
        today=card_views(days.today, now),
        upcoming=card_views(days.upcoming, now),
        left_open=card_views(days.left_open, now),
        before=[view_for_crew(visit) for visit in days.before[::-1]],
    )


@blueprint.get("/<tab>")
@access.only(Role.OFFICER)
def choose(tab: str) -> ResponseReturnValue:
    """Redirect to the tab's page of the only likely visit, or ask for one of several."""
    if tab not in TABS:
        raise NotFound
    meant = _likely(_days_of(access.me().account, clock.now()))
    addresses = [url_for(TABS[tab], public_id=visit.public_id) for visit in meant]
    if len(meant) == 1:
        return redirect(addresses[0])
    return render_template(
        "officers/choose.html",
        visits=list(zip(map(view_for_crew, meant), addresses, strict=True)),
        closing=tab == "tutup",
        zone=access.me().office.time_zone,
    )


def _likely(days: Days) -> list[Visit]:
    """Return the visits to record or close: the one that runs today, or all of today and those left open."""
    held = [visit for visit in (*days.left_open, *days.today) if visit.state is not VisitState.CANCELLED]
    running = [visit for visit in days.today if visit.state is VisitState.RUNNING]
    return running if len(running) == 1 else held
