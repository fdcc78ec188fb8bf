"""The account and the sign-ins of the signed-in person."""

from collections.abc import Callable

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
from botram.staff.actions import change_own_password, choose_language, leave_other_devices
from botram.staff.queries import sign_ins_of
from botram.staff.recovery_codes.queries import codes_left
from botram.staff.rules import LONGEST
from botram.staff.sign_ins.rules import must_have_second_factor
from botram.web import access
from botram.web.forms import Form, LanguageField, at_most, form_page
from botram.web.navigation import first_page
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


class LanguageForm(Form):
    """The language of one's own pages."""

    language = LanguageField(_l("Bahasa halaman"))


@blueprint.get("")
@access.signed_in
def show() -> ResponseReturnValue:
    """Show one's account and sign-ins."""
    me = access.me()
    places = sign_ins_of(me.account, now=clock.now(), idle_minutes=current_app.config["SIGN_IN_IDLE"])
    return render_template(
        "own_account/show.html",
        me=me,
        places=places,
        owed=must_have_second_factor(me.account),
        codes_left=codes_left(me.account),
        language_name=LANGUAGES[me.account.language],
        version=VERSION,
    )


@blueprint.route("/sandi", methods=["GET", "POST"])
@access.signed_in
def password() -> ResponseReturnValue:
    """Change one's own password and end all other sign-ins."""
    me, form = access.me(), PasswordForm()
    forced = me.account.must_change_password
    if form.validate_on_submit():
        with form.showing_refusals():
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
    form = LanguageForm(obj=me.account)
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
    """End all other sign-ins."""
    said = _("Semua perangkat lain sudah dikeluarkan.")
    return _confirmed("own_account/other_devices.html", leave_other_devices, said)


def _confirmed(template: str, action: Callable[..., str], said: str) -> ResponseReturnValue:
    """Ask for the password, then do what ends other sign-ins. ``action`` returns the new token of this one."""
    me, form = access.me(), ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            session[TOKEN] = action(me.account, form.password.data, keep=me.sign_in_id, now=clock.now())
            flash(said)
            return redirect(url_for(".show"))
    return form_page(template, form)
