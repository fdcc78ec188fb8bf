"""What is kept of a failed sign-in, who reads it, and what the log says of sign-ins and refusals."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask

from botram.database import session
from botram.staff.failed_sign_ins.actions import record_failure, tidy_failures
from botram.staff.failed_sign_ins.rules import KEPT_DAYS, coarse_network
from botram.staff.models import FailedSignIn, FailureKind, Role
from tests.browser import Browser, page
from tests.builders import NOW, PASSWORD, SetClock, a_team, asep, bekasi, budi, count, dewi, person, siti
from tests.web.desk import SECRET, all_of, at_desk, with_phone

FROM: dict[str, Any] = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.77"}}


def try_in(app: Flask, name: str, password: str = "salah sekali", status: int = 422, **options: Any) -> Browser:
    """A browser that has tried a name and a password."""
    browser = Browser(app)
    browser.post("/masuk", {"name": name, "password": password}, status, **(FROM | options))
    return browser


def failures() -> list[tuple[int | None, FailureKind, str, int]]:
    """All that is kept: account, kind, network and count."""
    return [(one.account_id, one.kind, one.network, one.tries) for one in all_of(FailedSignIn)]


def test_a_wrong_password_is_kept_with_the_account_and_its_network_alone(app: Flask) -> None:
    account = siti().id
    try_in(app, " SITI ")
    assert failures() == [(account, FailureKind.PASSWORD, "203.0.113.x", 1)]


def test_a_closed_account_is_known_too(app: Flask) -> None:
    closed = person("cecep", "Cecep Hidayat", Role.OFFICER, bekasi())
    closed.active, account = False, closed.id
    session().commit()
    try_in(app, "cecep", PASSWORD)
    assert failures() == [(account, FailureKind.PASSWORD, "203.0.113.x", 1)]


@pytest.mark.parametrize("typed", ["hujan bulan juni", "Rahasia-2026!", "tidak.ada", "sitii"])
def test_a_name_that_no_account_has_is_kept_nowhere(app: Flask, caplog: pytest.LogCaptureFixture, typed: str) -> None:
    siti()
    with caplog.at_level("DEBUG"):
        try_in(app, typed)
    assert failures() == [(None, FailureKind.PASSWORD, "203.0.113.x", 1)]
    words = [str(value) for row in all_of(FailedSignIn) for value in vars(row).values()]
    assert typed not in " ".join(words)
    assert typed not in caplog.text
    assert "salah sekali" not in caplog.text


def test_tries_of_one_hour_share_a_row_and_those_of_the_next_get_another(app: Flask, set_clock: SetClock) -> None:
    siti()
    for minutes in (0, 20, 59, 60):
        set_clock(NOW + timedelta(minutes=minutes))
        try_in(app, "siti")
    try_in(app, "siti", environ_overrides={"REMOTE_ADDR": "198.51.100.9"})
    assert [one[2:] for one in failures()] == [("203.0.113.x", 3), ("203.0.113.x", 1), ("198.51.100.x", 1)]
    first = all_of(FailedSignIn)[0]
    assert (first.first_at, first.last_at) == (NOW, NOW + timedelta(minutes=59))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.x"),
        ("10.0.0.1", "10.0.0.x"),
        ("::ffff:203.0.113.77", "203.0.113.x"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::1", "::/48"),
        ("", ""),
        ("unix:", ""),
        ("203.0.113.77\n2026 forged line", ""),
    ],
)
def test_an_address_is_kept_coarse(address: str, network: str) -> None:
    assert coarse_network(address) == network


def test_a_wrong_code_after_a_right_password_is_told_apart(app: Flask) -> None:
    account = with_phone(siti()).id
    browser = Browser(app).sign_in("siti")
    browser.post("/masuk/kode", {"code": "000000"}, 422, **FROM)
    browser.post("/masuk/kode-cadangan", {"code": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"}, 422, **FROM)
    assert failures() == [(account, FailureKind.CODE, "203.0.113.x", 2)]


def test_who_is_held_back_is_counted_too(app: Flask) -> None:
    account = siti().id
    for _try in range(5):
        try_in(app, "siti")
    try_in(app, "siti", PASSWORD, 429)
    assert failures()[-1] == (account, FailureKind.BRAKED, "203.0.113.x", 1)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/akun/sandi", {"old": "salah", "password": "hujan bulan juni", "again": "hujan bulan juni"}),
        ("/akun/perangkat", {"password": "salah"}),
        ("/akun/kode", {"password": "salah", "code": "000000"}),
        ("/akun/kode", {"password": PASSWORD, "code": "000000"}),
    ],
)
def test_a_wrong_proof_of_somebody_signed_in_is_counted(app: Flask, address: str, sent: dict[str, str]) -> None:
    account, browser = siti().id, at_desk(app, siti())
    browser.post(address, sent, 422, **FROM)
    assert failures() == [(account, FailureKind.CONFIRMATION, "203.0.113.x", 1)]


def test_everyone_reads_the_failures_at_the_own_account(app: Flask) -> None:
    asep()
    browser = at_desk(app, siti())
    assert f"Tidak ada dalam {KEPT_DAYS} hari terakhir" in page(browser.get("/akun")).text
    for _try in range(3):
        try_in(app, "siti")
    text = page(browser.get("/akun")).text
    assert "Bukan Anda?" in text
    assert "kata sandi salah 3 203.0.113.x" in text
    assert "203.0.113.x" not in page(at_desk(app, asep()).get("/akun")).text


def test_the_administrator_reads_those_of_the_own_office_and_of_nobody(app: Flask) -> None:
    siti(), dewi()
    browser = at_desk(app, budi())
    for name in ("siti", "dewi", "tidak.ada"):
        try_in(app, name)
    text = page(browser.get("/koordinator/akun/gagal")).text
    assert "/koordinator/akun/gagal" in browser.get("/koordinator/akun").text
    assert "Siti Aminah kata sandi salah 1" in text
    assert "Dewi" not in text
    assert text.count("203.0.113.x") == 2


def test_each_kind_has_a_word(app: Flask) -> None:
    account = siti()
    for kind in FailureKind:
        record_failure(account, kind, "203.0.113.x", now=NOW)
    text = page(at_desk(app, siti()).get("/akun")).text
    words = ("kata sandi salah", "sementara sudah lewat", "kode salah", "terlalu sering", "saat sudah masuk")
    assert len(words) == len(FailureKind)
    assert not [word for word in words if word not in text]


def test_they_are_deleted_after_ninety_days(app: Flask) -> None:
    record_failure(siti(), FailureKind.PASSWORD, "203.0.113.x", now=NOW)
    record_failure(None, FailureKind.PASSWORD, "203.0.113.x", now=NOW + timedelta(days=1))
    assert tidy_failures(now=NOW + timedelta(days=KEPT_DAYS)) == 0
    assert tidy_failures(now=NOW + timedelta(days=KEPT_DAYS, seconds=1)) == 1
    assert count(FailedSignIn) == 1


@pytest.fixture
def security_lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The lines of the security log."""
    with caplog.at_level("INFO", logger="botram.security"):
        yield caplog


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The security log's lines, without those of the sign-in before them."""
    return [one.getMessage() for one in caplog.records if one.name == "botram.security"]


def test_the_log_names_the_factors_of_a_sign_in(app: Flask, security_lines: pytest.LogCaptureFixture) -> None:
    people = asep().id, with_phone(siti()).id
    Browser(app).sign_in("asep")
    browser = Browser(app).sign_in("siti")
    browser.post("/masuk/kode", {"code": pyotp.TOTP(SECRET).at(NOW)})
    said = lines(security_lines)
    assert [line.split(maxsplit=1)[1].rpartition(" network=")[0] for line in said] == [
        f"sign-in account={people[0]} factors=password",
        f"sign-in account={people[1]} factors=password+code",
    ]


def test_the_log_names_the_account_of_a_failure_by_number(app: Flask, security_lines: pytest.LogCaptureFixture) -> None:
    account = siti().id
    try_in(app, "siti")
    assert lines(security_lines)[0].endswith(f"sign-in failed account={account} why=PASSWORD network=203.0.113.x")
    assert "siti" not in security_lines.text


def test_a_refusal_is_logged_with_account_route_and_request(
    app: Flask, security_lines: pytest.LogCaptureFixture
) -> None:
    account, browser = asep().id, at_desk(app, asep())
    answer = browser.get("/koordinator/akun/7", 403)
    assert lines(security_lines)[-1] == (
        f"{answer.headers['X-Request-Id']} refused account={account} GET /koordinator/akun/<int:account_id> 403"
    )


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/koordinator/tim/{team}", 404),
        ("POST", "/koordinator/tim/baru", 400),
        ("GET", "/koordinator/pengaturan", 403),
        ("GET", "/api/v1/me/day", 403),
    ],
    ids=["another office's row", "without a token", "another role's page", "another role's answer"],
)
def test_each_kind_of_refusal_is_logged(
    app: Flask, security_lines: pytest.LogCaptureFixture, method: str, address: str, status: int
) -> None:
    team = a_team().id
    account, browser = dewi().id, at_desk(app, dewi())
    before = len(lines(security_lines))
    browser.ask(method, address.format(team=team), status)
    said = lines(security_lines)[before:]
    assert len(said) == 1
    assert f"refused account={account} {method} /" in said[0]


@pytest.mark.parametrize("address", ["/tidak-ada", "/kunjungan/k7m29qxd"])
def test_what_residents_do_not_find_is_no_refusal(
    app: Flask, security_lines: pytest.LogCaptureFixture, address: str
) -> None:
    at_desk(app, siti()).get(address, 404)
    assert not [line for line in lines(security_lines) if "refused" in line]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_visitor_cannot_name_another_address(app: Flask, header: str) -> None:
    siti()
    value = "for=198.51.100.9" if header == "Forwarded" else "198.51.100.9"
    try_in(app, "siti", headers={header: value})
    assert failures()[0][2] == "203.0.113.x"
