"""A word that is one in Indonesian is another in English where it heads one thing, many things, or a count."""

import re
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.browser import Browser, page
from tests.builders import a_visit, ratna, siti
from tests.databases import on_sqlite
from tests.reports.builders import a_year
from tests.results.builders import an_entry, send
from tests.web.coordinators.addresses import results_of
from tests.web.coordinators.test_results import a_closed_visit
from tests.web.coordinators.test_summary import LISTS, PAGE
from tests.web.desk import at_desk, in_english

HEAD = re.compile(r'<th scope="col"[^>]*>([^<]+)</th>')


def heads(browser: Browser, address: str) -> list[str]:
    """What the columns of a page are called."""
    return HEAD.findall(browser.get(address).text)


@on_sqlite
def test_the_columns_of_what_was_done_at_a_visit(app: Flask) -> None:
    visit = a_closed_visit()
    send(visit, an_entry(1, issued={"KK": 1}, missing={"KK_COPY": 1}))
    found = heads(at_desk(app, in_english(siti())), results_of(visit))
    assert found[found.index("Service") :][:3] == ["Service", "Requests", "Quota"]
    assert found[found.index("Document") :][:4] == ["Document", "Issued", "Paper", "Times missing"]
    assert found[found.index("Recorded") :][:5] == ["Recorded", "Service", "Outcome", "Requests", "Officer"]


@on_sqlite
def test_the_columns_of_figures_and_of_the_visits_behind_them(app: Flask) -> None:
    a_year()
    browser = at_desk(app, in_english(ratna()))
    found = heads(browser, PAGE)
    assert {"Document", "Issued", "Service", "Outcome", "Paper"} <= set(found)
    assert not {"Published", "Services", "Results", "Documents", "Papers"} & set(found)
    assert "Service" in page(browser.get(PAGE)).text.split("Verified only")[0], "the filter"
    assert heads(browser, f"{LISTS}?hitung=dokumen")[-1] == "Number"
    for many in ("dibatalkan", "terlaksana"):
        said = re.search(r"<p><b>(\d+)</b> (visits?)</p>", browser.get(f"{LISTS}?hitung={many}").text)
        assert said and said[2] == ("visit" if said[1] == "1" else "visits")


@on_sqlite
def test_a_file_of_figures_speaks_english_throughout(app: Flask) -> None:
    a_year()
    browser = at_desk(app, in_english(ratna()))
    answer = browser.get(f"{PAGE}.xlsx?dari=2026-11&sampai=2026-12")
    assert 'filename="summary-2026-11-2026-12.xlsx"' in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    assert book.sheet_names == [
        "Summary", "Service", "Outcome", "Document", "Paper", "Month", "District", "Visits",
    ]  # fmt: skip
    facts = {row[0]: row[1] for row in book.get_sheet_by_name("Outcome").to_python()[:6]}
    assert facts["Data as of"] == "Friday, 4 December 2026, 09:00 WIB"
    listed = browser.get(f"{LISTS}.csv?hitung=dokumen")
    assert 'filename="visits-2026-12.csv"' in listed.headers["Content-Disposition"]
    assert ", 09:00 WIB" in listed.text


@on_sqlite
@pytest.mark.parametrize(
    ("address", "words"), [("/jadwal?bahasa=en", "Service All services"), ("/koordinator/jejak", "Partner agency")]
)
def test_a_filter_names_the_one_thing_that_is_chosen(app: Flask, address: str, words: str) -> None:
    assert words in page(at_desk(app, in_english(siti())).get(address)).text


@on_sqlite
def test_the_crew_of_a_visit_are_officers(app: Flask) -> None:
    visit = a_visit()
    shown = page(at_desk(app, in_english(siti())).get(f"/petugas/kunjungan/{visit.public_id}")).text
    assert "Officers No officers yet" in shown
    plan = heads(at_desk(app, in_english(siti())), f"/koordinator/kunjungan/{visit.public_id}")
    assert plan[:2] == ["Service", "Status"]
