"""What answers hold, as JSON Schema 2020-12 for the OpenAPI document. Tests hold every answer against it."""

from typing import Any

from botram.partners.models import AgencyKind
from botram.results.models import Outcome
from botram.results.outcomes import OutcomeGroup
from botram.services.models import Branch
from botram.staff.models import Role
from botram.visits.models import Obstacle, OfferReason, OfferState, VisitLevel, VisitState
from botram.visits.receipts import Stored
from botram.web.api.cursor import VISIT_CURSOR
from botram.web.api.result_schemas import UUID
from botram.web.api.visit_schemas import DISTRICT_CODE, SERVICE_CODE, VILLAGE_CODE, VISIT_ID

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
URL: Schema = {"type": "string", "format": "uri"}
INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "description": "With the offset of the office's time zone.",
    "examples": ["2026-12-08T08:00:00+07:00"],
}
DAY: Schema = {"type": "string", "format": "date"}
VERSIONED: Schema = {"type": "integer", "minimum": 1}
ETAG = {
    "schema": {"type": "string"},
    "description": "Changes with the answer. Send it back as `If-None-Match`.",
}


def code(pattern: str) -> Schema:
    """A text of a known form."""
    return {"type": "string", "pattern": pattern}


def words(*choices: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(choices)}


def maybe(schema: Schema) -> Schema:
    """That, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema) -> Schema:
    """A list of that."""
    return {"type": "array", "items": schema}


def record(**properties: Schema) -> Schema:
    """An object that always has these. A name that ends in an underscore is not always there."""
    return {
        "type": "object",
        "properties": {name.rstrip("_"): schema for name, schema in properties.items()},
        "required": [name for name in properties if not name.endswith("_")],
    }


def ref(name: str) -> Schema:
    """One of the schemas below."""
    return {"$ref": f"#/components/schemas/{name}"}


def page_of(name: str, cursor: Schema) -> Schema:
    """A page of a list."""
    return record(items=list_of(ref(name)), next={**maybe(cursor), "description": "null on the last page."})


CODED = {"code": TEXT, "name": TEXT}
OFFICE = record(code=code(r"^[0-9]{2}\.[0-9]{2}$"), name=TEXT)
OFFICE_WITH_ZONE = record(
    **OFFICE["properties"], time_zone=words("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
)
PERSON = record(id=WHOLE, name=TEXT)
DISTRICT = record(code=code(DISTRICT_CODE), name=TEXT)
MENTION = record(id=code(VISIT_ID), opens_at=INSTANT, url=URL)
ONLY_OWN = {"description": "Only for people of the visit's own office."}

VISIT = record(
    id=code(VISIT_ID),
    office=OFFICE_WITH_ZONE,
    level=words(*VisitLevel),
    title={
        **TEXT,
        "description": "A school's or institution's name; empty: the village or district says it.",
    },
    state=words(*VisitState),
    village=record(code=code(VILLAGE_CODE), name=TEXT, district=DISTRICT),
    venue=record(
        id_={**WHOLE, **ONLY_OWN},
        name=TEXT,
        address=TEXT,
        lat=NUMBER,
        lon=NUMBER,
        access=TEXT,
        wheelchair=FLAG,
    ),
    opens_at=INSTANT,
    closes_at=INSTANT,
    queue_closes_at=maybe(INSTANT),
    published_at=maybe(INSTANT),
    cancelled_at=maybe(INSTANT),
    confirmed_at={**maybe(INSTANT), "description": "The team has said that it is on its way."},
    opened_at=maybe(INSTANT),
    queue_closed_at=maybe(INSTANT),
    closed_at=maybe(INSTANT),
    services=list_of(
        record(
            service=code(SERVICE_CODE),
            slug=TEXT,
            name=TEXT,
            quota={**maybe(COUNT), "description": "null: as many as come."},
            left={
                **maybe(COUNT),
                "description": "What is left of the quota. Equals it until queues are counted.",
            },
            state=words(*OfferState),
            reason=maybe(words(*OfferReason)),
        )
    ),
    partners=list_of(
        record(
            agency_={**WHOLE, **ONLY_OWN},
            name=TEXT,
            kind=words(*AgencyKind),
            offers={**TEXT, "description": "What the agency offers that day, in words."},
            booth={**TEXT, "description": "What its booth is called on the spot; may be empty."},
        )
    ),
    contact={**TEXT, "description": "The official line of that day, or the office's."},
    notes=TEXT,
    reason={**TEXT, "description": "Why it was moved last, or cancelled."},
    obstacles={**list_of(words(*Obstacle)), "description": "What hindered the team on the day."},
    moved_from=maybe(record(opens_at=INSTANT, closes_at=INSTANT, place=TEXT)),
    replaced_by={**maybe(code(VISIT_ID)), "description": "The visit that stands in for a cancelled one."},
    revision={**COUNT, "description": "Counts changes of time, place and cancellation."},
    version={**VERSIONED, "description": 'Counts every change. The ETag is `"v12"` for version 12.'},
    changed_at=INSTANT,
    url=URL,
    preview_={
        "const": True,
        "description": "With `preview=1`: nothing was saved, and a new draft's id will not last.",
    },
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
WARNING = record(
    code=TEXT, sentence=maybe(TEXT), reason={**maybe(TEXT), "description": "null: still to be given."}
)

VISIT_FEATURE = record(
    type={"const": "Feature"},
    id=code(VISIT_ID),
    geometry=record(
        type={"const": "Point"},
        coordinates={
            **list_of(NUMBER),
            "minItems": 2,
            "maxItems": 2,
            "description": "Longitude, latitude.",
        },
    ),
    properties=record(
        place={**TEXT, "description": "What the visit is called: the school, the district or the village."},
        venue=TEXT,
        village=TEXT,
        district=TEXT,
        office=TEXT,
        state=words(*VisitState),
        word={
            **TEXT,
            "description": "Where it stands, as pages say it, such as `waiting` or `queue-closed`.",
        },
        when={
            **words("today", "week", "later", "over", "cancelled"),
            "description": "The mark on the map. `week`: 1 to 7 days ahead.",
        },
        moved={**FLAG, "description": "Residents may still have another time or place in mind: see `was`."},
        day=DAY,
        hours={**TEXT, "description": "On the office's wall clock.", "examples": ["08.00–14.00 WIB"]},
        opens_at=INSTANT,
        closes_at=INSTANT,
        was={
            **maybe(record(place_=TEXT, day_=DAY, hours_=TEXT, opens_at_=INSTANT, closes_at_=INSTANT)),
            "description": "Before the last move, as far as it differs.",
        },
        reason={**TEXT, "description": "Why it was moved last, or cancelled."},
        services=list_of(code(SERVICE_CODE)),
        url=URL,
    ),
)
VISIT_MAP = record(
    type={"const": "FeatureCollection"},
    more={**FLAG, "description": "There are more than 1,000: ask with narrower filters."},
    features=list_of(ref("VisitFeature")),
)

VILLAGE = record(
    code=code(VILLAGE_CODE),
    name=TEXT,
    kind=words("desa", "kelurahan"),
    district=DISTRICT,
    office=OFFICE,
    lat=maybe(NUMBER),
    lon=maybe(NUMBER),
    last_visit=maybe(MENTION),
    days_since_last_visit=maybe(COUNT),
    next_visit=maybe(MENTION),
    url=URL,
)
SERVICE = record(
    code=code(SERVICE_CODE),
    slug=TEXT,
    name=TEXT,
    group=TEXT,
    branch=words(*Branch),
    summary=TEXT,
    in_person={**FLAG, "description": "Nobody can come in the resident's place."},
    rt_rw_letter=FLAG,
    requirements=list_of(record(code=TEXT, text=TEXT, note=TEXT)),
    forms=list_of(TEXT),
    fee=TEXT,
    service_time=maybe(TEXT),
    legal_basis=list_of(TEXT),
    mobile={**TEXT, "description": "Y on the spot, E finished later, R rarely, COUNT_ONLY."},
    mobile_note=TEXT,
    documents=list_of(
        record(
            code=TEXT, name=TEXT, card_blank=FLAG, if_chosen={**FLAG, "description": "Only when asked for."}
        )
    ),
    data_date=DAY,
    url=URL,
)
TEAM = record(
    id=WHOLE,
    name=TEXT,
    vehicle=TEXT,
    enrolment_kit=FLAG,
    ktp_printer=FLAG,
    kia_printer=FLAG,
    active=FLAG,
    members=list_of(PERSON),
)
PARTNER = record(id=WHOLE, name=TEXT, kind=words(*AgencyKind))
ME = record(id=WHOLE, name=TEXT, role=words(*Role), office=OFFICE_WITH_ZONE, csrf_token=TEXT)
PROBLEM = record(
    type={
        **TEXT,
        "description": "`about:blank`, `csrf`, `clash`, `warnings-open`, `changed`, `if-match`, `content-type`, "
        "`json`, `validation`, or `refused/` and the rule that says no.",
    },
    status={"type": "integer", "minimum": 400, "maximum": 599},
    title=TEXT,
    detail=TEXT,
    request_id=TEXT,
    errors_={**list_of(record(field=TEXT, detail=TEXT)), "description": "What is wrong with which field."},
    warnings_={
        **list_of(record(code=TEXT, sentence=TEXT)),
        "description": "`warnings-open`: what needs a reason.",
    },
    clash_={
        **maybe(record(id=code(VISIT_ID), url=URL, place=TEXT, opens_at=INSTANT, closes_at=INSTANT)),
        "description": "`clash`: the visit in the way. null when it was announced in the same instant.",
    },
    version_={**maybe(VERSIONED), "description": "`changed`: the version that the visit has now."},
)

ENTRY = record(
    id=code(UUID),
    service=code(SERVICE_CODE),
    outcome=words(*Outcome),
    requests=WHOLE,
    issued={"type": "object", "additionalProperties": WHOLE},
    missing={"type": "object", "additionalProperties": WHOLE},
    note=TEXT,
    recorded_by=PERSON,
    recorded_at=INSTANT,
    received_at=INSTANT,
    corrects=maybe(code(UUID)),
    late={**FLAG, "description": "Arrived after the visit was closed."},
    early={**FLAG, "description": "Recorded before the visit was opened."},
    waits={**FLAG, "description": "Arrived after verification: counts only when the head takes it."},
)
RECEIPT = record(id=code(UUID), status=words(*Stored), reason_=TEXT)
AS_SENT = {**TEXT, "description": "As it was sent, also where it is no UUID and therefore refused."}
RECEIPTS = record(results=list_of(record(id=AS_SENT, status=words(*Stored), reason_=TEXT)))

COUNTS_BY_SERVICE: Schema = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": WHOLE},
}
TOTALS = record(
    requests={**COUNTS_BY_SERVICE, "description": "By service and outcome. What is zero is left out."},
    issued={**COUNTS_BY_SERVICE, "description": "By service and document."},
    missing={**COUNTS_BY_SERVICE, "description": "By service and requirement."},
)
VISIT_TOTALS = {"allOf": [ref("Totals"), record(state=words(*VisitState))]}

OUTCOME_CODES = list_of(words(*Outcome))
MY_DAY = record(
    date={"type": "string", "format": "date"},
    office=OFFICE_WITH_ZONE,
    visits={
        **list_of({"allOf": [ref("Visit"), record(totals=ref("Totals"))]}),
        "description": "As the office reads them, each with what has been counted there.",
    },
    services=list_of(
        record(
            code=code(SERVICE_CODE),
            slug=TEXT,
            name=TEXT,
            documents={**list_of(TEXT), "description": "What can come out of it."},
            documents_if_chosen={
                **list_of(TEXT),
                "description": "Those of them that come only when asked for.",
            },
            requirements=list_of(record(code=TEXT, text=TEXT)),
            outcomes={
                **record(usual=OUTCOME_CODES, unserved=OUTCOME_CODES, others=OUTCOME_CODES),
                "description": "All outcomes as they make sense for the service, the likeliest first.",
            },
            issued_with={
                "type": "object",
                "additionalProperties": list_of(TEXT),
                "description": "Documents that leave the desk once for each request with an outcome.",
            },
        )
    ),
    documents=list_of(record(code=TEXT, name=TEXT, short=TEXT, card_blank=FLAG)),
    outcomes=list_of(record(code=words(*Outcome), name=TEXT, group=words(*OutcomeGroup))),
)

FEW: Schema = {**maybe(COUNT), "description": "null for 1 to 4 in a district."}
MONTH_OF_YEAR = code("^20[0-9]{2}-(0[1-9]|1[0-2])$")
STATISTICS = record(
    office=OFFICE,
    planned={**COUNT, "description": "Visits that were announced, whatever became of them."},
    held=COUNT,
    moved=COUNT,
    cancelled=COUNT,
    verified=COUNT,
    requests=FEW,
    documents=list_of(record(code=TEXT, name=TEXT, count=FEW)),
)
STATISTICS_LIST = record(
    **{"from": MONTH_OF_YEAR}, to=MONTH_OF_YEAR, items=list_of(ref("Statistics")), next={"type": "null"}
)

SCHEMAS: dict[str, Schema] = {
    "Receipt": RECEIPT,
    "Visit": VISIT,
    "VisitWarning": WARNING,
    "VisitFeature": VISIT_FEATURE,
    "VisitMap": VISIT_MAP,
    "VisitList": page_of("Visit", code(VISIT_CURSOR)),
    "Village": VILLAGE,
    "VillageList": page_of("Village", code(VILLAGE_CODE)),
    "Service": SERVICE,
    "ServiceList": page_of("Service", {"type": "null"}),
    "Team": TEAM,
    "TeamList": page_of("Team", {"type": "null"}),
    "Partner": PARTNER,
    "PartnerList": page_of("Partner", {"type": "null"}),
    "Me": ME,
    "Statistics": STATISTICS,
    "StatisticsList": STATISTICS_LIST,
    "Problem": PROBLEM,
    "Entry": ENTRY,
    "EntryList": page_of("Entry", {"type": "string", "pattern": "^[0-9]{1,9}$"}),
    "Receipts": RECEIPTS,
    "Totals": TOTALS,
    "VisitTotals": VISIT_TOTALS,
    "MyDay": MY_DAY,
}
