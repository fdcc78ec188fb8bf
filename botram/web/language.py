"""Which language an answer speaks, and how its links carry that on.

Public pages follow their address alone (``?bahasa=en``), without cookie or header, so that anybody may cache them.
Pages of signed-in people follow the account. Programs are answered in Indonesian, signed-in ones in their own language.
"""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, has_request_context, request, session
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from botram.languages import ENGLISH, INDONESIAN, LANGUAGES, language
from botram.staff.sign_ins.queries import language_of_sign_in
from botram.web import access

PARAMETER = "bahasa"


def init_app(app: Flask) -> None:
    """Let links carry the language on, and templates offer the other one."""
    app.url_defaults(_carry_on)
    app.jinja_env.globals["page_language"] = language
    app.jinja_env.globals["kept_language"] = _kept_language
    app.jinja_env.globals["other_language"] = _other_language
    app.jinja_env.globals["spoken"] = spoken


def language_of_request() -> str:
    """The language in which this request is answered."""
    if not has_request_context():
        return INDONESIAN
    of_person = _language_of_person() if access.for_one() else None
    return of_person or (INDONESIAN if request.path.startswith("/api/") else _asked_language())


def _language_of_person() -> str | None:
    """The language of who is signed in, or was until the sign-in ran out; None when no row or no database can tell."""
    try:
        if current_user.is_authenticated:
            return str(current_user.account.language)
        return language_of_sign_in(session.get(access.SIGN_IN, ""))
    except SQLAlchemyError:
        return None


def _asked_language() -> str:
    """The language that the address asks for; Indonesian unless it is one that we speak."""
    asked = request.args.get(PARAMETER, INDONESIAN)
    return asked if asked in LANGUAGES else INDONESIAN


def _carry_on(endpoint: str, values: dict[str, Any]) -> None:
    """Add the language to the address of a public page, unless it is the usual one or already decided."""
    audience = getattr(current_app.view_functions.get(endpoint), "audience", None)
    public = audience in ("everyone", "unstored", "secret") and not endpoint.startswith("api.")
    if public and language() != INDONESIAN:
        values.setdefault(PARAMETER, language())


def spoken(path: str, wanted: str | None = None) -> str:
    """The address of a public page in a language; without one in the present."""
    chosen = wanted or language()
    return path if chosen == INDONESIAN else f"{path}?{urlencode({PARAMETER: chosen})}"


def _kept_language() -> str:
    """What a form that asks a public page has to send along; empty for the usual language."""
    return "" if language() == INDONESIAN else language()


def _other_language() -> dict[str, str] | None:
    """Code, name and address of the same page in the other language; None where the account decides."""
    if access.for_one():
        return None
    code = INDONESIAN if language() == ENGLISH else ENGLISH
    kept = [(name, text) for name, text in request.args.items(multi=True) if name != PARAMETER]
    if code != INDONESIAN:
        kept.append((PARAMETER, code))
    query = "?" + urlencode(kept) if kept else ""
    return {"code": code, "name": LANGUAGES[code], "url": quote(request.path) + query}
