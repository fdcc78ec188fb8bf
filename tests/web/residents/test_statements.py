"""Pages cost the same however many visits there are, and stay small."""

import gzip

import pytest
from flask import Flask

from botram.visits.models import OfferState, Visit, VisitState
from tests.browser import Browser
from tests.builders import a_booth, a_team, a_venue, a_visit
from tests.many_visits import copies
from tests.statements import reads_of

MOST_BYTES = 14_000
SERVICES = ("KTP_ENROL", "KTP_NEW", "KK_NEW", "KK_CHANGE", "KIA_NEW", "BIRTH", "DEATH", "MOVE_OUT", "IKD")
MOST = {
    "/": 8,
    "/jadwal": 9,
    "/jadwal?q=sumberjaya&kecamatan=32.16.06&layanan=kk-baru&dari=2026-12-01": 9,
    "/jadwal?q=lambangsari": 10,
    "/jadwal?lat=-6.2&lon=107.1": 9,
    "/kunjungan/z0000001": 15,
    "/kunjungan/z0000001.ics": 6,
    "/kunjungan/z0000002": 15,
    "/desa/32.16.06.2005": 7,
    "/kecamatan/32.16.06": 6,
    "/kecamatan": 4,
    "/layanan": 2,
    "/layanan/kk-baru": 7,
    "/kalender": 2,
    "/kalender?q=sumber": 3,
    "/jadwal.atom": 7,
    "/kecamatan/32.16.06.atom": 5,
    "/desa/32.16.06.2005.atom": 5,
    "/sitemap.xml": 6,
}


@pytest.fixture
def first(app: Flask) -> Visit:
    """A visit with many services, some on the days before and after it, and a cancelled one."""
    team, venue = a_team(), a_venue()
    found = a_visit(team=team, venue=venue, state=VisitState.PUBLISHED, services=SERVICES)
    cancelled = a_visit(team=team, venue=venue, state=VisitState.CANCELLED, services=SERVICES)
    found.public_id, cancelled.public_id = "z0000001", "z0000002"
    found.offers[0].state = OfferState.CLOSED
    a_booth(found), a_booth(cancelled, found.booths[0].agency)
    copies(found, range(-10, 0))
    copies(found, range(1, 5))
    return found


def test_statements_stay_few_and_the_same_as_visits_pile_up(app: Flask, browser: Browser, first: Visit) -> None:
    before = {address: reads_of(browser, address) for address in MOST}
    assert not {address: len(seen) for address, seen in before.items() if len(seen) > MOST[address]}
    copies(first, range(-200, -10))
    copies(first, range(5, 205))
    after = {address: len(reads_of(browser, address)) for address in MOST}
    assert after == {address: len(seen) for address, seen in before.items()}
    for address in MOST:
        assert len(gzip.compress(browser.get(address).data)) <= MOST_BYTES, address


def test_no_page_of_residents_asks_who_works_there(app: Flask, browser: Browser, first: Visit) -> None:
    for address in MOST:
        seen = " ".join(reads_of(browser, address)).lower()
        assert not [name for name in ("account", "visit_officer", "sign_in") if f"from {name}" in seen], address
