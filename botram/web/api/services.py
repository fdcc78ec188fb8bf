"""The service list: what residents can apply for and what to bring."""

from typing import Any

from flask import Response, jsonify

from botram.services.models import Branch, Document, Service
from botram.services.queries import documents_with_codes, offered_services
from botram.web import access
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.schema_parts import DAY, ETAG, FLAG, TEXT, URL, Table, code, described, enum_of, list_of, maybe
from botram.web.api.visit_schemas import SERVICE_CODE
from botram.web.context import absolute

_DOCUMENT = Table(code=TEXT, name=TEXT, card_blank=FLAG, if_chosen=described(FLAG, "Only when asked for."))
SERVICE = Table(
    code=code(SERVICE_CODE),
    slug=TEXT,
    name=TEXT,
    group=TEXT,
    branch=enum_of(*Branch),
    summary=TEXT,
    in_person=described(FLAG, "Nobody can come in the resident's place."),
    rt_rw_letter=FLAG,
    requirements=Table(code=TEXT, text=TEXT, note=TEXT).list("requirements"),
    forms=list_of(TEXT),
    fee=TEXT,
    service_time=maybe(TEXT),
    legal_basis=list_of(TEXT),
    mobile=described(TEXT, "Y on the spot, E finished later, R rarely, COUNT_ONLY."),
    mobile_note=TEXT,
    documents=list_of(_DOCUMENT.schema),
    data_date=(DAY, lambda service: service.data_date.isoformat()),
    url=(URL, lambda service: absolute(f"/layanan/{service.slug}")),
)


@blp.route("/services", methods=["GET"], tags=["services"])
@access.everyone
@blp.arguments(NoQuery, location="query")
@blp.response(200, "ServiceList", headers={"ETag": ETAG})
@may_fail()
def service_list(_query: dict[str, Any]) -> Response:
    """List all services with what to bring and which documents come out

    One page holds them all: `next` is always null.
    """
    found = offered_services()
    papers = {paper.code: paper for paper in documents_with_codes(code for service in found for code in service.yields)}
    return jsonify(items=[_service_facts(service, papers) for service in found], next=None)


def _service_facts(service: Service, papers: dict[str, Document]) -> dict[str, Any]:
    """Return a service with everything on its page, and the documents that it issues, always or on request."""
    issued = [papers[code] for code in service.yields if code in papers]
    chosen = service.yields_if_chosen
    return SERVICE.read(service, documents=[_DOCUMENT.read(one, if_chosen=one.code in chosen) for one in issued])
