"""A visit as JSON: one table of names with their schema and source. Answers and schema both follow it."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any

from botram import clock
from botram.partners.models import AgencyKind
from botram.places.models import District
from botram.staff.models import Office
from botram.visit_view import Audience, Part, VisitFacts, facts_of
from botram.visit_view.view import DistrictView, OfficeView, VillageView
from botram.visits.fields import DETAILS, TITLE, TextField
from botram.visits.models import Obstacle, OfferReason, OfferState, Visit, VisitLevel, VisitState
from botram.visits.warnings import Notice
from botram.web.api.schema_parts import (
    COUNT,
    DISTRICT,
    FLAG,
    INSTANT,
    NUMBER,
    OFFICE_WITH_ZONE,
    ONLY_OWN,
    PERSON,
    TEXT,
    URL,
    VERSIONED,
    WHOLE,
    Schema,
    code,
    enum_of,
    list_of,
    maybe,
    object_with,
    ref,
)
from botram.web.api.visit_schemas import SERVICE_CODE, VILLAGE_CODE, VISIT_ID
from botram.web.visit.links import permanent_address

_PUBLIC_PARTS = Part.SERVICES | Part.BOOTHS | Part.REPLACEMENT


class _Table:
    """The schema of each name, and the attribute or function that gives its value."""

    def __init__(self, rows: Mapping[str, tuple[Schema, str | Callable[[Any], Any]]]) -> None:
        self.schemas = {name: schema for name, (schema, _source) in rows.items()}
        self.sources = {
            name: attrgetter(source) if isinstance(source, str) else source for name, (_schema, source) in rows.items()
        }

    def read(self, thing: object) -> dict[str, Any]:
        """Return the value of each name for one object."""
        return {name: source(thing) for name, source in self.sources.items()}


def _moment_field(name: str, schema: Schema = INSTANT) -> tuple[Schema, Callable[[Any], str | None]]:
    """Return the row of a moment on the office's wall clock; null for what has not happened."""
    return schema, lambda thing: at.isoformat() if (at := getattr(thing, name)) else None


def _described(schema: Schema, description: str) -> Schema:
    """Return the schema with a description."""
    return {**schema, "description": description}


def office_facts(office: Office | OfficeView) -> dict[str, str]:
    """Return an office by code and name."""
    return {"code": office.code, "name": office.name}


def code_and_name(place: District | DistrictView | VillageView) -> dict[str, str]:
    """Return a district or a village by code and name."""
    return {"code": place.code, "name": place.name}


def _text_field(text: TextField) -> tuple[Schema, Callable[[VisitFacts], str]]:
    """Return the row of a text, with its default while it is empty."""
    schema = _described(TEXT, "The official line of that day, or the office's.") if text.name == "contact" else TEXT
    return schema, lambda visit: visit.texts[text.name]


_VENUE = _Table(
    {
        "name": (TEXT, "name"),
        "address": (TEXT, "address"),
        "lat": (NUMBER, "latitude"),
        "lon": (NUMBER, "longitude"),
        "access": (TEXT, "access"),
        "wheelchair": (FLAG, "wheelchair"),
    }
)
_LEFT = "What is left of the quota. Equals it until queues are counted."
_SERVICE = _Table(
    {
        "service": (code(SERVICE_CODE), "code"),
        "slug": (TEXT, "slug"),
        "name": (TEXT, "name"),
        "quota": (_described(maybe(COUNT), "null: as many as come."), "quota"),
        "left": (_described(maybe(COUNT), _LEFT), "left"),
        "state": (enum_of(*OfferState), "state"),
        "reason": (maybe(enum_of(*OfferReason)), "reason"),
    }
)
_BOOTH = _Table(
    {
        "name": (TEXT, "agency"),
        "kind": (enum_of(*AgencyKind), "kind"),
        "offers": (_described(TEXT, "What the agency offers that day, in words."), "offers"),
        "booth": (_described(TEXT, "What its booth is called on the spot; may be empty."), "label"),
    }
)
_MOVE = _Table(
    {"opens_at": _moment_field("opens_at"), "closes_at": _moment_field("closes_at"), "place": (TEXT, "place")}
)
_VILLAGE = object_with(code=code(VILLAGE_CODE), name=TEXT, district=DISTRICT)
_OWN_ID = _described(WHOLE, ONLY_OWN["description"])
_VISIT = _Table(
    {
        "id": (code(VISIT_ID), "public_id"),
        "office": (OFFICE_WITH_ZONE, lambda visit: {**office_facts(visit.office), "time_zone": visit.zone}),
        "level": (enum_of(*VisitLevel), "level"),
        "title": (_described(TEXT, TITLE.api_description), "title"),
        "state": (enum_of(*VisitState), "state"),
        "village": (
            _VILLAGE,
            lambda visit: {**code_and_name(visit.village), "district": code_and_name(visit.village.district)},
        ),
        "venue": (object_with(id_=_OWN_ID, **_VENUE.schemas), lambda visit: _VENUE.read(visit.venue)),
        "opens_at": _moment_field("opens_at"),
        "closes_at": _moment_field("closes_at"),
        "queue_closes_at": _moment_field("queue_closes_at", maybe(INSTANT)),
        "published_at": _moment_field("published_at", maybe(INSTANT)),
        "cancelled_at": _moment_field("cancelled_at", maybe(INSTANT)),
        "confirmed_at": _moment_field(
            "confirmed_at", _described(maybe(INSTANT), "The team has said that it is on its way.")
        ),
        "opened_at": _moment_field("opened_at", maybe(INSTANT)),
        "queue_closed_at": _moment_field("queue_closed_at", maybe(INSTANT)),
        "closed_at": _moment_field("closed_at", maybe(INSTANT)),
        "services": (
            list_of(object_with(**_SERVICE.schemas)),
            lambda visit: [_SERVICE.read(service) for service in visit.services],
        ),
        "partners": (
            list_of(object_with(agency_=_OWN_ID, **_BOOTH.schemas)),
            lambda visit: [_BOOTH.read(booth) for booth in visit.booths],
        ),
        **{text.name: _text_field(text) for text in DETAILS if not text.office_only},
        "reason": (_described(TEXT, "Why it was moved last, or cancelled."), "reason"),
        "obstacles": (_described(list_of(enum_of(*Obstacle)), "What hindered the team on the day."), "obstacles"),
        "moved_from": (maybe(object_with(**_MOVE.schemas)), lambda visit: visit.move and _MOVE.read(visit.move)),
        "replaced_by": (
            _described(maybe(code(VISIT_ID)), "The visit that stands in for a cancelled one."),
            lambda visit: visit.replaced_by.public_id if visit.replaced_by and visit.replaced_by.public else None,
        ),
        "revision": (_described(COUNT, "Counts changes of time, place and cancellation."), "revision"),
        "version": (_described(VERSIONED, 'Counts every change. The ETag is `"v12"` for version 12.'), "version"),
        "changed_at": _moment_field("changed_at"),
        "url": (URL, lambda visit: permanent_address(visit.public_id)),
    }
)
VISIT = object_with(
    **_VISIT.schemas,
    **{f"{text.name}_": _text_field(text)[0] for text in DETAILS if text.office_only},
    preview_={"const": True, "description": "With `preview=1`: nothing was saved, and a new draft's id will not last."},
    follows_={
        **list_of(TEXT),
        "description": "With `preview=1`: sentences on what was recorded before the visit was opened, and would move "
        "along or stay behind.",
    },
    remark_={**TEXT, "description": "Of the crew, at closing. Only for people of the visit's own office."},
    team_={**PERSON, **ONLY_OWN},
    officers_={**list_of(PERSON), **ONLY_OWN},
    warnings_={
        **list_of(ref("VisitWarning")),
        "description": "Only for people of the visit's own office. In lists only those with a kept reason.",
    },
)


def public_facts(visit: Visit) -> dict[str, Any]:
    """Return the public facts of a visit."""
    return _VISIT.read(facts_of(visit, Audience.RESIDENTS, clock.now(), _PUBLIC_PARTS))


def own_facts(visit: Visit, warnings: Iterable[Notice] | None = None) -> dict[str, Any]:
    """Return the facts for its own office. ``warnings``: the present ones; None for the accepted ones alone."""
    own = facts_of(visit, Audience.OFFICE, clock.now(), _PUBLIC_PARTS | Part.TEAM | Part.CREW)
    kept = {one.code: one.reason for one in visit.warnings}
    found = {one.code: one.sentence for one in warnings} if warnings is not None else dict.fromkeys(kept)
    return _VISIT.read(own) | {
        "remark": own.remark,
        **{text.name: own.texts[text.name] for text in DETAILS if text.office_only},
        "venue": {"id": own.venue.id, **_VENUE.read(own.venue)},
        "partners": [{"agency": booth.agency_id, **_BOOTH.read(booth)} for booth in own.booths],
        "team": {"id": own.team.id, "name": own.team.name} if own.team else None,
        "officers": [{"id": member.id, "name": member.name} for member in own.crew],
        "warnings": [
            {"code": code, "sentence": sentence, "reason": kept.get(code)} for code, sentence in found.items()
        ],
    }
