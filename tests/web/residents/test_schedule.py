"""Searching, filtering and paging the schedule."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from geopy.distance import geodesic

from botram.database import session
from botram.visits.models import VisitLevel, VisitState
from tests.browser import Browser
from tests.builders import DAY, a_team, a_venue, a_visit, bekasi, elsewhere
from tests.web.residents.links import links, shown, visit_links

P = VisitState.PUBLISHED


@pytest.mark.parametrize(
    ("typed", "village", "says"),
    [
        ("pasirranji", "Pasiranji", "Menampilkan hasil untuk Desa Pasiranji, Kecamatan Cikarang Pusat."),
        ("tamansari", "Taman Sari", "Menampilkan hasil untuk Desa Taman Sari, Kecamatan Setu."),
        ("Ds. SUMBER JAYA", "Sumberjaya", "Menampilkan hasil untuk Desa Sumberjaya, Kecamatan Tambun"),
        ("rumah di dekat sumberjaya", "Sumberjaya", "Menampilkan hasil untuk Desa Sumberjaya, Kecamatan"),
    ],
)
def test_a_village_is_found_however_it_is_spelt(
    app: Flask, browser: Browser, typed: str, village: str, says: str
) -> None:
    wanted = a_visit(venue=a_venue(in_village=village), state=P)
    a_visit(venue=a_venue(in_village="Srimukti"), state=P)
    read = shown(browser, f"/jadwal?q={typed}")
    assert says in read.text
    assert visit_links(read)[0] == wanted.public_id
    assert "1 kunjungan yang akan datang" in read.text


def test_a_district_gives_the_visits_of_all_its_villages(app: Flask, browser: Browser) -> None:
    inside = [a_visit(venue=a_venue(in_village=name), state=P) for name in ("Pantai Mekar", "Jayasakti")]
    a_visit(venue=a_venue(in_village="Srimukti"), state=P)
    read = shown(browser, "/jadwal?q=muara gembong")
    assert visit_links(read)[:2] == [visit.public_id for visit in inside]
    assert "2 kunjungan yang akan datang" in read.text


def test_part_of_a_name_gives_all_places_that_hold_it(app: Flask, browser: Browser) -> None:
    for name in ("Pasiranji", "Pasirsari", "Srimukti"):
        a_visit(venue=a_venue(in_village=name), state=P)
    assert "2 kunjungan yang akan datang" in shown(browser, "/jadwal?q=pasir").text


@pytest.mark.parametrize("page", ["/jadwal", "/peta"])
def test_a_school_is_found_by_its_name(app: Flask, browser: Browser, page: str) -> None:
    school = a_visit(level=VisitLevel.SCHOOL, title="SMKN 9 Nusantara", state=P)
    a_visit(state=P)
    read = shown(browser, f"{page}?q=smkn 9")
    assert visit_links(read)[0] == school.public_id
    assert "Menampilkan tempat yang namanya memuat “smkn 9”." in read.text


def test_a_village_without_a_date_names_the_nearest_visits_with_their_distance(app: Flask, browser: Browser) -> None:
    far = a_visit(venue=a_venue(in_village="Pantai Mekar"), state=P)
    near = a_visit(day=DAY + timedelta(days=9), venue=a_venue(in_village="Lambangjaya"), state=P)
    read = shown(browser, "/jadwal?q=lambangsari")
    assert "Belum ada kunjungan di sini" in read.text
    assert "Jarak garis lurus dari Desa Lambangsari, Kecamatan Tambun Selatan." in read.text
    assert visit_links(read) == [near.public_id, far.public_id]
    assert read.text.count(" km") >= 1


def test_nearby_visits_still_offer_the_wanted_service(app: Flask, browser: Browser) -> None:
    a_visit(venue=a_venue(in_village="Lambangjaya"), services=("KK_NEW",), state=P)
    birth = a_visit(venue=a_venue(in_village="Srimukti"), services=("BIRTH",), state=P)
    read = shown(browser, "/jadwal?q=lambangsari&layanan=akta-kelahiran")
    assert visit_links(read) == [birth.public_id]


def test_a_service_named_in_the_search_is_one_step_away(app: Flask, browser: Browser) -> None:
    a_visit(venue=a_venue(in_village="Pantai Mekar"), services=("BIRTH",), state=P)
    read = shown(browser, "/jadwal?q=akta kelahiran anak muaragembong")
    assert "Mengurus Akta kelahiran?" in read.text
    assert any("layanan=akta-kelahiran" in link for link in links(read))


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("ktp", "/layanan#ktp-el"),
        ("KTP-el sumberjaya", "/layanan#ktp-el"),
        ("KIA muara gembong", "/layanan#kartu-identitas-anak-kia"),
        ("kk", "/layanan#kartu-keluarga-kk"),
        ("ikd sumberjaya", "layanan=aktivasi-ikd"),
        ("ktp baru", "layanan=ktp-baru"),
    ],
)
def test_a_short_name_leads_to_its_service_or_to_all_that_share_it(
    app: Flask, browser: Browser, typed: str, leads: str
) -> None:
    a_visit(venue=a_venue(in_village="Pantai Mekar"), state=P)
    found = links(shown(browser, f"/jadwal?q={typed}"))
    hinted = [link for link in found if "/layanan#" in link or "layanan=" in link]
    assert len(hinted) == 1
    assert hinted[0].endswith(leads)
    if "#" in leads:
        ids = {one.get("id") for one in shown(browser, "/layanan").all("h2")}
        assert leads.partition("#")[2] in ids


def test_many_places_are_not_counted_and_have_no_middle(app: Flask, browser: Browser) -> None:
    a_visit(venue=a_venue(in_village="Srimukti"), state=P)
    elsewhere()
    read = shown(browser, "/jadwal?q=jaya")
    assert "Menampilkan beberapa tempat yang cocok dengan “jaya”." in read.text
    assert "Jarak garis lurus dari" not in read.text


def test_a_typed_kind_leaves_out_places_of_another_kind(app: Flask, browser: Browser) -> None:
    a_visit(venue=a_venue(in_village="Sumberjaya"), state=P)
    says = shown(browser, "/jadwal?q=kec. tambun").text
    assert "Menampilkan hasil untuk Kecamatan Tambun" in says
    assert "1 kunjungan yang akan datang" in says
    assert "Maksud Anda yang lain? Desa Tambun" in says


@pytest.mark.parametrize("address", ["/jadwal", "/jadwal?q=sumberjaya"])
def test_the_number_leaves_out_the_cancelled_that_the_list_shows(app: Flask, browser: Browser, address: str) -> None:
    coming = a_visit(state=P)
    gone = a_visit(day=DAY + timedelta(days=1), state=VisitState.CANCELLED)
    read = shown(browser, address)
    assert visit_links(read)[:2] == [coming.public_id, gone.public_id]
    assert "1 kunjungan yang akan datang" in read.text
    assert "Semua jadwal (1 kunjungan)" in shown(browser, "/").text


def test_filters_hold_together(app: Flask, browser: Browser) -> None:
    wanted = a_visit(services=("KIA_NEW",), day=DAY + timedelta(days=2), state=P)
    a_visit(services=("KK_NEW",), day=DAY + timedelta(days=2), state=P)
    a_visit(services=("KIA_NEW",), day=DAY + timedelta(days=9), state=P)
    a_visit(services=("KIA_NEW",), day=DAY + timedelta(days=2), venue=a_venue(in_village="Srimukti"), state=P)
    read = shown(browser, "/jadwal?kecamatan=32.16.06&layanan=kia-baru&dari=2026-12-09&sampai=2026-12-11")
    assert visit_links(read)[0] == wanted.public_id
    assert "1 kunjungan yang akan datang" in read.text


def test_days_are_those_of_the_offices_wall_clock(app: Flask, browser: Browser) -> None:
    early = a_visit("05:30", "08:00", state=P)  # still the day before in UTC
    assert visit_links(shown(browser, "/jadwal?dari=2026-12-08&sampai=2026-12-08")) == [early.public_id]
    assert "0 kunjungan" in shown(browser, "/jadwal?dari=2026-12-07&sampai=2026-12-07").text


def test_past_visits_are_listed_when_a_past_day_is_asked_for(app: Flask, browser: Browser) -> None:
    past = a_visit(day=DAY - timedelta(days=30), state=VisitState.CLOSED)
    assert past.public_id in visit_links(shown(browser, "/jadwal?dari=2026-11-01"))
    assert "Tanggal ini sudah lewat" in shown(browser, "/jadwal?sampai=2026-11-30").text


def test_near_a_point_the_nearest_comes_first_and_nobody_keeps_the_answer(app: Flask, browser: Browser) -> None:
    far = a_visit(venue=a_venue(in_village="Pantai Mekar"), state=P)
    near = a_visit(day=DAY + timedelta(days=20), venue=a_venue(in_village="Sumberjaya"), state=P)
    answer = browser.get("/jadwal?lat=-6.22&lon=107.07")
    assert answer.headers["Cache-Control"] == "private, no-store"
    read = shown(browser, "/jadwal?lat=-6.22&lon=107.07")
    assert visit_links(read) == [near.public_id, far.public_id]
    assert read.text.count(" km") >= 1


def test_the_order_is_that_of_the_distances_shown_in_every_direction(app: Flask, browser: Browser) -> None:
    here = (-6.2, 107.1)
    steps = [(0, 30.0), (90, 30.1), (180, 30.2), (270, 30.3)]  # bearing and km; a ball would put the east first
    for bearing, km in reversed(steps):
        place, there = a_venue(), geodesic(kilometers=km).destination(here, bearing)
        place.latitude, place.longitude = there.latitude, there.longitude
        a_visit(venue=place, team=a_team(f"Tim {bearing}"), state=P)
    session().commit()
    read = shown(browser, "/jadwal?lat=-6.2&lon=107.1")
    assert re.findall(r"(\d+(?:,\d)?) km", read.text) == ["30", "30,1", "30,2", "30,3"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lat=107.07&lon=-6.22", "lintang dan bujur tertukar"),
        ("lat=abc&lon=107", "Posisi tidak terbaca"),
        ("lat=-6.2", "Posisi tidak terbaca"),
        ("lat=nan&lon=nan", "di luar Indonesia"),
        ("lat=inf&lon=1e400", "di luar Indonesia"),
        ("lat=51.5&lon=-0.1", "di luar Indonesia"),
        ("dari=besok", "Tulis tanggal seperti"),
        ("dari=0001-01-01", "antara tahun 2000 dan 2099"),
        ("sampai=9999-12-31", "antara tahun 2000 dan 2099"),
        ("dari=2026-12-10&sampai=2026-12-09", "Tanggal akhir lebih awal"),
        ("layanan=tidak-ada", "“tidak-ada” tidak ada di daftar"),
        ("kecamatan=99.99.99", "“99.99.99” tidak ada di daftar"),
        ("kecamatan=<script>", "“<script>” tidak ada di daftar"),
    ],
)
@pytest.mark.parametrize("page", ["/jadwal", "/peta"])
def test_what_makes_no_sense_is_said_and_no_list_of_everything_comes(
    app: Flask, browser: Browser, page: str, query: str, sentence: str
) -> None:
    visit = a_visit(day=DAY + timedelta(days=5), state=P)
    read = shown(browser, f"{page}?q=sumberjaya&{query}")
    assert sentence in read.text
    assert visit_links(read) == [] and "kunjungan yang akan datang" not in read.text
    assert not read.all("iframe"), "no map of everything either"
    onward = next(link for link in links(read) if link.startswith(f"{page}?q=sumberjaya") and "&" not in link)
    assert visit.public_id in visit_links(shown(browser, onward)), "the way to the list without that filter"


@pytest.mark.parametrize("query", ["kecamatan=Babelan", "layanan=KTP", "dari=2026-11-31", "dari=x&sampai=2026-12-31"])
def test_links_to_the_same_list_keep_a_wrong_filter(app: Flask, browser: Browser, query: str) -> None:
    a_visit(state=P)
    read = shown(browser, f"/jadwal?{query}")
    (other,) = (link for link in links(read) if link.startswith("/peta?"))
    (news,) = (link for link in links(read) if link.startswith("/jadwal.atom?"))
    assert visit_links(shown(browser, other)) == []
    browser.get(news, 422)


@pytest.mark.parametrize(
    "typed", ["", " ", "'", "Ja'ar", "%00", "%25%25%25", "___", "<script>alert(1)</script>", "🎪", "a" * 80, "٣"]
)
def test_any_words_can_be_typed(app: Flask, browser: Browser, typed: str) -> None:
    a_visit(state=P)
    answer = browser.get(f"/jadwal?q={typed}")
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_what_was_typed_is_kept(app: Flask, browser: Browser) -> None:
    read = shown(browser, "/jadwal?q=sumberjaya&dari=2026-12-10&sampai=2026-12-09&layanan=kia-baru")
    values = {one["name"]: one.get("value") for one in read.all("input")}
    assert (values["q"], values["dari"], values["sampai"]) == ("sumberjaya", "2026-12-10", "2026-12-09")
    assert [one["value"] for one in read.all("option") if "selected" in one] == ["", "kia-baru"]


def test_pages_keep_every_filter_and_lose_no_visit(app: Flask, browser: Browser) -> None:
    made = [a_visit(day=DAY + timedelta(days=n), state=P, services=("KIA_NEW",)) for n in range(23)]
    address = "/jadwal?q=sumberjaya&kecamatan=32.16.06&layanan=kia-baru&dari=2026-12-01&sampai=2027-02-01"
    first = shown(browser, f"{address}&lat=-6.2&lon=107.1")
    onward = next(link for link in links(first) if "halaman=2" in link)
    for part in address.partition("?")[2].split("&"):
        assert part in onward
    assert "lat=-6.200" in onward
    assert "lon=107.100" in onward
    second = shown(browser, onward)
    assert len(visit_links(first)) == 20
    assert {*visit_links(first), *visit_links(second)} == {visit.public_id for visit in made}


@pytest.mark.parametrize("number", ["999999999", "99999999999999999999999", "3"])
def test_a_page_beyond_the_last_leads_to_the_last(app: Flask, browser: Browser, number: str) -> None:
    for n in range(21):
        a_visit(day=DAY + timedelta(days=n), state=P)
    answer = browser.get(f"/jadwal?halaman={number}&layanan=kk-baru", 302 if len(number) < 10 else 200)
    if answer.status_code == 302:
        assert answer.headers["Location"].endswith("/jadwal?layanan=kk-baru&halaman=2")


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "٣"])
def test_a_page_number_that_is_none_means_the_first(app: Flask, browser: Browser, number: str) -> None:
    visit = a_visit(state=P)
    assert visit_links(shown(browser, f"/jadwal?halaman={number}")) == [visit.public_id]


def test_a_cancelled_visit_stays_in_the_list_with_its_reason(app: Flask, browser: Browser) -> None:
    visit = a_visit(state=VisitState.CANCELLED)
    visit.reason = "Jalan tergenang"
    session().commit()
    read = shown(browser, "/jadwal")
    assert "Dibatalkan Jalan tergenang" in read.text


def test_drafts_never_appear_and_other_offices_do(app: Flask, browser: Browser) -> None:
    a_visit()
    theirs = a_visit(team=a_team(at=elsewhere()), venue=a_venue(in_village="Pataruman", at=elsewhere()), state=P)
    read = shown(browser, "/jadwal")
    assert visit_links(read) == [theirs.public_id]
    assert "Disdukcapil Kabupaten Bandung Barat" in read.text


def test_an_empty_schedule_says_what_to_do_next(app: Flask, browser: Browser) -> None:
    read = shown(browser, "/jadwal")
    assert "Belum ada kunjungan yang dijadwalkan" in read.text
    assert "/layanan" in links(read)
    bekasi()
    filtered = shown(browser, "/jadwal?layanan=kia-baru&q=sumberjaya")
    assert "Longgarkan saringannya" in filtered.text
    assert "/jadwal?q=sumberjaya" in links(filtered)
