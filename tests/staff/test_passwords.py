"""Which passwords are refused to whoever knows the office, the region and the work."""

from collections.abc import Callable

import pytest
from argon2 import Type, extract_parameters
from flask import Flask

from botram.staff.actions import AccountPlan, change_own_password, make_account, reset_password
from botram.staff.founding import rescue_admin
from botram.staff.models import Account, Role, SignIn
from botram.staff.passwords import CONTEXT_WORDS, guessable_word, parts_of, refuse_weak_password
from botram.staff.rules import COMMON_PASSWORDS, SHORTEST, WeakPassword
from botram.staff.sign_ins.actions import begin_sign_in
from tests.browser import page
from tests.builders import NOW, PASSWORD, bekasi, budi, elsewhere, office, siti
from tests.web.desk import all_of, at_desk

GUESSABLE = [
    "disdukcapil",
    "Disdukcapil2026",
    "DISDUKCAPIL-BEKASI",
    "Bekasi17081945",
    "B3k4s1!!",
    "bekasi bekasi",
    "TambunSelatan1",
    "tambun.selatan",
    "c i k a r a n g 1",
    "Cikarang Utara 01",
    "sumberjaya123",
    "Ngamprah99",
    "bandungbarat",
    "B@ndung B4rat",
    "botram2026",
    "Botram-demo",
    "petugasKTP",
    "koordinator1",
    "kepalaKantor!",
    "adminadmin123",
    "kartu keluarga",
    "katasandi1",
    "P@$$w0rd!!",
    "rahasia1234",
    "siti.aminah",
    "Aminah1990",
    "jemputbola2026",
]
ALLOWED = [
    "hujan bulan juni",
    "angin musim timur",
    "Sunshine Utara",
    "hujan di bekasi pagi",
    "tambun kereta malam",
    "🌧🌧🌧🌧🌧🌧🌧🌧",
    "kXp9-vQz2-mRt7",
    "teknik sipil gajah",
    "17081945 20260101 8",
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_the_work_or_the_region_suggests_is_refused(app: Flask, password: str) -> None:
    bekasi(), elsewhere()
    with pytest.raises(WeakPassword) as refused:
        refuse_weak_password(password, "siti", "Siti Aminah")
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", ALLOWED)
def test_a_few_other_words_make_it_good(app: Flask, password: str) -> None:
    bekasi(), elsewhere()
    refuse_weak_password(password, "siti", "Siti Aminah")


def test_the_names_of_every_office_count_for_everybody(app: Flask) -> None:
    refuse_weak_password("wakatobi 1234", "siti", "Siti Aminah")
    office("74.07", "Disdukcapil Kabupaten Wakatobi", "Asia/Makassar")
    with pytest.raises(WeakPassword, match="wakatobi"):
        refuse_weak_password("wakatobi 1234", "siti", "Siti Aminah")


def by_administrator(password: str) -> None:
    reset_password(siti(), password, budi(), now=NOW)


def for_a_new_account(password: str) -> Account:
    return make_account(bekasi(), AccountPlan("Eko", "eko", Role.OFFICER, password=password), budi(), now=NOW)


def by_oneself(password: str) -> object:
    begin_sign_in(siti(), now=NOW, limit_hours=1)
    return change_own_password(siti(), PASSWORD, password, keep=all_of(SignIn)[0].id, now=NOW)


def by_the_operator(password: str) -> None:
    rescue_admin(budi().sign_in_name, password, now=NOW)


@pytest.mark.parametrize("way", [by_administrator, for_a_new_account, by_oneself, by_the_operator])
def test_each_way_to_a_new_password_asks_the_same(app: Flask, way: Callable[[str], object]) -> None:
    for password in ("Disdukcapil2026", "sumberjaya123", "sunshine1"):
        with pytest.raises(WeakPassword):
            way(password)
    way("hujan bulan juni")


def test_the_page_names_the_word_and_shows_no_password(app: Flask) -> None:
    browser = at_desk(app, siti())
    typed = {"old": PASSWORD, "password": "Tambunselatan7", "again": "Tambunselatan7"}
    answer = browser.post("/akun/sandi", typed, 422)
    assert "mudah ditebak: hampir seluruhnya “tambunselatan”" in page(answer).text
    assert "Tambunselatan7" not in answer.text


@pytest.mark.parametrize("password", ["", "+", "....", "(bekasi", "bekasi[", "\x00\x00", "ſıĸ" * 40])
def test_nonsense_is_no_pattern(password: str) -> None:
    guessable_word(password, CONTEXT_WORDS)
    guessable_word("bekasi123", parts_of([password]))


def test_the_list_of_leaked_passwords_is_as_long_as_the_document_says() -> None:
    assert len(COMMON_PASSWORDS) == 30_000
    assert sum(len(one) >= SHORTEST for one in COMMON_PASSWORDS) == 11_611


def test_an_account_keeps_argon2id_of_the_present_strength(app: Flask) -> None:
    kept = extract_parameters(for_a_new_account("hujan bulan juni").password_hash)
    assert kept.type is Type.ID
    assert kept.time_cost >= 3
    assert kept.memory_cost >= 12_288, "in KiB, as ASVS 5.0 has it in its appendix C"
