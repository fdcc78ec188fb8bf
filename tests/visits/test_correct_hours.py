"""Correction of the hours that the field reported."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session
from botram.refusals import Changed
from botram.visits.field.corrections import BadHours, correct_hours, correctable_hours
from botram.visits.history import sentences
from botram.visits.models import DayReportKind as K
from botram.visits.models import Visit, VisitState
from botram.visits.rules import ReasonMissing, WrongState
from tests.builders import DAY, a_visit, moment, siti
from tests.visits.reports import on_the_day, send, status

EVENING = moment("17:00")
WHY = "Tombol baru ditekan kemudian"


def a_day(state: VisitState = VisitState.CLOSED) -> Visit:
    """A visit whose opening was reported an hour and a half too late."""
    visit = a_visit(state=state)
    visit.confirmed_at, visit.opened_at = moment("07:05"), moment("09:42") + timedelta(seconds=37)
    visit.queue_closed_at, visit.closed_at = moment("12:50"), moment("14:05")
    session().commit()
    return visit


def correct(visit: Visit, hours: Mapping[str, datetime], reason: str = WHY, version: int | None = None) -> bool:
    """Correct the hours as Siti does in the evening."""
    return correct_hours(visit, hours, siti(), reason=reason, now=EVENING, version=version)


def test_an_hour_is_put_right_and_the_history_names_both_and_the_reason(app: Flask) -> None:
    visit = a_day()
    assert correct(visit, {"opened_at": moment("08:10")})
    assert (visit.opened_at, visit.version, visit.revision) == (moment("08:10"), 2, 0)
    entry = session().query(AuditEntry).filter_by(action="mend_hours").one()
    for staff in (True, False):
        assert sentences(entry, "Asia/Jakarta", staff=staff) == ["Jam layanan dibuka 08.10, semula 09.42."]
    assert (entry.reason, entry.version) == (WHY, 2)


def test_the_same_hours_are_no_change(app: Flask) -> None:
    visit = a_day()
    assert not correct(visit, correctable_hours(visit), "")
    assert visit.version == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_corrected_hour_needs_a_reason(app: Flask, reason: str) -> None:
    visit = a_day()
    with pytest.raises(ReasonMissing):
        correct(visit, {"opened_at": moment("08:10")}, reason)
    assert visit.version == 1


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"opened_at": moment("07:04")}, "opened_at"),
        ({"confirmed_at": moment("09:43")}, "opened_at"),
        ({"queue_closed_at": moment("14:06")}, "closed_at"),
        ({"closed_at": moment("12:49")}, "closed_at"),
        ({"closed_at": moment("17:01")}, "closed_at"),
        ({"confirmed_at": moment("23:00", DAY - timedelta(days=1))}, "confirmed_at"),
    ],
)
def test_hours_follow_each_other_on_the_day_and_lie_behind_us(
    app: Flask, hours: dict[str, datetime], field: str
) -> None:
    visit = a_day()
    with pytest.raises(BadHours) as refused:
        correct(visit, hours)
    assert (refused.value.field, visit.version) == (field, 1)


@pytest.mark.parametrize(
    "hours",
    [
        {"confirmed_at": moment("09:42")},
        {"queue_closed_at": moment("09:42")},
        {"confirmed_at": moment("09:42"), "queue_closed_at": moment("09:42")},
    ],
    ids=["confirmed and opened", "opened and queue closed", "all three"],
)
def test_hours_of_the_same_minute_follow_each_other(app: Flask, hours: dict[str, datetime]) -> None:
    assert correct(a_day(), hours)


def test_what_was_not_reported_is_not_made_up(app: Flask) -> None:
    visit = a_visit(state=VisitState.RUNNING)
    visit.opened_at = moment("09:42")
    session().commit()
    assert correct(visit, {"opened_at": moment("08:10"), "closed_at": moment("14:00")})
    assert (visit.opened_at, visit.closed_at, visit.state) == (moment("08:10"), None, VisitState.RUNNING)


def test_of_two_people_the_second_is_told(app: Flask) -> None:
    visit = a_day()
    correct(visit, {"opened_at": moment("08:10")}, version=1)
    with pytest.raises(Changed):
        correct(visit, {"opened_at": moment("08:20")}, version=1)
    assert visit.opened_at == moment("08:10")


def test_once_verified_the_hours_stay(app: Flask) -> None:
    visit = a_day(VisitState.VERIFIED)
    with pytest.raises(WrongState, match="sudah diverifikasi"):
        correct(visit, {"opened_at": moment("08:10")})
    assert not correctable_hours(visit)


def a_queue(*reports: tuple[K, str], opened: str = "08:00") -> Visit:
    """A running visit with what was reported of its queue, each at its hour, received at five in the afternoon."""
    visit = on_the_day(VisitState.RUNNING)
    visit.opened_at = moment(opened)
    session().commit()
    send(visit, *(status(n, kind, moment(at)) for n, (kind, at) in enumerate(reports)), now=EVENING)
    return visit


def reopen(visit: Visit, at: str, number: int = 90) -> None:
    """Report that the queue takes people again, a minute after the correction."""
    send(visit, status(number, K.QUEUE_REOPENED, moment(at)), now=EVENING + timedelta(minutes=1))


def test_a_queue_that_was_reopened_after_the_corrected_hour_stays_open(app: Flask) -> None:
    visit = a_queue((K.QUEUE_CLOSED, "10:56"))
    correct(visit, {"queue_closed_at": moment("10:20")})
    correct(visit, {"queue_closed_at": moment("10:00")})
    reopen(visit, "10:30")
    assert visit.queue_closed_at is None


def test_a_correction_moves_one_report_and_leaves_the_others(app: Flask) -> None:
    visit = a_queue((K.QUEUE_CLOSED, "10:56"), (K.QUEUE_CLOSED, "11:20"))
    correct(visit, {"queue_closed_at": moment("10:00")})
    reopen(visit, "10:30")
    assert visit.queue_closed_at == moment("11:20"), "somebody said so too"
    reopen(visit, "11:30", 91)
    again = status(92, K.QUEUE_CLOSED, moment("10:56"))
    send(visit, again, now=EVENING + timedelta(minutes=2))
    assert visit.queue_closed_at is None, "an hour before the last reopening"


def test_what_is_reported_after_a_correction_is_not_changed_by_it(app: Flask) -> None:
    visit = a_queue((K.QUEUE_CLOSED, "10:56"))
    correct(visit, {"queue_closed_at": moment("10:00")})
    reopen(visit, "10:30")
    closed_again = (status(91, K.QUEUE_CLOSED, moment("10:45")), status(92, K.QUEUE_CLOSED, moment("10:56")))
    send(visit, *closed_again, now=EVENING + timedelta(minutes=2))
    reopen(visit, "10:50", 93)
    assert visit.queue_closed_at == moment("10:56")


def test_the_hour_of_arrival_can_be_corrected_too(app: Flask) -> None:
    visit = a_queue((K.QUEUE_CLOSED, "09:30"), opened="09:42")
    assert visit.queue_closed_at == EVENING, "its phone's clock was wrong"
    correct(visit, {"opened_at": moment("08:00"), "queue_closed_at": moment("09:00")})
    reopen(visit, "09:20")
    assert visit.queue_closed_at is None


@pytest.mark.parametrize("name", ["queue_closed_at", "closed_at"])
def test_no_end_is_corrected_to_before_the_queue_was_reopened(app: Flask, name: str) -> None:
    again = {"queue_closed_at": K.QUEUE_CLOSED, "closed_at": K.CLOSED}[name]
    visit = a_queue((K.QUEUE_CLOSED, "10:00"), (K.QUEUE_REOPENED, "10:30"), (again, "11:00"))
    with pytest.raises(BadHours, match=r"dibuka lagi pukul 10\.30; isi jam") as refused:
        correct(visit, {name: moment("10:29")})
    assert refused.value.field == name
    assert correct(visit, {name: moment("10:30")})
