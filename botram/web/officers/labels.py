"""The progress of a visit in one sentence, for officers and their office."""

from flask_babel import gettext as _

from botram.visit_view import StateKey, VisitView


def progress_sentence(visit: VisitView) -> str:
    """Return the sentence for the state of a visit."""
    match visit.state_key:
        case StateKey.CANCELLED:
            return str(_("Kunjungan ini dibatalkan: %(reason)s", reason=visit.reason))
        case StateKey.DRAFT:
            return str(_("Kunjungan ini belum diterbitkan."))
        case StateKey.RUNNING | StateKey.QUEUE_CLOSED:
            return _queue_sentence(visit)
        case StateKey.SCHEDULED | StateKey.MOVED | StateKey.WAITING | StateKey.CONFIRMED:
            return _before_opening(visit)
        case StateKey.CLOSED | StateKey.VERIFIED:
            if visit.closed_at:
                hour = f"{visit.clock.closed_at} {visit.zone_word}"
                return str(_("Kunjungan selesai pukul %(hour)s.", hour=hour))
            return str(_("Kunjungan sudah selesai."))


def _before_opening(visit: VisitView) -> str:
    """Return the sentence for a visit that has not been opened."""
    if visit.confirmed_at:
        hour = f"{visit.clock.confirmed_at} {visit.zone_word}"
        return str(_("Tim berangkat, dilaporkan pukul %(hour)s. Layanan belum dibuka.", hour=hour))
    if visit.state_key is StateKey.WAITING:
        return str(_("Tim belum melaporkan berangkat."))
    return str(_("Berangkat dan buka dilaporkan pada hari kunjungan, %(day)s.", day=visit.day))


def _queue_sentence(visit: VisitView) -> str:
    """Return the sentence for a running visit: since when it is open, or when the queue was closed."""
    if visit.queue_closed_at:
        hour = f"{visit.clock.queue_closed_at} {visit.zone_word}"
        return str(_("Antrean ditutup pukul %(hour)s. Kunjungan belum ditutup.", hour=hour))
    if visit.opened_at:
        hour = f"{visit.clock.opened_at} {visit.zone_word}"
        return str(_("Layanan dibuka pukul %(hour)s dan antrean terbuka.", hour=hour))
    return str(_("Layanan sedang berlangsung."))
