"""The pages about holidays and the fasting month."""

import pytest
from flask import Flask

from botram.days.models import OfficeDay, Ramadan
from tests.browser import page
from tests.builders import bekasi, dewi, ratna, siti
from tests.web.coordinators.form_reader import filled
from tests.web.desk import as_it_is_now, at_desk


def test_the_year_s_days_come_with_kind_and_estimates(app: Flask) -> None:
    browser = at_desk(app, siti())
    text = page(browser.get("/koordinator/hari")).text
    assert "Hari libur 2026" in text
    assert "Kam, 24 Des 2026" in text
    assert "Cuti bersama" in text
    assert "Ramadan" in text
    assert "perkiraan" in page(browser.get("/koordinator/hari?tahun=2040")).text


@pytest.mark.parametrize("year", ["1999", "2101", "99999999999999999999"])
def test_years_out_of_reach_are_not_there(app: Flask, year: str) -> None:
    browser = at_desk(app, siti())
    browser.get("/koordinator/hari", 404, query_string={"tahun": year})
    browser.get(f"/koordinator/hari/ramadan/{year}", 404)


@pytest.mark.parametrize("year", ["depan", "", "%00"])
def test_a_year_that_is_none_shows_this_one(app: Flask, year: str) -> None:
    assert "Hari libur 2026" in page(at_desk(app, siti()).get(f"/koordinator/hari?tahun={year}")).text


def test_a_day_of_the_office_is_added_and_taken_back(app: Flask) -> None:
    browser = at_desk(app, siti())
    sent = {"day": "15-8-2026", "kind": "HOLIDAY", "name": "Hari Jadi Kabupaten Bekasi"}
    assert browser.post("/koordinator/hari/baru", sent).location == "/koordinator/hari?tahun=2026"
    assert "Hari Jadi Kabupaten Bekasi Hari libur kantor" in page(browser.get("/koordinator/hari")).text
    assert "sudah ada" in page(browser.post("/koordinator/hari/baru", sent, 422)).text
    row = as_it_is_now().query(OfficeDay).one()
    assert "Sabtu, 15 Agustus 2026" in page(browser.get(f"/koordinator/hari/{row.id}/hapus")).text
    browser.post(f"/koordinator/hari/{row.id}/hapus")
    assert "Hari Jadi" not in page(browser.get("/koordinator/hari")).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "31-2-2026", "kind": "X"}, "Tulis tanggal"),
        ({"day": "2026-12-08", "kind": "WORKDAY"}, "bukan hari libur"),
    ],
    ids=["no day", "a working day of all"],
)
def test_a_wrong_day_is_answered_with_what_was_typed(app: Flask, typed: dict[str, str], sentence: str) -> None:
    sent = {"name": "Hari Jadi", **typed}
    answer = at_desk(app, siti()).post("/koordinator/hari/baru", sent, 422)
    assert 'value="Hari Jadi"' in answer.text
    assert sentence in page(answer).text


def test_the_fasting_month_is_set_and_follows_the_calendar_again(app: Flask) -> None:
    browser = at_desk(app, siti())
    address = "/koordinator/hari/ramadan/2026"
    browser.post(address, filled(browser.get(address), first="2026-02-19", last="2026-03-20"))
    text = page(browser.get("/koordinator/hari")).text
    assert "Kamis, 19 Februari 2026 sampai Jumat, 20 Maret 2026" in text
    assert "Ditetapkan kantor" in text
    assert "29 atau 30" in page(browser.post(address, filled(browser.get(address), last="2026-04-20"), 422)).text
    browser.post("/koordinator/hari/ramadan/2026/kembali")
    assert as_it_is_now().query(Ramadan).count() == 0


def test_two_who_set_the_fasting_month_differently_choose(app: Flask) -> None:
    address = "/koordinator/hari/ramadan/2027"
    slow, fast = at_desk(app, siti()), at_desk(app, siti())
    typed = filled(slow.get(address), last="2027-03-08")
    fast.post(address, filled(fast.get(address), first="2027-02-09", last="2027-03-10"))
    told = slow.post(address, typed, 422)
    assert "Yang tersimpan: Selasa, 9 Februari 2027, Rabu, 10 Maret 2027" in page(told).text
    slow.post(address, filled(told, pilih__first="tersimpan"))
    assert [str(row.first_day) for row in as_it_is_now().query(Ramadan)] == ["2027-02-09"]


def test_another_office_has_its_own_days(app: Flask) -> None:
    me, other = siti(), dewi()
    browser, stranger = at_desk(app, me), at_desk(app, other)
    browser.post("/koordinator/hari/baru", {"day": "2026-08-15", "kind": "HOLIDAY", "name": "Hari Jadi"})
    row = as_it_is_now().query(OfficeDay).filter_by(office_id=bekasi().id).one()
    assert "Hari Jadi" not in page(stranger.get("/koordinator/hari")).text
    stranger.get(f"/koordinator/hari/{row.id}/hapus", 404)
    stranger.post(f"/koordinator/hari/{row.id}/hapus", status=404)


def test_the_head_reads_the_days_and_changes_none(app: Flask) -> None:
    answer = at_desk(app, ratna()).get("/koordinator/hari")
    assert "/koordinator/hari/" not in answer.text
