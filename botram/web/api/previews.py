"""What would follow from a list of changes: nothing is saved. The plan board asks the same rules."""

from functools import partial
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _

from botram import clock
from botram.refusals import Refusal
from botram.staff.models import Account, Office, Role
from botram.staff.queries import team_of
from botram.visits.changes.actions import MOST_CHANGES, preview_changes
from botram.visits.changes.change import Change, ChangeKind, Followers, Outcome, Outlook, Stand
from botram.visits.conflicts import Busy
from botram.visits.models import Visit
from botram.visits.queries import visit_of
from botram.web import access
from botram.web.api import examples, problems
from botram.web.api.blueprint import blp, may_fail
from botram.web.api.field_types import LARGEST_ID, Body, Choice, Code, Day, Items, Paragraphs, Part, Reasons, Whole
from botram.web.api.moments import local_iso
from botram.web.api.schema_parts import (
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    PERSON,
    TEXT,
    WHOLE,
    Table,
    code,
    described,
    enum_of,
    list_of,
    maybe,
    object_with,
)
from botram.web.api.visit_plans import changed_plan, new_plan, of_office
from botram.web.api.visit_schemas import VISIT_ID, NewVisit, VisitChange
from botram.web.api.visit_writes import WITH_TOKEN

_Body = dict[str, Any]
_PLANNED = {"create": "draft", "edit": "plan"}
"""The member that holds the plan, by the action that needs one."""


class Incomplete(Refusal):
    """A change lacks the visit or the plan that its action is about."""


class WantedChange(Body):
    """One change of a list."""

    action = Choice(*(kind.value for kind in ChangeKind), required=True)
    visit = Code(VISIT_ID, metadata={"description": "The visit to change; absent for `create`."})
    day = Day(metadata={"description": "Of `move` and `copy`. Without it the visit's own."})
    team = Whole(1, LARGEST_ID, metadata={"description": "Of `move` and `copy`. Without it the visit's own."})
    draft = Part(NewVisit, metadata={"description": "Of `create`."})
    plan = Part(VisitChange, metadata={"description": "Of `edit`. Names that are absent stay as they are."})
    version = Whole(1, LARGEST_ID, metadata={"description": "The version that was read; another one is a refusal."})
    reason = Paragraphs(metadata={"description": "For residents, where the visit is published."})
    warnings = Reasons(values=Paragraphs(), metadata={"description": "A reason for each warning, by its code."})


class WantedChanges(Body):
    """A list of changes, which would be made together."""

    changes = Items(Part(WantedChange), least=1, most=MOST_CHANGES, required=True)


_STAND = Table(
    place=(TEXT, "place_name"),
    opens_at=INSTANT,
    closes_at=INSTANT,
    team=(PERSON.schema, lambda stand: {"id": stand.team_id, "name": stand.team}),
)
_OUTCOME = object_with(
    action=enum_of(*ChangeKind),
    visit=described(maybe(code(VISIT_ID)), "null for what is not there yet."),
    before=described(maybe(_STAND.schema), "null where there was no visit."),
    after=described(maybe(_STAND.schema), "null where it is refused, or where there is no visit any more."),
    refusal=described(
        maybe(object_with(code=TEXT, sentence=TEXT, clash=maybe(problems.CLASH.schema))),
        "Why it cannot be made; for a clash with the visit in the way, as far as it is known.",
    ),
    free=described(
        list_of(object_with(day=DAY, team=object_with(id=WHOLE, name=TEXT))),
        "Beside a clash: free teams of that day, then the nearest free days of the team.",
    ),
    warnings=described(
        list_of(object_with(code=TEXT, sentence=TEXT, open=FLAG)),
        "What the rules warn of. `open`: it needs a reason before the change of an announced visit can be made.",
    ),
    clashes=described(list_of(problems.NOTICE.schema), "Of a draft: it may be kept, and cannot be published so."),
)
OUTLOOK = object_with(
    possible=described(FLAG, "Nothing is refused. Warnings may still need a reason."),
    changes=described(list_of(_OUTCOME), "In the order in which they were sent."),
    followers=described(
        object_with(villages=list_of(TEXT), officers=list_of(TEXT), feeds=COUNT),
        "Who learns of it once it is made: villages by their pages and search, officers by name, and how many "
        "calendars and news feeds change.",
    ),
)


@blp.route("/visits/preview", methods=["POST"], tags=["visits"])
@access.only(Role.COORDINATOR)
@blp.arguments(WantedChanges, example=examples.CHANGES)
@blp.response(200, "Outlook")
@blp.doc(security=WITH_TOKEN)
@may_fail(401, 403, 404, 409, 413, 415)
def preview(body: _Body) -> Response:
    """Say what would follow from a list of changes

    All are looked at together, as if they were made at once: a visit may take the place that another one leaves.
    Nothing is saved.
    """
    me, now = access.me(), clock.now()
    changes = [_change_of(one, me.office, me.account) for one in body["changes"]]
    outlook = preview_changes(me.office, changes, me.account, now=now)
    return jsonify(_outlook_of(outlook, me.office.time_zone))


def _change_of(said: _Body, office: Office, by: Account) -> Change:
    """Return the change that a body means. Raises Incomplete, and NotFound or Unknown for rows of other offices."""
    kind, now = ChangeKind(said["action"]), clock.now()
    if kind is not ChangeKind.CREATE and "visit" not in said:
        raise Incomplete(_("Sebut kunjungannya."), field="visit")
    if (member := _PLANNED.get(kind)) and member not in said:
        raise Incomplete(_("Sebut rencananya."), field=member)
    visit = None if kind is ChangeKind.CREATE else visit_of(office, said["visit"])
    body = said.get(_PLANNED.get(kind, ""), {})
    plan = partial(changed_plan, visit, body, by, now) if visit else partial(new_plan, body, office, by, now)
    unknown = _("Tim ini tidak ada di kantor Anda.")
    return Change(
        kind,
        visit,
        plan if kind in _PLANNED else None,
        day=said.get("day"),
        team=of_office(team_of, office, said["team"], "team", unknown) if "team" in said else None,
        version=said.get("version"),
        reason=said.get("reason") or body.get("reason", ""),
        kept={**body.get("warnings", {}), **said.get("warnings", {})},
    )


def _outlook_of(outlook: Outlook, zone: str) -> _Body:
    """Return the answer."""
    followers: Followers = outlook.followers
    return {
        "possible": outlook.possible,
        "changes": [_outcome_of(one, zone) for one in outlook.outcomes],
        "followers": {
            "villages": list(followers.villages),
            "officers": list(followers.officers),
            "feeds": followers.feeds,
        },
    }


def _outcome_of(outcome: Outcome, zone: str) -> _Body:
    """Return what follows from one change."""
    visit: Visit | None = outcome.change.visit
    still_open = {one.code for one in outcome.open_warnings}
    return {
        "action": outcome.change.kind,
        "visit": visit.public_id if visit is not None else None,
        "before": _stand_of(outcome.before, zone),
        "after": _stand_of(outcome.after, zone),
        "refusal": _refusal_of(outcome),
        "free": [
            {"day": slot.day.isoformat(), "team": {"id": slot.team_id, "name": slot.team}} for slot in outcome.free
        ],
        "warnings": [{**problems.NOTICE.read(one), "open": one.code in still_open} for one in outcome.warnings],
        "clashes": [problems.NOTICE.read(one) for one in outcome.clashes],
    }


def _stand_of(stand: Stand | None, zone: str) -> _Body | None:
    """Return a visit before or after the change."""
    if stand is None:
        return None
    opens_at, closes_at = (local_iso(at, zone) for at in (stand.opens_at, stand.closes_at))
    return _STAND.read(stand, opens_at=opens_at, closes_at=closes_at)


def _refusal_of(outcome: Outcome) -> _Body | None:
    """Return why the change cannot be made."""
    if (refusal := outcome.refusal) is None:
        return None
    other = refusal.other if isinstance(refusal, Busy) else None
    return {"code": refusal.code, "sentence": str(refusal), "clash": problems.CLASH.read(other) if other else None}
