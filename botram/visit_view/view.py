"""The view of a visit: frozen values in the language of the moment when they were made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from botram.visit_view.kinds import StateKey
from botram.visit_view.part_views import (
    BoothView,
    ClockView,
    ContactView,
    DistrictView,
    MemberView,
    MoveView,
    OfficeView,
    ReplacementView,
    ServiceView,
    TeamView,
    VenueView,
    VillageView,
)
from botram.visits.fields import TEXTS
from botram.visits.models import HELD, Obstacle, VisitLevel, VisitState


@dataclass(frozen=True)
class VisitFacts:
    """A visit for one audience without texts of ours: for programs. Moments are on the office's wall clock."""

    id: int
    public_id: str
    office: OfficeView
    level: VisitLevel
    title: str
    state: VisitState
    state_key: StateKey
    villages: tuple[VillageView, ...]  # that it serves, the venue's first
    venue: VenueView
    place_name: str  # what the visit is called
    now: datetime  # the moment of the view

    opens_at: datetime
    closes_at: datetime
    queue_closes_at: datetime | None
    queue_end: datetime | None  # until when a queue number can be taken; None when that is over
    published_at: datetime | None
    cancelled_at: datetime | None
    confirmed_at: datetime | None
    opened_at: datetime | None
    queue_closed_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime

    texts: Mapping[str, str]  # that people wrote, by the names of their fields, as people read them
    contact: ContactView
    moves: tuple[MoveView, ...]  # the plans before each move, the first announced one first
    moved: bool  # its time or place differs from an earlier plan
    reason: str  # of the last move or of the cancellation
    obstacles: tuple[Obstacle, ...]
    remark: str  # of the crew; empty for residents
    revision: int
    version: int

    tags: tuple[str, ...]  # short names of the services to name, each once
    shut_tags: tuple[str, ...]  # of those that nobody gets there any more
    services: tuple[ServiceView, ...]
    booths: tuple[BoothView, ...]
    replaced_by_id: int | None
    replaced_by: ReplacementView | None
    teams: tuple[TeamView, ...]  # the first one first; none for residents
    crew: tuple[MemberView, ...]

    @property
    def village(self) -> VillageView:
        """The village of the venue."""
        return self.villages[0]

    @property
    def districts(self) -> list[DistrictView]:
        """The districts of its villages, each once."""
        return list(dict.fromkeys(village.district for village in self.villages))

    @property
    def team(self) -> TeamView | None:
        """The first team; None for residents."""
        return self.teams[0] if self.teams else None

    @property
    def vehicles(self) -> list[str]:
        """The vehicles of its teams, each once."""
        return list(dict.fromkeys(team.vehicle for team in self.teams if team.vehicle))

    @property
    def equipment(self) -> list[str]:
        """What its teams bring along, each once."""
        return list(dict.fromkeys(one for team in self.teams for one in team.equipment))

    @property
    def notices(self) -> list[str]:
        """The texts for residents that have no place of their own, without empty ones."""
        names = (text.name for text in TEXTS if not text.own_place and not text.office_only)
        return [self.texts[name] for name in names if self.texts[name]]

    @property
    def move(self) -> MoveView | None:
        """The visit before its last move."""
        return self.moves[-1] if self.moves else None

    @property
    def first_plan(self) -> MoveView | None:
        """The visit as it was announced first, of a moved one."""
        return self.moves[0] if self.moves else None

    @property
    def ends_of_moves(self) -> tuple[MoveView, ...]:
        """The plan announced first and the one before the present; one after one move."""
        return (self.moves[0], self.moves[-1]) if len(self.moves) > 1 else self.moves

    @property
    def zone(self) -> str:
        """The zone of its moments."""
        return self.office.time_zone

    @property
    def held(self) -> bool:
        """Whether the visit took place and is over."""
        return self.state in HELD

    @property
    def over(self) -> bool:
        """Whether the visit was held or cancelled."""
        return self.held or self.state is VisitState.CANCELLED


@dataclass(frozen=True)
class VisitView(VisitFacts):
    """The same with texts in one language: for people."""

    day: str
    hours: str  # from opening to closing, with the word for the zone
    zone_word: str
    clock: ClockView
    village_names: str  # of all villages that it serves
    team_names: str  # of all its teams; empty for residents
    venue_line: str  # where to go, below the name and without repeating it
    location: str  # where to go, as maps understand it
    state_word: str
    state_note: str  # a more precise label; mostly empty
    move_sentence: str  # the plans before the moves; mostly empty
    move_reason: str  # why it was moved, each time; empty with the sentence
    former_sentence: str  # of a cancelled one: the plans before the last; mostly empty
    card_sentence: str  # why it was cancelled, or the plans before the moves and why; mostly empty

    @property
    def times(self) -> str:
        """Day and hours: "Selasa, 8 Desember 2026, 08.00–14.00 WIB"."""
        return f"{self.day}, {self.hours}"

    @property
    def venue_and_village(self) -> str:
        """Venue and village: "Aula Kantor Desa, Desa Sumberjaya"."""
        return f"{self.venue.name}, {self.village.full_name}"

    @property
    def goes_elsewhere(self) -> bool:
        """Whether those who know an earlier plan of the moved visit would go to another place."""
        return self.moved and any(move.other_place for move in self.ends_of_moves)
