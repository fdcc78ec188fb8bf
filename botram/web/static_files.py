"""Static files under addresses that hold their content's hash, so that browsers keep them for good."""

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
    """One hash over the content of all static files: files that name each other keep matching."""
    total = hashlib.sha256()
    for file in sorted(
        path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br")
    ):
        total.update(file.relative_to(folder).as_posix().encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:10]


def static_url(name: str, folder: Path = _STATIC) -> str:
    """The address of a static file. Raises FileNotFoundError for one that does not exist."""
    if not (folder / name).is_file():
        raise FileNotFoundError(name)
    return f"/static/{_file_digest(folder)}/{name}"


class _FreshFiles(WhiteNoise):  # type: ignore[misc]  # whitenoise brings no types
    """WhiteNoise that serves no compressed file older than its source, as a pull or an edit leaves it behind."""

    def get_static_file(self, path: str, url: str, stat_cache: dict[str, os.stat_result]) -> Any:
        """The file and its compressed variant, where that one is of the same state."""
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
    """Nobody sniffs or borrows our files."""
    headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]  # wsgiref Headers
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # type: ignore[index]  # embedded pages need them
