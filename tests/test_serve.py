"""`make run`, Flask's own server and gunicorn: what each starts and ends, and the sentence where one cannot start."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from threading import Event
from urllib.request import urlopen

import pytest

from botram.config import ROOT, VERSION
from botram.demonstration.people import ACCOUNTS, PASSWORD
from tests.programs import (
    APP_PY,
    FLASK,
    FLASK_RUN,
    GUNICORN,
    MAKE_RUN,
    SAID,
    SECONDS,
    closed,
    ended,
    environment,
    free_port,
    refused,
    running,
    status,
    stop,
)

each_that_prepares = pytest.mark.parametrize(
    "command", [MAKE_RUN, FLASK_RUN, APP_PY], ids=["make run", "flask run", "python app.py"]
)
each_of_flask = pytest.mark.parametrize("command", [FLASK_RUN, APP_PY], ids=["flask run", "python app.py"])


Starts = Callable[[tuple[str, ...]], Path]


@pytest.fixture(scope="module")
def first_starts(tmp_path_factory: pytest.TempPathFactory) -> Starts:
    """The first start of a program in an instance folder of its own, with a secret and a demonstration. Each once."""

    @cache
    def start(command: tuple[str, ...]) -> Path:
        folder = tmp_path_factory.mktemp("instance")
        with running(folder, command) as (process, address):
            assert status(address, "/readyz") == 200
            exit_code = stop(process)
            assert process.stdout
            assert process.stdout.read() == "", "more than one sentence was said"
            assert exit_code == 0
            assert closed(address), "the reloader's process is left behind"
        return folder

    return start


@pytest.fixture(scope="module")
def prepared(first_starts: Starts) -> Path:
    """An instance folder after its first start."""
    return first_starts(MAKE_RUN)


@pytest.fixture
def instance(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared instance folder."""
    return Path(shutil.copytree(prepared, tmp_path / "instance"))


def children(process: subprocess.Popen[str]) -> list[int]:
    """The process ids of the web processes and the worker, in the order of their start."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


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
            with suppress(ProcessLookupError):  # told by its parent already, and gone
                os.kill(pid, asked)
        assert process.wait(SECONDS) == 0
        assert closed(address)
        assert not any(Path(f"/proc/{pid}").exists() for pid in started)


@pytest.mark.parametrize(("which", "name"), [(0, "web process 1"), (-1, "background worker")])
@pytest.mark.parametrize("asked", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_dies_is_started_again_alone(instance: Path, which: int, name: str, asked: signal.Signals) -> None:
    with running(instance) as (process, address):
        before = children(process)
        os.kill(before[which], asked)
        after = wait_for(lambda: children(process), lambda found: len(found) == 3 and before[which] not in found)
        assert len(set(before) & set(after)) == 2
        assert [status(address, "/readyz") for _ in range(8)] == [200] * 8
        assert stop(process) == 0
        assert closed(address)
    assert f"The {name} ended by itself" in (instance / SAID).read_text()


def wait_for(look: Callable[[], list[int]], good: Callable[[list[int]], bool]) -> list[int]:
    """What is found once it is as wanted."""
    for _attempt in range(SECONDS * 10):
        if good(found := look()):
            return found
        Event().wait(0.1)
    raise AssertionError(f"still {found}")


def test_one_that_keeps_dying_is_started_again_after_longer_pauses(tmp_path: Path) -> None:
    """The others go on, and whoever asks is told of it."""
    script = (
        "import sys; from functools import partial; from threading import Event; from botram import processes\n"
        "def watch():\n"
        "    while not processes.away(): Event().wait(0.01)\n"
        "    print('told', flush=True); Event().wait(60)\n"
        "processes.run_together({'dying': partial(sys.exit, 3), 'watching': watch}, started=lambda: None)"
    )
    command = (sys.executable, "-c", script)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == "told\n"
        pauses = [re.findall(r"in (\d+) s", process.stderr.readline()) for _death in range(4)]
        assert stop(process) == 0
    assert pauses == [["0"], ["1"], ["2"], ["4"]]


def test_a_start_without_room_on_the_disk_serves_readers(instance: Path) -> None:
    with closing(sqlite3.connect(instance / "botram.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    shared = instance / "botram.sqlite-shm"
    shared.unlink(missing_ok=True)
    shared.symlink_to(instance / "nowhere" / "shm")  # what SQLite shares has no place
    with running(instance) as (process, address):
        assert [status(address, path) for path in ("/", "/jadwal", "/readyz", "/masuk")] == [200] * 4
        assert stop(process) == 0
    assert "nothing can be saved" in (instance / SAID).read_text()


def test_a_database_that_was_never_prepared_is_not_served(instance: Path) -> None:
    for file in instance.glob("botram.sqlite*"):
        file.unlink()
    (instance / "botram.sqlite").mkdir()
    assert "Cannot read or write" in refused(instance)


@pytest.mark.parametrize("command", [MAKE_RUN, GUNICORN], ids=["make run", "gunicorn"])
def test_redis_that_is_away_stops_nothing_and_is_said_once(instance: Path, command: tuple[str, ...]) -> None:
    port = str(free_port())
    settings = {"REDIS_URL": "redis://127.0.0.1:1/0", "WEB_PROCESSES": "1", "PORT": port}
    with (
        (instance / SAID).open("w") as said,
        subprocess.Popen(command, cwd=ROOT, env=environment(instance, **settings), stdout=said, stderr=said) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        for _request in range(20):
            assert status(address, "/jadwal") == 200
            assert status(address, "/keluar", "POST") == 400
        assert stop(process) == 0
    said_of_redis = [
        line
        for line in (instance / SAID).read_text().splitlines()
        if "Redis" in line or "WARNING" in line or "ERROR" in line or "Traceback" in line
    ]
    assert 2 <= len(said_of_redis) <= 6, said_of_redis
    assert "Traceback" not in "".join(said_of_redis)


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
        assert stop(process) == 0
    assert content(instance / "botram.sqlite") == before


def content(file: Path) -> list[str]:
    """All rows of a SQLite file as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


@each_that_prepares
def test_a_taken_port_is_said_in_both_languages(instance: Path, command: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused(instance, command, PORT=str(taken.getsockname()[1]))
    assert "sudah dipakai" in said
    assert "is taken" in said


@each_that_prepares
def test_no_secret_address_reaches_the_log(instance: Path, command: tuple[str, ...]) -> None:
    token = "k7m29qxd" * 4
    with running(instance, command, LOG_LEVEL="DEBUG") as (_process, address):
        for path in (f"/kalender/tim/{token}.ics", f"/kalender/kantor/{token}", f"/{token}?lat=1"):
            assert status(address, path) == 404
        assert status(address, f"/kalender/petugas/{token}%zz.ics") == 404
    said = (instance / SAID).read_text()
    assert "/kalender/tim/<token>.ics 404" in said
    assert token not in said


@each_that_prepares
def test_a_demonstration_stays_on_this_machine(instance: Path, command: tuple[str, ...]) -> None:
    assert "BOTRAM_DEMO_PUBLIC=1" in refused(instance, command, BOTRAM_HOST="0.0.0.0")
    settings = {"BOTRAM_HOST": "0.0.0.0", "BOTRAM_DEMO_PUBLIC": "1"}
    with running(instance, command, **settings) as (_process, address):
        assert address.startswith("http://0.0.0.0:")


def test_a_host_that_the_shell_exports_is_not_read(instance: Path) -> None:
    with running(instance, HOST="192.0.2.1") as (_process, address):
        assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PORT", "eighty", "The setting PORT"),
        ("PORT", "80000", "no whole number of 0 - 65535"),
        ("BOTRAM_HOST", "192.0.2.1", "Cannot serve at BOTRAM_HOST 192.0.2.1"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "The database does not answer"),
        ("SECRET_KEY", "short", "The setting SECRET_KEY is too short"),
        ("BOTRAM_INSTANCE", "/dev/null/instance", "Not a directory: '/dev/null/instance'"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(instance: Path, setting: str, value: str, sentence: str) -> None:
    assert sentence in refused(instance, **{setting: value})


@each_of_flask
def test_flasks_server_says_the_same_sentences(instance: Path, command: tuple[str, ...]) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    assert "The database does not answer" in refused(instance, command, DATABASE_URL=nowhere)
    assert "Cannot read or write" in refused(instance, command, BOTRAM_INSTANCE="/proc/instance")


def test_flask_run_goes_by_its_own_options_first(instance: Path) -> None:
    port = str(free_port())
    with running(instance, (*FLASK_RUN, "--port", port), PORT="1") as (_process, address):
        assert address == f"http://127.0.0.1:{port}"
        assert status(address, "/healthz") == 200
    assert "BOTRAM_DEMO_PUBLIC=1" in refused(instance, (*FLASK_RUN, "--host", "0.0.0.0"))
    with running(instance, FLASK_RUN, FLASK_RUN_PORT=port, PORT="1") as (_process, address):
        assert address == f"http://127.0.0.1:{port}"


@each_of_flask
def test_a_start_ends_with_the_process_of_the_reloader(instance: Path, command: tuple[str, ...]) -> None:
    with running(instance, command) as (process, address):
        assert status(address, "/readyz") == 200
        (reloaded,) = children(process)
        os.kill(reloaded, signal.SIGTERM)
        process.wait(SECONDS)


@each_that_prepares
def test_a_first_start_makes_the_demonstration_and_asks_once_to_wait(
    first_starts: Starts, command: tuple[str, ...]
) -> None:
    """Neither alembic nor Werkzeug adds to it."""
    folder = first_starts(command)
    waiting, request = (folder / SAID).read_text().splitlines()
    assert "Menyiapkan data contoh" in waiting
    assert "/readyz 200" in request
    with closing(sqlite3.connect(folder / "botram.sqlite")) as connection:
        names = {name for (name,) in connection.execute("SELECT sign_in_name FROM account")}
    assert names >= set(ACCOUNTS)
    assert (folder / "settings.toml").read_text().startswith("SECRET_KEY = ")
    for file in (folder / "settings.toml", folder / "botram.sqlite"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_sentence_says_how_to_sign_in(instance: Path) -> None:
    with subprocess.Popen(FLASK_RUN, cwd=ROOT, env=environment(instance), text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout
        said = process.stdout.readline()
        stop(process)
    assert all(word in said for word in ("http://127.0.0.1:", "/masuk", PASSWORD, *ACCOUNTS))


def test_the_steps_of_the_schema_are_logged_where_that_is_asked_for(tmp_path: Path) -> None:
    assert "alembic" in ended(tmp_path, (*FLASK, "prepare", "--empty"), LOG_LEVEL="DEBUG").stderr


@each_of_flask
def test_the_debugger_serves_this_machine_and_says_its_pin_when_asked(instance: Path, command: tuple[str, ...]) -> None:
    with running(instance, command) as (_process, address):
        assert status(address, "/console") == 200
        with urlopen(f"{address}/console") as console:
            (secret,) = re.findall(r'SECRET = "(\w+)"', console.read().decode())
        assert status(address, f"/?__debugger__=yes&cmd=printpin&s={secret}") == 200
    assert "Debugger pin code" in (instance / SAID).read_text()


@pytest.mark.parametrize(
    ("command", "host", "proxies", "asked"),
    [
        (FLASK_RUN, "127.0.0.1", "0", "0"),
        (APP_PY, "127.0.0.1", "0", "0"),
        (FLASK_RUN, "0.0.0.0", "0", "1"),
        (APP_PY, "0.0.0.0", "0", "1"),
        (APP_PY, "127.0.0.1", "1", "1"),
        ((*FLASK, "--debug", "run", "--debugger"), "0.0.0.0", "0", "1"),
    ],
)
def test_no_debugger_runs_beyond_this_machine_nor_where_it_is_not_wanted(
    instance: Path, command: tuple[str, ...], host: str, proxies: str, asked: str
) -> None:
    settings = {"BOTRAM_HOST": host, "TRUSTED_PROXIES": proxies, "BOTRAM_DEMO_PUBLIC": "1", "FLASK_DEBUG": asked}
    with running(instance, command, **settings) as (process, said):
        address = said.replace("0.0.0.0", "127.0.0.1")
        assert status(address, "/healthz") == 200
        assert status(address, "/console") == 404
        assert children(process) == []


@pytest.mark.parametrize("words", [("version",), ("settings",), ("routes",), ("prepare", "--help")])
def test_other_commands_make_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = ended(tmp_path, (*FLASK, *words))
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_missing_libraries_are_said_in_a_sentence(tmp_path: Path) -> None:
    without_libraries = (APP_PY[0], "-S", *APP_PY[1:])
    assert "pip install -r requirements.txt" in refused(tmp_path, without_libraries)


def test_an_old_python_is_said_in_a_sentence(tmp_path: Path) -> None:
    old = "import runpy, sys; sys.version_info, sys.version = (3, 10, 2), '3.10.2 (main)'; runpy.run_path('app.py')"
    assert "Python 3.11 or newer; this is Python 3.10.2." in refused(tmp_path, (APP_PY[0], "-c", old))


def test_gunicorn_serves_what_flask_prepare_has_prepared(tmp_path: Path) -> None:
    assert "`flask prepare` makes one" in refused(tmp_path, GUNICORN)
    assert "Run this first: flask prepare" in refused(tmp_path, GUNICORN, SECRET_KEY="k" * 32)
    assert ended(tmp_path, (*FLASK, "prepare")).returncode == 0
    assert stat.S_IMODE((tmp_path / "botram.sqlite").stat().st_mode) == 0o600
    assert "BOTRAM_DEMO_PUBLIC=1" in refused(tmp_path, GUNICORN, BOTRAM_HOST="0.0.0.0")
    port = free_port()
    with subprocess.Popen(GUNICORN, cwd=ROOT, env=environment(tmp_path, PORT=str(port))) as process:
        assert status(f"http://127.0.0.1:{port}", "/readyz") == 200
        assert stop(process) == 0


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_the_background_worker_runs_beside_another_server(instance: Path, asked: signal.Signals) -> None:
    command = (*FLASK, "worker")
    with subprocess.Popen(command, cwd=ROOT, env=environment(instance), text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert "Pekerjaan latar berjalan" in process.stdout.readline()
        assert len(children(process)) == 1
        assert stop(process, asked) == 0


def test_the_version_is_said(tmp_path: Path) -> None:
    assert ended(tmp_path, (*FLASK, "version")).stdout == f"Botram {VERSION}\n"
