"""A coordinator puts right an hour that was reported wrongly, on a page beside the day's reports."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from botram.staff.models import Account
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import SetClock, asep, budi, dewi, moment, overwrite, ratna, siti
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk, known
from tests.web.officers.phone import aseps_visit

WHY = "Tombol baru ditekan kemudian"


@pytest.fixture
def visit(app: Flask, set_clock: SetClock) -> Visit:
    """A running visit whose opening was reported too late, at a quarter past ten."""
    set_clock(moment("10:15"))
    made = aseps_visit()
    overwrite(
        made,
        state=VisitState.RUNNING,
        confirmed_at=moment("07:05") + timedelta(seconds=12),
        opened_at=moment("09:42") + timedelta(seconds=37),
    )
    return made


@pytest.fixture
def desk(app: Flask, visit: Visit) -> Browser:
    """Siti at her desk."""
    siti()
    return Browser(app).sign_in("siti")


def address(visit: Visit) -> str:
    return f"/petugas/kunjungan/{visit.public_id}/jam"


def send(desk: Browser, visit: Visit, status: int = 302, **typed: Any) -> TestResponse:
    return desk.post(address(visit), filled(desk.get(address(visit)), **typed), status)


def test_residents_read_the_right_hour_at_once_and_where_it_came_from(app: Flask, visit: Visit, desk: Browser) -> None:
    shown = desk.get(f"/petugas/kunjungan/{visit.public_id}")
    assert any(link.get("href") == address(visit) for link in page(shown).all("a"))
    answer = send(desk, visit, opened_at="8.10", reason=WHY)
    assert "Jam laporan diperbaiki." in page(desk.get(answer.location)).text
    found = known(visit)
    assert (found.opened_at, found.version, found.revision) == (moment("08:10"), 2, 0)
    assert found.confirmed_at == moment("07:05") + timedelta(seconds=12), "what is left alone keeps its seconds"
    text = page(Browser(app).get(f"/kunjungan/{visit.public_id}")).text
    assert "08.10 Dibuka" in text
    history = page(desk.get(f"/koordinator/kunjungan/{visit.public_id}")).text
    assert f"Jam layanan dibuka 08.10, semula 09.42. Alasan: {WHY}" in history


@pytest.mark.parametrize(
    ("hour", "reason", "sentence"),
    [
        ("07.00", WHY, "Layanan dibuka: Urutannya: berangkat, dibuka"),
        ("10.16", WHY, "Layanan dibuka: Jam itu belum lewat."),
        ("08.10", "", "Alasan perbaikan jam: Bagian ini belum diisi."),
        ("", WHY, "Layanan dibuka: Bagian ini belum diisi."),
        ("08.10", "NIK 3216 0655 0898 0000", "Jangan tulis NIK"),
    ],
    ids=["before the departure", "ahead", "no reason", "no hour", "a person"],
)
def test_what_is_wrong_stands_beside_its_input_and_nothing_typed_is_lost(
    visit: Visit, desk: Browser, hour: str, reason: str, sentence: str
) -> None:
    answer = send(desk, visit, 422, opened_at=hour, reason=reason)
    assert sentence in page(answer).text
    assert filled(answer)["opened_at"] == [hour]
    assert known(visit).version == 1


def test_who_saves_second_reads_what_was_changed_and_may_save_it_knowingly(
    visit: Visit, desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = filled(desk.get(address(visit)), opened_at="08.30", reason="Kata ketua tim")
    send(desk, visit, opened_at="08.10", reason=WHY)
    overwrite(visit, queue_closed_at=moment("10:10"))
    answer = desk.post(address(visit), older, 422)
    text = page(answer).text
    assert "Belum tersimpan. Orang lain baru saja mengubah kunjungan ini:" in text
    assert "Siti Aminah: Jam layanan dibuka 08.10, semula 09.42." in text
    again = filled(answer)
    assert (again["opened_at"], again["queue_closed_at"]) == (["08.30"], ["10.10"])
    assert known(visit).opened_at == moment("08:10")
    desk.post(address(visit), again)
    assert (known(visit).opened_at, visit.queue_closed_at) == (moment("08:30"), moment("10:10"))


def test_hours_that_the_second_left_alone_are_those_of_the_first(visit: Visit, desk: Browser) -> None:
    older = filled(desk.get(address(visit)), opened_at="08.30", reason="Kata ketua tim")
    send(desk, visit, confirmed_at="06.40", opened_at="08.10", reason=WHY)
    answer = desk.post(address(visit), older, 422)
    again = filled(answer)
    assert (again["confirmed_at"], again["opened_at"]) == (["06.40"], ["08.30"])
    send(desk, visit, confirmed_at="06.45", reason=WHY)
    again = filled(desk.post(address(visit), again, 422))
    assert (again["confirmed_at"], again["opened_at"]) == (["06.45"], ["08.30"]), "also the second time"
    desk.post(address(visit), again)
    assert (known(visit).confirmed_at, visit.opened_at) == (moment("06:45"), moment("08:30"))


def test_an_invalid_form_does_not_hide_that_somebody_was_faster(visit: Visit, desk: Browser) -> None:
    older = filled(desk.get(address(visit)), opened_at="08.30")
    send(desk, visit, opened_at="08.10", reason=WHY)
    without_reason = desk.post(address(visit), older, 422)
    desk.post(address(visit), filled(without_reason, reason=WHY), 422)
    assert known(visit).opened_at == moment("08:10")


def test_once_verified_there_is_nothing_to_correct(visit: Visit, desk: Browser) -> None:
    shown = f"/petugas/kunjungan/{visit.public_id}"
    form = filled(desk.get(address(visit)), opened_at="08.10", reason=WHY)
    overwrite(visit, state=VisitState.VERIFIED)
    assert desk.post(address(visit), form).location == shown
    assert "jamnya tidak dapat diubah lagi" in page(desk.get(shown)).text
    assert "Perbaiki jam laporan" not in page(desk.get(shown)).text
    assert known(visit).version == 1


@pytest.mark.parametrize(("somebody", "status"), [(asep, 403), (ratna, 403), (budi, 403), (dewi, 404)])
def test_nobody_but_the_offices_coordinators_corrects_an_hour(
    app: Flask, visit: Visit, somebody: Callable[[], Account], status: int
) -> None:
    browser = at_desk(app, somebody())
    browser.get(address(visit), status)
    browser.post(address(visit), {"opened_at": "08.10", "reason": WHY}, status)
    assert known(visit).version == 1


def test_an_officer_is_not_led_to_corrections(app: Flask, visit: Visit) -> None:
    phone = Browser(app).sign_in("asep")
    assert "Perbaiki jam laporan" not in page(phone.get(f"/petugas/kunjungan/{visit.public_id}")).text
