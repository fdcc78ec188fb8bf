"""What the field reports of the day: each report is taken once, in whatever order it arrives."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from botram.database import session, transaction
from botram.visits.actions import record_visit
from botram.visits.field.actions import take_report
from botram.visits.field.models import DayReport
from botram.visits.field.receipts import Stored
from botram.visits.field.reports import ClosingReport, ServiceReport, StatusReport
from botram.visits.models import DayReportKind as K
from botram.visits.models import Obstacle, OfferReason, OfferState, VisitState
from botram.visits.queries import history_of
from tests.builders import NOW, asep, moment
from tests.visits.builders import told
from tests.visits.reports import TEN, on_the_day, send, service, status


def test_a_day_goes_from_confirmed_to_closed_and_each_step_is_told(app: Flask) -> None:
    visit = on_the_day()
    hours = [moment(hour) for hour in ("07:05", "08:10", "13:00", "13:10", "13:40", "14:05")]
    kinds = (K.CONFIRMED, K.OPENED, K.QUEUE_CLOSED, K.QUEUE_REOPENED, K.QUEUE_CLOSED, K.CLOSED)
    for number, (kind, at) in enumerate(zip(kinds, hours, strict=True)):
        assert send(visit, status(number, kind, at), now=at + timedelta(minutes=1)) == [Stored.STORED]
    assert visit.state is VisitState.CLOSED
    assert [visit.confirmed_at, visit.opened_at, visit.queue_closed_at, visit.closed_at] == [
        hours[0],
        hours[1],
        hours[4],
        hours[5],
    ]
    assert (visit.version, visit.revision) == (7, 0)
    assert told(visit) == [
        "Tim memastikan berangkat pukul 07.05.",
        "Layanan dibuka pukul 08.10.",
        "Antrean ditutup pukul 13.00.",
        "Antrean dibuka lagi pukul 13.10.",
        "Antrean ditutup pukul 13.40.",
        "Kunjungan selesai pukul 14.05.",
    ]
    assert told(visit, staff=False) == told(visit)


def test_the_history_keeps_the_hour_that_was_reported_and_when_it_was_written(app: Flask) -> None:
    visit = on_the_day()
    send(visit, status(1, K.CONFIRMED, moment("07:30")), now=moment("07:44"))
    send(visit, status(2, K.OPENED, moment("08:05")), now=moment("09:00") + timedelta(days=1))
    opened, confirmed = (entry for entry, _name in history_of(visit))
    assert (confirmed.at, opened.at) == (moment("07:44"), moment("09:00") + timedelta(days=1))
    assert told(visit) == [
        "Tim memastikan berangkat pukul 07.30.",
        "Layanan dibuka pukul 08.05, Selasa, 8 Desember 2026.",
    ]


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("confirm", "Tim memastikan berangkat."),
        ("open", "Layanan dibuka."),
        ("close_queue", "Antrean ditutup."),
        ("reopen_queue", "Antrean dibuka lagi."),
        ("close", "Kunjungan selesai."),
    ],
)
def test_an_entry_of_former_times_without_an_hour_reads_as_before(app: Flask, action: str, sentence: str) -> None:
    visit = on_the_day()
    with transaction(visit):
        record_visit(action, visit, asep(), NOW, before={"state": "PUBLISHED"}, after={"state": "RUNNING"})
    assert told(visit) == [sentence]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        (status(1, K.CONFIRMED), Stored.ALREADY),
        (status(1, K.OPENED), Stored.REFUSED),
        (status(1, K.CONFIRMED, moment("09:00")), Stored.REFUSED),
    ],
    ids=["the same", "another step", "another hour"],
)
@pytest.mark.parametrize("together", [False, True], ids=["later", "at once"])
def test_the_same_report_sent_again_is_taken_once_and_other_content_is_refused(
    app: Flask, again: StatusReport, said: Stored, together: bool
) -> None:
    visit, first = on_the_day(), status(1, K.CONFIRMED)
    answers = send(visit, first, again) if together else send(visit, first) + send(visit, again)
    assert answers == [Stored.STORED, said]
    assert (visit.version, visit.state) == (2, VisitState.PUBLISHED)
    assert session().query(DayReport).count() == 1


def test_a_report_of_one_visit_is_none_of_another(app: Flask) -> None:
    visit, other = on_the_day(), on_the_day(day=TEN.date() + timedelta(days=2))
    assert send(visit, status(1, K.CONFIRMED)) == [Stored.STORED]
    assert send(other, status(1, K.CONFIRMED)) == [Stored.REFUSED]
    assert (visit.version, other.version) == (2, 1)
    assert session().query(DayReport).count() == 1


def test_a_report_waits_for_the_one_it_builds_on(app: Flask) -> None:
    visit = on_the_day()
    last = (status(2, K.QUEUE_CLOSED), status(3, K.CLOSED), ClosingReport(str(UUID(int=4)), (), "sepi", TEN))
    assert send(visit, *last) == [Stored.LATER] * 3
    assert send(visit, status(1, K.OPENED), *last) == [Stored.STORED] * 4
    assert (visit.state, visit.remark) == (VisitState.CLOSED, "sepi")


def test_two_officers_who_tap_the_same_change_the_visit_once(app: Flask) -> None:
    visit = on_the_day()
    assert send(visit, status(1, K.OPENED), status(2, K.OPENED, moment("10:05")), now=moment("10:06")) == [
        Stored.STORED,
        Stored.STORED,
    ]
    assert (visit.opened_at, visit.version) == (TEN, 2)


@pytest.mark.parametrize("state", [VisitState.DRAFT, VisitState.CANCELLED])
def test_nobody_reports_of_a_visit_that_nobody_goes_to(app: Flask, state: VisitState) -> None:
    visit = on_the_day(state)
    assert send(visit, status(1, K.CONFIRMED), service(2, OfferState.OPEN, None)) == [Stored.REFUSED] * 2
    assert visit.version == 1


@pytest.mark.parametrize(
    "report", [status(1, K.CONFIRMED, NOW), status(2, K.OPENED, moment("08:00"))], ids=["confirmed", "opened"]
)
def test_before_its_day_a_visit_is_neither_confirmed_nor_opened(app: Flask, report: StatusReport) -> None:
    """The phone's clock may run ahead."""
    receipt = take_report(on_the_day(), report, asep(), now=NOW)
    assert (receipt.status, receipt.reason) == (
        Stored.REFUSED,
        "Baru dapat dilaporkan pada hari kunjungan, Selasa, 8 Desember 2026.",
    )


@pytest.mark.parametrize(("phone", "kept"), [("09:00", "09:00"), ("10:01", "10:00")])
def test_the_phones_hour_counts_unless_it_lies_ahead(app: Flask, phone: str, kept: str) -> None:
    visit = on_the_day()
    send(visit, status(1, K.CONFIRMED, moment(phone)), status(2, K.OPENED, datetime(2020, 1, 1, tzinfo=TEN.tzinfo)))
    assert (visit.confirmed_at, visit.opened_at) == (moment(kept), TEN)


@pytest.mark.parametrize(
    "report",
    [
        service(1, OfferState.CLOSED, None),
        service(1, OfferState.LIMITED, None),
        service(1, OfferState.OPEN, OfferReason.QUOTA),
        ServiceReport(str(UUID(int=1)), "BIRTH", OfferState.OPEN, None, TEN),
    ],
    ids=["shut without a reason", "limited without a reason", "open with a reason", "not offered"],
)
def test_a_report_that_says_too_little_or_too_much_of_a_service_is_refused(app: Flask, report: ServiceReport) -> None:
    visit = on_the_day(VisitState.RUNNING)
    assert send(visit, report) == [Stored.REFUSED]
    assert visit.version == 1


def test_a_service_is_limited_or_shut_with_its_reason_and_an_older_report_changes_nothing(app: Flask) -> None:
    visit = on_the_day(VisitState.RUNNING)
    later, earlier = moment("10:00"), moment("09:00")
    assert send(
        visit,
        service(1, OfferState.CLOSED, OfferReason.BLANKS, later),
        service(2, OfferState.LIMITED, OfferReason.NETWORK, earlier),
    ) == [Stored.STORED, Stored.STORED]
    offer = next(offer for offer in visit.offers if offer.service_code == "KK_NEW")
    assert (offer.state, offer.reason, visit.version) == (OfferState.CLOSED, OfferReason.BLANKS, 2)
    send(visit, service(5, OfferState.OPEN, None, moment("10:30")), now=moment("10:30"))
    name = offer.service.name
    assert told(visit, staff=False) == [f"{name} ditutup karena blangko habis.", f"{name} dibuka."]


def test_obstacles_are_for_residents_and_the_remark_for_the_office(app: Flask) -> None:
    visit = on_the_day(VisitState.RUNNING)
    said = ClosingReport(str(UUID(int=1)), (Obstacle.NETWORK, Obstacle.CROWD), "Genset habis pukul 11.", TEN)
    assert send(visit, said) == [Stored.STORED]
    public = ["Kendala: jaringan putus, warga melebihi kemampuan tim."]
    assert told(visit, staff=False) == public
    assert told(visit) == [*public, "Keterangan tim: Genset habis pukul 11."]


@pytest.mark.parametrize(
    ("state", "obstacles", "remark"),
    [
        (VisitState.RUNNING, (Obstacle.OTHER,), "  "),
        (VisitState.RUNNING, (), "NIK 3216 0101 0101 0001"),
        (VisitState.VERIFIED, (), ""),
    ],
    ids=["another obstacle that is not named", "a person", "a verified visit"],
)
def test_a_remark_that_cannot_stand_is_refused(
    app: Flask, state: VisitState, obstacles: tuple[Obstacle, ...], remark: str
) -> None:
    assert send(on_the_day(state), ClosingReport(str(UUID(int=1)), obstacles, remark, TEN)) == [Stored.REFUSED]


def test_only_the_distance_of_a_position_is_kept(app: Flask) -> None:
    visit = on_the_day()
    near = (visit.venue.latitude + 0.01, visit.venue.longitude)
    send(visit, status(1, K.CONFIRMED, position=near))
    assert told(visit) == ["Tim memastikan berangkat pukul 10.00.", "Dikirim 1,1 km dari titik layanan."]
    assert told(visit, staff=False) == ["Tim memastikan berangkat pukul 10.00."]
    kept = [entry.after for entry, _name in history_of(visit)], session().query(DayReport.content).all()
    assert str(round(near[0], 3)) not in str(kept)


def test_a_swapped_position_says_nothing_of_a_distance(app: Flask) -> None:
    visit = on_the_day()
    assert send(visit, status(1, K.CONFIRMED, position=(107.0, -6.2))) == [Stored.STORED]
    assert told(visit) == ["Tim memastikan berangkat pukul 10.00."]


def test_a_refused_report_leaves_nothing_behind(app: Flask) -> None:
    visit = on_the_day()
    assert send(visit, status(1, K.CLOSED)) == [Stored.LATER]
    assert session().query(DayReport).count() == 0
    assert visit.state is VisitState.PUBLISHED
