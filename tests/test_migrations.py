"""Every database is made by the migrations, which give the tables of the models and the rules the database keeps."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from botram.config import ROOT
from botram.database import Base, constraint_of
from botram.extensions import db
from botram.results.actions import record_results
from botram.results.decisions import decide_chain
from botram.results.models import Outcome
from botram.results.rules import EntryPlan
from botram.visits.field.actions import take_report
from botram.visits.field.reports import StatusReport
from botram.visits.models import DayReportKind, Visit, VisitLevel, VisitOfficer, VisitState
from botram.visits.series.models import VisitSeries
from botram.visits.templates.models import VisitTemplate
from tests.builders import DAY, NOW, a_team, a_visit, asep, bekasi, moment, ratna, siti

SQLITE_TRIGGERS = {
    "audit_entry_stays_changed",
    "audit_entry_stays_deleted",
    "audit_entry_stays_replaced",
    "day_report_stays_changed",
    "day_report_stays_deleted",
    "day_report_stays_replaced",
    "entry_decision_stays_changed",
    "entry_decision_stays_deleted",
    "entry_decision_stays_replaced",
    "result_entry_stays_changed",
    "result_entry_stays_deleted",
    "result_entry_stays_replaced",
    "visit_moves_its_officers",
    "visit_never_goes_back",
    "visit_officer_busy_changed",
    "visit_officer_follows_changed",
    "visit_officer_follows_new",
    "visit_stays_announced",
    "visit_team_busy_new",
    "visit_writes_its_rows",
    "visit_writes_its_rows_again",
}
POSTGRESQL_TRIGGERS = {
    "audit_entry_stays_changed",
    "audit_entry_stays_deleted",
    "audit_entry_stays_emptied",
    "day_report_stays_changed",
    "day_report_stays_deleted",
    "day_report_stays_emptied",
    "entry_decision_stays_changed",
    "entry_decision_stays_deleted",
    "entry_decision_stays_emptied",
    "result_entry_stays_changed",
    "result_entry_stays_deleted",
    "result_entry_stays_emptied",
    "visit_moves_its_officers",
    "visit_never_goes_back",
    "visit_officer_follows_new",
    "visit_stays_announced",
    "visit_writes_its_rows",
}
EXCLUSIONS = {"visit_officer_busy", "visit_team_busy"}
CHECKS = {
    "a_default_template_is_active",
    "a_series_begins_before_it_ends",
    "a_successor_has_its_day",
    "an_outline_has_no_day_before_its_month",
    "an_outline_has_one_place",
    "feed_token_is_about_one_thing",
    "one_geocoder_turn",
    "one_installation",
    "only_a_correction_takes_away",
    "only_with_a_successor_retired",
    "opens_before_it_closes",
    "queue_closes_while_open",
    "quota_is_positive",
    "ramadan_begins_before_it_ends",
    "template_opens_before_it_closes",
    "template_queue_closes_while_open",
    "template_quota_is_positive",
    "totals_are_never_below_zero",
    "used_is_never_below_zero",
}


def names(statement: str) -> set[str]:
    """The first column of what a statement finds."""
    return set(db.session.scalars(text(statement)))


def test_the_migrations_give_the_tables_of_the_models(app: Flask) -> None:
    context = MigrationContext.configure(db.session.connection(), opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_a_new_migration_can_be_run(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    db.session.execute(text("DROP TABLE brake"))
    db.session.commit()
    flask_migrate.migrate(str(folder), message="a table with a moment")
    flask_migrate.upgrade(str(folder))
    assert "brake" in inspect(db.engine).get_table_names()


def test_old_contacts_become_fields_where_one_number_is_certain_and_texts_again(app: Flask) -> None:
    old = {"WhatsApp 0812-3456-7890 (08.00-14.00)": ("08.00-14.00", "", "+6281234567890"), "Loket 021-1 / 021-2": None}
    kept = {a_visit(day=DAY + timedelta(days=number)).id: text for number, text in enumerate(old)}
    db.session.close()
    flask_migrate.downgrade(revision="0012")
    for row, contact in kept.items():
        db.session.execute(text("UPDATE visit SET contact = :contact WHERE id = :id"), {"contact": contact, "id": row})
    db.session.commit()
    flask_migrate.upgrade()
    found = {visit.contact: visit for visit in db.session.scalars(select(Visit))}
    divided, whole = found["08.00-14.00"], found["Loket 021-1 / 021-2"]
    assert (divided.contact, divided.contact_phone, divided.contact_whatsapp) == next(iter(old.values()))
    assert (whole.contact_phone, whole.contact_whatsapp) == ("", "")
    db.session.close()
    flask_migrate.downgrade(revision="0012")
    assert names("SELECT contact FROM visit") == {"08.00-14.00, WhatsApp 0812-3456-7890", "Loket 021-1 / 021-2"}
    db.session.close()
    flask_migrate.upgrade()


def test_default_services_become_a_default_template_and_services_again(app: Flask) -> None:
    office = bekasi().id
    db.session.close()
    flask_migrate.downgrade(revision="0019")
    row = "INSERT INTO default_offer (office_id, level, service_code, quota) VALUES (:office, :level, :code, :quota)"
    kept = [("VILLAGE", "KK_NEW", 50), ("VILLAGE", "BIRTH", None), ("SCHOOL", "KTP_ENROL", 172)]
    for level, code, quota in kept:
        db.session.execute(text(row), {"office": office, "level": level, "code": code, "quota": quota})
    db.session.commit()
    flask_migrate.upgrade()
    found = {one.level: one for one in db.session.scalars(select(VisitTemplate))}
    template, school = found[VisitLevel.VILLAGE], found[VisitLevel.SCHOOL]
    assert (template.name, template.active, template.is_default) == ("Desa", True, True)
    assert (template.opens, template.queue_closes, template.closes) == (time(8), time(13), time(14))
    assert {offer.service_code: offer.quota for offer in template.offers} == {"KK_NEW": 50, "BIRTH": None}
    assert [(offer.service_code, offer.quota) for offer in school.offers] == [("KTP_ENROL", 172)]
    db.session.close()
    flask_migrate.downgrade(revision="0019")
    stored = db.session.execute(text("SELECT level, service_code, quota FROM default_offer")).all()
    assert sorted(map(tuple, stored), key=str) == sorted(kept, key=str)
    db.session.close()
    flask_migrate.upgrade()


def test_series_go_with_their_table_and_visits_stay(app: Flask) -> None:
    visit = a_visit()
    day = visit.opens_at.date()
    rule = {"rule": "FREQ=WEEKLY;UNTIL=20261208;BYDAY=TU", "first_day": day, "last_day": day, "skips_holidays": True}
    series = VisitSeries(office_id=bekasi().id, made_by=siti().id, made_at=NOW, **rule)
    db.session.add(series)
    db.session.flush()
    visit.series_id = series.id
    db.session.commit()
    kept = visit.id
    db.session.close()
    flask_migrate.downgrade(revision="0022")
    assert "visit_series" not in inspect(db.engine).get_table_names()
    flask_migrate.upgrade()
    assert db.session.get_one(Visit, kept).series_id is None


def test_villages_keep_what_they_are_when_outlines_come_and_go(app: Flask) -> None:
    before = names("SELECT code || name FROM village")
    db.session.close()
    flask_migrate.downgrade(revision="0021")
    assert names("SELECT code || name FROM village") == before
    assert "visit_outline" not in inspect(db.engine).get_table_names()
    db.session.close()
    flask_migrate.upgrade()
    assert names("SELECT code || name FROM village WHERE market_days = 0") == before


def test_the_database_has_the_listed_triggers_and_constraints(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        assert names("SELECT name FROM sqlite_master WHERE type = 'trigger'") == SQLITE_TRIGGERS
        tables = " ".join(names("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'"))
        assert {check for check in CHECKS if f"CONSTRAINT {check} CHECK" in tables} == CHECKS
        return
    assert names("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal") == POSTGRESQL_TRIGGERS
    found = "SELECT conname FROM pg_constraint WHERE contype = '{}' AND connamespace = 'public'::regnamespace"
    assert names(found.format("x")) == EXCLUSIONS
    assert names(found.format("c")) == CHECKS


@contextmanager
def rejected_by(constraint: str) -> Iterator[None]:
    """The database itself must refuse, under this name."""
    with pytest.raises(DBAPIError) as caught:
        yield
    db.session.rollback()
    assert isinstance(caught.value, IntegrityError), caught.value
    assert constraint_of(caught.value) == constraint


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("08:00", "09:01"), ("11:59", "14:00"), ("09:30", "10:00"), ("07:00", "15:00"), ("09:00", "12:00")],
)
def test_the_database_refuses_a_team_at_two_visits(app: Flask, opens: str, closes: str) -> None:
    team = a_team()
    a_visit("09:00", "12:00", team=team, state=VisitState.PUBLISHED)
    with rejected_by("visit_team_busy"):
        a_visit(opens, closes, team=team, state=VisitState.RUNNING)
    draft = a_visit(opens, closes, team=team)
    with rejected_by("visit_team_busy"):
        db.session.execute(text("UPDATE visit SET state = 'PUBLISHED' WHERE id = :id"), {"id": draft.id})


def test_touching_ends_and_visits_that_are_over_conflict_with_nothing(app: Flask) -> None:
    team = a_team()
    a_visit("09:00", "12:00", team=team, state=VisitState.PUBLISHED)
    a_visit("12:00", "14:00", team=team, state=VisitState.PUBLISHED)
    a_visit("08:00", "09:00", team=team, state=VisitState.PUBLISHED)
    a_visit("09:00", "12:00", team=team, state=VisitState.CANCELLED)
    a_visit("09:00", "12:00", team=team, state=VisitState.CLOSED)


def test_the_database_refuses_to_move_a_visit_over_another(app: Flask) -> None:
    team = a_team()
    a_visit("09:00", "12:00", team=team, state=VisitState.PUBLISHED)
    later = a_visit("13:00", "15:00", team=team, state=VisitState.PUBLISHED)
    with rejected_by("visit_team_busy"):
        later.opens_at = moment("11:00")
        db.session.commit()


def test_the_database_refuses_an_officer_at_two_visits_of_two_teams(app: Flask) -> None:
    a_visit("09:00", "12:00", team=a_team("Satu"), crew=(asep(),), state=VisitState.PUBLISHED)
    with rejected_by("visit_officer_busy"):
        a_visit("08:00", "14:00", team=a_team("Dua"), crew=(asep(),), state=VisitState.PUBLISHED)
    draft = a_visit("10:00", "11:00", team=a_team("Tiga"), crew=(asep(),))
    with rejected_by("visit_officer_busy"):
        draft.state = VisitState.PUBLISHED
        db.session.commit()


def test_an_officers_times_are_the_visits_whatever_is_written(app: Flask) -> None:
    visit = a_visit("09:00", "12:00", crew=(asep(),), state=VisitState.PUBLISHED)
    visit.opens_at = moment("10:00")
    db.session.commit()
    db.session.execute(text("UPDATE visit_officer SET announced = (1 = 0), closes_at = opens_at"))
    db.session.commit()
    db.session.expire_all()
    kept = db.session.get(VisitOfficer, (visit.id, asep().id))
    assert kept and (kept.opens_at, kept.closes_at, kept.announced) == (moment("10:00"), moment("12:00"), True)


def test_an_officer_is_free_again_when_the_visit_is_cancelled(app: Flask) -> None:
    visit = a_visit("09:00", "12:00", crew=(asep(),), state=VisitState.PUBLISHED)
    visit.state = VisitState.CANCELLED
    db.session.commit()
    a_visit("09:00", "12:00", crew=(asep(),), state=VisitState.PUBLISHED)


def test_what_was_announced_is_never_deleted_nor_a_draft_again(app: Flask) -> None:
    visit = a_visit(crew=(), state=VisitState.PUBLISHED, services=())
    with rejected_by("visit_stays_announced"):
        db.session.execute(text("DELETE FROM visit WHERE id = :id"), {"id": visit.id})
    with rejected_by("visit_never_goes_back"):
        db.session.execute(text("UPDATE visit SET state = 'DRAFT'"))
    db.session.execute(text("UPDATE visit SET state = 'CANCELLED'"))
    with rejected_by("visit_never_goes_back"):
        db.session.execute(text("UPDATE visit SET state = 'PUBLISHED'"))


def everything_that_stays() -> None:
    """A row in each table that is only ever added to."""
    visit = a_visit(crew=(asep(),), state=VisitState.VERIFIED)
    take_report(visit, StatusReport("1" * 36, DayReportKind.CLOSED, NOW), asep(), now=NOW)
    entry = EntryPlan("0" * 36, "KK_NEW", Outcome.ISSUED_ON_SPOT, 1, NOW)
    record_results(visit, [entry], asep(), device="", now=NOW)
    decide_chain(visit, entry.id, ratna(), counts=True, reason="Ponsel baru menyala", now=NOW)


@pytest.mark.parametrize(
    ("table", "key"),
    [("audit_entry", "id"), ("day_report", "id"), ("result_entry", "number"), ("entry_decision", "entry_id")],
)
def test_some_tables_are_only_ever_added_to(app: Flask, table: str, key: str) -> None:
    everything_that_stays()
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    only_here = replace if db.engine.dialect.name == "sqlite" else f"TRUNCATE {table} CASCADE"
    for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}", only_here):
        with rejected_by(f"{table}_stays"):
            db.session.execute(text(statement))
    assert db.session.scalar(text(f"SELECT count(*) FROM {table}"))


def test_a_total_is_never_below_zero(app: Flask) -> None:
    everything_that_stays()
    with rejected_by("totals_are_never_below_zero"):
        db.session.execute(text("UPDATE result_total SET count = -1"))


def test_a_visit_closes_after_it_opens(app: Flask) -> None:
    with rejected_by("opens_before_it_closes"):
        a_visit("12:00", "12:00", day=DAY)
    assert db.session.query(Visit).count() == 0
