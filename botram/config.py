"""Every setting with its unit and default, read once at start from the environment and instance/settings.toml.

The environment wins over the file. ``docs/settings.md`` shows the same table; a test keeps both equal.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


class SettingError(Exception):
    """A needed setting is missing or unusable; the text says which one and what to do."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name, its default as text (None: must be set), its unit and what it does."""

    name: str
    default: str | None
    unit: str
    meaning: str


SETTINGS = (
    Setting("SECRET_KEY", None, "text, 32 characters or more", "Signs cookies. `make run` makes one."),
    Setting("BOTRAM_INSTANCE", "instance", "folder", "Holds the SQLite database and `settings.toml`."),
    Setting("DATABASE_URL", "", "URL", "`postgresql+psycopg://...`; empty: SQLite in the instance folder."),
    Setting(
        "REDIS_URL", "", "URL", "Shares the limiter and the queue between several machines; empty: none."
    ),
    Setting(
        "PUBLIC_URL", "http://127.0.0.1:8000", "URL", "How residents reach the site; https: secure cookies."
    ),
    Setting(
        "SITE_NAME", "Disdukcapil Kabupaten Bekasi", "text", "Stands beside the name Botram on every page."
    ),
    Setting("SITE_ZONE", "Asia/Jakarta", "time zone", "The wall clock of the footer; a visit has its own."),
    Setting("TRUSTED_HOSTS", "", "host names, comma", "Hosts answered to; empty: PUBLIC_URL's and loopback."),
    Setting(
        "TRUSTED_PROXIES", "0", "count", "Reverse proxies in front whose X-Forwarded-* headers are believed."
    ),
    Setting("HOST", "127.0.0.1", "address", "Where the web server listens."),
    Setting("PORT", "8000", "port", "Where the web server listens."),
    Setting("WEB_PROCESSES", "2", "count", "Web server processes."),
    Setting("WEB_THREADS", "4", "count", "Threads of each web server process."),
    Setting("SIGN_IN_IDLE", "720", "minutes", "A sign-in ends when unused for this long."),
    Setting("SIGN_IN_LIMIT", "168", "hours", "A sign-in ends after this long even when used."),
    Setting("PUBLIC_CACHE", "60", "seconds", "How long browsers and proxies may keep a public page."),
    Setting("MAX_BODY", "1024", "kB", "The largest request body that is read."),
    Setting("RATE_LIMIT", "600", "requests a minute", "Coarse brake for one address over all pages."),
    Setting("TILE_URL", "", "URL pattern", "Map tiles: `https://host/{z}/{x}/{y}.png`; empty: none."),
    Setting("TILE_CREDIT", "", "text", "The credit that the tile provider asks for."),
    Setting(
        "BOTRAM_DEMO_PUBLIC", "0", "0 or 1", "1 lets a demonstration database be served beyond this machine."
    ),
    Setting("LOG_LEVEL", "INFO", "level", "How much the log says: DEBUG, INFO, WARNING or ERROR."),
)


def instance_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the database and the local settings, absolute."""
    return (ROOT / environ.get("BOTRAM_INSTANCE", "instance")).resolve()


def read_settings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """All settings as text. Raises SettingError with a sentence when a needed one is missing."""
    file = instance_folder(environ) / "settings.toml"
    try:
        saved = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{file.name} cannot be read as TOML: {error}") from error
    if unknown := set(saved) - {setting.name for setting in SETTINGS}:
        raise SettingError(f"{file.name} has settings that do not exist: {', '.join(sorted(unknown))}.")
    values = {}
    for setting in SETTINGS:
        value = environ.get(setting.name, saved.get(setting.name, setting.default))
        if value is None:
            raise SettingError(
                f"The setting {setting.name} is missing ({setting.unit}). {setting.meaning} Set it in the environment"
                f" or in {file.name} of the instance folder."
            )
        values[setting.name] = str(value)
    return values


def app_config(values: Mapping[str, str]) -> dict[str, Any]:
    """The settings as Flask and its extensions want them. Raises SettingError for one that makes no sense."""
    if len(values["SECRET_KEY"]) < 32:
        raise SettingError("The setting SECRET_KEY is too short: 32 characters or more.")
    public = urlsplit(values["PUBLIC_URL"])
    if public.scheme not in ("http", "https") or not public.hostname:
        raise SettingError("The setting PUBLIC_URL is no web address, such as https://botram.example.go.id.")
    secure = public.scheme == "https"
    return dict(values) | {
        "PUBLIC_URL": values["PUBLIC_URL"].rstrip("/"),
        "SECURE": secure,
        "TRUSTED_HOSTS": trusted_hosts(values, public.hostname),
        "SQLALCHEMY_DATABASE_URI": database_url(values),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        "SESSION_COOKIE_NAME": "__Host-botram" if secure else "botram",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "API_TITLE": "Botram",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "COMPRESS_REGISTER": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "MAX_CONTENT_LENGTH": number(values, "MAX_BODY", 1) * 1024,
        "MAX_FORM_MEMORY_SIZE": number(values, "MAX_BODY", 1) * 1024,
        "MAX_FORM_PARTS": 500,
        "BABEL_DEFAULT_LOCALE": "id",
        "RATELIMIT_STORAGE_URI": values["REDIS_URL"] or "memory://",
        "RATELIMIT_DEFAULT": f"{number(values, 'RATE_LIMIT', 1)} per minute",
        **{
            name: number(values, name, least)
            for name, least in (
                ("TRUSTED_PROXIES", 0),
                ("PORT", 0),
                ("WEB_PROCESSES", 1),
                ("WEB_THREADS", 1),
                ("SIGN_IN_IDLE", 1),
                ("SIGN_IN_LIMIT", 1),
                ("PUBLIC_CACHE", 0),
            )
        },
        "BOTRAM_DEMO_PUBLIC": values["BOTRAM_DEMO_PUBLIC"] == "1",
    }


def number(values: Mapping[str, str], name: str, least: int) -> int:
    """A setting as a whole number. Raises SettingError when it is none or below the least."""
    if not values[name].isascii() or not values[name].isdigit() or int(values[name]) < least:
        raise SettingError(f"The setting {name} is no whole number from {least} up: {values[name]!r}.")
    return int(values[name])


def trusted_hosts(values: Mapping[str, str], public_host: str) -> list[str]:
    """The host names that requests may carry."""
    named = [host.strip() for host in values["TRUSTED_HOSTS"].split(",") if host.strip()]
    return named or [public_host, "127.0.0.1", "localhost"]


def database_url(values: Mapping[str, str]) -> str:
    """The address of the database for SQLAlchemy."""
    if url := values["DATABASE_URL"]:
        if url.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
            raise SettingError(
                "The setting DATABASE_URL must start with postgresql+psycopg:// or sqlite:///."
            )
        return url
    return f"sqlite:///{(ROOT / values['BOTRAM_INSTANCE']).resolve() / 'botram.sqlite'}"
