"""What happened to each visit of the demonstration, step by step, as the people of the office would have done it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from botram import clock
from botram.audit.actions import record_change
from botram.database import session
from botram.demonstration.results import entries_of
from botram.demonstration.schedule import PARTNERS, Slot
from botram.partners.actions import AgencyPlan, save_agency
from botram.partners.models import PartnerAgency
from botram.places.models import Venue, Village
from botram.results.actions import record_results
from botram.results.rules import EntryPlan
from botram.services.models import Service
from botram.staff.models import Account, Office, Team
from botram.visits.actions import cancel_visit, change_visit, draft_visit, publish_visit, record_visit
from botram.visits.fields import TITLE
from botram.visits.history import facts
from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.plans import BoothPlan, VisitPlan

DRAFTED_DAYS, PUBLISHED_DAYS, MOVED_DAYS, CANCELLED_DAYS = 80, 70, 4, 2  # before the visit
VERIFIED_DAYS = 5  # after it
_SOON_DAYS = 5  # nobody knows of a flood or a broken car longer before
_KNOWN_LONG_BEFORE = "Tempatnya dipakai untuk acara desa pada hari itu."
OPENS, MIDDAY = 8, 12  # o'clock
_FORGOTTEN = 6  # entries
_ACCESS_NOTE = "Data contoh: jalan landai lewat pintu samping, parkir motor di halaman."
_AGENCY_CONTACT = "Bagian Humas, telepon 021-555-0120 (nomor contoh)"
_REASONS = {
    "same-village": "Permintaan desa, karena kuota kunjungan sebelumnya habis.",
    "ramadan": "Kantor desa tetap buka sampai sore.",
    "short-notice": "Menggantikan kunjungan yang dibatalkan.",
    "holiday": "Kantor desa tetap buka atas permintaan warga.",
    "collective": "Kantor desa tetap buka atas permintaan warga.",
}

_Step = tuple[datetime, Callable[[datetime], None]]
"""A moment and what is done then."""


@dataclass
class Cast:
    """An office with those who act in it, and its venues."""

    office: Office
    teams: dict[str, Team]
    villages: dict[str, Village]
    coordinator: Account
    head: Account | None
    venues: dict[tuple[str, str], Venue] = field(default_factory=dict)  # by village code and name
    agencies: dict[str, PartnerAgency] = field(default_factory=dict)  # by name
    services: dict[str, Service] = field(default_factory=dict)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A wall-clock time of the office."""
        return clock.at_wall_clock(day, hour, minute, self.office.time_zone)

    def venue(self, village: Village, name: str, at: datetime) -> Venue:
        """The venue of that name in a village, made when it is first needed. It stands at the village's point."""
        found = self.venues.get((village.code, name))
        if found is None:
            found = Venue(
                office_id=self.office.id,
                village_code=village.code,
                name=name,
                latitude=village.latitude,
                longitude=village.longitude,
                wheelchair=len(village.name) % 3 > 0,
                access=_ACCESS_NOTE,
                active=True,
            )
            session().add(found)
            session().flush()
            self.venues[village.code, name] = found
            after = {"name": name, "village": village.full_name}
            record_change("make", found, name, self.coordinator, at, after=after)
        return found

    def agency(self, name: str, at: datetime) -> PartnerAgency:
        """The partner agency of that name, noted when it first comes along."""
        if name not in self.agencies:
            plan = AgencyPlan(name, PARTNERS[name][0], _AGENCY_CONTACT)
            self.agencies[name] = save_agency(self.office, None, plan, self.coordinator, now=at)
        return self.agencies[name]

    def booths(self, slot: Slot, at: datetime) -> tuple[BoothPlan, ...]:
        """The booths of a slot; a whole kecamatan has so many that they are numbered. Closed agencies stay away."""
        numbered = slot.level is VisitLevel.DISTRICT
        return tuple(
            BoothPlan(agency.id, PARTNERS[name][1], f"Meja {n}" if numbered else "")
            for n, name in enumerate(slot.partners, start=1)
            if (agency := self.agency(name, at)).active
        )

    def plan(self, slot: Slot, day: date, at: datetime) -> VisitPlan:
        """What the coordinator types for a slot."""
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
class Story:
    """One visit from its draft to what is known of it today."""

    slot: Slot
    cast: Cast
    made: Visit | None = None
    outbox: list[EntryPlan] | None = None  # recorded and not sent yet; None before the first sending

    def steps(self, now: datetime, *, draft: bool) -> Iterator[_Step]:
        """Everything that was done up to now. ``draft``: the plan is not announced yet."""
        day, today = self.slot.day, clock.local_day(now, self.cast.office.time_zone)
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
        """So many days before the visit, but at least some hours ago; what comes sooner is longer ago."""
        return min(self.cast.moment(day - timedelta(days=days), hour), now - timedelta(hours=20 + days))

    def day_itself(self, day: date) -> Iterator[_Step]:
        """Confirmed, opened, queue closed, closed: near the plan, as days are. Phones send when there is a network."""
        late = timedelta(minutes=day.toordinal() % 4 * 5)
        yield self.cast.moment(day, OPENS - 1, 5) + late, self.confirm
        yield self.cast.moment(day, OPENS) + late, self.open
        yield self.cast.moment(day, MIDDAY) + late, self.send
        yield self.cast.moment(day, self.slot.closes - 1) + late, self.close_queue
        yield self.cast.moment(day, self.slot.closes) + late, partial(self.send, kept=_forgotten(day))
        yield self.cast.moment(day, self.slot.closes, 10) + late, self.close

    def afterwards(self, day: date, now: datetime) -> Iterator[_Step]:
        """The phone that was forgotten in the car sends next morning, or even when the head has verified the day."""
        morning, verified, last = (
            self.cast.moment(day + timedelta(days=days), 9, minute)
            for days, minute in ((1, 0), (VERIFIED_DAYS, 30), (VERIFIED_DAYS + 1, 0))
        )
        yield min(morning, now), partial(self.send, kept=int(_very_late(day)))
        if self.cast.head and verified < now:
            yield verified, self.verify
        yield min(last, now), self.send

    def draft(self, at: datetime) -> None:
        """The coordinator plans it."""
        plan = self.cast.plan(self.slot, self.slot.day, at)
        self.made = draft_visit(self.cast.office, plan, self.cast.coordinator, now=at)

    def publish(self, at: datetime) -> None:
        """The coordinator announces it."""
        publish_visit(self.visit, self.cast.coordinator, now=at, kept=_REASONS)

    def move(self, at: datetime) -> None:
        """The coordinator puts it on another day."""
        plan = self.cast.plan(self.slot, self.slot.moved_to or self.slot.day, at)
        change_visit(self.visit, plan, self.cast.coordinator, now=at, reason=self.reason(at), kept=_REASONS)

    def cancel(self, at: datetime) -> None:
        """The coordinator calls it off and announces another day for the same place."""
        cancelled, by = self.visit, self.cast.coordinator
        cancel_visit(cancelled, by, reason=self.reason(at), now=at)
        at += timedelta(hours=1)
        plan = self.cast.plan(self.slot, self.slot.replaced_on or self.slot.day, at)
        self.made = draft_visit(self.cast.office, plan, by, now=at, replaces=cancelled)
        publish_visit(self.made, by, now=at + timedelta(minutes=20), kept=_REASONS)

    def reason(self, at: datetime) -> str:
        """Why the first day is given up, as it can be known at that moment."""
        soon = self.cast.moment(self.slot.day, OPENS) - at <= timedelta(days=_SOON_DAYS)
        return self.slot.reason if soon else _KNOWN_LONG_BEFORE

    def confirm(self, at: datetime) -> None:
        """The team is on its way."""
        with_step(self.visit, "confirm", self.officer, at, confirmed_at=at)

    def open(self, at: datetime) -> None:
        """The first resident is served."""
        with_step(self.visit, "open", self.officer, at, state=VisitState.RUNNING, opened_at=at)

    def send(self, at: datetime, *, kept: int = 0) -> None:
        """A phone of the crew sends what was recorded by now; the last ``kept`` entries of the day stay in it."""
        crew = sorted(self.crew, key=lambda account: account.sign_in_name)
        if self.outbox is None:
            by, outbox = crew[0], entries_of(self.visit, self.cast.services)
        else:
            by, outbox = crew[-1], self.outbox
        due = [entry for entry in outbox[: len(outbox) - kept] if entry.recorded_at <= at]
        self.outbox = outbox[len(due) :]
        if due:
            record_results(self.visit, due, by, device="contoh", now=at)

    def close_queue(self, at: datetime) -> None:
        """Nobody new is taken into the queue."""
        with_step(self.visit, "close_queue", self.officer, at, queue_closed_at=at)

    def close(self, at: datetime) -> None:
        """The team packs up."""
        with_step(self.visit, "close", self.officer, at, state=VisitState.CLOSED, closed_at=at)

    def verify(self, at: datetime) -> None:
        """The head has looked at it."""
        with_step(self.visit, "verify", self.cast.head, at, state=VisitState.VERIFIED)

    @property
    def visit(self) -> Visit:
        """The visit, once drafted; after a cancellation the one that stands in for it."""
        if self.made is None:
            raise LookupError("a story begins with its draft")
        return self.made

    @property
    def officer(self) -> Account | None:
        """The one of the crew who taps."""
        return min(self.crew, key=lambda account: account.sign_in_name, default=None)

    @property
    def crew(self) -> list[Account]:
        """Who is there."""
        return [member.account for member in self.visit.crew]


def _forgotten(day: date) -> int:
    """How many of the day's last entries stay in a phone that nobody looks at: mostly none."""
    return _FORGOTTEN if day.toordinal() % 9 == 4 else 0


def _very_late(day: date) -> bool:
    """Whether one of them stays there until the head has verified."""
    return _forgotten(day) > 0 and day.toordinal() % 4 == 1


def with_step(visit: Visit, action: str, by: Account | None, at: datetime, **values: object) -> None:
    """Set what a step of the day says, and write it down."""
    before = facts(visit)
    for name, value in values.items():
        setattr(visit, name, value)
    visit.changed(at)
    record_visit(action, visit, by, at, before=before, after=facts(visit))


def tell(stories: Iterable[tuple[Story, bool]], now: datetime) -> int:
    """Let everything happen in the order of time; returns how many slots that were. The flag: only a draft.

    Inside the caller's transaction.
    """
    told = list(stories)
    steps = [step for story, draft in told for step in story.steps(now, draft=draft)]
    for at, step in sorted(steps, key=lambda one: one[0]):
        step(at)
        session().flush()
    return len(told)
