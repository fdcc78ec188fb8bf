"""The sign-ins of one account: known again by their device, ended one by one, and limited in number."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.staff.models import SignIn
from botram.staff.sign_ins.actions import MOST_SIGN_INS
from botram.web.devices import device_of
from tests.browser import Browser, page
from tests.builders import NOW, PASSWORD, SetClock, asep, siti
from tests.web.desk import SECRET, all_of, as_it_is_now, at_desk, copy_of, with_phone

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (PHONE, "Chrome, Android"),
        (PHONE.replace("Chrome", "SamsungBrowser/25.0 Chrome"), "Samsung Internet, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605 Version/17.5 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 17_5) AppleWebKit/605 CriOS/126.0 Mobile Safari/604.1", "Chrome, iPad"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/126.0 Safari/537.36", "Chrome, ChromeOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari, Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        ("curl/8.5.0", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 100, ""),
    ],
)
def test_a_device_is_named_by_browser_and_system_alone(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def signed_in_from(app: Flask, user_agent: str) -> Browser:
    """Siti's browser on some device."""
    browser = Browser(app)
    browser.post("/masuk", {"name": "siti", "password": PASSWORD}, headers={"User-Agent": user_agent})
    return browser


def sign_in_ids() -> list[int]:
    """The sign-ins that there are, in the order in which they were made."""
    return [one.id for one in all_of(SignIn)]


def test_the_own_page_lists_each_device_with_its_hours(app: Flask, set_clock: SetClock) -> None:
    siti()
    signed_in_from(app, PHONE)
    set_clock(NOW + timedelta(hours=1))
    text = page(signed_in_from(app, "curl/8.5.0").get("/akun")).text
    assert "Jum, 4 Des 2026, 09.00" in text
    assert "Chrome, Android Keluarkan" in text
    assert "tidak dikenal perangkat ini" in text


def test_the_device_is_known_after_the_code_too(app: Flask) -> None:
    with_phone(siti())
    browser = signed_in_from(app, PHONE)
    browser.post("/masuk/kode", {"code": pyotp.TOTP(SECRET).at(NOW)})
    assert "Chrome, Android" in page(browser.get("/akun")).text


def test_one_device_is_signed_out_and_the_others_stay(app: Flask) -> None:
    siti()
    lost, kept, here = (signed_in_from(app, agent) for agent in (PHONE, "curl/8.5.0", PHONE))
    address = f"/akun/perangkat/{sign_in_ids()[0]}"
    assert "Chrome, Android" in page(here.get(address)).text
    assert "tidak cocok" in page(here.post(address, {"password": "salah"}, 422)).text
    lost.get("/akun")
    copied = copy_of(here)
    here.post(address, {"password": PASSWORD})
    copied.get("/akun", 302)
    assert "Perangkat itu sudah dikeluarkan" in page(here.get("/akun")).text
    lost.get("/akun", 302)
    kept.get("/akun")
    here.get(address, 404)
    assert as_it_is_now().query(AuditEntry).filter_by(action="leave_device").count() == 1


@pytest.mark.parametrize("number", [0, 2**31, 2**70])
def test_no_device_has_such_a_number(app: Flask, number: int) -> None:
    browser = at_desk(app, siti())
    browser.get(f"/akun/perangkat/{number}", 404)
    browser.post(f"/akun/perangkat/{number}", {"password": PASSWORD}, 404)


def test_a_colleagues_device_is_not_mine_to_end(app: Flask) -> None:
    other, mine = (at_desk(app, one) for one in (asep(), siti()))
    mine.post(f"/akun/perangkat/{sign_in_ids()[0]}", {"password": PASSWORD}, 404)
    other.get("/akun")


def test_the_device_that_was_unused_for_longest_gives_way(app: Flask, set_clock: SetClock) -> None:
    asep()
    siti()
    others = at_desk(app, asep())
    browsers = []
    for minute in range(MOST_SIGN_INS):
        set_clock(NOW + timedelta(minutes=2 * minute))
        browsers.append(at_desk(app, siti()))
    set_clock(NOW + timedelta(minutes=30))
    browsers[0].get("/akun")
    browsers.append(at_desk(app, siti()))
    browsers[1].get("/akun", 302)
    for stays in (browsers[0], browsers[2], browsers[-1], others):
        stays.get("/akun")


def test_a_sign_in_that_waits_for_its_code_ends_nobody_elses(app: Flask) -> None:
    browser = at_desk(app, siti())
    with_phone(siti())
    for _try in range(4):
        Browser(app).sign_in("siti")
    browser.get("/akun")
