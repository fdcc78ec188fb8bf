"""A calendar or feed heeds a filter, or refuses it in words; it never leaves one out quietly."""

import pytest
from flask import Flask

from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import DAY, a_venue, a_visit

P = VisitState.PUBLISHED
FEEDS = (
    "/kalender/semua.ics",
    "/kalender/desa/32.16.06.2010.ics",
    "/kalender/kecamatan/32.16.06.ics",
    "/kalender/layanan/ktp-baru.ics",
    "/kalender/tingkat/desa.ics",
    "/jadwal.atom",
    "/desa/32.16.06.2010.atom",
    "/kecamatan/32.16.06.atom",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("layanan=aktivasi-ikd", "b"),
        ("kecamatan=32.16.06", "a"),
        ("desa=32.16.05.2001", ""),
        ("tingkat=desa", "ab"),
        ("layanan=aktivasi-ikd&bahasa=en", "b"),
    ],
)
def test_the_calendar_of_all_heeds_one_filter(app: Flask, browser: Browser, query: str, found: str) -> None:
    visits = {
        "a": a_visit(state=P),
        "b": a_visit(day=DAY.replace(day=10), venue=a_venue("Balai", "Srimukti"), services=("IKD",), state=P),
    }
    text = browser.get(f"/kalender/semua.ics?{query}").get_data(as_text=True)
    assert "".join(name for name, visit in visits.items() if f"UID:{visit.public_id}@" in text) == found


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("query", ["layan=ktp", "lat=-6&lon=107", "utm_source=x", "bahasa=xx", "halaman=2", "dari2="])
def test_what_a_feed_does_not_know_is_refused_in_words(app: Flask, browser: Browser, feed: str, query: str) -> None:
    answer = browser.get(f"{feed}?{query}", 422)
    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).rstrip().endswith(".")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/kalender/semua.ics?layanan=tidak-ada", "“tidak-ada” tidak dikenal sebagai layanan."),
        ("/kalender/semua.ics?desa=", "“” tidak dikenal sebagai desa."),
        ("/kalender/semua.ics?tingkat=rt", "“rt” tidak dikenal sebagai tingkat."),
        ("/kalender/semua.ics?layanan=ktp-baru&desa=32.16.06.2010", "Kalender hanya dapat disaring dengan satu hal."),
        ("/kalender/semua.ics?layanan=ktp-baru&layanan=kk-baru", "tertulis dua kali"),
        ("/jadwal.atom?layanan=tidak-ada", "“tidak-ada” tidak ada di daftar."),
        ("/jadwal.atom?kecamatan=99.99.99", "“99.99.99” tidak ada di daftar."),
        ("/jadwal.atom?dari=kemarin", "dari: "),
        ("/jadwal.atom?q=a&q=b", "tertulis dua kali"),
        ("/desa/32.16.06.2010.atom?q=a", "tidak mengenal saringan “q”"),
    ],
)
def test_a_value_that_is_not_known_is_refused_in_words(app: Flask, browser: Browser, address: str, says: str) -> None:
    assert says in browser.get(address, 422).get_data(as_text=True)


def test_a_single_visit_takes_no_filter_either(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=P)
    assert "tidak mengenal saringan" in browser.get(f"/kunjungan/{visit.public_id}.ics?q=x", 422).get_data(as_text=True)
