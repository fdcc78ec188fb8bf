"""For whom a view is, what it holds, and the keys by which a visit and its services stand."""

from enum import Enum, Flag, StrEnum, auto


class Audience(Enum):
    """For whom a visit is put into words."""

    RESIDENTS = auto()  # nothing of who works there
    CREW = auto()  # who goes there, for those who do
    OFFICE = auto()  # also whether its figures were verified


class Part(Flag):
    """What a view holds beyond the visit's own row, venue, village and office: only what was loaded with them."""

    LINE = 0
    TAGS = auto()  # short names of the services
    SERVICES = auto()  # the services as they are offered
    ABOUT = auto()  # with what to bring for each
    BOOTHS = auto()  # partner agencies
    REPLACEMENT = auto()  # the visit that stands in for a cancelled one
    TEAM = auto()  # never for residents
    CREW = auto()  # never for residents
    CARD = TAGS | REPLACEMENT
    PAGE = TAGS | SERVICES | ABOUT | BOOTHS


class StateKey(StrEnum):
    """Where a visit stands, as every list and page shows it: the key of a word, a shape and colours."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    MOVED = "moved"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RUNNING = "running"
    QUEUE_CLOSED = "queue-closed"
    CLOSED = "closed"
    VERIFIED = "verified"
    CANCELLED = "cancelled"
