"""Words of a search that are no place: days, services, what has happened to somebody."""

from datetime import date

import pytest
from flask import Flask

from botram.services.queries import offered_services
from botram.visits.typed_days import Days, days_in
from botram.visits.typed_search import Reading, read_search
from tests.builders import bekasi
from tests.databases import on_sqlite

TODAY = date(2026, 12, 4)  # a Friday
DAYS = {
    "hari ini": (4, 4), "sekarang": (4, 4), "today": (4, 4), "besok": (5, 5), "Tomorrow": (5, 5), "lusa": (6, 6),
    "minggu ini": (4, 6), "minggu depan": (7, 13), "next week": (7, 13), "akhir pekan": (5, 6), "bulan ini": (4, 31),
    "jumat": (4, 4), "jum'at": (4, 4), "hari Senin": (7, 7), "senin depan": (7, 7), "minggu": (6, 6), "Ahad": (6, 6),
    "on tuesday": (8, 8), "8 desember": (8, 8), "tgl 8 Des 2026": (8, 8), "08-12-2026": (8, 8), "8/12/26": (8, 8),
    "2026-12-08": (8, 8), "December 8": (8, 8), "12/12": (12, 12), "1 desember": (1, 1),
    "Selasa, 8 Desember 2026": (8, 8), "hari selasa tanggal 8": (8, 8), "8 Desember (Selasa)": (8, 8), "tgl 8": (8, 8),
    "tgl.8/12": (8, 8), "besok pagi": (5, 5), "nanti sore": (4, 4), "malam ini": (4, 4), "3 hari lagi": (7, 7),
    "dua minggu lagi": (14, 20), "seminggu lagi": (7, 13), "in 3 days": (7, 7), "selasa minggu depan": (8, 8),
    "7-12 desember": (7, 12), "7 s.d. 12 Des": (7, 12), "antara 7 dan 12 desember": (7, 12),
    "dari tgl 7 sampai tgl 12": (7, 12), "7 December to 12 December": (7, 12), "sampai 12 desember": (4, 12),
    "sebelum 12 Desember": (4, 11), "hingga jumat": (4, 4), "desember": (4, 31), "bulan Desember 2026": (4, 31),
    "awal desember": (4, 10), "pertengahan bulan": (11, 20), "akhir desember": (21, 31), "kemarin": (3, 3),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "days"), DAYS.items(), ids=list(DAYS))
def test_days_are_read_as_people_write_them(typed: str, days: tuple[int, int]) -> None:
    first, last = (TODAY.replace(day=number) for number in days)
    assert days_in(typed, TODAY) == (Days(first, last), "")
    assert days_in(f"sukatani {typed}", TODAY)[1].strip() == ("sukatani" if typed != "12/12" else "sukatani 12/12")


@pytest.mark.parametrize(
    "typed",
    [
        "sukatani",
        "pasar minggu",
        "rt 01/05",
        "rt 12/12 rw 3",
        "32.16.06.2010",
        "17 tahun",
        "31 februari",
        "99-99-2026",
        "32-33 desember",
        "rt 7/12 sukatani",
        "rw 5 - 12",
        "sukamaju dan sukatani",
        "desemberan",
    ],
)
def test_what_is_no_day_stays(typed: str) -> None:
    assert days_in(typed, TODAY) == (None, typed)


def test_a_date_without_a_year_is_the_next_one_unless_it_has_just_passed() -> None:
    assert days_in("2 januari", TODAY)[0] == Days(date(2027, 1, 2), date(2027, 1, 2))
    assert days_in("20 november", TODAY)[0] == Days(date(2026, 11, 20), date(2026, 11, 20))


def test_days_before_a_month_begins_and_ends_that_are_open() -> None:
    assert days_in("28 november - 3 desember", TODAY)[0] == Days(date(2026, 11, 28), date(2026, 12, 3))
    assert days_in("28-3 desember", TODAY)[0] == Days(date(2026, 11, 28), date(2026, 12, 3))
    assert days_in("20 desember s/d 5 januari", TODAY)[0] == Days(date(2026, 12, 20), date(2027, 1, 5))
    assert days_in("mulai 12 desember sukatani", TODAY) == (Days(date(2026, 12, 12), date(2027, 12, 12)), "sukatani")
    assert days_in("setelah besok", TODAY)[0] == Days(date(2026, 12, 6), date(2027, 12, 6))
    assert days_in("januari", TODAY)[0] == Days(date(2027, 1, 1), date(2027, 1, 31))
    assert days_in("tgl 2", TODAY)[0] == Days(date(2027, 1, 2), date(2027, 1, 2))
    assert days_in("minggu lalu", TODAY)[0] == Days(date(2026, 11, 23), date(2026, 11, 29))


NEEDS = {
    "bayi lahir": "BIRTH", "anak baru lahir": "BIRTH", "akte lahir": "BIRTH", "akta kelahiran": "BIRTH",
    "melahirkan": "BIRTH",
    "birth certificate": "BIRTH", "orang meninggal": "DEATH", "akta kematian": "DEATH", "suami wafat": "DEATH",
    "cerai": "DIVORCE", "KTP hilang": "KTP_LOST", "e-ktp saya hilang": "KTP_LOST", "lost id card": "KTP_LOST",
    "ktp rusak": "KTP_DAMAGED", "ktp baru": "KTP_NEW", "perekaman ktp": "KTP_ENROL", "kk hilang": "KK_LOST",
    "kartu keluarga hilang": "KK_LOST", "tambah anak": "KK_CHANGE", "pisah kk": "KK_SPLIT", "ikd": "IKD",
    "pindah datang": "MOVE_IN", "ganti foto ktp": "KTP_PHOTO", "ganti alamat ktp": "KTP_CHANGE",
    "ubah nama di ktp": "KTP_CHANGE", "update status kawin e-KTP": "KTP_CHANGE", "perubahan data kk": "KK_CHANGE",
    "salah nama di kartu keluarga": "KK_CHANGE", "salah tanggal lahir di akte": "CERT_FIX", "akte anak": "BIRTH",
    "ubah nama di akta kelahiran": "CERT_FIX", "akte lahir telat": "BIRTH", "aktivasi ikd": "IKD", "skpwni": "MOVE_OUT",
    "surat keterangan pindah wni": "MOVE_OUT", "identitas kependudukan digital": "IKD",
}  # fmt: skip
SEVERAL = {
    "ktp": "KTP_LOST", "e-KTP": "KTP_NEW", "kk": "KK_NEW", "kartu keluarga": "KK_SPLIT", "kia": "KIA_NEW",
    "pindah": "MOVE_OUT",
    "pindah rumah": "MOVE_IN", "menikah": "MARRIAGE", "17 tahun": "KTP_ENROL", "id card": "KTP_ENROL",
    "cetak ktp": "KTP_LOST", "cetak ulang e-ktp": "KTP_DAMAGED", "kk barcode": "KK_LOST", "syarat bikin kk": "KK_NEW",
    "perpanjang ktp": "KTP_NEW", "rekam e-ktp pemula": "KTP_ENROL", "kk baru menikah": "KK_NEW",
    "ganti alamat": "MOVE_IN", "pindah ke jakarta": "MOVE_OUT", "pindah dari Karawang": "MOVE_IN",
}  # fmt: skip


def read(typed: str) -> Reading:
    """What a text means on TODAY."""
    return read_search(typed, offered_services(), TODAY)


@on_sqlite
@pytest.mark.parametrize(("typed", "code"), NEEDS.items(), ids=list(NEEDS))
@pytest.mark.parametrize("place", ["", "sumberjaya", "Kp Baru RT 01 RW 02 Desa Sumberjaya"])
def test_what_has_happened_names_the_service(app: Flask, typed: str, code: str, place: str) -> None:
    bekasi()
    reading = read(f"{typed} {place}")
    assert [service.code for service in reading.services] == [code]
    assert not reading.nothing
    if place:
        assert reading.found is not None
        assert reading.found.names[0].startswith("Desa Sumberjaya")
        assert reading.service is None, "where a place is named, the service is offered as a filter"
    elif not reading.text:
        assert reading.service is not None


@on_sqlite
@pytest.mark.parametrize(("typed", "code"), SEVERAL.items(), ids=list(SEVERAL))
def test_several_services_leave_the_choice(app: Flask, typed: str, code: str) -> None:
    bekasi()
    reading = read(typed)
    assert code in [service.code for service in reading.services]
    assert len(reading.services) > 1
    assert reading.service is None
    assert reading.nothing


@on_sqlite
def test_the_name_of_a_village_is_not_taken_for_a_new_card(app: Flask) -> None:
    bekasi()
    reading = read("ktp karang baru")
    assert reading.found is not None
    assert reading.found.names == ("Desa Karangbaru, Kecamatan Cikarang Utara",)


@on_sqlite
def test_place_day_and_service_are_read_together(app: Flask) -> None:
    bekasi()
    reading = read("perekaman ktp besok di kel. sertajaya")
    assert reading.found is not None
    assert (reading.found.names, reading.days) == (
        ("Kelurahan Sertajaya, Kecamatan Cikarang Timur",),
        Days(date(2026, 12, 5), date(2026, 12, 5)),
    )
    assert [service.code for service in reading.services] == ["KTP_ENROL"]
    assert read("jadwal botram hari ini").days == Days(TODAY, TODAY)
    assert not read("jadwal botram hari ini").nothing
