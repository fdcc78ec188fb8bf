"""The schemas of all answers, as JSON Schema 2020-12. Tests hold every answer against them."""

from botram.partners.models import AgencyKind
from botram.services.models import Branch
from botram.staff.models import Role
from botram.visits.models import VisitState
from botram.web.api.cursor import VISIT_CURSOR
from botram.web.api.figure_answers import (
    ENTRY,
    MY_DAY,
    RECEIPT,
    RECEIPTS,
    STATISTICS,
    STATISTICS_LIST,
    TOTALS,
    VISIT_TOTALS,
)
from botram.web.api.schema_parts import (
    COUNT,
    DAY,
    DISTRICT,
    FLAG,
    INSTANT,
    MENTION,
    NUMBER,
    OFFICE,
    OFFICE_WITH_ZONE,
    PERSON,
    TEXT,
    URL,
    VERSIONED,
    WHOLE,
    Schema,
    code,
    enum_of,
    list_of,
    list_page,
    maybe,
    object_with,
    ref,
)
from botram.web.api.visit_facts import VISIT
from botram.web.api.visit_schemas import SERVICE_CODE, VILLAGE_CODE, VISIT_ID

_WARNING = object_with(
    code=TEXT, sentence=maybe(TEXT), reason={**maybe(TEXT), "description": "null: still to be given."}
)

_VISIT_FEATURE = object_with(
    type={"const": "Feature"},
    id=code(VISIT_ID),
    geometry=object_with(
        type={"const": "Point"},
        coordinates={**list_of(NUMBER), "minItems": 2, "maxItems": 2, "description": "Longitude, latitude."},
    ),
    properties=object_with(
        place={**TEXT, "description": "What the visit is called: the school, the district or the village."},
        venue=TEXT,
        village=TEXT,
        district=TEXT,
        office=TEXT,
        state=enum_of(*VisitState),
        word={**TEXT, "description": "Where it stands, as pages say it, such as `waiting` or `queue-closed`."},
        when={
            **enum_of("today", "week", "later", "over", "cancelled"),
            "description": "The mark on the map. `week`: 1 to 7 days ahead.",
        },
        moved={**FLAG, "description": "Residents may still have another time or place in mind: see `was`."},
        day=DAY,
        hours={**TEXT, "description": "On the office's wall clock.", "examples": ["08.00–14.00 WIB"]},
        opens_at=INSTANT,
        closes_at=INSTANT,
        was={
            **maybe(object_with(place_=TEXT, day_=DAY, hours_=TEXT, opens_at_=INSTANT, closes_at_=INSTANT)),
            "description": "Before the last move, as far as it differs.",
        },
        reason={**TEXT, "description": "Why it was moved last, or cancelled."},
        services=list_of(code(SERVICE_CODE)),
        url=URL,
    ),
)
_VISIT_MAP = object_with(
    type={"const": "FeatureCollection"},
    more={**FLAG, "description": "There are more than 1,000: ask with narrower filters."},
    features=list_of(ref("VisitFeature")),
)

_VILLAGE = object_with(
    code=code(VILLAGE_CODE),
    name=TEXT,
    kind=enum_of("desa", "kelurahan"),
    district=DISTRICT,
    office=OFFICE,
    lat=maybe(NUMBER),
    lon=maybe(NUMBER),
    last_visit=maybe(MENTION),
    days_since_last_visit=maybe(COUNT),
    next_visit=maybe(MENTION),
    url=URL,
)
_SERVICE = object_with(
    code=code(SERVICE_CODE),
    slug=TEXT,
    name=TEXT,
    group=TEXT,
    branch=enum_of(*Branch),
    summary=TEXT,
    in_person={**FLAG, "description": "Nobody can come in the resident's place."},
    rt_rw_letter=FLAG,
    requirements=list_of(object_with(code=TEXT, text=TEXT, note=TEXT)),
    forms=list_of(TEXT),
    fee=TEXT,
    service_time=maybe(TEXT),
    legal_basis=list_of(TEXT),
    mobile={**TEXT, "description": "Y on the spot, E finished later, R rarely, COUNT_ONLY."},
    mobile_note=TEXT,
    documents=list_of(
        object_with(code=TEXT, name=TEXT, card_blank=FLAG, if_chosen={**FLAG, "description": "Only when asked for."})
    ),
    data_date=DAY,
    url=URL,
)
_TEAM = object_with(
    id=WHOLE,
    name=TEXT,
    vehicle=TEXT,
    enrolment_kit=FLAG,
    ktp_printer=FLAG,
    kia_printer=FLAG,
    active=FLAG,
    members=list_of(PERSON),
)
_PARTNER = object_with(id=WHOLE, name=TEXT, kind=enum_of(*AgencyKind))
_ME = object_with(id=WHOLE, name=TEXT, role=enum_of(*Role), office=OFFICE_WITH_ZONE, csrf_token=TEXT)
_PROBLEM = object_with(
    type={
        **TEXT,
        "description": "`about:blank`, `csrf`, `clash`, `warnings-open`, `changed`, `if-match`, `content-type`, "
        "`json`, `validation`, or `refused/` and the rule that says no.",
    },
    status={"type": "integer", "minimum": 400, "maximum": 599},
    title=TEXT,
    detail=TEXT,
    request_id=TEXT,
    errors_={**list_of(object_with(field=TEXT, detail=TEXT)), "description": "What is wrong with which field."},
    warnings_={
        **list_of(object_with(code=TEXT, sentence=TEXT)),
        "description": "`warnings-open`: what needs a reason.",
    },
    clash_={
        **maybe(object_with(id=code(VISIT_ID), url=URL, place=TEXT, opens_at=INSTANT, closes_at=INSTANT)),
        "description": "`clash`: the visit in the way. null when it was announced in the same instant.",
    },
    version_={**maybe(VERSIONED), "description": "`changed`: the version that the visit has now."},
)

SCHEMAS: dict[str, Schema] = {
    "Receipt": RECEIPT,
    "Visit": VISIT,
    "VisitWarning": _WARNING,
    "VisitFeature": _VISIT_FEATURE,
    "VisitMap": _VISIT_MAP,
    "VisitList": list_page("Visit", code(VISIT_CURSOR)),
    "Village": _VILLAGE,
    "VillageList": list_page("Village", code(VILLAGE_CODE)),
    "Service": _SERVICE,
    "ServiceList": list_page("Service", {"type": "null"}),
    "Team": _TEAM,
    "TeamList": list_page("Team", {"type": "null"}),
    "Partner": _PARTNER,
    "PartnerList": list_page("Partner", {"type": "null"}),
    "Me": _ME,
    "Statistics": STATISTICS,
    "StatisticsList": STATISTICS_LIST,
    "Problem": _PROBLEM,
    "Entry": ENTRY,
    "EntryList": list_page("Entry", {"type": "string", "pattern": "^[0-9]{1,9}$"}),
    "Receipts": RECEIPTS,
    "Totals": TOTALS,
    "VisitTotals": VISIT_TOTALS,
    "MyDay": MY_DAY,
}
