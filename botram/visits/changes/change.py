"""A change of one visit, and what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from botram.refusals import Refusal
from botram.staff.models import Team
from botram.visits.changes.slots import Slot
from botram.visits.models import Visit
from botram.visits.outlines.models import VisitOutline
from botram.visits.plans import VisitPlan
from botram.visits.warnings import Notice


class ChangeKind(StrEnum):
    """The kind of a change."""

    CREATE = "create"  # a draft of a plan
    EDIT = "edit"  # another plan
    MOVE = "move"  # to another day, another team or both; the hours stay
    COPY = "copy"  # a draft like this visit on another day
    PUBLISH = "publish"
    CANCEL = "cancel"
    DISCARD = "discard"  # of a draft


@dataclass(frozen=True)
class Change:
    """One wish about one visit."""

    kind: ChangeKind
    visit: Visit | None = None  # of its office; None for a new one
    plan: Callable[[], VisitPlan] | None = None  # of CREATE and EDIT: called inside the transaction, may add a venue
    day: date | None = None  # of MOVE and COPY; None: the visit's own
    team: Team | None = None  # of MOVE and COPY; None: the visit's own
    public_id: str = ""  # of CREATE and COPY: the same one again makes no second draft
    version: int | None = None  # of the visit as it was read
    reason: str = ""  # for residents: of EDIT, MOVE and CANCEL of an announced visit
    kept: Mapping[str, str] = field(default_factory=dict)  # reasons for warnings, by code
    outline: VisitOutline | None = None  # of its office, in place of a visit


@dataclass(frozen=True)
class Stand:
    """A visit before or after a change, as far as one compares them. Moments in UTC."""

    public_id: str
    place_name: str
    team: str
    team_id: int
    opens_at: datetime
    closes_at: datetime
    announced: bool

    @classmethod
    def of(cls, visit: Visit, *, announced: bool) -> "Stand":
        """Read it from the row."""
        return cls(
            visit.public_id,
            visit.place_name,
            visit.team.name,
            visit.team_id,
            visit.opens_at,
            visit.closes_at,
            announced,
        )


@dataclass
class Outcome:
    """What follows from one change. Made inside the transaction, read after it."""

    change: Change
    before: Stand | None = None  # None: there was no such visit
    after: Stand | None = None  # None: refused, or there is no such visit any more
    refusal: Refusal | None = None
    warnings: Sequence[Notice] = ()  # each needs a reason where the visit is announced
    clashes: Sequence[Notice] = ()  # of a draft, which may be kept until it is published
    free: Sequence[Slot] = ()  # the nearest ways out of a refused clash
    visit: Visit | None = None  # the row after the change: inside the transaction alone

    @property
    def name(self) -> str:
        """What the visit is called."""
        stand = self.after or self.before
        return stand.place_name if stand else ""

    @property
    def open_warnings(self) -> list[Notice]:
        """The warnings of an announced visit that have no reason."""
        if self.after is None or not self.after.announced:
            return []
        return [one for one in self.warnings if not self.change.kept.get(one.code, "").strip()]


@dataclass(frozen=True)
class Followers:
    """Who learns of announced changes."""

    villages: Sequence[str]  # their names, whose pages and search results change
    officers: Sequence[str]  # their names, before and after
    feeds: int  # calendars and news with an entry that changes


@dataclass(frozen=True)
class Outlook:
    """What follows from a list of changes."""

    outcomes: Sequence[Outcome]
    followers: Followers

    @property
    def refused(self) -> list[Outcome]:
        """The changes that cannot be made."""
        return [one for one in self.outcomes if one.refusal]

    @property
    def possible(self) -> bool:
        """Whether all can be made once every warning has its reason."""
        return not self.refused
