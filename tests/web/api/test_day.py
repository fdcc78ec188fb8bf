"""An officer's phone reports the day, and residents read it at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, SetClock, a_team, a_visit, asep, bekasi, dewi, moment, person, ratna, siti
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
        assert phone.send("POST", f"{path}/{address}", sent).get_json() == {
            "id": sent["id"],
            "status": "stored",
        }
        assert words in page(resident.get(f"/kunjungan/{visit.public_id}")).text
    facts = phone.read(f"{path}?scope=office")
    assert (facts["state"], facts["obstacles"], facts["remark"]) == ("CLOSED", ["NETWORK"], "Menara mati.")
    assert "remark" not in Program(app).read(path)
    assert "Menara mati." not in resident.get(f"/kunjungan/{visit.public_id}").text


def test_only_the_crew_and_coordinators_report(app: Flask, visit: Visit) -> None:
    path, body = f"/visits/{visit.public_id}/status", report(1, status="confirmed")
    dewi(), siti(), ratna(), person("ujang", "Ujang", Role.OFFICER, bekasi())
    for name, expected in (("dewi", 404), ("ujang", 404), ("ratna", 403), ("siti", 200)):
        Program(app).sign_in(name).send("POST", path, body, expected)
    Program(app).send("POST", path, body, 401)


def test_what_cannot_be_read_is_422_and_what_a_rule_refuses_is_a_receipt(app: Flask, visit: Visit) -> None:
    phone, path = Program(app).sign_in("asep"), f"/visits/{visit.public_id}"
    for body in (
        report(1, status="terbang"),
        report(1, status="opened", position=[1]),
        report(1, status="opened", id="x"),
        report(1),
        report(1, status="opened", extra=1),
    ):
        phone.send("POST", f"{path}/status", body, 422)
    phone.send("POST", f"{path}/closing", report(1, obstacles=["NETWORK"] * 20), 422)
    later = phone.send("POST", f"{path}/status", report(2, status="closed")).get_json()
    refused = phone.send("POST", f"{path}/services", report(3, service="BIRTH", state="OPEN")).get_json()
    assert [later["status"], refused["status"]] == ["later", "refused"]
    assert all(one["reason"] for one in (later, refused))


def test_before_its_day_no_service_of_a_visit_is_limited(
    app: Flask, visit: Visit, set_clock: SetClock
) -> None:
    phone, path = Program(app).sign_in("asep"), f"/visits/{visit.public_id}/services"
    shut = {"service": "KK_NEW", "state": "CLOSED", "reason": "NETWORK"}
    set_clock(moment("20:00", DAY - timedelta(days=1)))
    early = phone.send("POST", path, report(1, **shut, at="2026-12-07T19:00:00+07:00")).get_json()
    ahead = phone.send("POST", path, report(2, **shut)).get_json()
    sentence = "Baru dapat dilaporkan pada hari kunjungan, Selasa, 8 Desember 2026."
    assert [one["reason"] for one in (early, ahead)] == [sentence, sentence]
    set_clock(moment("10:00"))
    assert phone.send("POST", path, report(2, **shut)).get_json()["status"] == "stored"
