"""Repeating a visit from its page: plain words, a preview of every date, then all drafts or none. Without script."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.days.models import DayKind, OfficeDay
from botram.staff.models import Team
from botram.visits.models import Visit, VisitState
from botram.visits.series.models import VisitSeries
from tests.browser import Browser, Page, page
from tests.builders import DAY, a_team, a_venue, a_visit, add, asep, bekasi, count, dewi, ratna, siti
from tests.web.desk import as_it_is_now, at_desk

A_WEEK = timedelta(weeks=1)
TUESDAY = DAY.weekday()
UNTIL = DAY + 3 * A_WEEK
FIELDS = ("baris", "dilihat")


def address(visit: Visit) -> str:
    """The page for repeating it."""
    return f"/koordinator/kunjungan/{visit.public_id}/ulang"


def typed(**more: Any) -> dict[str, Any]:
    """Three Tuesdays after the visit, as a coordinator types them."""
    return {
        "weekdays": [str(TUESDAY)],
        "first": (DAY + timedelta(days=1)).isoformat(),
        "last": "29-12-2026",
        "holidays": "lewati",
        "langkah": "periksa",
        **more,
    }


def dates(read: Page) -> dict[str, Any]:
    """What the preview sends for its dates, unchanged."""
    found: dict[str, Any] = {name: [] for name in FIELDS}
    for one in read.all("input"):
        name = one.get("name", "")
        if name in FIELDS:
            found[name].append(one["value"])
        elif name.startswith(("hari-", "tim-", "id-")) or (name.startswith("buat-") and "checked" in one):
            found[name] = one["value"]
    return found


def looked(browser: Browser, visit: Visit, status: int = 200, **more: Any) -> Page:
    """The page with the preview of the dates."""
    return page(browser.post(address(visit), typed(**more), status))


def buttons(read: Page, name: str = "langkah") -> list[str]:
    """The values of the buttons."""
    return [one["value"] for one in read.all("button") if one.get("name") == name]


def days_made() -> list[date]:
    """The days of all visits."""
    found = as_it_is_now().scalars(select(Visit).order_by(Visit.opens_at))
    return [(one.opens_at + timedelta(hours=7)).date() for one in found]


def test_every_date_is_shown_and_all_drafts_are_made(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)))
    browser = at_desk(app, siti())
    assert address(visit) in [one.get("href") for one in page(browser.get(address(visit)[:-6])).all("a")]
    form = page(browser.get(address(visit)))
    assert [one["value"] for one in form.all("input") if "checked" in one] == [str(TUESDAY), "lewati"]
    read = looked(browser, visit)
    assert "3 tanggal" in read.text
    for day in ("Sel, 15 Des 2026", "Sel, 22 Des 2026", "Sel, 29 Des 2026"):
        assert day in read.text
    assert count(Visit) == 1
    answer = browser.post(address(visit), typed(**dates(read)) | {"langkah": "simpan"})
    assert answer.location == "/koordinator/papan?bulan=2026-12"
    assert days_made() == [DAY + n * A_WEEK for n in range(4)]
    browser.post(address(visit), typed(**dates(read)) | {"langkah": "simpan"})  # pressed twice
    assert (count(Visit), count(VisitSeries)) == (4, 1)


def a_clash() -> tuple[Visit, Team]:
    """A visit whose team is announced elsewhere a week later, and another team."""
    team, other = a_team("Tim Utara"), a_team("Tim Selatan")
    a_visit(day=DAY + A_WEEK, team=team, venue=a_venue(in_village="Wanasari"), state=VisitState.PUBLISHED)
    return a_visit(team=team), other


def test_a_clash_is_named_with_free_teams_and_days_that_one_press_takes(app: Flask) -> None:
    visit, other = a_clash()
    browser = at_desk(app, siti())
    read = looked(browser, visit)
    assert "1 perlu dilihat" in read.text
    assert "Wanasari" in read.text
    key = (DAY + A_WEEK).isoformat()
    way = f"{key}~{key}~{other.id}"
    assert way in buttons(read, "ke")
    read = page(browser.post(address(visit), typed(**dates(read), ke=way, langkah=""), 200))
    assert "Sel, 15 Des 2026 menjadi Sel, 15 Des 2026, Tim Selatan" in read.text
    assert "perlu dilihat" not in read.text
    browser.post(address(visit), typed(**dates(read)) | {"langkah": "simpan"})
    made = as_it_is_now().scalars(select(Visit).where(Visit.team_id == other.id)).one()
    assert (made.opens_at + timedelta(hours=7)).date() == DAY + A_WEEK


def test_a_date_is_left_out_and_another_put_on_another_day_after_one_more_look(app: Flask) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    sent = typed(**dates(looked(browser, visit))) | {"langkah": "simpan"}
    del sent["buat-2026-12-15"]
    sent["hari-2026-12-22"] = "23-12-2026"
    read = page(browser.post(address(visit), sent, 422))
    assert "daftarnya berubah sejak diperiksa" in read.text
    assert "Sel, 22 Des 2026 menjadi Rab, 23 Des 2026" in read.text
    assert count(Visit) == 1
    browser.post(address(visit), typed(**dates(read)) | {"langkah": "simpan"})
    assert days_made() == [DAY, date(2026, 12, 23), date(2026, 12, 29)]


@pytest.mark.parametrize(("holidays", "found"), [("lewati", 2), ("tetap", 3)])
def test_holidays_are_left_out_or_kept_with_their_warning(app: Flask, holidays: str, found: int) -> None:
    add(OfficeDay(office_id=bekasi().id, day=DAY + A_WEEK, kind=DayKind.HOLIDAY, name="Ulang tahun kantor"))
    visit = a_visit()
    read = looked(at_desk(app, siti()), visit, holidays=holidays)
    assert f"{found} tanggal" in read.text
    assert ("Ulang tahun kantor" in read.text) == (holidays == "tetap")


def test_exceptions_and_weeks_of_the_month_are_typed(app: Flask) -> None:
    visit, browser = a_visit(), at_desk(app, siti())
    assert "2 tanggal" in looked(browser, visit, exceptions="15-12-2026, 25-12-2026").text
    assert "Sel, 12 Jan 2027" in looked(browser, visit, weeks=["2", "3"], last="31-1-2027").text
    assert "3 tanggal" in looked(browser, visit, weeks=["2", "3"], last="31-1-2027").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"weekdays": []}, "Pilih sedikitnya satu hari."),
        ({"weekdays": ["9"]}, "Pilih dari daftar."),
        ({"last": ""}, "Bagian ini belum diisi."),
        ({"last": "1-12-2026"}, "Hari terakhir tidak boleh sebelum hari pertama."),
        ({"last": "1-12-2029"}, "Paling lama dua tahun sejak hari pertama."),
        ({"first": "1-12-2020"}, "Tanggal ini sudah lewat."),
        ({"exceptions": "natal"}, "Tulis tanggal seperti 8-12-2026."),
        ({"weekdays": [str(n) for n in range(7)], "last": "1-12-2027"}, "Paling banyak 120 hari sekaligus."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    app: Flask, wrong: dict[str, Any], sentence: str
) -> None:
    visit = a_visit()
    read = looked(at_desk(app, siti()), visit, 422, **({"exceptions": "24-12-2026"} | wrong))
    assert sentence in read.text
    kept = {one.get("name"): one.get("value") for one in read.all("input")}
    assert kept["exceptions"] == wrong.get("exceptions", "24-12-2026")


@pytest.mark.parametrize("day", ["besok", "1-12-2020", ""])
def test_a_date_that_cannot_be_is_marked_and_nothing_is_made(app: Flask, day: str) -> None:
    visit, browser = a_visit(), at_desk(app, siti())
    sent = typed(**dates(looked(browser, visit))) | {"langkah": "simpan", "hari-2026-12-15": day}
    read = page(browser.post(address(visit), sent, 422))
    assert "Tulis tanggal yang belum lewat" in read.text
    assert "simpan" not in buttons(read)
    assert count(Visit) == 1


def test_it_is_for_coordinators_of_the_office_alone(app: Flask) -> None:
    visit = a_visit()
    for person, status in ((dewi, 404), (ratna, 403)):
        at_desk(app, person()).get(address(visit), status)
        as_it_is_now()
