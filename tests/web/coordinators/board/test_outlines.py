"""Outlines on the plan board: a row of their own, dragged onto a day, named when they cannot be published."""

from datetime import date
from typing import Any

from flask import Flask

from botram.staff.models import Team
from botram.visits.models import Visit, VisitState
from botram.visits.outlines.models import VisitOutline
from tests.browser import Browser, page
from tests.builders import DAY, a_team, a_venue, a_visit, siti, village
from tests.visits.outlines.test_outlines import an_outline, district
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, as_it_is_now, at_desk

BOARD, CHANGE = "/koordinator/papan", "/koordinator/papan/ubah"
FEBRUARY = {"tampilan": "bulan", "bulan": "2027-02"}
TUESDAY = date(2027, 2, 16)


def value_of(one: Visit | VisitOutline) -> str:
    """What its box sends."""
    return f"{one.public_id}.{one.version}"


def dragged(outline: VisitOutline, team: Team, day: date = TUESDAY) -> dict[str, Any]:
    """What dragging a chip onto a cell sends."""
    place = {"ke_hari": day.isoformat(), "ke_tim": str(team.id)}
    return {**FEBRUARY, "aksi": "pindah", "kunjungan": [value_of(outline)], **place}


def saved(browser: Browser, sent: dict[str, Any]) -> str:
    """What the board says after the panel was confirmed."""
    answer = browser.post(CHANGE, sent, 200)
    return page(browser.get(browser.post(CHANGE, filled(answer, langkah="simpan"), 302).location)).text


def test_what_has_no_day_stands_in_the_last_row_of_its_month(app: Flask) -> None:
    team = a_team()
    a_visit(team=team, day=TUESDAY)
    outline = an_outline(district())
    an_outline(village("Wanasari"), day=date(2027, 2, 17), team=team)
    browser = at_desk(app, siti())
    shown = page(browser.get(f"{BOARD}?bulan=2027-02"))
    assert "Tanpa tanggal Kecamatan Tambelang , Rancangan" in shown.text
    assert "Tanpa tanggal Kecamatan Tambelang , Rancangan Wanasari" not in shown.text
    assert f"{BOARD[:-6]}/kunjungan/tanpa-tanggal?bulan=2027-02" in [one.get("href") for one in shown.all("a")]
    assert f"/koordinator/kunjungan/{outline.public_id}" in [one.get("href") for one in shown.all("a")]
    assert shown.text.index("Wanasari , Rancangan") < shown.text.index("Tanpa tanggal Kecamatan")  # it has a cell
    assert "Kecamatan Tambelang" not in page(browser.get(f"{BOARD}?bulan=2027-03")).text
    listed = page(browser.get(f"{BOARD}?bulan=2027-02&tampilan=daftar")).text
    assert "Tanpa tanggal Kecamatan Tambelang Rancangan" in listed
    weeks = page(browser.get(f"{BOARD}?tampilan=minggu&hari=2027-02-15")).text
    assert "Tanpa tanggal Kecamatan Tambelang" in weeks


def test_dragged_onto_a_cell_it_becomes_a_draft_there(app: Flask) -> None:
    team, _venue, outline = a_team(), a_venue(), an_outline()
    made, sent = outline.public_id, dragged(outline, team)
    browser = at_desk(app, siti())
    panel = page(browser.post(CHANGE, sent, 200)).text
    assert "tanpa tanggal menjadi Sel, 16 Feb 2027, Tim Utara" in panel
    assert "tujuan pindah" in panel and len(all_of(VisitOutline)) == 1
    assert "1 kunjungan dipindah." in saved(browser, sent)
    (visit,) = all_of(Visit)
    assert (visit.public_id, visit.team_id, visit.state) == (made, team.id, VisitState.DRAFT)
    assert not all_of(VisitOutline)


def test_without_a_village_it_gets_the_day_and_the_team_and_says_that_more_is_missing(app: Flask) -> None:
    team, outline = a_team(), an_outline(district())
    browser, sent = at_desk(app, siti()), dragged(outline, team)
    assert "Belum lengkap" in page(browser.post(CHANGE, sent, 200)).text
    saved(browser, sent)
    as_it_is_now()
    assert (outline.day, outline.team_id) == (TUESDAY, team.id)


def test_a_clash_on_the_wished_day_is_said(app: Flask) -> None:
    team, outline = a_team(), an_outline()
    a_visit(day=TUESDAY, team=team, venue=a_venue(in_village="Wanasari"), state=VisitState.PUBLISHED)
    a_venue()
    panel = page(at_desk(app, siti()).post(CHANGE, dragged(outline, team), 200)).text
    assert "Tim Utara sudah bertugas di Kelurahan Wanasari" in panel


def test_publishing_names_what_is_missing_and_the_others_go_on(app: Flask) -> None:
    visit, outline = a_visit(), an_outline(village("Wanasari"), team=a_team())
    sent = {**FEBRUARY, "aksi": "terbit", "kunjungan": [value_of(visit), value_of(outline)]}
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, sent, 200)
    assert "Belum dapat terbit: belum ada hari, tempat." in page(answer).text
    assert "Biarkan: tanpa tanggal, Tim Utara" in page(answer).text
    reasons = {name: "Sudah disepakati" for name in filled(answer) if name.startswith("alasan-")}
    browser.post(CHANGE, filled(answer, langkah="simpan") | reasons, 302)
    assert all_of(Visit)[0].state is VisitState.PUBLISHED
    assert len(all_of(VisitOutline)) == 1


def test_a_complete_one_is_published_at_once(app: Flask) -> None:
    outline = an_outline(day=DAY, team=a_team())
    a_venue()
    sent = {**FEBRUARY, "aksi": "terbit", "kunjungan": [value_of(outline)]}
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, sent, 200)
    reasons = {name: "Sudah disepakati" for name in filled(answer) if name.startswith("alasan-")}
    browser.post(CHANGE, filled(answer, langkah="simpan") | reasons, 302)
    assert [one.state for one in all_of(Visit)] == [VisitState.PUBLISHED]


def test_shifting_needs_a_day_and_discarding_does_not(app: Flask) -> None:
    outline, other = an_outline(), an_outline(village("Wanasari"), day=TUESDAY, team=a_team())
    browser = at_desk(app, siti())
    sent = {**FEBRUARY, "aksi": "geser", "geser": "1", "kunjungan": [value_of(outline), value_of(other)]}
    answer = browser.post(CHANGE, sent, 200)
    assert "Tidak dapat digeser: belum ada harinya." in page(answer).text
    assert "Sel, 16 Feb 2027, " in page(answer).text and "Rab, 17 Feb 2027" in page(answer).text
    cancelled = page(browser.post(CHANGE, {**sent, "aksi": "batal"}, 200)).text
    assert "Ini masih rancangan tanpa tanggal" in cancelled
    assert "2 rancangan dibuang." in saved(browser, {**sent, "aksi": "buang"})
    assert not all_of(VisitOutline)


def test_who_has_an_older_version_changes_nothing(app: Flask) -> None:
    team, outline = a_team(), an_outline()
    sent = dragged(outline, team) | {"kunjungan": [f"{outline.public_id}.7"]}
    answer = at_desk(app, siti()).post(CHANGE, sent, 200)
    assert "Orang lain baru saja mengubah rancangan ini." in page(answer).text
