"""Signing in, with a second factor where it is required, and signing out."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import segno
from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from botram import clock
from botram.extensions import csrf
from botram.refusals import NotFound
from botram.staff.models import Account, FailureKind, SignIn
from botram.staff.queries import is_demonstration
from botram.staff.recovery_codes.actions import use_code
from botram.staff.recovery_codes.queries import codes_left
from botram.staff.second_factor import (
    SecondFactorThere,
    address_for_phone,
    code_is_right,
    fresh_codes,
    proposed_secret,
    set_second_factor,
)
from botram.staff.sign_ins.actions import begin_sign_in, complete_sign_in, end_sign_in, over_limit, sign_in_of
from botram.staff.sign_ins.queries import account_with_password
from botram.staff.sign_ins.rules import needs_second_factor, password_has_ended
from botram.web import access
from botram.web.devices import device_of
from botram.web.expired_form import SIGN_IN, is_page, resume_page
from botram.web.forms import Form, form_page
from botram.web.language import PARAMETER
from botram.web.navigation import first_page
from botram.web.parameters import takes
from botram.web.security_log import note_failure, note_failure_of, note_sign_in
from botram.web.sign_in_forms import CodeForm, RecoveryForm, SignInForm

blueprint = Blueprint("sign_in", __name__)

TOKEN, PENDING = SIGN_IN, "pending"  # where the cookie holds the random id
_BEGIN = "mulai"  # in a form: only show the page, with the interrupted form that comes along
_PENDING_MINUTES = 10
_TRIES_FROM_EVERYWHERE = 20  # a minute at one account, whoever tries
_TRIES_AT_EVERYBODY = 60  # a minute from one address, whatever the account
_CODES_AN_HOUR = 30


@blueprint.route("/masuk", methods=["GET", "POST"])
@access.anyone_unstored
@takes("lanjut", "keluar")
def page() -> ResponseReturnValue:
    """Ask for name and password."""
    csrf.protect()
    form = SignInForm()
    if _BEGIN not in request.form and form.validate_on_submit():
        name = str(form.name.data).lower()
        if _too_often(name):
            note_failure_of(name, FailureKind.BRAKED)
            return _slow_down("sign_in/page.html", form, person=current_user)
        account = account_with_password(name, str(form.password.data))
        if account and not password_has_ended(account, clock.now()):
            return _enter(account, form.unsent.data)
        form.form_errors.append(_why_not(account, name))
    return form_page("sign_in/page.html", form, person=current_user, left="keluar" in request.args)


def _why_not(account: Account | None, name: str) -> str:
    """Record a failed sign-in and return the sentence. Only who knows a temporary password reads that it has ended."""
    if account is None:
        note_failure_of(name, FailureKind.PASSWORD)
        return str(_("Nama masuk atau kata sandi tidak cocok."))
    note_failure(account, FailureKind.EXPIRED)
    return str(_("Kata sandi sementara ini sudah lewat 7 hari. Minta administrator kantor membuatkan yang baru."))


def _too_often(name: str) -> bool:
    """Count a failed sign-in; True when there were too many. One held back by a limit counts for no other."""
    now, address = clock.now(), network_of(request.remote_addr or "")
    return (
        over_limit("sign-in", name, address, now=now)
        or over_limit("sign-in at", name, now=now, tries=_TRIES_FROM_EVERYWHERE)
        or over_limit("sign-in from", address, now=now, tries=_TRIES_AT_EVERYBODY)
    )


def network_of(address: str) -> str:
    """Return an address as limits count it: an IPv6 customer has 2^64 of them."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Address(int(known) >> 64 << 64)) if isinstance(known, IPv6Address) else address


def _slow_down(template: str, form: Form, **more: object) -> ResponseReturnValue:
    """Render the page with 429 and the typed name, never the password."""
    form.form_errors.append(_("Terlalu sering dicoba. Tunggu satu menit, lalu coba lagi."))
    response = make_response(form_page(template, form, **more))
    response.status_code = 429
    response.headers["Retry-After"] = "60"
    return response


def _enter(account: Account, unsent: str | None) -> ResponseReturnValue:
    """Start a new session after a right password: complete, or waiting for the code."""
    now, limit_hours = clock.now(), current_app.config["SIGN_IN_LIMIT"]
    token = begin_sign_in(account, now=now, limit_hours=limit_hours, device=device_of(request.user_agent.string))
    _renew_session(PENDING if needs_second_factor(account) else TOKEN, token, account)
    if PENDING in session:
        address = url_for(".code", lanjut=request.args.get("lanjut"))
        return render_template("sign_in/to_code.html", address=address, unsent=unsent) if unsent else redirect(address)
    note_sign_in(account, "password")
    return resume_page(unsent, account) or redirect(_first_address(account))


def _first_address(account: Account) -> str:
    """Return the address of the page that was asked for, or of the person's first one."""
    return _safe_target(request.args.get("lanjut")) or first_page(account)


def _renew_session(kind: str, token: str, account: Account) -> None:
    """Clear the session, end its sign-in, and store a new random id and the language."""
    if old := session.get(TOKEN):
        end_sign_in(old)
    session.clear()
    session[kind] = token
    session[access.LANGUAGE] = account.language


def _safe_target(wanted: str | None) -> str | None:
    """Return the requested address if it is a page of this site, else None."""
    if not wanted or not wanted.startswith("/") or any(c <= " " or c in "\\\x7f" for c in wanted):
        return None
    parts = urlsplit(wanted)
    return None if parts.scheme or parts.netloc or not is_page(wanted) else wanted


@blueprint.route("/masuk/kode", methods=["GET", "POST"])
@access.anyone_unstored
@takes("lanjut")
def code() -> ResponseReturnValue:
    """Ask for the second factor, or set it up first."""
    csrf.protect()
    now, pending = clock.now(), _pending_sign_in()
    if pending is None:
        return _from_the_start()
    account = pending.account
    secret = account.totp_secret or proposed_secret(session[PENDING], current_app.config["SECRET_KEY"])
    form, more = CodeForm(), code_page(account, secret)
    if _BEGIN not in request.form and form.validate_on_submit():
        if code_braked(account):
            note_failure(account, FailureKind.BRAKED)
            return _slow_down("sign_in/code.html", form, **more)
        if code_is_right(account, secret, str(form.code.data), now=now):
            try:
                if account.totp_secret is None:
                    return _set_up_and_arrive(pending, secret)
                return _arrive(pending, "password+code", form.unsent.data)
            except (NotFound, SecondFactorThere):  # ended, or set up elsewhere, in this very moment
                return redirect(url_for(".page"))
        note_failure(account, FailureKind.CODE)
        form.form_errors.append(_("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di ponsel Anda."))
    return form_page("sign_in/code.html", form, **more)


def _pending_sign_in() -> SignIn | None:
    """Return the sign-in that waits for its code; None without one."""
    token = session.get(PENDING, "")
    return sign_in_of(token, now=clock.now(), idle_minutes=_PENDING_MINUTES, complete=False)


def _from_the_start() -> ResponseReturnValue:
    """Redirect to the page that asks for name and password, and on to the page that was asked for."""
    return redirect(url_for(".page", lanjut=request.args.get("lanjut")))


@blueprint.route("/masuk/kode-cadangan", methods=["GET", "POST"])
@access.anyone_unstored
def recovery_code() -> ResponseReturnValue:
    """Ask for a recovery code in place of the phone's."""
    csrf.protect()
    pending, form = _pending_sign_in(), RecoveryForm()
    if pending is None or pending.account.totp_secret is None:
        return _from_the_start()
    if _BEGIN not in request.form and form.validate_on_submit():
        if code_braked(pending.account):
            note_failure(pending.account, FailureKind.BRAKED)
            return _slow_down("sign_in/recovery_code.html", form)
        if use_code(pending.account, str(form.code.data), now=clock.now()):
            try:
                return _arrive_with_recovery_code(pending, form.unsent.data)
            except NotFound:  # ended in this very moment
                return _from_the_start()
        note_failure(pending.account, FailureKind.CODE)
        form.form_errors.append(_("Kode cadangan ini tidak cocok atau sudah dipakai."))
    return form_page("sign_in/recovery_code.html", form)


def _arrive_with_recovery_code(pending: SignIn, unsent: str | None) -> ResponseReturnValue:
    """Complete the sign-in and say how many codes are left."""
    left = codes_left(pending.account)
    answer = _arrive(pending, "password+recovery_code", unsent)
    flash(
        ngettext(
            "Kode cadangan itu sudah terpakai. Sisa %(num)s kode. Ponsel hilang? Ganti ponsel di Akun saya.",
            "Kode cadangan itu sudah terpakai. Sisa %(num)s kode. Ponsel hilang? Ganti ponsel di Akun saya.",
            left,
        )
    )
    return answer


def code_braked(account: Account) -> bool:
    """Count a try of a code; True when there were too many in this minute or this hour."""
    now, name = clock.now(), account.sign_in_name
    return over_limit("code", name, now=now) or over_limit("codes", name, now=now, tries=_CODES_AN_HOUR, seconds=3600)


def _set_up_and_arrive(pending: SignIn, secret: str) -> ResponseReturnValue:
    """Store a second factor that was just set up, complete the sign-in and show the recovery codes, this once."""
    account = pending.account
    _token, codes = set_second_factor(account, secret, keep=pending.id, now=clock.now())
    _complete(pending, "password+new_code")
    return render_template("sign_in/recovery_codes.html", codes=codes, target=_first_address(account))


def _arrive(pending: SignIn, factors: str, unsent: str | None) -> ResponseReturnValue:
    """Complete the sign-in and lead back to an interrupted form, or to the first page."""
    account = pending.account
    _complete(pending, factors)
    return resume_page(unsent, account) or redirect(_first_address(account))


def _complete(pending: SignIn, factors: str) -> None:
    """Complete a sign-in under a new random id."""
    account = pending.account
    token = complete_sign_in(pending, now=clock.now(), limit_hours=current_app.config["SIGN_IN_LIMIT"])
    _renew_session(TOKEN, token, account)
    note_sign_in(account, factors)


def code_page(account: Account, secret: str) -> dict[str, object]:
    """Return the data of the page: a QR code while nothing is set up; in a demonstration the code."""
    more: dict[str, object] = {"setting_up": account.totp_secret is None, "code_of_demonstration": None}
    if more["setting_up"]:
        more |= _shown_secret(account, secret)
    if is_demonstration():
        more["code_of_demonstration"] = next(iter(fresh_codes(account, secret, clock.now())), None)
    return more


def _shown_secret(account: Account, secret: str) -> dict[str, object]:
    """Return the secret as a QR code, and in groups of four for typing."""
    address = address_for_phone(account, secret, f"Botram {account.office.name}")
    return {
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }


@blueprint.post("/keluar")
@access.anyone_unstored
def leave() -> ResponseReturnValue:
    """Sign out: end the row, and with it every copy of the cookie."""
    csrf.protect()
    if PARAMETER not in request.args:
        access.answer_one()
    goodbye = url_for(".page", keluar=1)
    if token := session.get(TOKEN) or session.get(PENDING):
        end_sign_in(token)
    session.clear()
    response = make_response(redirect(goodbye))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
