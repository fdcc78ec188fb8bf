"""Several changes of visits at once: all or none, and the preview says what the action does."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session
from botram.refusals import Changed
from botram.staff.models import Team
from botram.visits.actions import WarningsOpen
from botram.visits.changes import actions
from botram.visits.changes.actions import ChangesRefused, make_changes, preview_changes
from botram.visits.changes.change import Change, ChangeKind, Outlook
from botram.visits.conflicts import OfficerBusy, TeamBusy
from botram.visits.models import Visit, VisitState
from botram.visits.plan_application import plan_of
from botram.visits.rules import ReasonMissing, WrongState
from tests.builders import DAY, NOW, a_team, a_venue, a_visit, asep, bekasi, count, moment, overwrite, siti, ujang

A_WEEK = timedelta(days=7)
FLOOD = "Jalan tergenang banjir"
KEPT = dict.fromkeys(("short-notice", "same-village", "friday"), "Diminta kepala desa")
PUBLISHED = VisitState.PUBLISHED


def moved(visit: Visit, days: int, **more: object) -> Change:
    """A wish to move a visit by some days."""
    day = moment_day(visit) + timedelta(days=days)
    return Change(ChangeKind.MOVE, visit, day=day, reason=FLOOD, kept=KEPT, **more)  # type: ignore[arg-type]


def moment_day(visit: Visit) -> date:
    """The day of a visit in Bekasi."""
    return (visit.opens_at + timedelta(hours=7)).date()


def made(changes: Iterable[Change]) -> Outlook:
    """Let Siti make the changes."""
    return make_changes(bekasi(), list(changes), siti(), now=NOW)


def foreseen(changes: Iterable[Change]) -> Outlook:
    """What would follow for Siti."""
    return preview_changes(bekasi(), list(changes), siti(), now=NOW)


def days_of(team: Team) -> list[date]:
    """The days on which a team has visits."""
    session().expire_all()
    found = session().query(Visit).filter_by(team_id=team.id).order_by(Visit.opens_at)
    return [moment_day(one) for one in found]


def row_of_visits(app: Flask, *, state: VisitState = PUBLISHED, size: int = 3) -> tuple[Team, list[Visit]]:
    """Visits of one team on days in a row, each in a village of its own."""
    team = a_team()
    villages = ("Sumberjaya", "Lambangjaya", "Setiamekar")
    venues = [a_venue(in_village=name) for name in villages[:size]]
    return team, [
        a_visit(day=DAY + timedelta(days=n), team=team, venue=venue, state=state) for n, venue in enumerate(venues)
    ]


@pytest.mark.parametrize("days", [1, -1, 7])
def test_a_row_of_visits_is_shifted_in_any_order(app: Flask, days: int) -> None:
    team, visits = row_of_visits(app)
    outlook = made(moved(one, days) for one in visits)
    assert outlook.possible
    assert days_of(team) == [DAY + timedelta(days=n + days) for n in range(3)]
    assert [one.after.opens_at for one in outlook.outcomes if one.after] == [
        moment("08:00", DAY + timedelta(days=n + days)) for n in range(3)
    ]


def test_of_several_changes_none_is_made_when_one_is_refused(app: Flask) -> None:
    team, visits = row_of_visits(app)
    a_visit(day=DAY + A_WEEK, team=team, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    entries = count(AuditEntry)
    with pytest.raises(ChangesRefused) as refused:
        made(moved(one, 7) for one in visits)
    assert [type(one.refusal) for one in refused.value.outlook.outcomes] == [TeamBusy, type(None), type(None)]
    assert days_of(team)[:3] == [DAY + timedelta(days=n) for n in range(3)]
    assert count(AuditEntry) == entries


def test_a_refused_clash_names_free_teams_and_the_nearest_free_days(app: Flask) -> None:
    team, visits = row_of_visits(app, size=1)
    other, busy = a_team("Tim Tengah"), a_team("Tim Selatan")
    a_team("Tim Lama", active=False)
    taken = DAY + A_WEEK
    a_visit(day=taken, team=team, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    a_visit("10:00", "12:00", day=taken, team=busy, venue=a_venue(in_village="Telajung"))
    a_visit(day=taken + timedelta(days=1), team=team, venue=a_venue(in_village="Telajung"), state=PUBLISHED)
    (outcome,) = foreseen([moved(visits[0], 7)]).outcomes
    assert isinstance(outcome.refusal, TeamBusy)
    ways = [(one.team_id, one.day) for one in outcome.free]
    assert ways == [
        (other.id, taken),  # the team that is planned elsewhere at that hour is not free
        (team.id, taken - timedelta(days=1)),
        (team.id, taken + timedelta(days=2)),
        (team.id, taken + timedelta(days=3)),  # two days before is a Sunday
    ]
    assert made([moved(visits[0], 7, team=other)]).possible


def test_a_team_whose_officer_goes_elsewhere_is_no_way_out(app: Flask) -> None:
    team, _others = a_team(members=(asep(),)), a_team("Tim Tengah", members=(ujang(),))
    visit = a_visit(team=team, state=PUBLISHED)
    lent = a_team("Tim Selatan")
    a_visit(day=DAY + A_WEEK, team=lent, crew=(asep(), ujang()), venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    (outcome,) = foreseen([moved(visit, 7)]).outcomes
    assert isinstance(outcome.refusal, OfficerBusy)
    assert all(one.team_id == team.id and one.day != DAY + A_WEEK for one in outcome.free)


def test_a_team_that_goes_along_as_the_second_one_is_no_way_out(app: Flask) -> None:
    _team, (visit,) = row_of_visits(app, size=1)
    helping, free = a_team("Tim Bantu"), a_team("Tim Tengah")
    for lane, village in ((visit.team, "Wanasari"), (a_team("Tim Selatan"), "Telajung")):
        there = a_visit(day=DAY + A_WEEK, team=lane, venue=a_venue(in_village=village), state=PUBLISHED)
        overwrite(there, second_team_id=helping.id if village == "Telajung" else None)
    (outcome,) = foreseen([moved(visit, 7)]).outcomes
    assert [one.team_id for one in outcome.free if one.day == DAY + A_WEEK] == [free.id]


def test_both_teams_of_a_visit_must_be_free(app: Flask) -> None:
    _team, (visit,) = row_of_visits(app, size=1)
    second, free = a_team("Tim Bantu"), a_team("Tim Tengah")
    overwrite(visit, second_team_id=second.id)
    a_visit(day=DAY + A_WEEK, team=second, venue=a_venue(in_village="Wanasari"), state=PUBLISHED)
    a_visit(day=DAY + A_WEEK, team=visit.team, venue=a_venue(in_village="Telajung"), state=PUBLISHED)
    session().expire_all()
    (outcome,) = foreseen([moved(visit, 7)]).outcomes
    assert free.id not in [one.team_id for one in outcome.free if one.day == DAY + A_WEEK]
    assert second.id not in [one.team_id for one in outcome.free]
    assert outcome.free


def test_a_preview_saves_nothing_and_says_what_the_action_does(app: Flask) -> None:
    team, visits = row_of_visits(app)
    entries = count(AuditEntry)
    before_christmas = [
        Change(ChangeKind.MOVE, one, day=moment_day(one) + timedelta(days=15), reason=FLOOD, version=one.version)
        for one in visits
    ]
    outlook = foreseen(before_christmas)
    assert outlook.possible
    assert days_of(team) == [DAY + timedelta(days=n) for n in range(3)]
    needed = [{notice.code for notice in one.open_warnings} for one in outlook.outcomes]
    assert needed == [set(), {"collective"}, {"friday", "holiday"}]
    with pytest.raises(ChangesRefused) as refused:
        made(before_christmas)
    found = [one.refusal for one in refused.value.outlook.outcomes]
    assert [isinstance(one, WarningsOpen) for one in found] == [bool(codes) for codes in needed]
    assert days_of(team) == [DAY + timedelta(days=n) for n in range(3)]
    assert count(AuditEntry) == entries


def test_a_reason_for_every_warning_makes_the_changes_possible(app: Flask) -> None:
    _team, (visit,) = row_of_visits(app, size=1)
    christmas = date(2026, 12, 25)
    change = Change(ChangeKind.MOVE, visit, day=christmas, reason=FLOOD)
    needed = {one.code for one in foreseen([change]).outcomes[0].open_warnings}
    assert "holiday" in needed
    kept = dict.fromkeys(needed, "Diminta kepala desa")
    assert made([Change(ChangeKind.MOVE, visit, day=christmas, reason=FLOOD, kept=kept)]).possible
    assert {one.code for one in visit.warnings} == needed


def test_a_reason_for_residents_is_asked_for(app: Flask) -> None:
    _team, (visit,) = row_of_visits(app, size=1)
    (outcome,) = foreseen([Change(ChangeKind.MOVE, visit, day=DAY + A_WEEK)]).outcomes
    assert isinstance(outcome.refusal, ReasonMissing)


def test_a_visit_that_somebody_else_has_changed_is_left_alone(app: Flask) -> None:
    _team, (visit,) = row_of_visits(app, size=1)
    (outcome,) = foreseen([moved(visit, 7, version=visit.version - 1)]).outcomes
    assert isinstance(outcome.refusal, Changed)


def test_another_team_brings_its_own_members_and_a_move_keeps_the_chosen_crew(app: Flask) -> None:
    team, other = a_team(members=(asep(),)), a_team("Tim Tengah", members=(ujang(),))
    visit = a_visit(team=team, crew=(asep(),))
    made([Change(ChangeKind.MOVE, visit, day=DAY + A_WEEK)])
    assert [one.account_id for one in visit.crew] == [asep().id]
    made([Change(ChangeKind.MOVE, visit, team=other)])
    assert (visit.team_id, [one.account_id for one in visit.crew]) == (other.id, [ujang().id])


def test_drafts_are_published_together_but_for_those_that_clash(app: Flask) -> None:
    team = a_team()
    first = a_visit(team=team)
    second = a_visit("10:00", "12:00", team=team, venue=a_venue(in_village="Wanasari"))
    changes = [Change(ChangeKind.PUBLISH, one, kept=KEPT | {"travel": "Dekat"}) for one in (first, second)]
    outlook = foreseen(changes)
    assert [type(one.refusal) for one in outlook.outcomes] == [type(None), TeamBusy]
    assert outlook.outcomes[1].free
    assert made(changes[:1]).followers.villages == ["Desa Sumberjaya"]
    session().expire_all()
    assert (first.state, second.state) == (PUBLISHED, VisitState.DRAFT)


def test_a_copy_is_a_draft_and_the_same_wish_twice_makes_one(app: Flask) -> None:
    _team, (visit,) = row_of_visits(app, size=1)
    copy = Change(ChangeKind.COPY, visit, day=DAY + A_WEEK, public_id="abcdefgh")
    (outcome,) = made([copy]).outcomes
    made([copy])
    assert outcome.after
    copied = session().query(Visit).filter_by(public_id="abcdefgh").one()
    assert (copied.state, moment_day(copied)) == (VisitState.DRAFT, DAY + A_WEEK)
    assert [one.service_code for one in copied.offers] == [one.service_code for one in visit.offers]
    assert count(Visit) == 2


def test_cancelling_discarding_and_creating_go_together(app: Flask) -> None:
    _team, (announced,) = row_of_visits(app, size=1)
    draft = a_visit(venue=a_venue(in_village="Wanasari"))
    plan = plan_of(draft)
    made(
        [
            Change(ChangeKind.CANCEL, announced, reason=FLOOD),
            Change(ChangeKind.DISCARD, draft),
            Change(ChangeKind.CREATE, plan=lambda: plan, public_id="abcdefgh"),
        ]
    )
    session().expire_all()
    states = {one.public_id: one.state for one in session().query(Visit)}
    assert states == {announced.public_id: VisitState.CANCELLED, "abcdefgh": VisitState.DRAFT}


def test_what_cannot_be_changed_any_more_is_refused(app: Flask) -> None:
    visit = a_visit(state=VisitState.CLOSED)
    for kind in (ChangeKind.MOVE, ChangeKind.PUBLISH, ChangeKind.CANCEL, ChangeKind.DISCARD):
        (outcome,) = foreseen([Change(kind, visit, day=DAY + A_WEEK, reason=FLOOD)]).outcomes
        assert isinstance(outcome.refusal, WrongState), kind


def test_a_draft_keeps_its_clashes_until_it_is_published(app: Flask) -> None:
    team, (announced,) = row_of_visits(app, size=1)
    draft = a_visit(day=DAY + A_WEEK, team=team, venue=a_venue(in_village="Wanasari"))
    outlook = made([Change(ChangeKind.MOVE, draft, day=moment_day(announced))])
    assert [one.code for one in outlook.outcomes[0].clashes] == ["team-busy"]


def test_so_many_changes_are_refused_at_once(app: Flask) -> None:
    draft = a_visit()
    with pytest.raises(actions.TooManyChanges):
        foreseen([Change(ChangeKind.PUBLISH, draft)] * (actions.MOST_CHANGES + 1))
