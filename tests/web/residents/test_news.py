"""News feeds that everyone may follow, as independent programs read them."""

import gzip
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from botram.database import session
from botram.news import queries
from botram.staff.models import Installation
from botram.visits.actions import cancel_visit, draft_visit, publish_visit
from botram.visits.models import OfferReason, OfferState, Visit, VisitState
from botram.visits.plans import OfferPlan
from tests.browser import Browser, page
from tests.builders import (
    DAY,
    NOW,
    SetClock,
    a_booth,
    a_team,
    a_venue,
    a_visit,
    add,
    an_agency,
    bekasi,
    elsewhere,
    siti,
)
from tests.hostile import PIECES
from tests.many_visits import copies
from tests.news.parsers import ATOM, Told, agreed, contents, feed_in, links
from tests.statements import cost_of, statements
from tests.visits.builders import EveryReason, a_plan, change

P = VisitState.PUBLISHED
SITE = "http://127.0.0.1:8000"
ALL, TAMBUN_SELATAN = "/jadwal.atom", "/kecamatan/32.16.06.atom"
SUMBERJAYA, SRIMUKTI = "/desa/32.16.06.2010.atom", "/desa/32.16.05.2005.atom"
FILTERED = "/jadwal.atom?q=sumberjaya&kecamatan=32.16.06&layanan=kk-baru&dari=2026-12-01&sampai=2026-12-31"
EVERY = (ALL, TAMBUN_SELATAN, SUMBERJAYA, FILTERED, f"{SUMBERJAYA}?bahasa=en")
HOUR = timedelta(hours=1)


def entries(browser: Browser, address: str) -> dict[str, Told]:
    """The entries of a feed by the visit's id, in their order, once all readers agree on the file."""
    return {one.id.rpartition("/")[2]: one for one in agreed(browser.get(address).data)}


def lines(browser: Browser, address: str, visit: Visit) -> list[str]:
    """What a feed says of a visit, line by line."""
    place = list(entries(browser, address)).index(visit.public_id)
    return contents(browser.get(address).data)[place].lines[1:]


def test_every_feed_holds_its_visits_and_no_draft(app: Flask, browser: Browser) -> None:
    team = a_team()
    here = a_visit(team=team, state=P)
    draft = a_visit(team=team)
    near = a_visit(venue=a_venue("Aula", "Lambangjaya"), state=P, services=("IKD",))
    far = a_visit(
        team=a_team("Tim Dewi", elsewhere()), venue=a_venue("Aula", None, elsewhere(), "32.17.01.2001"), state=P
    )
    over = a_visit(day=DAY - timedelta(days=30), state=VisitState.CLOSED)
    change(draft, venue=a_venue("Balai Desa", "Srimukti"))
    found = {address: set(entries(browser, address)) for address in (*EVERY, SRIMUKTI)}
    assert found == {
        ALL: {here.public_id, near.public_id, far.public_id},
        TAMBUN_SELATAN: {here.public_id, near.public_id},
        SUMBERJAYA: {here.public_id},
        f"{SUMBERJAYA}?bahasa=en": {here.public_id},
        FILTERED: {here.public_id},
        SRIMUKTI: set(),
    }
    assert over.public_id in entries(browser, f"{ALL}?dari=2026-11-01&sampai=2026-11-30")
    for address in EVERY:
        assert draft.public_id not in browser.get(address).text


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("", "abc"),
        ("?q=lambangjaya", "b"),
        ("?kecamatan=32.16.05", "c"),
        ("?layanan=aktivasi-ikd", "b"),
        ("?dari=2026-12-09", "bc"),
        ("?sampai=2026-12-09", "ab"),
        ("?dari=2026-12-09&sampai=2026-12-09", "b"),
        ("?q=qqqqzzzz", ""),
    ],
)
def test_the_schedules_filters_hold(app: Flask, browser: Browser, filters: str, found: str) -> None:
    visits = {
        "a": a_visit(state=P),
        "b": a_visit(day=DAY + timedelta(days=1), venue=a_venue("Aula", "Lambangjaya"), services=("IKD",), state=P),
        "c": a_visit(day=DAY + timedelta(days=2), venue=a_venue("Balai", "Srimukti"), state=P),
    }
    names = {visit.public_id: letter for letter, visit in visits.items()}
    assert "".join(names[one] for one in entries(browser, ALL + filters)) == found
    shown = {
        link["href"].removeprefix("/kunjungan/").partition("?")[0]
        for link in page(browser.get(f"/jadwal{filters}")).all("a")
        if link.get("href", "").startswith("/kunjungan/")
    }
    assert {visits[letter].public_id for letter in found} <= shown


def test_a_feed_says_what_it_is(app: Flask, browser: Browser) -> None:
    add(Installation(uid_host="botram.example.go.id", demonstration=False))
    visit = a_visit(state=P)
    answer = browser.get(f"{SUMBERJAYA}?bahasa=id")
    feed = feed_in(answer.data)
    assert feed.findtext(f"{ATOM}id") == f"tag:botram.example.go.id,2026:{SUMBERJAYA}"
    assert feed.findtext(f"{ATOM}title") == "Botram Desa Sumberjaya"
    assert [link.get("href") for link in links(feed, "self")] == [SITE + SUMBERJAYA]
    assert [link.get("href") for link in links(feed, "alternate")] == [f"{SITE}/desa/32.16.06.2010"]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "id"
    entry = entries(browser, SUMBERJAYA)[visit.public_id]
    assert entry.id == f"tag:botram.example.go.id,2026:kunjungan/{visit.public_id}"
    assert entry.title == "Desa Sumberjaya, Selasa, 8 Desember 2026, 08.00–14.00 WIB"
    assert entry.link == f"{SITE}/kunjungan/{visit.public_id}"
    assert lines(browser, SUMBERJAYA, visit) == [
        "Selasa, 8 Desember 2026, 08.00–14.00 WIB",
        "Aula Kantor Desa, Desa Sumberjaya, Kec. Tambun Selatan",
        "Layanan: Perekaman KTP-el, Kartu Keluarga baru.",
        "Semua layanan administrasi kependudukan gratis.",
        "Kontak: Loket 021-555000",
        "Yang perlu dibawa dan keadaan terbaru",
    ]
    headers = answer.headers
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in headers
    assert answer.last_modified == NOW
    title = feed_in(browser.get(FILTERED).data).findtext(f"{ATOM}title")
    assert title == (
        "Botram, jadwal untuk: “sumberjaya”, Tambun Selatan, Kartu Keluarga baru, "
        "dari Selasa, 1 Desember 2026, sampai Kamis, 31 Desember 2026"
    )


@pytest.mark.parametrize(
    "address", ["/desa/32.16.06.9999.atom", "/desa/x.atom", "/kecamatan/99.99.99.atom", "/desa/%00.atom"]
)
def test_the_feed_of_an_unknown_place_is_not_found(app: Flask, browser: Browser, address: str) -> None:
    browser.get(address, 404)


@pytest.mark.parametrize("address", EVERY)
def test_an_empty_feed_is_still_a_feed(app: Flask, browser: Browser, set_clock: SetClock, address: str) -> None:
    bekasi()
    assert entries(browser, address) == {}
    answer = browser.get(address)
    assert "2026-12-03T17:00:00+00:00" in answer.text, "the day's first moment in Bekasi"
    set_clock(NOW + timedelta(days=1))
    later = browser.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert "2026-12-04T17:00:00+00:00" in later.text


@pytest.mark.parametrize("address", EVERY)
def test_an_unchanged_feed_is_not_written_again(app: Flask, browser: Browser, address: str) -> None:
    visit = a_visit(state=P)
    plain, packed = (browser.get(address, headers={"Accept-Encoding": encoding}) for encoding in ("identity", "gzip"))
    tags = {plain.headers["ETag"], packed.headers["ETag"]}
    assert len(tags) == 2
    assert gzip.decompress(packed.data) == plain.data
    with statements() as whole:
        browser.get(address)
    for way in (
        *({"If-None-Match": tag} for tag in (*tags, f"W/{plain.headers['ETag']}", "*")),
        {"If-Modified-Since": plain.headers["Last-Modified"]},
    ):
        with statements() as sent:
            answer = browser.get(address, 304, headers={"Accept-Encoding": "gzip", **way})
        assert len(sent) <= len(whole) - 3, "the visits are not read"
        assert answer.data == b""
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["ETag"]
    change(visit, contact="Loket 021-555111", now=NOW + HOUR)
    answer = browser.get(address, headers={"If-None-Match": ", ".join(tags)})
    assert "021-555111" in answer.text
    browser.get(address, headers={"If-Modified-Since": plain.headers["Last-Modified"]})


def test_a_feed_stays_the_same_until_the_offices_midnight(app: Flask, browser: Browser, set_clock: SetClock) -> None:
    today = a_visit("07:00", "08:00", day=DAY - timedelta(days=4), state=P)
    assert list(entries(browser, ALL)) == [today.public_id], "it closed an hour ago"
    tag = browser.get(ALL).headers["ETag"]
    set_clock(datetime(2026, 12, 4, 16, 59, 59, tzinfo=UTC))
    browser.get(ALL, 304, headers={"If-None-Match": tag})
    midnight = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    set_clock(midnight)
    assert entries(browser, ALL) == {}
    assert browser.get(ALL, headers={"If-None-Match": tag}).last_modified == midnight


def test_a_move_and_a_cancellation_are_the_same_entry_again(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    other = a_visit(day=DAY - timedelta(days=1), state=P)
    before = entries(browser, ALL)[visit.public_id]
    assert list(entries(browser, ALL)) == [other.public_id, visit.public_id], "the soonest first"
    change(visit, opens_at=visit.opens_at + 24 * HOUR, closes_at=visit.closes_at + 24 * HOUR, now=NOW + HOUR)
    moved = entries(browser, ALL)[visit.public_id]
    assert list(entries(browser, ALL)) == [visit.public_id, other.public_id], "the newest first"
    assert moved.id == before.id
    assert moved.title == "DIPINDAH: Desa Sumberjaya, Rabu, 9 Desember 2026, 08.00–14.00 WIB"
    assert (before.updated, moved.updated) == (NOW, NOW + HOUR)
    assert lines(browser, ALL, visit)[:2] == [
        "Hari baru. Semula Selasa, 8 Desember 2026, 08.00–14.00 WIB.",
        "Alasan: Dipakai rapat desa",
    ]
    cancel_visit(visit, siti(), reason="Banjir <b>&", now=NOW + 2 * HOUR)
    cancelled = entries(browser, ALL)[visit.public_id]
    assert (cancelled.id, cancelled.updated) == (before.id, NOW + 2 * HOUR)
    assert cancelled.title == "DIBATALKAN: Desa Sumberjaya, Rabu, 9 Desember 2026, 08.00–14.00 WIB"
    assert lines(browser, ALL, visit) == [
        "Dibatalkan. Alasan: Banjir <b>&",
        "Pertama kali diumumkan Selasa, 8 Desember 2026, 08.00–14.00 WIB.",
        "Rabu, 9 Desember 2026, 08.00–14.00 WIB",
        "Aula Kantor Desa, Desa Sumberjaya, Kec. Tambun Selatan",
        "Kunjungan lain di sekitarnya",
    ]


def test_a_cancelled_visit_names_its_replacement_once_that_is_announced(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    cancel_visit(visit, siti(), reason="Banjir", now=NOW)
    week = timedelta(days=7)
    srimukti = a_venue("Balai Desa", "Srimukti")
    plan = a_plan(venue=srimukti, opens_at=visit.opens_at + week, closes_at=visit.closes_at + week)
    later = draft_visit(bekasi(), plan, siti(), now=NOW, replaces=visit)
    assert later.public_id not in browser.get(SUMBERJAYA).text
    publish_visit(later, siti(), now=NOW + HOUR, kept=EveryReason())
    named = f"Gantinya: Desa Srimukti, Selasa, 15 Desember 2026, 08.00–14.00 WIB. {SITE}/kunjungan/{later.public_id}"
    assert named in lines(browser, SUMBERJAYA, visit)
    tag = browser.get(SUMBERJAYA).headers["ETag"]
    change(later, opens_at=later.opens_at + HOUR, now=NOW + 2 * HOUR)
    assert browser.get(SUMBERJAYA).headers["ETag"] != tag
    assert "09.00–14.00 WIB" in lines(browser, SUMBERJAYA, visit)[1]


def test_who_follows_a_place_is_told_where_its_visit_went(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    typed = f"{ALL}?q=sumberjaya"
    change(visit, venue=a_venue("Balai Desa", "Srimukti"), now=NOW + HOUR)
    for address in (SUMBERJAYA, TAMBUN_SELATAN, typed, f"{ALL}?kecamatan=32.16.06", SRIMUKTI, ALL):
        title = entries(browser, address)[visit.public_id].title
        assert title == "DIPINDAH: Desa Srimukti, Selasa, 8 Desember 2026, 08.00–14.00 WIB"
    assert lines(browser, SUMBERJAYA, visit)[:2] == [
        "Sekarang: Selasa, 8 Desember 2026, 08.00–14.00 WIB di Balai Desa, Desa Srimukti, Kec. Tambun Utara.",
        "Kunjungan ini pindah ke desa lain.",
    ]
    assert lines(browser, TAMBUN_SELATAN, visit)[1] == "Kunjungan ini pindah ke kecamatan lain."
    new_place = "Tempat baru. Semula di Aula Kantor Desa, Desa Sumberjaya."
    assert lines(browser, SRIMUKTI, visit)[0] == lines(browser, typed, visit)[0] == new_place
    cancel_visit(visit, siti(), reason="Banjir", now=NOW + 2 * HOUR)
    assert entries(browser, SUMBERJAYA)[visit.public_id].title.startswith("DIBATALKAN: Desa Srimukti")


def test_who_follows_a_service_or_a_period_is_told_when_the_visit_leaves_it(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    service, period = f"{ALL}?layanan=kk-baru", f"{ALL}?dari=2026-12-08&sampai=2026-12-08"
    tag = browser.get(service).headers["ETag"]
    change(visit, offers=(OfferPlan("KTP_ENROL"),), now=NOW + HOUR)
    assert browser.get(service).headers["ETag"] != tag
    assert entries(browser, service)[visit.public_id].title.startswith("BERUBAH: Desa Sumberjaya")
    assert lines(browser, service, visit)[1] == "Layanan yang Anda ikuti tidak lagi ada di kunjungan ini."
    assert not entries(browser, ALL)[visit.public_id].title.startswith("BERUBAH")
    change(visit, opens_at=visit.opens_at + 48 * HOUR, closes_at=visit.closes_at + 48 * HOUR)
    assert entries(browser, period)[visit.public_id].title.startswith(
        "DIPINDAH: Desa Sumberjaya, Kamis, 10 Desember 2026"
    )
    assert entries(browser, f"{ALL}?dari=2026-12-01&sampai=2026-12-07") == {}


def test_what_the_team_reports_is_news(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    a_booth(visit, an_agency("BPJS"), "JKN")
    assert "- BPJS: JKN" in lines(browser, ALL, visit)
    visit.confirmed_at = NOW
    session().commit()
    assert lines(browser, ALL, visit)[0] == "Tim memastikan berangkat."
    visit.state, visit.offers[0].state = VisitState.RUNNING, OfferState.CLOSED
    visit.offers[0].reason = OfferReason.NETWORK
    session().commit()
    assert lines(browser, ALL, visit)[:2] == ["Layanan dibuka.", "Perekaman KTP-el ditutup karena jaringan putus."]
    visit.state, visit.obstacles = VisitState.CLOSED, ["POWER"]
    session().commit()
    assert lines(browser, ALL, visit)[:2] == ["Kunjungan selesai.", "Kendala: listrik padam."]
    assert lines(browser, ALL, visit)[-1] == "Halaman kunjungan"


def test_each_language_is_a_feed_of_its_own(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    cancelled = a_visit(day=DAY + timedelta(days=1), state=P)
    cancel_visit(cancelled, siti(), reason="Banjir", now=NOW + HOUR)
    ours, english = (browser.get(SUMBERJAYA), browser.get(f"{SUMBERJAYA}?bahasa=en"))
    assert ours.headers["ETag"] != english.headers["ETag"]
    browser.get(SUMBERJAYA, headers={"If-None-Match": english.headers["ETag"]})
    feed = feed_in(english.data)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.findtext(f"{ATOM}id") == f"tag:botram.invalid,2026:{SUMBERJAYA}?bahasa=en"
    assert [link.get("href") for link in links(feed, "self")] == [f"{SITE}{SUMBERJAYA}?bahasa=en"]
    told = entries(browser, f"{SUMBERJAYA}?bahasa=en")
    assert told[visit.public_id].title == "Desa Sumberjaya, Tuesday, 8 December 2026, 08:00–14:00 WIB"
    assert told[cancelled.public_id].title.startswith("CANCELLED: Desa Sumberjaya")
    assert told[visit.public_id].link == f"{SITE}/kunjungan/{visit.public_id}?bahasa=en"
    assert told[visit.public_id].id == entries(browser, SUMBERJAYA)[visit.public_id].id


@pytest.mark.parametrize("address", [ALL, f"{SUMBERJAYA}?bahasa=en"])
def test_hostile_words_are_read_as_words(app: Flask, browser: Browser, address: str) -> None:
    spite = "".join(PIECES)
    visit = a_visit(state=P, title=spite)
    cancel_visit(visit, siti(), reason=spite, now=NOW)
    told = entries(browser, address)[visit.public_id]
    for piece in ("<script>window.hacked = 1</script>", "${window.hacked=1}`", "]]>", "👩🏽‍🦱🏠"):
        assert piece in told.title
        assert piece in "\n".join(lines(browser, address, visit))
    assert "\u202e" not in "\n".join(lines(browser, address, visit)), "it was taken out when it came"


@pytest.mark.parametrize("query", ["%00", "<script>", "]]>", "%E2%80%AE", "🎪" * 30, "a" * 80, "%ff"])
def test_hostile_searches_give_a_feed(app: Flask, browser: Browser, query: str) -> None:
    visit = a_visit(state=P, title="".join(PIECES))
    assert entries(browser, f"{ALL}?q={query}").keys() <= {visit.public_id}


def test_a_search_that_is_longer_than_any_name_is_refused(app: Flask, browser: Browser) -> None:
    assert "q: paling banyak 300 huruf." in browser.get(f"{ALL}?q={'a' * 5000}", 422).get_data(as_text=True)


def test_a_feed_costs_the_same_however_many_visits_there_are(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    a_booth(visit, an_agency("BPJS"))
    replace(visit, DAY + timedelta(days=20))
    few = {address: cost_of(partial(browser.get, address)) for address in EVERY}
    for number, name in enumerate(("Lambangjaya", "Srimukti", "Lambangsari", "Setiamekar"), 1):
        there = a_venue(f"Balai {number}", name)
        a_visit(venue=there, state=P, services=("IKD", "KIA_NEW"), day=DAY + timedelta(days=number))
    replace(a_visit(venue=a_venue("Aula", "Karangsatria"), state=P), DAY + timedelta(days=21))
    far = a_venue("Aula", None, elsewhere(), "32.17.01.2001")
    a_visit(team=a_team("Tim Dewi", elsewhere()), venue=far, state=P)
    copies(visit, range(3, 300))
    copies(visit, range(-200, -5))
    assert {address: cost_of(partial(browser.get, address)) for address in EVERY} == few
    assert max(few.values()) <= 9
    assert len(entries(browser, ALL)) == queries.MOST
    tag = browser.get(SUMBERJAYA).headers["ETag"]
    with statements() as sent:
        browser.get(SUMBERJAYA, 304, headers={"If-None-Match": tag})
    assert len(sent) <= 2
    assert len(gzip.compress(browser.get(ALL).data)) <= 14_000


def replace(by: Visit, day: date) -> None:
    """A cancelled visit in Sumberjaya that another one stands in for."""
    cancelled = a_visit(day=day, state=VisitState.CANCELLED)
    cancelled.replaced_by_id = by.id
    session().commit()


def test_a_change_reaches_a_full_feed(app: Flask, browser: Browser) -> None:
    visit = a_visit("14:00", "14:01", state=P)
    copies(visit, range(-queries.MOST, 0), every=timedelta(minutes=1))
    assert visit.public_id not in entries(browser, ALL)
    change(visit, notes="Bawa payung", now=NOW + HOUR)
    assert next(iter(entries(browser, ALL))) == visit.public_id
    assert "Bawa payung" in lines(browser, ALL, visit)


@pytest.mark.parametrize("language", ["", "?bahasa=en"])
def test_pages_lead_to_their_feeds(app: Flask, browser: Browser, language: str) -> None:
    a_visit(state=P)
    for path, wanted in (
        ("/jadwal", ALL),
        ("/desa/32.16.06.2010", SUMBERJAYA),
        ("/kecamatan/32.16.06", TAMBUN_SELATAN),
    ):
        read = page(browser.get(path + language))
        named = [one for one in read.all("link") if one.get("type") == "application/atom+xml"]
        assert [(one["rel"], one["href"]) for one in named] == [("alternate", wanted + language)]
        shown = [one["href"] for one in read.all("a") if one.get("type") == "application/atom+xml"]
        assert shown == [wanted + language]
        assert browser.get(shown[0]).mimetype == "application/atom+xml"
    query = "q=sumberjaya&kecamatan=32.16.06&layanan=kk-baru&dari=2026-12-01&sampai=2026-12-31"
    read = page(browser.get(f"/jadwal?{query}&lat=-6.2&lon=107.1&halaman=1"))
    assert [one["href"] for one in read.all("a") if one.get("type") == "application/atom+xml"] == [FILTERED]
    read = page(browser.get(f"/kalender?desa=32.16.06.2010{language.replace('?', '&')}"))
    shown = [one["href"] for one in read.all("a") if one.get("type") == "application/atom+xml"]
    assert shown == [SUMBERJAYA + language, ALL + language]
