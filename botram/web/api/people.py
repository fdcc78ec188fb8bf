"""The signed-in person, and the teams and partner agencies of the office."""

from typing import Any

from flask import Response, jsonify
from flask_wtf.csrf import generate_csrf

from botram.partners.models import AgencyKind
from botram.partners.queries import agencies_of
from botram.staff.models import Role
from botram.staff.queries import teams_of
from botram.web import access
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.schema_parts import FLAG, OFFICE_WITH_ZONE, PERSON, TEXT, WHOLE, Table, enum_of

ME = Table(id=WHOLE, name=TEXT, role=enum_of(*Role), office=OFFICE_WITH_ZONE, csrf_token=TEXT)
TEAM = Table(
    id=WHOLE,
    name=TEXT,
    vehicle=TEXT,
    enrolment_kit=FLAG,
    ktp_printer=FLAG,
    kia_printer=FLAG,
    active=FLAG,
    members=PERSON.list("members"),
)
PARTNER = Table(id=WHOLE, name=TEXT, kind=enum_of(*AgencyKind))


@blp.route("/me", methods=["GET"], tags=["people"])
@access.signed_in
@blp.arguments(NoQuery, location="query")
@blp.response(200, "Me")
@blp.doc(security=[{"signIn": []}])
@may_fail(401, 403)
def me(_query: dict[str, Any]) -> Response:
    """Read who is signed in, with a token for writes

    Send `csrf_token` as the header `X-CSRFToken`. It lives as long as the sign-in.
    """
    return jsonify(ME.read(access.me().account, csrf_token=generate_csrf()))


@blp.route("/teams", methods=["GET"], tags=["people"])
@access.signed_in
@blp.arguments(NoQuery, location="query")
@blp.response(200, "TeamList")
@blp.doc(security=[{"signIn": []}])
@may_fail(401, 403)
def team_list(_query: dict[str, Any]) -> Response:
    """List the teams of the own office with their members

    One page holds them all: `next` is always null.
    """
    return jsonify(items=[TEAM.read(team) for team in teams_of(access.me().office)], next=None)


@blp.route("/partners", methods=["GET"], tags=["people"])
@access.signed_in
@blp.arguments(NoQuery, location="query")
@blp.response(200, "PartnerList")
@blp.doc(security=[{"signIn": []}])
@may_fail(401, 403)
def partner_list(_query: dict[str, Any]) -> Response:
    """List the partner agencies of the own office that still come along

    One page holds them all: `next` is always null.
    """
    return jsonify(items=[PARTNER.read(agency) for agency in agencies_of(access.me().office)], next=None)
