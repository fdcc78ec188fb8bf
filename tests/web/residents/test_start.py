"""The first page a resident sees."""

from datetime import timedelta

from flask import Flask

from botram.database import session
from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import DAY, a_team, a_venue, a_visit, elsewhere
from tests.web.residents.links import links, shown, visit_links


def test_it_shows_what_comes_next_and_how_much_more_there_is(app: Flask, browser: Browser) -> None:
    for days in range(6):
        a_visit(day=DAY + timedelta(days=days), state=VisitState.PUBLISHED)
    read = shown(browser, "/")
    assert len(visit_links(read)) == 4
    assert "Semua jadwal (6 kunjungan)" in read.text
    assert "Desa Sumberjaya Aula Kantor Desa, Kec. Tambun Selatan 08.00–14.00 WIB" in read.text


def test_drafts_and_past_visits_do_not_appear(app: Flask, browser: Browser) -> None:
    a_visit()
    a_visit(day=DAY - timedelta(days=10), state=VisitState.CLOSED)
    read = shown(browser, "/")
    assert visit_links(read) == []
    assert "Belum ada kunjungan yang dijadwalkan" in read.text


def test_visits_of_another_office_appear_with_its_name(app: Flask, browser: Browser) -> None:
    venue = a_venue("Balai Desa", "Pataruman", at=elsewhere())
    visit = a_visit(team=a_team("Tim Barat", at=elsewhere()), venue=venue, state=VisitState.PUBLISHED)
    read = shown(browser, "/")
    assert visit_links(read) == [visit.public_id]
    assert "Disdukcapil Kabupaten Bandung Barat" in read.text


def test_without_script_near_me_leads_to_the_districts(app: Flask, browser: Browser) -> None:
    read = shown(browser, "/")
    near = [a for a in read.all("a") if a.get("class") == "btn" and a["href"] == "/kecamatan"]
    assert len(near) == 1


def test_the_page_is_the_same_for_everyone(app: Flask, browser: Browser) -> None:
    answer = browser.get("/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["ETag"]


def test_all_kinds_of_service_are_one_step_away(app: Flask, browser: Browser) -> None:
    found = links(shown(browser, "/"))
    assert {"/layanan#ktp-el", "/layanan#akta-pencatatan-sipil", "/layanan#lainnya"} <= set(found)


def test_a_cancelled_card_says_that_there_is_another_date_once_that_is_announced(app: Flask, browser: Browser) -> None:
    cancelled = a_visit(state=VisitState.CANCELLED)
    cancelled.reason = "Jalan tergenang"
    later = a_visit(day=DAY + timedelta(days=90))
    cancelled.replaced_by_id = later.id
    session().commit()
    assert "Ada penggantinya" not in shown(browser, "/").text
    later.state = VisitState.PUBLISHED
    session().commit()
    assert "Jalan tergenang. Ada penggantinya." in shown(browser, "/").text
