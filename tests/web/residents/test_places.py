"""The pages of villages and districts."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.visits.models import Visit, VisitLevel, VisitState
from tests.browser import Browser
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, bekasi, elsewhere, village
from tests.many_visits import copies
from tests.web.residents.links import links, shown, visit_links

P = VisitState.PUBLISHED


def test_a_village_shows_next_and_past_visits_and_its_neighbours(app: Flask, browser: Browser) -> None:
    here = village("Sumberjaya")
    coming = a_visit(state=P)
    past = a_visit(day=DAY - timedelta(days=60), state=VisitState.CLOSED)
    draft = a_visit()
    near = a_visit(venue=a_venue(in_village="Lambangjaya"), state=P)
    read = shown(browser, f"/desa/{here.code}")
    assert visit_links(read) == [coming.public_id, near.public_id, past.public_id]
    assert draft.public_id not in visit_links(read)
    assert "Jumat, 9 Oktober 2026: Desa Sumberjaya" in read.text
    assert f"/desa/{village('Lambangjaya').code}" in links(read)
    assert "/kecamatan/32.16.06" in links(read)


def test_a_village_without_a_date_names_the_nearest_visits(app: Flask, browser: Browser) -> None:
    near = a_visit(venue=a_venue(in_village="Lambangjaya"), state=P)
    read = shown(browser, f"/desa/{village('Lambangsari').code}")
    assert "Belum ada tanggal untuk Desa Lambangsari" in read.text
    assert visit_links(read) == [near.public_id]
    assert " km" in read.text or " m " in read.text


@pytest.mark.parametrize("address", ["/desa/32.16.06.2002", "/jadwal?q=lambangsari", "/jadwal?q=qqqqzzzz"])
def test_a_school_nearby_is_no_place_for_everybody(app: Flask, browser: Browser, address: str) -> None:
    assert village("Lambangsari").code == "32.16.06.2002"
    venue = a_venue(in_village="Lambangjaya")
    a_visit(level=VisitLevel.SCHOOL, title="SMAN 1", venue=venue, state=P)
    assert visit_links(shown(browser, address)) == []
    later = a_visit(day=DAY + timedelta(days=9), venue=venue, state=P)
    assert visit_links(shown(browser, address)) == [later.public_id]


def test_a_district_shows_the_visits_of_all_its_villages(app: Flask, browser: Browser) -> None:
    first = a_visit(state=P)
    second = a_visit(day=DAY + timedelta(days=3), venue=a_venue(in_village="Lambangjaya"), state=P)
    a_visit(venue=a_venue(in_village="Srimukti"), state=P)
    read = shown(browser, "/kecamatan/32.16.06")
    assert visit_links(read) == [first.public_id, second.public_id]
    assert f"/desa/{village('Lambangsari').code}" in links(read)


def test_a_district_shows_the_next_ten_and_the_latest_five_of_all_villages(app: Flask, browser: Browser) -> None:
    for name, back, ahead in (("Sumberjaya", -20, 6), ("Lambangjaya", -31, 17)):
        like = a_visit(venue=a_venue(in_village=name), team=a_team(f"Tim {name}"), state=P)
        copies(like, range(1, ahead))
        copies(like, range(back, -15))
    listed = select(Visit.public_id).where(Visit.state == P)
    coming = session().scalars(listed.where(Visit.opens_at > NOW).order_by(Visit.opens_at, Visit.id)).all()
    past = session().scalars(listed.where(Visit.opens_at < NOW).order_by(Visit.opens_at.desc(), Visit.id.desc())).all()
    assert (len(coming), len(past)) == (23, 21)
    assert visit_links(shown(browser, "/kecamatan/32.16.06")) == [*coming[:10], *past[:5]]


def test_every_village_is_in_the_list_without_script(app: Flask, browser: Browser) -> None:
    bekasi()
    found = [link for link in links(shown(browser, "/kecamatan")) if link.startswith("/desa/")]
    assert len(set(found)) == 187
    elsewhere()
    read = shown(browser, "/kecamatan")
    assert len({link for link in links(read) if link.startswith("/desa/")}) == 352
    assert "Disdukcapil Kabupaten Bandung Barat" in read.text
    assert browser.get("/desa", 301).headers["Location"] == "/kecamatan"


@pytest.mark.parametrize("code", ["32.16.06.9999", "x", "32.16", "%00", "a" * 5000, "../.."])
def test_an_unknown_place_is_not_found(app: Flask, browser: Browser, code: str) -> None:
    browser.get(f"/desa/{code}", 404)
    browser.get(f"/kecamatan/{code}", 404)
