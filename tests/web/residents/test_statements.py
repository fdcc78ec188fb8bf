"""Pages cost the same however many visits there are, and stay small."""

import gzip
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from botram.database import session
from botram.visits.models import Booth, Offer, OfferState, Visit, VisitState
from tests.browser import Browser
from tests.builders import a_booth, a_team, a_venue, a_visit
from tests.web.residents.wording import statements

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
    "/desa/32.16.06.2005": 8,
    "/kecamatan/32.16.06": 8,
    "/kecamatan": 4,
    "/layanan": 2,
    "/layanan/kk-baru": 7,
    "/kalender": 2,
    "/kalender?q=sumber": 3,
    "/jadwal.atom": 8,
    "/kecamatan/32.16.06.atom": 5,
    "/desa/32.16.06.2005.atom": 5,
    "/sitemap.xml": 6,
}


def copies(like: Visit, days: range) -> None:
    """Visits like one, on other days, with all that it offers."""
    kept = {one.key: getattr(like, one.key) for one in Visit.__mapper__.column_attrs if one.key != "id"}
    offered = [(offer.service_code, offer.position) for offer in like.offers]
    agencies = [booth.agency_id for booth in like.booths]
    names = [f"y{day + 5000:07d}" for day in days]
    session().execute(
        insert(Visit),
        [
            kept
            | {
                "public_id": name,
                "opens_at": like.opens_at + timedelta(days=day),
                "closes_at": like.closes_at + timedelta(days=day),
            }
            for name, day in zip(names, days, strict=True)
        ],
    )
    ids = session().scalars(select(Visit.id).where(Visit.public_id.in_(names))).all()
    session().execute(
        insert(Offer),
        [
            {"visit_id": one, "service_code": code, "position": position}
            for one in ids
            for code, position in offered
        ],
    )
    for agency in agencies:
        facts = {"agency_id": agency, "position": 1, "offers": "JKN", "label": ""}
        session().execute(insert(Booth), [facts | {"visit_id": one} for one in ids])
    session().commit()


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


def test_statements_stay_few_and_the_same_as_visits_pile_up(
    app: Flask, browser: Browser, first: Visit
) -> None:
    before = {address: statements(app, browser, address) for address in MOST}
    assert not {address: len(seen) for address, seen in before.items() if len(seen) > MOST[address]}
    copies(first, range(-200, -10))
    copies(first, range(5, 205))
    after = {address: len(statements(app, browser, address)) for address in MOST}
    assert after == {address: len(seen) for address, seen in before.items()}
    for address in MOST:
        assert len(gzip.compress(browser.get(address).data)) <= MOST_BYTES, address


def test_no_page_of_residents_asks_who_works_there(app: Flask, browser: Browser, first: Visit) -> None:
    for address in MOST:
        seen = " ".join(statements(app, browser, address)).lower()
        assert not [name for name in ("account", "visit_officer", "sign_in") if f"from {name}" in seen], (
            address
        )
