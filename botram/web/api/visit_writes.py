"""Writes by coordinators: drafting, changing, publishing and cancelling a visit, each also as a dry run."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from botram import clock
from botram.database import dry_run, transaction
from botram.refusals import Changed
from botram.results.early_results import cancellation_sentences, move_sentences
from botram.staff.models import Role
from botram.visits.actions import cancel_visit, change_visit, check_version, draft_visit, publish_visit
from botram.visits.marks.decisions import keep_marks
from botram.visits.models import ANNOUNCED, Visit
from botram.visits.queries import visit_of
from botram.web import access
from botram.web.api import examples, problems
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.schema_parts import ETAG
from botram.web.api.visit_plans import cancelled_visit, changed_plan, new_plan
from botram.web.api.visit_schemas import Cancelling, NewVisit, PreviewQuery, Publishing, VisitChange
from botram.web.api.visits import own_answer

WITH_TOKEN: list[dict[str, list[str]]] = [{"signIn": [], "csrf": []}]
_LOCATION = {"schema": {"type": "string"}, "description": "Where the office reads the draft."}
_PREVIEW = {
    "in": "query",
    "name": "preview",
    "required": False,
    "schema": {"type": "string", "enum": ["0", "1"], "default": "0"},
    "description": "`1`: answer what would follow and save nothing.",
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "example": '"v1"',
    "description": "The ETag of the visit as it was read; `*` for any.",
}
_VERSIONS = re.compile(r'(?<!W/)"v([0-9]{1,9})(?:\.[0-9]{1,9})?(?::[a-z]+)?"')
# behind the point: what quotas have used, which changes nothing that a write could overwrite; behind the colon: how the
# answer was compressed
_NO_VERSION = 0

_Query = dict[str, Any]
_Body = dict[str, Any]


@blp.route("/visits", methods=["POST"], tags=["visits"])
@access.only(Role.COORDINATOR)
@blp.arguments(PreviewQuery, location="query")
@blp.arguments(NewVisit, example=examples.NEW_VISIT)
@blp.response(201, "Visit", headers={"ETag": ETAG, "Location": _LOCATION})
@blp.alt_response(200, schema="Visit", description="With `preview=1`: nothing was saved.", success=True)
@blp.doc(security=WITH_TOKEN, parameters=[_PREVIEW])
@may_fail(401, 403, 409, 413, 415)
def draft(query: _Query, body: _Body) -> Response:
    """Make a draft

    With its warnings, which it may keep until it is published. A new venue is made with it, both or neither.
    """
    with _saving(query):
        by, office, now = access.me().account, access.me().office, clock.now()
        with transaction():
            plan = new_plan(body, office, by, now)
            made = draft_visit(office, plan, by, now=now, replaces=cancelled_visit(body, office))
        response = _answer_to_write(made.public_id, query)
        if query["preview"] == "0":
            response.status_code = 201
            response.headers["Location"] = url_for("api.one_visit", public_id=made.public_id, scope="office")
        return response


@blp.route("/visits/<visit_id:public_id>", methods=["PATCH"], tags=["visits"])
@access.only(Role.COORDINATOR)
@blp.arguments(PreviewQuery, location="query")
@blp.arguments(VisitChange, example=examples.VISIT_CHANGE)
@blp.response(200, "Visit", headers={"ETag": ETAG})
@blp.doc(security=WITH_TOKEN, parameters=[_PREVIEW, {**_IF_MATCH, "required": True}])
@may_fail(401, 403, 404, 409, 412, 413, 415, 428)
def change(query: _Query, body: _Body, public_id: str) -> Response:
    """Change or move a visit

    What is not named stays. A published visit needs `reason`; another time or place moves it for everyone who reads it.
    """
    with _saving(query):
        visit, by, now = _office_visit(public_id), access.me().account, clock.now()
        version = _expected_version(visit, needed=True)
        follows, revision = move_sentences(visit), visit.revision
        with transaction(visit):
            plan = changed_plan(visit, body, by, now)
            reason, kept = body.get("reason", ""), body.get("warnings", {})
            changed = change_visit(visit, plan, by, now=now, version=version, reason=reason, kept=kept)
            if not changed and kept and visit.state in ANNOUNCED:
                keep_marks(visit, kept, by, now=now, version=version)
        return _answer_to_write(public_id, query, follows if visit.revision != revision else [])


@blp.route("/visits/<visit_id:public_id>/publish", methods=["POST"], tags=["visits"])
@access.only(Role.COORDINATOR)
@blp.arguments(PreviewQuery, location="query")
@blp.arguments(Publishing, required=False, example=examples.PUBLISHING)
@blp.response(200, "Visit", headers={"ETag": ETAG})
@blp.doc(security=WITH_TOKEN, parameters=[_PREVIEW, _IF_MATCH])
@may_fail(401, 403, 404, 409, 412, 413, 415)
def publish(query: _Query, body: _Body, public_id: str) -> Response:
    """Announce a draft to everyone

    Each warning needs a reason in `warnings`; without one the answer is 409 of type `warnings-open`.
    """
    with _saving(query):
        visit, by, now = _office_visit(public_id), access.me().account, clock.now()
        version = _expected_version(visit)
        publish_visit(visit, by, now=now, version=version, kept=body.get("warnings", {}))
        return _answer_to_write(public_id, query)


@blp.route("/visits/<visit_id:public_id>/cancel", methods=["POST"], tags=["visits"])
@access.only(Role.COORDINATOR)
@blp.arguments(PreviewQuery, location="query")
@blp.arguments(Cancelling, example=examples.CANCELLING)
@blp.response(200, "Visit", headers={"ETag": ETAG})
@blp.doc(security=WITH_TOKEN, parameters=[_PREVIEW, _IF_MATCH])
@may_fail(401, 403, 404, 409, 412, 413, 415)
def cancel(query: _Query, body: _Body, public_id: str) -> Response:
    """Call a published visit off for good"""
    with _saving(query):
        visit, by, now = _office_visit(public_id), access.me().account, clock.now()
        version, follows = _expected_version(visit), cancellation_sentences(visit)
        cancel_visit(visit, by, reason=body["reason"], now=now, version=version)
        return _answer_to_write(public_id, query, follows)


def _saving(query: _Query) -> AbstractContextManager[None]:
    """Return the context of the write: with ``preview=1`` a dry run."""
    return dry_run() if query["preview"] == "1" else nullcontext()


def _office_visit(public_id: str) -> Visit:
    """Return the office's visit. Raises NotFound, also for another office's."""
    return visit_of(access.me().office, public_id)


def _answer_to_write(public_id: str, query: _Query, follows: Sequence[str] = ()) -> Response:
    """Return the visit after the write, with the consequences of a dry run."""
    preview = {"preview": True, "follows": list(follows)} if query["preview"] == "1" else {}
    return own_answer(_office_visit(public_id), clock.now(), **preview)


def _expected_version(visit: Visit, *, needed: bool = False) -> int | None:
    """Return the version in ``If-Match``; None for any. Raises Changed when the visit has another one."""
    header = request.headers.get("If-Match")
    if header is None and needed:
        detail = _("Baca dahulu kunjungannya, lalu kirim ETag-nya dalam header If-Match.")
        problems.refuse(428, "if-match", _("If-Match belum dikirim"), detail)
    if header is None or header.strip() == "*":
        return None
    named = {int(version) for version in _VERSIONS.findall(header)}
    version = visit.version if visit.version in named else _NO_VERSION
    check_version(visit, version)
    return version


@blp.errorhandler(Changed)
def version_changed(refusal: Changed) -> Response:
    """Answer 412 with the present version of the visit."""
    return problems.version_conflict(str(refusal), refusal.version)
