"""An officer's phone reports the day, and residents read it at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from botram.staff.models import Account
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, SetClock, a_team, a_visit, asep, dewi, moment, ratna, siti, ujang
from tests.web.api.program import Program


@pytest.fixture
def visit(app: Flask, set_clock: SetClock) -> Visit:
    """A visit of Asep's team, on the morning of its day."""
    set_clock(moment("10:00"))
    return a_visit(team=a_team(members=(asep(),)), state=VisitState.PUBLISHED)


def report(number: int, **said: Any) -> dict[str, Any]:
    return {"id": str(UUID(int=number)), "at": "2026-12-08T09:00:00+07:00"} | said


def test_residents_read_each_step_of_the_day(app: Flask, visit: Visit) -> None:
    phone, resident = Program(app).sign_in("asep"), Browser(app)
    path = f"/visits/{visit.public_id}"
    steps: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("status", {"status": "confirmed", "position": [-6.2, 107.0]}, "Dikonfirmasi 09.00"),
        ("status", {"status": "opened", "position": None}, "Sedang berlangsung"),
        ("services", {"service": "KK_NEW", "state": "CLOSED", "reason": "NETWORK"}, "Jaringan putus"),
        ("services", {"service": "KTP_ENROL", "state": "LIMITED", "reason": "QUOTA"}, "Kuota terbatas"),
        ("status", {"status": "queue_closed"}, "Antrean sudah ditutup"),
        ("closing", {"obstacles": ["NETWORK"], "remark": "Menara mati."}, "Antrean sudah ditutup"),
        ("status", {"status": "closed"}, "Selesai pukul 09.00 WIB. Kendala hari itu: jaringan putus."),
    )
    assert "Belum dikonfirmasi" in page(resident.get(f"/kunjungan/{visit.public_id}")).text
    for number, (address, said, words) in enumerate(steps):
        sent = report(number, **said)
        assert phone.send("POST", f"{path}/{address}", sent).get_json() == {"id": sent["id"], "status": "stored"}
        assert words in page(resident.get(f"/kunjungan/{visit.public_id}")).text
    facts = phone.read(f"{path}?scope=office")
    assert (facts["state"], facts["obstacles"], facts["remark"]) == ("CLOSED", ["NETWORK"], "Menara mati.")
    assert "remark" not in Program(app).read(path)
    assert "Menara mati." not in resident.get(f"/kunjungan/{visit.public_id}").text


@pytest.mark.parametrize(
    ("somebody", "status"), [(asep, 200), (siti, 200), (ratna, 403), (ujang, 404), (dewi, 404), (None, 401)]
)
def test_only_the_crew_and_coordinators_report(
    app: Flask, visit: Visit, somebody: Callable[[], Account] | None, status: int
) -> None:
    program = Program(app).sign_in(somebody().sign_in_name) if somebody else Program(app)
    program.send("POST", f"/visits/{visit.public_id}/status", report(1, status="confirmed"), status)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("status", {"status": "terbang"}),
        ("status", {"status": "opened", "position": [1]}),
        ("status", {"status": "opened", "id": "x"}),
        ("status", {}),
        ("status", {"status": "opened", "extra": 1}),
        ("closing", {"obstacles": ["NETWORK"] * 20}),
    ],
    ids=["no step", "no position", "no id", "nothing", "too much", "obstacles without end"],
)
def test_what_cannot_be_read_is_422(app: Flask, visit: Visit, address: str, said: dict[str, Any]) -> None:
    phone = Program(app).sign_in("asep")
    phone.send("POST", f"/visits/{visit.public_id}/{address}", report(1, **said), 422)


@pytest.mark.parametrize(
    ("address", "said", "status"),
    [("status", {"status": "closed"}, "later"), ("services", {"service": "BIRTH", "state": "OPEN"}, "refused")],
)
def test_what_a_rule_refuses_is_a_receipt(
    app: Flask, visit: Visit, address: str, said: dict[str, Any], status: str
) -> None:
    phone = Program(app).sign_in("asep")
    receipt = phone.send("POST", f"/visits/{visit.public_id}/{address}", report(2, **said)).get_json()
    assert receipt["status"] == status
    assert receipt["reason"]


@pytest.mark.parametrize(
    "at", ["2026-12-07T19:00:00+07:00", "2026-12-08T09:00:00+07:00"], ids=["the day before", "a clock ahead"]
)
def test_before_its_day_no_service_of_a_visit_is_limited(
    app: Flask, visit: Visit, set_clock: SetClock, at: str
) -> None:
    phone, path = Program(app).sign_in("asep"), f"/visits/{visit.public_id}/services"
    shut = {"service": "KK_NEW", "state": "CLOSED", "reason": "NETWORK"}
    set_clock(moment("20:00", DAY - timedelta(days=1)))
    early = phone.send("POST", path, report(1, **shut, at=at)).get_json()
    assert early["reason"] == "Baru dapat dilaporkan pada hari kunjungan, Selasa, 8 Desember 2026."
    set_clock(moment("10:00"))
    assert phone.send("POST", path, report(2, **shut)).get_json()["status"] == "stored"
