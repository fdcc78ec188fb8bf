"""Calendars behind a secret address, and the pages where such addresses are made and ended."""

import gzip
import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from botram.calendars.actions import GUESSES_A_MINUTE, AddressPlan, end_address, make_address
from botram.calendars.feed import KEPT
from botram.calendars.models import FeedToken
from botram.calendars.tokens import token_of
from botram.database import session
from botram.staff.models import Account, Role, Team
from botram.visits.actions import cancel_visit
from botram.visits.models import ListKind, Visit, VisitOfficer, VisitState
from tests.browser import Browser, Page, page
from tests.builders import (
    DAY,
    NOW,
    SECRET,
    a_team,
    a_venue,
    a_visit,
    asep,
    bekasi,
    dewi,
    elsewhere,
    person,
    ratna,
    siti,
)
from tests.calendars.parsers import events
from tests.many_visits import copies
from tests.statements import statements
from tests.visits.builders import change
from tests.web.desk import as_it_is_now, at_desk

P = VisitState.PUBLISHED
WORDS = {ListKind.TEAM: "tim", ListKind.OFFICER: "petugas", ListKind.OFFICE: "kantor"}
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/kalender/(?:tim|petugas|kantor)/[0-9a-z]{32}\.ics)")


def feed_address(kind: ListKind, team: Team | None = None) -> str:
    """The address of a new private calendar: of Asep, of a team, of the office in Bekasi."""
    by = asep() if kind is ListKind.OFFICER else siti()
    number = session().query(FeedToken).count()
    token = token_of(f"{number:032x}", by.id, SECRET)
    make_address(AddressPlan(kind, "ponsel", team), token, by, now=NOW)
    return f"/kalender/{WORDS[kind]}/{token}.ics"


def everybody_goes() -> None:
    """Put Asep into the crew of every visit that has none."""
    alone = session().scalars(select(Visit).where(~Visit.crew.any())).all()
    for visit in alone:
        hours = {"opens_at": visit.opens_at, "closes_at": visit.closes_at}
        visit.crew.append(VisitOfficer(account=asep(), announced=True, **hours))
    session().commit()


def budiman() -> Account:
    """Another officer in Bekasi."""
    return person("budiman", "Budiman", Role.OFFICER, bekasi())


def test_the_crew_reads_who_comes_with_what_and_is_reminded(app: Flask, browser: Browser) -> None:
    team = a_team("Tim Utara", members=(asep(), budiman()))
    team.kia_printer = False
    mine, drafted = a_visit(team=team, state=P), a_visit(day=DAY + timedelta(days=1), team=team)
    other = a_visit(team=a_team("Tim Selatan"), venue=a_venue("Balai", "Lambangjaya"), state=P)
    there = a_venue("Balai", None, elsewhere(), "32.17.01.2001")
    foreign = a_visit(team=a_team("Tim Dewi", elsewhere()), venue=there, state=P)
    session().commit()
    addresses = {kind: feed_address(kind, team if kind is ListKind.TEAM else None) for kind in WORDS}
    found = {kind: events(browser, address) for kind, address in addresses.items()}
    assert set(found[ListKind.TEAM]) == set(found[ListKind.OFFICER]) == {mine.public_id}
    assert set(found[ListKind.OFFICE]) == {mine.public_id, other.public_id}
    assert not [one for one in found.values() if {drafted.public_id, foreign.public_id} & set(one)]
    event = found[ListKind.OFFICER][mine.public_id]
    assert str(event["DESCRIPTION"]).split("\n")[:4] == [
        "Tim: Tim Utara (Mobil Tim Utara)",
        "Petugas: Asep Saepudin, Budiman",
        "Peralatan: alat perekaman KTP-el, pencetak KTP-el",
        "Kontak resmi di tempat: Loket 021-555000",
    ]
    for kind in (ListKind.TEAM, ListKind.OFFICER):
        alarms = found[kind][mine.public_id].walk("VALARM")
        assert [alarm.decoded("TRIGGER") for alarm in alarms] == [timedelta(days=-1), timedelta(hours=-2)]
        assert {alarm["ACTION"] for alarm in alarms} == {"DISPLAY"}
    whole = found[ListKind.OFFICE]
    assert whole[mine.public_id]["SUMMARY"] == "Botram Desa Sumberjaya, Tim Utara"
    assert whole[other.public_id]["SUMMARY"] == "Botram Desa Lambangjaya, Tim Selatan"
    assert not whole[mine.public_id].walk("VALARM")
    text = browser.get(addresses[ListKind.OFFICER]).text.replace("\r\n ", "")
    assert "X-WR-CALNAME:Tugas Botram Asep Saepudin\r\n" in text
    assert "asep" not in browser.get("/kalender/semua.ics").text.lower()


@pytest.mark.parametrize("kind", WORDS)
def test_a_cancellation_says_so_and_reminds_nobody(app: Flask, browser: Browser, kind: ListKind) -> None:
    team = a_team(members=(asep(),))
    visit = a_visit(team=team, state=P)
    cancel_visit(visit, siti(), reason="Banjir", now=NOW)
    event = events(browser, feed_address(kind, team if kind is ListKind.TEAM else None))[visit.public_id]
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert str(event["SUMMARY"]).startswith("DIBATALKAN: Botram Desa Sumberjaya")
    assert not event.walk("VALARM")


def test_who_no_longer_goes_is_told_and_not_reminded(app: Flask, browser: Browser) -> None:
    first, second = a_team("Tim Utara", members=(asep(),)), a_team("Tim Selatan", members=(budiman(),))
    visit = a_visit(team=first, state=P)
    old, new = feed_address(ListKind.TEAM, first), feed_address(ListKind.TEAM, second)
    own, whole = feed_address(ListKind.OFFICER), feed_address(ListKind.OFFICE)
    later = NOW + timedelta(hours=1)
    change(visit, team=second, crew=(budiman().id,), reason="Petugas sakit", now=later)
    for address, reason in (
        (old, "Kunjungan ini sekarang dijalankan Tim Selatan."),
        (own, "Anda tidak lagi bertugas pada kunjungan ini."),
    ):
        event = events(browser, address)[visit.public_id]
        assert (event["SUMMARY"], event["TRANSP"]) == ("PINDAH: Botram Desa Sumberjaya", "TRANSPARENT")
        lines = str(event["DESCRIPTION"]).split("\n")
        assert lines[0].startswith("Sekarang: Selasa, 8 Desember 2026, 08.00–14.00 WIB di Aula Kantor Desa")
        assert lines[1] == reason
        assert not event.walk("VALARM")
    assert events(browser, new)[visit.public_id]["SUMMARY"] == "Botram Desa Sumberjaya"
    assert events(browser, whole)[visit.public_id]["SUMMARY"] == "Botram Desa Sumberjaya, Tim Selatan"


@pytest.mark.parametrize("kind", list(WORDS))
def test_nobody_keeps_a_private_feed_and_an_unchanged_one_is_not_written(
    app: Flask, browser: Browser, kind: ListKind
) -> None:
    team = a_team(members=(asep(),))
    first = a_visit(team=team, state=P)
    address = feed_address(kind, team if kind is ListKind.TEAM else None)
    browser.get(address)  # notes that it is used
    plain, packed = (browser.get(address, headers={"Accept-Encoding": e}) for e in ("identity", "gzip"))
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert f"SOURCE;VALUE=URI:http://127.0.0.1:8000{address}" in plain.text.replace("\r\n ", "")
    app.extensions[KEPT].clear()
    with statements() as few:
        again = browser.get(address, 304, headers={"If-None-Match": packed.headers["ETag"]})
    assert not app.extensions[KEPT], "no entry was written"
    for answer in (plain, packed, again):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in answer.headers
    assert len(few) <= 5
    counts = []
    for days in (range(1, 3), range(3, 60)):
        copies(first, days)
        everybody_goes()
        with statements() as sent:
            browser.get(address, headers={"If-None-Match": packed.headers["ETag"]})
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 11


def test_a_new_name_or_new_equipment_reaches_the_crew(app: Flask, browser: Browser) -> None:
    team = a_team(members=(asep(),))
    visit = a_visit(team=team, state=P)
    address = feed_address(ListKind.TEAM, team)
    tag = browser.get(address).headers["ETag"]
    team.vehicle = "Mobil pinjaman"
    session().commit()
    tag_2 = browser.get(address, headers={"If-None-Match": tag}).headers["ETag"]
    asep().name = "Asep S."
    session().commit()
    browser.get(address, headers={"If-None-Match": f"{tag}, {tag_2}"})
    lines = str(events(browser, address)[visit.public_id]["DESCRIPTION"]).split("\n")
    assert lines[0] == "Tim: Tim Utara (Mobil pinjaman)"
    assert lines[1] == "Petugas: Asep S."


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any part of the program logs, however small."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_a_wrong_or_ended_address_is_not_found_and_none_is_ever_logged(
    app: Flask, browser: Browser, log: pytest.LogCaptureFixture
) -> None:
    address = feed_address(ListKind.OFFICE)
    token = address.split("/")[-1].removesuffix(".ics")
    browser.get(address)
    browser.ask("POST", address, 405)
    for wrong in (f"/kalender/tim/{token}.ics", f"/kalender/kantor/{token[:-1]}.ics", f"/kalender/kantor/{token}"):
        browser.get(wrong, 404)
    for zone, status in (("Asia/Tidak_Ada", 500), ("Asia/Jakarta", 200)):
        bekasi().time_zone = zone
        session().commit()
        browser.get(address, status)
    end_address(session().query(FeedToken).one(), siti(), now=NOW)
    answer = browser.get(address, 404)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "/kalender/kantor/<token>.ics 404" in log.text
    assert "failed" in log.text
    assert token[:-1] not in log.text
    for _turn in range(GUESSES_A_MINUTE - 2):  # two wrong ones were counted above
        browser.get(f"/kalender/kantor/{'7' * 32}.ics", 404)
    assert browser.get(f"/kalender/kantor/{'7' * 32}.ics", 429).headers["Retry-After"] == "60"


def made_address(read: Page) -> str:
    """The address that the page shows this once."""
    box = next(one for one in read.all("input") if one.get("id") == "alamat")
    assert ADDRESS.fullmatch(box["value"]), box
    assert "readonly" in box
    assert f"webcal://{box['value'].partition('://')[2]}" in [link.get("href") for link in read.all("a")]
    return box["value"].removeprefix("http://127.0.0.1:8000")


def fields(read: Page) -> dict[str, str]:
    """What the hidden inputs of a form hold."""
    return {one["name"]: one.get("value", "") for one in read.all("input") if one.get("type") == "hidden"}


def test_an_officer_makes_an_address_sees_it_once_and_ends_it(app: Flask) -> None:
    me = asep()
    visit = a_visit(crew=(me,), state=P)
    browser = at_desk(app, me)
    assert "/akun/kalender" in browser.get("/akun").text
    assert "Belum ada alamat kalender" in page(browser.get("/akun/kalender")).text
    form = fields(page(browser.get("/akun/kalender/baru")))
    assert browser.post("/akun/kalender/baru", form | {"label": ""}, 422)
    sent = form | {"label": "<b>ponsel</b>"}
    answer = browser.post("/akun/kalender/baru", sent, 200)
    assert answer.headers["Cache-Control"] == "no-store"
    address = made_address(page(answer))
    assert made_address(page(browser.post("/akun/kalender/baru", sent, 200))) == address
    assert as_it_is_now().query(FeedToken).count() == 1
    assert set(events(browser, address)) == {visit.public_id}
    listed = browser.get("/akun/kalender")
    assert "&lt;b&gt;ponsel&lt;/b&gt;" in listed.text
    assert address.split("/")[-1] not in listed.text
    assert "Jum, 4 Des 2026, 09.00" in page(listed).text
    end = next(link["href"] for link in page(listed).all("a") if link.get("href", "").endswith("/cabut"))
    assert "Cabut alamat" in page(browser.get(end)).text
    assert events(browser, address)
    browser.post(end)
    browser.post(end, status=404)
    browser.get(address, 404)
    assert "tidak dapat dipakai lagi" in page(browser.post("/akun/kalender/baru", sent, 422)).text


def test_coordinators_hand_out_their_own_offices_calendars(app: Flask) -> None:
    team, theirs, closed = (a_team("Tim Utara"), a_team("Tim Dewi", elsewhere()), a_team("Tim Lama", active=False))
    visit = a_visit(team=team, state=P)
    people = siti(), dewi(), ratna()
    browser, stranger, head = (at_desk(app, one) for one in people)
    form = fields(page(browser.get("/koordinator/kalender/baru")))
    for wrong in (theirs.id, closed.id, "x", ""):
        browser.post("/koordinator/kalender/baru", form | {"calendar": wrong, "label": "layar"}, 422)
    assert as_it_is_now().query(FeedToken).count() == 0
    addresses = [
        made_address(page(browser.post("/koordinator/kalender/baru", {"calendar": choice, "label": label}, 200)))
        for choice, label in ((team.id, "ponsel tim"), ("kantor", "layar loket"))
    ]
    for address in addresses:
        assert set(events(browser, address)) == {visit.public_id}
    text = page(browser.get("/koordinator/kalender")).text
    assert "layar loket Cabut layar loket semua kunjungan kantor Siti Aminah" in text
    rows = as_it_is_now().query(FeedToken).order_by(FeedToken.id).all()
    for row in rows:
        end = f"/koordinator/kalender/{row.id}/cabut"
        assert end in browser.get("/koordinator/kalender").text
        assert end not in head.get("/koordinator/kalender").text
        stranger.get(end, 404)
        stranger.post(end, status=404)
    assert "layar loket" in page(head.get("/koordinator/kalender")).text
    assert "layar loket" not in page(stranger.get("/koordinator/kalender")).text
    trail = page(browser.get("/koordinator/jejak")).text
    assert "Alamat kalender “layar loket” dibuat. Kalender: Botram Disdukcapil Kabupaten Bekasi." in trail
    browser.post(f"/koordinator/kalender/{rows[1].id}/cabut")
    browser.get(addresses[1], 404)
    assert events(browser, addresses[0])
    assert "Alamat kalender “layar loket” dicabut." in page(browser.get("/koordinator/jejak")).text


def test_an_officer_cannot_end_a_colleagues_address(app: Flask) -> None:
    feed_address(ListKind.OFFICER)
    feed_address(ListKind.OFFICE)
    rows = [row.id for row in session().query(FeedToken)]
    browser = at_desk(app, budiman())
    for number in rows:
        browser.post(f"/akun/kalender/{number}/cabut", status=404)
    own = at_desk(app, siti())
    own.post(f"/koordinator/kalender/{rows[0]}/cabut", status=404)
    assert [row.ended_at for row in as_it_is_now().query(FeedToken)] == [None, None]
