"""Making several changes of visits at once, all or none, and the preview of them in a dry run.

Each change is tried by the same action as a single one, behind a savepoint. A change that another one makes room for
is tried again after it: a row of visits can be shifted by a day in any order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from botram import clock
from botram.database import attempt, dry_run, transaction
from botram.refusals import NotFound, Refusal
from botram.staff.models import Account, Office, Team
from botram.visits.actions import WarningsOpen, cancel_visit, change_visit, discard_draft, draft_visit, publish_visit
from botram.visits.changes.change import Change, ChangeKind, Followers, Outcome, Outlook, Stand
from botram.visits.changes.queries import crew_of, crews_of, reservations
from botram.visits.changes.slots import SEARCHED_DAYS, open_slots
from botram.visits.clashes import REFUSED, clashes_of
from botram.visits.conflict_queries import surroundings_of
from botram.visits.conflicts import Busy
from botram.visits.feed_lists import lists_of
from botram.visits.models import ANNOUNCED, ListKind, Visit, VisitState
from botram.visits.outlines.changes import change_outline
from botram.visits.plan_application import plan_of
from botram.visits.plans import VisitPlan
from botram.visits.rules import BadPlan
from botram.visits.warnings import warnings_among

MOST_CHANGES = 200  # at once
UNSAID = "…………"  # stands for the reasons that are still to be given, while a preview goes on


class TooManyChanges(Refusal):
    """There are more changes than can be made at once."""


class ChangesRefused(Refusal):
    """Some of the changes cannot be made, or warnings have no reason; none was made."""

    def __init__(self, outlook: Outlook) -> None:
        super().__init__(_("Belum ada yang tersimpan. Selesaikan dahulu yang ditandai."), field="changes")
        self.outlook = outlook


def preview_changes(office: Office, changes: Sequence[Change], by: Account, *, now: datetime) -> Outlook:
    """Return what would follow from a list of changes. Nothing is saved. Raises TooManyChanges."""
    with dry_run(), transaction():
        return _carried_out(office, changes, by, now, go_on=True)


def make_changes(office: Office, changes: Sequence[Change], by: Account, *, now: datetime) -> Outlook:
    """Make all of these changes. Raises ChangesRefused, with what is in the way, or TooManyChanges: none is made."""
    with transaction():
        outlook = _carried_out(office, changes, by, now, go_on=False)
        if not outlook.possible:
            raise ChangesRefused(outlook)
    return outlook


def _carried_out(office: Office, changes: Sequence[Change], by: Account, now: datetime, *, go_on: bool) -> Outlook:
    """Try the changes and look at where they lead. Inside a transaction.

    go_on   beyond warnings that have no reason yet, which is for previews
    """
    if len(changes) > MOST_CHANGES:
        raise TooManyChanges(_("Paling banyak %(most)s sekaligus. Pilih lebih sedikit.", most=MOST_CHANGES))
    outcomes, told = [Outcome(change) for change in changes], _Told()
    waiting = list(outcomes)
    while waiting:
        for outcome in waiting:
            _try(outcome, office, by, now, told, go_on=go_on)
        blocked = [one for one in waiting if isinstance(one.refusal, Busy)]
        if len(blocked) == len(waiting):
            break
        waiting = blocked
    _look_around(office, outcomes, now)
    _offer_ways_out(office, outcomes, now)
    return Outlook(outcomes, told.followers())


def _try(outcome: Outcome, office: Office, by: Account, now: datetime, told: "_Told", *, go_on: bool) -> None:
    """Make one change, or note why it cannot be made."""
    change, outcome.refusal = outcome.change, None
    if change.visit is not None and outcome.before is None:
        outcome.before = Stand.of(change.visit, announced=change.visit.state in ANNOUNCED)
    open_warnings = {one.code: one for one in outcome.warnings}
    kept = dict(change.kept)
    for _time in range(2):
        try:
            with attempt():
                before = _followed(change.visit)
                visit = _carry_out(replace(change, kept=kept), office, by, now)
            break
        except WarningsOpen as refusal:
            open_warnings |= {one.code: one for one in refusal.warnings}
            outcome.warnings = tuple(open_warnings.values())
            outcome.refusal = refusal
            if not go_on:
                return
            kept |= {one.code: UNSAID for one in refusal.warnings}
        except NotFound:
            outcome.refusal = BadPlan(_("Kunjungan ini sudah tidak ada."))
            return
        except Refusal as refusal:
            outcome.refusal = refusal
            return
    else:  # warned even so
        return
    outcome.refusal = None
    outcome.visit = visit
    if visit is not None:
        outcome.after = Stand.of(visit, announced=visit.state in ANNOUNCED)
    told.note(before, _followed(visit))


def _carry_out(change: Change, office: Office, by: Account, now: datetime) -> Visit | None:
    """Make one change, and return the visit that it leads to; None when it is gone."""
    visit, kind, version = change.visit, change.kind, change.version
    if change.outline is not None:
        return change_outline(change.outline, change, by, now=now)
    if visit is None or kind is ChangeKind.CREATE:
        return draft_visit(office, _own_plan(change), by, now=now, public_id=change.public_id)
    match kind:
        case ChangeKind.EDIT | ChangeKind.MOVE:
            plan = _own_plan(change) if change.plan else moved_plan(visit, change.day, change.team)
            change_visit(visit, plan, by, now=now, version=version, reason=change.reason, kept=change.kept)
        case ChangeKind.COPY:
            plan = moved_plan(visit, change.day, change.team)
            return draft_visit(office, plan, by, now=now, public_id=change.public_id)
        case ChangeKind.PUBLISH:
            publish_visit(visit, by, now=now, version=version, kept=change.kept)
        case ChangeKind.CANCEL:
            cancel_visit(visit, by, reason=change.reason, now=now, version=version)
        case ChangeKind.DISCARD:
            discard_draft(visit, by, now=now, version=version)
            return None
        case _:
            assert_never(kind)
    return visit


def _own_plan(change: Change) -> VisitPlan:
    """Return the plan that the change brings along. Raises NotFound for one that brings none."""
    if change.plan is None:
        raise NotFound
    return change.plan()


def moved_plan(visit: Visit, day: date | None, team: Team | None) -> VisitPlan:
    """Return the plan of a visit on another day at the same hours, or with another team, which brings its members."""
    plan, zone = plan_of(visit), ZoneInfo(visit.office.time_zone)

    def on_day(moment: datetime) -> datetime:
        there = moment.astimezone(zone)
        return clock.at_wall_clock(day or there.date(), there.hour, there.minute, visit.office.time_zone)

    queue = plan.queue_closes_at
    plan = replace(
        plan, opens_at=on_day(plan.opens_at), closes_at=on_day(plan.closes_at), queue_closes_at=queue and on_day(queue)
    )
    return replace(plan, team=team, crew=None) if team is not None and team.id != visit.team_id else plan


def _look_around(office: Office, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Add the warnings and clashes of visits at the end of all changes. A fixed number of statements."""
    standing = [(one, one.visit) for one in outcomes if one.visit is not None and not one.refusal]
    coming = [(one, visit) for one, visit in standing if visit.state in (VisitState.DRAFT, *ANNOUNCED)]
    around = surroundings_of(office, [visit for _one, visit in coming])
    for outcome, visit in coming:
        found = {notice.code: notice for notice in (*outcome.warnings, *warnings_among(visit, around, now=now))}
        outcome.warnings, outcome.clashes = tuple(found.values()), tuple(clashes_of(visit, around))


def _offer_ways_out(office: Office, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Name free teams and days beside each clash with an announced visit."""
    blocked = [(one, *wish) for one in outcomes if _is_blocked(one) and (wish := _wish_of(one.change))]
    if not blocked:
        return
    days, span = [day for _one, day, _plan in blocked], timedelta(days=SEARCHED_DAYS)
    own = frozenset(one.change.visit.id for one, _day, _plan in blocked if one.change.visit is not None)
    taken = reservations(office, min(days) - span, max(days) + span, but=own)
    crews, zone = crews_of(office), ZoneInfo(office.time_zone)
    for outcome, day, plan in blocked:
        wanted = replace(crew_of(plan.team), second=next(map(crew_of, plan.more_teams), None))
        wanted = wanted if plan.crew is None else replace(wanted, people=frozenset(plan.crew))
        opens, closes = (at.astimezone(zone).time() for at in (plan.opens_at, plan.closes_at))
        today = clock.local_day(now, office.time_zone)
        outcome.free = open_slots((day, opens, closes), wanted, crews, taken, today=today, zone=office.time_zone)


def _is_blocked(outcome: Outcome) -> bool:
    """Whether a team or an officer is taken: a change that is refused, or a draft that cannot be published."""
    return isinstance(outcome.refusal, Busy) or any(one.code in REFUSED for one in outcome.clashes)


def _wish_of(change: Change) -> tuple[date, VisitPlan] | None:
    """The day and the plan that a change wants; None where there is nothing to choose."""
    visit = change.visit
    match change.kind:
        case ChangeKind.CREATE | ChangeKind.EDIT:
            plan = change.plan() if change.plan else None
        case ChangeKind.MOVE | ChangeKind.COPY | ChangeKind.PUBLISH:
            plan = moved_plan(visit, change.day, change.team) if visit is not None else None
        case ChangeKind.CANCEL | ChangeKind.DISCARD:
            plan = None
        case _:
            assert_never(change.kind)
    return (clock.local_day(plan.opens_at, plan.venue.office.time_zone), plan) if plan else None


_Facts = tuple[set[tuple[ListKind, str]], set[str], set[str]]


def _followed(visit: Visit | None) -> _Facts:
    """The lists, the villages and the officers of a visit that others know of; none for a draft."""
    if visit is None or visit.state is VisitState.DRAFT:
        return set(), set(), set()
    lists = lists_of(visit) | {(ListKind.ALL, ""), (ListKind.OFFICE, "")}
    lists |= {(ListKind.DISTRICT, village.district_code) for village in visit.villages}
    return lists, {village.full_name for village in visit.villages}, {member.account.name for member in visit.crew}


class _Told:
    """Gathers who learns of the changes."""

    def __init__(self) -> None:
        self._lists: set[tuple[ListKind, str]] = set()
        self._villages: set[str] = set()
        self._officers: set[str] = set()

    def note(self, *facts: _Facts) -> None:
        """Add what is known of a visit before or after a change."""
        for lists, villages, officers in facts:
            self._lists |= lists
            self._villages |= villages
            self._officers |= officers

    def followers(self) -> Followers:
        """All of them, by name."""
        return Followers(sorted(self._villages), sorted(self._officers), len(self._lists))
