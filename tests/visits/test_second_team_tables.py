"""What the database itself keeps about the teams and villages of visits, also when several write at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from botram.extensions import db
from botram.visits.actions import publish_visit
from botram.visits.conflicts import TeamBusy
from botram.visits.models import Visit, VisitState
from botram.visits.participation.models import VisitTeam, VisitVillage
from tests.builders import NOW, a_team, a_visit, moment, siti, village, with_second
from tests.test_migrations import rejected_by
from tests.visits.builders import EveryReason

AT_ONCE = 4
GUARDS = {
    "sqlite": "DROP TRIGGER visit_team_busy_new",
    "postgresql": "ALTER TABLE visit_team DROP CONSTRAINT visit_team_busy",
}
TEAMS = "SELECT visit_id, position, team_id, announced FROM visit_team ORDER BY visit_id, position"


def rows(statement: str) -> list[tuple[object, ...]]:
    """What a statement finds."""
    return [tuple(row) for row in db.session.execute(text(statement))]


def publish_bare(visit_id: int) -> None:
    """Publish past all rules but the database's."""
    db.session.execute(text("UPDATE visit SET state = 'PUBLISHED' WHERE id = :id"), {"id": visit_id})


@pytest.mark.parametrize("busy_as", ["first", "second"])
@pytest.mark.parametrize("wanted_as", ["first", "second"])
def test_the_database_refuses_a_team_at_two_visits(app: Flask, busy_as: str, wanted_as: str) -> None:
    shared = a_team("Tim Bersama")

    def visit(role: str) -> Visit:
        return a_visit(team=shared) if role == "first" else with_second(a_visit(), team=shared)

    publish_bare(visit(busy_as).id)
    db.session.commit()
    with rejected_by("visit_team_busy"):
        publish_bare(visit(wanted_as).id)


def test_the_database_refuses_a_busy_second_team_of_an_announced_visit(app: Flask) -> None:
    busy = a_team("Tim Sibuk")
    a_visit("09:00", "12:00", team=busy, state=VisitState.PUBLISHED)
    visit = a_visit("08:00", "10:00", state=VisitState.PUBLISHED)
    with rejected_by("visit_team_busy"):
        with_second(visit, team=busy)
    with_second(a_visit("12:00", "14:00", state=VisitState.PUBLISHED), team=busy)


def test_the_database_refuses_one_team_twice_at_an_announced_visit(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    with rejected_by("visit_team_busy"):
        with_second(visit, team=visit.team)


def test_the_rows_are_the_visits(app: Flask) -> None:
    second, other = a_team("Dua"), a_team("Lain")
    visit = with_second(a_visit("09:00", "12:00", state=VisitState.PUBLISHED), team=second, in_village="Mangunjaya")
    visit.opens_at, visit.team, visit.village_code = moment("10:00"), other, village("Srimukti").code
    db.session.commit()
    kept = db.session.scalars(select(VisitTeam).order_by(VisitTeam.position)).all()
    assert [row.team_id for row in kept] == [other.id, second.id]
    assert {(row.opens_at, row.closes_at, row.announced) for row in kept} == {(moment("10:00"), moment("12:00"), True)}
    there = db.session.scalars(select(VisitVillage).order_by(VisitVillage.position)).all()
    assert [row.village_code for row in there] == [village("Srimukti").code, village("Mangunjaya").code]
    assert {row.opens_at for row in there} == {moment("10:00")}


def published() -> int:
    """How many visits are published."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Visit.state == VisitState.PUBLISHED)) or 0


@pytest.mark.parametrize("guarded", [True, False])
def test_of_several_who_write_at_once_the_database_lets_one_have_the_second_team(app: Flask, guarded: bool) -> None:
    shared = a_team("Tim Bersama")
    drafts = [with_second(a_visit(), team=shared).id for _number in range(AT_ONCE)]
    engine, ready = db.engine, Barrier(AT_ONCE)
    if not guarded:
        db.session.execute(text(GUARDS[engine.dialect.name]))
    db.session.commit()

    def publish(number: int) -> bool:
        ready.wait()
        try:
            with engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection:
                connection.execute(text("UPDATE visit SET state = 'PUBLISHED' WHERE id = :id"), {"id": number})
                connection.commit()
        except DBAPIError:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as writers:
        won = sum(writers.map(publish, drafts))
    assert won == published() == (1 if guarded else AT_ONCE)


def test_of_several_coordinators_at_once_one_gets_the_second_team_and_the_others_a_sentence(app: Flask) -> None:
    shared = a_team("Tim Bersama")
    drafts = [with_second(a_visit(), team=shared).id for _number in range(AT_ONCE)]
    by, ready = siti().id, Barrier(AT_ONCE)

    def publish(number: int) -> str:
        with app.app_context():
            visit, account = db.session.get_one(Visit, number), db.session.get_one(type(siti()), by)
            ready.wait()
            try:
                publish_visit(visit, account, now=NOW, kept=EveryReason())
            except TeamBusy as refusal:
                return str(refusal)
        return ""

    with ThreadPoolExecutor(AT_ONCE) as coordinators:
        told = sorted(coordinators.map(publish, drafts))
    when = "Tim Bersama sudah bertugas di Desa Sumberjaya, Selasa, 8 Desember 2026, 08.00–14.00."
    assert told == ["", *[when] * (AT_ONCE - 1)]
    assert published() == 1


def test_the_migration_goes_up_and_down_with_visits_in_it(app: Flask) -> None:
    team = a_team("Satu")
    with_second(a_visit(team=team, state=VisitState.PUBLISHED), team=a_team("Dua"), in_village="Mangunjaya")
    draft = a_visit(team=team).id
    before = rows(TEAMS)
    db.session.close()
    flask_migrate.downgrade(revision="0019")
    with rejected_by("visit_team_busy"):
        publish_bare(draft)
    db.session.close()
    flask_migrate.upgrade()
    assert rows(TEAMS) == [row for row in before if row[1] == 0]
    kept = rows("SELECT visit_village.village_code, position FROM visit_village ORDER BY visit_id")
    assert kept == [(village().code, 0), (village().code, 0)]
    with rejected_by("visit_team_busy"):
        publish_bare(draft)
