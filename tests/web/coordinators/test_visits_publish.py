"""Before a visit is announced, its page says who will see it, what conflicts and which warnings need a reason."""

import pytest
from flask import Flask

from botram.database import session
from botram.visits.models import VisitState
from tests.browser import Browser, page
from tests.builders import DAY, FRIDAY, IDENTITY_NUMBER, a_team, a_venue, a_visit, asep, siti
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known


def test_a_draft_without_warnings_is_announced_with_one_button(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)))
    browser, resident = at_desk(app, siti()), Browser(app)
    resident.get(f"/kunjungan/{visit.public_id}", status=404)
    before = browser.get(address_of(visit, "/terbit"))
    assert "Warga menemukan kunjungan ini di jadwal" in page(before).text
    done = browser.post(address_of(visit, "/terbit"), filled(before))
    assert "Kunjungan diterbitkan" in page(browser.get(done.location)).text
    assert known(visit).state is VisitState.PUBLISHED
    resident.get(f"/kunjungan/{visit.public_id}")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Tulis alasan"), ("ya", "Tulis alasan"), (IDENTITY_NUMBER, "Jangan tulis NIK")],
    ids=["none", "too short", "a person"],
)
def test_a_warning_without_a_good_reason_is_not_passed(app: Flask, reason: str, sentence: str) -> None:
    visit = a_visit(day=FRIDAY)
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/terbit")))
    assert form["alasan-friday"] == [""]
    refused = browser.post(address_of(visit, "/terbit"), {**form, "alasan-friday": reason}, status=422)
    assert sentence in page(refused).text
    assert 'href="#alasan-friday"' in refused.get_data(as_text=True)
    assert filled(refused)["alasan-friday"] == [reason]
    assert known(visit).state is VisitState.DRAFT


def test_a_warning_is_passed_with_its_reason(app: Flask) -> None:
    visit = a_visit(day=FRIDAY)
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/terbit")))
    browser.post(address_of(visit, "/terbit"), {**form, "alasan-friday": "Diminta desa <pagi>"})
    (kept,) = known(visit).warnings
    assert (kept.code, kept.reason) == ("friday", "Diminta desa <pagi>")
    shown = page(browser.get(address_of(visit)))
    assert "Waktu salat Jumat: Diminta desa <pagi>" in shown.text


def test_a_warning_that_appears_meanwhile_is_asked_for_too(app: Flask) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/terbit")))
    assert not [name for name in form if name.startswith("alasan")]
    session().rollback()
    a_visit(day=DAY.replace(day=9), venue=visit.venue, state=VisitState.PUBLISHED)
    asked = browser.post(address_of(visit, "/terbit"), form, status=422)
    assert filled(asked)["alasan-same-village"] == [""]
    assert known(visit).state is VisitState.DRAFT


def test_a_conflict_names_the_other_visit_and_leaves_the_button_away(app: Flask) -> None:
    team = a_team(members=(asep(),))
    other = a_visit("07:00", "18:00", team=team, state=VisitState.PUBLISHED, title="SMAN 1 Setu")
    visit = a_visit(team=team, venue=a_venue("Balai", "Jatimulya"))
    browser = at_desk(app, siti())
    shown = browser.get(address_of(visit, "/terbit"))
    assert "Tim Utara sudah bertugas di SMAN 1 Setu, Selasa, 8 Desember 2026" in page(shown).text
    html = shown.get_data(as_text=True)
    assert f'href="{address_of(other)}"' in html
    assert "version" not in filled(shown), "there is no form to send"
    refused = browser.post(address_of(visit, "/terbit"), {"version": visit.version}, status=422)
    assert "sudah bertugas di SMAN 1 Setu" in page(refused).text
    assert known(visit).state is VisitState.DRAFT


def test_one_officer_is_not_at_two_visits(app: Flask) -> None:
    a_visit(crew=(asep(),), state=VisitState.PUBLISHED, title="SMAN 1 Setu")
    visit = a_visit(crew=(asep(),), venue=a_venue("Balai", "Jatimulya"))
    browser = at_desk(app, siti())
    refused = browser.post(address_of(visit, "/terbit"), {"version": visit.version}, status=422)
    assert "Asep Saepudin sudah bertugas di SMAN 1 Setu" in page(refused).text


def test_a_day_that_is_over_cannot_be_announced(app: Flask) -> None:
    visit = a_visit(day=DAY.replace(day=3))
    refused = at_desk(app, siti()).post(address_of(visit, "/terbit"), {"version": visit.version}, status=422)
    assert "Waktunya sudah lewat" in page(refused).text


def test_pressing_twice_gives_a_sentence(app: Flask) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/terbit")))
    browser.post(address_of(visit, "/terbit"), form)
    again = browser.post(address_of(visit, "/terbit"), form)
    assert "sudah diterbitkan" in page(browser.get(again.location)).text
    back = browser.get(address_of(visit, "/terbit"), status=302)
    assert back.location == address_of(visit)
    assert known(visit).version == 2


def test_a_draft_that_somebody_changed_is_shown_again_first(app: Flask) -> None:
    visit = a_visit()
    first, second = at_desk(app, siti()), at_desk(app, siti())
    form = filled(first.get(address_of(visit, "/terbit")))
    second.post(address_of(visit, "/ubah"), filled(second.get(address_of(visit, "/ubah")), opens="09.00"))
    refused = first.post(address_of(visit, "/terbit"), form, status=422)
    assert "Orang lain baru saja mengubah" in page(refused).text
    assert "09.00–14.00" in page(refused).text
    first.post(address_of(visit, "/terbit"), filled(refused))
    assert known(visit).state is VisitState.PUBLISHED


@pytest.mark.parametrize("step", ["/terbit", "/ubah", "/buang"])
def test_asking_for_the_head_of_a_page_does_not_act(app: Flask, step: str) -> None:
    visit = a_visit()
    at_desk(app, siti()).ask("HEAD", address_of(visit, step), 200)
    assert known(visit).state is VisitState.DRAFT
