"""The pages of services: requirements, fee, time and legal basis, as the service standard demands."""

from flask import render_template
from flask.typing import ResponseReturnValue

from botram import clock
from botram.services import queries
from botram.services.texts import service_notes
from botram.visit_view.build import about_of, card_views
from botram.visits.models import ANNOUNCED
from botram.visits.search_queries import Search, visits_page
from botram.web import access
from botram.web.residents.blueprint import blueprint
from botram.web.residents.service_groups import grouped

_NEXT_VISITS = 3


@blueprint.get("/layanan")
@access.everyone
def services() -> ResponseReturnValue:
    """List every service, grouped by the headings of the list."""
    offered = queries.offered_services()
    return render_template(
        "residents/services.html",
        groups=grouped(offered),
        notes=service_notes(),
        data_date=max((service.data_date for service in offered), default=None),
    )


@blueprint.get("/layanan/<slug>")
@access.everyone
def service(slug: str) -> ResponseReturnValue:
    """Show one service, and the next visits that offer it."""
    now = clock.now()
    found = queries.service_with_slug(slug)
    coming = visits_page(Search(since=now, now=now, service=found.code, states=ANNOUNCED), size=_NEXT_VISITS)
    yields = sorted(queries.documents_with_codes(found.yields), key=lambda one: found.yields.index(one.code))
    return render_template(
        "residents/service.html",
        service=found,
        always=[one for one in yields if one.code not in found.yields_if_chosen],
        perhaps=[one for one in yields if one.code in found.yields_if_chosen],
        about=about_of(found),
        notes=service_notes(),
        cards=card_views(coming.items, now),
        total=coming.total,
    )
