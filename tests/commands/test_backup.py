"""Backups: whole, private, checked, and put back while another process writes."""

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from botram import create_app
from botram.audit.models import AuditEntry
from botram.backup.actions import make_backup, restore_backup
from botram.backup.postgresql.programs import run_tool
from botram.backup.refusals import BackupFailed, FileThere, NoClientTools, NotABackup
from botram.config import ROOT
from botram.database import session, transaction
from botram.extensions import db
from botram.preparation.queries import revision
from botram.staff.models import SignIn
from botram.staff.sign_ins.actions import begin_sign_in
from botram.visits.models import Visit, VisitState
from tests import parts
from tests.builders import NOW, SECRET, a_visit, siti
from tests.commands.conftest import environment, flask
from tests.databases import on_sqlite

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def kept(app: Flask, instance: Path) -> Flask:
    """The app with a folder for safety copies, and PostgreSQL's programs where they are needed."""
    app.config["BOTRAM_INSTANCE"] = str(instance)
    if db.engine.dialect.name == "postgresql" and not all(map(shutil.which, ("pg_dump", "pg_restore", "psql"))):
        parts.absent("PostgreSQL's client programs", "pg_dump, pg_restore or psql were not found by name")
    return app


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "backups" / "botram.backup"


@pytest.fixture(autouse=True)
def folder(file: Path) -> None:
    """The folder of backups."""
    file.parent.mkdir()


def written() -> list[int]:
    """The numbers that the writing process has kept, in order."""
    session().rollback()
    mine = select(AuditEntry.subject_key).where(AuditEntry.subject == "writer").order_by(AuditEntry.id)
    return [int(number) for number in session().scalars(mine)]


@contextmanager
def a_writer(url: str, instance: Path) -> Iterator[Iterator[int]]:
    """A process that writes all the time; gives its numbers as they are kept."""
    command = [sys.executable, "-m", "tests.commands.writer", url]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(instance), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        try:
            yield map(int, process.stdout)
            assert process.poll() is None, process.stderr.read()
        finally:
            process.kill()


def wait_for(numbers: Iterator[int], more: int) -> int:
    """Read on until so many more are kept; returns the last one."""
    return [next(numbers) for _ in range(more)][-1]


def holes(numbers: list[int]) -> list[int]:
    """The positions after which a number is missing."""
    return [n for n, (one, two) in enumerate(pairwise(numbers)) if two != one + 1]


def test_backup_and_restore_while_another_process_writes(
    kept: Flask, database_url: str, instance: Path, file: Path
) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    with a_writer(database_url, instance) as numbers:
        wait_for(numbers, 20)
        make_backup(file)
        wait_for(numbers, 100)
        with transaction(visit):
            visit.state = VisitState.RUNNING
        before = restore_backup(file, now=NOW)
        while not holes(written()):
            wait_for(numbers, 50)
        wait_for(numbers, 100)
    found = written()
    gap = holes(found)[0]
    assert found[: gap + 1] == list(range(1, gap + 2)), "the backup holds one moment, without a hole"
    assert gap + 1 >= 20
    assert found[gap + 1 :] == list(range(found[gap + 1], found[-1] + 1)), "what came after is all there"
    assert session().scalars(select(Visit.state)).all() == [VisitState.PUBLISHED]
    assert before and before.parent == instance
    restore_backup(before, now=NOW)
    again = written()
    assert again == list(range(1, len(again) + 1)), "the safety copy has what the restore replaced"
    assert len(again) > 100
    assert session().scalars(select(Visit.state)).all() == [VisitState.RUNNING]


def test_a_restored_database_keeps_its_rules(kept: Flask, file: Path) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    make_backup(file)
    restore_backup(file, now=NOW)
    with pytest.raises(Exception, match="visit_stays_announced"):
        session().execute(text("DELETE FROM visit WHERE id = :id"), {"id": visit.id})
    session().rollback()
    other = a_visit(state=VisitState.PUBLISHED)
    assert other.id == visit.id + 1, "numbers go on where they were"


def test_a_restore_signs_everybody_out_and_is_written_down(kept: Flask, file: Path) -> None:
    begin_sign_in(siti(), now=NOW, limit_hours=24)
    make_backup(file)
    restore_backup(file, now=NOW)
    assert not session().scalars(select(SignIn)).all()
    last = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.subject_key, last.at) == ("restore", file.name, NOW)


def test_a_backup_is_private_and_never_written_over(kept: Flask, file: Path) -> None:
    said = flask(kept, "backup", str(file))
    assert said.startswith(f"Cadangan ditulis ke {file} (")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    with pytest.raises(FileThere, match="--force"):
        make_backup(file)
    assert "--force" in flask(kept, "backup", str(file), code=1)
    flask(kept, "backup", str(file), "--force")


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, in this process and in those that it starts."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    ("name", "room"),
    [("botram.backup", 100_000), ("nowhere/x", resource.RLIM_INFINITY)],
    ids=["full disk", "no folder"],
)
def test_a_backup_that_cannot_be_written_leaves_nothing_behind(kept: Flask, file: Path, name: str, room: int) -> None:
    file.write_text("yesterday's")
    with disk_with_room_for(room), pytest.raises(BackupFailed):
        make_backup(file.parent / name, force=True)
    assert file.read_text() == "yesterday's"
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def cut(file: Path) -> None:
    """Lose the second half."""
    os.truncate(file, file.stat().st_size // 2)


def spoil(file: Path) -> None:
    """Overwrite a stretch in the middle."""
    with file.open("r+b") as handle:
        handle.seek(file.stat().st_size // 2)
        handle.write(b"\xff" * 9000)


def mistake(file: Path) -> None:
    """Take a picture for a backup."""
    file.write_bytes(b"\x89PNG\r\n" * 100)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (cut, "rusak atau tidak lengkap"),
        (spoil, "rusak atau tidak lengkap"),
        (mistake, "bukan cadangan Botram"),
        (os.remove, "tidak dapat dibaca"),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(
    kept: Flask, instance: Path, file: Path, harm: Any, sentence: str
) -> None:
    make_backup(file)
    visit = a_visit(state=VisitState.PUBLISHED)
    harm(file)
    assert sentence in flask(kept, "restore", str(file), code=1)
    assert session().get(Visit, visit.id)
    assert not list(instance.glob("before-restore*"))


@on_sqlite
def test_another_program_s_database_is_no_backup(kept: Flask, file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE visit (id INTEGER)")
    other.close()
    with pytest.raises(NotABackup, match="bukan cadangan Botram"):
        restore_backup(file, now=NOW)


def test_a_backup_of_the_other_kind_is_named(kept: Flask, file: Path) -> None:
    here, there = ("SQLite", "PostgreSQL") if db.engine.dialect.name == "sqlite" else ("PostgreSQL", "SQLite")
    file.write_bytes(b"PGDMP\x01" if here == "SQLite" else b"SQLite format 3\x00")
    with pytest.raises(NotABackup, match=f"cadangan {there}, sedangkan basis data di sini {here}"):
        restore_backup(file, now=NOW)


def test_a_backup_of_a_newer_program_is_refused(kept: Flask, file: Path) -> None:
    set_version, ours = text("UPDATE alembic_version SET version_num = :version"), revision()
    session().execute(set_version, {"version": "9999"})
    session().commit()
    make_backup(file)
    session().execute(set_version, {"version": ours})
    session().commit()
    with pytest.raises(NotABackup, match="lebih baru"):
        restore_backup(file, now=NOW)


def test_a_table_that_the_backup_does_not_know_stands_in_no_way(kept: Flask, file: Path) -> None:
    make_backup(file)
    session().execute(text("CREATE TABLE later (visit_id INTEGER REFERENCES visit (id))"))
    session().commit()
    restore_backup(file, now=NOW)
    tables = db.inspect(session().connection()).get_table_names()
    assert "later" not in tables
    assert "visit" in tables


@on_postgresql
def test_without_postgresql_s_programs_a_sentence_says_so(
    kept: Flask, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoClientTools, match="postgresql-client"):
        make_backup(file)
    assert not list(file.parent.iterdir())


@on_postgresql
def test_the_password_is_not_on_the_command_line(kept: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$PGPASSWORD|$*"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    secret = db.engine.url.set(password="rahasia sekali", query={"sslmode": "prefer"})
    url = secret.render_as_string(hide_password=False)
    with create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET}).app_context():
        password, arguments = run_tool("pg_dump", connected=True).split("|")
    assert password == "rahasia sekali"
    assert "rahasia" not in arguments
    assert "sslmode=prefer" in arguments
