"""The table of a visit's fields, which plan, form, history, API, exports and interrupted forms iterate over.

A new text needs a column, a migration and a row here; one with a place of its own also that place on pages and in
feeds. ``tests/visits/test_fields.py`` finds a column in no row and a text that a page or a feed leaves out.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Any

from flask_babel import lazy_gettext as _l

from botram.contacts import LONGEST_NUMBER, Contact
from botram.visits.models import OfferState, Visit


class Kind(Enum):
    """Who sets a field, and what it holds."""

    LINE = auto()  # planned: a text on one line
    PARAGRAPHS = auto()  # planned: a text on several lines
    TELEPHONE = auto()  # planned: a telephone number, see botram/contacts.py
    PLANNED = auto()  # planned: anything else, such as a moment or rows of other tables
    HOUR = auto()  # reported by the team: a time
    REPORTED = auto()  # reported by the team: anything else
    DECIDED = auto()  # set by publishing, cancelling and other actions
    STORED = auto()  # set by the program; its changes are not in the history


@dataclass(frozen=True)
class Field:
    """One row of the table."""

    name: str  # in the history, and in plan, form and API where those have it under one name
    kind: Kind
    _: KW_ONLY
    office_only: bool = False  # not shown to residents
    label: str = ""  # in the history and in exports; all texts here are translated lazily
    is_move: bool = False  # a change of it is a move in time or place
    columns: tuple[str, ...] | None = None  # of ``Visit``; None: the one with its name; empty: rows of other tables
    read: Callable[[Visit], Any] | None = None  # None: the value of the column with its name

    def stored_columns(self) -> tuple[str, ...]:
        """The columns of ``Visit`` that store it."""
        return (self.name,) if self.columns is None else self.columns

    def json_value(self, visit: Visit) -> Any:
        """The value as JSON, by which changes are found."""
        value = self.read(visit) if self.read else getattr(visit, self.name)
        if isinstance(value, datetime):
            return value.isoformat()
        return value.value if isinstance(value, StrEnum) else value


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """A text of the plan. Most values have no default, so that each row sets them."""

    office_only: bool = field()  # no default here
    input_label: str  # also on staff pages
    hint: str
    api_description: str  # in the OpenAPI document
    longest: int  # characters
    exported: bool  # a column of CSV files and workbooks
    own_place: bool  # it has a place of its own, which each page and feed names; all others stand in one list
    fallback: Callable[[Visit], str] | None = None  # shown while it is empty

    def shown(self, visit: Visit) -> str:
        """The text, or its fallback while it is empty."""
        text: str = getattr(visit, self.name)
        return text or (self.fallback(visit) if self.fallback else "")


def _service_states(visit: Visit) -> dict[str, list[str | None]]:
    """State and reason of each offer that is not open; None as state: a new offer, which gets the column's default."""
    return {
        offer.service.name: [offer.state.value, offer.reason.value if offer.reason else None]
        for offer in visit.offers
        if offer.state not in (None, OfferState.OPEN)
    }


def has_contact(visit: Visit) -> bool:
    """Return whether a visit has a contact of its own, and not the office's."""
    return bool(visit.contact or visit.contact_phone or visit.contact_whatsapp)


def _of_office(visit: Visit) -> Contact:
    """The contact of the office, for a visit without one."""
    return Contact() if has_contact(visit) else visit.office.asked


TITLE = TextField(
    "title", Kind.LINE, office_only=False, longest=120, exported=False, own_place=True,
    label=_l("Nama"), input_label=_l("Nama sekolah atau lembaga"),
    hint=_l("Contoh: SMAN 1 Tambun Selatan. Untuk desa dan kecamatan boleh kosong: namanya dipakai."),
    api_description="A school's or institution's name; empty: the village or district says it.",
)  # fmt: skip
DETAILS = (
    TextField(
        "contact", Kind.LINE, office_only=False, longest=120, exported=True, own_place=True,
        label=_l("Kontak"), input_label=_l("Kontak untuk warga"),
        hint=_l("Siapa yang ditanya. Contoh: Loket informasi. Ketiganya kosong: kontak kantor."),
        api_description="Whom to ask that day. Contact, phone and WhatsApp all empty: the office's.",
        fallback=lambda visit: _of_office(visit).name,
    ),
    TextField(
        "contact_phone", Kind.TELEPHONE, office_only=False, longest=LONGEST_NUMBER, exported=True,
        own_place=True, label=_l("Telepon kontak"), input_label=_l("Telepon"),
        hint=_l("Nomor resmi, bukan nomor pribadi. Contoh: (021) 8997-0001 atau 1500-537."),
        api_description="Number to call, kept in international form.", fallback=lambda visit: _of_office(visit).phone,
    ),
    TextField(
        "contact_whatsapp", Kind.TELEPHONE, office_only=False, longest=LONGEST_NUMBER, exported=True,
        own_place=True, label=_l("WhatsApp kontak"), input_label=_l("WhatsApp"),
        hint=_l("Nomor resmi yang menerima pesan. Contoh: 0812-3456-7890."),
        api_description="Number that takes WhatsApp messages, kept in international form.",
        fallback=lambda visit: _of_office(visit).whatsapp,
    ),
    TextField(
        "notes", Kind.PARAGRAPHS, office_only=False, longest=1000, exported=False, own_place=False,
        label=_l("Catatan"), input_label=_l("Catatan untuk warga"),
        hint=_l("Contoh: bawa map sendiri, parkir motor di lapangan."), api_description="For residents.",
    ),
)  # fmt: skip
"""The texts that form and API have in a row; the title is separate."""

TEXTS = (TITLE, *DETAILS)
EXPORTED = tuple(text for text in TEXTS if text.exported)
FIELDS = (
    Field("state", Kind.DECIDED),
    Field("opens_at", Kind.PLANNED, label=_l("Dibuka pukul"), is_move=True),
    Field("closes_at", Kind.PLANNED, label=_l("Selesai pukul"), is_move=True),
    Field("venue", Kind.PLANNED, is_move=True, columns=("venue_id",), read=lambda visit: visit.venue.name),
    Field("village", Kind.PLANNED, columns=("village_code",), read=lambda visit: visit.village.full_name),
    Field(
        "villages", Kind.PLANNED, label=_l("Desa kedua"), columns=("second_village_code",),
        read=lambda visit: [village.full_name for village in visit.villages],
    ),
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
        "teams", Kind.PLANNED, office_only=True, label=_l("Tim kedua"), columns=("second_team_id",),
        read=lambda visit: [team.name for team in visit.teams],
    ),
    Field(
        "crew", Kind.PLANNED, office_only=True, columns=(),
        read=lambda visit: {str(member.account_id): member.account.name for member in visit.crew},
    ),
    Field(
        "warnings", Kind.DECIDED, office_only=True, columns=(),
        read=lambda visit: {kept.code: kept.reason for kept in visit.warnings},
    ),
    Field("identity", Kind.STORED, columns=("id", "public_id", "office_id")),
    Field("last_move", Kind.STORED, columns=("reason", "was_opens_at", "was_closes_at", "was_place", "earlier_plans")),
    Field("replaced_by", Kind.STORED, columns=("replaced_by_id",)),
    Field("series", Kind.STORED, columns=("series_id",)),
    Field("stamps", Kind.STORED, columns=("published_at", "cancelled_at", "changed_at")),
    Field("counters", Kind.STORED, columns=("revision", "version")),
)  # fmt: skip
"""All fields of a visit, in the order of the history."""


def planned_texts(visit: Visit) -> dict[str, str]:
    """The stored texts of a visit, by the names of their fields."""
    return {text.name: getattr(visit, text.name) for text in TEXTS}
