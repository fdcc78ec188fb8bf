"""Reading single settings: numbers, addresses, time zones. What is wrong with one is said in both languages."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NO_TILES = "off"
"""TILE_URL for maps without tiles."""

_HOST = re.compile(r"(\{s\}\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


class SettingError(Exception):
    """A setting is missing or invalid; the text names it and says what to do."""


def setting_error(name: str, indonesian: str, english: str) -> SettingError:
    """Return the error for a setting, in Indonesian and in English."""
    return SettingError(f"Setelan {name}: {indonesian}\nThe setting {name} {english}")


def integer(values: Mapping[str, str], name: str, least: int, most: int = 10**9) -> int:
    """Return a setting as a whole number from ``least`` to ``most``. Raises SettingError for anything else."""
    text = values[name]
    if not (text.isascii() and text.isdigit() and len(text) < 11 and least <= int(text) <= most):
        bounds = f"{least} - {most}"
        raise setting_error(name, f"bukan bilangan bulat {bounds}.", f"is no whole number of {bounds}: {text!r}.")
    return int(text)


def _web_address(name: str, text: str, *schemes: str) -> SplitResult:
    """Return the parts of a URL. Raises SettingError for another scheme and without a host."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        kinds = ", ".join(f"{scheme}://" for scheme in schemes)
        raise setting_error(
            name, f"bukan alamat yang dimulai dengan {kinds}.", f"is no address that starts with {kinds}."
        )
    return parts


def public_url(values: Mapping[str, str]) -> str:
    """Return the URL of the site for residents; without the setting that of the web server. Raises SettingError."""
    if not values["PUBLIC_URL"]:
        return f"http://127.0.0.1:{integer(values, 'PORT', 0, 65_535)}"
    _web_address("PUBLIC_URL", values["PUBLIC_URL"], "http", "https")
    return values["PUBLIC_URL"].rstrip("/")


def redis_url(values: Mapping[str, str]) -> str:
    """Return the URL of Redis; empty for none. Raises SettingError."""
    if values["REDIS_URL"]:
        _web_address("REDIS_URL", values["REDIS_URL"], "redis", "rediss")
    return values["REDIS_URL"]


def tile_url(values: Mapping[str, str]) -> str:
    """Return the URL pattern of map tiles, NO_TILES, or nothing where none is set. Raises SettingError."""
    text = values["TILE_URL"].strip()
    if text.lower() == NO_TILES:
        return NO_TILES
    if text:
        parts = _web_address("TILE_URL", text, "https", "http")
        if not all(part in text for part in ("{z}", "{x}", "{y}")):
            raise setting_error("TILE_URL", "harus memuat {z}, {x}, dan {y}.", "must hold {z}, {x} and {y}.")
        if not _HOST.fullmatch(parts.netloc):  # it goes into a policy, whose parts are separated by blanks and ;
            raise setting_error("TILE_URL", "memuat nama host yang tidak sah.", "holds an invalid host name.")
    return text


def credit_url(values: Mapping[str, str]) -> str:
    """Return the URL that the credit of map tiles leads to; empty for none. Raises SettingError."""
    if values["TILE_CREDIT_URL"]:
        _web_address("TILE_CREDIT_URL", values["TILE_CREDIT_URL"], "https", "http")
    return values["TILE_CREDIT_URL"]


def geocoder_url(values: Mapping[str, str]) -> str:
    """Return the URL of a Nominatim server; empty for none. Raises SettingError, also without a valid user agent."""
    if not values["GEOCODER_URL"]:
        return ""
    _web_address("GEOCODER_URL", values["GEOCODER_URL"], "https", "http")
    agent = values["GEOCODER_USER_AGENT"]
    if not (agent.strip() and agent.isascii() and agent.isprintable()):
        raise setting_error(
            "GEOCODER_USER_AGENT",
            "belum diisi atau memuat huruf yang tidak dapat dikirim. Tulis nama kantor dan alamat surelnya.",
            "is missing or holds letters that cannot be sent. Name the office and its mail address.",
        )
    return values["GEOCODER_URL"].rstrip("/")


def time_zone(values: Mapping[str, str]) -> str:
    """Return the name of the site's time zone. Raises SettingError for an unknown one."""
    try:
        return ZoneInfo(values["SITE_ZONE"]).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise setting_error(
            "SITE_ZONE", "bukan zona waktu, misalnya Asia/Jakarta.", "is no time zone, such as Asia/Jakarta."
        ) from error


def trusted_hosts(values: Mapping[str, str], public_host: str) -> list[str]:
    """Return the host names that a request may have in its Host header."""
    named = [host.strip() for host in values["TRUSTED_HOSTS"].split(",") if host.strip()]
    return named or [public_host, "127.0.0.1", "localhost"]
