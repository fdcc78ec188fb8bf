"""A visit's fields in one table, which plan, form, history, API, exports and interrupted forms walk.

A text that people write needs a column, a migration, a row here, and a place on the residents' page. Every column of
``Visit`` belongs to a row, also what nobody plans: ``tests/visits/test_fields.py`` holds that, and who walks the table.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Any

from flask_babel import lazy_gettext as _l

from botram.visits.models import OfferState, Visit


class Kind(Enum):
    """Who gives a field its value, and what it holds."""

    LINE = auto()  # planned: one line that people write
    PARAGRAPHS = auto()  # planned: several lines
    PLANNED = auto()  # any other part of a plan: a word, a moment, rows of other tables
    HOUR = auto()  # reported by the team: when something happened
    REPORTED = auto()  # reported by the team: anything else
    DECIDED = auto()  # by publishing, cancelling and the like
    STORED = auto()  # by the program alone; its changes are not in the history


@dataclass(frozen=True)
class Field:
    """One row of the table."""

    name: str  # in the history, and in plan, form and API where those have it under one name
    kind: Kind
    _: KW_ONLY
    office_only: bool = False  # residents are not told of it
    label: str = ""  # in the history and over exports; all words here are lazy: in the language of the answer
    is_move: bool = False  # residents who miss a change of it go to the wrong place, or at the wrong time
    columns: tuple[str, ...] | None = None  # of ``Visit``; None: that of its name; empty: in other tables
    read: Callable[[Visit], Any] | None = None  # None: what is in the column of its name

    def kept_in(self) -> tuple[str, ...]:
        """The columns of ``Visit`` that hold it."""
        return (self.name,) if self.columns is None else self.columns

    def fact(self, visit: Visit) -> Any:
        """What a change is compared by, as JSON can hold it."""
        value = self.read(visit) if self.read else getattr(visit, self.name)
        if isinstance(value, datetime):
            return value.isoformat()
        return value.value if isinstance(value, StrEnum) else value


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """A text of the plan. Hardly anything has a default: each row decides it."""

    office_only: bool = field()  # no default here
    asked: str  # the label of its input, also on staff pages
    hint: str
    described: str  # in the OpenAPI document
    longest: int  # characters
    carried_over: bool  # a new visit begins with the text of the last one
    exported: bool  # a column of CSV files and workbooks
    own_place: bool  # staff pages show it at a place of its own, not among the other texts
    otherwise: Callable[[Visit], str] | None = None  # what people read while it is empty

    def shown(self, visit: Visit) -> str:
        """The text as people read it."""
        text: str = getattr(visit, self.name)
        return text or (self.otherwise(visit) if self.otherwise else "")


def _service_states(visit: Visit) -> dict[str, list[str | None]]:
    """State and reason of each service that is not simply open; a new one has its state from the table."""
    return {
        offer.service.name: [offer.state.value, offer.reason.value if offer.reason else None]
        for offer in visit.offers
        if offer.state not in (None, OfferState.OPEN)
    }


TITLE = TextField(
    "title", Kind.LINE, office_only=False, longest=120, carried_over=False, exported=False, own_place=True,
    label=_l("Nama"), asked=_l("Nama sekolah atau lembaga"),
    hint=_l("Contoh: SMAN 1 Tambun Selatan. Untuk desa dan kecamatan boleh kosong: namanya dipakai."),
    described="A school's or institution's name; empty: the village or district says it.",
)  # fmt: skip
DETAILS = (
    TextField(
        "contact", Kind.LINE, office_only=False, longest=120, carried_over=True, exported=True, own_place=True,
        label=_l("Kontak"), asked=_l("Kontak untuk warga"), hint=_l("Contoh: 021-89970001. Kosong: kontak kantor."),
        described="Official line of that day; empty: the office's.", otherwise=lambda visit: visit.office.contact,
    ),
    TextField(
        "notes", Kind.PARAGRAPHS, office_only=False, longest=1000, carried_over=False, exported=False, own_place=False,
        label=_l("Catatan"), asked=_l("Catatan untuk warga"),
        hint=_l("Contoh: bawa map sendiri, parkir motor di lapangan."), described="For residents.",
    ),
)  # fmt: skip
"""The texts that form and API have one after the other; the title stands apart from them."""

TEXTS = (TITLE, *DETAILS)
EXPORTED = tuple(text for text in TEXTS if text.exported)
FIELDS = (
    Field("state", Kind.DECIDED),
    Field("opens_at", Kind.PLANNED, label=_l("Dibuka pukul"), is_move=True),
    Field("closes_at", Kind.PLANNED, label=_l("Selesai pukul"), is_move=True),
    Field("venue", Kind.PLANNED, is_move=True, columns=("venue_id",), read=lambda visit: visit.venue.name),
    Field("village", Kind.PLANNED, columns=("village_code",), read=lambda visit: visit.village.full_name),
    Field("queue_closes_at", Kind.PLANNED),
    Field("services", Kind.PLANNED, columns=(), read=lambda visit: {o.service.name: o.quota for o in visit.offers}),
    Field(
        "partners", Kind.PLANNED, columns=(),
        read=lambda visit: {booth.agency.name: [booth.offers, booth.label] for booth in visit.booths},
    ),
    Field("confirmed_at", Kind.HOUR, label=_l("Jam berangkat")),
    Field("opened_at", Kind.HOUR, label=_l("Jam layanan dibuka")),
    Field("queue_closed_at", Kind.HOUR, label=_l("Jam antrean ditutup")),
    Field("closed_at", Kind.HOUR, label=_l("Jam selesai")),
    Field("service_states", Kind.REPORTED, columns=(), read=_service_states),
    Field("obstacles", Kind.REPORTED, read=lambda visit: list(visit.obstacles)),
    Field("remark", Kind.REPORTED, office_only=True),
    *TEXTS,
    Field("level", Kind.PLANNED, label=_l("Tingkat")),
    Field("team", Kind.PLANNED, office_only=True, columns=("team_id",), read=lambda visit: visit.team.name),
    Field(
        "crew", Kind.PLANNED, office_only=True, columns=(),
        read=lambda visit: {str(member.account_id): member.account.name for member in visit.crew},
    ),
    Field(
        "warnings", Kind.DECIDED, office_only=True, columns=(),
        read=lambda visit: {kept.code: kept.reason for kept in visit.warnings},
    ),
    Field("identity", Kind.STORED, columns=("id", "public_id", "office_id")),
    Field("last_move", Kind.STORED, columns=("reason", "was_opens_at", "was_closes_at", "was_place")),
    Field("replaced_by", Kind.STORED, columns=("replaced_by_id",)),
    Field("stamps", Kind.STORED, columns=("published_at", "cancelled_at", "changed_at")),
    Field("counters", Kind.STORED, columns=("revision", "version")),
)  # fmt: skip
"""All of a visit, in the order in which the history tells of changes."""


def planned_texts(visit: Visit) -> dict[str, str]:
    """The texts of a visit by the names of their fields, as they were planned."""
    return {text.name: getattr(visit, text.name) for text in TEXTS}
