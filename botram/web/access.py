"""The audience of each view. The app does not start while a view names none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from botram import clock
from botram.extensions import csrf, login
from botram.staff.models import Account, Office, Role
from botram.staff.sign_ins.actions import sign_in_of
from botram.web.expired_form import RESUME, from_another_sign_in, interrupted, shown_again

_P = ParamSpec("_P")
_R = TypeVar("_R")


class SignedIn:
    """The signed-in person: Flask-Login's current user."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, sign_in_id: int, account: Account) -> None:
        self.token = token
        self.sign_in_id = sign_in_id
        self.account = account
        self.office: Office = account.office

    def get_id(self) -> str:
        """Return the random id that the cookie holds, never the account."""
        return self.token

    def may(self, *roles: Role) -> bool:
        """Whether the person has one of the roles."""
        return self.account.role in roles


def me() -> SignedIn:
    """Return who is signed in. Only for views that ``only`` guards."""
    return cast(SignedIn, current_user._get_current_object())


def everyone(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Open a view to everyone. The page is public, may be cached and never varies by visitor."""
    view.audience = "everyone"  # type: ignore[attr-defined]  # read by require_audiences
    return view


def anyone_unstored(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Open a view to everyone whose page is about one visitor and never cached: signing in."""
    view.audience = "unstored"  # type: ignore[attr-defined]  # read by require_audiences
    return view


def by_secret(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Open a view to whoever knows its secret address. Its answer is private and never in shared caches."""
    view.audience = "secret"  # type: ignore[attr-defined]  # read by require_audiences
    return view


def only(*roles: Role) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Guard a view: for people of these roles, signed in. Every write must carry the sign-in's own token."""

    def guarded(view: Callable[_P, _R]) -> Callable[_P, _R]:
        @wraps(view)
        def guard(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            if not current_user.is_authenticated:
                return cast(_R, _ask_to_sign_in())
            answer_one()
            if request.method not in ("GET", "HEAD", "OPTIONS") and (answer := _answer_without_token()):
                return cast(_R, answer)
            if not me().may(*roles):
                abort(403)
            if me().account.must_change_password and request.endpoint not in _FREE_BEFORE_NEW_PASSWORD:
                return cast(_R, _ask_for_new_password())
            if request.method == "POST" and RESUME in request.form:
                return cast(_R, shown_again())
            return view(*args, **kwargs)

        guard.audience = roles  # type: ignore[attr-defined]  # read by require_audiences
        return guard

    return guarded


def signed_in(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Guard a view: for the staff of all offices."""
    return only(*Role)(view)


def _answer_without_token() -> ResponseReturnValue | None:
    """Answer a form with the token of another sign-in; None for one with the right token. Raises CSRFError."""
    try:
        csrf.protect()
    except CSRFError:
        if answer := from_another_sign_in():
            return answer
        raise
    return None


LANGUAGE = "language"  # where the cookie holds the reader's language, for when the database cannot say it

STAFF_AREAS = ("koordinator", "petugas", "akun")
"""The first segments of all addresses that only signed-in people may see."""

_FREE_BEFORE_NEW_PASSWORD = ("own_account.password", "sign_in.leave")


def _ask_to_sign_in() -> ResponseReturnValue:
    """Redirect to the sign-in page and back; 401 for the API, and a page with the texts of an unsaved form."""
    if request.path.startswith("/api/"):
        abort(401)
    if request.method not in ("GET", "HEAD"):
        return interrupted()
    return redirect(url_for("sign_in.page", lanjut=request.full_path.rstrip("?")))


def _ask_for_new_password() -> ResponseReturnValue:
    """Redirect to the page that replaces a temporary password; 403 for the API."""
    if request.path.startswith("/api/"):
        abort(403)
    return redirect(url_for("own_account.password"))


def init_app(app: Flask) -> None:
    """Register how Flask-Login finds a person by the row of the sign-in."""
    login.session_protection = None  # the row decides, not a fingerprint of the browser

    @login.user_loader
    def person(token: str) -> SignedIn | None:
        idle_minutes = current_app.config["SIGN_IN_IDLE"]
        if sign_in := sign_in_of(token, now=clock.now(), idle_minutes=idle_minutes):
            g.account_id = sign_in.account_id  # for the log, also once the row is gone
            return SignedIn(token, sign_in.id, sign_in.account)
        return None


def require_audiences(app: Flask) -> None:
    """Raise RuntimeError naming the views without an audience."""
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "audience")]
    if silent:
        raise RuntimeError(f"views that name no audience: {', '.join(sorted(silent))}")


def audience_of_request() -> object:
    """Return the audience of this request's view; None without a view."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "audience", None)


def for_staff() -> bool:
    """Whether this address, or its area where it has no view, is for signed-in people alone."""
    audience = audience_of_request()
    return isinstance(audience, tuple) or (audience is None and request.path.split("/")[1] in STAFF_AREAS)


def answer_one() -> None:
    """Mark this answer as private: not cached, and in the language of its reader."""
    g.for_one = True
    refresh()


@contextmanager
def answering_one_if_it_fails() -> Iterator[None]:
    """Mark the answer as private inside the block, where only error messages are written."""
    before = g.get("for_one", False)
    answer_one()
    yield
    g.for_one = before
    refresh()


def stop_asking() -> None:
    """Keep the rest of this request away from the database, which has failed."""
    g.database_failed = True


def may_ask() -> bool:
    """Whether this request may still use the database."""
    return not g.get("database_failed", False)


def for_one() -> bool:
    """Whether this answer is private to its reader."""
    return for_staff() or bool(g.get("for_one"))
