"""The visits behind a figure, each with its share of it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from botram.reports.measures import KINDS, Count, measure_words
from botram.reports.queries import shares_page
from botram.reports.tables import period_words
from botram.staff.models import Role
from botram.visit_view.labels import state_word
from botram.web import access
from botram.web.coordinators.office_view import with_view
from botram.web.coordinators.summary.blueprint import FILTERS, blueprint, measure_asked, report_asked
from botram.web.forms import page_asked
from botram.web.parameters import kept_arguments, numbered_address, takes

_WITH_REASON = (Count.MOVED, Count.MOVED_HELD, Count.CANCELLED)


@blueprint.get("/ringkasan/kunjungan")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("hitung", "rinci", *FILTERS, "halaman")
def visits() -> ResponseReturnValue:
    """List a page of the visits, in order of time."""
    measure, wanted = measure_asked(), report_asked()
    scope = wanted.scope
    page, total = shares_page(scope, measure, page_asked())
    return render_template(
        "coordinators/summary/visits.html",
        page=page.shown(with_view),
        total=total,
        title=measure_words(measure, wanted.names),
        period=period_words(scope.period),
        district=wanted.districts.get(scope.district),
        service=wanted.names.services.get(scope.service),
        verified=scope.verified,
        of_results=measure.count in KINDS,
        with_reason=measure.count in _WITH_REASON,
        with_replacement=measure.count is Count.CANCELLED,
        state_word=state_word,
        zone=scope.office.time_zone,
        query=kept_arguments(),
        back_url=url_for(".show", **wanted.filters(scope)),
        url_of=numbered_address,
    )
