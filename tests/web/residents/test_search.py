"""What was typed is understood or answered in words, on every page,
in the feed and in the API; never by everything."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.visits.models import Visit, VisitState
from tests.browser import Browser
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, elsewhere
from tests.databases import on_sqlite
from tests.web.residents.links import links, shown, visit_links

P = VisitState.PUBLISHED
KTP = "KP. PASIR BIRU RT 002 RW 002 KEL. SERTAJAYA KEC. CIKARANG TIMUR KAB. BEKASI"


@pytest.fixture
def visits(app: Flask) -> dict[str, Visit]:
    """A visit in each of some villages, on days and with services of their own."""
    return {
        "sertajaya": a_visit(venue=a_venue(in_village="Sertajaya"), state=P, services=("BIRTH",)),
        "sukamahi": a_visit(venue=a_venue(in_village="Sukamahi"), day=NOW.date(), state=P, services=("KK_NEW",)),
        "pasirgombong": a_visit(venue=a_venue(in_village="Pasirgombong"), day=DAY + timedelta(days=7), state=P),
        "srimukti": a_visit(venue=a_venue(in_village="Srimukti"), day=DAY + timedelta(days=30), state=P),
        "lembang": a_visit(
            team=a_team(at=elsewhere()), venue=a_venue(in_village="Lembang", at=elsewhere()), state=P, day=DAY
        ),
    }


MEANT = {
    KTP: {"sertajaya"},
    "Kp Pasir Biru RT 02 RW 02 Kel Sertajaya": {"sertajaya"},
    "Alamat: Kp Krajan RT/RW 001/002 Kel/Desa Sertajya Kecamatan Cikarang Tmur": {"sertajaya"},
    "Stasiun Cikarang": {"sertajaya", "sukamahi", "pasirgombong"},
    "Bekasi": {"sertajaya", "sukamahi", "pasirgombong", "srimukti"},
    "kabupaten bekasi minggu depan": {"sertajaya"},
    "Kabupaten Bandung Barat": {"lembang"},
    "Bekasi Timur": set(),
    "Karawang": set(),
    "kel. kranji kec. bekasi barat": set(),
    "bayi lahir": {"sertajaya"},
    "akta kelahiran sumberjaya": set(),
    "hari ini": {"sukamahi"},
    "besok": set(),
    "minggu depan": {"sertajaya", "lembang"},
    "8 desember cikarang timur": {"sertajaya"},
    "ktp": set(),
    "desa": set(),
    "RT 02 RW 03": set(),
    "qqqqzzzz": set(),
    "🎪🎪": set(),
    "a" * 250: set(),
}


@pytest.mark.parametrize(("typed", "names"), MEANT.items(), ids=[typed[:40] for typed in MEANT])
def test_pages_feed_map_and_api_mean_the_same(
    app: Flask, browser: Browser, visits: dict[str, Visit], typed: str, names: set[str]
) -> None:
    asked = {"q": typed}
    wanted = {visits[name].public_id for name in names}
    answers = [browser.get(f"/api/v1/visits{ending}", query_string=asked) for ending in ("", ".geojson")]
    answers.append(browser.get("/api/v1/visits.csv", query_string=asked | {"form": "rfc4180"}))
    assert {one["id"] for one in answers[0].get_json()["items"]} == wanted
    assert {one["id"] for one in answers[1].get_json()["features"]} == wanted
    assert {line.partition(",")[0] for line in answers[2].text.splitlines()[1:]} == wanted
    news = browser.get("/jadwal.atom", query_string=asked).text
    assert {one.public_id for one in visits.values() if f"/kunjungan/{one.public_id}" in news} == wanted
    for address in ("/jadwal", "/peta"):
        listed = browser.get(address, query_string=asked).text.partition('id="hasil"')[2]
        before_others = listed.partition("Kunjungan terdekat di sekitarnya")[0]
        before_others = before_others.partition("Kunjungan berikutnya di tempat lain")[0]
        seen = {one.public_id for one in visits.values() if f'href="/kunjungan/{one.public_id}"' in before_others}
        assert seen == wanted, address


SAID = {
    "Stasiun Cikarang": ("Kami tidak yakin membaca “Stasiun Cikarang”.", "/jadwal?q=Kecamatan+Cikarang+Barat"),
    "Kel. Sertajaya Kec. Tambun Selatan": ("Kami tidak yakin membaca", "/jadwal?q=Kecamatan+Tambun+Selatan"),
    "sertajya": ("Kami tidak yakin membaca “sertajya”. Menampilkan hasil untuk Kelurahan Sertajaya", "/kecamatan"),
    "Bekasi": (
        "Menampilkan seluruh Kabupaten Bekasi. Tulis nama desa atau kecamatan agar lebih tepat. Kota Bekasi",
        "",
    ),
    "Bekasi Timur": ("Kecamatan Bekasi Timur dilayani kantor lain Hubungi Dukcapil Kota Bekasi.", "/kecamatan"),
    "Bekasi Barat": ("dilayani kantor lain", "/jadwal?q=Kecamatan+Cikarang+Barat"),
    "Bogor": ("“Bogor” dilayani kantor lain Nama itu ada di", "/kecamatan"),
    "Jakarta": ("Hubungi Dukcapil kabupaten atau kota Anda di sana.", "/kecamatan"),
    "bayi lahir": ("Mengurus Akta kelahiran? Ini kunjungan yang melayaninya.", "/layanan/akta-kelahiran"),
    "bayi lahir sertajaya": ("Mengurus Akta kelahiran?", "/jadwal?q=sertajaya&layanan=akta-kelahiran"),
    "KTP rusak": ("Belum ada kunjungan yang melayani KTP-el rusak", "/layanan/ktp-rusak"),
    "ktp": ("Ada beberapa layanan untuk “ktp”", "/layanan#ktp-el"),
    "menikah": ("Ada beberapa layanan untuk “menikah”", "/layanan#akta-pencatatan-sipil"),
    "hari ini": ("Hanya hari Jumat, 4 Desember 2026.", "/jadwal"),
    "besok": ("Belum ada kunjungan yang cocok", "/jadwal"),
    "sertajaya minggu depan": (
        "Hanya dari Senin, 7 Desember 2026 sampai Minggu, 13 Desember 2026.",
        "/jadwal?q=sertajaya",
    ),
    "desa": ("“desa” belum menyebut tempat", "/kecamatan"),
    "RT 02 RW 03": ("“RT 02 RW 03” belum menyebut tempat", "/kecamatan"),
    "🎪": ("“🎪” belum menyebut tempat", "/kecamatan"),
    "qqqqzzzz": ("Tidak ada tempat bernama “qqqqzzzz”", "/kecamatan"),
    "harapan jaya": ("Nama ini juga ada di Kota Bekasi", ""),
}


@on_sqlite
@pytest.mark.parametrize("address", ["/jadwal", "/peta"])
@pytest.mark.parametrize(("typed", "answer"), SAID.items(), ids=list(SAID))
def test_the_page_says_how_it_read_the_words_and_what_to_do_next(
    app: Flask, browser: Browser, visits: dict[str, Visit], address: str, typed: str, answer: tuple[str, str]
) -> None:
    read = shown(browser, f"{address}?q={typed}")
    assert answer[0] in read.text
    if answer[1]:
        assert answer[1].replace("/jadwal", address) in links(read)


@on_sqlite
@pytest.mark.parametrize("typed", ["Bekasi Timur", "desa", "RT 02", "🎪", "Karawang", "ktp"])
def test_what_was_not_understood_lists_no_visit_at_all(
    app: Flask, browser: Browser, visits: dict[str, Visit], typed: str
) -> None:
    for address in ("/jadwal", "/peta"):
        assert visit_links(shown(browser, f"{address}?q={typed}")) == []


@on_sqlite
def test_an_endless_text_is_read_at_its_beginning_and_never_answered_with_everything(
    app: Flask, browser: Browser, visits: dict[str, Visit]
) -> None:
    read = shown(browser, "/jadwal?q=" + "a" * 5000)
    assert "Hanya awal dari yang Anda tulis yang dibaca." in read.text
    assert "Tidak ada tempat bernama “" in read.text
    assert "0 kunjungan yang akan datang" in read.text
    assert len(read.text) < 4000
    long = shown(browser, f"/jadwal?q=Desa Sertajaya {'RT 01 RW 02 ' * 300}")
    assert visit_links(long)[0] == visits["sertajaya"].public_id
    browser.get("/api/v1/visits?q=" + "a" * 301, 422)


@on_sqlite
def test_chosen_days_and_services_count_more_than_typed_ones(
    app: Flask, browser: Browser, visits: dict[str, Visit]
) -> None:
    assert visits["sertajaya"].public_id in visit_links(shown(browser, "/jadwal?q=besok&dari=2026-12-08"))
    read = shown(browser, "/jadwal?q=bayi lahir&layanan=kk-baru")
    assert visit_links(read)[:1] == [visits["sukamahi"].public_id]


@on_sqlite
def test_an_address_finds_the_calendar_of_its_village(app: Flask, browser: Browser, visits: dict[str, Visit]) -> None:
    calendar = f"webcal://127.0.0.1:8000/kalender/desa/{visits['sertajaya'].village_code}.ics"
    assert calendar in links(shown(browser, f"/kalender?q={KTP}"))
    read = shown(browser, "/kalender?q=Bekasi Timur")
    assert "Kecamatan Bekasi Timur dilayani kantor lain" in read.text
    assert not [link for link in links(read) if "/kalender/desa/" in link]


@on_sqlite
def test_the_api_lists_the_villages_that_are_meant(app: Flask, browser: Browser, visits: dict[str, Visit]) -> None:
    def codes(typed: str) -> list[str]:
        items = browser.get("/api/v1/villages", query_string={"q": typed}).get_json()["items"]
        return [one["code"] for one in items]

    assert codes(KTP) == [visits["sertajaya"].village_code]
    assert codes("Bekasi Timur") == codes("desa") == codes("hari ini") == []
    assert len(codes("Kec. Cikarang Timur")) == 8


@on_sqlite
def test_the_api_says_how_it_read_the_words(app: Flask, browser: Browser, visits: dict[str, Visit]) -> None:
    def read(address: str, typed: str) -> Any:
        return browser.get(f"/api/v1/{address}", query_string={"q": typed}).get_json().get("read_as")

    assert read("visits", "") is None
    doubtful = read("visits", "bayi lahir minggu depan sertajya")
    assert {read("visits", words)["places"][0].split(",")[0] for words in doubtful["others"]}
    assert doubtful | {"others": []} == {
        "places": ["Kelurahan Sertajaya, Kecamatan Cikarang Timur"],
        "doubtful": True,
        "others": [],
        "elsewhere": [],
        "services": ["BIRTH"],
        "dari": "2026-12-07",
        "sampai": "2026-12-13",
    }
    timur = {"places": [], "doubtful": False, "others": ["Kecamatan Cikarang Timur"], "elsewhere": ["Kota Bekasi"]}
    assert read("villages", "Bekasi Timur") == timur
    assert read("visits", "Bekasi Timur") == timur | {"services": [], "dari": None, "sampai": None}
