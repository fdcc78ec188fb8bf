"""What can be expected to go wrong is said in a sentence, with exit code 1 and without a traceback."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from botram.config import SETTINGS, app_config, read_settings
from botram.demonstration.actions import make_demonstration
from botram.setting_values import SettingError
from botram.staff.sign_ins.actions import begin_sign_in
from tests.builders import NOW, SECRET, SetClock, siti
from tests.commands.conftest import flask, flask_process
from tests.databases import on_sqlite
from tests.programs import SECONDS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql+psycopg://u:ge[heim@127.0.0.1:1x/x"),
        ("PUBLIC_URL", "http://[x"),
        ("PUBLIC_URL", "botram.example.go.id"),
        ("SITE_ZONE", "Asia/Bekasi"),
        ("REDIS_URL", "nonsense"),
        ("LOG_LEVEL", "LOUD"),
        ("BOTRAM_DEMO_PUBLIC", "ya"),
        ("TILE_URL", "foo"),
        ("GEOCODER_URL", "nominatim.example"),
        ("GEOCODER_TIMEOUT", "11"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str) -> None:
    values = {setting.name: setting.default or "" for setting in SETTINGS} | {"SECRET_KEY": SECRET, name: value}
    with pytest.raises(SettingError, match=rf"Setelan {name}: .*\nThe setting {name} ") as refused:
        app_config(values)
    assert "ge[heim" not in str(refused.value)


@pytest.mark.parametrize("agent", ["", "  ", "Botram\r\nX-Evil: 1", "Botram ☕"])
def test_a_geocoder_is_not_asked_by_nobody(agent: str) -> None:
    values = {setting.name: setting.default or "" for setting in SETTINGS} | {
        "SECRET_KEY": SECRET,
        "GEOCODER_URL": "https://nominatim.example.go.id",
        "GEOCODER_USER_AGENT": agent,
    }
    with pytest.raises(SettingError, match=r"Setelan GEOCODER_USER_AGENT: .*nama kantor"):
        app_config(values)


def test_without_a_public_address_links_lead_to_this_machines_port() -> None:
    values = {setting.name: setting.default or "" for setting in SETTINGS} | {"SECRET_KEY": SECRET, "PORT": "8123"}
    assert app_config(values)["PUBLIC_URL"] == "http://127.0.0.1:8123"


def test_a_settings_file_that_cannot_be_read_is_named(instance: Path) -> None:
    (instance / "settings.toml").write_bytes(b"SITE_NAME = '\xff'")
    with pytest.raises(SettingError, match=r"settings\.toml"):
        read_settings({"BOTRAM_INSTANCE": str(instance), "SECRET_KEY": SECRET})


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "The setting SECRET_KEY is too short"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "Basis data tidak menjawab: connection failed"),
    ],
)
def test_a_start_that_cannot_be_says_why(instance: Path, settings: dict[str, str], sentence: str) -> None:
    process = flask_process(instance, "tidy", **settings)
    said, trouble = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert said == ""
    assert sentence in trouble
    assert "Traceback" not in trouble


def test_a_missing_setting_is_named_with_what_to_do(instance: Path) -> None:
    (instance / "settings.toml").write_text("SITE_NAME = 'Disdukcapil'\n")
    process = flask_process(instance, "prepare", SECRET_KEY="")
    _said, trouble = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "SECRET_KEY" in trouble
    assert "Traceback" not in trouble


def test_a_file_that_is_no_database_is_named(instance: Path) -> None:
    (instance / "botram.sqlite").write_text("not a database, but long enough to be looked at" * 40)
    process = flask_process(instance, "prepare")
    _said, trouble = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "Basis data tidak menjawab: file is not a database" in trouble


def test_the_schedule_of_a_real_office_is_not_renewed(app: Flask) -> None:
    siti()
    assert "bukan basis data contoh" in flask(app, "demo", "--renew", code=1)


@on_sqlite
def test_a_demonstration_is_renewed(app: Flask, set_clock: SetClock) -> None:
    make_demonstration("contoh.example", now=NOW)
    set_clock(NOW + timedelta(days=14))
    assert flask(app, "demo", "--renew").startswith("Jadwal contoh kini sampai hari ini: ")


OTHERS = "0 jawaban alamat dihapus.\n0 catatan umpan dihapus.\n0 desa beralih ke penggantinya.\n"


def test_what_has_ended_is_tidied_away(app: Flask, set_clock: SetClock) -> None:
    begin_sign_in(siti(), now=NOW, limit_hours=24)
    assert flask(app, "tidy") == f"0 catatan masuk dihapus.\n{OTHERS}"
    set_clock(NOW + timedelta(days=2))
    assert flask(app, "tidy") == f"1 catatan masuk dihapus.\n{OTHERS}"
