"""What people change of themselves, and what that does to copies of their cookie."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.labels import change_sentences
from botram.audit.models import AuditEntry
from botram.config import VERSION
from botram.staff.actions import reset_password
from botram.staff.models import Account
from tests.browser import Browser, page
from tests.builders import NOW, PASSWORD, SetClock, asep, budi, ratna, siti
from tests.web.desk import as_it_is_now, at_desk, copy_of

NEW = "hujan bulan juni"


def secret_on(browser: Browser) -> str:
    """The secret that the page offers to the phone."""
    shown = page(browser.get("/akun/kode"))
    return "".join(next(text for text in shown.texts if len(text.split()) == 8 and text.isupper()).split())


def test_a_new_password_ends_other_devices_and_copies_but_not_this_one(app: Flask) -> None:
    browser, other = at_desk(app, siti()), at_desk(app, siti())
    copied = copy_of(browser)
    words = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert browser.post("/akun/sandi", words).location == "/akun"
    assert "Kata sandi diganti" in page(browser.get("/akun")).text
    other.get("/akun", 302)
    copied.get("/akun", 302)
    Browser(app).sign_in("siti", NEW)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"old": "salah", "password": NEW, "again": NEW}, "Kata sandi ini tidak cocok"),
        ({"old": PASSWORD, "password": NEW, "again": "lain"}, "Kedua kata sandi harus sama"),
        ({"old": PASSWORD, "password": "1234567", "again": "1234567"}, "8 sampai 128"),
        ({"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "harus lain"),
        ({"old": "", "password": "", "again": ""}, "belum diisi"),
    ],
)
def test_a_wrong_new_password_is_answered_and_never_shown(app: Flask, words: dict[str, str], sentence: str) -> None:
    browser = at_desk(app, siti())
    answer = browser.post("/akun/sandi", words, 422)
    assert sentence in page(answer).text
    assert not [word for word in words.values() if word and f'"{word}"' in answer.text]
    browser.get("/akun")


def test_who_got_a_temporary_password_sees_why_there_is_only_this_page(app: Flask) -> None:
    reset_password(siti(), "angin musim timur", budi(), now=NOW)
    browser = Browser(app).sign_in("siti", "angin musim timur")
    assert "dibuat oleh orang lain" in page(browser.get("/akun/sandi")).text
    browser.post("/keluar")


def test_anyone_can_set_a_second_factor_up(app: Flask) -> None:
    browser = at_desk(app, siti())
    copied, secret = copy_of(browser), secret_on(browser)
    assert secret == secret_on(browser), "the picture that was scanned stays true"
    assert secret != secret_on(at_desk(app, siti())), "each sign-in is offered its own"
    code = pyotp.TOTP(secret).at(NOW)
    assert "Kode tidak cocok" in page(browser.post("/akun/kode", {"code": "000000", "password": PASSWORD}, 422)).text
    browser.post("/akun/kode", {"code": code, "password": "salah"}, 422)
    assert "Simpan kode cadangan" in page(browser.post("/akun/kode", {"code": code, "password": PASSWORD}, 200)).text
    assert "Terpasang" in page(browser.get("/akun")).text
    assert browser.get("/akun/kode", 302).location == "/akun"
    copied.get("/akun", 302)
    assert Browser(app).sign_in("siti").get("/akun", 302).location.startswith("/masuk")


def test_all_other_devices_can_be_signed_out(app: Flask, set_clock: SetClock) -> None:
    browser = at_desk(app, siti())
    assert "Keluar dari semua perangkat lain" not in page(browser.get("/akun")).text
    set_clock(NOW + timedelta(hours=1))
    lost = at_desk(app, siti())
    text = page(browser.get("/akun")).text
    assert text.count("perangkat ini") == 1
    assert "Jum, 4 Des 2026, 10.00" in text
    browser.post("/akun/perangkat", {"password": "salah"}, 422)
    lost.get("/akun")
    browser.post("/akun/perangkat", {"password": PASSWORD})
    lost.get("/akun", 302)
    browser.get("/akun")
    assert as_it_is_now().query(AuditEntry).filter_by(action="leave_other_devices").count() == 1


def test_everyone_chooses_the_language_of_the_own_pages(app: Flask) -> None:
    people = siti(), ratna()
    browser, other = (at_desk(app, one) for one in people)
    browser.post("/akun/bahasa", {"language": "su"}, 422)
    assert browser.get("/akun/bahasa").text.count('<label class="choice"><input type="radio"') == 2, (
        "as wide as a thumb"
    )
    for _again in range(2):
        assert browser.post("/akun/bahasa", {"language": "en"}).location == "/akun"
    shown = page(browser.get("/akun"))
    assert shown.all("html")[0]["lang"] == "en"
    assert f"Botram version {VERSION}" in shown.text
    assert page(other.get("/akun")).all("html")[0]["lang"] == "id", "nobody else's pages change"
    kept = as_it_is_now().scalars(select(AuditEntry).where(AuditEntry.action == "change")).all()
    assert [(entry.before["language"], entry.after["language"]) for entry in kept] == [("id", "en")]
    assert "Bahasa: English, semula Bahasa Indonesia." in [line for entry in kept for line in change_sentences(entry)]


@pytest.mark.parametrize("address", ["/masuk", "/akun/sandi", "/akun/perangkat", "/akun/kode"])
def test_passwords_are_masked_and_left_to_password_managers(app: Flask, address: str) -> None:
    shown = page(at_desk(app, siti()).get(address))
    inputs = [one for one in shown.all("input") if one.get("name") in ("old", "password", "again")]
    assert inputs
    for one in inputs:
        assert one["type"] == "password"
        assert one["autocomplete"] in ("current-password", "new-password")
        assert "maxlength" not in one


@pytest.mark.parametrize(
    ("person", "address"),
    [(siti, "/koordinator/kunjungan"), (ratna, "/koordinator/hasil"), (asep, "/petugas"), (asep, "/akun")],
)
def test_every_page_of_staff_leads_to_signing_out(app: Flask, person: Callable[[], Account], address: str) -> None:
    browser = at_desk(app, person())
    shown = page(browser.get(address))
    if "/keluar" not in [form.get("action") for form in shown.all("form")]:
        assert "/akun" in [link.get("href") for link in shown.all("a")], "one tap away"
        assert "/keluar" in [form.get("action") for form in page(browser.get("/akun")).all("form")]
