"""Reports of the day arrive in any order: of two that speak of the same, the one with the later hour stands."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from flask import Flask

from botram.database import session
from botram.visits.field.receipts import Stored
from botram.visits.field.reports import ClosingReport
from botram.visits.models import DayReportKind as K
from botram.visits.models import Obstacle, Visit, VisitState
from tests.builders import moment
from tests.visits.reports import on_the_day, send, status

EVENING = moment("17:00")
DAY_OF_QUEUE = (
    status(1, K.QUEUE_CLOSED, moment("12:00")),
    status(2, K.QUEUE_REOPENED, moment("12:40")),
    status(3, K.QUEUE_CLOSED, moment("13:30")),
    status(4, K.CLOSED, moment("14:05")),
)


def running() -> Visit:
    """A visit of Asep's that opened at eight and was to close its queue at one."""
    visit = on_the_day(VisitState.RUNNING)
    visit.opened_at, visit.queue_closes_at = moment("08:00"), moment("13:00")
    session().commit()
    return visit


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_queue_ends_up_the_same_in_whatever_order_its_reports_arrive(app: Flask, order: tuple[int, ...]) -> None:
    visit = running()
    assert send(visit, *(DAY_OF_QUEUE[one] for one in order), now=EVENING) == [Stored.STORED] * 4
    assert (visit.queue_closed_at, visit.closed_at) == (moment("13:30"), moment("14:05"))
    assert visit.queue_closes_at is None


def test_an_older_word_neither_closes_nor_reopens_the_queue(app: Flask) -> None:
    visit = running()
    reports = (
        (status(1, K.QUEUE_CLOSED, moment("12:00")), moment("12:00")),
        (status(2, K.QUEUE_REOPENED, moment("11:00")), moment("12:00")),
        (status(3, K.QUEUE_CLOSED, moment("11:00")), moment("12:00")),
        (status(4, K.QUEUE_REOPENED, moment("12:30")), None),
        (status(5, K.QUEUE_CLOSED, moment("12:10")), None),
        (status(6, K.QUEUE_CLOSED, moment("12:30")), moment("12:30")),
    )
    for report, closed_at in reports:
        send(visit, report, now=EVENING)
        assert visit.queue_closed_at == closed_at, report


@pytest.mark.parametrize(
    ("late", "said"), [(K.QUEUE_CLOSED, Stored.STORED), (K.QUEUE_REOPENED, Stored.REFUSED)], ids=["closed", "reopened"]
)
def test_what_happened_after_the_end_says_nothing_of_the_queue(app: Flask, late: K, said: Stored) -> None:
    visit = running()
    send(visit, status(1, K.CLOSED, moment("14:05")), now=EVENING)
    assert send(visit, status(2, late, moment("14:06")), now=EVENING) == [said]
    assert (visit.queue_closed_at, visit.queue_closes_at) == (None, moment("13:00"))


@pytest.mark.parametrize("first", [0, 1], ids=["the older arrives first", "the later arrives first"])
def test_of_two_remarks_the_later_stays(app: Flask, first: int) -> None:
    visit = running()
    remarks = (
        ClosingReport("00000000-0000-0000-0000-000000000002", (), "Sepi.", moment("14:00")),
        ClosingReport("00000000-0000-0000-0000-000000000001", (Obstacle.CROWD,), "Ramai.", moment("14:10")),
    )
    said = send(visit, remarks[first], remarks[1 - first], now=EVENING)
    assert said == [Stored.STORED, Stored.STORED]
    assert (visit.obstacles, visit.remark) == (["CROWD"], "Ramai.")


@pytest.mark.parametrize("kind", [K.QUEUE_CLOSED, K.CLOSED])
def test_what_builds_on_the_opening_did_not_happen_before_it(app: Flask, kind: K) -> None:
    visit = running()
    send(visit, status(1, kind, moment("07:59")), now=EVENING)
    assert (visit.queue_closed_at or visit.closed_at) == EVENING


@pytest.mark.parametrize("kind", [K.OPENED, K.QUEUE_CLOSED, K.CLOSED])
@pytest.mark.parametrize(("said", "kept"), [("09:29", EVENING), ("09:30", moment("09:30"))])
def test_nobody_opened_or_closed_before_setting_out(app: Flask, kind: K, said: str, kept: datetime) -> None:
    visit = on_the_day(VisitState.PUBLISHED if kind is K.OPENED else VisitState.RUNNING)
    visit.confirmed_at = moment("09:30") + timedelta(seconds=37)
    session().commit()
    send(visit, status(1, kind, moment(said)), now=EVENING)
    assert (visit.opened_at or visit.queue_closed_at or visit.closed_at) == kept


@pytest.mark.parametrize("behind", [9, 10, 20, 24, 30])
def test_a_phone_whose_clock_says_it_is_yesterday_reports_its_day_all_the_same(app: Flask, behind: int) -> None:
    visit, hours = on_the_day(), [moment(hour) for hour in ("07:00", "08:20", "12:00", "14:00")]
    kinds = (K.CONFIRMED, K.OPENED, K.QUEUE_CLOSED, K.CLOSED)
    wrong = moment("08:20") - timedelta(hours=behind)
    for number, (kind, at) in enumerate(zip(kinds, hours, strict=True)):
        assert send(visit, status(number, kind, wrong), now=at) == [Stored.STORED]
    assert [visit.confirmed_at, visit.opened_at, visit.queue_closed_at, visit.closed_at] == hours
