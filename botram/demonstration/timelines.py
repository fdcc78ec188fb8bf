"""The steps of each visit of the demonstration, in the order in which the office would have taken them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from botram import clock
from botram.audit.actions import record_change
from botram.contacts import divided
from botram.database import session
from botram.demonstration.facts import SCHEDULE
from botram.demonstration.results import recorded_entries
from botram.demonstration.schedule import Slot
from botram.partners.actions import AgencyPlan, save_agency
from botram.partners.models import AgencyKind, PartnerAgency
from botram.places.models import Venue, Village
from botram.results.actions import record_results
from botram.results.rules import EntryPlan
from botram.services.models import Service
from botram.staff.models import Account, Office, Team
from botram.visits.actions import cancel_visit, change_visit, draft_visit, publish_visit, record_visit
from botram.visits.fields import TITLE
from botram.visits.history import visit_snapshot
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.plans import BoothPlan, VisitPlan

DRAFTED_DAYS, PUBLISHED_DAYS, MOVED_DAYS, CANCELLED_DAYS = 80, 70, 4, 2  # before the visit
VERIFIED_DAYS = 5  # after it
_SOON_DAYS = 5  # a flood or a broken car is not known earlier
OPENS, MIDDAY = 8, 12  # hours
_LAST_ENTRIES = 6  # that a phone sends late

_REPORTS = {
    "confirm": ("confirmed_at", VisitState.PUBLISHED),
    "open": ("opened_at", VisitState.RUNNING),
    "close_queue": ("queue_closed_at", VisitState.RUNNING),
    "close": ("closed_at", VisitState.CLOSED),
}
"""Of each report of the day the column of its time, and the state of the visit after it."""

_Step = tuple[datetime, Callable[[datetime], None]]
"""A moment and the action at that moment."""


@dataclass
class OfficeData:
    """An office with the rows that its visits refer to."""

    office: Office
    teams: dict[str, Team]
    villages: dict[str, Village]
    coordinator: Account
    head: Account | None
    venues: dict[tuple[str, str], Venue] = field(default_factory=dict)  # by village code and name
    agencies: dict[str, PartnerAgency] = field(default_factory=dict)  # by name
    services: dict[str, Service] = field(default_factory=dict)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """The UTC moment of a wall-clock time of the office."""
        return clock.at_wall_clock(day, hour, minute, self.office.time_zone)

    def venue(self, village: Village, name: str, at: datetime) -> Venue:
        """The venue of that name in a village, at the village's point. Adds it when it is first needed."""
        found = self.venues.get((village.code, name))
        if found is None:
            found = Venue(
                office_id=self.office.id,
                village_code=village.code,
                name=name,
                latitude=village.latitude,
                longitude=village.longitude,
                wheelchair=len(village.name) % 3 > 0,
                access=SCHEDULE["access"],
                active=True,
            )
            session().add(found)
            session().flush()
            self.venues[village.code, name] = found
            after = {"name": name, "village": village.full_name}
            record_change("make", found, name, self.coordinator, at, after=after)
        return found

    def agency(self, name: str, at: datetime) -> PartnerAgency:
        """The partner agency of that name. Adds it when it is first needed."""
        if name not in self.agencies:
            asked = divided(SCHEDULE["agency_contact"])
            plan = AgencyPlan(name, AgencyKind(SCHEDULE["agencies"][name]["kind"]), asked.name, asked.phone)
            self.agencies[name] = save_agency(self.office, None, plan, self.coordinator, now=at)
        return self.agencies[name]

    def booths(self, slot: Slot, at: datetime) -> tuple[BoothPlan, ...]:
        """The booths of a slot with active agencies; numbered at a visit to a kecamatan."""
        numbered = slot.level is VisitLevel.DISTRICT
        return tuple(
            BoothPlan(agency.id, SCHEDULE["agencies"][name]["offers"], f"Meja {n}" if numbered else "")
            for n, name in enumerate(slot.partners, start=1)
            if (agency := self.agency(name, at)).active
        )

    def plan(self, slot: Slot, day: date, at: datetime) -> VisitPlan:
        """The plan of a slot on a day."""
        return VisitPlan(
            level=slot.level,
            team=self.teams[slot.team],
            venue=self.venue(self.villages[slot.village], slot.venue, at),
            opens_at=self.moment(day, OPENS),
            closes_at=self.moment(day, slot.closes),
            queue_closes_at=self.moment(day, slot.closes - 1),
            offers=slot.offers,
            texts={TITLE.name: slot.title},
            booths=self.booths(slot, at),
        )


@dataclass
class Timeline:
    """The steps of one visit, from its draft to today."""

    slot: Slot
    data: OfficeData
    made: Visit | None = None
    outbox: list[EntryPlan] | None = None  # recorded entries that are not sent yet; None before the first sending

    def steps(self, now: datetime, *, draft: bool) -> Iterator[_Step]:
        """Yield all steps up to now. ``draft``: the visit is not announced."""
        day, today = self.slot.day, clock.local_day(now, self.data.office.time_zone)
        yield self.before(day, DRAFTED_DAYS, 9, now), self.draft
        if draft:
            return
        yield self.before(day, PUBLISHED_DAYS, 10, now), self.publish
        if self.slot.replaced_on:
            yield self.before(day, CANCELLED_DAYS, 15, now), self.cancel
        if self.slot.moved_to:
            yield self.before(day, MOVED_DAYS, 11, now), self.move
        held = self.slot.replaced_on or self.slot.moved_to or day
        if held < today:
            yield from self.day_itself(held)
            yield from self.afterwards(held, now)

    def before(self, day: date, days: int, hour: int, now: datetime) -> datetime:
        """The hour that many days before the visit, but at least 20 hours and that many more before now."""
        return min(self.data.moment(day - timedelta(days=days), hour), now - timedelta(hours=20 + days))

    def day_itself(self, day: date) -> Iterator[_Step]:
        """Yield the steps of the day: up to 15 minutes after the planned times. Entries are sent twice."""
        late = timedelta(minutes=day.toordinal() % 4 * 5)
        yield self.data.moment(day, OPENS - 1, 5) + late, partial(self.report, "confirm")
        yield self.data.moment(day, OPENS) + late, partial(self.report, "open")
        yield self.data.moment(day, MIDDAY) + late, self.send
        yield self.data.moment(day, self.slot.closes - 1) + late, partial(self.report, "close_queue")
        yield self.data.moment(day, self.slot.closes) + late, partial(self.send, kept=_entries_left(day))
        yield self.data.moment(day, self.slot.closes, 10) + late, partial(self.report, "close")

    def afterwards(self, day: date, now: datetime) -> Iterator[_Step]:
        """Yield the steps after the day: verification, and late entries before or after it."""
        morning, verified, last = (
            self.data.moment(day + timedelta(days=days), 9, minute)
            for days, minute in ((1, 0), (VERIFIED_DAYS, 30), (VERIFIED_DAYS + 1, 0))
        )
        yield min(morning, now), partial(self.send, kept=int(_sent_after_verification(day)))
        if self.data.head and verified < now:
            yield verified, self.verify
        yield min(last, now), self.send

    def draft(self, at: datetime) -> None:
        """Draft the visit."""
        plan = self.data.plan(self.slot, self.slot.day, at)
        self.made = draft_visit(self.data.office, plan, self.data.coordinator, now=at)

    def publish(self, at: datetime) -> None:
        """Publish the visit."""
        publish_visit(self.visit, self.data.coordinator, now=at, kept=SCHEDULE["warnings"])

    def move(self, at: datetime) -> None:
        """Move the visit to another day."""
        plan = self.data.plan(self.slot, self.slot.moved_to or self.slot.day, at)
        change_visit(self.visit, plan, self.data.coordinator, now=at, reason=self.reason(at), kept=SCHEDULE["warnings"])

    def cancel(self, at: datetime) -> None:
        """Cancel the visit and publish another one in its place."""
        cancelled, by = self.visit, self.data.coordinator
        cancel_visit(cancelled, by, reason=self.reason(at), now=at)
        at += timedelta(hours=1)
        plan = self.data.plan(self.slot, self.slot.replaced_on or self.slot.day, at)
        self.made = draft_visit(self.data.office, plan, by, now=at, replaces=cancelled)
        publish_visit(self.made, by, now=at + timedelta(minutes=20), kept=SCHEDULE["warnings"])

    def reason(self, at: datetime) -> str:
        """The reason for moving or cancelling, as known at that moment."""
        soon = self.data.moment(self.slot.day, OPENS) - at <= timedelta(days=_SOON_DAYS)
        return self.slot.reason if soon else str(SCHEDULE["reasons"]["long_before"])

    def report(self, action: str, at: datetime) -> None:
        """Record a report of the day (one of _REPORTS) by the first officer of the crew."""
        column, state = _REPORTS[action]
        _record_step(self.visit, action, next(iter(self.crew), None), at, **{column: at}, state=state)

    def send(self, at: datetime, *, kept: int = 0) -> None:
        """Send the entries recorded by now from a phone of the crew, but for the last ``kept`` ones of the day."""
        if self.outbox is None:
            by, outbox = self.crew[0], recorded_entries(self.visit, self.data.services)
        else:
            by, outbox = self.crew[-1], self.outbox
        due = [entry for entry in outbox[: len(outbox) - kept] if entry.recorded_at <= at]
        self.outbox = outbox[len(due) :]
        if due:
            record_results(self.visit, due, by, device="contoh", now=at)

    def verify(self, at: datetime) -> None:
        """Verify the visit."""
        _record_step(self.visit, "verify", self.data.head, at, state=VisitState.VERIFIED)

    @property
    def visit(self) -> Visit:
        """The visit; after a cancellation the one that replaces it. Raises LookupError before the draft."""
        if self.made is None:
            raise LookupError("a timeline begins with its draft")
        return self.made

    @property
    def crew(self) -> list[Account]:
        """The accounts of the crew, by sign-in name."""
        return sorted((member.account for member in self.visit.crew), key=lambda account: account.sign_in_name)


def _entries_left(day: date) -> int:
    """The number of the day's last entries that are sent later: mostly 0."""
    return _LAST_ENTRIES if day.toordinal() % 9 == 4 else 0


def _sent_after_verification(day: date) -> bool:
    """Whether one of them is sent after verification."""
    return _entries_left(day) > 0 and day.toordinal() % 4 == 1


def _record_step(visit: Visit, action: str, by: Account | None, at: datetime, **values: object) -> None:
    """Set the values of a step and record the change."""
    before = visit_snapshot(visit)
    for name, value in values.items():
        setattr(visit, name, value)
    visit.changed(at)
    record_visit(action, visit, by, at, before=before, after=visit_snapshot(visit))


def run_timelines(timelines: Iterable[tuple[Timeline, bool]], now: datetime) -> int:
    """Apply all steps of timelines in order of time; returns the number of timelines. Inside the caller's transaction.

    The flag of a timeline: the visit stays a draft.
    """
    all_timelines = list(timelines)
    steps = [step for timeline, draft in all_timelines for step in timeline.steps(now, draft=draft)]
    for at, step in sorted(steps, key=lambda one: one[0]):
        step(at)
        session().flush()
    return len(all_timelines)
