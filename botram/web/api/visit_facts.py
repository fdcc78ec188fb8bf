"""A visit as JSON: one table of names with their schema and source. Answers and schema both follow it."""

from collections.abc import Iterable
from typing import Any

from botram import clock
from botram.contacts import PHONE, WHATSAPP
from botram.partners.models import AgencyKind
from botram.visit_view import Audience, Part, facts_of
from botram.visits.fields import DETAILS, TITLE, TextField
from botram.visits.marks.rules import open_marks_of
from botram.visits.models import Obstacle, OfferReason, OfferState, Visit, VisitLevel, VisitState
from botram.visits.warnings import Notice
from botram.web.api.moments import local_iso
from botram.web.api.schema_parts import (
    COUNT,
    DISTRICT,
    FLAG,
    INSTANT,
    NUMBER,
    OFFICE_WITH_ZONE,
    PERSON,
    TEXT,
    VERSIONED,
    VISIT_PAGE,
    WHOLE,
    Row,
    Table,
    code,
    described,
    enum_of,
    list_of,
    maybe,
    moment_row,
    object_with,
    ref,
)
from botram.web.api.visit_schemas import SERVICE_CODE, VILLAGE_CODE, VISIT_ID

_ONLY_OWN = "Only for people of the visit's own office."
_PUBLIC_PARTS = Part.SERVICES | Part.BOOTHS | Part.REPLACEMENT
_CONTACT = {
    "contact": "Whom to ask: of that day, or else the office's.",
    PHONE: "Number to call, in international form or a short one; may be empty.",
    WHATSAPP: "Number that takes WhatsApp messages, in international form; may be empty.",
}


def _text_field(text: TextField) -> Row:
    """Return the row of a text, with its default while it is empty."""
    schema = described(TEXT, _CONTACT[text.name]) if text.name in _CONTACT else TEXT
    return schema, lambda visit: visit.texts[text.name]


_VENUE = Table(
    name=TEXT, address=TEXT, lat=(NUMBER, "latitude"), lon=(NUMBER, "longitude"), access=TEXT, wheelchair=FLAG
)
_LEFT = "What is left of the quota after what was served, at least 0. null: no quota."
_SERVICE = Table(
    service=(code(SERVICE_CODE), "code"),
    slug=TEXT,
    name=TEXT,
    quota=described(maybe(COUNT), "null: as many as come."),
    left=described(maybe(COUNT), _LEFT),
    state=described(enum_of(*OfferState), "`CLOSED` too when the quota is used up."),
    reason=maybe(enum_of(*OfferReason)),
)
_BOOTH = Table(
    name=(TEXT, "agency"),
    kind=enum_of(*AgencyKind),
    offers=described(TEXT, "What the agency offers that day, in words."),
    booth=(described(TEXT, "What its booth is called on the spot; may be empty."), "label"),
)
_MOVE = Table(
    opens_at=moment_row("opens_at"),
    closes_at=moment_row("closes_at"),
    place=TEXT,
    reason=described(TEXT, "Why this plan was given up; empty for the last one of a cancelled visit."),
)
_VILLAGE = Table(code=code(VILLAGE_CODE), name=TEXT, district=DISTRICT)
_OWN_ID = described(WHOLE, _ONLY_OWN)
_VISIT = Table(
    id=(code(VISIT_ID), "public_id"),
    office=OFFICE_WITH_ZONE,
    level=enum_of(*VisitLevel),
    title=described(TEXT, TITLE.api_description),
    state=enum_of(*VisitState),
    village=_VILLAGE,
    villages=(
        described(
            _VILLAGE.list("villages")[0], "All that it serves, at most two; `village`, where the venue is, first."
        ),
        _VILLAGE.list("villages")[1],
    ),
    venue=(object_with(id_=_OWN_ID, **_VENUE.schemas), lambda visit: _VENUE.read(visit.venue)),
    opens_at=moment_row("opens_at"),
    closes_at=moment_row("closes_at"),
    queue_closes_at=moment_row("queue_closes_at", maybe(INSTANT)),
    published_at=moment_row("published_at", maybe(INSTANT)),
    cancelled_at=moment_row("cancelled_at", maybe(INSTANT)),
    confirmed_at=moment_row("confirmed_at", described(maybe(INSTANT), "The team has said that it is on its way.")),
    opened_at=moment_row("opened_at", maybe(INSTANT)),
    queue_closed_at=moment_row("queue_closed_at", maybe(INSTANT)),
    closed_at=moment_row("closed_at", maybe(INSTANT)),
    services=_SERVICE.list("services"),
    partners=(
        list_of(object_with(agency_=_OWN_ID, **_BOOTH.schemas)),
        lambda visit: [_BOOTH.read(booth) for booth in visit.booths],
    ),
    **{text.name: _text_field(text) for text in DETAILS if not text.office_only},
    reason=described(TEXT, "Why it was moved last, or cancelled."),
    obstacles=described(list_of(enum_of(*Obstacle)), "What hindered the team on the day."),
    moved_from=(
        described(maybe(_MOVE.schema), "The plan before the last move."),
        lambda visit: visit.move and _MOVE.read(visit.move),
    ),
    first_announced=(
        described(maybe(_MOVE.schema), "The plan that was announced first; null for a visit that never moved."),
        lambda visit: visit.first_plan and _MOVE.read(visit.first_plan),
    ),
    replaced_by=(
        described(maybe(code(VISIT_ID)), "The visit that stands in for a cancelled one."),
        lambda visit: visit.replaced_by.public_id if visit.replaced_by and visit.replaced_by.public else None,
    ),
    revision=described(COUNT, "Counts changes of time, place and cancellation."),
    version=described(VERSIONED, 'Counts every change. The ETag is `"v12"` for version 12.'),
    changed_at=moment_row("changed_at"),
    url=VISIT_PAGE,
)
VISIT = object_with(
    **_VISIT.schemas,
    **{f"{text.name}_": _text_field(text)[0] for text in DETAILS if text.office_only},
    preview_={"const": True, "description": "With `preview=1`: nothing was saved, and a new draft's id will not last."},
    follows_=described(
        list_of(TEXT),
        "With `preview=1`: sentences on what was recorded before the visit was opened, and would move along or stay "
        "behind.",
    ),
    remark_=described(TEXT, "Of the crew, at closing. Only for people of the visit's own office."),
    team_=described(PERSON.schema, _ONLY_OWN),
    teams_=described(list_of(PERSON.schema), f"All that go there, at most two; `team` first. {_ONLY_OWN}"),
    officers_=described(list_of(PERSON.schema), _ONLY_OWN),
    warnings_=described(
        list_of(ref("VisitWarning")),
        "Only for people of the visit's own office. In lists only those with a kept reason.",
    ),
    marks_=described(
        list_of(ref("VisitMark")),
        "Only for people of the visit's own office: warnings and clashes of a coming visit that nobody has decided "
        "about, in Indonesian, with the moment since when each stands.",
    ),
)


def public_facts(visit: Visit) -> dict[str, Any]:
    """Return the public facts of a visit."""
    return _VISIT.read(facts_of(visit, Audience.RESIDENTS, clock.now(), _PUBLIC_PARTS))


def own_facts(visit: Visit, warnings: Iterable[Notice] | None = None) -> dict[str, Any]:
    """Return the facts for its own office. ``warnings``: the present ones; None for the accepted ones alone."""
    own = facts_of(visit, Audience.OFFICE, clock.now(), _PUBLIC_PARTS | Part.TEAM | Part.CREW)
    kept = {one.code: one.reason for one in visit.warnings}
    found = {one.code: one.sentence for one in warnings} if warnings is not None else dict.fromkeys(kept)
    venue = {"id": own.venue.id, **_VENUE.read(own.venue)}
    partners = [{"agency": booth.agency_id, **_BOOTH.read(booth)} for booth in own.booths]
    return _VISIT.read(own, venue=venue, partners=partners) | {
        "remark": own.remark,
        **{text.name: own.texts[text.name] for text in DETAILS if text.office_only},
        "team": PERSON.read(own.team) if own.team else None,
        "teams": [PERSON.read(team) for team in own.teams],
        "officers": [PERSON.read(member) for member in own.crew],
        "warnings": [
            {"code": code, "sentence": sentence, "reason": kept.get(code)} for code, sentence in found.items()
        ],
        "marks": [
            {"code": mark.code, "sentence": mark.sentence, "since": local_iso(mark.since, visit.office.time_zone)}
            for mark in open_marks_of(visit, clock.now())
        ],
    }
