"""The schemas of all answers, as JSON Schema 2020-12. Tests hold every answer against them."""

from botram.visits.models import VisitState
from botram.web.api import my_day, people, places, previews, problems, results, services, statistics
from botram.web.api.cursor import VISIT_CURSOR
from botram.web.api.read_as import PLACES_READ, SEARCH_READ
from botram.web.api.schema_parts import (
    DAY,
    FLAG,
    INSTANT,
    NUMBER,
    TEXT,
    URL,
    VERSIONED,
    Schema,
    code,
    described,
    enum_of,
    list_of,
    list_page,
    maybe,
    object_with,
    ref,
)
from botram.web.api.visit_facts import VISIT
from botram.web.api.visit_schemas import SERVICE_CODE, VILLAGE_CODE, VISIT_ID

_WARNING = object_with(code=TEXT, sentence=maybe(TEXT), reason=described(maybe(TEXT), "null: still to be given."))

_FORMER_PLAN = maybe(object_with(place_=TEXT, day_=DAY, hours_=TEXT, opens_at_=INSTANT, closes_at_=INSTANT))
_MARK = object_with(code=TEXT, sentence=TEXT, since=described(INSTANT, "When the rules found it for the first time."))

_VISIT_FEATURE = object_with(
    type={"const": "Feature"},
    id=code(VISIT_ID),
    geometry=object_with(
        type={"const": "Point"},
        coordinates={**list_of(NUMBER), "minItems": 2, "maxItems": 2, "description": "Longitude, latitude."},
    ),
    properties=object_with(
        place=described(TEXT, "What the visit is called: the school, the district or the village."),
        venue=TEXT,
        village=TEXT,
        district=TEXT,
        office=TEXT,
        state=enum_of(*VisitState),
        word=described(TEXT, "Where it stands, as pages say it, such as `waiting` or `queue-closed`."),
        when=described(
            enum_of("today", "week", "later", "over", "cancelled"), "The mark on the map. `week`: 1 to 7 days ahead."
        ),
        moved=described(FLAG, "Residents may still have another time or place in mind: see `was`."),
        day=DAY,
        hours={**TEXT, "description": "On the office's wall clock.", "examples": ["08.00–14.00 WIB"]},
        opens_at=INSTANT,
        closes_at=INSTANT,
        was={**_FORMER_PLAN, "description": "Before the last move, as far as it differs."},
        first={**_FORMER_PLAN, "description": "As it was announced first, after several moves, as far as it differs."},
        reason=described(TEXT, "Why it was moved last, or cancelled."),
        services=list_of(code(SERVICE_CODE)),
        url=URL,
    ),
)
_VISIT_MAP = object_with(
    type={"const": "FeatureCollection"},
    more=described(FLAG, "There are more than 1,000: ask with narrower filters."),
    features=list_of(ref("VisitFeature")),
)

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
    errors_=described(list_of(object_with(field=TEXT, detail=TEXT)), "What is wrong with which field."),
    warnings_=described(list_of(problems.NOTICE.schema), "`warnings-open`: what needs a reason."),
    clash_=described(
        maybe(problems.CLASH.schema), "`clash`: the visit in the way. null when it was announced in the same instant."
    ),
    version_=described(maybe(VERSIONED), "`changed`: the version that the visit has now."),
)

SCHEMAS: dict[str, Schema] = {
    "Receipt": results.RECEIPT,
    "Visit": VISIT,
    "VisitWarning": _WARNING,
    "VisitMark": _MARK,
    "Outlook": previews.OUTLOOK,
    "VisitFeature": _VISIT_FEATURE,
    "VisitMap": _VISIT_MAP,
    "VisitList": list_page("Visit", code(VISIT_CURSOR), read_as_=SEARCH_READ),
    "Village": places.VILLAGE.schema,
    "VillageList": list_page("Village", code(VILLAGE_CODE), read_as_=PLACES_READ),
    "Service": services.SERVICE.schema,
    "ServiceList": list_page("Service", {"type": "null"}),
    "Team": people.TEAM.schema,
    "TeamList": list_page("Team", {"type": "null"}),
    "Partner": people.PARTNER.schema,
    "PartnerList": list_page("Partner", {"type": "null"}),
    "Me": people.ME.schema,
    "Statistics": statistics.STATISTICS.schema,
    "StatisticsList": statistics.STATISTICS_LIST,
    "Problem": _PROBLEM,
    "Entry": results.ENTRY.schema,
    "EntryList": list_page("Entry", {"type": "string", "pattern": "^[0-9]{1,9}$"}),
    "Receipts": results.RECEIPTS,
    "Totals": results.TOTALS.schema,
    "VisitTotals": results.VISIT_TOTALS,
    "MyDay": my_day.MY_DAY,
}
