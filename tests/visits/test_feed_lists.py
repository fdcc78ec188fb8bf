"""Which lists an announced visit has left is kept with the change; a draft leaves nothing behind."""

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.refusals import Refusal
from botram.visits.departures.models import FeedDeparture
from botram.visits.feed_lists import lists_of
from botram.visits.models import ListKind, VisitLevel, VisitState
from botram.visits.plans import OfferPlan
from tests.builders import a_team, a_venue, a_visit, asep
from tests.visits.builders import change


def left() -> set[tuple[ListKind, str]]:
    return {(kind, key) for kind, key in session().execute(select(FeedDeparture.kind, FeedDeparture.key))}


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.PUBLISHED])
def test_a_published_visit_leaves_a_note_on_every_list(app: Flask, state: VisitState) -> None:
    team, other = a_team("Tim Utara"), a_team("Tim Selatan")
    visit = a_visit(team=team, crew=(asep(),), state=state)
    old = visit.village_code
    change(visit, notes="Bawa payung")
    assert left() == set()
    there, level = a_venue(in_village="Srimukti"), VisitLevel.DISTRICT
    change(visit, venue=there, team=other, crew=(), level=level, offers=(OfferPlan("KTP_ENROL"),))
    wanted = {
        (ListKind.VILLAGE, old),
        (ListKind.TEAM, str(team.id)),
        (ListKind.OFFICER, str(asep().id)),
        (ListKind.LEVEL, "VILLAGE"),
        (ListKind.SERVICE, "KK_NEW"),
    }
    assert left() == (wanted if state is VisitState.PUBLISHED else set())


def test_a_visit_is_on_a_list_of_every_kind_that_it_can_leave(app: Flask) -> None:
    kinds = {kind for kind, _key in lists_of(a_visit(team=a_team(), crew=(asep(),)))}
    assert set(ListKind) - kinds == {ListKind.ALL, ListKind.OFFICE, ListKind.DISTRICT}


def test_leaving_twice_is_kept_once_and_a_refused_change_not_at_all(app: Flask) -> None:
    team, other = a_team("Tim Utara"), a_team("Tim Selatan")
    visit = a_visit(team=team, state=VisitState.PUBLISHED)
    with pytest.raises(Refusal):
        change(visit, team=other, reason="")
    assert left() == set()
    for next_team in (other, team, other):
        change(visit, team=next_team)
    assert left() == {(ListKind.TEAM, str(team.id)), (ListKind.TEAM, str(other.id))}
