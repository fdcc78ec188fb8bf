"""Changing and moving a visit."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import dry_run, session
from botram.places.actions import VenuePlan, VillageFixed, change_venue
from botram.refusals import Changed
from botram.staff.models import Role
from botram.staff.rules import IdentityNumber
from botram.visit_view import Audience, Part, view_of
from botram.visits.actions import change_visit, draft_visit
from botram.visits.conflicts import TeamBusy
from botram.visits.history import sentences
from botram.visits.models import OfferReason, OfferState, Visit, VisitState
from botram.visits.plans import OfferPlan
from botram.visits.previews import preview_change
from botram.visits.queries import next_visits_with, public_visit
from botram.visits.rules import BadPlan, ReasonMissing, WrongState
from tests.builders import (
    DAY,
    NOW,
    a_team,
    a_venue,
    a_visit,
    asep,
    bekasi,
    dewi,
    elsewhere,
    moment,
    person,
    siti,
    ujang,
)
from tests.visits.builders import EveryReason, a_plan, plan_of

FLOOD = "Jalan ke balai desa tergenang"


def test_a_draft_is_kept_with_the_teams_members_as_its_crew(app: Flask) -> None:
    team = a_team(members=(asep(),))
    visit = draft_visit(siti().office, a_plan(team=team), siti(), now=NOW)
    assert [member.account.name for member in visit.crew] == ["Asep Saepudin"]
    assert [(offer.service_code, offer.quota) for offer in visit.offers] == [("KTP_ENROL", None), ("KK_NEW", 50)]
    assert (visit.state, visit.version, visit.revision) == (VisitState.DRAFT, 1, 0)


def test_a_form_sent_twice_makes_one_draft(app: Flask) -> None:
    plan = a_plan()
    first = draft_visit(siti().office, plan, siti(), now=NOW, public_id="k7m29qxd")
    assert draft_visit(siti().office, plan, siti(), now=NOW, public_id="k7m29qxd") == first
    assert session().query(Visit).count() == 1


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"closes_at": moment("08:00")}, "closes"),
        ({"closes_at": moment("08:00").replace(day=9)}, "closes"),
        ({"queue_closes_at": moment("14:01")}, "queue_closes"),
        ({"queue_closes_at": moment("08:00")}, "queue_closes"),
        ({"offers": ()}, "services"),
        ({"offers": (OfferPlan("KK_NEW"), OfferPlan("KK_NEW"))}, "services"),
        ({"offers": (OfferPlan("KK_NEW", 0),)}, "services"),
        ({"offers": (OfferPlan("TIDAK_ADA"),)}, "services"),
        ({"level": "SCHOOL"}, "title"),
        ({"crew": (9999,)}, "crew"),
    ],
)
def test_a_plan_that_does_not_fit_together_is_refused(app: Flask, different: dict[str, object], field: str) -> None:
    with pytest.raises(BadPlan) as refused:
        draft_visit(siti().office, a_plan(**different), siti(), now=NOW)
    assert refused.value.field == field
    assert session().query(Visit).count() == 0


@pytest.mark.parametrize(
    "theirs", [lambda: {"team": a_team("Lain", elsewhere())}, lambda: {"crew": (dewi().id,)}], ids=["team", "officer"]
)
def test_a_plan_holds_nothing_of_another_office(app: Flask, theirs: Callable[[], dict[str, object]]) -> None:
    with pytest.raises(BadPlan):
        draft_visit(siti().office, a_plan(**theirs()), siti(), now=NOW)


@pytest.mark.parametrize("name", ["title", "contact", "notes"])
def test_an_identity_number_is_refused_in_any_text(app: Flask, name: str) -> None:
    with pytest.raises(IdentityNumber) as refused:
        draft_visit(siti().office, a_plan(**{name: "KK 3216-0655 0898.0000"}), siti(), now=NOW)
    assert refused.value.field == name


LATER = {"opens_at": moment("09:00"), "closes_at": moment("15:00")}


def test_an_announced_visit_moves_and_says_where_it_was(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    assert change_visit(visit, plan_of(visit, **LATER), siti(), now=NOW, reason=FLOOD)
    assert (visit.revision, visit.version) == (1, 2)
    assert (visit.was_opens_at, visit.was_place) == (moment("08:00"), "Aula Kantor Desa, Desa Sumberjaya")
    assert view_of(visit, Audience.OFFICE, NOW, Part.LINE).state_key == "moved"
    entry = session().query(AuditEntry).filter_by(action="move").one()
    assert sentences(entry, "Asia/Jakarta", staff=False) == [
        "Waktu: Selasa, 8 Desember 2026, 09.00–15.00, semula Selasa, 8 Desember 2026, 08.00–14.00."
    ]
    assert entry.reason == FLOOD


@pytest.mark.parametrize("reason", ["", "  "])
@pytest.mark.parametrize("different", [LATER, {"notes": "Bawa payung"}], ids=["a move", "a note"])
def test_an_announced_visit_is_changed_with_a_reason_alone(
    app: Flask, different: dict[str, object], reason: str
) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    with pytest.raises(ReasonMissing):
        change_visit(visit, plan_of(visit, **different), siti(), now=NOW, reason=reason)
    assert (visit.revision, visit.version) == (0, 1)


def test_a_new_venue_is_a_move_too(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    change_visit(visit, plan_of(visit, venue=a_venue("Lapangan", "Jejalenjaya")), siti(), now=NOW, reason=FLOOD)
    assert (visit.revision, visit.village.name) == (1, "Jejalenjaya")


def test_a_quota_changes_without_being_a_move(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    plan = plan_of(visit, offers=(OfferPlan("KTP_ENROL", 100), OfferPlan("KK_NEW")))
    change_visit(visit, plan, siti(), now=NOW, reason="Blangko terbatas")
    assert (visit.revision, visit.version, visit.was_opens_at) == (0, 2, None)


def test_nothing_is_counted_when_nothing_differs(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    assert not change_visit(visit, plan_of(visit), siti(), now=NOW, reason=FLOOD)
    assert (visit.version, session().query(AuditEntry).filter_by(subject="visit").count()) == (1, 0)


def test_a_move_onto_another_visit_is_refused_and_changes_nothing(app: Flask) -> None:
    team = a_team()
    a_visit("08:00", "10:00", team=team, state=VisitState.PUBLISHED)
    visit = a_visit("11:00", "14:00", team=team, state=VisitState.PUBLISHED)
    plan = plan_of(visit, opens_at=moment("07:00"), closes_at=moment("15:00"))
    with pytest.raises(TeamBusy):
        change_visit(visit, plan, siti(), now=NOW, reason=FLOOD)
    session().expire_all()
    assert (visit.opens_at, visit.version) == (moment("11:00"), 1)


def test_of_two_people_who_change_the_same_version_the_second_is_told(app: Flask) -> None:
    visit = a_visit()
    change_visit(visit, plan_of(visit, notes="Bawa fotokopi"), siti(), now=NOW, version=1)
    with pytest.raises(Changed):
        change_visit(visit, plan_of(visit, notes="Parkir di lapangan"), siti(), now=NOW, version=1)
    assert visit.notes == "Bawa fotokopi"


@pytest.mark.parametrize("state", [VisitState.CLOSED, VisitState.VERIFIED, VisitState.CANCELLED])
def test_what_is_over_is_not_changed(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    with pytest.raises(WrongState):
        change_visit(visit, plan_of(visit, notes="x"), siti(), now=NOW, reason=FLOOD)


@pytest.mark.parametrize(
    "move", [{"closes_at": moment("15:00")}, {"opens_at": moment("07:00")}], ids=["its end", "its beginning"]
)
def test_a_running_visit_is_not_moved(app: Flask, move: dict[str, object]) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    with pytest.raises(WrongState):
        change_visit(visit, plan_of(visit, **move), siti(), now=NOW, reason=FLOOD)


def test_a_dry_run_finds_the_same_refusals_and_keeps_nothing(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    with dry_run():
        change_visit(visit, plan_of(visit, closes_at=moment("15:00")), siti(), now=NOW, reason=FLOOD)
        assert visit.version == 2
    assert (visit.version, visit.closes_at) == (1, moment("14:00"))
    assert session().query(AuditEntry).filter_by(subject="visit").count() == 0


@pytest.mark.parametrize(
    ("state", "version"), [(VisitState.PUBLISHED, 2), (VisitState.RUNNING, 2), (VisitState.CLOSED, 1)]
)
def test_a_changed_venue_counts_as_a_change_of_its_announced_visits(
    app: Flask, state: VisitState, version: int
) -> None:
    venue = a_venue()
    visit = a_visit(venue=venue, state=state)
    plan = VenuePlan(
        village_code=venue.village_code,
        name=venue.name,
        address="Jl. Raya Sumberjaya",
        latitude=venue.latitude,
        longitude=venue.longitude,
        wheelchair=True,
        access="Pintu samping landai",
    )
    change_venue(venue, plan, siti(), now=NOW)
    assert public_visit(visit.public_id).version == version


def test_a_venue_with_visits_stays_in_its_village(app: Flask) -> None:
    venue = a_venue()
    a_visit(venue=venue, state=VisitState.CLOSED)
    there = a_venue("Lapangan", "Jejalenjaya")
    plan = VenuePlan(there.village_code, venue.name, "", there.latitude, there.longitude)
    with pytest.raises(VillageFixed) as refused:
        change_venue(venue, plan, siti(), now=NOW)
    assert refused.value.field == "village"


def test_another_officer_of_the_same_name_is_a_change(app: Flask) -> None:
    namesake = person("asep2", asep().name, Role.OFFICER, bekasi())
    visit = a_visit(crew=(asep(),), state=VisitState.PUBLISHED)
    assert change_visit(visit, plan_of(visit, crew=(namesake.id,)), siti(), now=NOW, reason="Asep cuti")
    assert [member.account_id for member in visit.crew] == [namesake.id]
    entry = session().query(AuditEntry).filter_by(action="change").one()
    assert sentences(entry, "Asia/Jakarta", staff=True) == ["Petugas: Asep Saepudin."]
    assert sentences(entry, "Asia/Jakarta", staff=False) == []


def test_a_moved_visit_is_no_longer_confirmed(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    visit.confirmed_at = NOW
    session().commit()
    change_visit(visit, plan_of(visit, closes_at=moment("15:00")), siti(), now=NOW, reason=FLOOD)
    assert visit.confirmed_at is None


def test_a_visit_keeps_a_team_that_was_closed_and_takes_no_closed_one(app: Flask) -> None:
    visit, closed = a_visit(state=VisitState.PUBLISHED), a_team("Ditutup", active=False)
    visit.team.active = False
    session().commit()
    kept = {"team-closed": "Diantar tim lain"}
    assert change_visit(visit, plan_of(visit, contact="Loket 2"), siti(), now=NOW, reason="Nomor baru", kept=kept)
    with pytest.raises(BadPlan, match="Pilih tim"):
        change_visit(visit, plan_of(visit, team=closed), siti(), now=NOW, reason="Tim lain")


@pytest.mark.parametrize(("day", "kept"), [(8, True), (10, False)])
def test_what_limits_a_service_ends_with_the_day_it_was_reported_on(app: Flask, day: int, kept: bool) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    shut = next(offer for offer in visit.offers if offer.service_code == "KK_NEW")
    shut.state, shut.reason, shut.state_at = OfferState.CLOSED, OfferReason.NETWORK, moment("07:30")
    session().commit()
    new_day = DAY.replace(day=day)
    plan = plan_of(visit, opens_at=moment("09:00", new_day), closes_at=moment("15:00", new_day))
    again = f"{shut.service.name} dibuka."
    assert (again in preview_change(visit, plan, now=moment("07:40")).sentences) is not kept
    change_visit(visit, plan, siti(), now=moment("07:40"), reason=FLOOD, kept=EveryReason())
    assert (shut.state is OfferState.CLOSED) is (shut.state_at is not None) is kept
    entry = session().query(AuditEntry).filter_by(action="move").one()
    assert (again in sentences(entry, "Asia/Jakarta", staff=False)) is not kept
    assert ("KK_NEW" in next_visits_with(["KK_NEW"], NOW, NOW)) is not kept


def test_a_crew_that_stays_behind_hinders_no_move(app: Flask) -> None:
    later = DAY.replace(day=9)
    visit = a_visit(team=a_team(members=(asep(),)), state=VisitState.PUBLISHED)
    a_visit(day=later, crew=(asep(),), venue=a_venue(in_village="Wanasari"), state=VisitState.PUBLISHED)
    other = a_team("Tim Tengah", members=(ujang(),))
    plan = replace(
        plan_of(visit), team=other, crew=None, opens_at=moment("08:00", later), closes_at=moment("14:00", later)
    )
    assert change_visit(visit, plan, siti(), now=NOW, reason="Aula dipakai rapat")
    assert [one.account_id for one in visit.crew] == [ujang().id]
