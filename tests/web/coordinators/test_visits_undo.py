"""Taking a change back: a draft's last one with one press, an announced one by a new change with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session
from botram.visits.actions import change_visit
from botram.visits.changes.actions import make_changes
from botram.visits.changes.change import Change, ChangeKind
from botram.visits.former_plans import NotReversible, plan_before
from botram.visits.models import Visit, VisitState
from botram.visits.plan_application import plan_of
from botram.visits.plans import OfferPlan, VisitPlan
from botram.visits.queries import history_of
from tests.browser import Browser, Page, page
from tests.builders import (
    DAY,
    NOW,
    a_booth,
    a_team,
    a_venue,
    a_visit,
    add,
    an_agency,
    asep,
    bekasi,
    dewi,
    last_entry,
    moment,
    siti,
    ujang,
    village,
)
from tests.visits.builders import change, told
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known

A_DAY = timedelta(days=1)
FLOOD = "Jalan tergenang banjir"


def address(visit: Visit, rest: str = "") -> str:
    """The page of a visit, or one below it."""
    return f"/koordinator/kunjungan/{visit.public_id}{rest}"


def same(one: VisitPlan, other: VisitPlan) -> bool:
    """Whether two plans say the same, in whatever order."""
    return all(
        sorted(map(str, left)) == sorted(map(str, right)) if isinstance(left, tuple) else left == right
        for left, right in ((getattr(one, name), getattr(other, name)) for name in vars(one))
    )


def everything_else() -> dict[str, Any]:
    """Another value for every part of a plan."""
    return {
        "opens_at": moment("09:00", DAY + A_DAY),
        "closes_at": moment("12:00", DAY + A_DAY),
        "queue_closes_at": moment("11:00", DAY + A_DAY),
        "team": a_team("Tim Lain", members=(ujang(),)),
        "more_teams": (a_team("Tim Bantu"),),
        "more_villages": (village("Telajung"),),
        "crew": None,
        "venue": a_venue("Lapangan", in_village="Wanasari"),
        "offers": (OfferPlan("KTP_ENROL", 7),),
        "booths": (),
        "notes": "Bawa map",
        "contact_phone": "021-8997-0001",
    }


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.PUBLISHED])
def test_the_plan_before_a_change_is_made_again_from_the_history(app: Flask, state: VisitState) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=state)
    a_booth(visit, an_agency())
    session().expire_all()
    before = plan_of(visit)
    change(visit, **everything_else())
    entry = last_entry().id
    change(visit, notes="Bawa payung")
    assert same(plan_before(visit, history(visit), entry), before)
    assert plan_before(visit, history(visit), last_entry().id).text("notes") == "Bawa map"


def history(visit: Visit) -> list[AuditEntry]:
    """The entries of a visit, the newest first."""
    return [entry for entry, _name in history_of(visit)]


def an_old_entry(visit: Visit) -> AuditEntry:
    """A change of the team as an old version recorded it, by names alone."""
    return add(
        AuditEntry(
            at=NOW,
            office_id=bekasi().id,
            action="change",
            subject="visit",
            subject_key=visit.public_id,
            version=visit.version,
            before={"team": "Tim Selatan"},
            after={"team": "Tim Utara"},
        )
    )


def test_an_old_entry_without_ids_says_that_it_cannot_be_undone_and_so_do_those_before_it(app: Flask) -> None:
    visit = a_visit()
    change(visit, notes="Bawa map")
    first, old = last_entry().id, an_old_entry(visit).id
    change(visit, notes="Bawa payung")
    for entry in (first, old):
        with pytest.raises(NotReversible):
            plan_before(visit, history(visit), entry)
    last = last_entry().id
    browser = at_desk(app, siti())
    read = page(browser.get(address(visit)))
    assert read.text.count("tidak dapat dikembalikan dengan satu tekan") == 2
    assert [one["value"] for one in read.all("button") if one.get("name") == "catatan"] == [str(last)]
    assert browser.get(address(visit, f"/ubah?sebelum={old}"), 302).location == address(visit)


def undone(browser: Browser, visit: Visit, entry: int) -> None:
    """Press the button beside an entry."""
    version = known(visit).version
    browser.post(address(visit, "/urungkan"), {"catatan": entry, "version": version})


def test_the_last_change_of_a_draft_is_undone_and_done_again_with_one_press(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)))
    other = everything_else()
    change(visit, **other)
    entry, browser = last_entry().id, at_desk(app, siti())
    undone(browser, visit, entry)
    assert (known(visit).opens_at, visit.venue.name) == (moment("08:00"), "Aula Kantor Desa")
    assert [one.account.name for one in visit.crew] == ["Asep Saepudin"]
    undone(browser, visit, last_entry().id)
    assert (known(visit).opens_at, visit.venue.name) == (other["opens_at"], "Lapangan")


def test_a_move_on_the_board_is_undone_too(app: Flask) -> None:
    visit, team = a_visit(team=a_team("Tim Utara")), a_team("Tim Lain")
    make_changes(bekasi(), [Change(ChangeKind.MOVE, visit, day=DAY + A_DAY, team=team)], siti(), now=NOW)
    moved = last_entry().id
    browser = at_desk(app, siti())
    assert "Urungkan perubahan terakhir" in page(browser.get(address(visit))).text
    assert (known(visit).opens_at, visit.team.name) == (moment("08:00", DAY + A_DAY), "Tim Lain")
    undone(browser, visit, moved)
    assert (known(visit).opens_at, visit.team.name) == (moment("08:00"), "Tim Utara")


def test_a_draft_that_somebody_else_has_changed_meanwhile_is_left_alone(app: Flask) -> None:
    visit = a_visit()
    change(visit, notes="Bawa map")
    entry = last_entry().id
    browser = at_desk(app, siti())
    browser.post(address(visit, "/urungkan"), {"catatan": entry, "version": known(visit).version - 1})
    assert known(visit).notes == "Bawa map"
    for wrong in ("", "x", "999999"):
        browser.post(address(visit, "/urungkan"), {"catatan": wrong, "version": visit.version}, 404)
    assert known(visit).notes == "Bawa map"


def filled_in(browser: Browser, visit: Visit, entry: int) -> Page:
    """The form as the visit was before a change."""
    return page(browser.get(address(visit, f"/ubah?sebelum={entry}")))


def test_an_announced_change_is_taken_back_by_a_new_one_with_a_reason(app: Flask) -> None:
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.PUBLISHED)
    change(visit, reason=FLOOD, opens_at=moment("09:00", DAY + A_DAY), closes_at=moment("12:00", DAY + A_DAY))
    entry, browser = last_entry().id, at_desk(app, siti())
    link = address(visit, f"/ubah?sebelum={entry}")
    assert link in [one.get("href") for one in page(browser.get(address(visit))).all("a")]
    browser.post(address(visit, "/urungkan"), {"catatan": entry, "version": known(visit).version})
    read = filled_in(browser, visit, entry)
    assert "Waktu: Selasa, 8 Desember 2026, 08.00–14.00" in read.text
    assert known(visit).opens_at == moment("09:00", DAY + A_DAY)  # nothing is saved by looking
    sent = filled(browser.get(link))
    assert (sent["day"], sent["opens"], sent["reason"]) == (["2026-12-08"], ["08.00"], [""])
    browser.post(address(visit, "/ubah"), sent, 422)
    browser.post(address(visit, "/ubah"), sent | {"reason": "Air sudah surut"})
    assert (known(visit).opens_at, visit.reason) == (moment("08:00"), "Air sudah surut")
    assert "Alasan: Air sudah surut" in page(browser.get(address(visit))).text
    assert told(visit)[-1].endswith("semula Rabu, 9 Desember 2026, 09.00–12.00.")


def test_what_can_no_longer_be_is_refused_with_its_sentence(app: Flask) -> None:
    visit = a_visit()
    former = visit.venue
    change(visit, venue=a_venue("Lapangan"))
    former.active = False
    session().commit()
    entry, browser = last_entry().id, at_desk(app, siti())
    undone(browser, visit, entry)
    assert "Titik layanan ini sudah ditutup" in page(browser.get(address(visit))).text
    assert known(visit).venue.name == "Lapangan"


def test_another_office_takes_nothing_back(app: Flask) -> None:
    visit = a_visit()
    change_visit(visit, plan_of(visit), siti(), now=NOW)
    browser = at_desk(app, dewi())
    browser.post(address(visit, "/urungkan"), {"catatan": 1}, 404)
    browser.get(address(visit, "/ubah?sebelum=1"), 404)
