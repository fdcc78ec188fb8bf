"""A form submitted after the sign-in expired: a page with its texts and the way back."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from botram.visits.fields import TEXTS

_WRITTEN = {"note", "remark", "reason", "contact", "address", "access", *(text.name for text in TEXTS)}
"""Inputs with free text. Never a password or a code."""

_WARNING = "alasan-"  # followed by its code: why somebody goes on in spite of a warning


def interrupted() -> ResponseReturnValue:
    """Answer that nothing was saved, with the submitted texts, so that they can be copied."""
    return render_template("sign_in/interrupted.html", back=_back_to_form(), written=list(_written_texts())), 401


def _back_to_form() -> str | None:
    """Return the address of the form: its own, or the referring page."""
    before = urlsplit(request.referrer or "")
    wanted = [request.full_path.rstrip("?")]
    if before.netloc == request.host:
        wanted.append(before._replace(scheme="", netloc="", fragment="").geturl())
    return next(filter(is_page, wanted), None)


def is_page(address: str) -> bool:
    """Whether the address can be opened with GET."""
    known = current_app.create_url_adapter(request)
    return known is not None and known.test(urlsplit(address).path, "GET")


def _written_texts() -> Iterator[str]:
    """Yield the texts of the form if it was submitted from this site: nobody else puts words on our pages."""
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        return
    for name, text in request.form.items(multi=True):
        if text.strip() and is_free_text(name):
            yield text.strip()


def is_free_text(name: str) -> bool:
    """Whether an input of this name holds words that somebody thought about."""
    return name in _WRITTEN or name.startswith(_WARNING)
