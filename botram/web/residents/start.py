"""The start page: search for a village, next visits, services."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from botram import clock
from botram.places.queries import LONGEST_SEARCH
from botram.services.queries import offered_services
from botram.visit_view import card_views
from botram.visits.models import ANNOUNCED
from botram.visits.search_queries import Search, visits_page, visits_total
from botram.web import access
from botram.web.residents.blueprint import blueprint
from botram.web.residents.service_groups import grouped

_NEXT_VISITS = 4


@blueprint.get("/")
@access.everyone
def start() -> ResponseReturnValue:
    """Show the next visits, and links to everything else."""
    now = clock.now()
    search = Search(since=now, now=now)
    coming = visits_page(search, size=_NEXT_VISITS)
    return render_template(
        "residents/start.html",
        cards=card_views(coming.items, now),
        total=visits_total(replace(search, states=ANNOUNCED)),  # the cards show the cancelled too
        groups=grouped(offered_services()),
        longest=LONGEST_SEARCH,
    )
