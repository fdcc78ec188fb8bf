"""Shared by all forms of staff: Indonesian messages, fields for days and hours, checked free text.

A form checks shape and words; the action checks the rules, and its refusal is put beside the input by
``form.refuse(refusal)``. A wrong form comes back with 422 and with all that was typed (never a password).
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from wtforms import DateField, RadioField, SelectChoice, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from botram.contacts import LONGEST_NUMBER, read_number, shown_number
from botram.formats import wall_clock
from botram.languages import INDONESIAN, LANGUAGES
from botram.refusals import Refusal
from botram.staff.rules import check_free_text

LINE, PARAGRAPH = 120, 1000  # characters
_HOUR = re.compile(r"(\d{1,2})(?:\s*[.:]\s*(\d{2}))?|(\d{2})(\d{2})")
_DAY = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})")
_LAST_PAGE = 10_000


def message(english: str) -> str:
    """Return our sentence in place of WTForms' English one."""
    sentences: dict[str, str] = {
        "Field must be equal to %(other_name)s.": _("Kedua isian ini harus sama."),
        "Field must be at least %(min)d character long.": _("Paling sedikit %(min)d karakter."),
        "Field must be at least %(min)d characters long.": _("Paling sedikit %(min)d karakter."),
        "Field cannot be longer than %(max)d character.": _("Paling panjang %(max)d karakter."),
        "Field cannot be longer than %(max)d characters.": _("Paling panjang %(max)d karakter."),
        "Field must be between %(min)d and %(max)d characters long.": _("Isi %(min)d sampai %(max)d karakter."),
        "Number must be at least %(min)s.": _("Paling kecil %(min)s."),
        "Number must be at most %(max)s.": _("Paling besar %(max)s."),
        "Number must be between %(min)s and %(max)s.": _("Isi angka antara %(min)s dan %(max)s."),
        "This field is required.": _("Bagian ini belum diisi."),
        "Not a valid choice.": _("Pilih salah satu dari daftar."),
        "Invalid Choice: could not coerce.": _("Pilih salah satu dari daftar."),
        "Invalid choice(s): one or more data inputs could not be coerced.": _("Pilih dari daftar."),
        "'%(value)s' is not a valid choice for this field.": _("Pilih dari daftar."),
        "'%(value)s' are not valid choices for this field.": _("Pilih dari daftar."),
        "Not a valid integer value.": _("Isi dengan bilangan bulat, misalnya 40."),
    }
    return sentences.get(english, english)


class OurWords:
    """The translations of WTForms."""

    def gettext(self, english: str) -> str:
        """Return the sentence in the language of the page."""
        return message(english)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the sentence for a count."""
        return message(singular if count == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF brings no types
    """A form of staff. The guard of the view checks the token, so that no form can forget it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF brings no types
        """The settings of WTForms."""

        csrf = False

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return the submitted inputs; those of an interrupted form also where its page is shown again."""
            found = super().wrap_formdata(form, formdata)
            return request.form if found is None and resumed() else found

        def get_translations(self, _form: object) -> OurWords:
            """Return the source of messages."""
            return OurWords()

    def hidden_tag(self, *names: str) -> Markup:
        """Return the hidden inputs with the sign-in's token, which has no id: a page may hold several forms."""
        token = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
        return Markup(token + super().hidden_tag(*names))  # noqa: S704  # both are markup already

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at its input, or above the form."""
        if (field := self._fields.get(refusal.field or "")) is not None:
            field.errors = [*field.errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Show a refusal that is raised inside, and go on after the block."""
        try:
            yield
        except Refusal as refusal:
            self.refuse(refusal)


def resumed() -> bool:
    """Whether the page of an interrupted form is shown again, with its inputs in ``request.form``."""
    return bool(g.get("resumed"))


def form_page(template: str, form: Form, **more: Any) -> ResponseReturnValue:
    """Render a page with a form: 422 when the form has errors."""
    return render_template(template, form=form, **more), 422 if form.errors else 200


def whole_number(text: object) -> int:
    """Return the typed or chosen number; 0, which no row has, for anything else."""
    found = str(text)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else 0


def page_asked(name: str = "halaman") -> int:
    """Return the requested page number."""
    return min(whole_number(request.args.get(name)), _LAST_PAGE) or 1


def row_digest(facts: dict[str, Any]) -> str:
    """Return a digest of a row: a form stores the state that it was filled from."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def _trim(value: str | None) -> str | None:
    """Return the text without spaces around it."""
    return value.strip() if value else value


def at_most(longest: int) -> Callable[[Form, Any], None]:
    """Return a check of length. No maxlength in the browser, which would silently cut off what is pasted."""

    def check(_form: Form, field: Any) -> None:
        if (count := len(field.data or "")) > longest:
            sentence = _("Paling panjang %(longest)s karakter, sekarang %(count)s.", longest=longest, count=count)
            raise ValidationError(sentence)

    return check


def _presence(needed: bool) -> Any:
    """Return the check for a required input, or the mark of an optional one."""
    return InputRequired() if needed else Optional()


class FreeText(StringField):  # type: ignore[misc]  # WTForms brings no types
    """One line of free text. Identity numbers are refused; ``needed``: required."""

    data: str | None

    def __init__(self, label: str, *, needed: bool = False, longest: int = LINE, **options: Any) -> None:
        checks = [DataRequired() if needed else Optional(), at_most(longest)]
        super().__init__(label, [*checks, *options.pop("validators", ())], filters=[_trim], **options)

    def pre_validate(self, _form: object) -> None:
        """Check for identity numbers, and remove stray control characters."""
        try:
            self.data = check_free_text(self.data, self.name) if self.data else self.data
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


class TelephoneField(FreeText):
    """One telephone number. ``data`` is in the form in which it is kept, or as typed where it is wrong."""

    def __init__(self, label: str, *, whatsapp: bool = False, **options: Any) -> None:
        super().__init__(label, longest=LONGEST_NUMBER, render_kw={"inputmode": "tel"}, **options)
        self._whatsapp = whatsapp

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown_number(self.data) if self.data else ""

    def post_validate(self, _form: object, validation_stopped: bool) -> None:  # as WTForms calls it
        """Read the typed number."""
        if self.data and not validation_stopped:
            try:
                self.data = read_number(self.data, self.name, whatsapp=self._whatsapp)
            except Refusal as refusal:
                raise ValidationError(str(refusal)) from refusal


class FreeTexts(FreeText):
    """Several lines of free text."""

    widget = TextAreaField.widget

    def __init__(self, label: str, *, needed: bool = False, longest: int = PARAGRAPH, **options: Any) -> None:
        super().__init__(label, needed=needed, longest=longest, **options)


class HourField(StringField):  # type: ignore[misc]  # WTForms brings no types
    """A wall-clock time: 8, 8.30, 08:30 and 0830 are all accepted. ``data`` is a time or None."""

    data: Any

    def __init__(self, label: str, *, needed: bool = False, **options: Any) -> None:
        super().__init__(label, [_presence(needed), *options.pop("validators", ())], **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return wall_clock(self.data) if self.data else ""

    def shown(self, value: Any) -> str:
        """Return a time as the input shows it, without its seconds."""
        return wall_clock(value)

    def process_formdata(self, values: list[str]) -> None:
        """Read the typed text."""
        self.data = read_hour(values[0]) if values and values[0].strip() else None


def read_hour(text: str) -> time:
    """Return the typed time. Raises ValueError with a sentence."""
    if match := _HOUR.fullmatch(text.strip()):
        hour, minute = match[1] or match[3], match[2] or match[4] or "0"
        if int(hour) < 24 and int(minute) < 60:
            return time(int(hour), int(minute))
    raise ValueError(_("Tulis jam seperti 08.00."))


class DayField(DateField):  # type: ignore[misc]  # WTForms brings no types
    """A day from the browser's calendar, or typed as 2026-12-08 or 8-12-2026. ``data`` is a date or None."""

    data: Any

    def __init__(self, label: str, *, needed: bool = False, **options: Any) -> None:
        super().__init__(label, [_presence(needed), *options.pop("validators", ())], **options)

    def process_formdata(self, values: list[str]) -> None:
        """Read the chosen or typed day."""
        self.data = read_day(values[0]) if values and values[0].strip() else None


def read_day(text: str) -> date:
    """Return the typed day. Raises ValueError with a sentence."""
    try:
        match = _DAY.fullmatch(text.strip())
        day = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(_("Tulis tanggal seperti 8-12-2026.")) from error
    if not 2000 <= day.year < 2100:
        raise ValueError(_("Tulis tanggal antara tahun 2000 dan 2099."))
    return day


class LanguageField(RadioField):  # type: ignore[misc]  # WTForms brings no types
    """The language of a person's pages; each is called as its speakers call it."""

    def __init__(self, label: str, **options: Any) -> None:
        names = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
        super().__init__(label, choices=names, default=INDONESIAN, **options)
        self.type = "RadioField"  # by which templates choose the markup
