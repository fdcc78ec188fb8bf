"""What happened to a visit, in facts for the audit and in words for people."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import pgettext

from botram.audit.models import AuditEntry
from botram.languages import language, wall_clock
from botram.services.texts import said_again
from botram.visits.booths import booth_differences, booth_facts
from botram.visits.field.labels import obstacle_words, offer_state_words
from botram.visits.models import OfferReason, OfferState, Visit

_TOLD: dict[str, Callable[[AuditEntry], str]] = {}
"""How to tell of what other parts write into a visit's history: action to its sentence, for staff alone."""


_HOURS = {
    "confirm": "confirmed_at",
    "open": "opened_at",
    "close_queue": "queue_closed_at",
    "reopen_queue": "queue_reopened_at",
    "close": "closed_at",
}
"""Where the audit keeps the hour that was reported: it may be long before the report was written down."""


def told_by(action: str, sentence: Callable[[AuditEntry], str]) -> None:
    """Name what gives the sentence for an action of a part that this one does not know."""
    _TOLD[action] = sentence


def facts(visit: Visit) -> dict[str, Any]:
    """What a change is compared by: all that people decide about a visit, as JSON can hold it."""
    return {
        "state": visit.state.value,
        "level": visit.level.value,
        "title": visit.title,
        "village": visit.village.full_name,
        "venue": visit.venue.name,
        "opens_at": visit.opens_at.isoformat(),
        "closes_at": visit.closes_at.isoformat(),
        "queue_closes_at": visit.queue_closes_at.isoformat() if visit.queue_closes_at else None,
        **reported_hours(visit),
        "services": {offer.service.name: offer.quota for offer in visit.offers},
        "partners": booth_facts(visit),
        "service_states": {
            offer.service.name: [offer.state.value, offer.reason.value if offer.reason else None]
            for offer in visit.offers
            if offer.state not in (None, OfferState.OPEN)  # a new one has its state from the table
        },
        "obstacles": list(visit.obstacles),
        "remark": visit.remark,
        "contact": visit.contact,
        "notes": visit.notes,
        "team": visit.team.name,
        "crew": {str(member.account_id): member.account.name for member in visit.crew},
        "warnings": {kept.code: kept.reason for kept in visit.warnings},
    }


def reported_hours(visit: Visit) -> dict[str, str | None]:
    """The hours that the field has reported, by the names of their columns."""
    told = {
        "confirmed_at": visit.confirmed_at,
        "opened_at": visit.opened_at,
        "queue_closed_at": visit.queue_closed_at,
        "closed_at": visit.closed_at,
    }
    return {name: at.isoformat() if at else None for name, at in told.items()}


def when(opens: str, closes: str, zone: str) -> str:
    """A day and its hours in words, from moments as the facts hold them."""
    wall = ZoneInfo(zone)
    opens_at, closes_at = (
        datetime.fromisoformat(opens).astimezone(wall),
        datetime.fromisoformat(closes).astimezone(wall),
    )
    day = format_date(opens_at.date(), "EEEE, d MMMM y", language())
    return f"{day}, {wall_clock(opens_at)}–{wall_clock(closes_at)}"


def clock_words(moment: str | None, zone: str) -> str:
    """A wall-clock time in words; "tidak ditentukan" for none."""
    return (
        wall_clock(datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)))
        if moment
        else _("tidak ditentukan")
    )


def sentences(entry: AuditEntry, zone: str, *, staff: bool) -> list[str]:
    """What an entry changed, one sentence each. Residents are not told who is in the crew."""
    if simple := _report_sentence(entry, zone) or simple_sentence(entry.action):
        return [simple, *(_where_from(entry.after) if staff else ())]
    if tell := _TOLD.get(entry.action):
        return [tell(entry)] if staff else []
    return list(differences(entry.before, entry.after, zone, staff=staff))


def _where_from(after: dict[str, Any]) -> Iterable[str]:
    """How far from the venue a report was sent, where it says so."""
    if (away := after.get("away_km")) is not None:
        yield _("Dikirim %(km)s km dari titik layanan.", km=format_decimal(away, locale=language()))


def _report_sentence(entry: AuditEntry, zone: str) -> str:
    """What the field reported, with its hour; empty for an entry that keeps none, as those of former times."""
    if not (told := entry.after.get(_HOURS.get(entry.action, ""))):
        return ""
    at, written = (one.astimezone(ZoneInfo(zone)) for one in (datetime.fromisoformat(told), entry.at))
    hour = wall_clock(at)
    if at.date() != written.date():
        hour += f", {format_date(at.date(), 'EEEE, d MMMM y', language())}"
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


def differences(before: dict[str, Any], after: dict[str, Any], zone: str, *, staff: bool) -> Iterable[str]:
    """One sentence for each detail that changed."""
    yield from _time_differences(before, after, zone)
    if "venue" in after or "village" in after:
        yield _("Tempat: %(new)s, semula %(old)s.", new=place(after), old=place(before))
    if "queue_closes_at" in after:
        new, old = (clock_words(side.get("queue_closes_at"), zone) for side in (after, before))
        if new != old:  # on another day at the same hour is no news
            yield _("Antrean ditutup: %(new)s, semula %(old)s.", new=new, old=old)
    if "services" in after:
        yield from _service_differences(before.get("services", {}), after["services"])
    if "partners" in after:
        yield from booth_differences(before.get("partners", {}), after["partners"])
    yield from _corrected_hours(before, after, zone)
    yield from _day_differences(before, after, staff=staff)
    names = {"title": _("Nama"), "contact": _("Kontak"), "notes": _("Catatan"), "level": _("Tingkat")}
    for name, label in names.items():
        if name in after:
            yield _("%(label)s diperbarui: %(new)s.", label=label, new=after[name] or _("dikosongkan"))
    if staff and "team" in after:
        yield _("Tim: %(new)s, semula %(old)s.", new=after["team"], old=before.get("team", "-"))
    if staff and "crew" in after:
        yield _("Petugas: %(names)s.", names=", ".join(sorted(after["crew"].values())) or "-")


def _corrected_hours(before: dict[str, Any], after: dict[str, Any], zone: str) -> Iterable[str]:
    """Which hours that the field reported were put right."""
    labels = {
        "confirmed_at": _("Jam berangkat"),
        "opened_at": _("Jam layanan dibuka"),
        "queue_closed_at": _("Jam antrean ditutup"),
        "closed_at": _("Jam selesai"),
    }
    for name, label in labels.items():
        if (old := before.get(name)) and (new := after.get(name)):
            new_hour, old_hour = clock_words(new, zone), clock_words(old, zone)
            yield _("%(label)s %(new)s, semula %(old)s.", label=label, new=new_hour, old=old_hour)


def _day_differences(before: dict[str, Any], after: dict[str, Any], *, staff: bool) -> Iterable[str]:
    """What the field reported. What the crew remarks is for the office alone."""
    if "service_states" in after:
        yield from _state_differences(before.get("service_states", {}), after["service_states"])
    if "obstacles" in after:
        words = obstacle_words(after["obstacles"]) or _("tidak ada")
        yield _("Kendala: %(obstacles)s.", obstacles=words)
    if staff and "remark" in after:
        yield _("Keterangan tim: %(remark)s", remark=after["remark"] or _("dikosongkan"))


def _time_differences(before: dict[str, Any], after: dict[str, Any], zone: str) -> Iterable[str]:
    """Day and hours, as far as they changed. Only what differs is kept: one hour alone means the same day."""
    hours = {"opens_at": _("Dibuka pukul"), "closes_at": _("Selesai pukul")}
    changed = [name for name in hours if name in before and name in after]
    if len(changed) == len(hours):
        new, old = (when(side["opens_at"], side["closes_at"], zone) for side in (after, before))
        yield _("Waktu: %(new)s, semula %(old)s.", new=new, old=old)
        return
    for name in changed:
        new, old = (clock_words(side[name], zone) for side in (after, before))
        yield _("%(label)s %(new)s, semula %(old)s.", label=hours[name], new=new, old=old)


def place(side: dict[str, Any]) -> str:
    """Venue and village as far as they changed."""
    return ", ".join(str(side[name]) for name in ("venue", "village") if side.get(name)) or "-"


def _service_differences(before: dict[str, int | None], after: dict[str, int | None]) -> Iterable[str]:
    """Which services came, went or got another cap."""
    if added := [name for name in after if name not in before]:
        yield _("Layanan ditambah: %(names)s.", names=_names_of(added))
    if gone := [name for name in before if name not in after]:
        yield _("Layanan ditiadakan: %(names)s.", names=_names_of(gone))
    for name in after:
        if name in before and before[name] != after[name]:
            quota = str(after[name]) if after[name] else _("tanpa batas")
            yield _("Kuota %(name)s: %(quota)s.", name=said_again(name), quota=quota)


def _names_of(services: Iterable[str]) -> str:
    """Services as the facts name them, one after the other."""
    return ", ".join(said_again(name) for name in services)


def _state_differences(
    before: dict[str, list[str | None]], after: dict[str, list[str | None]]
) -> Iterable[str]:
    """Which services can be had no longer, only just, or again. What is open stands in neither."""
    for name in {**before, **after}:
        if before.get(name) != (now := after.get(name)):
            state, reason = now or [OfferState.OPEN.value, None]
            words = offer_state_words(OfferState(state or ""), OfferReason(reason) if reason else None)
            yield _("%(service)s %(state)s.", service=said_again(name), state=words)
