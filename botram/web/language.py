"""The language of each answer, and how its links keep it.

Public pages follow their address alone (``?bahasa=en``), without cookie or header, so that anybody may cache them.
Pages of signed-in people follow the account. Programs are answered in Indonesian, signed-in ones in their own language.
"""

from typing import Any
from urllib.parse import quote, urlencode

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Domain
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from botram.languages import ENGLISH, INDONESIAN, LANGUAGES, language
from botram.staff.sign_ins.queries import language_of_sign_in
from botram.web import access
from botram.web.expired_form import SIGN_IN
from botram.web.parameters import kept_arguments

PARAMETER = "bahasa"


def init_app(app: Flask) -> None:
    """Add the language to links, and the switch of languages to templates."""
    app.url_defaults(_carry_on)
    app.jinja_env.globals["page_language"] = language
    app.jinja_env.globals["kept_language"] = _kept_language
    app.jinja_env.globals["other_language"] = _other_language
    app.jinja_env.globals["spoken"] = spoken


def language_of_request() -> str:
    """Return the language of this answer."""
    if not has_request_context():
        return INDONESIAN
    of_person = _language_of_person() if access.for_one() else None
    return of_person or (INDONESIAN if request.path.startswith("/api/") else _asked_language())


def _language_of_person() -> str | None:
    """Return the language of who is or was signed in; None without a row. Without a database the cookie says it."""
    if not access.may_ask():
        return _language_of_cookie()
    try:
        if current_user.is_authenticated:
            return str(current_user.account.language)
        return language_of_sign_in(session.get(SIGN_IN, ""))
    except SQLAlchemyError:
        access.stop_asking()
        return _language_of_cookie()


def _language_of_cookie() -> str | None:
    """Return the language that the reader had at the last sign-in on this device."""
    kept = session.get(access.LANGUAGE)
    return str(kept) if kept in LANGUAGES else None


def _asked_language() -> str:
    """Return the language in the address; Indonesian for an unknown one."""
    asked = request.args.get(PARAMETER, INDONESIAN)
    return asked if asked in LANGUAGES else INDONESIAN


def _carry_on(endpoint: str, values: dict[str, Any]) -> None:
    """Add the language to the address of a public page, unless it is the default or set already."""
    audience = getattr(current_app.view_functions.get(endpoint), "audience", None)
    public = audience in ("everyone", "unstored", "secret") and not endpoint.startswith("api.")
    if public and language() != INDONESIAN:
        values.setdefault(PARAMETER, language())


def spoken(path: str, wanted: str | None = None) -> str:
    """Return the address of a public page in a language; by default the present one."""
    chosen = wanted or language()
    return path if chosen == INDONESIAN else f"{path}?{urlencode({PARAMETER: chosen})}"


def _kept_language() -> str:
    """Return the language for a form that queries a public page; empty for the default."""
    return "" if language() == INDONESIAN else language()


def _other_language() -> dict[str, str] | None:
    """Return code, name and address of this page in the other language; None where the account decides."""
    if access.for_one():
        return None
    code = INDONESIAN if language() == ENGLISH else ENGLISH
    kept = list(kept_arguments().items())
    if code != INDONESIAN:
        kept.append((PARAMETER, code))
    query = "?" + urlencode(kept) if kept else ""
    return {"code": code, "name": LANGUAGES[code], "url": quote(request.path) + query}


class BoundDomain(Domain):  # type: ignore[misc]  # Flask-Babel brings no types
    """The translations, looked up once for each language that a request speaks.

    They are kept where ``force_locale`` and ``refresh`` of Flask-Babel expect them, which forget them.
    """

    def get_translations(self) -> NullTranslations:
        """Return the translations of the present language."""
        context = getattr(g, "_flask_babel", None) if g else None
        bound: NullTranslations | None = getattr(context, "babel_translations", None)
        if bound is None:
            bound = super().get_translations()
            if context is not None:
                context.babel_translations = bound
        return bound
