"""The panel of the plan board: what would follow, ways out, reasons, and making it, without script."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from botram.staff.models import Team
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, Page, page
from tests.builders import DAY, a_team, a_venue, a_visit, asep, elsewhere, siti
from tests.web.desk import as_it_is_now, at_desk, known

CHANGE = "/koordinator/papan/ubah"
PUBLISHED = VisitState.PUBLISHED
FLOOD = "Jalan tergenang banjir"
A_WEEK = timedelta(days=7)


def asked(browser: Browser, action: str, visits: list[Visit], *, status: int = 200, **more: Any) -> Page:
    """The board with its panel after the button was pressed."""
    return page(browser.post(CHANGE, form(action, visits, **more), status))


def saved(browser: Browser, action: str, visits: list[Visit], **more: Any) -> None:
    """Press the button of the panel, which leads back to the board."""
    answer = browser.post(CHANGE, form(action, visits, langkah="simpan", **more))
    assert answer.location.partition("&urung=")[0] == "/koordinator/papan?bulan=2026-12"


def form(action: str, visits: list[Visit], **more: Any) -> dict[str, Any]:
    """What the board sends."""
    chosen = [f"{one.public_id}.{known(one).version}" for one in visits]
    return {"aksi": action, "kunjungan": chosen, "bulan": "2026-12", "geser": "7", **more}


def buttons(read: Page) -> list[str]:
    """The values of the buttons of the panel."""
    return [one["value"] for one in read.all("button") if one.get("name") == "langkah"]


def ways(read: Page, visit: Visit) -> list[str]:
    """The ways out for a visit: the chosen one first."""
    found = [one for one in read.all("input") if one.get("name") == f"jalan-{visit.public_id}"]
    return [one["value"] for one in sorted(found, key=lambda one: "checked" not in one)]


def day_of(visit: Visit) -> date:
    """The day of a visit as the table has it now."""
    return (known(visit).opens_at + timedelta(hours=7)).date()


def three(state: VisitState = PUBLISHED) -> tuple[Team, list[Visit]]:
    """Three visits of a team on days in a row."""
    team = a_team(members=(asep(),))
    villages = ("Sumberjaya", "Lambangjaya", "Setiamekar")
    return team, [
        a_visit(day=DAY - timedelta(days=1) + timedelta(days=n), team=team, venue=a_venue(in_village=name), state=state)
        for n, name in enumerate(villages)
    ]


def test_three_flooded_visits_are_moved_with_one_reason_and_one_press(app: Flask) -> None:
    _team, visits = three()
    browser = at_desk(app, siti())
    read = asked(browser, "geser", visits)
    assert "Pindahkan 3 kunjungan" in read.text
    assert "Sen, 7 Des 2026, Tim Utara menjadi Sen, 14 Des 2026, Tim Utara" in read.text
    assert "Asep Saepudin" in read.text
    assert "Desa Lambangjaya" in read.text
    assert buttons(read) == ["simpan", "periksa"]
    assert day_of(visits[0]) == DAY - timedelta(days=1)
    saved(browser, "geser", visits, alasan=FLOOD)
    assert [day_of(one) for one in visits] == [DAY + A_WEEK + timedelta(days=n) for n in (-1, 0, 1)]
    assert {known(one).reason for one in visits} == {FLOOD}


def test_without_a_reason_nothing_is_saved_and_the_choice_stays(app: Flask) -> None:
    _team, visits = three()
    browser = at_desk(app, siti())
    read = asked(browser, "geser", visits, status=422, langkah="simpan", geser="8")
    assert "Tulis alasannya" in read.text
    assert "Belum ada yang tersimpan" in read.text
    assert [one["value"] for one in read.all("input") if one.get("id") == "geser-panel"] == ["8"]
    assert day_of(visits[0]) == DAY - timedelta(days=1)


def test_a_clash_has_ways_out_and_the_first_is_chosen(app: Flask) -> None:
    team, visits = three()
    other = a_team("Tim Tengah")
    there = a_visit(day=DAY + A_WEEK, team=team, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    browser = at_desk(app, siti())
    read = asked(browser, "geser", visits)
    assert f"Tim Utara sudah bertugas di {there.place_name}" in read.text, read.text[-900:]
    assert f"/koordinator/kunjungan/{there.public_id}" in [one.get("href") for one in read.all("a")]
    found = ways(read, visits[1])
    assert found[0] == f"{DAY + A_WEEK}~{other.id}"
    assert found[-1] == "tetap"
    assert not ways(read, visits[0])
    saved(browser, "geser", visits, alasan=FLOOD, **{f"jalan-{visits[1].public_id}": found[0]})
    assert (known(visits[1]).team_id, day_of(visits[1])) == (other.id, DAY + A_WEEK)


def test_a_visit_may_be_left_where_it_is(app: Flask) -> None:
    team, visits = three()
    a_visit(day=DAY + A_WEEK, team=team, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    browser = at_desk(app, siti())
    left: Any = {f"jalan-{visits[1].public_id}": "tetap"}
    assert "Pindahkan 2 dan umumkan" in asked(browser, "geser", visits, **left).text
    saved(browser, "geser", visits, alasan=FLOOD, **left)
    assert [day_of(one) - DAY for one in visits] == [timedelta(days=6), timedelta(), timedelta(days=8)]


def test_a_dragged_visit_goes_to_the_day_and_the_team_of_the_cell(app: Flask) -> None:
    visit, other = a_visit(), a_team("Tim Tengah")
    browser = at_desk(app, siti())
    there: Any = {"ke_hari": "2026-12-17", "ke_tim": str(other.id)}
    read = asked(browser, "pindah", [visit], **there)
    assert {"chip is-origin", "chip is-target"} <= {one.get("class") for one in read.all("span")}
    assert "Alasan untuk semua" not in read.text  # nobody knows of a draft
    saved(browser, "pindah", [visit], **there)
    assert (known(visit).team_id, day_of(visit)) == (other.id, date(2026, 12, 17))


def test_warnings_of_announced_visits_ask_for_a_reason_of_their_own(app: Flask) -> None:
    visit = a_visit(state=PUBLISHED)
    browser = at_desk(app, siti())
    christmas: Any = {"ke_hari": "2026-12-25", "alasan": FLOOD}
    read = asked(browser, "pindah", [visit], **christmas)
    inputs = {one["name"] for one in read.all("input") if one.get("name", "").startswith("alasan-")}
    assert inputs == {"alasan-holiday", "alasan-friday"}
    read = asked(
        browser, "pindah", [visit], status=422, langkah="simpan", **christmas, **{"alasan-friday": "Diminta desa"}
    )
    assert "Tulis alasan tetap dilanjutkan" in read.text
    assert "Diminta desa" in [one.get("value") for one in read.all("input")]
    saved(browser, "pindah", [visit], **christmas, **dict.fromkeys(inputs, "Diminta desa"))
    assert {one.code: one.reason for one in known(visit).warnings} == {
        "holiday": "Diminta desa",
        "friday": "Diminta desa",
    }


def test_drafts_are_published_cancelled_copied_and_discarded_together(app: Flask) -> None:
    _team, visits = three(VisitState.DRAFT)
    browser = at_desk(app, siti())
    saved(browser, "terbit", visits, **{"alasan-short-notice": "Diminta desa"})
    assert {known(one).state for one in visits} == {PUBLISHED}
    saved(browser, "salin", visits, geser="14")
    copies = as_it_is_now().query(Visit).filter_by(state=VisitState.DRAFT).all()
    assert len(copies) == 3
    saved(browser, "batal", visits, alasan=FLOOD)
    assert {known(one).state for one in visits} == {VisitState.CANCELLED}
    saved(browser, "buang", copies)
    assert as_it_is_now().query(Visit).count() == 3


def test_what_cannot_be_published_stays_and_the_others_go(app: Flask) -> None:
    team = a_team()
    first, second = a_visit(team=team), a_visit("10:00", "12:00", team=team, venue=a_venue(in_village="Wanasari"))
    browser = at_desk(app, siti())
    read = asked(browser, "terbit", [first, second])
    assert ways(read, second)[0] != "tetap"
    stays: Any = {f"jalan-{second.public_id}": "tetap"}
    read = asked(browser, "terbit", [first, second], **stays)
    assert "Terbitkan 1" in read.text


def test_somebody_elses_change_in_between_is_told(app: Flask) -> None:
    _team, visits = three()
    browser = at_desk(app, siti())
    stale = form("geser", visits, alasan=FLOOD, langkah="simpan")
    stale["kunjungan"][0] = f"{visits[0].public_id}.{visits[0].version - 1}"
    read = page(browser.post(CHANGE, stale, 422))
    assert "Orang lain baru saja mengubah kunjungan ini" in read.text
    assert day_of(visits[1]) == DAY


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"aksi": "terbang"}, "Pilih apa yang dilakukan"),
        ({"kunjungan": []}, "Pilih dahulu kunjungannya"),
        ({"kunjungan": ["x", "zzzzzzzz.1"]}, "Pilih dahulu kunjungannya"),
        ({"geser": "seminggu"}, "Tulis geser berapa hari"),
        ({"geser": "0"}, "Tulis geser berapa hari"),
        ({"aksi": "tim", "ke_tim": "999"}, "Pilih timnya"),
        ({"aksi": "pindah", "ke_hari": "besok"}, "Harinya tidak terbaca"),
    ],
)
def test_what_makes_no_sense_is_said_on_the_board(app: Flask, sent: dict[str, Any], told: str) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, {**form("geser", [visit]), **sent})
    assert told in page(browser.get(answer.location)).text


def test_nobody_moves_another_offices_visit(app: Flask) -> None:
    theirs = a_visit(team=a_team(at=elsewhere()))
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, form("geser", [theirs], langkah="simpan"))
    assert "Pilih dahulu kunjungannya" in page(browser.get(answer.location)).text
    assert day_of(theirs) == DAY


def test_a_week_that_is_over_is_copied_as_drafts(app: Flask) -> None:
    team, visits = three(VisitState.CLOSED)
    assert "Salin 3 kunjungan" in asked(at_desk(app, siti()), "salin", visits, geser="28").text
    saved(at_desk(app, siti()), "salin", visits, geser="28")
    made = as_it_is_now().query(Visit).filter_by(team_id=team.id, state=VisitState.DRAFT).order_by(Visit.opens_at)
    assert [day_of(one) for one in made] == [DAY + timedelta(days=27 + n) for n in range(3)]


def test_one_chosen_visit_leads_to_the_page_for_repeating_it(app: Flask) -> None:
    _team, visits = three()
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, form("ulang", visits[:1]))
    assert answer.location == f"/koordinator/kunjungan/{visits[0].public_id}/ulang"
    for chosen in (visits, []):
        assert browser.post(CHANGE, form("ulang", chosen)).location.startswith("/koordinator/papan")


def test_what_was_just_moved_is_put_back_with_one_press_while_all_are_drafts(app: Flask) -> None:
    _team, visits = three(VisitState.DRAFT)
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, form("geser", visits, langkah="simpan"))
    values = [one["value"] for one in page(browser.get(answer.location)).all("button") if one.get("name") == "urung"]
    assert day_of(visits[0]) == DAY + timedelta(days=6)
    for _press in range(2):  # the second one finds newer versions, and changes nothing
        browser.post("/koordinator/papan/urungkan", {"urung": values[0], "bulan": "2026-12"})
        assert [day_of(one) for one in visits] == [DAY + timedelta(days=n) for n in (-1, 0, 1)]
    for nonsense in ("", "x", "~.~", "ZZZZZZZZ.1"):
        browser.post("/koordinator/papan/urungkan", {"urung": nonsense})


def test_announced_moves_are_not_put_back_without_a_reason(app: Flask) -> None:
    _team, visits = three()
    browser = at_desk(app, siti())
    answer = browser.post(CHANGE, form("geser", visits, langkah="simpan", alasan=FLOOD))
    assert "urung" not in answer.location
    moved = "~".join(f"{one.public_id}.{known(one).version}" for one in visits)
    browser.post("/koordinator/papan/urungkan", {"urung": moved})
    assert day_of(visits[0]) == DAY + timedelta(days=6)
