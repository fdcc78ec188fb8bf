"""The forms of signing in. Each carries an interrupted form on, sealed, until it can be given back."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired

from botram.staff.rules import LONGEST
from botram.web.forms import Form, FreeText, at_most


class SignInForm(Form):
    """Name and password."""

    unsent = HiddenField()  # a form that was interrupted, sealed

    name = FreeText(_l("Nama masuk"), needed=True, longest=64)
    password = PasswordField(_l("Kata sandi"), [DataRequired(), at_most(LONGEST)])


class CodeForm(Form):
    """The code of the second factor."""

    unsent = HiddenField()

    code = FreeText(
        _l("Kode 6 angka"), needed=True, longest=12, description=_l("Dari aplikasi autentikator di ponsel Anda")
    )


class RecoveryForm(Form):
    """A code in place of the phone's."""

    unsent = HiddenField()

    code = FreeText(
        _l("Kode cadangan"),
        needed=True,
        longest=64,
        description=_l("Satu dari kode yang Anda simpan saat memasang kode masuk. Setiap kode berlaku satu kali."),
    )
