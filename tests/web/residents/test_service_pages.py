"""The service standard as residents read it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from botram.database import session
from botram.services.models import Service
from botram.visits.models import VisitState
from tests.browser import Browser
from tests.builders import DAY, a_visit
from tests.web.residents.links import links, shown, visit_links


def test_every_service_is_listed_and_has_its_page(app: Flask, browser: Browser) -> None:
    found = links(shown(browser, "/layanan"))
    services = session().scalars(select(Service)).all()
    assert len(services) == 30
    for service in services:
        assert f"/layanan/{service.slug}" in found
        read = shown(browser, f"/layanan/{service.slug}")
        for words in (service.name, service.summary, service.mobile_note, *service.forms, *service.legal_basis):
            assert " ".join(words.split()) in read.text
        assert service.fee in read.text
        assert "Belum diterbitkan oleh kantor." in read.text
        assert "Data per Senin, 23 November 2026." in read.text


def test_a_service_says_what_to_bring_and_what_comes_of_it(app: Flask, browser: Browser) -> None:
    text = shown(browser, "/layanan/akta-kelahiran").text
    assert "Yang perlu dibawa" in text
    assert "Kutipan akta kelahiran, Kartu Keluarga (KK). Bila diminta atau diperlukan: Kartu Identitas Anak" in text
    assert "Pemohon, atau yang mewakili dengan surat kuasa F-1.07." in text
    assert "tidak dapat diwakilkan" in shown(browser, "/layanan/perekaman-ktp").text
    assert "Surat pengantar RT/RW Perlu." in shown(browser, "/layanan/biodata-penduduk").text


def test_a_service_names_the_next_visits_that_offer_it(app: Flask, browser: Browser) -> None:
    wanted = [a_visit(day=DAY + timedelta(days=n), services=("KIA_NEW",), state=VisitState.PUBLISHED) for n in range(4)]
    a_visit(services=("KK_NEW",), state=VisitState.PUBLISHED)
    read = shown(browser, "/layanan/kia-baru")
    assert visit_links(read) == [visit.public_id for visit in wanted[:3]]
    assert "Semua (4 kunjungan)" in read.text
    assert "Belum ada kunjungan yang melayaninya." in shown(browser, "/layanan/akta-kelahiran").text


def test_a_service_of_old_keeps_its_page_and_says_so(app: Flask, browser: Browser) -> None:
    session().scalars(select(Service).where(Service.code == "KIA_NEW")).one().active = False
    session().commit()
    assert "tidak lagi ada di daftar" in shown(browser, "/layanan/kia-baru").text
    assert "/layanan/kia-baru" not in links(shown(browser, "/layanan"))


@pytest.mark.parametrize("slug", ["x", "KIA-BARU", "%00", "a" * 5000, "kia_baru"])
def test_an_unknown_service_is_not_found(app: Flask, browser: Browser, slug: str) -> None:
    browser.get(f"/layanan/{slug}", 404)
