"""What the commands' tests share: the command line in this process and in processes of its own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask

from botram.config import ROOT
from tests import databases, parts, programs
from tests.builders import SECRET


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    with databases.postgresql_database(parts.postgresql_url(), f"botram_empty_{uuid4().hex[:12]}") as url:
        yield url


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder of the test's own, in this process and in those it starts."""
    folder = tmp_path / "instance"
    folder.mkdir()
    monkeypatch.setenv("BOTRAM_INSTANCE", str(folder))
    return folder


def flask(app: Flask, *arguments: str, code: int = 0, typed: str = "") -> str:
    """What `flask` says, without a traceback, and with the expected exit code."""
    done: Result = app.test_cli_runner().invoke(args=list(arguments), input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """The environment of a process of its own, from whatever folder it starts."""
    return programs.environment(instance, **{"SECRET_KEY": SECRET, "PYTHONPATH": str(ROOT), **settings})


def flask_process(instance: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """`flask` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=environment(instance, **settings),
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
