"""A browser in words that its user knows again. Pure functions."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Marks of browsers, the special ones first: most of them also name Chrome and Safari."""

_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
"""Marks of systems, the special ones first: Android also names Linux."""


def device_of(user_agent: str) -> str:
    """Return browser and system, such as "Chrome, Android", of a User-Agent; empty where neither is known."""
    known = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(name for name in known if name)


def _first(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    """Return the name of the first mark that a User-Agent holds; empty for none."""
    return next((name for mark, name in marks if mark in user_agent), "")
