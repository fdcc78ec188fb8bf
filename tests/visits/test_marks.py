"""The rules of publishing are asked again whenever something changes that they depend on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from botram.database import session
from botram.days.actions import add_office_day, remove_office_day, reset_ramadan, set_ramadan
from botram.days.models import DayKind
from botram.packs import DATA
from botram.places.actions import VenuePlan, change_venue, venue_snapshot
from botram.refusals import Changed
from botram.services.actions import load_services
from botram.services.models import Service
from botram.staff.actions import AccountPlan, change_account, close_account, reopen_account
from botram.staff.models import Role, Team
from botram.staff.teams.actions import TeamPlan, save_team
from botram.visits.actions import cancel_visit, change_visit, discard_draft, draft_visit, publish_visit
from botram.visits.marks.actions import recheck_all, rechecking_once
from botram.visits.marks.decisions import MarkGone, keep_marks
from botram.visits.marks.hits import hits_of
from botram.visits.marks.queries import marks_by_visit, open_marks
from botram.visits.models import KeptWarning, Visit, VisitMark, VisitState
from botram.visits.rules import ReasonMissing, WrongState
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, bekasi, budi, count, elsewhere, moment, siti, ujang
from tests.statements import statements
from tests.visits.builders import EveryReason, a_plan, plan_of, told

ANY = EveryReason()
MARCH = date(2027, 3, 2)  # a Tuesday after the Ramadan of 2027 in the public list
Cause = tuple[Callable[[Visit], object], Callable[[Visit], object]]


def codes(visit: Visit) -> set[str]:
    """The codes of a visit's open marks."""
    session().expire_all()
    return {mark.code for mark in marks_by_visit([visit.id], NOW).get(visit.id, ())}


def team_plan(team: Team, **different: object) -> TeamPlan:
    """The team as it is, with what a test wants different."""
    names = ("name", "vehicle", "enrolment_kit", "ktp_printer", "kia_printer", "active")
    values = {name: getattr(team, name) for name in names} | {"members": [one.id for one in team.members]}
    return TeamPlan(**(values | different))


def saved_team(visit: Visit, **different: object) -> None:
    """Somebody saves the visit's team."""
    save_team(bekasi(), visit.team, team_plan(visit.team, **different), siti(), now=NOW)


def saved_venue(visit: Visit, **different: object) -> None:
    """Somebody saves the visit's venue."""
    facts = venue_snapshot(visit.venue)
    plan = VenuePlan(village_code=facts.pop("village"), far_is_right=True, **facts)
    change_venue(visit.venue, replace(plan, **different), siti(), now=NOW)  # type: ignore[arg-type]


def a_day(kind: DayKind) -> Cause:
    """A day of the office comes and goes."""
    rows = []
    return (
        lambda _visit: rows.append(add_office_day(bekasi(), DAY, kind, "Hari Jadi", siti(), now=NOW)),
        lambda _visit: remove_office_day(bekasi(), rows[-1], siti(), now=NOW),
    )


def with_needs(equipment: list[str]) -> None:
    """The list says what the service needs, as it does not say now."""
    session().get_one(Service, "KK_NEW").equipment = equipment
    session().get_one(Service, "KK_NEW").active = True
    session().commit()


CAUSES: dict[str, Cause] = {
    "office": a_day(DayKind.HOLIDAY),
    "collective": a_day(DayKind.LEAVE),
    "ramadan": (
        lambda visit: set_ramadan(bekasi(), 2026, date(2026, 11, 20), date(2026, 12, 18), siti(), now=NOW),
        lambda visit: reset_ramadan(bekasi(), 2026, siti(), now=NOW),
    ),
    "equipment": (
        lambda visit: saved_team(visit, enrolment_kit=False),
        lambda visit: saved_team(visit, enrolment_kit=True),
    ),
    "vehicle": (
        lambda visit: saved_team(visit, vehicle="Mobil Tim Lain"),
        lambda visit: saved_team(visit, vehicle="Mobil 9"),
    ),
    "member-left": (
        lambda visit: saved_team(visit, members=[ujang().id]),
        lambda visit: saved_team(visit, members=[asep().id, ujang().id]),
    ),
    "team-closed": (lambda visit: saved_team(visit, active=False), lambda visit: saved_team(visit, active=True)),
    "venue-closed": (lambda visit: saved_venue(visit, active=False), lambda visit: saved_venue(visit, active=True)),
    "travel": (
        lambda visit: saved_venue(visit, latitude=-6.45, longitude=107.15),
        lambda visit: saved_venue(visit, latitude=-6.2431, longitude=107.0513),
    ),
    "officer-gone": (
        lambda visit: close_account(asep(), budi(), now=NOW),
        lambda visit: reopen_account(asep(), budi(), now=NOW),
    ),
    "service-gone": (
        lambda visit: load_services(DATA / "services", now=NOW),
        lambda visit: load_services(DATA / "services", now=NOW),
    ),
}


def an_ordinary_visit(state: VisitState) -> Visit:
    """A visit about which there is nothing to say, and others around it that matter to some causes."""
    team = a_team("Tim Utara", members=(asep(), ujang()))
    visit = a_visit("08:00", "16:00", team=team, state=state)
    a_visit(team=a_team("Tim Lain"), venue=a_venue("Balai", "Jatimulya"), state=VisitState.PUBLISHED)
    a_visit("16:50", "18:00", team=team, venue=a_venue("Aula", "Jejalenjaya"), state=VisitState.PUBLISHED, crew=())
    recheck_all(now=NOW)
    assert codes(visit) == set()
    return visit


@pytest.mark.parametrize("state", [VisitState.PUBLISHED, VisitState.DRAFT])
@pytest.mark.parametrize("code", [code for code in CAUSES if code != "service-gone"])
def test_what_changes_elsewhere_marks_the_visits_and_what_changes_back_unmarks_them(
    app: Flask, code: str, state: VisitState
) -> None:
    visit = an_ordinary_visit(state)
    change, change_back = CAUSES[code]
    change(visit)
    assert codes(visit) == {code}
    change_back(visit)
    assert codes(visit) == set()


def test_a_service_that_needs_other_equipment_or_has_gone_marks_its_visits(app: Flask) -> None:
    team = a_team()
    team.kia_printer = False
    session().commit()
    visit, other = (
        a_visit(team=team, services=("KIA_NEW",)),
        a_visit(services=("KIA_NEW",), venue=a_venue("B", "Sertajaya")),
    )
    session().get_one(Service, "KIA_NEW").equipment = []
    session().get_one(Service, "KIA_NEW").active = False
    session().commit()
    recheck_all(now=NOW)
    assert codes(visit) == {"service-gone"}
    load_services(DATA / "services", now=NOW)
    assert (codes(visit), codes(other)) == ({"equipment"}, set())


def test_another_role_marks_and_the_old_one_unmarks(app: Flask) -> None:
    visit = an_ordinary_visit(VisitState.PUBLISHED)
    change_account(asep(), AccountPlan("Asep", "asep", Role.HEAD), budi(), now=NOW)
    assert "officer-gone" in codes(visit)
    change_account(asep(), AccountPlan("Asep", "asep", Role.OFFICER), budi(), now=NOW)
    assert "officer-gone" not in codes(visit)


def test_who_joins_another_team_is_missed_in_the_first(app: Flask) -> None:
    visit = an_ordinary_visit(VisitState.PUBLISHED)
    save_team(bekasi(), None, TeamPlan("Tim Baru", "", [asep().id]), siti(), now=NOW)
    assert codes(visit) == {"member-left"}
    session().expire_all()
    (mark,) = visit.marks
    assert mark.sentence == "Bukan anggota Tim Utara lagi: Asep Saepudin."
    change_visit(visit, plan_of(visit, crew=(ujang().id,)), siti(), now=NOW, reason="Asep pindah tim", kept=ANY)
    assert codes(visit) == set(), "whoever is not in the crew is not missed"


@pytest.mark.parametrize(
    "state", [VisitState.CLOSED, VisitState.VERIFIED, VisitState.CANCELLED], ids=lambda state: state.value
)
def test_what_is_over_or_cancelled_is_never_marked(app: Flask, state: VisitState) -> None:
    visit = a_visit(state=state)
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    assert count(VisitMark) == 0 and codes(visit) == set()


def test_another_offices_day_marks_nothing(app: Flask) -> None:
    visit, theirs = a_visit(), a_visit(team=a_team("Lain", elsewhere()))
    add_office_day(elsewhere(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    assert (codes(visit), codes(theirs)) == (set(), {"office"})
    assert open_marks(bekasi()) == {}


def test_a_mark_says_since_when_and_another_cause_begins_anew(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    row = add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    recheck_all(now=NOW + timedelta(hours=1))
    session().expire_all()
    assert [(one.code, one.since) for one in visit.marks] == [("office", NOW)]
    later = NOW + timedelta(hours=2)
    remove_office_day(bekasi(), row, siti(), now=later)
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Pilkades", siti(), now=later)
    session().expire_all()
    assert [(one.sentence, one.since) for one in visit.marks] == [("Hari libur kantor: Pilkades.", later)]


def test_drafts_that_want_the_same_team_or_officer_are_named_as_a_clash_to_come(app: Flask) -> None:
    team = a_team(members=(asep(),))
    first = draft_visit(bekasi(), a_plan(team=team), siti(), now=NOW)
    second = draft_visit(bekasi(), a_plan(team=team, venue=a_venue("Balai", "Sertajaya")), siti(), now=NOW)
    third = draft_visit(
        bekasi(),
        a_plan(team=a_team("Tim Lain"), crew=(asep().id,), venue=a_venue("Aula", "Jatimulya")),
        siti(),
        now=NOW,
    )
    assert codes(first) >= {"draft-team", "draft-officer"} and "draft-team" in codes(second)
    assert codes(third) == {"draft-officer"}
    publish_visit(first, siti(), now=NOW, kept=ANY)
    assert codes(first) == set()
    assert codes(second) >= {"team-busy", "draft-officer"} and codes(third) == {"officer-busy", "draft-officer"}
    discard_draft(second, siti(), now=NOW)
    cancel_visit(first, siti(), reason="Banjir di jalan", now=NOW)
    assert codes(third) == set()


@pytest.mark.parametrize(("opens", "expected"), [("13:59", {"draft-team"}), ("14:00", set())])
def test_touching_ends_of_drafts_clash_with_nothing(app: Flask, opens: str, expected: set[str]) -> None:
    team, venue = a_team(), a_venue()
    first = a_visit(team=team, venue=venue)
    draft_visit(
        bekasi(), a_plan(team=team, venue=venue, opens_at=moment(opens), closes_at=moment("18:00")), siti(), now=NOW
    )
    assert codes(first) - {"venue"} == expected


def test_a_draft_is_marked_and_what_is_announced_beside_it_is_not(app: Flask) -> None:
    venue = a_venue()
    announced = a_visit(venue=venue, state=VisitState.PUBLISHED)
    draft = draft_visit(bekasi(), a_plan(venue=venue), siti(), now=NOW)
    assert (codes(announced), codes(draft)) == (set(), {"venue", "same-village"})
    publish_visit(draft, siti(), now=NOW, kept=ANY)
    assert (codes(announced), codes(draft)) == (set(), set()), "it was decided about both"


def test_a_decision_ends_the_mark_and_holds_for_that_cause_alone(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    row = add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    keep_marks(visit, {"office": "Diminta desa"}, siti(), now=NOW, version=1)
    assert codes(visit) == set()
    assert [(one.code, one.reason, one.account_id) for one in visit.warnings] == [("office", "Diminta desa", siti().id)]
    assert visit.version == 2 and "Tetap dilanjutkan, walau keadaannya berubah." in told(visit)
    remove_office_day(bekasi(), row, siti(), now=NOW)
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Pilkades serentak", siti(), now=NOW)
    assert codes(visit) == {"office"}, "another holiday needs another reason"


def test_only_what_stands_is_decided_about_and_with_a_reason(app: Flask) -> None:
    visit, draft = a_visit(state=VisitState.PUBLISHED), a_visit(venue=a_venue("Balai", "Sertajaya"))
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    for reasons, refusal in (({"friday": "Biar saja"}, MarkGone), ({"office": "x"}, ReasonMissing)):
        with pytest.raises(refusal):
            keep_marks(visit, reasons, siti(), now=NOW)
    with pytest.raises(WrongState):
        keep_marks(draft, {"office": "Diminta desa"}, siti(), now=NOW)
    with pytest.raises(Changed):
        keep_marks(visit, {"office": "Diminta desa"}, siti(), now=NOW, version=7)
    assert codes(visit) == {"office"} and count(KeptWarning) == 0


def test_moving_or_cancelling_ends_the_marks(app: Flask) -> None:
    moved, cancelled = (
        a_visit(state=VisitState.PUBLISHED),
        a_visit(state=VisitState.PUBLISHED, venue=a_venue("Balai", "Sertajaya")),
    )
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    day = DAY.replace(day=10)
    plan = plan_of(moved, opens_at=moment("08:00", day), closes_at=moment("14:00", day))
    change_visit(moved, plan, siti(), now=NOW, reason="Hari libur", kept=ANY)
    cancel_visit(cancelled, siti(), reason="Hari libur", now=NOW)
    assert (codes(moved), codes(cancelled), count(VisitMark)) == (set(), set(), 0)


def test_what_a_change_would_mark_is_known_before_it_is_saved(app: Flask) -> None:
    hit, spared = a_visit(), a_visit(day=DAY.replace(day=9), venue=a_venue("Balai", "Sertajaya"))
    a_visit(day=DAY.replace(day=9), venue=spared.venue)  # warned of already, whatever happens
    siti()
    hits = hits_of(
        bekasi(), lambda: add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW), now=NOW
    )
    assert ([one.id for one in hits.first], hits.total) == ([hit.id], 1)
    assert count(VisitMark) == 0, "nothing is saved"


def test_time_that_passes_ends_marks(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
    assert count(VisitMark) == 1
    recheck_all(now=visit.closes_at)
    assert count(VisitMark) == 0


def test_a_whole_schedule_is_asked_about_once(app: Flask) -> None:
    with rechecking_once(now=NOW):
        visit = draft_visit(bekasi(), a_plan(), siti(), now=NOW)
        add_office_day(bekasi(), DAY, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
        assert codes(visit) == set()
    assert codes(visit) == {"office"}


def many(number: int, first: datetime) -> None:
    """So many drafts at the same hour, each with its own team, venue and crew."""
    team, venue = a_team(f"Tim {number}"), a_venue(f"Aula {number}")
    for n in range(number):
        opens_at = first + timedelta(minutes=n)
        session().add(
            Visit(
                public_id=f"{number:04d}{n:04d}",
                office_id=team.office_id,
                level="VILLAGE",
                team_id=team.id,
                venue_id=venue.id,
                village_code=venue.village_code,
                opens_at=opens_at,
                closes_at=opens_at + timedelta(hours=1),
                state=VisitState.DRAFT,
                changed_at=NOW,
            )
        )
    session().commit()


def test_a_holiday_costs_the_same_for_one_visit_or_three_hundred(app: Flask) -> None:
    spent = []
    for number, day in ((1, DAY), (300, DAY.replace(day=15))):
        many(number, moment("08:00", day))
        session().expire_all()
        bekasi(), siti()
        with statements() as sent:
            add_office_day(bekasi(), day, DayKind.HOLIDAY, "Hari Jadi", siti(), now=NOW)
        spent.append(len(sent))
    assert count(VisitMark) >= 301
    assert spent[1] <= spent[0] + 6, spent
