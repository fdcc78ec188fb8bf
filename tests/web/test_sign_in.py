"""Signing in: who gets in, who has to wait, and what a copied cookie is worth."""

from datetime import datetime, timedelta
from time import process_time

import pyotp
import pytest
from argon2 import extract_parameters
from flask import Flask

from botram.database import session
from botram.refusals import NotFound
from botram.staff.actions import AccountPlan, change_account, close_account, reset_password
from botram.staff.models import Installation, Role, SignIn
from botram.staff.second_factor import forget_second_factor
from botram.staff.sign_ins.actions import begin_sign_in, complete_sign_in, tidy_sign_ins
from botram.staff.sign_ins.rules import hasher, unusable_hash
from tests.browser import Browser, page
from tests.builders import NOW, PASSWORD, SetClock, add, asep, bekasi, budi, person, ratna, siti
from tests.web.desk import SECRET, copy_of, with_phone

WRONG = "Nama masuk atau kata sandi tidak cocok."
WAIT = "Tunggu satu menit"


def try_password(browser: Browser, name: str, password: str, status: int = 422, **options: object) -> str:
    """What the sign-in page says to a name and a password."""
    return page(browser.post("/masuk", {"name": name, "password": password}, status, **options)).text


def code_at(moment: datetime, secret: str = SECRET) -> str:
    """What a phone shows at a moment."""
    return str(pyotp.TOTP(secret).at(moment))


def test_a_right_password_opens_the_page_that_was_asked_for(browser: Browser) -> None:
    siti()
    answer = browser.get("/koordinator/tim", 302)
    assert answer.location == "/masuk?lanjut=/koordinator/tim"
    answer = browser.post(answer.location, {"name": " SITI ", "password": PASSWORD})
    assert answer.location == "/koordinator/tim"
    assert "Siti Aminah" in page(browser.get("/akun")).text


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_one_answer(browser: Browser) -> None:
    siti()
    closed = person("cecep", "Cecep Hidayat", Role.OFFICER, bekasi())
    closed.active = False
    session().commit()
    said = {
        try_password(browser, name, word)
        for name, word in (("siti", "salah"), ("tidak-ada", PASSWORD), ("cecep", PASSWORD))
    }
    assert len(said) == 1
    assert WRONG in said.pop()


def work(browser: Browser, name: str) -> float:
    """The processor's seconds for a wrong password, at the quickest of three tries."""
    took = []
    for _try in range(3):
        began = process_time()
        try_password(browser, name, "salah")
        took.append(process_time() - began)
    return min(took)


def test_an_unknown_name_costs_as_much_work_as_a_known_one(browser: Browser) -> None:
    asep()
    siti().password_hash = hasher.hash(PASSWORD)  # as accounts are made; those of tests are cheap
    session().commit()
    assert extract_parameters(unusable_hash()) == extract_parameters(siti().password_hash), "memory, time and lanes"
    session().rollback()
    known, unknown, cheap = (work(browser, name) for name in ("siti", "tidak-ada", "asep"))
    assert abs(known - unknown) < (known - cheap) / 2


def test_a_wrong_form_keeps_the_name_and_never_the_password(browser: Browser) -> None:
    answer = browser.post("/masuk", {"name": "siti", "password": "rahasia sekali"}, 422)
    assert 'value="siti"' in answer.text
    assert "rahasia" not in answer.text
    assert "Bagian ini belum diisi" in page(browser.post("/masuk", {"name": "siti", "password": ""}, 422)).text


@pytest.mark.parametrize(
    "name", ["\x00", "a" * 5000, "<script>alert(1)</script>", "😀", "3216051234567890", "' OR 1=1 --"]
)
def test_nonsense_gets_an_ordinary_answer(browser: Browser, name: str) -> None:
    answer = browser.post("/masuk", {"name": name, "password": "x" * 500}, 422)
    assert "<script>alert" not in answer.text


def test_the_sixth_try_in_a_minute_has_to_wait_even_with_the_right_password(
    browser: Browser, set_clock: SetClock
) -> None:
    siti(), asep()
    for _try in range(5):
        assert WRONG in try_password(browser, "siti", "salah")
    answer = browser.post("/masuk", {"name": "Siti", "password": PASSWORD}, 429)
    assert WAIT in page(answer).text
    assert 'value="Siti"' in answer.text
    assert answer.headers["Retry-After"] == "60"
    Browser(browser.app).sign_in("asep")
    set_clock(NOW + timedelta(minutes=1))
    browser.sign_in("siti")


@pytest.mark.parametrize(("seconds", "status"), [(2, 429), (31, 429), (59, 422), (61, 422)])
def test_tries_count_over_the_edge_of_a_minute(
    browser: Browser, set_clock: SetClock, seconds: int, status: int
) -> None:
    siti()
    late = NOW.replace(second=59)
    for before in (2, 1, 1, 0, 0):
        set_clock(late - timedelta(seconds=before))
        try_password(browser, "siti", "salah")
    set_clock(late + timedelta(seconds=seconds))
    try_password(browser, "siti", "salah", status)


def test_a_try_that_is_held_back_makes_nobody_wait_longer(browser: Browser, set_clock: SetClock) -> None:
    siti()
    for second in range(0, 60, 6):
        set_clock(NOW + timedelta(seconds=second))
        try_password(browser, "siti", "salah", 422 if second < 30 else 429)
    set_clock(NOW + timedelta(seconds=60))
    browser.sign_in("siti")


def test_an_account_is_braked_whatever_address_the_tries_come_from(browser: Browser) -> None:
    siti()
    for number in range(20):
        try_password(browser, "siti", "salah", environ_overrides={"REMOTE_ADDR": f"10.0.0.{number}"})
    try_password(browser, "siti", PASSWORD, 429, environ_overrides={"REMOTE_ADDR": "10.0.1.1"})


def test_one_address_cannot_lock_an_account_for_others(browser: Browser) -> None:
    siti()
    for number in range(30):
        try_password(
            browser, "siti", "salah", 422 if number < 5 else 429, environ_overrides={"REMOTE_ADDR": "10.0.0.1"}
        )
    Browser(browser.app).sign_in("siti")


def test_one_address_is_braked_over_all_accounts(browser: Browser) -> None:
    for account in range(12):
        person(f"nama{account}", f"Nama {account}", Role.OFFICER, bekasi())
        for number in range(5):
            near = {"REMOTE_ADDR": f"2001:db8::{account}:{number}"}
            try_password(browser, f"nama{account}", "salah", environ_overrides=near)
    try_password(browser, "nama99", "salah", 429, environ_overrides={"REMOTE_ADDR": "2001:db8::9"})
    try_password(browser, "nama99", "salah", 422, environ_overrides={"REMOTE_ADDR": "2001:db8:0:1::9"})


def test_signing_in_needs_the_token_of_the_page(browser: Browser) -> None:
    siti()
    answer = browser.post("/masuk", {"name": "siti", "password": PASSWORD, "csrf_token": "dari situs lain"}, 400)
    assert "kedaluwarsa" in page(answer).text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/jadwal",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/%2Fevil.example",
        "/%5Cevil.example",
        "/jadwal/..//evil.example",
        "javascript:alert(1)",
        "jadwal",
        "/tidak-ada",
        "/keluar",
        "",
    ],
)
def test_only_our_own_pages_follow_a_sign_in(browser: Browser, wanted: str) -> None:
    siti()
    answer = browser.post("/masuk", {"name": "siti", "password": PASSWORD}, query_string={"lanjut": wanted})
    assert answer.location.startswith("/koordinator/")


def test_a_page_with_its_query_follows_a_sign_in(browser: Browser) -> None:
    siti()
    wanted = "/koordinator/jejak?jenis=team&sebelum=9"
    answer = browser.post("/masuk", {"name": "siti", "password": PASSWORD}, query_string={"lanjut": wanted})
    assert answer.location == wanted


def test_the_cookie_of_before_is_worth_nothing_after_signing_in(browser: Browser) -> None:
    siti()
    browser.get("/masuk")
    planted = copy_of(browser)
    browser.sign_in("siti")
    planted.get("/akun", 302)


def test_the_cookie_holds_a_random_id_and_no_name(browser: Browser) -> None:
    siti()
    browser.sign_in("siti")
    with browser.client.session_transaction() as held:
        assert set(held) <= {"_user_id", "csrf_token", "language"}
        assert len(held["_user_id"]) >= 43
        assert session().query(SignIn).filter_by(token_hash=held["_user_id"]).count() == 0


def test_a_second_sign_in_ends_the_first_one_of_the_same_browser(browser: Browser) -> None:
    siti(), asep()
    browser.sign_in("siti")
    copied = copy_of(browser)
    browser.sign_in("asep")
    copied.get("/akun", 302)


def test_a_copied_cookie_is_dead_after_signing_out(browser: Browser) -> None:
    siti()
    browser.sign_in("siti")
    copied = copy_of(browser)
    copied.get("/akun")
    answer = browser.post("/keluar")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "botram=;" in answer.headers["Set-Cookie"]
    copied.get("/akun", 302)
    assert "Anda sudah keluar" in page(browser.get(answer.location)).text


def test_signing_out_needs_a_token_and_no_sign_in(browser: Browser) -> None:
    siti()
    browser.sign_in("siti")
    browser.post("/keluar", {"csrf_token": ""}, 400)
    browser.get("/akun")
    browser.get("/keluar", 405)
    Browser(browser.app).post("/keluar")


@pytest.mark.parametrize("what", ["close", "role", "password"])
def test_a_copied_cookie_is_dead_after_the_account_changed(browser: Browser, what: str) -> None:
    account, by = asep(), budi()
    browser.sign_in("asep")
    if what == "close":
        close_account(account, by, now=NOW)
    elif what == "role":
        change_account(account, AccountPlan("Asep", "asep", Role.COORDINATOR), by, now=NOW)
    else:
        reset_password(account, "kata sandi sementara", by, now=NOW)
    browser.get("/akun", 302)


def test_a_new_name_leaves_a_person_signed_in(browser: Browser) -> None:
    account = asep()
    browser.sign_in("asep")
    change_account(account, AccountPlan("Asep S.", "asep", Role.OFFICER), budi(), now=NOW)
    assert "Asep S." in page(browser.get("/akun")).text


def test_a_sign_in_ends_when_unused_for_twelve_hours(browser: Browser, set_clock: SetClock) -> None:
    siti()
    browser.sign_in("siti")
    set_clock(NOW + timedelta(hours=11, minutes=59))
    browser.get("/akun")
    set_clock(NOW + timedelta(hours=23, minutes=59))
    browser.get("/akun", 302)


def test_a_used_sign_in_ends_after_a_week(browser: Browser, set_clock: SetClock) -> None:
    siti()
    browser.sign_in("siti")
    for hour in range(0, 168, 11):
        set_clock(NOW + timedelta(hours=hour))
        browser.get("/akun")
    set_clock(NOW + timedelta(hours=168))
    browser.get("/akun", 302)


@pytest.mark.parametrize(("seconds", "seen"), [(59, 0), (60, 60), (90, 90), (121, 121)])
def test_the_last_use_is_written_at_most_once_a_minute(
    browser: Browser, set_clock: SetClock, seconds: int, seen: int
) -> None:
    siti()
    browser.sign_in("siti")
    set_clock(NOW + timedelta(seconds=seconds))
    browser.get("/akun")
    session().rollback()
    assert session().query(SignIn).one().seen_at == NOW + timedelta(seconds=seen)


def test_each_use_within_a_minute_of_the_last_one_written_is_left_out(browser: Browser, set_clock: SetClock) -> None:
    siti()
    browser.sign_in("siti")
    for seconds, seen in ((59, 0), (60, 60), (90, 60), (121, 121)):
        set_clock(NOW + timedelta(seconds=seconds))
        browser.get("/akun")
        session().rollback()
        assert session().query(SignIn).one().seen_at == NOW + timedelta(seconds=seen)


def test_ended_sign_ins_and_brakes_are_tidied_away(app: Flask) -> None:
    begin_sign_in(siti(), now=NOW, limit_hours=1)
    begin_sign_in(siti(), now=NOW, limit_hours=9)
    assert tidy_sign_ins(now=NOW + timedelta(hours=2)) == 1


@pytest.mark.parametrize("address", ["/akun", "/akun/sandi", "/koordinator", "/koordinator/akun"])
def test_an_administrator_gets_nowhere_with_a_password_alone(browser: Browser, address: str) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    assert browser.get(address, 302).location.startswith("/masuk?")
    browser.post("/koordinator/akun/baru", status=401)


def test_the_code_leads_an_administrator_to_the_page_that_was_asked_for(browser: Browser) -> None:
    with_phone(budi())
    answer = browser.post(
        "/masuk", {"name": "budi", "password": PASSWORD}, query_string={"lanjut": "/koordinator/akun"}
    )
    assert answer.location == "/masuk/kode?lanjut=/koordinator/akun"
    assert browser.post(answer.location, {"code": code_at(NOW)}).location == "/koordinator/akun"
    browser.get("/koordinator/akun")


def test_the_waiting_id_opens_nothing_in_the_place_of_a_full_one(browser: Browser) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    with browser.client.session_transaction() as held:
        held["_user_id"] = held["pending"]
    browser.get("/akun", 302)


def test_the_waiting_id_ends_with_the_code_and_after_ten_minutes(browser: Browser, set_clock: SetClock) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    copied = copy_of(browser)
    browser.post("/masuk/kode", {"code": code_at(NOW)})
    assert copied.get("/masuk/kode", 302).location == "/masuk"
    browser.post("/keluar")
    browser.sign_in("budi")
    set_clock(NOW + timedelta(minutes=10))
    assert browser.get("/masuk/kode", 302).location == "/masuk"


def test_a_code_works_once(browser: Browser, set_clock: SetClock) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    browser.post("/masuk/kode", {"code": code_at(NOW)})
    other = Browser(browser.app).sign_in("budi")
    assert "sudah dipakai" in page(other.post("/masuk/kode", {"code": code_at(NOW)}, 422)).text
    set_clock(NOW + timedelta(seconds=30))
    other.post("/masuk/kode", {"code": code_at(NOW + timedelta(seconds=30))})


@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 302), (0, 302), (30, 302), (60, 422)])
def test_a_code_may_be_half_a_minute_off(browser: Browser, seconds: int, status: int) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    code = code_at(NOW + timedelta(seconds=seconds))
    browser.post("/masuk/kode", {"code": f" {code[:3]} {code[3:]} "}, status)


def test_codes_are_braked_by_the_minute(browser: Browser) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    for _try in range(5):
        browser.post("/masuk/kode", {"code": "000000"}, 422)
    assert WAIT in page(browser.post("/masuk/kode", {"code": code_at(NOW)}, 429)).text


@pytest.mark.parametrize(("minutes", "status"), [(5, 302), (6, 429)])
def test_codes_are_braked_by_the_hour(browser: Browser, set_clock: SetClock, minutes: int, status: int) -> None:
    with_phone(budi())
    browser.sign_in("budi")
    for minute in range(minutes):
        set_clock(NOW + timedelta(minutes=minute))
        for _try in range(5):
            browser.post("/masuk/kode", {"code": "000000"}, 422)
    later = NOW + timedelta(minutes=minutes)
    set_clock(later)
    browser.post("/masuk/kode", {"code": code_at(later)}, status)


def test_an_administrator_sets_the_second_factor_up_before_anything_else(browser: Browser) -> None:
    budi()
    browser.sign_in("budi")
    answer = browser.get("/masuk/kode")
    shown = page(answer)
    secret = "".join(next(text for text in shown.texts if len(text.split()) == 8 and text.isupper()).split())
    assert 'src="data:image/svg+xml' in answer.text
    browser.post("/masuk/kode", {"code": "123456"}, 422)
    codes = page(browser.post("/masuk/kode", {"code": code_at(NOW, secret)}, 200))
    assert "/koordinator/akun" in [link["href"] for link in codes.all("a")]
    browser.get("/koordinator/akun")
    session().rollback()
    assert budi().totp_secret == secret
    assert "Pindai" not in page(Browser(browser.app).sign_in("budi").get("/masuk/kode")).text


def test_a_second_factor_set_up_elsewhere_meanwhile_stays(browser: Browser) -> None:
    account = budi()
    browser.sign_in("budi")
    shown = page(browser.get("/masuk/kode"))
    secret = "".join(next(text for text in shown.texts if len(text.split()) == 8 and text.isupper()).split())
    with_phone(account)
    browser.post("/masuk/kode", {"code": code_at(NOW, secret)}, 422)


def test_a_waiting_sign_in_ended_by_a_new_password_cannot_be_completed(app: Flask) -> None:
    account = with_phone(budi())
    begin_sign_in(account, now=NOW, limit_hours=1)
    pending = session().query(SignIn).one()
    with app.app_context():
        reset_password(budi(), "kata sandi sementara", budi(), now=NOW)
    with pytest.raises(NotFound):
        complete_sign_in(pending, now=NOW, limit_hours=1)
    assert session().query(SignIn).count() == 0


def test_who_has_a_second_factor_needs_it_in_every_role(browser: Browser) -> None:
    with_phone(siti())
    browser.sign_in("siti")
    browser.get("/akun", 302)
    forget_second_factor(siti(), budi(), now=NOW)
    browser.sign_in("siti").get("/akun")


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_a_demonstration_shows_the_code(browser: Browser, demonstration: bool) -> None:
    add(Installation(uid_host="botram.example", demonstration=demonstration))
    with_phone(budi())
    browser.sign_in("budi")
    assert (code_at(NOW) in page(browser.get("/masuk/kode")).text) is demonstration


def test_sign_in_pages_are_kept_by_nobody(browser: Browser) -> None:
    ratna()
    assert browser.get("/masuk").headers["Cache-Control"] == "no-store"
    browser.sign_in("ratna")
    assert browser.get("/akun").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/healthz", "/jadwal", "/tidak-ada"])
def test_public_answers_do_not_vary_by_cookie(browser: Browser, address: str) -> None:
    siti()
    browser.sign_in("siti")
    answer = browser.client.get(address)
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers


def test_a_new_password_has_to_be_made_before_anything_else(browser: Browser) -> None:
    account = siti()
    reset_password(account, "kata sandi sementara", budi(), now=NOW)
    browser.sign_in("siti", "kata sandi sementara")
    for address in ("/akun", "/koordinator/tim", "/koordinator/jejak"):
        assert browser.get(address, 302).location == "/akun/sandi"
    words = {"old": "kata sandi sementara", "password": "hujan bulan juni", "again": "hujan bulan juni"}
    assert browser.post("/akun/sandi", words).location.startswith("/koordinator/")
    browser.get("/koordinator/tim")
    assert hasher.verify(siti().password_hash, "hujan bulan juni")


def test_a_temporary_password_ends_after_a_week_and_only_who_knows_it_is_told(
    browser: Browser, set_clock: SetClock
) -> None:
    reset_password(siti(), "kata sandi sementara", budi(), now=NOW)
    set_clock(NOW + timedelta(days=7))
    assert "sudah lewat 7 hari" in try_password(browser, "siti", "kata sandi sementara")
    assert "lewat" not in try_password(browser, "siti", "salah")
    browser.get("/akun", 302)
    set_clock(NOW + timedelta(days=7, seconds=-1))
    browser.sign_in("siti", "kata sandi sementara")
    assert browser.get("/akun", 302).location == "/akun/sandi"
