"""Who may open which page: a written table, and the same promises for every staff page there is."""

from contextvars import Context

import pytest
from flask import Flask

from botram.staff.models import Role
from botram.staff.teams.actions import TeamPlan, save_team
from botram.web import access
from tests.browser import Browser, page
from tests.builders import NOW, asep, bekasi, dewi, elsewhere, person
from tests.web.desk import PEOPLE, at_desk
from tests.web.routes import address_of, staff_rules, takes

EVERYBODY = "OFFICER COORDINATOR HEAD ADMIN"
TABLE = {
    "/koordinator/papan": "COORDINATOR",
    "/akun": EVERYBODY,
    "/akun/bahasa": EVERYBODY,
    "/akun/sandi": EVERYBODY,
    "/akun/kode": EVERYBODY,
    "/akun/kode/lepas": EVERYBODY,
    "/akun/kode/cadangan": EVERYBODY,
    "/akun/perangkat": EVERYBODY,
    "/akun/perangkat/1": EVERYBODY,
    "/petugas": "OFFICER",
    "/petugas/tutup": "OFFICER",
    "/petugas/kunjungan/k7m29qxd": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/lapor/buka": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/layanan/kk-baru": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/tutup": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/jam": "COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/catat": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/catat/kk-baru": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/catatan": "OFFICER COORDINATOR",
    "/petugas/kunjungan/k7m29qxd/catatan/1/koreksi": "OFFICER COORDINATOR",
    "/akun/kalender": "OFFICER",
    "/akun/kalender/baru": "OFFICER",
    "/akun/kalender/1/cabut": "OFFICER",
    "/koordinator/akun": "ADMIN",
    "/koordinator/akun/baru": "ADMIN",
    "/koordinator/akun/gagal": "ADMIN",
    "/koordinator/akun/1": "ADMIN",
    "/koordinator/akun/1/sandi": "ADMIN",
    "/koordinator/akun/1/kode": "ADMIN",
    "/koordinator/akun/1/tutup": "ADMIN",
    "/koordinator/pengaturan": "ADMIN",
    "/koordinator/tim": "COORDINATOR HEAD",
    "/koordinator/tim/baru": "COORDINATOR",
    "/koordinator/tim/1": "COORDINATOR",
    "/koordinator/mitra": "COORDINATOR HEAD",
    "/koordinator/mitra/baru": "COORDINATOR",
    "/koordinator/mitra/1": "COORDINATOR",
    "/koordinator/hari": "COORDINATOR HEAD",
    "/koordinator/hari/baru": "COORDINATOR",
    "/koordinator/hari/1/hapus": "COORDINATOR",
    "/koordinator/hari/ramadan/2026": "COORDINATOR",
    "/koordinator/kalender": "COORDINATOR HEAD",
    "/koordinator/kalender/baru": "COORDINATOR",
    "/koordinator/kalender/1/cabut": "COORDINATOR",
    "/koordinator/jejak": "COORDINATOR HEAD ADMIN",
    "/koordinator/hasil": "COORDINATOR HEAD",
    "/koordinator/hasil/k7m29qxd": "COORDINATOR HEAD",
    "/koordinator/hasil/k7m29qxd/verifikasi": "HEAD",
    "/koordinator/hasil/k7m29qxd/catatan/1": "HEAD",
    "/koordinator/ringkasan": "COORDINATOR HEAD",
    "/koordinator/ringkasan.xlsx": "COORDINATOR HEAD",
    "/koordinator/ringkasan.csv": "COORDINATOR HEAD",
    "/koordinator/ringkasan/kunjungan": "COORDINATOR HEAD",
    "/koordinator/ringkasan/kunjungan.xlsx": "COORDINATOR HEAD",
    "/koordinator/ringkasan/kunjungan.csv": "COORDINATOR HEAD",
}
PLANNING = [
    "Kunjungan", "Acuan", "Titik layanan", "Tim", "Instansi mitra", "Hari libur", "Hasil", "Ringkasan", "Kalender",
    "Jejak perubahan",
]  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_own_pages_and_no_other(app: Flask, role: Role) -> None:
    browser = at_desk(app, PEOPLE[role]())
    for address, roles in TABLE.items():
        answer = Context().run(browser.client.get, address)
        may = role in roles.split()
        assert (answer.status_code != 403) is may, f"{role} {address}: {answer.status}"
        assert answer.status_code in ((200, 302, 404) if may else (403,)), f"{role} {address}: {answer.status}"


def test_the_table_names_every_page_of_these_subjects(app: Flask) -> None:
    own = (
        "own_account.",
        "officers.",
        "own_calendars.",
        "coordinators.calendars",
        "coordinators.accounts",
        "coordinators.teams",
        "coordinators.partners",
        "coordinators.days",
        "coordinators.settings",
        "coordinators.results",
        "coordinators.summary",
    )
    known = {address.replace("2026", "1") for address in TABLE}
    pages = {
        address_of(rule) for rule, _roles in staff_rules(app) if takes(rule, "GET") and rule.endpoint.startswith(own)
    }
    assert pages <= known


def test_pages_of_staff_stand_apart_from_those_of_residents(app: Flask) -> None:
    areas = tuple(f"/{area}" for area in access.STAFF_AREAS)
    staff = {rule.rule for rule, _roles in staff_rules(app) if not rule.rule.startswith("/api/")}
    others = {rule.rule for rule in app.url_map.iter_rules()} - staff
    assert not [address for address in staff if not address.startswith(areas)]
    assert not [address for address in others if address.startswith(areas)]


def test_who_is_not_signed_in_is_asked_to_and_comes_back(app: Flask) -> None:
    browser = Browser(app)
    for rule, _roles in staff_rules(app):
        address = address_of(rule)
        if address.startswith("/api/"):
            continue
        if takes(rule, "GET"):
            answer = browser.get(address, 302, query_string={"q": "a b"})
            assert answer.location == f"/masuk?lanjut={address}?q%3Da%2Bb", answer.location
        if takes(rule, "POST"):
            browser.post(address, status=401)


@pytest.mark.parametrize("role", list(Role))
def test_no_other_role_can_send_a_form(app: Flask, role: Role) -> None:
    browser = at_desk(app, PEOPLE[role]())
    token = browser.token()
    for rule, roles in staff_rules(app):
        if takes(rule, "POST") and role not in roles and not rule.rule.startswith("/api/"):
            browser.ask("POST", address_of(rule), 403, data={"csrf_token": token})


def test_every_form_of_staff_needs_the_token(app: Flask) -> None:
    people = [make() for make in PEOPLE.values()]
    for role, browser in [(account.role, at_desk(app, account)) for account in people]:
        for rule, roles in staff_rules(app):
            if takes(rule, "POST") and role in roles and not rule.rule.startswith("/api/"):
                browser.post(address_of(rule), {"csrf_token": "x"}, 400)


NUMBERS = {"another office's": 1, "zero": 0, "2^31": 2**31, "too large for a database": 2**70}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_another_offices_teams_look_as_if_they_were_not_there(app: Flask, number: int) -> None:
    assert save_team(bekasi(), None, TeamPlan("Tim Utara", "", ()), None, now=NOW).id == 1
    browser = at_desk(app, dewi())
    browser.get(f"/koordinator/tim/{number}", 404)
    browser.post(f"/koordinator/tim/{number}", {"name": "Tim Dewi"}, 404)
    assert "Tim Utara" not in page(browser.get("/koordinator/tim")).text


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_another_offices_accounts_look_as_if_they_were_not_there(app: Flask, number: int) -> None:
    assert asep().id == 1
    browser = at_desk(app, person("eko", "Eko Prasetyo", Role.ADMIN, elsewhere()))
    for step in ("", "/sandi", "/kode", "/tutup"):
        browser.get(f"/koordinator/akun/{number}{step}", 404)
        browser.post(f"/koordinator/akun/{number}{step}", {"password": "hujan bulan juni"}, 404)
    browser.post(f"/koordinator/akun/{number}/buka", status=404)
    assert "Asep" not in page(browser.get("/koordinator/akun")).text
    browser.get("/koordinator/jejak", 404, query_string={"siapa": number})


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        (Role.COORDINATOR, ["Papan rencana", *PLANNING]),
        (Role.HEAD, PLANNING),
        (Role.ADMIN, ["Akun", "Pengaturan kantor", "Jejak perubahan"]),
        (Role.OFFICER, ["Hari ini"]),
    ],
)
def test_the_menu_shows_what_the_role_may_open(app: Flask, role: Role, menu: list[str]) -> None:
    text = page(at_desk(app, PEOPLE[role]()).get("/akun")).text
    shown = text.split("Keluar")[0].split("Disdukcapil Kabupaten Bekasi")[1]
    assert shown.strip().startswith(" ".join(menu))


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.COORDINATOR, "/koordinator/papan"),
        (Role.HEAD, "/koordinator/ringkasan"),
        (Role.ADMIN, "/koordinator/akun"),
    ],
)
def test_the_desk_begins_where_the_role_s_work_is(app: Flask, role: Role, first: str) -> None:
    browser = at_desk(app, PEOPLE[role]())
    assert browser.get("/koordinator", 302).location == first
    assert 'aria-current="page"' in browser.get(first).text
