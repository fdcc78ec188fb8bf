"""The history of a visit: snapshots for the audit, and sentences that describe its entries."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, assert_never

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import pgettext

from botram.audit.models import AuditEntry
from botram.clock import local_day
from botram.formats import day_and_hours, hours, long_day
from botram.languages import language
from botram.services.texts import localized_text
from botram.visits.booths import booth_differences
from botram.visits.field.labels import obstacle_labels, offer_state_label
from botram.visits.fields import FIELDS, Field, Kind
from botram.visits.models import OfferReason, OfferState, Visit

ROWS = "rows"  # in a snapshot: ids; entries up to version 0.4.0 have none
_SENTENCES: dict[str, Callable[[AuditEntry], str]] = {}
"""The functions that describe the actions of packages above this one, by action. For staff only."""

_Snapshot = dict[str, Any]
"""Values of a visit as JSON, by the names of its fields."""

_HOURS = {
    "confirm": "confirmed_at",
    "open": "opened_at",
    "close_queue": "queue_closed_at",
    "reopen_queue": "queue_reopened_at",
    "close": "closed_at",
}
"""The reported times of actions: a report may be recorded much later."""

_COVERED_BY = {"closes_at": "opens_at", "village": "venue"}
"""Fields whose change is in the sentence of another field, where both changed."""


def describe_action(action: str, sentence: Callable[[AuditEntry], str]) -> None:
    """Register the function that describes an action of a package above this one."""
    _SENTENCES[action] = sentence


def visit_snapshot(visit: Visit) -> _Snapshot:
    """The values of a visit that the audit records, as JSON: all but those that the program sets.

    Beside the names of rows stand their ids, from which a former plan is made again.
    """
    values = {field.name: field.json_value(visit) for field in FIELDS if field.kind is not Kind.STORED}
    return {**values, ROWS: _row_ids(visit)}


def _row_ids(visit: Visit) -> dict[str, Any]:
    """The rows of other tables that a visit refers to, as JSON."""
    return {
        "venue": visit.venue_id,
        "team": visit.team_id,
        "more_teams": [team.id for team in visit.teams[1:]],
        "more_villages": [village.code for village in visit.villages[1:]],
        "services": {offer.service_code: offer.quota for offer in visit.offers},
        "partners": [[booth.agency_id, booth.offers, booth.label] for booth in visit.booths],
    }


def reported_hours(visit: Visit) -> dict[str, str | None]:
    """The times that the team has reported, by the names of their columns; None for those to come."""
    return {field.name: field.json_value(visit) for field in FIELDS if field.kind is Kind.HOUR}


def hour_text(moment: str | None, zone: str) -> str:
    """A time of day from an ISO moment; "tidak ditentukan" for None."""
    return hours(datetime.fromisoformat(moment), zone) if moment else _("tidak ditentukan")


def sentences(entry: AuditEntry, zone: str, *, staff: bool) -> list[str]:
    """Return the sentences that describe an entry; fewer for residents, who do not see the crew, for instance."""
    if simple := _report_sentence(entry, zone) or simple_sentence(entry.action):
        return [simple, *(_distance_sentences(entry.after) if staff else ())]
    if describe := _SENTENCES.get(entry.action):
        return [describe(entry)] if staff else []
    return list(differences(entry.before, entry.after, zone, staff=staff))


def _distance_sentences(after: _Snapshot) -> Iterable[str]:
    """The sentence on the distance from the venue at which a report was sent, if it is recorded."""
    if (away := after.get("away_km")) is not None:
        yield _("Dikirim %(km)s km dari titik layanan.", km=format_decimal(away, locale=language()))


def _report_sentence(entry: AuditEntry, zone: str) -> str:
    """The sentence of a report with its time; empty for an entry without one, as old versions recorded it."""
    if not (reported := entry.after.get(_HOURS.get(entry.action, ""))):
        return ""
    at = datetime.fromisoformat(reported)
    hour = hours(at, zone)
    if local_day(at, zone) != local_day(entry.at, zone):
        hour += f", {long_day(at, zone)}"
    by_action: dict[str, str] = {
        "confirm": _("Tim memastikan berangkat pukul %(hour)s.", hour=hour),
        "open": _("Layanan dibuka pukul %(hour)s.", hour=hour),
        "close_queue": pgettext("history", "Antrean ditutup pukul %(hour)s.", hour=hour),
        "reopen_queue": _("Antrean dibuka lagi pukul %(hour)s.", hour=hour),
        "close": _("Kunjungan selesai pukul %(hour)s.", hour=hour),
    }
    return by_action[entry.action]


def simple_sentence(action: str) -> str:
    """The sentence of an action that needs no details; empty for any other action."""
    by_action: dict[str, str] = {
        "draft": _("Rancangan dibuat."),
        "publish": _("Kunjungan diterbitkan."),
        "cancel": _("Kunjungan dibatalkan."),
        "discard": _("Rancangan dibuang."),
        "confirm": _("Tim memastikan berangkat."),
        "open": _("Layanan dibuka."),
        "close_queue": _("Antrean ditutup."),
        "reopen_queue": _("Antrean dibuka lagi."),
        "close": _("Kunjungan selesai."),
        "verify": _("Hasil diverifikasi."),
        "keep": _("Tetap dilanjutkan, walau keadaannya berubah."),
        "texts": _("Keterangan layanan diperbarui."),
        "link": _("Kunjungan pengganti ditautkan."),
    }
    return by_action.get(action, "")


def differences(before: _Snapshot, after: _Snapshot, zone: str, *, staff: bool) -> Iterable[str]:
    """Yield the sentences for the fields that changed, in the order of the table."""
    for field in FIELDS:
        described = field.name in after and _COVERED_BY.get(field.name) not in after
        if described and (staff or not field.office_only):
            yield from _difference(field, before, after, zone)


def _difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """Yield the sentences for one changed field. Decided ones are in the sentence of the action."""
    match field.kind:
        case Kind.LINE | Kind.PARAGRAPHS | Kind.TELEPHONE:
            yield _new_value_sentence(field, after)
        case Kind.PLANNED:
            yield from _plan_difference(field, before, after, zone)
        case Kind.HOUR:
            yield from _hour_difference(field, before, after, zone)
        case Kind.REPORTED:
            yield from _report_difference(field, before, after)
        case Kind.DECIDED | Kind.STORED:
            pass
        case _:
            assert_never(field.kind)


def _new_value_sentence(field: Field, after: _Snapshot) -> str:
    """The sentence with the new value of a field."""
    new = after[field.name] or _("dikosongkan")
    return str(_("%(label)s diperbarui: %(new)s.", label=field.label, new=new))


def _plan_difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """Yield the sentences for a changed field of the plan that is no text."""
    old, new = before.get(field.name), after[field.name]
    match field.name:
        case "opens_at" | "closes_at":
            yield from _time_difference(field, before, after, zone)
        case "venue" | "village":
            yield _("Tempat: %(new)s, semula %(old)s.", new=_place(after), old=_place(before))
        case "queue_closes_at":
            yield from _queue_difference(hour_text(old, zone), hour_text(new, zone))
        case "services":
            yield from _service_differences(old or {}, new)
        case "partners":
            yield from booth_differences(old or {}, new)
        case "level":
            yield _new_value_sentence(field, after)
        case "team":
            yield _("Tim: %(new)s, semula %(old)s.", new=new, old=before.get("team", "-"))
        case "villages" | "teams":
            yield from _second_difference(field.label, old, new)
        case "crew":
            yield _("Petugas: %(names)s.", names=", ".join(sorted(new.values())) or "-")
        case _:
            raise LookupError(f"no sentence for a change of {field.name}")


def _second_difference(label: str, old: list[str] | None, new: list[str]) -> Iterable[str]:
    """Yield a sentence for another second team or village; none for another first one, which has its own."""
    before, now = (", ".join(names[1:]) or "-" for names in (old or [], new))
    if now != before:
        yield _("%(label)s: %(new)s, semula %(old)s.", label=label, new=now, old=before)


def _queue_difference(old: str, new: str) -> Iterable[str]:
    """Yield a sentence for another planned end of the queue; none for the same time on another day."""
    if new != old:
        yield _("Antrean ditutup: %(new)s, semula %(old)s.", new=new, old=old)


def _hour_difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """Yield a sentence for another time, where there was one before."""
    if (old := before.get(field.name)) and (new := after[field.name]):
        new_hour, old_hour = hour_text(new, zone), hour_text(old, zone)
        yield _("%(label)s %(new)s, semula %(old)s.", label=field.label, new=new_hour, old=old_hour)


def _report_difference(field: Field, before: _Snapshot, after: _Snapshot) -> Iterable[str]:
    """Yield the sentences for a changed report that is no time."""
    new = after[field.name]
    match field.name:
        case "service_states":
            yield from _state_differences(before.get(field.name, {}), new)
        case "obstacles":
            yield _("Kendala: %(obstacles)s.", obstacles=obstacle_labels(new) or _("tidak ada"))
        case "remark":
            yield _("Keterangan tim: %(remark)s", remark=new or _("dikosongkan"))
        case _:
            raise LookupError(f"no sentence for a change of {field.name}")


def _time_difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """Yield a sentence for another day or other hours. A time that is recorded alone is on the same day."""
    if not {"opens_at", "closes_at"} <= before.keys() & after.keys():
        yield from _hour_difference(field, before, after, zone)
        return
    at = datetime.fromisoformat
    new, old = (day_and_hours(at(one["opens_at"]), at(one["closes_at"]), zone) for one in (after, before))
    yield _("Waktu: %(new)s, semula %(old)s.", new=new, old=old)


def _place(side: _Snapshot) -> str:
    """The venue and the village that one side of an entry records."""
    return ", ".join(str(side[name]) for name in ("venue", "village") if side.get(name)) or "-"


def _service_differences(before: dict[str, int | None], after: dict[str, int | None]) -> Iterable[str]:
    """Yield the sentences for services that were added, removed or got another quota."""
    if added := [name for name in after if name not in before]:
        yield _("Layanan ditambah: %(names)s.", names=_translated_names(added))
    if gone := [name for name in before if name not in after]:
        yield _("Layanan ditiadakan: %(names)s.", names=_translated_names(gone))
    for name in after:
        if name in before and before[name] != after[name]:
            quota = str(after[name]) if after[name] else _("tanpa batas")
            yield _("Kuota %(name)s: %(quota)s.", name=localized_text(name), quota=quota)


def _translated_names(services: Iterable[str]) -> str:
    """Recorded names of services, translated and separated by commas."""
    return ", ".join(localized_text(name) for name in services)


def _state_differences(before: dict[str, list[str | None]], after: dict[str, list[str | None]]) -> Iterable[str]:
    """Yield a sentence for each service in another state. Open ones are not recorded."""
    for name in {**before, **after}:
        if before.get(name) != (now := after.get(name)):
            state, reason = now or [OfferState.OPEN.value, None]
            label = offer_state_label(OfferState(state or ""), OfferReason(reason) if reason else None)
            yield _("%(service)s %(state)s.", service=localized_text(name), state=label)
