"""Calendars that everyone may follow, as three independent programs read them."""

import gzip
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Event

from botram.calendars.feed import KEPT, MOST_KEPT
from botram.database import session
from botram.partners.actions import AgencyPlan, save_agency
from botram.staff.models import Installation
from botram.visits.actions import cancel_visit, draft_visit, publish_visit
from botram.visits.models import OfferState, Visit, VisitLevel, VisitState
from botram.visits.plans import OfferPlan
from tests.browser import Browser
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
    office,
    siti,
    village,
)
from tests.calendars.parsers import events
from tests.many_visits import copies
from tests.statements import statements
from tests.visits.builders import EveryReason, a_plan, change

P = VisitState.PUBLISHED
ALL = "/kalender/semua.ics"
SUMBERJAYA, SRIMUKTI = "/kalender/desa/32.16.06.2010.ics", "/kalender/desa/32.16.05.2005.ics"
EVERY = (
    ALL,
    "/kalender/kecamatan/32.16.06.ics",
    SUMBERJAYA,
    "/kalender/tingkat/desa.ics",
    "/kalender/layanan/kk-baru.ics",
)


def first_lines(event: Event, count: int = 2) -> list[str]:
    return str(event["DESCRIPTION"]).split("\n")[:count]


def test_every_feed_holds_its_visits_and_no_draft(app: Flask, browser: Browser) -> None:
    team = a_team()
    here = a_visit(team=team, state=P)
    a_visit(team=team)
    school = a_visit(
        venue=a_venue("Aula", "Lambangjaya"), state=P, level=VisitLevel.SCHOOL, title="SMAN 1", services=("IKD",)
    )
    far = a_visit(
        team=a_team("Tim Dewi", elsewhere()), venue=a_venue("Aula", None, elsewhere(), "32.17.01.2001"), state=P
    )
    found = {address: set(events(browser, address)) for address in (*EVERY, "/kalender/tingkat/sekolah.ics")}
    assert found == {
        ALL: {here.public_id, school.public_id, far.public_id},
        "/kalender/kecamatan/32.16.06.ics": {here.public_id, school.public_id},
        SUMBERJAYA: {here.public_id},
        "/kalender/tingkat/desa.ics": {here.public_id, far.public_id},
        "/kalender/layanan/kk-baru.ics": {here.public_id, far.public_id},
        "/kalender/tingkat/sekolah.ics": {school.public_id},
    }


def test_a_feed_says_what_it_is_and_when_to_ask_again(app: Flask, browser: Browser) -> None:
    add(Installation(uid_host="botram.example.go.id", demonstration=False))
    visit = a_visit(state=P)
    answer = browser.get(SUMBERJAYA + "?bahasa=id")
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    for line in (
        "NAME:Botram Desa Sumberjaya",
        "X-WR-CALNAME:Botram Desa Sumberjaya",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        f"SOURCE;VALUE=URI:http://127.0.0.1:8000{SUMBERJAYA}",
        "URL:http://127.0.0.1:8000/desa/32.16.06.2010",
        "COLOR:darkgreen",
        "X-WR-TIMEZONE:Asia/Jakarta",
        f"UID:{visit.public_id}@botram.example.go.id",
    ):
        assert line in lines
    assert not [line for line in lines if line.startswith(("METHOD", "BEGIN:VTIMEZONE", "BEGIN:VALARM", "X-EVIL"))]
    headers = answer.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in headers
    assert answer.last_modified == NOW


@pytest.mark.parametrize(
    "address",
    [
        "/kalender/desa/32.16.06.9999.ics",
        "/kalender/desa/x.ics",
        "/kalender/kecamatan/99.99.99.ics",
        "/kalender/tingkat/planet.ics",
        "/kalender/layanan/%00.ics",
        "/kalender/layanan/tidak-ada.ics",
        "/kalender/lain.ics",
    ],
)
def test_an_unknown_feed_is_not_found(app: Flask, browser: Browser, address: str) -> None:
    browser.get(address, 404)


@pytest.mark.parametrize("address", EVERY)
def test_an_unchanged_feed_is_not_written_again(app: Flask, browser: Browser, address: str) -> None:
    visit = a_visit(state=P)
    cancel_visit(a_visit(day=DAY + timedelta(days=1), state=P), siti(), reason="Banjir", now=NOW)
    plain, packed = (browser.get(address, headers={"Accept-Encoding": encoding}) for encoding in ("identity", "gzip"))
    tags = {plain.headers["ETag"], packed.headers["ETag"]}
    assert len(tags) == 2
    assert not [tag for tag in tags if tag.startswith("W/")]
    assert gzip.decompress(packed.data) == plain.data
    app.extensions[KEPT].clear()
    ways = [{"If-None-Match": tag} for tag in (*tags, f"W/{plain.headers['ETag']}", "*")]
    for way in (*ways, {"If-Modified-Since": plain.headers["Last-Modified"]}):
        with statements() as sent:
            answer = browser.get(address, 304, headers={"Accept-Encoding": "gzip", **way})
        assert len(sent) <= 2
        assert answer.data == b""
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["ETag"]
    assert not app.extensions[KEPT], "no entry was written"
    change(visit, contact="Loket 021-555111", now=NOW + timedelta(hours=1))
    answer = browser.get(address, headers={"If-None-Match": ", ".join(tags)})
    assert "021-555111" in answer.text
    browser.get(address, headers={"If-Modified-Since": plain.headers["Last-Modified"]})


def test_each_language_is_a_feed_of_its_own(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    ours, english = browser.get(SUMBERJAYA), browser.get(f"{SUMBERJAYA}?bahasa=en")
    assert ours.headers["ETag"] != english.headers["ETag"]
    browser.get(SUMBERJAYA, headers={"If-None-Match": english.headers["ETag"]})
    lines = english.text.replace("\r\n ", "").split("\r\n")
    address = f"http://127.0.0.1:8000/kunjungan/{visit.public_id}"
    assert f"URL:{address}?bahasa=en" in lines
    assert f"SOURCE;VALUE=URI:http://127.0.0.1:8000{SUMBERJAYA}?bahasa=en" in lines
    assert f"URL:{address}\r\n" in ours.text.replace("\r\n ", "")


def test_the_window_moves_at_the_offices_midnight(app: Flask, browser: Browser, set_clock: SetClock) -> None:
    jayapura = office("32.17", "Disdukcapil Kota Jayapura", "Asia/Jayapura")
    team = a_team("Tim Timur", jayapura)
    venue = a_venue("Aula", None, jayapura, "32.17.01.2001")
    today = date(2026, 12, 4)
    days = {
        name: today + timedelta(days=count)
        for name, count in (("old", -90), ("gone", -91), ("far", 400), ("beyond", 401))
    }
    kept = {
        name: a_visit("00:00", "01:00", day=day, team=team, venue=venue, state=P).public_id
        for name, day in days.items()
    }
    address = "/kalender/desa/32.17.01.2001.ics"
    assert list(events(browser, address)) == [kept["old"], kept["far"]]
    tag = browser.get(address).headers["ETag"]
    set_clock(datetime(2026, 12, 4, 14, 59, 59, tzinfo=UTC))
    browser.get(address, 304, headers={"If-None-Match": tag})
    set_clock(datetime(2026, 12, 4, 15, 0, tzinfo=UTC))
    assert list(events(browser, address)) == [kept["far"], kept["beyond"]]
    assert browser.get(address, headers={"If-None-Match": tag}).last_modified == datetime(
        2026, 12, 4, 15, 0, tzinfo=UTC
    )


def test_a_move_to_another_village_is_told_where_the_visit_was(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    before = events(browser, SUMBERJAYA)[visit.public_id]
    assert (before["SEQUENCE"], before["TRANSP"]) == (0, "OPAQUE")
    there = a_venue("Balai Desa", "Srimukti")
    day_later = timedelta(days=2)
    change(
        visit,
        venue=there,
        opens_at=visit.opens_at + day_later,
        closes_at=visit.closes_at + day_later,
        now=NOW + timedelta(hours=1),
    )
    gone, arrived = events(browser, SUMBERJAYA)[visit.public_id], events(browser, SRIMUKTI)[visit.public_id]
    assert gone["SUMMARY"] == "PINDAH: Botram Desa Srimukti"
    assert arrived["SUMMARY"] == "Botram Desa Srimukti"
    assert (gone["TRANSP"], arrived["TRANSP"]) == ("TRANSPARENT", "OPAQUE")
    assert gone["SEQUENCE"] == arrived["SEQUENCE"] == 1
    assert gone["UID"] == arrived["UID"] == before["UID"]
    assert gone.start == arrived.start == visit.opens_at
    assert first_lines(gone, 4) == [
        "Sekarang: Kamis, 10 Desember 2026, 08.00–14.00 WIB di Balai Desa, Desa Srimukti, Kec. Tambun Utara.",
        "Kunjungan ini pindah ke desa lain.",
        "Waktu dan tempat baru. Semula Selasa, 8 Desember 2026, 08.00–14.00 WIB di Aula Kantor Desa, Desa Sumberjaya.",
        "Alasan: Dipakai rapat desa",
    ]
    assert events(browser, ALL)[visit.public_id]["SUMMARY"] == "Botram Desa Srimukti"
    left = events(browser, "/kalender/kecamatan/32.16.06.ics")[visit.public_id]
    assert str(left["SUMMARY"]).startswith("PINDAH: ")
    change(visit, venue=visit_venue(visit), now=NOW + timedelta(hours=2))
    assert events(browser, SUMBERJAYA)[visit.public_id]["SUMMARY"] == "Botram Desa Sumberjaya"
    assert events(browser, SRIMUKTI)[visit.public_id]["SUMMARY"] == "PINDAH: Botram Desa Sumberjaya"
    cancel_visit(visit, siti(), reason="Banjir", now=NOW + timedelta(hours=3))
    assert events(browser, SRIMUKTI)[visit.public_id]["SUMMARY"] == "DIBATALKAN: Botram Desa Sumberjaya"
    assert events(browser, SRIMUKTI)[visit.public_id]["SEQUENCE"] == 3


def visit_venue(visit: Visit) -> Any:
    """A venue in the village where tests begin."""
    assert visit.village_code != village().code
    return a_venue("Lapangan")


def test_a_service_that_is_taken_off_is_told_to_those_who_follow_it(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    draft = a_visit(day=DAY + timedelta(days=1))
    for one in (visit, draft):
        change(one, offers=(OfferPlan("KTP_ENROL"),), level=VisitLevel.DISTRICT)
    event = events(browser, "/kalender/layanan/kk-baru.ics")[visit.public_id]
    assert event["SUMMARY"] == "PINDAH: Botram Kecamatan Tambun Selatan"
    assert first_lines(event)[1] == "Layanan yang Anda ikuti tidak lagi ada di kunjungan ini."
    event = events(browser, "/kalender/tingkat/desa.ics")[visit.public_id]
    assert first_lines(event)[1] == "Kunjungan ini sekarang termasuk Botram Kecamatan."
    for address in EVERY:
        assert draft.public_id not in events(browser, address)


def test_a_cancellation_stays_without_a_status_and_names_others(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    near = a_visit(day=DAY + timedelta(days=2), venue=a_venue("Balai", "Lambangjaya"), state=P)
    tag = browser.get(SUMBERJAYA).headers["ETag"]
    cancel_visit(visit, siti(), reason="Banjir", now=NOW + timedelta(hours=1))
    event = events(browser, SUMBERJAYA)[visit.public_id]
    assert event["SUMMARY"] == "DIBATALKAN: Botram Desa Sumberjaya"
    assert (event["TRANSP"], event["SEQUENCE"]) == ("TRANSPARENT", 1)
    assert "STATUS" not in event
    assert first_lines(event) == [
        "Dibatalkan. Alasan: Banjir",
        f"Kunjungan lain di sekitarnya: Desa Lambangjaya, Kamis, 10 Desember 2026, 08.00–14.00 WIB. http://127.0.0.1:8000/kunjungan/{near.public_id}",
    ]
    later = draft_visit(
        bekasi(),
        a_plan(opens_at=visit.opens_at + timedelta(days=7), closes_at=visit.closes_at + timedelta(days=7)),
        siti(),
        now=NOW,
        replaces=visit,
    )
    assert later.public_id not in browser.get(SUMBERJAYA).text
    publish_visit(later, siti(), now=NOW + timedelta(hours=2), kept=EveryReason())
    told = first_lines(events(browser, SUMBERJAYA)[visit.public_id])[1]
    assert told.startswith("Gantinya: ") and later.public_id in told
    change(near, opens_at=near.opens_at + timedelta(hours=1), now=NOW + timedelta(hours=3))
    assert "09.00–14.00 WIB" in first_lines(events(browser, SUMBERJAYA)[visit.public_id], 3)[2]
    assert tag != browser.get(SUMBERJAYA).headers["ETag"]


def test_a_cancelled_entry_names_only_visits_that_help_who_reads_it(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P, services=("KTP_ENROL", "KK_NEW"))
    there = a_venue("Balai", "Lambangjaya")
    for level in (VisitLevel.SCHOOL, VisitLevel.INSTITUTION):
        a_visit(day=DAY + timedelta(days=1), level=level, title="Panti Lansia", state=P)
    a_visit(day=DAY - timedelta(days=2), venue=there, state=P)
    a_visit(day=DAY + timedelta(days=2), venue=there, services=("IKD",), state=P)
    a_visit(day=DAY + timedelta(days=31), venue=there, state=P)
    enrols = a_visit(day=DAY + timedelta(days=3), venue=there, services=("KTP_ENROL",), state=P)
    family_cards = a_visit(day=DAY + timedelta(days=4), venue=there, services=("IKD", "KK_NEW"), state=P)
    cancel_visit(visit, siti(), reason="Banjir", now=NOW)
    named = {address: others_in(events(browser, address)[visit.public_id]) for address in EVERY}
    both = [enrols.public_id, family_cards.public_id]
    assert named == dict.fromkeys(EVERY, both) | {"/kalender/layanan/kk-baru.ics": [family_cards.public_id]}
    next(one for one in family_cards.offers if one.service_code == "KK_NEW").state = OfferState.CLOSED
    family_cards.changed(NOW)
    session().commit()
    assert others_in(events(browser, "/kalender/layanan/kk-baru.ics")[visit.public_id]) == []


def others_in(event: Event) -> list[str]:
    """The visits that the entry of a cancelled one names."""
    lines = str(event["DESCRIPTION"]).split("\n\n")[0].split("\n")[1:]
    assert all(line.startswith("Kunjungan lain di sekitarnya: ") for line in lines)
    return [line.rpartition("/")[2] for line in lines]


def test_a_renamed_agency_is_called_so_in_entries_that_are_over_too(app: Flask, browser: Browser) -> None:
    over, agency = a_visit(day=DAY - timedelta(days=20), state=VisitState.CLOSED), an_agency("BPJS")
    a_booth(over, agency, "JKN")
    tag = browser.get(ALL).headers["ETag"]
    assert "BPJS: JKN" in str(events(browser, ALL)[over.public_id]["DESCRIPTION"])
    save_agency(bekasi(), agency, AgencyPlan("BPJS Cikarang", agency.kind), siti(), now=NOW)
    assert "BPJS Cikarang: JKN" in str(events(browser, ALL)[over.public_id]["DESCRIPTION"])
    assert browser.get(ALL).headers["ETag"] != tag


def test_a_feed_costs_the_same_however_many_visits_there_are(app: Flask, browser: Browser) -> None:
    team, venue = a_team(), a_venue()
    first = a_visit(team=team, venue=venue, state=P)
    cancel_visit(a_visit("15:00", "16:00", team=team, venue=venue, state=P), siti(), reason="Banjir", now=NOW)
    a_booth(first)
    copies(first, range(1, 3))
    browser.get(EVERY[0])  # the list of services is read once, and kept
    few = {address: cost(app, browser, address) for address in EVERY}
    copies(first, range(-150, 0))
    copies(first, range(3, 40))
    assert {address: cost(app, browser, address) for address in EVERY} == few
    assert max(fresh for fresh, _again in few.values()) <= 8
    assert max(again for _fresh, again in few.values()) <= 4


def cost(app: Flask, browser: Browser, address: str) -> tuple[int, int]:
    """The statements of a feed whose entries are all written anew, and of one whose entries are kept."""
    app.extensions.pop(KEPT, None)
    counts = []
    for _turn in range(2):
        with statements() as sent:
            browser.get(address)
        counts.append(len(sent))
    return counts[0], counts[1]


def test_entries_that_are_kept_say_what_is_true_now(app: Flask, browser: Browser) -> None:
    visit, other = (
        a_visit(state=P),
        a_visit(day=DAY + timedelta(days=1), venue=a_venue("Balai", "Lambangjaya"), state=P),
    )
    first = events(browser, ALL)
    kept: dict[Any, bytes] = app.extensions[KEPT]
    written = set(kept)
    assert len(written) == 2
    assert events(browser, ALL) == first
    assert events(browser, SUMBERJAYA)[visit.public_id] == first[visit.public_id]
    assert set(kept) == written
    number = other.id
    change(other, notes="Bawa payung", now=NOW + timedelta(hours=1))
    assert "Bawa payung" in str(events(browser, ALL)[other.public_id]["DESCRIPTION"])
    assert [key.visit for key in set(kept) - written] == [number]


def test_no_more_entries_are_kept_than_a_process_holds(app: Flask, browser: Browser) -> None:
    visit, other = a_visit(state=P), a_visit(day=DAY + timedelta(days=1), state=P)
    events(browser, ALL)
    kept: dict[Any, bytes] = app.extensions[KEPT]
    kept.update(dict.fromkeys(range(MOST_KEPT - len(kept)), b"an entry of another visit"))
    change(visit, notes="Bawa map", now=NOW + timedelta(hours=2))
    assert set(events(browser, ALL)) == {visit.public_id, other.public_id}
    assert len(kept) == MOST_KEPT
