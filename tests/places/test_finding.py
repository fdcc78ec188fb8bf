"""What residents type names a village, a district, the whole regency, or another office's place; doubt is said."""

import random
from time import perf_counter

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from botram.database import session
from botram.places.finding import find, names_a_place
from botram.places.found import Found
from botram.places.models import District, Village
from botram.places.queries import LONGEST_SEARCH, villages_of
from tests.builders import bekasi, elsewhere
from tests.databases import on_sqlite
from tests.statements import statements

SERTAJAYA = "Kelurahan Sertajaya, Kecamatan Cikarang Timur"
SUMBERJAYA = "Desa Sumberjaya, Kecamatan Tambun Selatan"


def found_for(typed: str) -> Found:
    """What a text that names something names."""
    found = find(typed)
    assert found is not None, typed
    return found


ADDRESSES = {
    "Kp Pasir Biru RT 02 RW 02 Kel Sertajaya": SERTAJAYA,
    "KP. PASIR BIRU RT 002 RW 002 KEL. SERTAJAYA KEC. CIKARANG TIMUR KAB. BEKASI": SERTAJAYA,
    "Kel.Sertajaya,Kec.Cikarang Timur,Kab.Bekasi,Jawa Barat,17530": SERTAJAYA,
    "Alamat : KP KRAJAN\nRT/RW : 001/002\nKel/Desa : SERTAJAYA\nKecamatan : CIKARANG TIMUR": SERTAJAYA,
    "rt02rw03 kel sertajaya cikarang timur bekasi": SERTAJAYA,
    "Sertajaya village, East Cikarang district, Bekasi regency": SERTAJAYA,
    "District of East Cikarang, village of Sertajaya": SERTAJAYA,
    "RT.02/RW.02 Ds.Sumberjaya, Kec.Tambun Selatan 17510": SUMBERJAYA,
    "Jl. Raya No. 12A Gg. Haji 3 RT 002/002 Desa Sumber Jaya Kecamatan Tambun Sel.": SUMBERJAYA,
    "PERUM TAMAN SENTOSA BLOK A2/14 RT.005/RW.012 DS. SUKARESMI, CIKARANG SELATAN, BEKASI 17530": (
        "Desa Sukaresmi, Kecamatan Cikarang Selatan"
    ),
    "Perum Grand Blok BA-12 No 7 RT07 RW011 Desa Burangkeng Kec. Setu Kab. Bekasi": "Desa Burangkeng, Kecamatan Setu",
    "Villa Mutiara 2 Blok H7 No 12, Ciantra, Cikarang Selatan": "Desa Ciantra, Kecamatan Cikarang Selatan",
    "KAMPUNG GABUS TUKANG RT 003/RW 002 SRIJAYA TAMBUN UTARA": "Desa Srijaya, Kecamatan Tambun Utara",
    "Dusun Krajan Desa Karangbahagia": "Desa Karangbahagia, Kecamatan Karang Bahagia",
    "kp utan kelurhan wanasari kecamtan cibitung": "Kelurahan Wanasari, Kecamatan Cibitung",
    "CIKARANG UTARA - KARANG BARU": "Desa Karangbaru, Kecamatan Cikarang Utara",
    "Simpangan/Cikarang Utara": "Desa Simpangan, Kecamatan Cikarang Utara",
    "kebalen babelan bekasi": "Kelurahan Kebalen, Kecamatan Babelan",
    "Setia Asih kelurahan": "Kelurahan Setia Asih, Kecamatan Tarumajaya",
    "pasir gombong, kec. cikarang utara": "Desa Pasirgombong, Kecamatan Cikarang Utara",
    "kecamatan setu kabupaten bekasi jawa barat": "Kecamatan Setu",
    "Setu Bekasi": "Kecamatan Setu",
    "East Cikarang": "Kecamatan Cikarang Timur",
    "tolong kapan botram ke desa sukadami ya": "Desa Sukadami, Kecamatan Cikarang Selatan",
    "babelan kota": "Desa Babelankota, Kecamatan Babelan",
    "telaga murni cikbar": "Desa Telagamurni, Kecamatan Cikarang Barat",
    "Ds. Setiamekar Tamsel kab bks": "Desa Setiamekar, Kecamatan Tambun Selatan",
    "cikut": "Kecamatan Cikarang Utara",
    "kec. lemahabang kab. bekasi": "Kecamatan Cikarang Utara",
    "jam berapa buka di babelan kota": "Desa Babelankota, Kecamatan Babelan",
}


@on_sqlite
@pytest.mark.parametrize(("typed", "place"), ADDRESSES.items(), ids=list(ADDRESSES))
def test_an_address_is_read_as_on_a_ktp(app: Flask, typed: str, place: str) -> None:
    bekasi()
    found = found_for(typed)
    assert found.names == (place,)
    assert not found.doubtful


@on_sqlite
def test_the_address_of_every_village_is_understood_in_both_writings(app: Flask) -> None:
    office, dice = bekasi(), random.Random(3)
    for row in dice.sample(list(villages_of(office)), 40):
        name, district = row.name, row.district.name
        mark = "Kel" if row.kind == "kelurahan" else "Desa"
        number = f"{dice.randrange(1, 30):03d}"
        for typed in (
            f"KP. RAWA RT {number} RW {number} {mark}. {name} KEC. {district} KAB. BEKASI".upper(),
            f"Jl Mawar no {number}, rt{number}/{number}, {name}, {district}, Bekasi {row.postal_code}",
            f"{mark} {name.replace(' ', '')} rt {number}/rw {number}",
        ):
            assert found_for(typed).villages == {row.code}, typed
            assert not found_for(typed).doubtful, typed


DOUBTFUL = {
    "Stasiun Cikarang": "Kecamatan Cikarang Barat",
    "lippo cikarang": "Kecamatan Cikarang Selatan",
    "pasar tambun": "Desa Tambun, Kecamatan Tambun Selatan",
    "jl raya sumberjaya no 5": SUMBERJAYA,
    "sumberjya": SUMBERJAYA,
    "kel sertajya kec cikarang tmur": SERTAJAYA,
    "Kel. Sertajaya Kec. Tambun Selatan": SERTAJAYA,
    "Desa Antah Berantah Kec Sukatani": "Kecamatan Sukatani",
    "desa muara gembong": "Kecamatan Muaragembong",
    "kdung waringin": "Kecamatan Kedung Waringin",
    "Tambun Bekasi Timur": "Desa Tambun, Kecamatan Tambun Selatan",
    "Lemah Abang": "Kecamatan Cikarang Utara",
    "stasiun lemahabang": "Kecamatan Cikarang Utara",
    "Kel Sertajaya Bekasi Timur": SERTAJAYA,
    "Ds. Simpangan Kec. Klari Kab. Bekasi": "Desa Simpangan, Kecamatan Cikarang Utara",
    "Kab. Bekasi Utara": "Kecamatan Tambun Utara",
    "Bekasi Raya": "Desa Sukaraya, Kecamatan Karang Bahagia",
    "RSUD Kab. Bekasi": "Kabupaten Bekasi",
    "SIM keliling": "Desa Simpangan, Kecamatan Cikarang Utara",
    "gombong": "Desa Pasirgombong, Kecamatan Cikarang Utara",
}


@on_sqlite
@pytest.mark.parametrize(("typed", "place"), DOUBTFUL.items(), ids=list(DOUBTFUL))
def test_what_is_left_over_or_misspelt_makes_the_answer_doubtful(app: Flask, typed: str, place: str) -> None:
    bekasi()
    found = found_for(typed)
    assert place in found.names
    assert found.doubtful


NEIGHBOURS = {
    "Bekasi Timur": ("Kecamatan Bekasi Timur", "Kota Bekasi"),
    "bekasi tmur": ("Kecamatan Bekasi Timur", "Kota Bekasi"),
    "kec. bekasi utara": ("Kecamatan Bekasi Utara", "Kota Bekasi"),
    "Bekasi Selatan, Jawa Barat": ("Kecamatan Bekasi Selatan", "Kota Bekasi"),
    "Stasiun Bekasi Timur": ("Kecamatan Bekasi Timur", "Kota Bekasi"),
    "kranji bekasi barat": ("Kecamatan Bekasi Barat", "Kota Bekasi"),
    "Kel Kranji Kec Bekasi Barat Kota Bekasi": ("Kota Bekasi", "Kota Bekasi"),
    "kel. jatimulya, Kota Bekasi": ("Kota Bekasi", "Kota Bekasi"),
    "Bekasi Kota": ("Kota Bekasi", "Kota Bekasi"),
    "kodya bekasi": ("Kota Bekasi", "Kota Bekasi"),
    "Margahayu": ("Kelurahan Margahayu, Kecamatan Bekasi Timur", "Kota Bekasi"),
    "Pondok Gede": ("Kecamatan Pondokgede", "Kota Bekasi"),
    "Karawang": ("Kabupaten Karawang", "Kabupaten Karawang"),
    "krawang barat": ("Kecamatan Karawang Barat", "Kabupaten Karawang"),
    "cikampek": ("Kecamatan Cikampek", "Kabupaten Karawang"),
    "desa sukamaju kec cileungsi": ("Kecamatan Cileungsi", "Kabupaten Bogor"),
    "Depok": ("Kota Depok", "Kota Depok"),
    "East Jakarta": ("Kota Administrasi Jakarta Timur", "Kota Administrasi Jakarta Timur"),
    "Setu Jakarta Timur": ("Kota Administrasi Jakarta Timur", "Kota Administrasi Jakarta Timur"),
    "Marunda": ("Kelurahan Marunda, Kecamatan Cilincing", "Kota Administrasi Jakarta Utara"),
    "pasar minggu": ("Kecamatan Pasar Minggu", "Kota Administrasi Jakarta Selatan"),
    "Surabaya": ("Kota Surabaya", "Kota Surabaya"),
    "Kecamatan Setu Jakarta Timur": ("Kota Administrasi Jakarta Timur", "Kota Administrasi Jakarta Timur"),
    "setu jaktim": ("Kota Administrasi Jakarta Timur", "Kota Administrasi Jakarta Timur"),
    "Desa Karangsari Karawang": ("Kabupaten Karawang", "Kabupaten Karawang"),
    "Lemahabang Karawang": ("Kabupaten Karawang", "Kabupaten Karawang"),
}


@on_sqlite
@pytest.mark.parametrize(("typed", "place"), NEIGHBOURS.items(), ids=list(NEIGHBOURS))
def test_a_place_of_another_office_is_told_apart(app: Flask, typed: str, place: tuple[str, str]) -> None:
    bekasi()
    found = found_for(typed)
    assert found.away
    assert found.elsewhere is not None
    assert (found.elsewhere.place, found.elsewhere.regencies[0]) == place


@on_sqlite
def test_others_of_ours_are_offered_with_a_search_that_finds_them(app: Flask) -> None:
    bekasi()
    for typed in (*DOUBTFUL, *NEIGHBOURS, "tambun", "sukakarya"):
        for name, words in found_for(typed).others:
            assert name in found_for(words).names, (typed, words)
    assert "Kecamatan Cikarang Timur" in dict(found_for("Bekasi Timur").others)
    assert "Kelurahan Jatimulya, Kecamatan Tambun Selatan" in dict(found_for("kel. jatimulya, Kota Bekasi").others)


@on_sqlite
def test_several_regencies_of_one_name_are_all_named_the_nearest_first(app: Flask) -> None:
    bekasi()
    bogor = found_for("Bogor").elsewhere
    assert bogor is not None
    assert (bogor.place, set(bogor.regencies)) == ("", {"Kabupaten Bogor", "Kota Bogor"})
    assert found_for("Jakarta").elsewhere == found_for("DKI Jakarta").elsewhere


@on_sqlite
@pytest.mark.parametrize("typed", ["Bekasi", "Kabupaten Bekasi", "kab. bekasi", "Kab Bekasi, Jawa Barat"])
def test_the_whole_regency_is_no_place_of_its_own(app: Flask, typed: str) -> None:
    bekasi()
    elsewhere()
    found = found_for(typed)
    assert (found.region, found.names) == ("Kabupaten Bekasi", ("Kabupaten Bekasi",))
    assert len(found.districts) == 23
    assert {code[:5] for code in found.districts} == {"32.16"}
    also = found.elsewhere.regencies if found.elsewhere else ()
    assert also == (("Kota Bekasi",) if typed == "Bekasi" else ())


@on_sqlite
def test_a_province_behind_a_name_is_not_ours(app: Flask) -> None:
    bekasi()
    serang = found_for("serang banten")
    assert serang.away
    assert serang.elsewhere is not None
    assert serang.elsewhere.place == "Banten"


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "regency"),
    [
        ("Lemah Abang", "Kabupaten Karawang"),
        ("Serang", "Kota Serang"),
        ("sukamakmur", "Kabupaten Bogor"),
        ("bks", "Kota Bekasi"),
    ],
)
def test_a_name_of_ours_that_another_office_has_too_says_so(app: Flask, typed: str, regency: str) -> None:
    bekasi()
    found = found_for(typed)
    assert found.names
    assert found.elsewhere is not None
    assert regency in found.elsewhere.regencies


@on_sqlite
def test_what_is_installed_here_is_nobody_elses(app: Flask) -> None:
    bekasi()
    assert found_for("Kabupaten Bandung Barat").away
    assert found_for("Lembang").away
    elsewhere()
    assert found_for("Kabupaten Bandung Barat").region == "Kabupaten Bandung Barat"
    assert not found_for("Lembang").away
    assert found_for("cipada kec cisarua").names == ("Desa Cipada, Kecamatan Cisarua",)
    assert len(found_for("cipada").names) == 2


@on_sqlite
def test_villages_of_one_name_are_told_apart_by_their_district(app: Flask) -> None:
    bekasi()
    session().add(District(code="32.16.99", name="Tanjung Uji", other_names=""))
    session().flush()
    session().add(Village(code="32.16.99.2001", district_code="32.16.99", name="Sukamaju", kind="desa"))
    session().commit()
    assert len(found_for("sukamaju").villages) == 2
    assert len(found_for("Desa Sukamaju RT 01/02 Kab Bekasi").villages) == 2
    for typed in (
        "Ds Sukamaju Kec Tanjung Uji",
        "KEC. TANJUNG UJI DS. SUKAMAJU",
        "sukamaju, tanjung uji",
        "Sukamaju Kec. Tanjung Uji",
    ):
        assert found_for(typed).villages == {"32.16.99.2001"}, typed


NO_NAME = [
    "desa", "KEL.", "kec", "RT 02 RW 03", "RT.02/RW.02", "RT 002/002 DESA", "No. 12", "Jl.", "alamat: -",
    "jadwal botram",
    "", " ", "🎪" * 40, "!!!", "東京",
]  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("typed", NO_NAME)
def test_words_around_a_name_are_no_name(app: Flask, typed: str) -> None:
    bekasi()
    assert find(typed) is None
    assert not names_a_place(typed)


@on_sqlite
@pytest.mark.parametrize(
    "typed", ["asdfgh", "halo", "nasi goreng enak", "<script>alert(1)</script>", "' OR 1=1 --", "17112", "x" * 5000]
)
def test_nonsense_finds_nothing(app: Flask, typed: str) -> None:
    bekasi()
    assert find(typed) is None


@on_sqlite
def test_only_the_beginning_of_an_endless_text_is_read_in_no_time_and_one_statement(app: Flask) -> None:
    bekasi()
    find("sumberjaya")
    for typed in ("Kp " * 2000, "a b " * 2000, "desa x " * 2000, "," * 9000, "sumberjaya " * 900):
        start = perf_counter()
        find(typed)
        assert perf_counter() - start < 1
    with statements() as sent:
        find("Kp Pasir Biru RT 02 RW 02 Kel Sertajaya")
    assert len(sent) == 1
    long = "Perumahan " + "Indah " * 20 + "RT 01 RW 02 Desa Sumberjaya"
    assert len(long) < LONGEST_SEARCH
    assert found_for(long).names == (SUMBERJAYA,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["desa", "kel.", "kec", "kab", "kota", "bekasi", "timur", "rt", "02/03", ",", "cikarang",
                "sukatani", "jl",
                 "village", "of", "prov", "17530", "blok", "a2", "setu", "jakarta", "barat", "/", "-", "\n"]
            ),
            max_size=9,
        ).map(" ".join),
    )
)  # fmt: skip
def test_whatever_is_typed_is_answered(app: Flask, typed: str) -> None:
    bekasi()
    found = find(typed)
    assert found is None or found.away == (not found.names)
    assert found is None or found.names or found.elsewhere
