"""Who signs in with a second factor, and what replaces a lost phone."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session
from botram.staff.actions import AccountPlan, change_account, reset_password
from botram.staff.models import Account, RecoveryCode, Role, SignIn
from botram.staff.recovery_codes.actions import CODES
from botram.staff.recovery_codes.rules import code_hash, new_code
from botram.staff.second_factor import forget_second_factor
from tests.browser import Browser, Page, page
from tests.builders import NOW, PASSWORD, SetClock, asep, bekasi, budi, count, ratna, siti
from tests.web.coordinators.form_reader import filled
from tests.web.desk import SECRET, as_it_is_now, at_desk, copy_of, with_phone

Person = Callable[[], Account]

SETTINGS = "/koordinator/pengaturan"


def asking(*, desk: bool = False, officers: bool = False) -> None:
    """Let the office ask its people for a code."""
    as_it_is_now()
    office = bekasi()
    office.desk_needs_code, office.officers_need_code = desk, officers
    session().commit()


def secret_on(shown: Page) -> str:
    """The key that a page offers to the phone."""
    return "".join(next(text for text in shown.texts if len(text.split()) == 8 and text.isupper()).split())


def codes_on(shown: Page) -> list[str]:
    """The recovery codes that a page shows."""
    return [text for text in shown.texts if text.count("-") == 6 and text.isupper()]


def set_up_on_the_way_in(app: Flask, account: Account) -> tuple[Browser, str, list[str]]:
    """A browser in which the person has set up the second factor at the first sign-in, the key, and the codes."""
    browser = Browser(app).sign_in(account.sign_in_name)
    secret = secret_on(page(browser.get("/masuk/kode")))
    answer = browser.post("/masuk/kode", {"code": pyotp.TOTP(secret).at(NOW)}, 200)
    return browser, secret, codes_on(page(answer))


def waiting(app: Flask, name: str = "siti") -> Browser:
    """A browser that has given the right password and owes the code."""
    return Browser(app).sign_in(name)


@pytest.mark.parametrize(
    ("person", "desk", "officers", "owed"),
    [
        (siti, True, False, True),
        (ratna, True, False, True),
        (asep, True, False, False),
        (asep, False, True, True),
        (siti, False, True, False),
        (ratna, False, False, False),
        (budi, False, False, True),
    ],
)
def test_who_must_have_a_second_factor_sets_it_up_at_the_first_sign_in(
    app: Flask, person: Person, desk: bool, officers: bool, owed: bool
) -> None:
    name = person().sign_in_name
    asking(desk=desk, officers=officers)
    browser = Browser(app)
    answer = browser.post("/masuk", {"name": name, "password": PASSWORD})
    assert (answer.location == "/masuk/kode") is owed
    browser.get("/akun", 302 if owed else 200)
    if owed:
        assert "Pasang sekali" in page(browser.get("/masuk/kode")).text


def test_setting_it_up_leads_in_with_recovery_codes_that_no_page_shows_again(app: Flask) -> None:
    siti()
    asking(desk=True)
    browser, secret, codes = set_up_on_the_way_in(app, siti())
    assert len(set(codes)) == CODES
    shown = browser.get("/akun").text
    assert f"Kode cadangan tersisa: {CODES}." in page(browser.get("/akun")).text
    assert not [code for code in codes if code in shown]
    assert as_it_is_now().query(Account).filter_by(sign_in_name="siti").one().totp_secret == secret
    kept = {row.code_hash for row in session().query(RecoveryCode)}
    assert kept == {code_hash(code) for code in codes}


def test_the_office_of_a_demonstration_asks_only_its_administrator(app: Flask) -> None:
    siti(), asep(), ratna()
    for name in ("siti", "asep", "ratna"):
        Browser(app).sign_in(name).get("/akun")


def test_an_officer_who_becomes_coordinator_owes_the_code_from_then_on(app: Flask) -> None:
    account = asep()
    asking(desk=True)
    Browser(app).sign_in("asep").get("/akun")
    change_account(account, AccountPlan("Asep Saepudin", "asep", Role.COORDINATOR), budi(), now=NOW)
    Browser(app).sign_in("asep").get("/akun", 302)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_administrator_decides_for_officers_and_the_trail_says_so(app: Flask, wanted: bool) -> None:
    asep()
    asking(officers=not wanted)
    browser = at_desk(app, budi())
    ticked = {"officers_need_code": "y"} if wanted else {}
    form = {name: values for name, values in filled(browser.get(SETTINGS)).items() if name != "officers_need_code"}
    browser.post(SETTINGS, form | {"contact": "Loket"} | ticked)
    assert ("checked" in browser.get(SETTINGS).text) is wanted
    Browser(app).sign_in("asep").get("/akun", 302 if wanted else 200)
    entry = as_it_is_now().query(AuditEntry).filter_by(subject="office").one()
    assert entry.after["officers_need_code"] is wanted
    words = page(browser.get("/koordinator/jejak")).text
    assert f"Petugas wajib memakai kode masuk: {'ya' if wanted else 'tidak'}" in words


def test_who_is_signed_in_when_the_rule_changes_stays_until_the_next_sign_in(app: Flask) -> None:
    browser = at_desk(app, asep())
    asking(officers=True)
    browser.get("/akun")
    browser.post("/keluar")
    browser.sign_in("asep").get("/akun", 302)


@pytest.mark.parametrize("typed", [lambda code: code, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_recovery_code_stands_in_for_the_phone_once(app: Flask, typed: Callable[[str], str]) -> None:
    siti()
    asking(desk=True)
    _browser, _secret, codes = set_up_on_the_way_in(app, siti())
    browser = waiting(app)
    assert "/masuk/kode-cadangan" in browser.get("/masuk/kode").text
    browser.get("/masuk/kode-cadangan")
    browser.post("/masuk/kode-cadangan", {"code": typed(codes[0])})
    assert "Sisa 7 kode" in page(browser.get("/akun")).text
    again = waiting(app)
    assert "sudah dipakai" in page(again.post("/masuk/kode-cadangan", {"code": codes[0]}, 422)).text
    again.get("/akun", 302)
    assert as_it_is_now().query(AuditEntry).filter_by(action="use_recovery_code").count() == 1


def test_a_recovery_code_is_for_its_own_account_and_for_nobody_without_a_password(app: Flask) -> None:
    siti(), ratna()
    asking(desk=True)
    _browser, _secret, codes = set_up_on_the_way_in(app, siti())
    set_up_on_the_way_in(app, ratna())
    waiting(app, "ratna").post("/masuk/kode-cadangan", {"code": codes[0]}, 422)
    waiting(app).post("/masuk/kode-cadangan", {"code": codes[0]})
    assert Browser(app).get("/masuk/kode-cadangan", 302).location == "/masuk"
    assert Browser(app).post("/masuk/kode-cadangan", {"code": codes[1]}).location == "/masuk"


def test_without_a_second_factor_no_recovery_code_leads_in(app: Flask) -> None:
    siti()
    asking(desk=True)
    assert waiting(app).get("/masuk/kode-cadangan", 302).location == "/masuk"


def test_recovery_codes_share_the_brake_of_codes(app: Flask) -> None:
    siti()
    asking(desk=True)
    _browser, _secret, codes = set_up_on_the_way_in(app, siti())
    browser = waiting(app)
    for _try in range(4):
        browser.post("/masuk/kode-cadangan", {"code": new_code()}, 422)
    assert "Tunggu satu menit" in page(browser.post("/masuk/kode-cadangan", {"code": codes[0]}, 429)).text


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00", "123456", "😀" * 24, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"])
def test_what_is_no_recovery_code_gets_an_ordinary_answer(app: Flask, typed: str) -> None:
    with_phone(siti())
    waiting(app).post("/masuk/kode-cadangan", {"code": typed}, 422)


def signed_in_with_phone(app: Flask, account: Account) -> Browser:
    """A browser in which the person has given password and code."""
    name = with_phone(account).sign_in_name
    browser = Browser(app).sign_in(name)
    browser.post("/masuk/kode", {"code": pyotp.TOTP(SECRET).at(NOW)})
    return browser


def later_code(set_clock: SetClock) -> str:
    """The next code of the phone, half a minute later."""
    later = NOW + timedelta(seconds=30)
    set_clock(later)
    return str(pyotp.TOTP(SECRET).at(later))


@pytest.mark.parametrize("address", ["/akun/kode/lepas", "/akun/kode/cadangan"])
@pytest.mark.parametrize(
    ("password", "right"), [(PASSWORD, False), ("salah", True)], ids=["wrong code", "wrong password"]
)
def test_the_second_factor_changes_only_after_both_factors(
    app: Flask, set_clock: SetClock, address: str, password: str, right: bool
) -> None:
    browser = signed_in_with_phone(app, siti())
    code = later_code(set_clock) if right else "000000"
    browser.get(address)
    browser.post(address, {"password": password, "code": code}, 422)
    assert as_it_is_now().query(Account).filter_by(sign_in_name="siti").one().totp_secret == SECRET
    assert count(RecoveryCode) == 0


def test_the_code_of_the_sign_in_cannot_be_used_again_to_drop_the_factor(app: Flask) -> None:
    browser = signed_in_with_phone(app, siti())
    used = pyotp.TOTP(SECRET).at(NOW)
    assert "sudah dipakai" in page(browser.post("/akun/kode/lepas", {"password": PASSWORD, "code": used}, 422)).text


def test_who_need_not_have_it_drops_it_and_stays_signed_in_here_alone(app: Flask, set_clock: SetClock) -> None:
    browser = signed_in_with_phone(app, siti())
    copied = copy_of(browser)
    browser.post("/akun/kode/lepas", {"password": PASSWORD, "code": later_code(set_clock)})
    copied.get("/akun", 302)
    assert "kata sandi saja" in page(browser.get("/akun")).text
    assert browser.get("/akun/kode/lepas", 302).location == "/akun"
    Browser(app).sign_in("siti").get("/akun")


@pytest.mark.parametrize("person", [budi, ratna])
def test_who_must_have_it_changes_the_phone_by_setting_it_up_anew(
    app: Flask, set_clock: SetClock, person: Person
) -> None:
    person()
    asking(desk=True)
    browser = signed_in_with_phone(app, person())
    answer = browser.post("/akun/kode/lepas", {"password": PASSWORD, "code": later_code(set_clock)})
    assert answer.location == "/masuk?keluar=1"
    browser.get("/akun", 302)
    assert count(SignIn) == 0
    assert "Pasang sekali" in page(waiting(app, person().sign_in_name).get("/masuk/kode")).text


def test_a_recovery_code_lets_the_phone_be_changed(app: Flask) -> None:
    siti()
    asking(desk=True)
    browser, _secret, codes = set_up_on_the_way_in(app, siti())
    browser.post("/akun/kode/lepas", {"password": PASSWORD, "code": codes[3]})
    assert count(RecoveryCode) == 0, "the codes of the old phone are worth nothing"


def test_new_recovery_codes_replace_the_old_ones(app: Flask) -> None:
    siti()
    asking(desk=True)
    browser, _secret, old = set_up_on_the_way_in(app, siti())
    copied = copy_of(browser)
    answer = browser.post("/akun/kode/cadangan", {"password": PASSWORD, "code": old[0]}, 200)
    browser.get("/akun")
    copied.get("/akun", 302)
    new = codes_on(page(answer))
    assert len(new) == CODES
    assert not set(new) & set(old)
    waiting(app).post("/masuk/kode-cadangan", {"code": old[1]}, 422)
    waiting(app).post("/masuk/kode-cadangan", {"code": new[1]})


def test_without_a_second_factor_there_are_no_recovery_codes_to_make(app: Flask) -> None:
    assert at_desk(app, siti()).get("/akun/kode/cadangan", 302).location == "/akun/kode"


def test_an_administrator_resets_it_and_the_codes_end_with_it(app: Flask) -> None:
    siti(), budi()
    asking(desk=True)
    _browser, _secret, codes = set_up_on_the_way_in(app, siti())
    as_it_is_now()
    forget_second_factor(siti(), budi(), now=NOW)
    assert count(RecoveryCode) == 0
    assert "Pasang sekali" in page(waiting(app).get("/masuk/kode")).text
    waiting(app).post("/masuk/kode-cadangan", {"code": codes[0]})
    waiting(app).get("/akun", 302)


def test_a_new_password_from_the_administrator_leaves_the_second_factor(app: Flask) -> None:
    reset_password(with_phone(siti()), "angin musim timur", budi(), now=NOW)
    browser = Browser(app).sign_in("siti", "angin musim timur")
    browser.get("/akun", 302)
    assert "Pasang" not in page(browser.get("/masuk/kode")).text
