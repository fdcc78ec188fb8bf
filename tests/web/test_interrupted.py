"""Whoever sends a form after the sign-in has run out reads that nothing was saved, and comes back to the form."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask

from botram.results.models import ResultEntry
from botram.visits.models import VisitState
from tests.browser import Browser, page
from tests.builders import NOW, SetClock, a_visit, asep, siti
from tests.web.desk import as_it_is_now
from tests.web.officers.phone import aseps_visit, hidden

WRITTEN = "Aula dipakai <b>pemilihan</b>"
OUR_OWN = {"Origin": "http://localhost"}


def test_an_officer_reads_that_nothing_was_counted_and_comes_back_to_the_sheet(app: Flask, set_clock: SetClock) -> None:
    visit = aseps_visit(VisitState.RUNNING, day=NOW.date(), services=("KK_NEW",))
    as_it_is_now()
    phone, address = Browser(app).sign_in("asep"), f"/petugas/kunjungan/{visit.public_id}/catat/kk-baru"
    typed = hidden(phone, address) | {"outcome": "ISSUED_ON_SPOT", "note": WRITTEN}
    set_clock(NOW + timedelta(days=30))
    answer = phone.post(address, typed, 401, headers=OUR_OWN)
    assert "Yang baru saja Anda kirim tidak disimpan." in page(answer).text
    assert WRITTEN in page(answer).text and "<b>pemilihan" not in answer.text
    assert "Cari desa Anda" not in page(answer).text
    assert answer.headers["Cache-Control"] == "no-store"
    link = next(one["href"] for one in page(answer).all("a") if "/masuk" in one["href"])
    assert link == f"/masuk?{urlencode({'lanjut': address}, safe='/')}"
    back = phone.post(link, {"name": "asep", "password": "botram-demo"})
    assert back.location == address
    assert as_it_is_now().query(ResultEntry).count() == 0


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost{before}", True),
        ("https://jahat.example{before}", False),
        ("http://localhost/tidak-ada", False),
        ("", False),
    ],
    ids=["our own page", "another site", "no page", "not told"],
)
def test_a_form_without_a_page_of_its_own_leads_back_to_where_it_stood(app: Flask, referrer: str, back: bool) -> None:
    visit, browser = a_visit(state=VisitState.PUBLISHED), Browser(app)
    gone = f"/petugas/kunjungan/{visit.public_id}/catatan/{'0' * 36}/urungkan"
    before = f"/petugas/kunjungan/{visit.public_id}/catat?terakhir=1"
    answer = browser.post(gone, status=401, headers={"Referer": referrer.format(before=before)})
    link = next(one["href"] for one in page(answer).all("a") if "/masuk" in one["href"])
    assert link == (f"/masuk?{urlencode({'lanjut': before}, safe='/?')}" if back else "/masuk")


@pytest.mark.parametrize("origin", ["https://jahat.example", "http://localhost.jahat.example", "null", ""])
def test_nobody_else_puts_words_on_our_pages(app: Flask, origin: str) -> None:
    visit, typed = a_visit(state=VisitState.PUBLISHED), {"reason": WRITTEN, "alasan-friday": "Diminta desa"}
    address = f"/koordinator/kunjungan/{visit.public_id}/batal"
    ours = page(Browser(app).post(address, typed, 401, headers=OUR_OWN)).text
    assert WRITTEN in ours and "Diminta desa" in ours
    headers = {"Origin": origin} if origin else {}
    shown = page(Browser(app).post(address, typed, 401, headers=headers)).text
    assert WRITTEN not in shown and "Diminta desa" not in shown


@pytest.mark.parametrize("address", ["/akun/sandi", "/koordinator/akun/baru"])
def test_a_password_is_never_shown(app: Flask, address: str) -> None:
    siti(), asep()
    typed = {"password": "rahasia sekali", "current": "rahasia sekali", "name": "rahasia sekali"}
    assert "rahasia sekali" not in Browser(app).post(address, typed, 401, headers=OUR_OWN).text
