"""The parts of a visit's view: place, clock, moves, contact, services, booths, team."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from botram.contacts import Contact
from botram.partners.models import AgencyKind
from botram.places.rules import Point, distance_km
from botram.visits.models import OfferReason, OfferState


@dataclass(frozen=True, slots=True)
class OfficeView:
    """The office that the visit belongs to."""

    code: str
    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class DistrictView:
    """The district that the village belongs to."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class VillageView:
    """A village that is served."""

    code: str
    name: str
    full_name: str
    district: DistrictView


@dataclass(frozen=True, slots=True)
class VenueView:
    """The venue of the visit."""

    id: int
    name: str
    address: str
    latitude: float
    longitude: float
    access: str
    wheelchair: bool

    @property
    def point(self) -> Point:
        """Latitude and longitude."""
        return self.latitude, self.longitude

    def km_from(self, point: Point) -> float:
        """Return the straight-line distance from a point."""
        return distance_km(point, self.point)

    @property
    def map_links(self) -> dict[str, str]:
        """The links of the venue: directions, a map, and the phone's own map app."""
        latitude, longitude = f"{self.latitude:.6f}", f"{self.longitude:.6f}"
        point = f"{latitude},{longitude}"
        return {
            "way": "https://www.google.com/maps/dir/?" + urlencode({"api": 1, "destination": point}),
            "map": f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}",
            "geo": f"geo:{point}?" + urlencode({"q": f"{point}({self.name})"}),
        }


@dataclass(frozen=True, slots=True)
class ClockView:
    """The planned and the reported hours on the wall clock; empty for none."""

    opens_at: str
    closes_at: str
    queue_closes_at: str
    queue_end: str
    confirmed_at: str
    opened_at: str
    queue_closed_at: str
    closed_at: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """The visit before a move, compared with the present plan."""

    opens_at: datetime
    closes_at: datetime
    place: str
    reason: str  # of the move; empty for the last one of a cancelled visit
    other_time: bool  # day or hours were others
    other_day: bool
    other_place: bool

    @property
    def differs(self) -> bool:
        """Whether residents who know this plan go wrong."""
        return self.other_time or self.other_place

    @property
    def plan(self) -> tuple[datetime, datetime, str]:
        """What was announced."""
        return self.opens_at, self.closes_at, self.place


@dataclass(frozen=True, slots=True)
class ContactView:
    """The contact for residents: the official line of that day, or else the office's."""

    words: str
    parts: tuple[tuple[str, str | None], ...]  # the same, each with the address that calls or writes, if it has one
    of_office: bool

    def __bool__(self) -> bool:
        """Whether there is a contact."""
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One paper to bring."""

    code: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class AboutView:
    """The texts of the service list about a service."""

    group: str

    in_person: bool
    rt_rw_letter: bool
    requirements: tuple[RequirementView, ...]
    mobile_note: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service that the visit offers."""

    code: str
    slug: str
    name: str
    quota: int | None
    left: int | None  # of the quota
    state: OfferState  # shut too once the quota is used up
    reason: OfferReason | None
    key: str  # of its shape and colours
    word: str  # how it stands, on a label
    about: AboutView


@dataclass(frozen=True, slots=True)
class BoothView:
    """A partner agency that comes along, and what it offers there."""

    agency_id: int
    agency: str
    kind: AgencyKind
    contact: Contact  # for the office alone
    offers: str
    label: str
    words: str  # the two before in one line


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with its vehicle and equipment."""

    id: int
    name: str
    vehicle: str
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One officer of the crew."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ReplacementView:
    """The visit that replaces a cancelled one."""

    public_id: str
    opens_at: datetime
    public: bool  # residents can see it already
