"""Before a change is saved its page lists the visits that it marks; they stay marked until somebody decides."""

from typing import Any

import pytest
from flask import Flask

from botram.database import session
from botram.days.actions import add_office_day
from botram.days.models import DayKind, OfficeDay
from botram.visits.models import KeptWarning, VisitMark, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, bekasi, budi, ratna, siti
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, at_desk, known

NEW_DAY = "/koordinator/hari/baru"
LIST = "/koordinator/kunjungan"


def a_holiday(browser: Browser, **typed: Any) -> dict[str, Any]:
    """The form of a new day, filled in."""
    return filled(browser.get(NEW_DAY), **({"day": DAY.isoformat(), "name": "Hari Jadi"} | typed))


def decreed(day: Any = DAY, name: str = "Hari Jadi") -> None:
    """A holiday is decreed."""
    add_office_day(bekasi(), day, DayKind.HOLIDAY, name, siti(), now=NOW)


def test_the_visits_that_a_holiday_hits_are_listed_before_it_is_saved(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, title="SMAN <1>")
    browser = at_desk(app, siti())
    shown = browser.post(NEW_DAY, a_holiday(browser), status=200)
    assert "1 kunjungan akan ditandai" in page(shown).text
    assert "SMAN <1> , Sel, 8 Des 2026, 08.00–14.00 : Hari libur kantor" in page(shown).text
    assert f'href="{address_of(visit)}"' in shown.get_data(as_text=True)
    assert not all_of(OfficeDay) and not all_of(VisitMark)
    browser.post(NEW_DAY, filled(shown))
    assert len(all_of(OfficeDay)) == len(all_of(VisitMark)) == 1


def test_a_long_list_is_cut_with_its_number(app: Flask) -> None:
    for n in range(12):
        a_visit(title=f"SD {n}", venue=a_venue(f"Aula {n}"), team=a_team(f"Regu {n}"))
    browser = at_desk(app, siti())
    shown = page(browser.post(NEW_DAY, a_holiday(browser), status=200)).text
    assert "12 kunjungan akan ditandai" in shown and "dan 2 lainnya" in shown
    assert shown.count("Sel, 8 Des 2026") == 10


def test_a_change_that_hits_nothing_is_saved_at_once(app: Flask) -> None:
    a_visit(day=DAY.replace(day=9))
    browser = at_desk(app, siti())
    browser.post(NEW_DAY, a_holiday(browser))
    assert len(all_of(OfficeDay)) == 1


def test_a_list_that_has_changed_meanwhile_is_told_and_the_day_saved(app: Flask) -> None:
    a_visit()
    browser = at_desk(app, siti())
    shown = browser.post(NEW_DAY, a_holiday(browser), status=200)
    session().rollback()
    a_visit(venue=a_venue("Balai", "Sertajaya"))
    answer = browser.post(NEW_DAY, filled(shown))
    assert "berubah: 2 kunjungan kini ditandai" in page(browser.get(answer.location)).text
    assert len(all_of(VisitMark)) == 2


@pytest.mark.parametrize("seal", [None, "", "x", "0" * 16 + "." + "0" * 16, "<script>"])
def test_other_input_or_a_forged_seal_shows_the_list_again(app: Flask, seal: str | None) -> None:
    a_visit()
    a_visit(day=DAY.replace(day=9), venue=a_venue("Balai", "Sertajaya"))
    browser = at_desk(app, siti())
    shown = browser.post(NEW_DAY, a_holiday(browser), status=200)
    typed = {"hits": seal} if seal is not None else {"day": DAY.replace(day=9).isoformat()}
    again = page(browser.post(NEW_DAY, filled(shown, **typed), status=200)).text
    assert "1 kunjungan akan ditandai" in again and not all_of(OfficeDay)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"day": "31-2-2026"}, {"day": ""}])
def test_a_wrong_form_is_refused_before_anything_is_worked_out(app: Flask, wrong: dict[str, str]) -> None:
    a_visit()
    browser = at_desk(app, siti())
    assert "akan ditandai" not in page(browser.post(NEW_DAY, a_holiday(browser, **wrong), status=422)).text


def test_ramadan_a_team_and_an_account_ask_in_the_same_way(app: Flask) -> None:
    team = a_team(members=(asep(),))
    a_visit("08:00", "16:00", team=team, state=VisitState.PUBLISHED)
    budi()
    browser, admin = at_desk(app, siti()), at_desk(app, budi())
    forms: tuple[tuple[Browser, str, dict[str, Any]], ...] = (
        (browser, "/koordinator/hari/ramadan/2026", {"first": "2026-11-20", "last": "2026-12-18"}),
        (browser, f"/koordinator/tim/{team.id}", {"enrolment_kit": None}),
        (browser, f"/koordinator/tim/{team.id}", {"members": None}),
        (admin, f"/koordinator/akun/{asep().id}", {"role": "HEAD"}),
        (admin, f"/koordinator/akun/{asep().id}/tutup", {}),
    )
    for person, address, typed in forms:
        shown = person.post(address, filled(person.get(address), **typed), status=200)
        assert "1 kunjungan akan ditandai" in page(shown).text, address
        assert not all_of(VisitMark), address
    browser.post(
        "/koordinator/hari/ramadan/2026",
        filled(
            browser.post(
                "/koordinator/hari/ramadan/2026",
                filled(browser.get("/koordinator/hari/ramadan/2026"), first="2026-11-20", last="2026-12-18"),
                status=200,
            )
        ),
    )
    assert [mark.code for mark in all_of(VisitMark)] == ["ramadan"]


def test_marked_visits_are_named_on_the_list_and_found_by_it(app: Flask) -> None:
    a_visit(state=VisitState.PUBLISHED, title="SD Libur")
    a_visit(day=DAY.replace(day=9), venue=a_venue("Balai", "Sertajaya"), title="SD Biasa")
    decreed()
    browser = at_desk(app, ratna())
    assert "Hari libur kantor" in page(browser.get(LIST)).text
    only = page(browser.get(f"{LIST}?tanda=1")).text
    assert "SD Libur" in only and "SD Biasa" not in only and "1 kunjungan" in only


def test_a_coordinator_goes_on_with_a_reason_and_the_mark_is_gone(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    decreed()
    browser = at_desk(app, siti())
    shown = page(browser.get(address_of(visit))).text
    assert "Perlu diputuskan Hari libur kantor: Hari Jadi. Sejak Jum, 4 Des 2026, 09.00." in shown
    asked = browser.get(address_of(visit, "/putuskan"))
    assert "Batalkan kunjungan" in page(asked).text, "beside “Tidak jadi” it has to say what is cancelled"
    form = filled(asked)
    for typed in ("", "x"):
        refused = browser.post(address_of(visit, "/putuskan"), form | {"alasan-office": typed}, status=422)
        assert filled(refused)["alasan-office"] == [typed]
    done = browser.post(address_of(visit, "/putuskan"), form | {"alasan-office": "Diminta <b>desa"})
    shown = page(browser.get(done.location)).text
    assert "Perlu diputuskan" not in shown and "Diminta <b>desa" in shown
    assert not all_of(VisitMark) and len(all_of(KeptWarning)) == 1
    again = browser.post(address_of(visit, "/putuskan"), form | {"alasan-office": "Diminta desa"})
    assert "Tidak ada lagi yang perlu diputuskan" in page(browser.get(again.location)).text


def test_of_two_who_work_on_it_the_second_hears_of_the_first(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    decreed()
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/putuskan")), alasan__office="Diminta desa")
    noted = filled(browser.get(address_of(visit, "/ubah")), notes="Bawa map", reason="Pesan", langkah="periksa")
    checked = filled(browser.post(address_of(visit, "/ubah"), noted, status=200), langkah=None)
    browser.post(address_of(visit, "/ubah"), checked | {"alasan-office": "Sudah disetujui"})
    assert [one.reason for one in known(visit).warnings] == ["Sudah disetujui"]
    decreed(DAY.replace(day=9))
    again = browser.post(address_of(visit, "/putuskan"), form)
    assert "Tidak ada lagi yang perlu diputuskan" in page(browser.get(again.location)).text
    assert [one.reason for one in known(visit).warnings] == ["Sudah disetujui"]


def test_the_head_reads_what_is_undecided_and_decides_nothing(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    decreed()
    browser = at_desk(app, ratna())
    shown = browser.get(address_of(visit))
    assert "Perlu diputuskan" in page(shown).text and "/putuskan" not in shown.get_data(as_text=True)
    browser.get(address_of(visit, "/putuskan"), status=403)


def test_drafts_name_the_clash_to_come_on_page_list_and_before_publishing(app: Flask) -> None:
    team = a_team()
    first = a_visit(team=team, title="SD Satu")
    other = a_visit("13:00", "15:00", team=team, venue=a_venue("Balai", "Sertajaya"), title="SD Dua")
    browser = at_desk(app, siti())
    for step in ("", "/terbit"):
        answer = browser.get(address_of(first, step))
        assert "Akan bentrok: Tim Utara juga dirancang ke SD Dua, Selasa, 8 Desember 2026" in page(answer).text
        assert f'href="{address_of(other)}"' in answer.get_data(as_text=True)
        assert "Tidak ada bentrok" not in page(answer).text
    browser.post(address_of(first, "/terbit"), filled(browser.get(address_of(first, "/terbit"))))
    assert known(first).state is VisitState.PUBLISHED
    assert "sudah bertugas di SD Satu" in page(browser.get(address_of(other))).text
    assert "Tim bentrok" in page(browser.get(LIST)).text
    refused = browser.post(address_of(other, "/terbit"), {"version": known(other).version}, status=422)
    assert "sudah bertugas di SD Satu" in page(refused).text
