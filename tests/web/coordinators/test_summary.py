"""The office's figures: each is what was recorded, and leads to the visits that it was counted from."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO, StringIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from botram.database import session
from botram.visits.models import VisitState
from tests.browser import Browser, page
from tests.builders import a_visit, asep, budi, dewi, ratna, siti
from tests.many_visits import copies
from tests.reports.builders import a_year, held
from tests.statements import statements
from tests.web.desk import at_desk

PAGE = "/koordinator/ringkasan"
LISTS = f"{PAGE}/kunjungan"
LINK = re.compile(rf'<a href="({LISTS}\?[^"]+)">([\d.]+)<')
CELL = re.compile(r'<td class="num">(.*?)</td>', re.DOTALL)
NEXT = re.compile(r'<a class="page-link" href="([^"]+)" rel="next"')


def links(text: str) -> dict[str, int]:
    """Every number of a page that is a link, by its address."""
    return {unescape(address): int(number.replace(".", "")) for address, number in LINK.findall(text)}


def behind(browser: Browser, address: str) -> tuple[int, int]:
    """What a list says that it adds up to, and what its lines do add up to, over all its pages."""
    text, lines = browser.get(address).text, []
    said = int(re.findall(r"<p><b>([\d.]+)</b>", text)[0].replace(".", ""))
    while True:
        shares = [int(cell.replace(".", "")) for cell in CELL.findall(text)]
        lines += shares or [1] * text.count('<th scope="row">')
        if not (more := NEXT.search(text)):
            return said, sum(lines)
        text = browser.get(unescape(more[1])).text


@pytest.mark.parametrize(
    ("query", "at_least"),
    [
        ("", 40),
        ("dari=2026-11&sampai=2026-12&kecamatan=32.16.06", 30),
        ("dari=2026-05&sampai=2026-12&layanan=kk-baru&terverifikasi=1", 25),
    ],
)
def test_every_number_leads_to_the_visits_it_was_counted_from(app: Flask, query: str, at_least: int) -> None:
    year = a_year()
    for verified in ("november", "verified"):  # so that some lists have a second page
        copies(year[verified], range(1, 61), every=timedelta(minutes=1), requests=3)
    ratna()
    browser = at_desk(app, ratna())
    text = browser.get(f"{PAGE}?{query}").text
    found = links(text)
    assert len(found) >= at_least
    assert any(NEXT.search(browser.get(address).text) for address in found), "a list has a second page"
    wrong = {address: number for address, number in found.items() if behind(browser, address) != (number, number)}
    assert wrong == {}
    assert [cell for cell in CELL.findall(text) if cell != "0" and not LINK.search(cell)] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "",
            (
                "Ringkasan Desember 2026", "Kunjungan terlaksana 3 Kunjungan terlaksana dari 5", "Dipindah 1 ",
                "Dibatalkan 1 ", "Permohonan 555 ", "Dokumen terbit 444 ", "November: 115", "November: 92",
                "Sudah diverifikasi: 1 kunjungan terverifikasi dari 3 kunjungan terlaksana",
            ),
        ),
        ("dari=2026-11", ("Kunjungan terlaksana 2 Kunjungan terlaksana dari 2", "Permohonan 115")),
        ("dari=2026-12&sampai=2026-11", ("November 2026 sampai Desember 2026", "Permohonan 670")),
        ("terverifikasi=1", ("Kunjungan terlaksana 1 ", "Permohonan 500 ")),
        (
            "layanan=akta-kelahiran&kecamatan=32.16.06",
            ("Kunjungan terlaksana 2 ", "Permohonan 22 ", "Dokumen terbit 22 "),
        ),
    ],
    ids=["this month", "another month", "two months", "verified", "one service in one district"],
)  # fmt: skip
def test_the_figures_are_what_was_recorded(app: Flask, query: str, said: tuple[str, ...]) -> None:
    a_year(), siti()
    shown = page(at_desk(app, siti()).get(f"{PAGE}?{query}")).text
    assert [words for words in said if words not in shown] == []


def test_a_list_names_its_visits_and_why_they_were_cancelled(app: Flask) -> None:
    visits = a_year()
    siti()
    browser = at_desk(app, siti())
    cancelled = page(browser.get(f"{LISTS}?hitung=dibatalkan")).text
    assert "1 kunjungan" in cancelled and "=HYPERLINK(1)" in cancelled and "belum ada" in cancelled
    documents = browser.get(f"{LISTS}?hitung=dokumen&rinci=KK")
    assert "Dokumen terbit: Kartu Keluarga (KK)" in page(documents).text
    names = ("before dawn", "moved", "verified")
    assert [visits[name].public_id in documents.text for name in (*names, "november")] == [True] * 3 + [False]
    assert "Tidak ada kunjungan" in page(browser.get(f"{LISTS}?hitung=permohonan&rinci=x")).text


def test_a_workbook_holds_the_same_figures_as_figures(app: Flask) -> None:
    a_year(), ratna()
    browser = at_desk(app, ratna())
    answer = browser.get(f"{PAGE}.xlsx?dari=2026-11&sampai=2026-12")
    assert 'filename="ringkasan-2026-11-2026-12.xlsx"' in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert list(sheets) == ["Ringkasan", "Layanan", "Hasil", "Dokumen", "Berkas", "Bulan", "Kecamatan", "Kunjungan"]
    for rows in sheets.values():
        facts = {row[0]: row[1] for row in rows[:6]}
        assert facts["Kantor"] == "Disdukcapil Kabupaten Bekasi"
        assert facts["Periode"] == "November 2026 sampai Desember 2026"
        assert facts["Keadaan data"] == "Jumat, 4 Desember 2026, 09.00 WIB"
        assert "dihitung" in str(facts["Cara hitung"])
    assert ["Permohonan", 670.0] in [row[:2] for row in sheets["Ringkasan"]]
    assert ["Kartu Keluarga baru", 268.0, 0.0, 134.0, 0.0, 0.0, 402.0, 268.0] in sheets["Layanan"]
    visits = {row[1]: row for row in sheets["Kunjungan"] if row[0] == date(2026, 12, 2)}
    assert (visits["Desa Sumberjaya"][8], *visits["Desa Sumberjaya"][-2:]) == ("+62 811 1234 567", 50.0, 40.0)
    texts = [cell for row in sheets["Kunjungan"] for cell in row if isinstance(cell, str)]
    assert "'=HYPERLINK(1)" in texts and "Rahasia" not in texts


def test_the_same_figures_come_as_csv(app: Flask) -> None:
    a_year(), ratna()
    browser = at_desk(app, ratna())
    answer = browser.get(f"{PAGE}.csv?dari=2026-12")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[2] == ["Periode", "Desember 2026"] and rows[7] == ["Bagian", "Baris", "Kolom", "Jumlah"]
    figures = {tuple(row[:3]): int(row[3]) for row in rows[8:]}
    assert figures["Permohonan menurut layanan", "Akta kelahiran", "Tidak terlayani"] == 111
    assert figures["Menurut kecamatan", "Muaragembong", "Dokumen terbit"] == 400
    listed = browser.get(f"{LISTS}.csv?hitung=dibatalkan&dari=2026-12")
    rows = list(csv.reader(StringIO(listed.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[7] for row in rows[8:]] == ["'=HYPERLINK(1)"]
    assert rows[8][0] == "2026-12-04"
    book = CalamineWorkbook.from_filelike(BytesIO(browser.get(f"{LISTS}.xlsx?hitung=dokumen").data))
    assert [row[-1] for row in book.get_sheet_by_index(0).to_python()[8:]] == [4.0, 40.0, 400.0]


ADDRESSES = (PAGE, f"{PAGE}.xlsx", f"{PAGE}.csv", *(f"{LISTS}{end}?hitung=dokumen" for end in ("", ".csv", ".xlsx")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_other_roles_see_none_of_it(app: Flask, address: str) -> None:
    people = asep(), budi()
    for person in people:
        at_desk(app, person).get(address, status=403)
    assert "/masuk" in Browser(app).get(address, status=302).location


def test_another_office_sees_its_own_figures(app: Flask) -> None:
    a_year(), dewi()
    dewis = at_desk(app, dewi())
    shown = page(dewis.get(f"{PAGE}?kecamatan=32.16.06")).text
    assert "Permohonan 1.000 " in shown and "Tambun" not in shown
    assert page(dewis.get(f"{LISTS}?hitung=permohonan")).text.count("Rahasia") == 1


@pytest.mark.parametrize(
    "query", ["hitung=", "hitung=x", "", "hitung=dokumen&rinci=%00", f"hitung=dokumen&rinci={'x' * 99}"]
)
def test_nobody_counts_what_cannot_be_counted(app: Flask, query: str) -> None:
    browser = at_desk(app, ratna())
    for end in ("", ".csv", ".xlsx"):
        browser.get(f"{LISTS}{end}?{query}", status=404)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("dari=%00&sampai=x", ""),
        ("kecamatan=%00&layanan=%ff&terverifikasi=ya", ""),
        ("dari=2001-01&sampai=2099-12", "paling panjang 24 bulan"),
    ],
)
def test_addresses_that_make_no_sense_show_what_does(app: Flask, query: str, told: str) -> None:
    shown = page(at_desk(app, ratna()).get(f"{PAGE}?{query}")).text
    assert "Belum ada dokumen terbit" in shown and told in shown


def test_a_page_of_a_list_that_is_not_there_shows_the_last(app: Flask) -> None:
    shown = page(at_desk(app, ratna()).get(f"{LISTS}?hitung=terlaksana&halaman=99")).text
    assert shown.count("Tidak ada kunjungan") == 1


def test_the_pages_cost_the_same_however_many_visits_there_are(app: Flask) -> None:
    visits = a_year()
    ratna()
    browser, counts = at_desk(app, ratna()), []
    addresses = (PAGE, f"{PAGE}?dari=2026-03&layanan=kk-baru", f"{PAGE}.xlsx", f"{LISTS}?hitung=permohonan")
    browser.get(PAGE)  # the list of services is read once, and kept
    for more in (0, 30):
        session().rollback()
        for number in range(more):
            like = visits["verified" if number % 2 else "moved"]
            one = a_visit(day=date(2026, 12, 1 + number), team=like.team, venue=like.venue, crew=())
            held(one, 1, VisitState.CLOSED)
        seen = []
        for address in addresses:
            with statements() as sent:
                browser.get(address)
            seen.append(len(sent))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 14
