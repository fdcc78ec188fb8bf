"""The schemas of requests about visits: the filters of lists, and the bodies of writes."""

from typing import Any, ClassVar

import marshmallow as ma
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram.delimited import TableForm
from botram.places.actions import LONGEST
from botram.places.queries import LONGEST_SEARCH, is_district
from botram.places.rules import LATITUDES, LONGITUDES, BadPoint, check_point
from botram.services.queries import service_list
from botram.visits.booths import LONGEST as LONGEST_BOOTH
from botram.visits.booths import MOST as MOST_BOOTHS
from botram.visits.fields import DETAILS, TITLE, Kind, TextField
from botram.visits.models import VisitLevel
from botram.visits.rules import CROCKFORD, LARGEST_QUOTA
from botram.web.api.cursor import VISIT_CURSOR
from botram.web.api.field_types import (
    LARGEST_ID,
    Body,
    Choice,
    Code,
    Day,
    Degrees,
    DegreesInQuery,
    Flag,
    Instant,
    Items,
    KnownCode,
    Paragraphs,
    Part,
    Reasons,
    Text,
    Whole,
    WholeInQuery,
    Word,
    Words,
)

VISIT_ID = f"^[{CROCKFORD}]{{8}}$"
DISTRICT_CODE = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$"
VILLAGE_CODE = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"
SERVICE_CODE = "^[A-Z][A-Z0-9_]{1,39}$"
MOST, USUAL = 100, 50  # items of one page
_MOST_ROWS = 1_000  # of one page of a table
MOST_SERVICES, MOST_OFFICERS = 100, 100
_SHORTEST_REASON = 3

_TYPED = (
    "Village, district, address, venue or title, as people type it; also days such as `besok`, and services. "
    "What names no place, or only another office's, finds nothing."
)
_FROM_DAY = "Visits that close after this day begins on the site's wall clock. Without it: those not over yet."


def _within(limits: tuple[float, float]) -> dict[str, float]:
    """Return the bounds of an angle for the document. ``NewVenue.in_indonesia`` enforces them with a better message."""
    return {"minimum": limits[0], "maximum": limits[1]}


def district_filter() -> KnownCode:
    """Return the filter by district of a list."""
    says = {"description": "Code of a district.", "examples": ["32.16.06"]}
    return KnownCode(DISTRICT_CODE, is_district, metadata=says)


class VisitFilter(Body):
    """The filters of the schedule."""

    q = Text(longest=LONGEST_SEARCH, metadata={"description": _TYPED})
    kecamatan = district_filter()
    layanan = KnownCode(
        SERVICE_CODE,
        lambda code: code in service_list().services,
        metadata={"description": "Code of a service of the list.", "examples": ["KTP_ENROL"]},
    )
    dari = Day(metadata={"description": _FROM_DAY})
    sampai = Day(metadata={"description": "Visits that open before this day ends."})
    lat = DegreesInQuery(-90, 90)
    lon = DegreesInQuery(-180, 180)

    @ma.validates_schema
    def both_or_none(self, data: dict[str, Any], **_more: Any) -> None:
        """Require both halves of a point, or neither."""
        for name, other in (("lat", "lon"), ("lon", "lat")):
            if name in data and other not in data:
                raise ma.ValidationError(_("lat dan lon harus dikirim bersama."), other)


class VisitQuery(VisitFilter):
    """The filters of a list."""

    scope = Choice(
        "public",
        "office",
        load_default="public",
        metadata={
            "description": "`office` needs a sign-in: only visits of the own office, with team, officers and kept "
            "warnings, for coordinators and the head also drafts. Never cached."
        },
    )
    cursor = Code(VISIT_CURSOR, metadata={"description": "`next` of the page before."})
    limit = WholeInQuery(1, MOST, load_default=USUAL)


class VisitTableQuery(VisitFilter):
    """The filters and the form of a table."""

    form = Choice(*(one.value for one in TableForm), load_default=TableForm.OFFICE.value)
    cursor = Code(VISIT_CURSOR, metadata={"description": "The header `Link` of the page before holds it."})
    limit = WholeInQuery(1, _MOST_ROWS, load_default=_MOST_ROWS)


class OneVisitQuery(Body):
    """The scope of one visit."""

    scope = Choice("public", "office", load_default="public")


class PreviewQuery(Body):
    """Whether the write is a dry run."""

    preview = Choice(
        "0", "1", load_default="0", metadata={"description": "`1`: answer what would follow and save nothing."}
    )


class PlannedService(Body):
    """A service to offer."""

    service = Code(SERVICE_CODE, required=True)
    quota = Whole(
        1, LARGEST_QUOTA, allow_none=True, load_default=None, metadata={"description": "null: as many as come."}
    )


class PlannedBooth(Body):
    """A partner agency that comes along."""

    agency = Whole(1, LARGEST_ID, required=True, metadata={"description": "Id of an agency, see /api/v1/partners."})
    offers = Text(
        longest=LONGEST_BOOTH["offers"],
        shortest=1,
        required=True,
        metadata={"description": "What it offers that day, in words.", "examples": ["SKCK dan SIM"]},
    )
    booth = Text(
        longest=LONGEST_BOOTH["label"],
        load_default="",
        metadata={"description": "What the booth is called on the spot.", "examples": ["Meja 4"]},
    )


class NewVenue(Body):
    """A venue that is made together with the visit."""

    name = Text(longest=LONGEST["name"], shortest=1, required=True)
    lat = Degrees(-90, 90, required=True, metadata=_within(LATITUDES))
    lon = Degrees(-180, 180, required=True, metadata=_within(LONGITUDES))
    address = Text(longest=LONGEST["address"], load_default="")
    access = Text(longest=LONGEST["access"], load_default="", metadata={"description": "Ramp, parking, which gate."})
    wheelchair = Flag(load_default=False)
    far_is_right = Flag(
        load_default=False, metadata={"description": "The point is right although it lies far from the village."}
    )

    @ma.validates_schema
    def in_indonesia(self, data: dict[str, Any], **_more: Any) -> None:
        """Apply the rule for venues, with its sentence for a swapped pair."""
        try:
            check_point(data["lat"], data["lon"])
        except BadPoint as refusal:
            raise ma.ValidationError(str(refusal)) from refusal


class VenueChoice(Words):
    """The id of a venue, or a new venue."""

    default_error_messages = {"invalid": _l("Isi dengan nomor titik layanan, atau objek dengan name, lat, dan lon.")}

    def __init__(self, **options: Any) -> None:
        either = [{"type": "integer", "minimum": 1, "maximum": LARGEST_ID}, {"$ref": "#/components/schemas/NewVenue"}]
        super().__init__(metadata={"oneOf": either}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | dict[str, Any]:
        if isinstance(value, dict):
            made: dict[str, Any] = NewVenue().load(value)
            return made
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid")
        chosen: int = Whole(1, LARGEST_ID).deserialize(value)
        return chosen


def _text_member(text: TextField) -> Text:
    """Return the field of one of a visit's texts."""
    shape = Paragraphs if text.kind is Kind.PARAGRAPHS else Text
    return shape(longest=text.longest, metadata={"description": text.api_description})


_ALL_VILLAGES = "All that are served: `village` first, then another one. Absent: `village` alone, or as before."
_ALL_TEAMS = "Ids of all teams: `team` first, then another one. Absent: `team` alone, or as before."


class _PlannedVisit(Body):
    """The fields of both a draft and a change."""

    class Meta(Body.Meta):
        """The texts at the end are made from the table of fields."""

        include: ClassVar = {text.name: _text_member(text) for text in DETAILS}

    level = Word(VisitLevel, required=True)
    title = _text_member(TITLE)
    village = Code(VILLAGE_CODE, required=True, metadata={"examples": ["32.16.06.2010"]})
    villages = Items(Code(VILLAGE_CODE), least=1, most=2, metadata={"description": _ALL_VILLAGES})
    venue = VenueChoice(required=True)
    team = Whole(1, LARGEST_ID, required=True, metadata={"description": "Id of a team, see /api/v1/teams."})
    teams = Items(Whole(1, LARGEST_ID), least=1, most=2, metadata={"description": _ALL_TEAMS})
    opens_at = Instant(required=True)
    closes_at = Instant(required=True)
    queue_closes_at = Instant(allow_none=True)
    services = Items(Part(PlannedService), least=1, most=MOST_SERVICES, required=True)
    crew = Items(
        Whole(1, LARGEST_ID),
        most=MOST_OFFICERS,
        allow_none=True,
        metadata={"description": "Ids of officers; null: the members of the teams."},
    )
    partners = Items(
        Part(PlannedBooth),
        most=MOST_BOOTHS,
        metadata={"description": "Partner agencies; one that stays keeps its place in the row."},
    )


class NewVisit(_PlannedVisit):
    """The body of a new draft."""

    replaces = Code(VISIT_ID, metadata={"description": "Id of a cancelled visit that this one stands in for."})


_REASON = {"description": "For residents; needed once the visit is published."}
_KEPT = {"description": "A reason for each warning that is accepted, by the warning's code."}


class VisitChange(_PlannedVisit):
    """The body of a change. Names that are absent stay as they are."""

    reason = Paragraphs(metadata=_REASON)
    warnings = Reasons(values=Paragraphs(), metadata=_KEPT)

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Make every name optional. ``partial`` would also reach into the parts of ``services``."""
        field_obj.required = False


class Publishing(Body):
    """The body of a publication."""

    may_be_absent = True
    warnings = Reasons(values=Paragraphs(), metadata=_KEPT)


class Cancelling(Body):
    """The body of a cancellation."""

    reason = Paragraphs(shortest=_SHORTEST_REASON, required=True, metadata={"description": "For residents."})
