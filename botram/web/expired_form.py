"""A form submitted after the sign-in it was opened in: a page with the way back, and the form as it was filled in."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from botram.staff.models import Account
from botram.staff.sign_ins.queries import sign_in_with_token
from botram.visits.fields import TEXTS

_WRITTEN = {"note", "remark", "reason", "contact", "address", "access", *(text.name for text in TEXTS)}
"""Inputs with free text. Never a password or a code."""

SIGN_IN = "_user_id"  # where the cookie holds the random id; the name is Flask-Login's
RESUME = "pulih"  # in a form: show its page with these inputs, save nothing
_NEVER_KEPT = {"csrf_token", "password", "old", "again", "code", RESUME}
_LARGEST = 200_000  # bytes of a form that can be resumed
_LONGEST_WAIT = 3600  # seconds until the sign-in

_WARNING = "alasan-"  # followed by its code: why somebody goes on in spite of a warning


def interrupted() -> ResponseReturnValue:
    """Answer that nothing was saved. After signing in again the same account finds its form as it was filled in.

    The submitted texts are shown too, so that they can be copied by whoever cannot get them back.
    """
    return render_template(
        "sign_in/interrupted.html",
        back=_back_to_form(),
        written=list(submitted_texts()),
        unsent=_sealed_form(),
        files=any(file.filename for file in request.files.values()),
    ), 401


def _sealed_form() -> str:
    """The submitted form, signed for the account whose sign-in has ended; empty where nobody can get it back.

    It travels through the pages for signing in, so that no server keeps what has not passed the rules. It holds neither
    passwords nor codes nor files.
    """
    sign_in = sign_in_with_token(str(session.get(SIGN_IN, "")))
    if sign_in is None or not _can_be_resumed():
        return ""
    sealed: str = _signer().dumps({"account": sign_in.account_id, **_submitted()})
    return sealed


def _can_be_resumed() -> bool:
    """Whether the submitted form is from a page of this site, and not too large to travel through pages."""
    length = request.content_length
    return length is not None and length <= _LARGEST and _from_our_pages() and is_page(request.full_path)


def _submitted() -> dict[str, Any]:
    """Return the address of the submitted form and its inputs."""
    typed = [[name, text] for name, text in request.form.items(multi=True) if name not in _NEVER_KEPT]
    return {"address": request.full_path.rstrip("?"), "typed": typed}


def from_another_sign_in() -> ResponseReturnValue | None:
    """Answer a form that was opened before its sender signed in again: nothing is saved, and it opens with its inputs.

    None for a form that did not come from a page of this site, which is refused.
    """
    if request.path.startswith("/api/") or not request.form or not _can_be_resumed():
        return None
    return render_template("sign_in/resume.html", **_submitted(), mark=RESUME, person=current_user), 400


def _form_to_resume(sealed: str, account: Account) -> dict[str, Any] | None:
    """Return the address and the inputs of an interrupted form; None for a forged or old one, or another account's."""
    try:
        found = _signer().loads(sealed, max_age=_LONGEST_WAIT)
    except BadData:
        return None
    return found if isinstance(found, dict) and found.get("account") == account.id else None


def resume_page(sealed: str | None, account: Account) -> str | None:
    """Render the page that leads back to an interrupted form; None without one for this account."""
    found = _form_to_resume(sealed, account) if sealed else None
    if found is None:
        return None
    return render_template("sign_in/resume.html", address=found["address"], typed=found["typed"], mark=RESUME)


def shown_again() -> ResponseReturnValue:
    """Show the page of a form with the inputs of this request, as if it had been asked for. Nothing is saved."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or not is_page(request.full_path):
        abort(405)
    rule, arguments = adapter.match(method="GET", return_rule=True)
    request.method, request.url_rule, request.view_args = "GET", rule, dict(arguments)
    g.resumed = True
    flash(_("Isian Anda sudah kembali, tetapi belum tersimpan. Periksa, lalu kirim."), "warning")
    view = current_app.view_functions[rule.endpoint]
    return cast(ResponseReturnValue, view(**arguments))


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


def submitted_texts() -> Iterator[str]:
    """Yield the texts of the form if it was submitted from this site: nobody else puts words on our pages."""
    if not _from_our_pages():
        return
    for name, text in request.form.items(multi=True):
        if text.strip() and is_free_text(name):
            yield text.strip()


def is_free_text(name: str) -> bool:
    """Whether an input of this name holds words that somebody thought about."""
    return name in _WRITTEN or name.startswith(_WARNING)


def _from_our_pages() -> bool:
    """Whether the form was submitted from this site."""
    origin = request.headers.get("Origin", "")
    return urlsplit(origin).netloc == request.host


def _signer() -> URLSafeTimedSerializer:
    """The signature for interrupted forms."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="interrupted-form")
