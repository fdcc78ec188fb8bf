"""The audiences, the parts and the states of a view."""

from enum import Enum, Flag, StrEnum, auto


class Audience(Enum):
    """The readers of a view."""

    RESIDENTS = auto()  # nothing of who works there
    CREW = auto()  # who goes there, for those who do
    OFFICE = auto()  # also whether its figures were verified


class Part(Flag):
    """The optional parts of a view, each of which must be loaded with the visit."""

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
    """The state of a visit on every list and page: the key of its label, its icon and its colours."""

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
