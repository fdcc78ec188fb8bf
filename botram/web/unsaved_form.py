"""The content of a form that could not be saved, as a form to be sent again. Needs no database."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from botram.web.expired_form import is_free_text

_TOKEN = "csrf_token"  # noqa: S105  # the name of an input
SECRETS = {
    "old": _l("Kata sandi sekarang"),
    "password": _l("Kata sandi"),
    "again": _l("Kata sandi, sekali lagi"),
    "code": _l("Kode 6 angka"),
}
"""Inputs that are never written onto a page, with what to call them where they are typed again."""


@dataclass(frozen=True)
class UnsavedForm:
    """What was typed, as inputs by name."""

    address: str
    token: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    secrets: list[tuple[str, str]] = field(default_factory=list)  # name and label
    text_label: str = field(default_factory=lambda: str(_("Yang Anda tulis")))
    button: str = field(default_factory=lambda: str(_("Kirim lagi")))


def unsaved_form() -> UnsavedForm | None:
    """Return the form of this request; None without one, and for one that did not come from a page of this site."""
    if request.method != "POST" or request.url_rule is None:
        return None
    try:
        typed = list(request.form.items(multi=True))
    except HTTPException:  # too large or unreadable
        return None
    if not typed or not _from_this_site():
        return None
    made = UnsavedForm(request.full_path.rstrip("?"), generate_csrf())
    with_password = "password" in request.form
    for name, text in typed:
        if name in SECRETS and (name != "again" or with_password):
            made.secrets.append((name, str(SECRETS[name])))
        elif name != _TOKEN:
            (made.texts if is_free_text(name) and text.strip() else made.hidden).append((name, text))
    return made


def _from_this_site() -> bool:
    """Whether a page of this site sent the form: nobody else puts words on our pages."""
    if urlsplit(request.headers.get("Origin", "")).netloc == request.host:
        return True
    try:
        validate_csrf(request.form.get(_TOKEN))
    except ValidationError:
        return False
    return True
