"""The shared parts of pages say what they must, in words and for every device."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from botram.visit_view.part_views import VenueView
from botram.web import filters

ROOT = Path(__file__).resolve().parents[2]
OPENS = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 8, 3, 42, tzinfo=UTC)
Render = Callable[..., str]


@pytest.fixture
def render() -> Iterator[Render]:
    """Renders a line of a template on an Indonesian page."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.update(WTF_CSRF_ENABLED=False, SITE_NAME="Disdukcapil Kabupaten Bekasi")
    Babel(app, default_locale="id")
    filters.register(app)
    app.jinja_env.globals["static_url"] = lambda path: f"/static/{path}"
    with app.test_request_context():
        yield lambda source, **words: re.sub(r"\s+", " ", render_template_string(source, **words))


def a_visit(**changes: Any) -> SimpleNamespace:
    """A visit of today as pages show it."""
    visit = SimpleNamespace(
        place_name="Desa Sumberjaya", venue_line="Aula Kantor Desa, Kec. Tambun Selatan", opens_at=OPENS,
        hours="08.00–14.00 WIB", zone="Asia/Jakarta", now=NOW, state_key="scheduled",
        state_word="Terjadwal", state_note="", card_sentence="", tags=["KTP-el", "KK"],
        venue=VenueView(1, "Aula Kantor Desa", "", -6.25, 107.05, "", False),
        office=SimpleNamespace(name="Disdukcapil Kabupaten Bekasi"),
    )  # fmt: skip
    vars(visit).update(changes)
    return visit


CARD = """{% from "components/visit_card.html" import visit_card -%}
{{ visit_card(visit, level, near, "/kunjungan/k7m29qxd") }}"""


def test_a_card_says_where_when_and_in_which_state(render: Render) -> None:
    shown = render(CARD, visit=a_visit(), level=2, near=(-6.25, 107.0847))
    assert '<h2 class="visit-name"><a href="/kunjungan/k7m29qxd">Desa Sumberjaya</a></h2>' in shown
    assert "<span>Selasa</span> <b>8</b> <span>Desember</span></time>" in shown
    assert "<b>08.00–14.00 WIB</b>" in shown
    for words in ("hari ini", "3,8 km"):
        assert words in shown


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("waiting", "Belum dikonfirmasi"),
        ("confirmed", "Dikonfirmasi"),
        ("running", "Berlangsung"),
        ("moved", "Dipindah"),
        ("queue-closed", "Antrean ditutup"),
        ("cancelled", "Dibatalkan"),
        ("scheduled", ""),
    ],
)
def test_a_card_names_the_state_where_it_says_more_than_the_day(render: Render, key: str, word: str) -> None:
    shown = render(CARD, visit=a_visit(state_key=key, state_word=word or "Terjadwal"), level=3)
    assert ('class="state' in shown) == bool(word)
    assert word in shown
    assert "Terjadwal" not in shown


def test_a_card_names_the_year_only_when_it_is_another_one(render: Render) -> None:
    assert "2027" in render(CARD, visit=a_visit(opens_at=OPENS + timedelta(days=30)), level=3)
    assert "<span>2026</span>" not in render(CARD, visit=a_visit(), level=3)


def test_a_card_shows_four_services_and_counts_the_others(render: Render) -> None:
    shown = render(CARD, visit=a_visit(tags=["KTP-el", "KK", "KIA", "Akta", "IKD", "Pindah"]), level=3)
    assert "<li>Akta</li><li>+2<span" in shown
    assert "Pindah" not in shown


def test_a_cancelled_card_says_so_in_words_and_gives_the_reason(render: Render) -> None:
    shown = render(
        CARD,
        visit=a_visit(state_key="cancelled", state_word="Dibatalkan", card_sentence="Jalan tergenang <b>."),
        level=3,
    )
    assert 'class="visit is-cancelled"' in shown
    assert "Dibatalkan" in shown
    assert "Jalan tergenang &lt;b&gt;." in shown


def test_a_closer_word_stands_for_the_state(render: Render) -> None:
    shown = render(CARD, visit=a_visit(state_key="moved", state_word="Dipindah", state_note="Pindah tempat"), level=3)
    assert "#s-moved" in shown
    assert "Pindah tempat" in shown
    assert "Dipindah" not in shown


def test_a_service_says_how_it_stands_with_a_shape(render: Render) -> None:
    source = '{% from "components/states.html" import service_state %}{{ service_state(service) }}'
    shown = render(source, service=SimpleNamespace(key="shut", word="Blangko habis"))
    assert "#s-shut" in shown
    assert shown.strip().endswith("Blangko habis</span>")


def test_words_follow_the_language_of_each_page(render: Render) -> None:
    for language, day in (("en", "Tuesday"), ("id", "Selasa"), ("en", "Tuesday")):
        with force_locale(language):
            assert day in render(CARD, visit=a_visit(), level=3)


class VenueForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF brings no types
    """A form with one input of each sort."""

    name = StringField("Titik layanan", [InputRequired("Isi nama titik layanan.")], description="Contoh: Aula")
    notes = StringField("Catatan", [Optional()])
    kind = RadioField("Jenis", [InputRequired("Pilih jenisnya.")], choices=[SelectChoice("hall", "Aula")])
    names = FieldList(StringField("Nama lain", [InputRequired("Isi nama lain.")]), min_entries=1)


FORM = '{% from "components/form.html" import field, error_summary %}'


def test_an_input_is_tied_to_its_hint_and_its_message(render: Render) -> None:
    form = VenueForm(MultiDict())
    form.validate()
    shown = render(FORM + "{{ field(form.name, autocomplete='off') }}", form=form)
    assert '<label class="form-label" for="name">Titik layanan</label>' in shown
    assert 'aria-describedby="name-hint name-error" aria-invalid="true" autocomplete="off"' in shown
    assert shown.index('id="name-error"') < shown.index("<input")


def test_an_input_that_may_stay_empty_says_so(render: Render) -> None:
    form = VenueForm(MultiDict())
    assert "(boleh dikosongkan)" in render(FORM + "{{ field(form.notes) }}", form=form)
    assert "(boleh dikosongkan)" not in render(FORM + "{{ field(form.notes, quiet=true) }}", form=form)
    assert "(boleh dikosongkan)" not in render(FORM + "{{ field(form.name) }}", form=form)


def test_each_line_of_the_summary_leads_to_its_input(render: Render) -> None:
    form = VenueForm(MultiDict())
    form.validate()
    summary = render(FORM + "{{ error_summary(form) }}", form=form)
    page = render(
        FORM + "{% for input in form if input.type != 'FieldList' %}{{ field(input) }}{% endfor %}", form=form
    )
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["name", "kind-0", "names-0"]
    assert all(f'id="{target}"' in page for target in targets[:2])
    assert "Isi nama lain." in summary


def test_a_form_without_errors_has_no_summary(render: Render) -> None:
    assert render(FORM + "{{ error_summary(form) }}", form=VenueForm(MultiDict())).strip() == ""


@pytest.mark.parametrize(
    ("current", "total", "shown"),
    [
        (1, 1, []),
        (1, 3, ["1", "2", "3", "n"]),
        (7, 20, ["p", "1", "6", "7", "8", "20", "n"]),
        (20, 20, ["p", "1", "19", "20"]),
    ],
)
def test_paging_offers_the_ends_and_the_neighbours(render: Render, current: int, total: int, shown: list[str]) -> None:
    source = '{% from "components/paging.html" import pages %}{{ pages(current, total, url_of) }}'
    page = render(source, current=current, total=total, url_of=lambda number: f"?halaman={number}")
    links = re.findall(r"</span>(\d+)</a>|rel=\"(p|n)", page)
    assert [number or way for number, way in links] == shown
    assert page.count('aria-current="page"') == (1 if total > 1 else 0)


def test_every_picture_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/icons.svg").read_text("utf-8")
    ids = re.findall(r'<symbol id="([^"]+)"', sprite)
    assert len(ids) == len(set(ids))
    named = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""\b(?:icon|fact)\(["']([\w-]+)["'](?! ~)""", template.read_text("utf-8"))
    }
    assert named <= set(ids), named - set(ids)
