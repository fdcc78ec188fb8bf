"""All settings with their units and defaults, read once at start from the environment and instance/settings.toml.

The environment has precedence over the file. ``docs/settings.md`` has the same table; a test compares them.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from botram.setting_values import (
    credit_url,
    geocoder_url,
    integer,
    public_url,
    redis_url,
    setting_error,
    tile_url,
    time_zone,
    trusted_hosts,
)

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_REDIS_WAIT = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds, of a request that asks for its limit
_CONNECT_SECONDS = 5  # how long a database server may take to answer a new connection
ROOT = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

_FIXED = {
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_REFRESH_EACH_REQUEST": False,
    "API_TITLE": "Botram",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "COMPRESS_REGISTER": False,
    "COMPRESS_MIMETYPES": [
        "text/html",
        "text/plain",
        "text/csv",
        "text/calendar",
        "application/json",
        "application/geo+json",
        "application/problem+json",
        "application/xml",
        "application/atom+xml",
    ],
    "WTF_CSRF_TIME_LIMIT": None,
    "WTF_CSRF_CHECK_DEFAULT": False,
    "MAX_FORM_PARTS": 500,
    "BABEL_DEFAULT_LOCALE": "id",
    "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,  # a broken storage of rate limits must not stop the site
}
"""Settings of Flask and its extensions that no installation changes."""


@dataclass(frozen=True)
class Setting:
    """A setting: its name, its default as text (None: it must be set), its unit, and what it does."""

    name: str
    default: str | None
    unit: str
    meaning: str


SETTINGS = (
    Setting("SECRET_KEY", None, "text, 32 characters or more", "Signs cookies. `flask prepare` makes one."),
    Setting("BOTRAM_INSTANCE", "instance", "folder", "Holds the SQLite database and `settings.toml`."),
    Setting("DATABASE_URL", "", "URL", "`postgresql+psycopg://...`; empty: SQLite in the instance folder."),
    Setting("WRITE_WAIT", "4000", "milliseconds", "How long a write waits for a lock before it is answered with 503."),
    Setting("REDIS_URL", "", "URL", "Shares the limiter and the queue between several machines; empty: none."),
    Setting("PUBLIC_URL", "", "URL", "How residents reach the site; https: secure cookies. Empty: this machine."),
    Setting("SITE_NAME", "Disdukcapil Kabupaten Bekasi", "text", "Stands beside the name Botram on every page."),
    Setting("SITE_ZONE", "Asia/Jakarta", "time zone", "The time zone of the footer; a visit has its office's."),
    Setting("HSTS_SUBDOMAINS", "1", "0 or 1", "1: browsers use https for names below PUBLIC_URL's host too."),
    Setting("TRUSTED_HOSTS", "", "host names, comma", "Accepted Host headers; empty: PUBLIC_URL's and loopback."),
    Setting("TRUSTED_PROXIES", "0", "count", "Reverse proxies in front whose X-Forwarded-* headers are trusted."),
    Setting("BOTRAM_HOST", "127.0.0.1", "address", "Where the web server listens."),
    Setting("PORT", "8000", "port", "Where the web server listens."),
    Setting("WEB_PROCESSES", "2", "count", "Web server processes."),
    Setting("WEB_THREADS", "4", "count", "Threads of each web server process."),
    Setting("SIGN_IN_IDLE", "720", "minutes", "A sign-in ends when unused for this long."),
    Setting("SIGN_IN_LIMIT", "168", "hours", "A sign-in ends after this long even when used."),
    Setting("PUBLIC_CACHE", "60", "seconds", "How long browsers and proxies may keep a public page."),
    Setting("MAX_BODY", "1024", "kB", "The largest request body that is read."),
    Setting("RATE_LIMIT", "600", "writes a minute", "Of one sign-in; without one of one client address."),
    Setting("SEARCH_LIMIT", "20", "seconds a minute", "Processor time for searches from one address, in each process."),
    Setting("BACKUP_PASSPHRASE_FILE", "", "file", "Its first line encrypts backups; empty: they are not encrypted."),
    Setting("TILE_URL", "", "URL pattern", "Map tiles: `https://host/{z}/{x}/{y}.png`; `off`: none; empty: see below."),
    Setting("TILE_CREDIT", "", "text", "The credit that the tile provider asks for."),
    Setting("TILE_CREDIT_URL", "", "URL", "Where that credit leads; empty: nowhere."),
    Setting("GEOCODER_URL", "", "URL", "A Nominatim that finds points of addresses; empty: none."),
    Setting("GEOCODER_USER_AGENT", "", "text", "The user agent sent to that Nominatim; needed with GEOCODER_URL."),
    Setting("GEOCODER_TIMEOUT", "3", "seconds", "How long to wait for that Nominatim."),
    Setting("BOTRAM_DEMO_PUBLIC", "0", "0 or 1", "1 lets a demonstration database be served beyond this machine."),
    Setting("LOG_LEVEL", "INFO", "level", "The log: DEBUG (also the steps of the schema), INFO, WARNING or ERROR."),
)


def instance_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the absolute path of the folder with the database and the local settings."""
    return (ROOT / environ.get("BOTRAM_INSTANCE", "instance")).resolve()


def read_settings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return all settings as text, from the environment, else the file, else their defaults.

    Raises SettingError for a missing setting, for an unknown one in the file, and for a file that cannot be read.
    """
    saved = _saved_settings(instance_folder(environ) / "settings.toml")
    values = {}
    for setting in SETTINGS:
        value = environ.get(setting.name, saved.get(setting.name, setting.default))
        if value is None:
            raise setting_error(
                setting.name,
                f"belum diisi. Isi di lingkungan atau di settings.toml pada folder instance ({setting.unit}).",
                f"is missing ({setting.unit}). {setting.meaning} Set it in the environment or in settings.toml"
                " of the instance folder.",
            )
        values[setting.name] = str(value)
    return values


def _saved_settings(file: Path) -> dict[str, Any]:
    """Return the settings of a file; none without the file. Raises SettingError for an unknown one or a broken file."""
    try:
        saved = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise setting_error(file.name, "berkasnya tidak dapat dibaca.", f"cannot be read: {error}") from error
    if unknown := sorted(set(saved) - {setting.name for setting in SETTINGS}):
        raise setting_error(", ".join(unknown), f"tidak dikenal ({file.name}).", f"does not exist ({file.name}).")
    return saved


_LEAST = {
    "WRITE_WAIT": 1,
    "TRUSTED_PROXIES": 0,
    "WEB_PROCESSES": 1,
    "WEB_THREADS": 1,
    "SIGN_IN_IDLE": 1,
    "SIGN_IN_LIMIT": 1,
    "PUBLIC_CACHE": 0,
    "SEARCH_LIMIT": 1,
}
"""The smallest valid value of each setting that is a whole number and is used as it is."""


def app_config(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the configuration of Flask and its extensions. Raises SettingError for an invalid setting."""
    if len(values["SECRET_KEY"]) < 32:
        raise setting_error(
            "SECRET_KEY", "terlalu pendek, sedikitnya 32 karakter.", "is too short: 32 characters or more."
        )
    public = public_url(values)
    host, secure = str(urlsplit(public).hostname), public.startswith("https:")
    if values["LOG_LEVEL"] not in _LOG_LEVELS:
        raise setting_error(
            "LOG_LEVEL", f"isi salah satu: {', '.join(_LOG_LEVELS)}.", f"must be one of {', '.join(_LOG_LEVELS)}."
        )
    return (
        dict(values)
        | _FIXED
        | {
            "PUBLIC_URL": public,
            "SITE_ZONE": time_zone(values),
            "SECURE": secure,
            "TRUSTED_HOSTS": trusted_hosts(values, host),
            "SQLALCHEMY_DATABASE_URI": _database_url(values),
            "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(values),
            "SESSION_COOKIE_NAME": "__Host-botram" if secure else "botram",
            "SESSION_COOKIE_SECURE": secure,
            "MAX_CONTENT_LENGTH": integer(values, "MAX_BODY", 1) * 1024,
            "MAX_FORM_MEMORY_SIZE": integer(values, "MAX_BODY", 1) * 1024,
            "REDIS_URL": redis_url(values),
            "RATELIMIT_STORAGE_URI": redis_url(values) or "memory://",
            "RATELIMIT_STORAGE_OPTIONS": _REDIS_WAIT if values["REDIS_URL"] else {},
            "RATELIMIT_APPLICATION": f"{integer(values, 'RATE_LIMIT', 1)} per minute",
            **{name: integer(values, name, least) for name, least in _LEAST.items()},
            "TILE_URL": tile_url(values),
            "TILE_CREDIT_URL": credit_url(values),
            "GEOCODER_URL": geocoder_url(values),
            "GEOCODER_TIMEOUT": integer(values, "GEOCODER_TIMEOUT", 1, 10),
            "PORT": integer(values, "PORT", 0, 65_535),
            "HSTS_SUBDOMAINS": integer(values, "HSTS_SUBDOMAINS", 0, 1) == 1,
            "BOTRAM_DEMO_PUBLIC": integer(values, "BOTRAM_DEMO_PUBLIC", 0, 1) == 1,
        }
    )


def _database_url(values: Mapping[str, str]) -> str:
    """Return the URL of the database for SQLAlchemy. Raises SettingError, whose text repeats no password."""
    url = values["DATABASE_URL"]
    if not url:
        return f"sqlite:///{(ROOT / values['BOTRAM_INSTANCE']).resolve() / 'botram.sqlite'}"
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    try:
        known = make_url(url).drivername in ("postgresql+psycopg", "sqlite")
    except (ArgumentError, ValueError):
        known = False
    if not known:
        kinds = "postgresql+psycopg://... , sqlite:///..."
        raise setting_error(
            "DATABASE_URL", f"tidak dapat dibaca. Bentuknya: {kinds}", f"cannot be read. Its form: {kinds}"
        )
    return url


def _engine_options(values: Mapping[str, str]) -> dict[str, Any]:
    """Return how connections are made: a lock, a silent server and a pool in use are waited for shortly."""
    url, wait_ms = make_url(_database_url(values)), integer(values, "WRITE_WAIT", 1)
    if url.drivername == "sqlite":
        return {"connect_args": {"timeout": wait_ms / 1000}}
    own = " ".join(url.normalized_query.get("options", ()))
    options = {"options": f"{own} -clock_timeout={wait_ms}", "tcp_user_timeout": _CONNECT_SECONDS * 1000}
    if "connect_timeout" not in url.query:
        options["connect_timeout"] = _CONNECT_SECONDS
    return {"pool_pre_ping": True, "pool_timeout": _CONNECT_SECONDS, "connect_args": options}
