"""What a feed does not show does not change it: who has it already is not sent it again."""

from datetime import timedelta

import pytest
from flask import Flask

from botram.partners.actions import AgencyPlan, save_agency
from botram.partners.models import AgencyKind
from botram.places.actions import VenuePlan, change_venue, make_venue
from botram.places.models import Venue
from botram.visits.actions import draft_visit
from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import DAY, NOW, a_booth, a_venue, a_visit, an_agency, bekasi, dewi, elsewhere, siti
from tests.visits.builders import a_plan
from tests.web.residents import test_feeds, test_news

HOUR = timedelta(hours=1)
each_feed = pytest.mark.parametrize("address", [*test_feeds.EVERY, *test_news.EVERY])


def renamed(venue: Venue, name: str) -> VenuePlan:
    """The venue under another name."""
    return VenuePlan(venue.village_code, name, "", venue.latitude, venue.longitude)


@each_feed
def test_a_feed_stays_the_same_while_offices_prepare_what_it_does_not_show(
    app: Flask, browser: Browser, address: str
) -> None:
    a_booth(a_visit(state=VisitState.PUBLISHED), an_agency("BPJS"))
    unused, far = a_venue("Gudang"), a_venue("Aula", None, elsewhere(), "32.17.01.2001")
    before = browser.get(address)
    made = make_venue(bekasi(), renamed(unused, "Aula SMAN 2"), siti(), now=NOW + HOUR)
    draft_visit(bekasi(), a_plan(venue=made), siti(), now=NOW + HOUR)
    change_venue(unused, renamed(unused, "Gudang Lama"), siti(), now=NOW + HOUR)
    change_venue(far, renamed(far, "Aula Kantor Desa"), dewi(), now=NOW + HOUR)
    save_agency(bekasi(), None, AgencyPlan("Bapenda", AgencyKind.OTHER), siti(), now=NOW + HOUR)
    after = browser.get(address)
    assert (after.headers["ETag"], after.last_modified) == (before.headers["ETag"], before.last_modified)
    assert after.data == before.data


@each_feed
def test_a_venue_is_called_by_its_new_name_in_entries_that_are_over_too(
    app: Flask, browser: Browser, address: str
) -> None:
    day = DAY if "dari=" in address else DAY - timedelta(days=4)
    over = a_visit("06:00", "08:00", day=day, state=VisitState.CLOSED)
    tags = [browser.get(address).headers["ETag"]]
    for hours, name in enumerate(("Gedung Serbaguna", "Gedung Olahraga"), 1):
        change_venue(over.venue, renamed(over.venue, name), siti(), now=NOW + hours * HOUR)
        answer = browser.get(address, headers={"If-None-Match": ", ".join(tags)})
        assert name in answer.text.replace("\r\n ", "")
        assert answer.last_modified == NOW + hours * HOUR
        tags.append(answer.headers["ETag"])
