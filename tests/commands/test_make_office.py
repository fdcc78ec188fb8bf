"""Making a real office: on an empty database alone, with an administrator who can sign in."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from botram.audit.models import AuditEntry
from botram.database import session
from botram.staff.models import Account, Installation, Office, Role, SignIn
from botram.staff.sign_ins.actions import begin_sign_in
from botram.staff.sign_ins.queries import account_with_password
from tests.builders import NOW, add, siti
from tests.commands.conftest import flask

PASSWORD = "satu dua tiga kantor"
NAME = "Disdukcapil Kabupaten Contoh"
OPTIONS = {"--time-zone": "Asia/Jayapura", "--contact": "Loket 0967-555000", "--admin": "admin.contoh"}


@pytest.fixture
def real(app: Flask) -> Flask:
    """The app on a database that is no demonstration."""
    add(Installation(uid_host="botram.example", demonstration=False))
    return app


def make(app: Flask, code: str = "91.03", *, typed: str = f"{PASSWORD}\n", expect: int = 0, **changed: str) -> str:
    """Call the command."""
    options = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return flask(
        app, "make-office", code, NAME, *(word for pair in options.items() for word in pair), typed=typed, code=expect
    )


def test_an_office_comes_with_an_administrator(real: Flask) -> None:
    said = make(real, admin_name="Budi Santoso")
    assert f"{NAME} dibuat." in said
    assert "Muat paket wilayahnya" in said
    office = session().scalars(select(Office)).one()
    assert (office.code, office.time_zone) == ("91.03", "Asia/Jayapura")
    assert (office.contact, office.contact_phone) == ("Loket", "+62967555000")
    admin = account_with_password("admin.contoh", PASSWORD)
    assert admin and (admin.role, admin.name, admin.office_id) == (Role.ADMIN, "Budi Santoso", office.id)
    assert not admin.must_change_password
    actions = [(entry.subject, entry.action) for entry in session().scalars(select(AuditEntry)) if entry.office_id]
    assert actions == [("office", "make"), ("account", "make")]


def test_an_office_of_a_known_region_starts_from_its_depot(real: Flask) -> None:
    assert "Muat paket" not in make(real, "32.16")
    office = session().scalars(select(Office)).one()
    assert (office.depot_latitude, office.depot_longitude) == (-6.36591, 107.17309)


def test_a_depot_can_be_given(real: Flask) -> None:
    options = [word for pair in OPTIONS.items() for word in pair]
    flask(real, "make-office", "91.03", NAME, *options, "--depot", "-2.57", "140.51", typed=f"{PASSWORD}\n")
    office = session().scalars(select(Office)).one()
    assert (office.depot_latitude, office.depot_longitude) == (-2.57, 140.51)
    swapped = flask(real, "make-office", "91.04", NAME, *options, "--depot", "140.51", "-2.57", typed="x\n", code=1)
    assert "tertukar" in swapped


@pytest.mark.parametrize(
    ("code", "changed", "typed", "sentence"),
    [
        ("9103", {}, PASSWORD, "seperti 32.16"),
        ("91.03", {"time_zone": "Asia/Tokyo"}, PASSWORD, "Zona waktu salah satu dari"),
        ("91.03", {}, "12345678", "terlalu sering dipakai"),
        ("91.03", {}, "", "8 sampai 128 karakter"),
        ("91.03", {"admin": "Admin Contoh"}, PASSWORD, "Nama masuk memakai"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    real: Flask, code: str, changed: dict[str, str], typed: str, sentence: str
) -> None:
    assert sentence in make(real, code, typed=f"{typed}\n", expect=1, **changed)
    assert not session().scalars(select(Office)).all()
    assert not session().scalars(select(Account)).all()


def test_a_code_and_a_sign_in_name_are_used_once(real: Flask) -> None:
    make(real)
    assert "Kantor dengan kode ini sudah ada." in make(real, admin="admin.lain", expect=1)
    assert "Nama masuk ini sudah dipakai." in make(real, "91.04", expect=1)
    assert len(session().scalars(select(Office)).all()) == 1


def test_a_demonstration_never_gets_a_real_office(app: Flask) -> None:
    assert "flask prepare --empty" in make(app, expect=1)
    add(Installation(uid_host="botram.example", demonstration=True))
    assert "flask prepare --empty" in make(app, expect=1)
    assert not session().scalars(select(Office)).all()


def test_the_password_is_not_taken_from_the_command_line(app: Flask, tmp_path: Path) -> None:
    said = flask(app, "make-office", "--help")
    assert "standard input" in said
    assert "--password" not in said


def test_an_administrator_who_lost_the_phone_is_let_in_again(real: Flask) -> None:
    make(real)
    admin = session().scalars(select(Account)).one()
    admin.totp_secret = "JBSWY3DPEHPK3PXP"
    session().commit()
    begin_sign_in(admin, now=NOW, limit_hours=24)
    assert "dapat masuk lagi" in flask(real, "rescue-admin", "admin.contoh", typed="angin musim hujan\n")
    session().expire_all()
    rescued = account_with_password("admin.contoh", "angin musim hujan")
    assert rescued and rescued.must_change_password and rescued.totp_secret is None
    assert not session().scalars(select(SignIn)).all()


def test_nobody_but_an_administrator_is_rescued(real: Flask) -> None:
    siti()
    assert "Tidak ditemukan." in flask(real, "rescue-admin", "siti", typed="angin musim hujan\n", code=1)
