"""What all forms of staff pages promise."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
import wtforms
from flask import Flask, session
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField
from wtforms.fields.core import UnboundField

from botram import create_app
from botram.refusals import Refusal
from botram.web.forms import DayField, Form, FreeText, FreeTexts, HourField, message, read_day, read_hour
from botram.web.unsaved_form import SECRETS
from tests.builders import SECRET

ADDRESSES = ("email", "IP", "Mac", "URL", "UUID")  # checks that no form of ours has


class Everything(Form):
    """One input of each kind."""

    name = FreeText("Nama", needed=True, longest=20)
    note = FreeTexts("Catatan")
    opens = HourField("Buka", needed=True)
    day = DayField("Hari")


@pytest.fixture
def plain_app(tmp_path: Path) -> Flask:
    """An app that no test asks for a row."""
    return create_app({"SECRET_KEY": SECRET, "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite'}"})


FormOf = Callable[..., Everything]


@pytest.fixture
def form_of(plain_app: Flask) -> Iterator[FormOf]:
    """Make the form from typed words."""

    def made(**typed: str) -> Everything:
        return Everything(MultiDict(typed))

    with plain_app.test_request_context("/", method="POST"):
        yield made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("8", time(8)), ("08.00", time(8)), ("8:30", time(8, 30)), ("1330", time(13, 30)), (" 23 . 59 ", time(23, 59))],
)
def test_hours_are_read_as_people_type_them(typed: str, meant: time) -> None:
    assert read_hour(typed) == meant


@pytest.mark.parametrize("typed", ["24", "8.60", "pagi", "8.3", "8.00 WIB besok", "-8", "83000"])
def test_an_hour_that_is_none_is_answered_with_an_example(typed: str, form_of: FormOf) -> None:
    form = form_of(name="Aula", opens=typed)
    assert not form.validate()
    assert form.opens.errors == ["Tulis jam seperti 08.00."]
    assert f'value="{typed}"' in form.opens()


@pytest.mark.parametrize("typed", ["2026-12-08", "8-12-2026", "08/12/2026", "8.12.2026", "8 12 2026"])
def test_days_are_read_from_the_calendar_and_as_typed(typed: str) -> None:
    assert read_day(typed) == date(2026, 12, 8)


@pytest.mark.parametrize("typed", ["31-2-2026", "besok", "0001-01-01", "9999-12-31", "12-2026", "8-12-26"])
def test_a_day_that_is_none_is_answered_with_a_sentence(typed: str, form_of: FormOf) -> None:
    form = form_of(name="Aula", opens="8", day=typed)
    assert not form.validate()
    assert form.day.errors[0].startswith("Tulis tanggal")
    assert f'value="{typed}"' in form.day()


def test_text_with_an_identity_number_is_refused_and_stays_on_the_page(form_of: FormOf) -> None:
    form = form_of(name="Aula", opens="8", note="KK 3216.0655 0898-0001")
    assert not form.validate()
    assert "NIK" in form.note.errors[0]
    assert "3216.0655" in form.note()


def test_text_is_trimmed_bounded_and_free_of_control_characters(form_of: FormOf) -> None:
    form = form_of(name="  Au\x00la\x1b ", opens="8")
    assert form.validate()
    assert form.name.data == "Aula"
    form = form_of(name="a" * 21, opens="8")
    assert not form.validate()
    assert form.name.errors == ["Paling panjang 20 karakter, sekarang 21."]


def test_what_is_needed_and_not_typed_is_said(form_of: FormOf) -> None:
    form = form_of(name=" \x00 ", opens="")
    assert not form.validate()
    assert form.name.errors == form.opens.errors == ["Bagian ini belum diisi."]


def test_a_refusal_stands_beside_its_input_or_above_the_form(form_of: FormOf) -> None:
    form = form_of(name="Aula", opens="8")
    assert form.validate()
    form.refuse(Refusal("Sudah ada.", field="name"))
    form.refuse(Refusal("Lain waktu.", field="unknown"))
    assert form.errors == {"name": ["Sudah ada."], "": ["Lain waktu."]}


def test_hidden_inputs_carry_the_token_of_the_session(form_of: FormOf) -> None:
    tag = form_of(name="Aula").hidden_tag()
    assert 'name="csrf_token"' in tag
    assert "id=" not in tag
    assert session["csrf_token"]


def test_every_sentence_that_wtforms_may_say_is_ours(plain_app: Flask) -> None:
    template = (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").read_text("utf-8")
    english = [words for words in re.findall(r'msgid(?:_plural)? "(.+)"', template) if not words.endswith("\\n")]
    ours = ("CSRF", "field name", "must be exactly", "Date must", "date", "time", "week", "decimal", "float", "None")
    silent = (*ADDRESSES, *ours, "Invalid input.", "Invalid value", "cannot be edited", "is disabled")
    with plain_app.test_request_context("/"):
        left = [words for words in english if message(words) == words and not any(w in words for w in silent)]
    assert not left


def test_no_password_of_any_form_is_written_onto_a_page() -> None:
    forms = [Form]
    for form in forms:
        forms += form.__subclasses__()
    names = {name for form in forms for name, field in vars(form).items() if _holds_password(field)}
    assert names == {"old", "password", "again"}
    assert names < set(SECRETS)


def _holds_password(field: object) -> bool:
    """Whether an attribute of a form is an input for a password."""
    return isinstance(field, UnboundField) and issubclass(field.field_class, PasswordField)
