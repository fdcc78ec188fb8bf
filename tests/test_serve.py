"""`make run` starts everything, ends everything together, and says in a sentence why it cannot start."""

import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from botram.config import ROOT

SECONDS = 120  # far more than needed: the machine may be busy
SAID = "said.txt"  # in the instance folder: what was printed for errors and while starting
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder after its first start: with a secret and a demonstration."""
    folder = tmp_path_factory.mktemp("instance")
    with running(folder) as (process, _address):
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    return folder


@pytest.fixture
def instance(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared instance folder."""
    return Path(shutil.copytree(prepared, tmp_path / "instance"))


def environment(instance: Path, **settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"BOTRAM_INSTANCE": str(instance), "PORT": "0"} | settings


@contextmanager
def running(instance: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of `make run` and the address it says; killed at the end if it still runs."""
    command = [sys.executable, "-m", "botram.serve"]
    with (
        (instance / SAID).open("w") as said,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(instance, **settings),
            text=True,
            stdout=subprocess.PIPE,
            stderr=said,
        ) as process,
    ):
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, f"it did not start: {process.wait(SECONDS)}"
            yield process, found[0]
        finally:
            process.kill()


def refused(instance: Path, **settings: str) -> str:
    """What is said when it does not start."""
    command = [sys.executable, "-m", "botram.serve"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(instance, **settings),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def status(address: str, path: str) -> int:
    """The status of an answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def children(process: subprocess.Popen[str]) -> list[int]:
    """The process ids of the web processes and the worker, in the order of their start."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
    )
    return [int(pid) for pid in listed.stdout.split()]


def closed(address: str) -> bool:
    """Whether nobody listens there any more."""
    where = urlsplit(address)
    with socket.socket() as probe:
        return probe.connect_ex((str(where.hostname), where.port or 0)) != 0


@pytest.mark.parametrize(
    ("asked", "everybody"), [(signal.SIGTERM, False), (signal.SIGINT, True), (signal.SIGTERM, True)]
)
def test_a_signal_ends_everything(instance: Path, asked: signal.Signals, everybody: bool) -> None:
    """A terminal sends Ctrl-C, and a service manager its SIGTERM, to everybody at once."""
    with running(instance, WEB_PROCESSES="2") as (process, address):
        assert status(address, "/readyz") == 200
        started = children(process)
        assert len(started) == 3
        for pid in [process.pid, *started] if everybody else [process.pid]:
            os.kill(pid, asked)
        assert process.wait(SECONDS) == 0
        assert closed(address)
        assert not any(Path(f"/proc/{pid}").exists() for pid in started)


@pytest.mark.parametrize("which", [0, -1], ids=["web process", "worker"])
def test_the_death_of_one_ends_all_and_shows_in_the_exit_code(instance: Path, which: int) -> None:
    with running(instance) as (process, address):
        os.kill(children(process)[which], signal.SIGKILL)
        assert process.wait(SECONDS) == 1
        assert closed(address)


def test_a_killed_parent_leaves_nobody_behind(instance: Path) -> None:
    with running(instance) as (process, address):
        assert status(address, "/healthz") == 200
        process.kill()
        process.wait()
        assert process.stdout
        assert process.stdout.read() is not None  # ends when the last child has let go of it
        assert closed(address)


def test_only_the_first_start_says_that_it_takes_a_while(prepared: Path, instance: Path) -> None:
    assert "Menyiapkan data contoh" in (prepared / SAID).read_text()
    with running(instance):
        assert "Menyiapkan" not in (instance / SAID).read_text()


def test_a_second_start_changes_nothing(instance: Path) -> None:
    before = content(instance / "botram.sqlite")
    with running(instance) as (process, _address):
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    assert content(instance / "botram.sqlite") == before


def content(file: Path) -> list[str]:
    """All rows of a SQLite file as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def test_what_the_first_start_makes_is_private(prepared: Path) -> None:
    for file in (prepared / "settings.toml", prepared / "botram.sqlite"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_taken_port_is_said_in_both_languages(instance: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused(instance, PORT=str(taken.getsockname()[1]))
    assert "sudah dipakai" in said
    assert "is taken" in said


def test_no_secret_address_reaches_the_log(instance: Path) -> None:
    token = "k7m29qxd" * 4
    with running(instance, LOG_LEVEL="DEBUG") as (_process, address):
        for path in (f"/kalender/tim/{token}.ics", f"/kalender/kantor/{token}", f"/{token}?lat=1"):
            assert status(address, path) == 404
        assert status(address, f"/kalender/petugas/{token}%zz.ics") == 404
    said = (instance / SAID).read_text()
    assert "/kalender/tim/<token>.ics 404" in said
    assert token not in said


def test_a_demonstration_stays_on_this_machine(instance: Path) -> None:
    assert "BOTRAM_DEMO_PUBLIC=1" in refused(instance, BOTRAM_HOST="0.0.0.0")
    with running(instance, BOTRAM_HOST="0.0.0.0", BOTRAM_DEMO_PUBLIC="1") as (_process, address):
        assert address.startswith("http://0.0.0.0:")


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PORT", "eighty", "The setting PORT"),
        ("PORT", "80000", "no whole number of 0 - 65535"),
        ("BOTRAM_HOST", "192.0.2.1", "Cannot serve at BOTRAM_HOST 192.0.2.1"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "The database does not answer"),
        ("SECRET_KEY", "short", "The setting SECRET_KEY is too short"),
    ],
)
def test_an_unusable_setting_is_said_in_a_sentence(
    instance: Path, setting: str, value: str, sentence: str
) -> None:
    assert sentence in refused(instance, **{setting: value})
