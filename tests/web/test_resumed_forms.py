"""A form that was sent after the sign-in had run out comes back, filled in, to the account that filled it in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from botram.database import session, transaction
from botram.staff.models import Account, Role, SignIn
from botram.visits.actions import cancel_visit, discard_draft
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, NOW, SetClock, a_team, a_venue, a_visit, an_agency, asep, budi, person, siti
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import SECRET, all_of, as_it_is_now, at_desk, known
from tests.web.officers.phone import aseps_visit

OURS = {"Origin": "http://localhost"}
LATER = NOW + timedelta(hours=20)  # idle for too long; the row of the sign-in is still there


def a_full_form(app: Flask, who: Account, address: str, **typed: Any) -> tuple[Browser, dict[str, Any]]:
    """Somebody at a form, and what is filled in."""
    browser = at_desk(app, who)
    return browser, filled(browser.get(address), **typed)


def interrupted(browser: Browser, address: str, form: dict[str, Any], set_clock: SetClock) -> TestResponse:
    """The form is sent after the sign-in has run out."""
    set_clock(LATER)
    return browser.post(address, form, 401, headers=OURS)


def signed_in_again(browser: Browser, answer: TestResponse, name: str) -> TestResponse:
    """Somebody signs in from the page that says that nothing was saved."""
    action = next(one["action"] for one in page(answer).all("form") if one.get("action", "").startswith("/masuk"))
    shown = browser.post(action, filled(answer, mulai="1"), 200)
    return browser.request(
        "POST", action, data={"csrf_token": browser.token(), **filled(shown, name=name, password="botram-demo")}
    )


def resumed(browser: Browser, answer: TestResponse, name: str) -> TestResponse:
    """The form as the same person gets it back."""
    offered = signed_in_again(browser, answer, name)
    assert offered.status_code == 200 and "Isian Anda masih ada" in page(offered).text
    action = next(one["action"] for one in page(offered).all("form") if one.get("action", "").startswith("/"))
    return browser.post(action, filled(offered), 200, headers=OURS)


Case = tuple[Callable[[], str], dict[str, Any]]
COORDINATORS: dict[str, Case] = {
    "a new visit": (
        lambda: f"/koordinator/kunjungan/baru?tingkat=SCHOOL{a_team().name[:0]}{a_venue().name[:0]}",
        {
            "title": "SMAN <1>",
            "services": ["KTP_ENROL", "IKD"],
            "kuota-KTP_ENROL": "172",
            "day": "8-12-2026",
            "opens": "7.30",
            "notes": "Bawa map\nDatang pagi",
            "village": "32.16.06.2010",
            "venue": "1",
        },
    ),
    "a changed visit": (
        lambda: address_of(a_visit(team=a_team(members=(asep(),))), "/ubah"),
        {"crewing": "pilih", "crew": ["2"], "services": ["BIRTH"], "contact": "Loket 9", "queue_closes": "13.15"},
    ),
    "a team": (
        lambda: f"/koordinator/tim/{a_team(members=(asep(),)).id}",
        {"vehicle": "Mobil 7", "members": [], "kia_printer": []},
    ),
    "a venue": (
        lambda: f"/koordinator/titik/{a_venue().id}/ubah",
        {"access": 'Gerbang "timur"', "wheelchair": ["y"], "point": "-6.25, 107.05"},
    ),
    "an agency": (lambda: f"/koordinator/mitra/{an_agency().id}", {"contact": "Humas", "kind": ["COMPANY"]}),
    "a holiday": (lambda: "/koordinator/hari/baru", {"day": "bukan hari", "kind": ["LEAVE"], "name": "Pilkades"}),
    "a template": (
        lambda: "/koordinator/acuan/baru?tingkat=SCHOOL",
        {"name": "Sekolah", "services": ["IKD"], "kuota-IKD": "30", "opens": "07.30"},
    ),
    "a cancellation": (
        lambda: address_of(a_visit(state=VisitState.PUBLISHED), "/batal"),
        {"reason": "Jalan <b>banjir</b>"},
    ),
    "reasons before publishing": (
        lambda: address_of(a_visit(day=DAY.replace(day=11)), "/terbit"),
        {"alasan-friday": "Diminta desa"},
    ),
}


def expected(typed: dict[str, Any]) -> dict[str, list[str]]:
    """The inputs as a browser reads them."""
    return {name: text if isinstance(text, list) else [text] for name, text in typed.items()}


@pytest.mark.parametrize("name", COORDINATORS)
def test_every_input_comes_back_to_the_same_account(app: Flask, set_clock: SetClock, name: str) -> None:
    make, typed = COORDINATORS[name]
    siti(), asep()
    address = make()
    browser, form = a_full_form(app, siti(), address, **{key.replace("-", "__"): text for key, text in typed.items()})
    answer = interrupted(browser, address, form, set_clock)
    back = filled(resumed(browser, answer, "siti"))
    assert {key: back.get(key, []) for key in typed} == expected(typed)


def test_what_comes_back_is_not_saved_and_can_be_sent_then(app: Flask, set_clock: SetClock) -> None:
    visit = a_visit(day=DAY.replace(day=15))
    address = address_of(visit, "/ubah")
    browser, form = a_full_form(app, siti(), address, notes="Bawa map")
    answer = interrupted(browser, address, form, set_clock)
    shown = resumed(browser, answer, "siti")
    assert "Isian Anda sudah kembali, tetapi belum tersimpan" in page(shown).text
    assert known(visit).notes == ""
    browser.post(address, filled(shown))
    assert known(visit).notes == "Bawa map"


def test_a_new_draft_is_not_made_by_coming_back(app: Flask, set_clock: SetClock) -> None:
    team, venue = a_team(), a_venue()
    typed = {"village": venue.village_code, "venue": str(venue.id), "team": str(team.id)}
    hours = {"day": "15-12-2026", "opens": "8", "closes": "14"}
    browser, form = a_full_form(app, siti(), "/koordinator/kunjungan/baru", **typed, **hours)
    answer = interrupted(browser, "/koordinator/kunjungan/baru", form, set_clock)
    shown = resumed(browser, answer, "siti")
    assert all_of(Visit) == []
    browser.post("/koordinator/kunjungan/baru", filled(shown))
    assert len(all_of(Visit)) == 1


@pytest.mark.parametrize("name", ["siti", "rina"])
def test_a_form_opened_before_signing_in_again_comes_back_too(app: Flask, name: str) -> None:
    visit, rina = a_visit(day=DAY.replace(day=15)), person("rina", "Rina", siti().role, siti().office)
    address = address_of(visit, "/ubah")
    browser, form = a_full_form(app, siti(), address, notes="Bawa map")
    old = {"csrf_token": browser.token(), **form}
    browser.client.set_cookie("botram", at_desk(app, rina if name == "rina" else siti()).cookie())  # in another tab
    told = browser.request("POST", address, data=old, headers=OURS)
    assert told.status_code == 400 and "Isian Anda masih ada" in page(told).text
    assert f"Sekarang Anda masuk sebagai {'Rina' if name == 'rina' else 'Siti Aminah'}" in page(told).text
    shown = browser.post(address, filled(told), 200, headers=OURS)
    assert known(visit).notes == "" and filled(shown)["notes"] == ["Bawa map"]
    browser.post(address, filled(shown))
    assert known(visit).notes == "Bawa map"


def test_what_was_typed_about_a_visit_that_was_cancelled_meanwhile_stays(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    address = address_of(visit, "/ubah")
    browser, form = a_full_form(app, siti(), address, notes="Bawa map", reason="Melengkapi")
    cancel_visit(known(visit), siti(), reason="Banjir", now=NOW)
    told = browser.post(address, form, 422)
    assert "sudah selesai atau dibatalkan tidak dapat diubah" in page(told).text
    assert (filled(told)["notes"], known(visit).notes) == (["Bawa map"], "")


def test_what_was_typed_stays_where_the_row_or_the_role_is_gone(app: Flask) -> None:
    visit = a_visit()
    address = address_of(visit, "/ubah")
    browser, form = a_full_form(app, siti(), address, notes="Bawa <b>map</b>")
    as_it_is_now()
    person_there = siti()
    with transaction(person_there):
        person_there.role = Role.OFFICER
    refused = browser.post(address, form, 403, headers=OURS)
    with transaction(person_there):
        person_there.role = Role.COORDINATOR
    discard_draft(known(visit), siti(), now=NOW)
    lost = browser.post(address, form, 404, headers=OURS)
    for told in (refused, lost):
        assert "Bawa &lt;b&gt;map&lt;/b&gt;</textarea>" in told.get_data(as_text=True)
    assert "<textarea" not in browser.post(address, form, 404).get_data(as_text=True), (
        "words from elsewhere are not shown"
    )


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_a_form_from_elsewhere_is_refused_and_not_shown(app: Flask, origin: dict[str, str]) -> None:
    address = address_of(a_visit(), "/ubah")
    browser, form = a_full_form(app, siti(), address, notes="Kata orang lain")
    told = browser.request("POST", address, data={**form, "csrf_token": "x"}, headers=origin)
    assert told.status_code == 400 and "Kata orang lain" not in told.get_data(as_text=True)


def test_a_password_does_not_come_back_with_a_form_of_another_sign_in(app: Flask) -> None:
    browser, form = a_full_form(
        app, siti(), "/akun/sandi", old="botram-demo", password="kata-baru-1", again="kata-baru-1"
    )
    told = browser.request("POST", "/akun/sandi", data={**form, "csrf_token": "x"}, headers=OURS)
    assert told.status_code == 400 and "kata-baru-1" not in told.get_data(as_text=True)


def test_what_others_saved_meanwhile_is_still_merged(app: Flask, set_clock: SetClock) -> None:
    visit = a_visit(day=DAY.replace(day=15))
    address = address_of(visit, "/ubah")
    rina = person("rina", "Rina", siti().role, siti().office)
    browser, form = a_full_form(app, siti(), address, notes="Bawa map")
    other = at_desk(app, rina)
    other.post(address, filled(other.get(address), contact="Loket 2"))
    answer = interrupted(browser, address, form, set_clock)
    shown = resumed(browser, answer, "siti")
    told = browser.post(address, filled(shown), 422)
    browser.post(address, filled(told))
    assert (known(visit).notes, known(visit).contact) == ("Bawa map", "Loket 2")


def test_officers_get_their_counts_and_remarks_back(app: Flask, set_clock: SetClock) -> None:
    visit = aseps_visit(VisitState.RUNNING, day=NOW.date(), services=("KK_NEW",))
    as_it_is_now()
    sheet = f"/petugas/kunjungan/{visit.public_id}/catat/kk-baru"
    phone = Browser(app).sign_in("asep")
    form = filled(phone.get(sheet), requests="4", outcome="ISSUED_ON_SPOT")
    answer = interrupted(phone, sheet, form, set_clock)
    assert filled(resumed(phone, answer, "asep"))["requests"] == ["4"]


def test_the_closing_report_comes_back_with_its_obstacles(app: Flask, set_clock: SetClock) -> None:
    visit = aseps_visit(VisitState.RUNNING, day=NOW.date())
    as_it_is_now()
    address = f"/petugas/kunjungan/{visit.public_id}/tutup"
    phone = Browser(app).sign_in("asep")
    form = filled(phone.get(address), obstacles=["NETWORK", "POWER"], remark="Listrik padam")
    back = filled(resumed(phone, interrupted(phone, address, form, set_clock), "asep"))
    assert (back["obstacles"], back["remark"]) == (["NETWORK", "POWER"], ["Listrik padam"])
    assert known(visit).remark == ""


def test_with_a_second_factor_the_form_goes_through_the_code(app: Flask, set_clock: SetClock) -> None:
    address = "/koordinator/pengaturan"
    browser, form = a_full_form(app, budi(), address, contact="Loket 9")
    answer = interrupted(browser, address, form, set_clock)
    between = signed_in_again(browser, answer, "budi")
    action = next(one["action"] for one in page(between).all("form") if one.get("action", "").startswith("/masuk/kode"))
    asked = browser.post(action, filled(between, mulai="1"), 200)
    offered = browser.post(action, filled(asked, code=pyotp.TOTP(SECRET).at(LATER)), 200)
    back = browser.post(address, filled(offered), 200, headers=OURS)
    assert filled(back)["contact"] == ["Loket 9"]


def test_another_account_does_not_get_it(app: Flask, set_clock: SetClock) -> None:
    visit = a_visit(day=DAY.replace(day=15))
    address = address_of(visit, "/ubah")
    person("rina", "Rina", siti().role, siti().office)
    browser, form = a_full_form(app, siti(), address, notes="Rahasia Siti")
    answer = interrupted(browser, address, form, set_clock)
    entered = signed_in_again(browser, answer, "rina")
    assert (entered.status_code, entered.location) == (302, address)
    assert filled(browser.get(address))["notes"] == [""]


@pytest.mark.parametrize("unsent", ["", "x", "eyJhY2NvdW50IjoxfQ.aaaa.bbbb", "<script>alert(1)</script>"])
def test_a_forged_form_is_ignored(app: Flask, unsent: str) -> None:
    siti()
    browser = Browser(app)
    entered = browser.post("/masuk", {"name": "siti", "password": "botram-demo", "unsent": unsent})
    assert entered.location and "script" not in entered.get_data(as_text=True)


def test_whoever_signed_out_can_only_copy_it(app: Flask, set_clock: SetClock) -> None:
    visit = a_visit(day=DAY.replace(day=15))
    browser, form = a_full_form(app, siti(), address_of(visit, "/ubah"), notes="Bawa map")
    answer = browser.post("/keluar")
    assert answer.status_code == 302
    set_clock(LATER)
    gone = Browser(app).post(address_of(visit, "/ubah"), form, 401, headers=OURS)
    assert filled(gone).get("unsent") is None, "nobody knows whose it is"
    assert "Bawa map" in page(gone).text, "but it can be copied"


def test_a_sign_in_whose_row_is_gone_gives_nothing_back(app: Flask, set_clock: SetClock) -> None:
    visit = a_visit(day=DAY.replace(day=15))
    browser, form = a_full_form(app, siti(), address_of(visit, "/ubah"), notes="Bawa map")
    as_it_is_now().execute(delete(SignIn))
    session().commit()
    answer = interrupted(browser, address_of(visit, "/ubah"), form, set_clock)
    assert filled(answer).get("unsent") is None and "Bawa map" in page(answer).text


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", ""])
def test_a_form_from_elsewhere_is_not_offered(app: Flask, set_clock: SetClock, origin: str) -> None:
    visit = a_visit(day=DAY.replace(day=15))
    browser, form = a_full_form(app, siti(), address_of(visit, "/ubah"), notes="Bawa map")
    set_clock(LATER)
    headers = {"Origin": origin} if origin else {}
    answer = browser.post(address_of(visit, "/ubah"), form, 401, headers=headers)
    assert filled(answer).get("unsent") is None


def test_an_address_without_a_page_is_never_resumed(app: Flask) -> None:
    browser = at_desk(app, siti())
    browser.post("/koordinator/hari/ramadan/2026/kembali", {"pulih": "1"}, 405)
