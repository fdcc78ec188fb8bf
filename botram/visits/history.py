"""What happened to a visit, in facts for the audit and in words for people."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, assert_never

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import pgettext

from botram.audit.models import AuditEntry
from botram.clock import local_day
from botram.formats import hours, long_day
from botram.languages import language
from botram.services.texts import localized_text
from botram.visits.booths import booth_differences
from botram.visits.field.labels import obstacle_words, offer_state_words
from botram.visits.fields import FIELDS, Field, Kind
from botram.visits.models import OfferReason, OfferState, Visit

_SENTENCES: dict[str, Callable[[AuditEntry], str]] = {}
"""How to tell of what other parts write into a visit's history: action to its sentence, for staff alone.

A table, not a signal: an action has exactly one sentence, and who asks needs it back.
"""

_Snapshot = dict[str, Any]
"""Of a visit, by the names of its fields."""

_HOURS = {
    "confirm": "confirmed_at",
    "open": "opened_at",
    "close_queue": "queue_closed_at",
    "reopen_queue": "queue_reopened_at",
    "close": "closed_at",
}
"""Where the audit keeps the hour that was reported: it may be long before the report was written down."""

_COVERED_BY = {"closes_at": "opens_at", "village": "venue"}
"""Where both changed, the sentence for the second tells of the first too."""


def describe_action(action: str, sentence: Callable[[AuditEntry], str]) -> None:
    """Name what gives the sentence for an action of a part that this one does not know."""
    _SENTENCES[action] = sentence


def visit_snapshot(visit: Visit) -> _Snapshot:
    """What a change is compared by: all that people decide about a visit, as JSON can hold it."""
    return {field.name: field.fact(visit) for field in FIELDS if field.kind is not Kind.STORED}


def reported_hours(visit: Visit) -> dict[str, str | None]:
    """The hours that the field has reported, by the names of their columns."""
    return {field.name: field.fact(visit) for field in FIELDS if field.kind is Kind.HOUR}


def when(opens: str, closes: str, zone: str) -> str:
    """A day and its hours in words, from moments as the facts hold them."""
    opens_at, closes_at = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
    return f"{long_day(opens_at, zone)}, {hours(opens_at, zone)}–{hours(closes_at, zone)}"


def hour_text(moment: str | None, zone: str) -> str:
    """A wall-clock time in words; "tidak ditentukan" for none."""
    return hours(datetime.fromisoformat(moment), zone) if moment else _("tidak ditentukan")


def sentences(entry: AuditEntry, zone: str, *, staff: bool) -> list[str]:
    """What an entry changed, one sentence each. Residents are not told who is in the crew."""
    if simple := _report_sentence(entry, zone) or simple_sentence(entry.action):
        return [simple, *(_distance_sentences(entry.after) if staff else ())]
    if tell := _SENTENCES.get(entry.action):
        return [tell(entry)] if staff else []
    return list(differences(entry.before, entry.after, zone, staff=staff))


def _distance_sentences(after: _Snapshot) -> Iterable[str]:
    """How far from the venue a report was sent, where it says so."""
    if (away := after.get("away_km")) is not None:
        yield _("Dikirim %(km)s km dari titik layanan.", km=format_decimal(away, locale=language()))


def _report_sentence(entry: AuditEntry, zone: str) -> str:
    """What the field reported, with its hour; empty for an entry that keeps none, as those of former times."""
    if not (told := entry.after.get(_HOURS.get(entry.action, ""))):
        return ""
    at = datetime.fromisoformat(told)
    hour = hours(at, zone)
    if local_day(at, zone) != local_day(entry.at, zone):
        hour += f", {long_day(at, zone)}"
    said: dict[str, str] = {
        "confirm": _("Tim memastikan berangkat pukul %(hour)s.", hour=hour),
        "open": _("Layanan dibuka pukul %(hour)s.", hour=hour),
        "close_queue": pgettext("history", "Antrean ditutup pukul %(hour)s.", hour=hour),
        "reopen_queue": _("Antrean dibuka lagi pukul %(hour)s.", hour=hour),
        "close": _("Kunjungan selesai pukul %(hour)s.", hour=hour),
    }
    return said[entry.action]


def simple_sentence(action: str) -> str:
    """The sentence for an action that says all by itself; empty for one that changes details."""
    said: dict[str, str] = {
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
        "texts": _("Keterangan layanan diperbarui."),
        "link": _("Kunjungan pengganti ditautkan."),
    }
    return said.get(action, "")


def differences(before: _Snapshot, after: _Snapshot, zone: str, *, staff: bool) -> Iterable[str]:
    """One sentence for each detail that changed, in the order of the table of fields."""
    for field in FIELDS:
        told = field.name in after and _COVERED_BY.get(field.name) not in after
        if told and (staff or not field.office_only):
            yield from _difference(field, before, after, zone)


def _difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """How one field changed. What is decided about a visit stands in the sentence for the action."""
    match field.kind:
        case Kind.LINE | Kind.PARAGRAPHS:
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
    """What a text or a word is now."""
    new = after[field.name] or _("dikosongkan")
    return str(_("%(label)s diperbarui: %(new)s.", label=field.label, new=new))


def _plan_difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """What is planned otherwise, but for the texts."""
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
        case "crew":
            yield _("Petugas: %(names)s.", names=", ".join(sorted(new.values())) or "-")
        case _:
            raise LookupError(f"no sentence for a change of {field.name}")


def _queue_difference(old: str, new: str) -> Iterable[str]:
    """When the queue is to close. On another day at the same hour is no news."""
    if new != old:
        yield _("Antrean ditutup: %(new)s, semula %(old)s.", new=new, old=old)


def _hour_difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """Which hour it is now, where there was one before."""
    if (old := before.get(field.name)) and (new := after[field.name]):
        new_hour, old_hour = hour_text(new, zone), hour_text(old, zone)
        yield _("%(label)s %(new)s, semula %(old)s.", label=field.label, new=new_hour, old=old_hour)


def _report_difference(field: Field, before: _Snapshot, after: _Snapshot) -> Iterable[str]:
    """What else the field reported."""
    new = after[field.name]
    match field.name:
        case "service_states":
            yield from _state_differences(before.get(field.name, {}), new)
        case "obstacles":
            yield _("Kendala: %(obstacles)s.", obstacles=obstacle_words(new) or _("tidak ada"))
        case "remark":
            yield _("Keterangan tim: %(remark)s", remark=new or _("dikosongkan"))
        case _:
            raise LookupError(f"no sentence for a change of {field.name}")


def _time_difference(field: Field, before: _Snapshot, after: _Snapshot, zone: str) -> Iterable[str]:
    """Day and hours, as far as they changed. Only what differs is kept: one hour alone means the same day."""
    if not {"opens_at", "closes_at"} <= before.keys() & after.keys():
        yield from _hour_difference(field, before, after, zone)
        return
    new, old = (when(side["opens_at"], side["closes_at"], zone) for side in (after, before))
    yield _("Waktu: %(new)s, semula %(old)s.", new=new, old=old)


def _place(side: _Snapshot) -> str:
    """Venue and village as far as they changed."""
    return ", ".join(str(side[name]) for name in ("venue", "village") if side.get(name)) or "-"


def _service_differences(before: dict[str, int | None], after: dict[str, int | None]) -> Iterable[str]:
    """Which services came, went or got another cap."""
    if added := [name for name in after if name not in before]:
        yield _("Layanan ditambah: %(names)s.", names=_service_names(added))
    if gone := [name for name in before if name not in after]:
        yield _("Layanan ditiadakan: %(names)s.", names=_service_names(gone))
    for name in after:
        if name in before and before[name] != after[name]:
            quota = str(after[name]) if after[name] else _("tanpa batas")
            yield _("Kuota %(name)s: %(quota)s.", name=localized_text(name), quota=quota)


def _service_names(services: Iterable[str]) -> str:
    """Services as the facts name them, one after the other."""
    return ", ".join(localized_text(name) for name in services)


def _state_differences(
    before: dict[str, list[str | None]], after: dict[str, list[str | None]]
) -> Iterable[str]:
    """Which services can be had no longer, only just, or again. What is open stands in neither."""
    for name in {**before, **after}:
        if before.get(name) != (now := after.get(name)):
            state, reason = now or [OfferState.OPEN.value, None]
            words = offer_state_words(OfferState(state or ""), OfferReason(reason) if reason else None)
            yield _("%(service)s %(state)s.", service=localized_text(name), state=words)
