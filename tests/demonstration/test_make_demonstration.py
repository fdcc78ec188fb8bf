"""The demonstration in the database: believable, consistent, and brought to another day without rewriting history."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from botram import clock
from botram.audit.models import AuditEntry
from botram.database import session
from botram.demonstration.actions import NoDemonstration, make_demonstration, renew_demonstration
from botram.demonstration.people import ACCOUNTS, PASSWORD
from botram.partners.models import PartnerAgency
from botram.results.actions import check_totals
from botram.results.queries import last_entry_number
from botram.staff.models import Account, Installation, Role, Team
from botram.staff.sign_ins.queries import account_with_password
from botram.visits.actions import cancel_visit, draft_visit, publish_visit
from botram.visits.models import Visit, VisitLevel, VisitOfficer, VisitState
from botram.visits.plans import OfferPlan, VisitPlan
from tests.builders import NOW, add, siti
from tests.databases import on_sqlite
from tests.demonstration.conftest import visits

ZONE = "Asia/Jakarta"
HELD = (VisitState.CLOSED, VisitState.VERIFIED)
THURSDAY = NOW + timedelta(days=6)  # a day with a visit
PAST = (VisitState.CLOSED, VisitState.VERIFIED, VisitState.CANCELLED)


def history(visit: Visit) -> list[AuditEntry]:
    """What was written down about a visit, in order."""
    mine = select(AuditEntry).where(AuditEntry.subject == "visit", AuditEntry.subject_key == visit.public_id)
    return list(session().scalars(mine.order_by(AuditEntry.id)))


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_the_printed_accounts_open_and_the_rest_of_the_crews_does_not() -> None:
    for name in ACCOUNTS:
        assert account_with_password(name, PASSWORD), name
    others = session().scalars(select(Account).where(Account.sign_in_name.not_in(ACCOUNTS))).all()
    assert len(others) >= 9
    assert all(account.role is Role.OFFICER for account in others)
    assert not any(account_with_password(account.sign_in_name, PASSWORD) for account in others)
    assert account_with_password(others[0].sign_in_name, "!") is None


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_the_administrator_alone_has_a_second_factor() -> None:
    secrets = {account.sign_in_name: account.totp_secret for account in session().scalars(select(Account))}
    assert {name for name, secret in secrets.items() if secret} == {"admin"}
    assert len(pyotp.TOTP(secrets["admin"] or "").now()) == 6


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_petugas_and_petugas2_are_in_teams_of_their_own() -> None:
    teams = {m.sign_in_name: team.name for team in session().scalars(select(Team)) for m in team.members}
    assert (teams["petugas"], teams["petugas2"]) == ("Tim Utara", "Tim Selatan")
    kept = session().get(Installation, 1)
    assert kept and kept.demonstration and kept.uid_host == "contoh.example"


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_it_reaches_four_months_back_and_two_ahead_and_today_is_not_opened_yet() -> None:
    found = visits()
    assert found[0].opens_at < NOW - timedelta(days=115)
    assert found[-1].opens_at > NOW + timedelta(days=56)
    today = clock.local_day(NOW, ZONE)
    for visit in found:
        day = clock.local_day(visit.opens_at, ZONE)
        allowed = PAST if day < today else (VisitState.PUBLISHED, VisitState.CANCELLED, VisitState.DRAFT)
        assert visit.state in allowed, (day, visit.state)
    states = [visit.state for visit in found]
    assert 2 <= states.count(VisitState.DRAFT) <= 4
    assert states.count(VisitState.CANCELLED) >= 2
    assert 5 <= len(visits("32.17")) <= 20


@on_sqlite
def test_a_visit_of_today_is_published(app: Flask) -> None:
    make_demonstration("contoh.example", now=THURSDAY)
    [today] = [v for v in visits() if clock.local_day(v.opens_at, ZONE) == clock.local_day(THURSDAY, ZONE)]
    assert (today.state, today.confirmed_at, today.opened_at) == (VisitState.PUBLISHED, None, None)


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_every_visit_has_its_history_in_order_and_versions_that_count_it() -> None:
    for visit in visits():
        entries = history(visit)
        assert entries[0].action == "draft"
        assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
        assert all(entry.at < NOW for entry in entries)
        assert visit.changed_at <= NOW
        assert visit.changed_at == entries[-1].at or visit.state is VisitState.CANCELLED
        assert visit.published_at is None or visit.published_at < visit.opens_at
        assert visit.crew and visit.offers


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_what_was_held_has_its_facts_near_the_plan() -> None:
    held = [visit for visit in visits() if visit.state in (VisitState.CLOSED, VisitState.VERIFIED)]
    assert len(held) > 45
    for visit in held:
        assert visit.confirmed_at and visit.opened_at and visit.queue_closed_at and visit.closed_at
        assert visit.confirmed_at < visit.opened_at < visit.queue_closed_at < visit.closed_at
        assert abs(visit.opened_at - visit.opens_at) <= timedelta(minutes=15)
        assert abs(visit.closed_at - visit.closes_at) <= timedelta(minutes=30)


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_a_cancelled_visit_says_why_and_leads_to_another_day() -> None:
    for visit in (visit for visit in visits() if visit.state is VisitState.CANCELLED):
        assert visit.reason
        assert visit.revision == 1
        assert visit.replaced_by and visit.replaced_by.venue_id == visit.venue_id
        assert visit.replaced_by.opens_at > visit.opens_at


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_a_moved_visit_keeps_its_first_day() -> None:
    moved = [visit for visit in visits() if visit.was_opens_at]
    assert len(moved) >= 2
    for visit in moved:
        assert visit.was_opens_at and visit.was_opens_at < visit.opens_at
        assert visit.reason and visit.was_place
        assert visit.revision == 1
        [move] = [entry for entry in history(visit) if entry.action == "move"]
        assert move.before["opens_at"] == visit.was_opens_at.isoformat()
        assert move.reason == visit.reason


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_partners_come_to_every_kecamatan_and_to_some_villages() -> None:
    come = {level: {len(visit.booths) for visit in visits() if visit.level is level} for level in VisitLevel}
    assert min(come[VisitLevel.DISTRICT]) >= 8
    assert come[VisitLevel.VILLAGE] == {0, 1, 2}
    assert come[VisitLevel.SCHOOL] == {0}
    assert all(booth.offers for visit in visits() for booth in visit.booths)
    assert all("nomor contoh" in agency.contact for agency in session().scalars(select(PartnerAgency)))


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_renewing_leaves_a_closed_agency_at_home() -> None:
    agency = session().scalars(select(PartnerAgency).where(PartnerAgency.name == "Bank bjb")).one()
    agency.active = False
    session().commit()
    before = {visit.public_id for visit in visits()}
    renew_demonstration(now=NOW + timedelta(days=25))
    new = [visit for visit in visits() if visit.public_id not in before]
    names = {booth.agency.name for visit in new for booth in visit.booths}
    assert "BPJS Kesehatan" in names and "Bank bjb" not in names


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_no_flood_and_no_broken_car_is_known_weeks_before() -> None:
    far = 0
    for visit in visits():
        for entry in history(visit):
            given_up = entry.before and entry.before.get("opens_at")
            if entry.action not in ("move", "cancel") or not given_up:
                continue
            if datetime.fromisoformat(given_up) - entry.at > timedelta(days=7):
                far += 1
                assert not {"banjir", "rusak"} & {word.strip(",.") for word in entry.reason.split()}
    assert far


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_renewing_on_the_same_day_changes_nothing() -> None:
    before = session().scalar(select(func.max(AuditEntry.id)))
    assert renew_demonstration(now=NOW) == 0
    assert session().scalar(select(func.max(AuditEntry.id))) == before


@on_sqlite
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("days", [1, 25, 200])
def test_renewing_brings_the_schedule_to_another_day(days: int) -> None:
    before = {visit.public_id for visit in visits() if visit.state is not VisitState.DRAFT}
    later = NOW + timedelta(days=days)
    renew_demonstration(now=later)
    found = visits()
    assert before <= {visit.public_id for visit in found}
    assert found[-1].opens_at > later + timedelta(days=53)
    for visit in found:
        day, today = clock.local_day(visit.opens_at, ZONE), clock.local_day(later, ZONE)
        assert (visit.state in PAST) if day < today else (visit.state not in (VisitState.CLOSED, VisitState.VERIFIED))
        assert all(entry.at <= later for entry in history(visit))
        assert (visit.state in HELD) is bool(last_entry_number(visit))
    assert check_totals() == []
    assert all(member.account_id for member in session().scalars(select(VisitOfficer)))
    assert renew_demonstration(now=later) == 0


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_renewing_goes_around_what_people_tried_in_it() -> None:
    by = session().scalars(select(Account).where(Account.sign_in_name == "koordinator")).one()
    pattern = visits()[-1]
    later = NOW + timedelta(days=28)
    day = clock.local_day(pattern.opens_at, ZONE) + timedelta(days=7)
    opens, closes = clock.at_wall_clock(day, 9, 0, ZONE), clock.at_wall_clock(day, 12, 0, ZONE)
    for team in session().scalars(select(Team).where(Team.office_id == by.office_id)).all():
        plan = VisitPlan(
            pattern.level, team, pattern.venue, opens, closes, (OfferPlan("IKD"),), texts={"title": "Coba"}
        )
        own = draft_visit(by.office, plan, by, now=NOW)
        publish_visit(
            own, by, now=NOW, kept=dict.fromkeys(("venue", "same-village", "holiday", "collective"), "Dicoba")
        )
    cancel_visit(own, by, reason="Hanya dicoba", now=NOW)
    assert renew_demonstration(now=later) > 0
    assert [visit.title for visit in visits() if clock.local_day(visit.opens_at, ZONE) == day] == ["Coba"] * 3


@on_sqlite
def test_a_real_office_is_never_renewed(app: Flask) -> None:
    siti()
    with pytest.raises(NoDemonstration, match="bukan basis data contoh"):
        renew_demonstration(now=NOW)
    add(Installation(uid_host="botram.example", demonstration=False))
    with pytest.raises(NoDemonstration):
        renew_demonstration(now=NOW)
    assert not session().scalars(select(Visit)).all()


def moment_of_day(moment: datetime) -> str:
    """Its wall-clock time."""
    return f"{moment.astimezone(ZoneInfo(ZONE)):%H:%M}"


@on_sqlite
@pytest.mark.usefixtures("demonstration")
def test_hours_are_those_of_the_office() -> None:
    hours = {(moment_of_day(visit.opens_at), moment_of_day(visit.closes_at)) for visit in visits()}
    assert hours == {("08:00", "13:00"), ("08:00", "14:00"), ("08:00", "15:00"), ("08:00", "16:00")}


def test_it_is_made_and_renewed_on_both_databases(app: Flask) -> None:
    assert make_demonstration("contoh.example", now=NOW) > 90
    assert renew_demonstration(now=NOW + timedelta(days=20)) > 5
    assert {visit.state for visit in visits()} == set(VisitState) - {VisitState.RUNNING}
