"""Preparing a database: once whole, a second time nothing, never over what is there."""

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from botram import create_app
from botram.audit.models import AuditEntry
from botram.database import session
from botram.extensions import db
from botram.packs import DATA
from botram.places.models import District, Village
from botram.places.regions.actions import load_region
from botram.preparation.actions import NotPrepared, prepare_database, upgrade_schema
from botram.preparation.queries import holds_demonstration, schema_is_current
from botram.staff.models import Installation, Office
from botram.visits.models import Visit
from tests.builders import NOW, SECRET, count, siti
from tests.commands.conftest import flask, flask_process
from tests.programs import SECONDS


@pytest.fixture
def empty(empty_database_url: str, instance: Path) -> Iterator[Flask]:
    """The app on a database without any table."""
    made = create_app({"DATABASE_URL": empty_database_url, "SECRET_KEY": SECRET})
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


on_sqlite = pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)


def test_a_new_database_becomes_a_demonstration_and_stays_as_it_is(empty: Flask) -> None:
    assert not holds_demonstration(empty)
    assert flask(empty, "prepare") == "Basis data siap. Isinya contoh belaka.\n"
    assert holds_demonstration(empty)
    assert schema_is_current()
    assert (count(Office), count(Village)) == (2, 353)
    before = count(Visit), count(AuditEntry)
    flask(empty, "prepare")
    assert (count(Visit), count(AuditEntry)) == before
    kept = session().get(Installation, 1)
    assert kept and kept.uid_host == "127.0.0.1"


def test_an_empty_one_stays_without_an_office_and_without_villages(empty: Flask) -> None:
    assert "masih kosong" in flask(empty, "prepare", "--empty")
    assert not holds_demonstration(empty)
    flask(empty, "prepare")
    assert (count(Office), count(Village), count(Visit)) == (0, 0, 0)


@on_sqlite
def test_an_office_that_is_there_is_never_joined_by_a_demonstration(empty: Flask) -> None:
    upgrade_schema()
    siti()
    prepare_database(empty)
    assert not holds_demonstration(empty)
    assert count(Office) == 1


def test_several_processes_prepare_one_database_together(empty_database_url: str, empty: Flask, instance: Path) -> None:
    together = [flask_process(instance, "prepare", DATABASE_URL=empty_database_url) for _ in range(3)]
    for process in together:
        said, trouble = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, trouble
        assert "Isinya contoh belaka" in said
    assert (count(Office), count(Village)) == (2, 353)


@on_sqlite
def test_a_database_that_a_newer_program_has_changed_is_refused(empty: Flask) -> None:
    prepare_database(empty, empty=True)
    session().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    session().commit()
    with pytest.raises(NotPrepared, match="lebih baru"):
        prepare_database(empty)
    assert "skema 9999" in flask(empty, "prepare", code=1)


@on_sqlite
def test_a_database_of_something_else_is_refused(empty: Flask) -> None:
    session().execute(text("CREATE TABLE account (id INTEGER)"))
    session().commit()
    assert "tabel account yang bukan buatan Botram" in flask(empty, "prepare", code=1)


@on_sqlite
def test_only_its_owner_reads_the_database_file(empty: Flask, tmp_path: Path) -> None:
    prepare_database(empty, empty=True)
    assert stat.S_IMODE((tmp_path / "empty.sqlite").stat().st_mode) == 0o600


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack of Bekasi, as the program may bring one."""
    return Path(shutil.copytree(DATA / "region-3216", tmp_path / "region-3216"))


def rename(pack: Path, old: str, new: str) -> None:
    """Change a word in the list of districts."""
    table = pack / "districts.csv"
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")


@on_sqlite
def test_a_new_state_of_a_pack_comes_with_the_program(empty: Flask, pack: Path) -> None:
    prepare_database(empty, empty=True)
    load_region(pack, now=NOW)
    rename(pack, "Cabangbungin", "Cabang Bungin")
    prepare_database(empty, regions={"32.16": pack})
    session().expire_all()
    found = session().get(District, "32.16.16")
    assert found and found.name == "Cabang Bungin"


@on_sqlite
def test_the_operators_own_pack_is_left_alone(empty: Flask, pack: Path, tmp_path: Path) -> None:
    prepare_database(empty, empty=True)
    own = Path(shutil.copytree(pack, tmp_path / "own"))
    rename(own, "Cabangbungin", "Cabang Bungin")
    flask(empty, "load-region", str(own))
    prepare_database(empty, regions={"32.16": pack})
    session().expire_all()
    found = session().get(District, "32.16.16")
    assert found and found.name == "Cabang Bungin"


@on_sqlite
def test_loading_says_row_by_row_what_it_refused(empty: Flask, pack: Path) -> None:
    prepare_database(empty, empty=True)
    table = pack / "villages.csv"
    table.write_text(table.read_text("utf-8").replace("-6.15839,107.00148", "107.00148,-6.15839"), "utf-8")
    said = flask(empty, "load-region", str(pack), code=1)
    assert "Kabupaten Bekasi: 209 baru" in said
    assert "villages.csv, baris 2 (32.16.01.1007): Lintang dan bujur tertukar: 107.001, -6.15839." in said
    assert "Baris yang ditolak tidak dimuat; baris lainnya sudah." in said


@on_sqlite
def test_loading_services_says_what_it_did(empty: Flask, tmp_path: Path) -> None:
    prepare_database(empty, empty=True)
    pack = Path(shutil.copytree(DATA / "services", tmp_path / "services"))
    entries = json.loads((pack / "services.json").read_text("utf-8"))
    entries[0]["summary"] = "Untuk warga yang belum direkam."
    (pack / "services.json").write_text(json.dumps(entries), "utf-8")
    assert "0 baru, 1 berubah, 42 tetap" in flask(empty, "load-services", str(pack))
    assert "Tidak ada folder" in flask(empty, "load-services", str(tmp_path / "nowhere"), code=1)
