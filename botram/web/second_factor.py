"""The second factor of the signed-in person: setting it up, changing the phone, recovery codes."""

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from botram import clock
from botram.staff.actions import check_own_password
from botram.staff.second_factor import (
    WrongCode,
    code_is_right,
    drop_second_factor,
    factor_is_right,
    make_recovery_codes,
    proposed_secret,
    set_second_factor,
)
from botram.staff.sign_ins.rules import must_have_second_factor
from botram.web import access
from botram.web.forms import FreeText, form_page
from botram.web.own_account import ConfirmForm
from botram.web.security_log import noting_wrong_proof
from botram.web.sign_in import TOKEN, code_braked, code_page
from botram.web.sign_in_forms import CodeForm

blueprint = Blueprint("second_factor", __name__, url_prefix="/akun/kode")


class _SetUpForm(ConfirmForm, CodeForm):
    """The password, and the code of the phone once it knows the secret."""


class _FactorsForm(ConfirmForm):
    """Both factors once more, before either changes."""

    code = FreeText(
        _l("Kode 6 angka atau kode cadangan"),
        needed=True,
        longest=64,
        description=_l("Kode yang sekarang tampil di ponsel, yang belum dipakai. Ponsel hilang? Satu kode cadangan."),
    )


@blueprint.route("", methods=["GET", "POST"])
@access.signed_in
def set_up() -> ResponseReturnValue:
    """Set up the second factor."""
    me, form = access.me(), _SetUpForm()
    if me.account.totp_secret is not None:
        return redirect(url_for("own_account.show"))
    secret = proposed_secret(me.token, current_app.config["SECRET_KEY"])
    more = code_page(me.account, secret)
    if form.validate_on_submit():
        with form.showing_refusals(), noting_wrong_proof(me.account):
            return _keep_second_factor(form, secret)
    return form_page("own_account/set_up_code.html", form, **more)


def _keep_second_factor(form: _SetUpForm, secret: str) -> ResponseReturnValue:
    """Store the secret when password and code are right, and show the recovery codes. Raises the refusal otherwise."""
    me, now = access.me(), clock.now()
    check_own_password(me.account, form.password.data, now=now)
    if code_braked(me.account) or not code_is_right(me.account, secret, str(form.code.data), now=now):
        raise WrongCode(_("Kode tidak cocok. Tunggu kode berikutnya di ponsel Anda."), field="code")
    session[TOKEN], codes = set_second_factor(me.account, secret, keep=me.sign_in_id, now=now)
    flash(_("Kode masuk dipasang. Mulai sekarang Anda masuk dengan kata sandi dan kode."))
    return render_template("own_account/recovery_codes.html", codes=codes)


def _check_factors(form: _FactorsForm) -> None:
    """Raise the refusal unless the password and a code of the account are right."""
    account, now = access.me().account, clock.now()
    check_own_password(account, form.password.data, now=now)
    if code_braked(account) or not factor_is_right(account, str(form.code.data), now=now):
        raise WrongCode(_("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di ponsel Anda."), field="code")


@blueprint.route("/lepas", methods=["GET", "POST"])
@access.signed_in
def drop() -> ResponseReturnValue:
    """Remove the second factor. Who must have one sets it up anew at the next sign-in."""
    me, form = access.me(), _FactorsForm()
    owed = must_have_second_factor(me.account)
    if me.account.totp_secret is None:
        return redirect(url_for("own_account.show"))
    if form.validate_on_submit():
        with form.showing_refusals(), noting_wrong_proof(me.account):
            _check_factors(form)
            return _after_drop(drop_second_factor(me.account, keep=me.sign_in_id, now=clock.now()))
    return form_page("own_account/drop_code.html", form, owed=owed)


def _after_drop(token: str | None) -> ResponseReturnValue:
    """Go on with the new token, or sign in anew where there is none."""
    if token is None:
        session.clear()
        return redirect(url_for("sign_in.page", keluar=1))
    session[TOKEN] = token
    flash(_("Kode masuk dilepas. Anda masuk dengan kata sandi saja."))
    return redirect(url_for("own_account.show"))


@blueprint.route("/cadangan", methods=["GET", "POST"])
@access.signed_in
def recovery_codes() -> ResponseReturnValue:
    """Replace the recovery codes and show the new ones, this once."""
    me, form = access.me(), _FactorsForm()
    if me.account.totp_secret is None:
        return redirect(url_for(".set_up"))
    if form.validate_on_submit():
        with form.showing_refusals(), noting_wrong_proof(me.account):
            _check_factors(form)
            session[TOKEN], codes = make_recovery_codes(me.account, keep=me.sign_in_id, now=clock.now())
            return render_template("own_account/recovery_codes.html", codes=codes)
    return form_page("own_account/new_recovery_codes.html", form)
