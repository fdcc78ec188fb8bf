"""The administrator's pages about accounts."""

from datetime import date

import pyotp
import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Account, Role
from botram.staff.teams.actions import TeamPlan, save_team
from botram.visits.models import VisitState
from tests.browser import Browser, page
from tests.builders import NOW, PASSWORD, a_team, a_visit, asep, bekasi, budi, person, siti
from tests.web.coordinators.form_reader import filled
from tests.web.desk import SECRET, at_desk, with_phone

NEW = {"name": "Eko Prasetyo", "sign_in_name": "eko", "role": "OFFICER", "password": "angin musim timur"}


def test_a_new_colleague_signs_in_with_the_temporary_password_and_makes_an_own_one(app: Flask) -> None:
    browser = at_desk(app, budi())
    browser.post("/koordinator/akun/baru", NEW)
    text = page(browser.get("/koordinator/akun")).text
    assert "Akun Eko Prasetyo dibuka" in text
    assert "kata sandi sementara" in text
    eko = Browser(app).sign_in("eko", "angin musim timur")
    assert eko.get("/akun", 302).location == "/akun/sandi"
    eko.post("/akun/sandi", {"old": "angin musim timur", "password": "hujan bulan juni", "again": "hujan bulan juni"})
    eko.get("/akun")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sign_in_name": "siti"}, "sudah dipakai"),
        ({"sign_in_name": "E!"}, "huruf kecil"),
        ({"password": "password"}, "terlalu sering"),
        ({"name": "Eko 3216065508980001"}, "Jangan tulis NIK"),
        ({"name": ""}, "belum diisi"),
        ({"role": "KING"}, "Pilih salah satu"),
        ({"name": "x" * 5000}, "Paling panjang"),
    ],
)
def test_a_wrong_account_is_answered_with_all_that_was_typed_but_the_password(
    app: Flask, wrong: dict[str, str], sentence: str
) -> None:
    siti()
    typed = NEW | wrong
    answer = at_desk(app, budi()).post("/koordinator/akun/baru", typed, 422)
    assert sentence in page(answer).text
    assert f'value="{typed["name"]}"' in answer.text
    assert f'value="{typed["sign_in_name"]}"' in answer.text
    assert f'value="{typed["password"]}"' not in answer.text
    assert session().query(Account).filter_by(sign_in_name="eko").count() == 0


def test_only_what_the_form_names_is_taken(app: Flask) -> None:
    account = asep()
    sent = {
        "name": "Asep S.",
        "role": "OFFICER",
        "sign_in_name": "bos",
        "office_id": "2",
        "active": "",
        "totp_secret": "X",
    }
    browser, address = at_desk(app, budi()), f"/koordinator/akun/{account.id}"
    browser.post(address, filled(browser.get(address)) | sent)
    session().rollback()
    assert (account.name, account.sign_in_name, account.active, account.totp_secret) == ("Asep S.", "asep", True, None)


@pytest.mark.parametrize(
    ("step", "sent"), [("/tutup", {}), ("", {"name": "Budi Santoso", "role": "HEAD"})], ids=["closed", "another role"]
)
def test_the_last_administrator_is_told_why_not(app: Flask, step: str, sent: dict[str, str]) -> None:
    browser, address = at_desk(app, budi()), f"/koordinator/akun/{budi().id}{step}"
    told = page(browser.post(address, filled(browser.get(address)) | sent, 422)).text
    assert "administrator terakhir" in told


def test_closing_says_what_follows_and_reopening_undoes_it(app: Flask) -> None:
    account, browser = asep(), at_desk(app, budi())
    save_team(bekasi(), None, TeamPlan("Tim Utara", "", (account.id,)), None, now=NOW)
    colleague = at_desk(app, account)
    assert "Ia keluar dari Tim Utara" in page(browser.get(f"/koordinator/akun/{account.id}/tutup")).text
    browser.post(f"/koordinator/akun/{account.id}/tutup")
    colleague.get("/akun", 302)
    assert "ditutup" in page(browser.get("/koordinator/akun")).text
    browser.post(f"/koordinator/akun/{account.id}/buka")
    colleague.sign_in("asep").get("/akun")


def test_a_temporary_password_is_for_others_and_for_the_own_one_there_is_a_page(app: Flask) -> None:
    colleague, me = asep().id, budi().id
    browser = at_desk(app, budi())
    assert browser.get(f"/koordinator/akun/{me}/sandi", 302).location == "/akun/sandi"
    browser.post(f"/koordinator/akun/{colleague}/sandi", {"password": "pendek"}, 422)
    browser.post(f"/koordinator/akun/{colleague}/sandi", {"password": "angin musim timur"})
    Browser(app).post("/masuk", {"name": "asep", "password": PASSWORD}, 422)


def test_who_lost_the_phone_sets_the_code_up_anew(app: Flask) -> None:
    wati = with_phone(person("wati", "Wati Rahayu", Role.ADMIN, bekasi()))
    browser = at_desk(app, budi())
    browser.get(f"/koordinator/akun/{wati.id}/kode")
    browser.post(f"/koordinator/akun/{wati.id}/kode")
    other = Browser(app).sign_in("wati")
    assert "Pasang kode masuk" in page(other.get("/masuk/kode")).text
    other.post("/masuk/kode", {"code": pyotp.TOTP(SECRET).at(NOW)}, 422)


@pytest.mark.parametrize("step", ["", "/tutup"], ids=["the account", "before closing"])
def test_an_officer_of_announced_visits_is_not_closed_silently(app: Flask, step: str) -> None:
    account = asep()
    team = a_team(members=(account,))
    a_visit("08:00", "14:00", team=team, state=VisitState.PUBLISHED)
    a_visit("08:00", "14:00", day=date(2026, 12, 9), team=team)
    a_visit("08:00", "14:00", day=date(2026, 12, 1), team=team, state=VisitState.PUBLISHED)
    browser = at_desk(app, budi())
    text = page(browser.get(f"/koordinator/akun/{account.id}{step}")).text
    assert "Desa Sumberjaya, Selasa, 8 Desember 2026, 08.00–14.00 WIB" in text
    assert "9 Desember" not in text, "a draft is told to nobody"
    assert "1 Desember" not in text, "what is over misses nobody"
    assert "bertugas" not in page(browser.get(f"/koordinator/akun/{budi().id}/tutup")).text
