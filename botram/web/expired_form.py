"""A form whose sender is not signed in any more: nothing was saved, and here is the way back to it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from botram.visits.fields import TEXTS

_WRITTEN = {"note", "remark", "reason", "contact", "address", "access", *(text.name for text in TEXTS)}
"""Inputs whose text people wrote themselves. Never a password or a code."""

_WARNING = "alasan-"  # followed by its code: why somebody goes on in spite of a warning


def interrupted() -> ResponseReturnValue:
    """Say that nothing was saved. What was written is shown once more, so that it can be copied."""
    return render_template(
        "sign_in/interrupted.html", back=_back_to_form(), written=list(_written_texts())
    ), 401


def _back_to_form() -> str | None:
    """The page that the form stood on: the form's own address, or the one that the browser says it came from."""
    before = urlsplit(request.referrer or "")
    wanted = [request.full_path.rstrip("?")]
    if before.netloc == request.host:
        wanted.append(before._replace(scheme="", netloc="", fragment="").geturl())
    return next(filter(_is_page, wanted), None)


def _is_page(address: str) -> bool:
    """Whether the address can be looked at."""
    known = current_app.create_url_adapter(request)
    return known is not None and known.test(urlsplit(address).path, "GET")


def _written_texts() -> Iterator[str]:
    """The texts of the form, if it was one of ours: nobody else puts words on our pages."""
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        return
    for name, text in request.form.items(multi=True):
        if text.strip() and (name in _WRITTEN or name.startswith(_WARNING)):
            yield text.strip()
