"""What is announced changes only after its page has said what follows, and with a reason."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.places.models import Venue
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, FRIDAY, a_team, a_venue, a_visit, asep, person, siti
from tests.results.builders import an_entry, send
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known

FLOOD = "Jalan ke balai desa tergenang"


def form_of(browser: Browser, visit: Visit, **typed: Any) -> dict[str, Any]:
    """The form of a visit as it stands, with what somebody types."""
    return filled(browser.get(address_of(visit, "/ubah")), **typed)


def test_a_draft_is_changed_without_ceremony(app: Flask) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    browser.post(address_of(visit, "/ubah"), form_of(browser, visit, notes="Bawa pena", services=["KIA_NEW"]))
    changed = known(visit)
    assert (changed.notes, [offer.service_code for offer in changed.offers]) == ("Bawa pena", ["KIA_NEW"])
    assert (changed.state, changed.version) == (VisitState.DRAFT, 2)


def test_the_form_shows_the_visit_as_it_is(app: Flask) -> None:
    crew = (asep(), person("cecep", "Cecep Hidayat", asep().role, siti().office))
    visit = a_visit(team=a_team(members=crew[:1]), crew=crew, title="SMAN 1 <Setu>")
    browser = at_desk(app, siti())
    form = form_of(browser, visit)
    assert form["title"] == ["SMAN 1 <Setu>"]
    assert (form["crewing"], len(form["crew"])) == (["pilih"], 2), "the crew is not the team's: chosen one by one"
    back = browser.post(address_of(visit, "/ubah"), form)
    assert "Tidak ada yang berbeda" in page(browser.get(back.location)).text
    assert known(visit).version == 1


RECORDED = "Sudah tercatat 9 permohonan dan 0 dokumen, padahal layanan belum dilaporkan dibuka."


@pytest.mark.parametrize("typed", [{"day": "2026-12-11"}, {"notes": "Bawa pena"}], ids=["a move", "a note"])
def test_what_was_recorded_before_opening_is_named_before_a_change(app: Flask, typed: dict[str, str]) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    siti(), asep()
    browser = at_desk(app, siti())
    send(visit, an_entry(1, requests=9, issued={}))
    assert RECORDED in page(browser.get(address_of(visit, "/ubah"))).text
    form = form_of(browser, visit, langkah="periksa", **typed)
    shown = page(browser.post(address_of(visit, "/ubah"), form, status=200)).text
    assert shown.count(RECORDED) == 1
    assert "catatannya ikut dan terhitung di hari yang baru" in shown


def test_what_was_recorded_at_a_running_visit_is_nothing_odd(app: Flask) -> None:
    running = a_visit(state=VisitState.RUNNING)
    siti(), asep()
    browser = at_desk(app, siti())
    send(running, an_entry(2))
    assert "Sudah tercatat" not in page(browser.get(address_of(running, "/ubah"))).text


def test_checking_a_move_shows_what_follows_and_saves_nothing(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, team=a_team(members=(asep(),)))
    browser = at_desk(app, siti())
    checked = browser.post(
        address_of(visit, "/ubah"), form_of(browser, visit, day="2026-12-11", langkah="periksa"), status=200
    )
    shown = page(checked).text
    assert "Waktu: Jumat, 11 Desember 2026, 08.00–14.00, semula Selasa, 8 Desember 2026, 08.00–14.00." in shown
    assert "salat Jumat" in shown and "Petugas: Asep Saepudin." in shown
    assert filled(checked)["alasan-friday"] == [""]
    assert known(visit).version == 1


def test_a_move_keeps_the_address_and_says_the_old_place(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    new = a_venue("Lapangan Bola", "Jatimulya")
    browser = at_desk(app, siti())
    moved = form_of(browser, visit, village=new.village_code, venue=new.id, day="9-12-2026", reason=FLOOD)
    done = browser.post(address_of(visit, "/ubah"), moved)
    assert done.location == address_of(visit)
    assert "Kunjungan dipindah" in page(browser.get(done.location)).text
    after = known(visit)
    assert (after.public_id, after.venue_id, after.revision) == (visit.public_id, new.id, 1)
    public = page(Browser(app).get(f"/kunjungan/{visit.public_id}")).text
    assert "Lapangan Bola" in public and "Aula Kantor Desa" in public and FLOOD in public


def test_what_is_announced_needs_a_reason(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    refused = browser.post(address_of(visit, "/ubah"), form_of(browser, visit, opens="09.00"), status=422)
    assert 'href="#reason"' in refused.get_data(as_text=True)
    assert filled(refused)["opens"] == ["09.00"]
    assert known(visit).version == 1
    browser.post(address_of(visit, "/ubah"), filled(refused, reason=FLOOD))
    assert known(visit).version == 2
    history = page(browser.get(address_of(visit))).text
    assert f"Alasan: {FLOOD}" in history
    assert "Dibuka pukul 09.00, semula 08.00." in history


def test_a_move_into_a_warning_needs_its_reason_too(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    friday = form_of(browser, visit, day=FRIDAY.isoformat(), reason=FLOOD)
    refused = browser.post(address_of(visit, "/ubah"), friday, status=422)
    assert 'href="#alasan-friday"' in refused.get_data(as_text=True)
    assert known(visit).version == 1
    browser.post(address_of(visit, "/ubah"), filled(refused, alasan__friday="Diminta desa"))
    assert [(kept.code, kept.reason) for kept in known(visit).warnings] == [("friday", "Diminta desa")]


@pytest.mark.parametrize(("press", "status"), [({"langkah": "periksa"}, 200), ({}, 422)], ids=["looked at", "saved"])
def test_a_move_onto_another_visit_is_refused_with_its_name(app: Flask, press: dict[str, str], status: int) -> None:
    team = a_team()
    other = a_visit(day=DAY.replace(day=9), team=team, state=VisitState.PUBLISHED, title="SMAN 1 Setu")
    visit = a_visit(team=team, state=VisitState.PUBLISHED, venue=a_venue("Balai", "Jatimulya"))
    browser = at_desk(app, siti())
    moved = form_of(browser, visit, day="2026-12-09", reason=FLOOD)
    refused = browser.post(address_of(visit, "/ubah"), moved | press, status=status)
    assert "sudah bertugas di SMAN 1 Setu" in page(refused).text
    assert f'href="{address_of(other)}"' in refused.get_data(as_text=True)
    assert "dan umumkan" not in page(refused).text, "no button that cannot work"
    assert filled(refused)["day"] == ["2026-12-09"]
    assert known(visit).version == 1


def test_two_coordinators_on_one_visit(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    first, second = at_desk(app, siti()), at_desk(app, siti())
    slow = form_of(first, visit, notes="Bawa map", reason="Melengkapi")
    second.post(address_of(visit, "/ubah"), form_of(second, visit, opens="09.00", reason=FLOOD))
    refused = first.post(address_of(visit, "/ubah"), slow, status=422)
    shown = page(refused).text
    assert "Siti Aminah: Dibuka pukul 09.00, semula 08.00." in shown
    assert filled(refused)["notes"] == ["Bawa map"]
    assert (known(visit).notes, known(visit).version) == ("", 2)
    first.post(address_of(visit, "/ubah"), filled(refused), status=422)  # the reason is given anew
    first.post(address_of(visit, "/ubah"), filled(refused, reason="Jam semula tetap"))
    assert (known(visit).notes, known(visit).version) == ("Bawa map", 3)


def test_saving_twice_changes_once(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    form = form_of(browser, visit, opens="09.00", reason=FLOOD)
    browser.post(address_of(visit, "/ubah"), form)
    again = browser.post(address_of(visit, "/ubah"), form)
    assert "Tidak ada yang berbeda" in page(browser.get(again.location)).text
    assert known(visit).version == 2


def test_a_new_venue_is_made_only_when_the_move_is_saved(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    there = {"venue": "baru", "place__name": "Aula Kantor Desa", "place__point": "-6.2275, 107.0769"}
    checked = browser.post(address_of(visit, "/ubah"), form_of(browser, visit, **there, langkah="periksa"), status=200)
    assert len(session().scalars(select(Venue)).all()) == 1
    browser.post(address_of(visit, "/ubah"), filled(checked, reason=FLOOD))
    after = known(visit)
    assert after.venue.latitude == -6.2275
    assert (after.revision, after.version) == (1, 2), "a venue of the same name is another place"


def test_a_running_visit_stays_where_it_is(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    browser = at_desk(app, siti())
    refused = browser.post(address_of(visit, "/ubah"), form_of(browser, visit, opens="09.00", reason=FLOOD), status=422)
    assert "sedang berlangsung tidak dapat dipindah" in page(refused).text
    browser.post(address_of(visit, "/ubah"), form_of(browser, visit, notes="Antre di tenda", reason="Hujan"))
    assert known(visit).notes == "Antre di tenda"


@pytest.mark.parametrize("state", [VisitState.CLOSED, VisitState.VERIFIED, VisitState.CANCELLED])
def test_what_is_over_is_not_changed(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    browser = at_desk(app, siti())
    back = browser.get(address_of(visit, "/ubah"), status=302)
    assert "tidak dapat diubah" in page(browser.get(back.location)).text
    browser.post(address_of(visit, "/ubah"), {"version": 1}, status=422)
    assert known(visit).version == 1


def test_what_people_typed_is_shown_as_text(app: Flask) -> None:
    evil = "<img src=x onerror=alert(1)>\"'{{7*7}}"
    team, venue = a_team(evil, members=(person("eko", evil, asep().role, siti().office),)), a_venue(evil)
    venue.address = venue.access = evil
    visit = a_visit(team=team, venue=venue, state=VisitState.PUBLISHED, title=evil)
    visit.notes = visit.contact = evil
    session().commit()
    browser = at_desk(app, siti())
    form = form_of(browser, visit, day=FRIDAY.isoformat(), reason=evil, alasan__friday=evil, langkah="periksa")
    pages = [browser.post(address_of(visit, "/ubah"), form, status=200)]
    browser.post(address_of(visit, "/ubah"), {**form, "langkah": ""})
    steps = ("", "/ubah", "/batal")
    pages += [browser.get(address_of(visit, step)) for step in steps]
    pages += [browser.get(f"/koordinator/{where}") for where in ("kunjungan", "titik", f"titik/{venue.id}")]
    for shown in pages:
        html = shown.get_data(as_text=True)
        assert "<img" not in html
        assert "onerror" in html and "49" not in page(shown).text.replace("2026", "")
