"""A visit whose village was corrected stays findable from the old one, with where it is now."""

import pytest
from flask import Flask

from botram.visits.models import Visit, VisitState
from tests.browser import Browser, page
from tests.builders import a_venue, a_visit, village
from tests.visits.builders import change
from tests.web.residents.links import visit_links


def corrected(to: str = "Sertajaya") -> Visit:
    """A visit announced in Sumberjaya, which is in another village now."""
    visit = a_visit(state=VisitState.PUBLISHED)
    change(visit, venue=a_venue("Aula Warga", to), reason="Desanya keliru")
    return visit


@pytest.mark.parametrize("address", ["/desa/32.16.06.2010", "/kecamatan/32.16.06"])
def test_the_page_of_the_old_place_tells_where_it_is_now(app: Flask, browser: Browser, address: str) -> None:
    visit = corrected()
    read = page(browser.get(address))
    assert visit_links(read)[0] == visit.public_id
    assert "Pindah ke tempat lain Semula diumumkan di" in read.text
    assert "Kelurahan Sertajaya" in read.text
    assert "Semula di Aula Kantor Desa, Desa Sumberjaya." in read.text


def test_a_move_within_a_district_has_not_left_it(app: Flask, browser: Browser) -> None:
    corrected("Lambangsari")
    assert "Pindah ke tempat lain" not in page(browser.get("/kecamatan/32.16.06")).text


@pytest.mark.parametrize(
    "query", ["q=sumberjaya", "q=kecamatan tambun selatan", "kecamatan=32.16.06", "q=32.16.06.2010"]
)
def test_the_search_for_the_old_place_finds_it(app: Flask, browser: Browser, query: str) -> None:
    visit = corrected()
    read = page(browser.get(f"/jadwal?{query}"))
    assert visit_links(read)[0] == visit.public_id
    assert "Termasuk yang semula diumumkan di sana dan sekarang di Kelurahan Sertajaya." in read.text
    found = browser.get(f"/api/v1/visits?{query}").get_json()["items"]
    assert [one["id"] for one in found] == [visit.public_id]
    assert found[0]["first_announced"]["place"] == "Aula Kantor Desa, Desa Sumberjaya"


def test_the_search_for_the_new_place_finds_it_too_and_says_nothing_of_the_old(app: Flask, browser: Browser) -> None:
    visit = corrected()
    read = page(browser.get("/jadwal?q=sertajaya"))
    assert visit_links(read)[0] == visit.public_id
    assert "Termasuk yang semula" not in read.text
    assert "Pindah ke tempat lain" not in page(browser.get(f"/desa/{village('Sertajaya').code}")).text
