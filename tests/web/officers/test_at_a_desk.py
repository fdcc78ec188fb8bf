"""The pages of a visit's day on a coordinator's desk: each says which visit it is about, as the phone does on top."""

from uuid import UUID

import pytest
from flask import Flask

from botram.results.actions import record_results
from botram.results.models import Outcome
from botram.results.rules import EntryPlan
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import SetClock, asep, moment, overwrite, siti
from tests.web.officers.phone import aseps_visit

ENTRY = str(UUID(int=1))
PAGES = ("catat", "catat/kk-baru", "catatan", f"catatan/{ENTRY}/koreksi", "layanan/kk-baru", "tutup", "jam")
WORDS = {
    "id": ("Desa Sumberjaya", "Selasa, 8 Desember 2026, 08.00–14.00 WIB", "Kembali ke kunjungan,"),
    "en": ("Desa Sumberjaya", "Tuesday, 8 December 2026, 08:00–14:00 WIB", "Back to visit,"),
}


@pytest.fixture
def visit(app: Flask, set_clock: SetClock) -> Visit:
    """A running visit with one entry."""
    set_clock(moment("10:00"))
    made = aseps_visit()
    overwrite(made, state=VisitState.RUNNING, opened_at=moment("08:00"))
    plan = EntryPlan(ENTRY, "KK_NEW", Outcome.ISSUED_ON_SPOT, 1, moment("09:00"), {"KK": 1})
    record_results(made, [plan], asep(), device="", now=moment("09:00"))
    return made


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_on_the_desk_names_its_visit_and_leads_back_to_it(
    app: Flask, visit: Visit, name: str, language: str
) -> None:
    siti()
    path = f"/petugas/kunjungan/{visit.public_id}"
    desk = Browser(app).sign_in("siti")
    desk.post("/akun/bahasa", {"language": language})
    read = page(desk.get(f"{path}/{name}"))
    for words in WORDS[language]:
        assert read.text.count(words) >= 1, words
    assert any(link.get("href") == path for link in read.all("a"))


@pytest.mark.parametrize("name", PAGES[:5])
def test_on_the_phone_the_top_says_it_once(app: Flask, visit: Visit, name: str) -> None:
    read = page(Browser(app).sign_in("asep").get(f"/petugas/kunjungan/{visit.public_id}/{name}"))
    assert read.text.count("Desa Sumberjaya") == 1
    assert "Selasa, 8 Desember 2026" not in read.text
