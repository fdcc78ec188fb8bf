"""Static files at addresses with a hash of their content, which browsers cache forever."""

import hashlib
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from botram.config import ROOT

_STATIC = ROOT / "static"
_HASHED = re.compile(r"^/static/[0-9a-f]{10}/")


@cache
def _file_digest(folder: Path) -> str:
    """Return one hash over all static files: files that name each other stay consistent."""
    total = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br")):
        total.update(file.relative_to(folder).as_posix().encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:10]


def static_url(name: str, folder: Path = _STATIC) -> str:
    """Return the address of a static file. Raises FileNotFoundError for one that does not exist."""
    if not (folder / name).is_file():
        raise FileNotFoundError(name)
    return f"/static/{_file_digest(folder)}/{name}"


class _FreshFiles(WhiteNoise):  # type: ignore[misc]  # whitenoise brings no types
    """WhiteNoise without compressed files older than their source, which a pull or an edit leaves behind."""

    def get_static_file(self, path: str, url: str, stat_cache: dict[str, os.stat_result]) -> Any:
        """Return the file, with its compressed variant if that is not outdated."""
        variant = f"{path}.gz"
        fresh = variant in stat_cache and stat_cache[variant].st_mtime >= stat_cache[path].st_mtime
        known = {name: stat_cache[name] for name in ((path, variant) if fresh else (path,))}
        return super().get_static_file(path, url, stat_cache=known)


def init_app(app: Flask, folder: Path = _STATIC) -> None:
    """Serve a folder in front of the app, compressed where ``whitenoise.compress`` has been run."""

    def immutable(_path: str | Path, url: str) -> bool:
        return _HASHED.match(url) is not None

    app.wsgi_app = _FreshFiles(  # type: ignore[method-assign]  # the documented way to wrap an app
        app.wsgi_app,
        root=str(folder),
        prefix=f"static/{_file_digest(folder)}/",
        immutable_file_test=immutable,
        add_headers_function=_static_headers,
    )
    app.jinja_env.globals["static_url"] = static_url


def _static_headers(headers: object, _path: str, _url: str) -> None:
    """Forbid other sites to embed or sniff static files."""
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]  # wsgiref Headers
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # type: ignore[index]  # embedded pages need them
