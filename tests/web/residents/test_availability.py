"""Residents are not sent to what is gone: every list, card, feed and answer asks what a visit still serves."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.visits.models import OfferReason, OfferState, Visit, VisitState
from tests.browser import Browser
from tests.builders import DAY, NOW, SetClock, a_team, a_venue, a_visit, moment, overwrite
from tests.web.residents.links import shown, visit_links

P, R = VisitState.PUBLISHED, VisitState.RUNNING
ANSWERS = ("/layanan/ktp-baru", "/jadwal?layanan=ktp-baru", "/jadwal?layanan=ktp-baru&lat=-6.22&lon=107.07")


def shut(visit: Visit, how: OfferReason | int) -> Visit:
    """The visit, whose first service is shut by a report or by a quota that is used up."""
    offer = visit.offers[0]
    if isinstance(how, OfferReason):
        offer.state, offer.reason = OfferState.CLOSED, how
    else:
        offer.quota, offer.used = how, 33
    session().commit()
    return visit


def soon_and_later() -> tuple[Visit, Visit]:
    """A visit that serves next, and one a day later, both with a new KTP-el."""
    team, venue, services = a_team(), a_venue(), ("KTP_NEW", "KK_NEW")
    first = a_visit(state=P, team=team, venue=venue, services=services)
    return first, a_visit(state=P, day=DAY + timedelta(days=1), team=team, venue=venue, services=services)


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("how", [*OfferReason, 20, 33])
def test_a_service_that_is_shut_is_not_named_as_served(
    app: Flask, browser: Browser, address: str, how: OfferReason | int
) -> None:
    first, later = soon_and_later()
    shut(first, how)
    assert visit_links(shown(browser, address)) == [later.public_id]


def test_the_list_says_how_many_it_leaves_out(app: Flask, browser: Browser) -> None:
    first, _later = soon_and_later()
    shut(first, 20)
    says = shown(browser, "/jadwal?layanan=ktp-baru").text
    assert "1 kunjungan tidak ditampilkan: layanan ini sudah habis atau ditutup di sana." in says
    assert "tidak ditampilkan" not in shown(browser, "/jadwal?layanan=kk-baru").text


def test_a_card_names_what_is_served_and_what_is_shut(app: Flask, browser: Browser) -> None:
    shut(a_visit(state=P, services=("KTP_NEW", "KIA_NEW", "KK_NEW")), OfferReason.BLANKS)
    says = shown(browser, "/").text
    named, _shut, rest = says.partition("Habis atau ditutup: KTP-el.")
    assert named.rstrip().endswith(("KIA KK", "KK KIA"))
    assert "KTP-el" not in named.partition("Kunjungan berikutnya")[2]
    assert rest


@pytest.mark.parametrize(("used", "says"), [(0, "kuota 20"), (13, "kuota 20, sisa 7"), (33, "kuota 20, sisa 0")])
def test_a_page_says_what_is_left_of_a_quota(app: Flask, browser: Browser, used: int, says: str) -> None:
    visit = a_visit(state=R, services=("KTP_NEW", "KK_NEW"))
    visit.offers[0].quota, visit.offers[0].used = 20, used
    session().commit()
    read = shown(browser, f"/kunjungan/{visit.public_id}").text
    assert f"{says} " in read.replace(says, f"{says} ", 1)
    assert ("Kuota habis" in read) is (used >= 20)


@pytest.mark.parametrize("address", ["/", "/jadwal", "/desa/32.16.06.2010", "/kecamatan/32.16.06"])
@pytest.mark.parametrize("ended", ["report", "hours"])
def test_a_visit_that_has_ended_comes_no_more(
    app: Flask, browser: Browser, set_clock: SetClock, address: str, ended: str
) -> None:
    team = a_team()
    first = a_visit("04:00", state=VisitState.CLOSED if ended == "report" else R, team=team)
    first.closed_at = moment("04:21") if ended == "report" else None
    later = a_visit(state=P, day=DAY + timedelta(days=1), team=team, venue=first.venue)
    session().commit()
    set_clock(moment("04:30") if ended == "report" else first.closes_at)
    assert visit_links(shown(browser, address))[0] == later.public_id


@pytest.mark.parametrize("closed", ["reported", "planned"])
def test_a_closed_queue_is_no_answer_to_where_one_can_go(
    app: Flask, browser: Browser, set_clock: SetClock, closed: str
) -> None:
    first, later = soon_and_later()
    first.state = R
    first.queue_closed_at = moment("11:00") if closed == "reported" else None
    first.queue_closes_at = moment("11:00") if closed == "planned" else None
    session().commit()
    set_clock(moment("11:30"))
    assert visit_links(shown(browser, "/layanan/ktp-baru")) == [later.public_id]
    near = visit_links(shown(browser, "/jadwal?lat=-6.22&lon=107.07"))
    assert near == [later.public_id, first.public_id]


def test_an_empty_list_of_a_service_offers_no_visit_without_it(app: Flask, browser: Browser) -> None:
    a_visit(state=VisitState.PUBLISHED, services=("KK_NEW",))
    assert visit_links(shown(browser, "/jadwal?layanan=kia-baru")) == []


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"state": VisitState.RUNNING, "queue_closed_at": moment("11:00")}, ": antrean sudah ditutup"),
        ({"state": VisitState.CLOSED}, ": sudah selesai"),
        ({"state": VisitState.PUBLISHED}, ": waktunya sudah lewat"),
    ],
)
def test_a_message_about_what_is_gone_says_so_first(
    app: Flask, browser: Browser, set_clock: SetClock, facts: dict[str, Any], says: str
) -> None:
    visit = a_visit("08:00", "12:00", state=VisitState.PUBLISHED)
    overwrite(visit, **facts)
    set_clock(moment("12:30"))
    read = shown(browser, f"/kunjungan/{visit.public_id}")
    message = next(one["data-share"] for one in read.all("a") if "data-share" in one)
    assert message.split("\n")[0] == f"Botram Desa Sumberjaya{says}"


@pytest.mark.parametrize("address", ["/desa/32.16.06.2002", "/jadwal?q=lambangsari", "/jadwal?lat=-6.22&lon=107.07"])
def test_what_is_near_now_comes_before_what_is_nearer_in_months(app: Flask, browser: Browser, address: str) -> None:
    team = a_team()
    in_months = a_visit(state=P, day=DAY + timedelta(days=90), team=team, venue=a_venue(in_village="Lambangjaya"))
    soon = a_visit(state=P, team=team, venue=a_venue(in_village="Pantai Mekar"))
    read = shown(browser, address)
    assert visit_links(read) == [soon.public_id, in_months.public_id]
    assert "Yang dalam 30 hari ini dahulu, lalu yang sesudahnya, masing-masing dari yang terdekat." in read.text


def test_a_shut_service_leads_to_a_visit_that_still_serves_it(app: Flask, browser: Browser) -> None:
    first, later = soon_and_later()
    after = a_visit(state=P, day=DAY + timedelta(days=2), services=("KTP_NEW",))
    for visit in (first, later):
        shut(visit, 20)
    read = shown(browser, f"/kunjungan/{first.public_id}")
    assert "Berikutnya ada di:" in read.text
    assert next(one for one in visit_links(read) if "." not in one) == after.public_id


def test_a_feed_and_a_calendar_say_that_a_service_is_shut(app: Flask, browser: Browser) -> None:
    visit = shut(a_visit(state=P, services=("KTP_NEW", "KK_NEW")), 20)
    name = visit.offers[0].service.name
    news = browser.get("/jadwal.atom").get_data(as_text=True)
    assert f"Layanan: {visit.offers[1].service.name}." in news
    assert re.search(f"{re.escape(name)} [^.]*kuota habis", news)
    assert 'term="KTP-el"' not in news
    entry = browser.get(f"/kunjungan/{visit.public_id}.ics").get_data(as_text=True).replace("\r\n ", "")
    assert f"- {name}: Kuota habis" in entry
    assert "CATEGORIES:Botram Desa,KK" in entry


@pytest.mark.parametrize(
    ("state", "confirmed", "says"),
    [(P, False, False), (P, True, True), (R, False, True), (VisitState.CLOSED, False, True)],
)
def test_a_calendar_confirms_only_what_the_crew_has(
    app: Flask, browser: Browser, state: VisitState, confirmed: bool, says: bool
) -> None:
    visit = a_visit(state=state)
    visit.confirmed_at = moment("07:00") if confirmed else None
    visit.opened_at = NOW if state is R else None
    session().commit()
    for address in ("/kalender/semua.ics", f"/kunjungan/{visit.public_id}.ics"):
        text = browser.get(address).get_data(as_text=True)
        assert ("STATUS:CONFIRMED" in text) is says
        assert "STATUS:" not in text or says
