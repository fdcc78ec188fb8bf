"""The calendar file of one visit, as a browser fetches it."""

from datetime import UTC, datetime

from flask import Flask
from icalendar import Calendar

from botram.database import session
from botram.staff.models import Installation
from botram.visits.actions import cancel_visit
from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import DAY, NOW, a_venue, a_visit, add, siti


def test_the_file_says_what_it_is_and_when_it_changed(app: Flask, browser: Browser) -> None:
    add(Installation(uid_host="botram.example.go.id", demonstration=False))
    visit = a_visit(state=VisitState.PUBLISHED)
    answer = browser.get(f"/kunjungan/{visit.public_id}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'inline; filename="botram-{visit.public_id}.ics"'
    assert answer.last_modified == datetime(2026, 12, 4, 2, 0, tzinfo=UTC)
    assert answer.headers["ETag"]
    assert "Set-Cookie" not in answer.headers
    event = Calendar.from_ical(answer.data).events[0]
    assert event["UID"] == f"{visit.public_id}@botram.example.go.id"
    assert event["URL"] == f"http://127.0.0.1:8000/kunjungan/{visit.public_id}"


def test_an_unchanged_file_is_not_sent_again(app: Flask, browser: Browser) -> None:
    address = f"/kunjungan/{a_visit(state=VisitState.PUBLISHED).public_id}.ics"
    tag = browser.get(address).headers["ETag"]
    assert browser.get(address, 304, headers={"If-None-Match": tag}).data == b""


def test_a_cancelled_visits_file_says_so_and_names_others(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    a_visit(day=DAY.replace(day=10), venue=a_venue("Balai Desa", "Lambangjaya"), state=VisitState.PUBLISHED)
    cancel_visit(visit, siti(), reason="Banjir", now=NOW)
    session().commit()
    event = Calendar.from_ical(browser.get(f"/kunjungan/{visit.public_id}.ics").data).events[0]
    assert event["STATUS"] == "CANCELLED"
    assert "Kunjungan lain di sekitarnya: Desa Lambangjaya, Kamis, 10 Desember 2026, 08.00–14.00 WIB." in str(
        event["DESCRIPTION"]
    )
