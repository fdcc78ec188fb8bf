"""What the head should look at twice before accepting the results of a visit."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from botram.results.models import Outcome
from botram.results.outcomes import GROUP_OF, OutcomeGroup
from botram.results.queries import VisitTotals
from botram.results.review_queries import Marks
from botram.visits.field.labels import obstacle_words
from botram.visits.models import Visit


def anomalies_of(visit: Visit, totals: VisitTotals, marks: Marks, names: Mapping[str, str]) -> list[str]:
    """One sentence for each thing that is out of the ordinary. ``names``: services by code."""
    return [*_hindrances(visit), *_entry_anomalies(marks), *_service_anomalies(visit, totals, names)]


def _hindrances(visit: Visit) -> Iterator[str]:
    """What the team says kept it from its work."""
    if visit.obstacles:
        yield _("Kendala hari itu: %(obstacles)s.", obstacles=obstacle_words(visit.obstacles))


def _entry_anomalies(marks: Marks) -> Iterator[str]:
    """What is odd about how the entries came."""
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
    """Which services took more requests than their quota, or any although nobody offered them."""
    quotas = {offer.service_code: offer.quota for offer in visit.offers}
    for code, name in names.items():
        count = taken_up(totals, code)
        if totals.of_service(code) and code not in quotas:
            yield _("%(service)s tercatat, tetapi tidak ditawarkan di kunjungan ini.", service=name)
        elif (quota := quotas.get(code)) is not None and count > quota:
            yield _(
                "%(service)s: %(count)s permohonan dilayani, kuotanya %(quota)s.",
                service=name,
                count=count,
                quota=quota,
            )


def taken_up(totals: VisitTotals, service: str) -> int:
    """Requests that used the quota: whoever was sent away unserved did not."""
    return sum(
        count
        for (code, outcome), count in totals.requests.items()
        if code == service and GROUP_OF[Outcome(outcome)] is not OutcomeGroup.NOT_SERVED
    )
