"""Calling a visit off, throwing a draft away, and the visit that stands in."""

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import IDENTITY_NUMBER, a_visit, asep, siti
from tests.results.builders import a_correction, an_entry, send
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known

FLOOD = "Jalan ke balai desa tergenang"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Bagian ini belum diisi"), ("a", "Tulis alasannya"), (IDENTITY_NUMBER, "Jangan tulis NIK")],
    ids=["none", "too short", "a person"],
)
def test_cancelling_asks_why(app: Flask, reason: str, sentence: str) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/batal")))
    refused = browser.post(address_of(visit, "/batal"), {**form, "reason": reason}, status=422)
    assert sentence in page(refused).text
    assert filled(refused)["reason"] == [reason]
    assert known(visit).state is VisitState.PUBLISHED


def test_residents_read_why_a_visit_was_cancelled(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/batal")), reason=FLOOD)
    browser.post(address_of(visit, "/batal"), form)
    assert known(visit).state is VisitState.CANCELLED
    assert FLOOD in page(browser.get(address_of(visit))).text
    assert FLOOD in page(Browser(app).get(f"/kunjungan/{visit.public_id}")).text
    again = browser.post(address_of(visit, "/batal"), form)
    assert "sudah dibatalkan" in page(browser.get(again.location)).text


def test_what_was_recorded_before_opening_is_named_before_cancelling(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    siti(), asep()
    browser = at_desk(app, siti())
    assert "Sudah tercatat" not in page(browser.get(address_of(visit, "/batal"))).text
    send(visit, an_entry(1, requests=9, issued={"KK": 8}))
    shown = page(browser.get(address_of(visit, "/batal"))).text
    assert "Sudah tercatat 9 permohonan dan 8 dokumen, padahal layanan belum dilaporkan dibuka." in shown
    assert "tetap terhitung di Ringkasan dan tidak dapat dikoreksi lagi" in shown
    send(visit, a_correction(2, of=1, requests=-9, issued={"KK": -8}))
    assert "Sudah tercatat" not in page(browser.get(address_of(visit, "/batal"))).text


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.RUNNING, VisitState.CLOSED])
def test_only_what_is_announced_and_not_open_is_cancelled(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    browser = at_desk(app, siti())
    browser.get(address_of(visit, "/batal"), status=302)
    browser.post(address_of(visit, "/batal"), {"reason": FLOOD, "version": visit.version})
    assert known(visit).state is state


def test_a_visit_that_somebody_moved_is_not_cancelled_blindly(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    first, second = at_desk(app, siti()), at_desk(app, siti())
    form = filled(first.get(address_of(visit, "/batal")), reason=FLOOD)
    moved = filled(second.get(address_of(visit, "/ubah")), day="2026-12-09", reason="Pindah hari")
    second.post(address_of(visit, "/ubah"), moved)
    refused = first.post(address_of(visit, "/batal"), form, status=422)
    assert "Orang lain baru saja mengubah" in page(refused).text
    assert "9 Desember 2026" in page(refused).text
    first.post(address_of(visit, "/batal"), filled(refused))
    assert known(visit).state is VisitState.CANCELLED


def test_a_draft_is_thrown_away_and_an_announced_visit_never(app: Flask) -> None:
    draft, announced = a_visit(), a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(draft, "/buang")))
    browser.post(address_of(draft, "/buang"), form)
    browser.post(address_of(draft, "/buang"), form, status=404)
    browser.get(address_of(announced, "/buang"), status=302)
    browser.post(address_of(announced, "/buang"), {"version": announced.version})
    session().rollback()
    assert [visit.public_id for visit in session().scalars(select(Visit))] == [announced.public_id]


def test_a_draft_that_somebody_changed_is_not_thrown_away_blindly(app: Flask) -> None:
    draft = a_visit()
    first, second = at_desk(app, siti()), at_desk(app, siti())
    form = filled(first.get(address_of(draft, "/buang")))
    second.post(address_of(draft, "/ubah"), filled(second.get(address_of(draft, "/ubah")), notes="Penting"))
    assert "Orang lain baru saja" in page(first.post(address_of(draft, "/buang"), form, status=422)).text
    assert known(draft).notes == "Penting"


def test_a_replacement_is_prefilled_and_both_pages_lead_to_each_other(app: Flask) -> None:
    visit = a_visit("09:00", "12:00", state=VisitState.CANCELLED, services=("KIA_NEW",))
    browser = at_desk(app, siti())
    link = f"/koordinator/kunjungan/baru?pengganti={visit.public_id}"
    assert f'href="{link}"' in browser.get(address_of(visit)).get_data(as_text=True)
    form = filled(browser.get(link))
    assert (form["opens"], form["services"], form["venue"]) == (["09.00"], ["KIA_NEW"], [str(visit.venue_id)])
    assert form["day"] == [""]
    made = browser.post("/koordinator/kunjungan/baru", {**form, "day": "15-12-2026"})
    assert known(visit).replaced_by is not None
    new = known(visit).replaced_by
    assert new and made.location.startswith(address_of(new))
    assert f'href="{address_of(visit)}"' in browser.get(address_of(new)).get_data(as_text=True)
    shown = browser.get(address_of(visit)).get_data(as_text=True)
    assert f'href="{address_of(new)}"' in shown
    assert "Buat pengganti" not in shown


def test_a_cancelled_visit_has_one_replacement(app: Flask) -> None:
    visit = a_visit(state=VisitState.CANCELLED)
    browser = at_desk(app, siti())
    link = f"/koordinator/kunjungan/baru?pengganti={visit.public_id}"
    first, second = filled(browser.get(link), day="15-12-2026"), filled(browser.get(link), day="16-12-2026")
    browser.post("/koordinator/kunjungan/baru", first)
    refused = browser.post("/koordinator/kunjungan/baru", second, status=422)
    assert "sudah mempunyai pengganti" in page(refused).text


@pytest.mark.parametrize("state", [state for state in VisitState if state is not VisitState.CANCELLED])
def test_only_a_cancelled_visit_is_replaced(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    at_desk(app, siti()).get(f"/koordinator/kunjungan/baru?pengganti={visit.public_id}", status=404)
