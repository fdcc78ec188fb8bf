"""Accounts of the office, managed by the administrator."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import PasswordField, RadioField, SelectChoice
from wtforms.validators import DataRequired

from botram import clock
from botram.calendars.queries import tokens_known_to
from botram.staff.actions import (
    AccountPlan,
    change_account,
    close_account,
    make_account,
    reopen_account,
    reset_password,
)
from botram.staff.failed_sign_ins.queries import failures_at_no_account, failures_in
from botram.staff.failed_sign_ins.rules import KEPT_DAYS
from botram.staff.models import Account, Role
from botram.staff.queries import account_of, accounts_of, team_by_officer
from botram.staff.rules import LONGEST
from botram.staff.second_factor import forget_second_factor
from botram.visit_view import Part
from botram.visits.queries import coming_visits_of
from botram.web import access
from botram.web.coordinators.consequences import ConsequencesForm, hits_to_show
from botram.web.coordinators.office_view import office_view
from botram.web.forms import Form, FreeText, LanguageField, at_most, form_page
from botram.web.merging import MergingForm, may_save

blueprint = Blueprint("accounts", __name__, url_prefix="/akun")

_ROLES = (
    SelectChoice(Role.OFFICER.value, _l("Petugas: bertugas di lapangan bersama tim")),
    SelectChoice(Role.COORDINATOR.value, _l("Koordinator: menyusun dan menerbitkan kunjungan")),
    SelectChoice(Role.HEAD.value, _l("Kepala: melihat semua hal kantor, memeriksa hasil")),
    SelectChoice(Role.ADMIN.value, _l("Administrator: mengurus akun dan pengaturan")),
)


class _AccountForm(ConsequencesForm, MergingForm):
    """The fields of an account that can change."""

    name = FreeText(_l("Nama"), needed=True, description=_l("Contoh: Siti Aminah"))
    role = RadioField(_l("Peran"), choices=_ROLES, default=Role.OFFICER.value)
    language = LanguageField(_l("Bahasa halaman"), description=_l("Pemilik akun dapat menggantinya sendiri."))


class PasswordForm(Form):
    """A temporary password for somebody else."""

    password = PasswordField(
        _l("Kata sandi sementara"),
        [DataRequired(), at_most(LONGEST)],
        description=_l("Paling sedikit 8 karakter. Sampaikan langsung; pemiliknya harus menggantinya saat masuk."),
    )


class _NewAccountForm(_AccountForm, PasswordForm):
    """The fields of a new account."""

    sign_in_name = FreeText(
        _l("Nama masuk"),
        needed=True,
        longest=32,
        description=_l("Contoh: siti.aminah. Huruf kecil, angka, titik, atau tanda hubung; tidak dapat diubah lagi."),
    )


@blueprint.get("")
@access.only(Role.ADMIN)
def index() -> ResponseReturnValue:
    """List all accounts of the office."""
    office = access.me().office
    return render_template(
        "coordinators/accounts/index.html", accounts=accounts_of(office), teams=team_by_officer(office)
    )


@blueprint.get("/gagal")
@access.only(Role.ADMIN)
def failures() -> ResponseReturnValue:
    """List the failed sign-ins at the accounts of the office, and those with names that no account has."""
    office = access.me().office
    return render_template(
        "coordinators/accounts/failures.html",
        failures=failures_in(office),
        strangers=failures_at_no_account(),
        kept_days=KEPT_DAYS,
        zone=office.time_zone,
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def new() -> ResponseReturnValue:
    """Open an account."""
    me, form = access.me(), _NewAccountForm()
    if form.validate_on_submit():
        plan = AccountPlan(
            name=str(form.name.data),
            sign_in_name=str(form.sign_in_name.data),
            role=Role(form.role.data),
            language=str(form.language.data),
            password=form.password.data,
        )
        with form.showing_refusals():
            account = make_account(me.office, plan, me.account, now=clock.now())
            flash(_("Akun %(name)s dibuka.", name=account.name))
            return redirect(url_for(".index"))
    return form_page("coordinators/accounts/new.html", form)


@blueprint.route("/<int:account_id>", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def change(account_id: int) -> ResponseReturnValue:
    """Change name, role and language."""
    me = access.me()
    account = account_of(me.office, account_id)
    form, hits = _AccountForm(obj=account), None
    if may_save(form, {name: getattr(account, name) for name in ("name", "role", "language")}):
        role, language = Role(form.role.data), str(form.language.data)
        plan = AccountPlan(str(form.name.data), account.sign_in_name, role, language)
        with form.showing_refusals():
            save = partial(change_account, account, plan, me.account, now=clock.now())
            if (hits := hits_to_show(form, me.office, save)) is None:
                save()
                flash(_("Perubahan disimpan."))
                return redirect(url_for(".change", account_id=account_id))
    duties = _duties_of(account)
    return form_page("coordinators/accounts/change.html", form, account=account, duties=duties, hits=hits)


@blueprint.route("/<int:account_id>/sandi", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def password(account_id: int) -> ResponseReturnValue:
    """Set a temporary password for somebody who forgot the own one."""
    me = access.me()
    account = account_of(me.office, account_id)
    if account.id == me.account.id:
        return redirect(url_for("own_account.password"))
    form = PasswordForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            reset_password(account, form.password.data, me.account, now=clock.now())
            flash(_("Kata sandi sementara untuk %(name)s disimpan. Semua perangkatnya dikeluarkan.", name=account.name))
            return redirect(url_for(".change", account_id=account_id))
    return form_page("coordinators/accounts/password.html", form, account=account)


@blueprint.route("/<int:account_id>/kode", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def forget_code(account_id: int) -> ResponseReturnValue:
    """Delete the second factor of somebody who lost the phone, to be set up again."""
    me, form = access.me(), Form()
    account = account_of(me.office, account_id)
    if form.validate_on_submit():
        forget_second_factor(account, me.account, now=clock.now())
        flash(_("Kode masuk %(name)s dilepas.", name=account.name))
        return redirect(url_for(".change", account_id=account_id))
    return form_page("coordinators/accounts/forget_code.html", form, account=account)


@blueprint.route("/<int:account_id>/tutup", methods=["GET", "POST"])
@access.only(Role.ADMIN)
def close(account_id: int) -> ResponseReturnValue:
    """Close an account after a look at what follows, and at the visits that this marks."""
    me, form, hits = access.me(), ConsequencesForm(), None
    account = account_of(me.office, account_id)
    if form.validate_on_submit():
        with form.showing_refusals():
            save = partial(close_account, account, me.account, now=clock.now())
            if (hits := hits_to_show(form, me.office, save)) is None:
                save()
                flash(_("Akun %(name)s ditutup.", name=account.name))
                return redirect(url_for(".index"))
    return form_page(
        "coordinators/accounts/close.html",
        form,
        account=account,
        duties=_duties_of(account),
        follows=_consequences(account),
        hits=hits,
    )


def _duties_of(account: Account) -> list[str]:
    """Return the announced visits of an officer, a line each."""
    duties = (office_view(visit, Part.LINE) for visit in coming_visits_of(account, clock.now()))
    return [f"{visit.place_name}, {visit.times}" for visit in duties]


def _consequences(account: Account) -> list[str]:
    """Return the consequences of closing an account, a sentence each."""
    sentences = [
        _("Ia langsung dikeluarkan dari semua perangkat dan tidak dapat masuk lagi."),
        _("Yang pernah dicatatnya tetap ada. Akun dapat dibuka lagi."),
    ]
    if team := team_by_officer(account.office).get(account.id):
        sentences.append(_("Ia keluar dari %(team)s.", team=team.name))
    if known := len(tokens_known_to(account)):
        sentences.append(
            ngettext(
                "%(num)s alamat kalender yang dibuatnya tidak dapat dipakai lagi.",
                "%(num)s alamat kalender yang dibuatnya tidak dapat dipakai lagi.",
                known,
            )
        )
    return sentences


@blueprint.post("/<int:account_id>/buka")
@access.only(Role.ADMIN)
def reopen(account_id: int) -> ResponseReturnValue:
    """Reopen a closed account."""
    me = access.me()
    account = account_of(me.office, account_id)
    reopen_account(account, me.account, now=clock.now())
    flash(_("Akun %(name)s dibuka lagi.", name=account.name))
    return redirect(url_for(".change", account_id=account_id))
