"""The right panel of the board: what would follow from a change of the chosen visits, and making it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.clock import local_day
from botram.formats import short_day
from botram.refusals import Refusal
from botram.staff.models import Account, Office, Role, Team
from botram.visits.changes.actions import UNSAID, ChangesRefused, make_changes, preview_changes
from botram.visits.changes.change import ChangeKind, Outcome
from botram.visits.conflicts import Busy, OtherVisit
from botram.visits.models import Visit
from botram.visits.outlines.models import VisitOutline
from botram.visits.outlines.rules import outline_name
from botram.visits.rules import check_reason
from botram.web import access
from botram.web.coordinators.board.blueprint import blueprint
from botram.web.coordinators.board.labels import button_words, done_words, panel_title
from botram.web.coordinators.board.page import Asked, board_page, view_asked
from botram.web.coordinators.board.undoing import undo_values
from botram.web.coordinators.board.wishes import REPEAT, Way, Wish, read_wish, visit_to_repeat, way_input, way_value
from botram.web.coordinators.visits.blueprint import reasons_asked

_SAVE = "simpan"


@dataclass(frozen=True)
class _Option:
    """One way out of a clash."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class _Row:
    """One visit in the panel."""

    name: str
    before: str
    after: str  # empty: it stays as it is
    refusal: str = ""
    other: OtherVisit | None = None
    notes: Sequence[str] = ()  # of a draft: clashes and warnings, which do not forbid it
    market: bool = False  # it would be on a market day of its village
    input: str = ""  # the name of its choice of a way out
    options: Sequence[_Option] = ()


@blueprint.post("/ubah")
@access.only(Role.COORDINATOR)
def change() -> ResponseReturnValue:
    """Show what would follow from a change of the chosen visits, or make it."""
    office, me = access.me().office, access.me().account
    asked = view_asked(office, request.form)
    try:
        if request.form.get("aksi") == REPEAT:
            visit = visit_to_repeat(office)
            return redirect(url_for("coordinators.visits.repeat", public_id=visit.public_id))
        wish = read_wish(office)
    except Refusal as refusal:
        flash(str(refusal), "error")
        return redirect(asked.address())
    if request.form.get("langkah") != _SAVE:
        return _panel_page(asked, wish, office, me)
    try:
        if wish.needs_reason:
            check_reason(wish.reason)
        made = make_changes(office, wish.changes(wish.ways, reason=wish.reason), me, now=clock.now())
    except ChangesRefused:
        return _panel_page(asked, wish, office, me, pressed=True)
    except Refusal as refusal:
        return _panel_page(asked, wish, office, me, pressed=True, wrong_reason=str(refusal))
    flash(done_words(wish.kind, len(made.outcomes)))
    return redirect(asked.address(urung=undo_values(made)))


def _panel_page(
    asked: Asked, wish: Wish, office: Office, by: Account, *, pressed: bool = False, wrong_reason: str = ""
) -> ResponseReturnValue:
    """Render the board with the panel: first as wished, then with a way out for each that cannot be as wished."""
    reason, now = wish.reason or UNSAID, clock.now()
    outlook = preview_changes(office, wish.changes({}, reason=reason), by, now=now)
    blocked = {_id_of(one): one for one in outlook.refused}
    ways = {key: wish.ways[key] if key in wish.ways else _first_way(one) for key, one in blocked.items()}
    if blocked:
        outlook = preview_changes(office, wish.changes(ways, reason=reason), by, now=now)
    final = {_id_of(one): one for one in outlook.outcomes}
    moving = [one for one in outlook.outcomes if one.after and wish.kind is ChangeKind.MOVE]
    chosen = [public_id for public_id, _version in wish.asked]
    panel = {
        "inputs": wish.inputs(),
        "days": wish.days if wish.shifts else None,
        "gone": wish.gone,
        "needs_reason": wish.needs_reason,
        "reason": wish.reason,
        "title": panel_title(wish.kind, len(chosen)),
        "rows": [
            *(_visit_row(visit, final.get(visit.public_id), blocked, ways) for visit, _version in wish.chosen),
            *(_outline_row(one, final.get(one.public_id), blocked, ways) for one, _version in wish.outlines),
        ],
        "warnings": reasons_asked(outlook, insist=pressed),
        "followers": outlook.followers,
        "ready": outlook.possible and bool(outlook.outcomes),
        "button": button_words(wish.kind, len(outlook.outcomes), announced=wish.needs_reason),
        "wrong_reason": wrong_reason,
        "pressed": pressed,
    }
    return board_page(
        asked,
        422 if pressed else 200,
        ghosts={_id_of(one): (one.after.team_id, one.after.opens_at) for one in moving if one.after},
        chosen=chosen,
        panel=panel,
    )


def _id_of(outcome: Outcome) -> str:
    """The public id of the visit or the outline that a change is about."""
    about = outcome.change.visit or outcome.change.outline
    return about.public_id if about is not None else ""


def _first_way(outcome: Outcome) -> Way:
    """The nearest way out; None where the visit can only stay."""
    return (outcome.free[0].day, outcome.free[0].team_id) if outcome.free else None


def _visit_row(visit: Visit, final: Outcome | None, blocked: Mapping[str, Outcome], ways: Mapping[str, Way]) -> _Row:
    """Return the line of a visit: where it goes, what is in the way, and the ways out."""
    zone = visit.office.time_zone
    before, after = f"{short_day(visit.opens_at, zone)}, {visit.team.name}", final.after if final else None
    words = f"{short_day(after.opens_at, zone)}, {after.team}" if after else ""
    market = after is not None and visit.village.has_market_on(local_day(after.opens_at, zone))
    trouble = final if final and final.refusal else blocked.get(visit.public_id)
    row = _Row(visit.place_name, before, words if words != before else "", market=market)
    return _judged(row, visit.public_id, final, trouble, ways)


def _outline_row(
    outline: VisitOutline, final: Outcome | None, blocked: Mapping[str, Outcome], ways: Mapping[str, Way]
) -> _Row:
    """Return the line of an outline: the day and the team that it gets, or what it lacks."""
    trouble = final if final and final.refusal else blocked.get(outline.public_id)
    words, wish = "", final.change if final else None
    if wish and wish.kind is ChangeKind.MOVE and not trouble:
        words = _day_and_team(wish.day or outline.day, wish.team or outline.team)
    before = _day_and_team(outline.day, outline.team)
    row = _Row(outline_name(outline), before, words if words != before else "")
    if words and final and not final.after:
        row = replace(row, notes=[_("Belum lengkap: halamannya menyebut yang masih kurang.")])
    return _judged(row, outline.public_id, final, trouble, ways)


def _day_and_team(day: date | None, team: Team | None) -> str:
    """When and with whom an outline is planned, as far as it is known."""
    known = [short_day(day) if day else _("tanpa tanggal"), team.name if team else ""]
    return ", ".join(filter(None, known))


def _judged(row: _Row, public_id: str, final: Outcome | None, trouble: Outcome | None, ways: Mapping[str, Way]) -> _Row:
    """Return a line with what is in the way, and the ways out."""
    after = final.after if final else None
    refusal = trouble.refusal if trouble else None
    found = (*final.clashes, *(() if after and after.announced else final.warnings)) if final else ()
    return replace(
        row,
        refusal=str(refusal) if refusal else "",
        other=refusal.other if isinstance(refusal, Busy) else None,
        notes=[*row.notes, *(one.sentence for one in found)],
        input=way_input(public_id),
        options=_options(trouble, ways.get(public_id), row.before) if trouble else (),
    )


def _options(trouble: Outcome, chosen: Way, before: str) -> list[_Option]:
    """Return the ways out of a clash, the nearest first; staying is always one."""
    found: list[tuple[Way, str]] = [
        ((slot.day, slot.team_id), f"{short_day(slot.day)}, {slot.team}") for slot in trouble.free
    ]
    found.append((None, _("Biarkan: %(when)s", when=before)))
    return [_Option(way_value(way), label, way == chosen) for way, label in found]
