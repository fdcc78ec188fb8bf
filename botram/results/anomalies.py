"""Anomalies in the results of a visit, which the head should examine before verifying it."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.results.models import Outcome
from botram.results.outcomes import SERVED
from botram.results.queries import VisitTotals
from botram.results.review_queries import Marks
from botram.visits.field.labels import obstacle_labels
from botram.visits.models import Visit


def anomalies_of(visit: Visit, totals: VisitTotals, marks: Marks, names: Mapping[str, str]) -> list[str]:
    """Return one sentence for each anomaly of a visit. ``names``: of services, by code."""
    told = (
        [_("Kendala hari itu: %(obstacles)s.", obstacles=obstacle_labels(visit.obstacles))] if visit.obstacles else []
    )
    return [*told, *_entry_anomalies(marks), *_service_anomalies(visit, totals, names)]


def _entry_anomalies(marks: Marks) -> Iterator[str]:
    """Entries that are missing, late, early, or from a phone with a wrong clock."""
    if not marks.entries:
        yield _("Belum ada satu pun catatan hasil dari kunjungan ini.")
    if marks.late:
        yield ngettext(
            "%(num)s catatan datang setelah kunjungan ditutup.",
            "%(num)s catatan datang setelah kunjungan ditutup.",
            marks.late,
        )
    if marks.early:
        yield ngettext(
            "%(num)s catatan dibuat sebelum layanan dibuka.",
            "%(num)s catatan dibuat sebelum layanan dibuka.",
            marks.early,
        )
    if marks.clock_wrong:
        yield ngettext(
            "%(num)s catatan dengan jam HP yang tidak mungkin: sebelum kunjungan diumumkan, atau setelah diterima.",
            "%(num)s catatan dengan jam HP yang tidak mungkin: sebelum kunjungan diumumkan, atau setelah diterima.",
            marks.clock_wrong,
        )


def _service_anomalies(visit: Visit, totals: VisitTotals, names: Mapping[str, str]) -> Iterator[str]:
    """Services with more requests than their quota, or with requests although the visit does not offer them."""
    quotas = {offer.service_code: offer.quota for offer in visit.offers}
    for code, name in names.items():
        count = served_requests(totals, code)
        if totals.of_service(code) and code not in quotas:
            yield _("%(service)s tercatat, tetapi tidak ditawarkan di kunjungan ini.", service=name)
        elif (quota := quotas.get(code)) is not None and count > quota:
            yield _(
                "%(service)s: %(count)s permohonan dilayani, kuotanya %(quota)s.",
                service=name,
                count=count,
                quota=quota,
            )


def served_requests(totals: VisitTotals, service: str) -> int:
    """The number of requests that count towards the quota: all outcomes but those of the group NOT_SERVED."""
    counted = ((code, Outcome(outcome), count) for (code, outcome), count in totals.requests.items())
    return sum(count for code, outcome, count in counted if code == service and outcome in SERVED)
