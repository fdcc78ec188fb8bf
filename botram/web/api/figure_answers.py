"""The schemas of answers about results and figures. answers.py collects them."""

from botram.results.models import Outcome
from botram.results.outcomes import OutcomeGroup
from botram.visits.field.receipts import Stored
from botram.visits.models import VisitState
from botram.web.api.result_schemas import UUID
from botram.web.api.schema_parts import (
    COUNT,
    FLAG,
    INSTANT,
    OFFICE,
    OFFICE_WITH_ZONE,
    PERSON,
    TEXT,
    WHOLE,
    Schema,
    code,
    enum_of,
    list_of,
    maybe,
    object_with,
    ref,
)
from botram.web.api.visit_schemas import SERVICE_CODE

ENTRY = object_with(
    id=code(UUID),
    service=code(SERVICE_CODE),
    outcome=enum_of(*Outcome),
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
RECEIPT = object_with(id=code(UUID), status=enum_of(*Stored), reason_=TEXT)
_AS_SENT = {**TEXT, "description": "As it was sent, also where it is no UUID and therefore refused."}
RECEIPTS = object_with(results=list_of(object_with(id=_AS_SENT, status=enum_of(*Stored), reason_=TEXT)))

_COUNTS_BY_SERVICE: Schema = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": WHOLE},
}
TOTALS = object_with(
    requests={**_COUNTS_BY_SERVICE, "description": "By service and outcome. What is zero is left out."},
    issued={**_COUNTS_BY_SERVICE, "description": "By service and document."},
    missing={**_COUNTS_BY_SERVICE, "description": "By service and requirement."},
)
VISIT_TOTALS = {"allOf": [ref("Totals"), object_with(state=enum_of(*VisitState))]}

_OUTCOME_CODES = list_of(enum_of(*Outcome))
MY_DAY = object_with(
    date={"type": "string", "format": "date"},
    office=OFFICE_WITH_ZONE,
    visits={
        **list_of({"allOf": [ref("Visit"), object_with(totals=ref("Totals"))]}),
        "description": "As the office reads them, each with what has been counted there.",
    },
    services=list_of(
        object_with(
            code=code(SERVICE_CODE),
            slug=TEXT,
            name=TEXT,
            documents={**list_of(TEXT), "description": "What can come out of it."},
            documents_if_chosen={**list_of(TEXT), "description": "Those of them that come only when asked for."},
            requirements=list_of(object_with(code=TEXT, text=TEXT)),
            outcomes={
                **object_with(usual=_OUTCOME_CODES, unserved=_OUTCOME_CODES, others=_OUTCOME_CODES),
                "description": "All outcomes as they make sense for the service, the likeliest first.",
            },
            issued_with={
                "type": "object",
                "additionalProperties": list_of(TEXT),
                "description": "Documents that leave the desk once for each request with an outcome.",
            },
        )
    ),
    documents=list_of(object_with(code=TEXT, name=TEXT, short=TEXT, card_blank=FLAG)),
    outcomes=list_of(object_with(code=enum_of(*Outcome), name=TEXT, group=enum_of(*OutcomeGroup))),
)

_FEW: Schema = {**maybe(COUNT), "description": "null for 1 to 4 in a district."}
_MONTH_OF_YEAR = code("^20[0-9]{2}-(0[1-9]|1[0-2])$")
STATISTICS = object_with(
    office=OFFICE,
    planned={**COUNT, "description": "Visits that were announced, whatever became of them."},
    held=COUNT,
    moved=COUNT,
    cancelled=COUNT,
    verified=COUNT,
    requests=_FEW,
    documents=list_of(object_with(code=TEXT, name=TEXT, count=_FEW)),
)
STATISTICS_LIST = object_with(
    **{"from": _MONTH_OF_YEAR}, to=_MONTH_OF_YEAR, items=list_of(ref("Statistics")), next={"type": "null"}
)
