"""How a visit stands, in one sentence for those who work there."""

from datetime import datetime

from flask_babel import gettext as _

from botram.formats import clock_and_zone, long_day
from botram.visits.field.reports import day_has_come
from botram.visits.models import Visit, VisitState


def standing(visit: Visit, now: datetime) -> str:
    """Where the day has got to, whoever reported it."""
    zone = visit.office.time_zone
    if visit.state is VisitState.CANCELLED:
        return str(_("Kunjungan ini dibatalkan: %(reason)s", reason=visit.reason))
    if visit.state is VisitState.DRAFT:
        return str(_("Kunjungan ini belum diterbitkan."))
    if visit.state is VisitState.RUNNING:
        return _while_running(visit, zone)
    if visit.state is VisitState.PUBLISHED:
        return _before_opening(visit, zone, now)
    if visit.closed_at:
        return str(_("Kunjungan selesai pukul %(hour)s.", hour=clock_and_zone(visit.closed_at, zone)))
    return str(_("Kunjungan sudah selesai."))


def _before_opening(visit: Visit, zone: str, now: datetime) -> str:
    """Whether the team is on its way."""
    if visit.confirmed_at:
        hour = clock_and_zone(visit.confirmed_at, zone)
        return str(_("Tim berangkat, dilaporkan pukul %(hour)s. Layanan belum dibuka.", hour=hour))
    if day_has_come(visit, now):
        return str(_("Tim belum melaporkan berangkat."))
    day = long_day(visit.opens_at, zone)
    return str(_("Berangkat dan buka dilaporkan pada hari kunjungan, %(day)s.", day=day))


def _while_running(visit: Visit, zone: str) -> str:
    """Since when people are served, and whether new ones are taken."""
    if visit.queue_closed_at:
        hour = clock_and_zone(visit.queue_closed_at, zone)
        return str(_("Antrean ditutup pukul %(hour)s. Kunjungan belum ditutup.", hour=hour))
    if visit.opened_at:
        hour = clock_and_zone(visit.opened_at, zone)
        return str(_("Layanan dibuka pukul %(hour)s dan antrean terbuka.", hour=hour))
    return str(_("Layanan sedang berlangsung."))
