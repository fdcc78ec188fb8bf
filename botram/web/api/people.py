"""The signed-in person, and the teams and partner agencies of the office."""

from typing import Any

from flask import Response, jsonify
from flask_wtf.csrf import generate_csrf

from botram.partners.queries import agencies_of
from botram.staff.models import Team
from botram.staff.queries import teams_of
from botram.web import access
from botram.web.api.blueprint import NoQuery, blp, may_fail
from botram.web.api.visit_facts import office_facts


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
    account = access.me().account
    return jsonify(
        id=account.id,
        name=account.name,
        role=account.role.value,
        office={**office_facts(account.office), "time_zone": account.office.time_zone},
        csrf_token=generate_csrf(),
    )


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
    return jsonify(items=[_team_facts(team) for team in teams_of(access.me().office)], next=None)


def _team_facts(team: Team) -> dict[str, Any]:
    """Return a team with its present members."""
    return {
        "id": team.id,
        "name": team.name,
        "vehicle": team.vehicle,
        "enrolment_kit": team.enrolment_kit,
        "ktp_printer": team.ktp_printer,
        "kia_printer": team.kia_printer,
        "active": team.active,
        "members": [{"id": member.id, "name": member.name} for member in team.members],
    }


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
    return jsonify(
        items=[{"id": one.id, "name": one.name, "kind": one.kind.value} for one in agencies_of(access.me().office)],
        next=None,
    )
