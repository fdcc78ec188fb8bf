"""The account and the sign-ins of the signed-in person."""

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh
from wtforms import PasswordField
from wtforms.validators import DataRequired, EqualTo

from botram import clock
from botram.config import VERSION
from botram.languages import LANGUAGES
from botram.staff.actions import change_own_password, choose_language, leave_device, leave_other_devices
from botram.staff.failed_sign_ins.queries import failures_of
from botram.staff.failed_sign_ins.rules import KEPT_DAYS
from botram.staff.models import SignIn
from botram.staff.queries import sign_in_in, sign_ins_of
from botram.staff.recovery_codes.queries import codes_left
from botram.staff.rules import LONGEST
from botram.staff.sign_ins.rules import must_have_second_factor
from botram.web import access
from botram.web.forms import Form, LanguageField, at_most, form_page
from botram.web.navigation import first_page
from botram.web.security_log import noting_wrong_proof
from botram.web.sign_in import TOKEN

blueprint = Blueprint("own_account", __name__, url_prefix="/akun")


class PasswordForm(Form):
    """A new password."""

    old = PasswordField(_l("Kata sandi sekarang"), [DataRequired(), at_most(LONGEST)])
    password = PasswordField(
        _l("Kata sandi baru"),
        [DataRequired(), at_most(LONGEST)],
        description=_l("Paling sedikit 8 karakter. Kalimat pendek yang mudah Anda ingat paling baik."),
    )
    again = PasswordField(
        _l("Kata sandi baru, sekali lagi"), [DataRequired(), EqualTo("password", _l("Kedua kata sandi harus sama."))]
    )


class ConfirmForm(Form):
    """The present password."""

    password = PasswordField(_l("Kata sandi Anda"), [DataRequired(), at_most(LONGEST)])


class _LanguageForm(Form):
    """The language of one's own pages."""

    language = LanguageField(_l("Bahasa halaman"))


@blueprint.get("")
@access.signed_in
def show() -> ResponseReturnValue:
    """Show one's account and sign-ins."""
    me, places = access.me(), _own_sign_ins()
    return render_template(
        "own_account/show.html",
        me=me,
        places=places,
        owed=must_have_second_factor(me.account),
        codes_left=codes_left(me.account),
        failures=failures_of(me.account),
        kept_days=KEPT_DAYS,
        language_name=LANGUAGES[me.account.language],
        version=VERSION,
    )


def _own_sign_ins() -> Sequence[SignIn]:
    """Return the valid sign-ins of the signed-in person, the latest first."""
    idle_minutes = current_app.config["SIGN_IN_IDLE"]
    return sign_ins_of(access.me().account, now=clock.now(), idle_minutes=idle_minutes)


@blueprint.route("/sandi", methods=["GET", "POST"])
@access.signed_in
def password() -> ResponseReturnValue:
    """Change one's own password and end all other sign-ins."""
    me, form = access.me(), PasswordForm()
    forced = me.account.must_change_password
    if form.validate_on_submit():
        with form.showing_refusals(), noting_wrong_proof(me.account):
            session[TOKEN] = change_own_password(
                me.account, form.old.data, form.password.data, keep=me.sign_in_id, now=clock.now()
            )
            flash(_("Kata sandi diganti. Perangkat lain sudah dikeluarkan."))
            return redirect(first_page(me.account) if forced else url_for(".show"))
    return form_page("own_account/password.html", form, forced=forced)


@blueprint.route("/bahasa", methods=["GET", "POST"])
@access.signed_in
def language() -> ResponseReturnValue:
    """Choose the language of one's own pages, from the next one on."""
    me = access.me()
    form = _LanguageForm(obj=me.account)
    if form.validate_on_submit():
        choose_language(me.account, str(form.language.data), now=clock.now())
        session[access.LANGUAGE] = form.language.data
        refresh()
        flash(_("Halaman Anda sekarang berbahasa Indonesia."))
        return redirect(url_for(".show"))
    return form_page("own_account/language.html", form)


@blueprint.route("/perangkat", methods=["GET", "POST"])
@access.signed_in
def other_devices() -> ResponseReturnValue:
    """End all other sign-ins, after the password once more."""
    me, form = access.me(), ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals(), noting_wrong_proof(me.account):
            session[TOKEN] = leave_other_devices(me.account, form.password.data, keep=me.sign_in_id, now=clock.now())
            flash(_("Semua perangkat lain sudah dikeluarkan."))
            return redirect(url_for(".show"))
    return form_page("own_account/leave_devices.html", form, place=None)


@blueprint.route("/perangkat/<int:sign_in_id>", methods=["GET", "POST"])
@access.signed_in
def one_device(sign_in_id: int) -> ResponseReturnValue:
    """End one sign-in, after the password once more."""
    me, form = access.me(), ConfirmForm()
    place = sign_in_in(_own_sign_ins(), sign_in_id)
    if form.validate_on_submit():
        with form.showing_refusals(), noting_wrong_proof(me.account):
            session[TOKEN] = leave_device(
                me.account, form.password.data, sign_in_id, keep=me.sign_in_id, now=clock.now()
            )
            flash(_("Perangkat itu sudah dikeluarkan."))
            return redirect(url_for(".show"))
    return form_page("own_account/leave_devices.html", form, place=place, zone=me.office.time_zone)
