"""No Indonesian is left on English pages but names and what people wrote."""

import re
from collections.abc import Iterator
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask

from botram.database import session
from botram.staff.models import Role
from botram.visits.models import Visit, VisitState
from tests.browser import Browser, Page, page
from tests.builders import NOW, a_team, a_venue, a_visit, asep, moment
from tests.databases import on_sqlite
from tests.web.desk import PEOPLE, at_desk, in_english
from tests.web.routes import FILES, address_of, english_pages, staff_rules

MARKERS = re.compile(
    r"\b(yang|dan|untuk|tidak|belum|sudah|dari|atau|dengan|pada|akan|dapat|hari|jam|pukul|orang|warga|petugas|desa|"
    r"kecamatan|kantor|kunjungan|layanan|jadwal|tempat|syarat|berkas|gratis|semua|pilih|tulis|simpan|ubah|contoh|"
    r"perekaman|akta|keluarga|kelahiran|hilang|rusak|perubahan|pindah|mitra|aktivasi|biaya|alamat|tanggal|"
    r"Desember|Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|besok|kemarin|Fotokopi|pasal)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"\b(Desa|Kelurahan|Kecamatan) [A-Z]\w+( [A-Z]\w+)*|Disdukcapil [\w ]+|Aula Kantor Desa|\(bahasa\)")
SPOKEN = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "content",
    "data-share",
    "data-asking",
    "data-refused",
    "data-label",
)
"""Attributes that people hear or see, beside the text itself."""


def left_in_indonesian(read: Page) -> list[str]:
    """The words of a page that are neither English nor a name."""
    heard = [value for _tag, attributes in read.tags for name, value in attributes.items() if name in SPOKEN]
    texts = [text for text in (*read.texts, *heard) if "://" not in text]
    return [text.strip() for text in texts if MARKERS.search(NAMES.sub(" ", text))]


@pytest.fixture
def visits(app: Flask) -> list[Visit]:
    """A visit in each state, one of them moved; all that people wrote about them is English."""
    every = ("KTP_ENROL", "KTP_NEW", "KK_NEW", "KIA_NEW", "BIRTH", "MOVE_IN", "IKD", "OTHER_AGENCY")
    team, place = a_team(members=(asep(),)), a_venue()
    made = [
        a_visit(team=team, venue=place, day=(NOW + timedelta(days=number)).date(), state=state, services=every)
        for number, state in enumerate(VisitState)
    ]
    made[1].public_id = "k7m29qxd"
    for visit in made:
        visit.queue_closes_at = visit.opens_at + timedelta(hours=1)
        visit.reason = "Flood"
    moved = a_visit(state=VisitState.PUBLISHED, services=every)
    moved.was_opens_at, moved.was_closes_at = moment("07:00"), moment("09:00")
    moved.was_place, moved.reason = "Old school", "Flood"
    session().commit()
    return [*made, moved]


@on_sqlite
def test_residents_read_english(app: Flask, browser: Browser, visits: list[Visit]) -> None:
    found = {address: left_in_indonesian(read) for address, read in english_pages(app, browser)}
    for visit in visits:
        if visit.state is not VisitState.DRAFT:
            address = f"/kunjungan/{visit.public_id}?bahasa=en"
            found[address] = left_in_indonesian(page(browser.get(address)))
    found["search"] = left_in_indonesian(page(browser.get("/jadwal?q=zzz&dari=x&lat=9&lon=9&bahasa=en")))
    assert {address: words for address, words in found.items() if words} == {}


def staff_addresses(app: Flask, role: Role, visits: list[Visit]) -> Iterator[str]:
    """The address of every page that the role may open; pages of a visit for each of the visits."""
    for rule, roles in staff_rules(app):
        is_file = rule.rule.startswith("/api/") or rule.rule.endswith(FILES)
        if role in roles and "GET" in (rule.methods or ()) and not is_file:
            for visit in visits if "public_id" in rule.arguments else visits[:1]:
                yield address_of(rule, public_id=visit.public_id)


@on_sqlite
@pytest.mark.parametrize("role", list(Role))
def test_staff_read_english_when_they_choose_it(app: Flask, visits: list[Visit], role: Role) -> None:
    browser = at_desk(app, in_english(PEOPLE[role]()))
    found = {}
    for address in staff_addresses(app, role, visits):
        answer = Context().run(browser.client.get, address)
        if answer.mimetype == "text/html" and not answer.location:
            found[address] = left_in_indonesian(page(answer))
    assert len(found) > 5
    assert {address: words for address, words in found.items() if words} == {}


def test_the_search_for_indonesian_finds_it() -> None:
    read = Page()
    read.feed('<p title="Ubah kunjungan">Desa Sumberjaya, Kecamatan Tambun Selatan</p><p>Semua layanan</p><p>All</p>')
    assert left_in_indonesian(read) == ["Semua layanan", "Ubah kunjungan"]
