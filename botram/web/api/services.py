"""The service list: what residents can apply for and what to bring."""

from typing import Any

from flask import Response, current_app, jsonify

from botram.services.models import Document, Service
from botram.services.queries import documents_with_codes, services_with_requirements
from botram.web import access
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.schema_parts import ETAG


@blp.route("/services", methods=["GET"], tags=["services"])
@access.everyone
@blp.arguments(NoQuery, location="query")
@blp.response(200, "ServiceList", headers={"ETag": ETAG})
@may_fail()
def service_list(_query: dict[str, Any]) -> Response:
    """List all services with what to bring and which documents come out

    One page holds them all: `next` is always null.
    """
    found = services_with_requirements()
    papers = {paper.code: paper for paper in documents_with_codes(code for service in found for code in service.yields)}
    return jsonify(items=[_service_facts(service, papers) for service in found], next=None)


def _service_facts(service: Service, papers: dict[str, Document]) -> dict[str, Any]:
    """Return a service with everything on its page."""
    return {
        "code": service.code,
        "slug": service.slug,
        "name": service.name,
        "group": service.group,
        "branch": service.branch.value,
        "summary": service.summary,
        "in_person": service.in_person,
        "rt_rw_letter": service.rt_rw_letter,
        "requirements": [{"code": one.code, "text": one.text, "note": one.note} for one in service.requirements],
        "forms": service.forms,
        "fee": service.fee,
        "service_time": service.service_time,
        "legal_basis": service.legal_basis,
        "mobile": service.mobile,
        "mobile_note": service.mobile_note,
        "documents": [_issued_document_facts(papers[code], service) for code in service.yields if code in papers],
        "data_date": service.data_date.isoformat(),
        "url": f"{current_app.config['PUBLIC_URL']}/layanan/{service.slug}",
    }


def _issued_document_facts(paper: Document, service: Service) -> dict[str, Any]:
    """Return a document that a service issues, always or on request."""
    return {
        "code": paper.code,
        "name": paper.name,
        "card_blank": paper.card_blank,
        "if_chosen": paper.code in service.yields_if_chosen,
    }
