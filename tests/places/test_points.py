"""A point is read from what people type, copy or paste, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botram.places.points import parse_point
from botram.places.rules import BadPoint, Point, in_indonesia

HERE = (-6.123, 107.456)


@pytest.mark.parametrize(
    "typed",
    [
        "-6.123, 107.456",
        " -6.123 107.456 ",
        "-6.123;107.456",
        "(-6.123,107.456)",
        "-6,123, 107,456",
        "-6,123 107,456",
        "-6,123; 107,456",
        "\N{MINUS SIGN}6.123, 107.456",
        "-6.123°, 107.456°",
        "6.123° LS, 107.456° BT",
        "6,123° LS 107,456° BT",
        "6.123S 107.456E",
        "-6.123 S, 107.456 E",
        "107.456 BT, 6.123 LS",
        "Lat: -6.123 Lon: 107.456",
        "lintang -6,123 bujur 107,456",
        "6°7'22.8\"S 107°27'21.6\"E",
        "6°7'22.8\"LS107°27'21.6\"BT",
        "S 6° 7' 22.8\", E 107° 27' 21.6\"",
        "6°7\N{PRIME}22,8\N{DOUBLE PRIME} LS, 107°27\N{PRIME}21,6\N{DOUBLE PRIME} BT",
        "geo:-6.123,107.456",
        "geo:-6.123,107.456;u=35",
        "geo:0,0?q=-6.123,107.456(Balai%20Desa)",
        "https://peta.example/?q=-6.123,107.456",
        "https://peta.example/maps?q=loc:-6.123%2C107.456",
        "https://peta.example/maps/search/?api=1&query=-6.123%2C+107.456",
        "https://peta.example/maps/dir/?api=1&destination=-6.123,107.456",
        "https://peta.example/maps/@-6.123,107.456,17z",
        "https://peta.example/maps/place/Balai/@-6.2,107.4,17z/data=!3m1!4b1!8m2!3d-6.123!4d107.456!16s",
        "https://peta.example/maps/search/-6.123,+107.456",
        "https://peta.example/?mlat=-6.123&mlon=107.456#map=17/-6.2/107.4",
        "https://peta.example/#map=17/-6.123/107.456",
        "https://peta.example/?lat=-6.123&lon=107.456&zoom=17",
        "https://peta.example/?ll=-6.123,107.456",
        "Lokasi: https://peta.example/?q=-6.123,107.456",
        "peta.example/map?pin=-6.123,107.456#16/-6.2/107.4",
        ".../maps/place/6%C2%B007'22.8%22S+107%C2%B027'21.6%22E/",
        "https://peta.example/maps/place/6°07'22.8\"S 107°27'21.6\"E/@-6.2,107.4,17z",
        "https://peta.example/maps?cp=-6.123~107.456&lvl=17",
        "https://peta.example/maps?cp=-6.2~107.4&sp=point.-6.123_107.456_Balai",
        "https://peta.example/l/-6.123,107.456,Balai%20Desa",
        "https://peta.example/?map=-6.123,107.456,15,normal",
        "https://peta.example/place?coordinate=-6.123,107.456&name=Balai",
        "https://peta.example/maps/dir/-6.5,107.1/-6.123,107.456/@-6.2,107.4,12z",
        "https://peta.example/ul?ll=-6.123%2C107.456&navigate=yes",
        "https://peta.example/#16/-6.123/107.456",
        "google.navigation:q=-6.123,107.456",
        "waze://?ll=-6.123,107.456&navigate=yes",
        "-6.1230,107.4560 (Balai Desa)",
        "Balai Desa RT 02/RW 03: -6.12300, 107.45600, buka 08.00",
        "Balai Desa -6,1230 107,4560",
        "Posko\n-6.1230, 107.4560\nhttps://maps.app.goo.gl/AbCdEf",
        "Balai 6°7'22.8\"S 107°27'21.6\"E dekat pasar",
        "6° 7' 22,8\" LS dan 107° 27' 21,6\" BT",
        '{"lat": -6.123, "lng": 107.456}',
        "lat=-6.123&lng=107.456",
        "6 derajat 7 menit 22,8 detik LS, 107 derajat 27 menit 21,6 detik BT",
        "6 derajat 7 menit 22,8 detik lintang selatan, 107 derajat 27 menit 21,6 detik bujur timur",
        "Lintang Selatan: 6° 7' 22.8\" Bujur Timur: 107° 27' 21.6\"",
        "6.123 South, 107.456 East",
        "LS: 6.123, BT: 107.456",
        "06°07'22.8\" LS - 107°27'21.6\" BT",
        "S06 07.38 E107 27.36",
        "Kantor desa, S 06° 07.38 E 107° 27.36, dekat pasar",
        "6 7 22,8 LS 107 27 21,6 BT",
        "6:07:22.8 S 107:27:21.6 E",
        "\N{NON-BREAKING HYPHEN}6.123, 107.456",
        "\N{EM DASH}6.123, 107.456",
        "-6.123|107.456",
        "-6.123,107.456,17z",
        "X: 107.456 Y: -6.123",
        "Bujur 107,456 Lintang -6,123",
        "POINT(107.4560 -6.1230)",
        '{"type": "Point", "coordinates": [107.4560, -6.1230]}',
        "https://yandex.example/maps/?pt=107.456,-6.123&z=16",
        "https://yandex.example/maps/?rtext=-6.5,107.1~-6.123,107.456",
        "https://2gis.example/geo/107.456,-6.123",
        "https://peta.example/?x=107.456&y=-6.123&z=15",
        "https://peta.example/?latitude=-6.123&longitude=107.456",
        "https://peta.example/directions?route=-6.5,107.1;-6.123,107.456#map=12/-6.2/107.4",
        "https://peta.example/live-map/directions?from=-6.5,107.1&latlng=-6.123,107.456",
        "https://peta.example/maps/dir/A/B/@-6.2,107.4,12z/data=!4m8!1m2!2m2!1d107.1!2d-6.5!1m2!2m2!1d107.456!2d-6.123!3e0",
        "https://peta.example/maps/embed?pb=!1m18!1m12!1m3!1d3966.0!2d107.456!3d-6.123!2m3!1f0",
        "https://l.example/l.php?u=https%3A%2F%2Fpeta.example%2F%3Fq%3D-6.1230%252C107.4560",
    ],
)
def test_usual_ways_to_write_a_point_are_read(typed: str) -> None:
    assert parse_point(typed) == pytest.approx(HERE)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Tulis titiknya"),
        ("   ", "Tulis titiknya"),
        ("halo", "tidak terbaca"),
        ("-6.123", "tidak terbaca"),
        ("-6,107", "tidak terbaca"),  # one number with a comma, or two? Not ours to guess
        ("-6 107", "tidak terbaca"),
        ("-6123, 107456", "tidak terbaca"),
        ("-6.123.107.456", "tidak terbaca"),
        ("Jalan Mawar 12, 5.5", "tidak terbaca"),
        ("-6 7 22 107 27 21", "tidak terbaca"),
        ("6°75'S 107°27'E", "tidak terbaca"),
        ("107.456, -6.123", "tertukar"),
        ("https://peta.example/?q=107.456,-6.123", "tertukar"),
        ("52.5, 13.4", "di luar Indonesia"),
        ("https://peta.example/AbC", "belum dapat kami baca"),
        ("https://maps.app.goo.gl/AbCdEf", "Tautan pendek"),
        ("goo.gl/maps/AbCdEf", "Tautan pendek"),
        ("maps.google.example/maps/place/Balai+Desa", "belum dapat kami baca"),
        ("https://maps.apple.example/p/AbC", "belum dapat kami baca"),
        ("https://waze.com/ul/hqqgu1b2c3", "Tautan pendek"),
        ("https://go.2gis.com/abcd", "Tautan pendek"),
        ("https://www.bing.com/AbC", "belum dapat kami baca"),  # g.co stands in it, but is another host
        ("https://peta.example/maps/dir/-6.5,107.1/Balai+Desa/@-6.2,107.4,12z", "belum dapat kami baca"),
        ("https://peta.example/maps?saddr=-6.5,107.1&daddr=Balai+Desa", "belum dapat kami baca"),
        ("https://peta.example/directions?from=-6.5,107.1&to=#map=12/-6.2/107.4", "belum dapat kami baca"),
        ("Jl. Raya Blok S 6 14 No. 107", "tidak terbaca"),
        ("-6.1230,107.4560 atau -6.2230,107.5560", "tidak terbaca"),
        ("harga 3.500, 100.000", "tidak terbaca"),
        ("6P580000+", "tidak terbaca"),
        ("Q342+QG Sertajaya", "Pilih desanya"),
        ("geo:0,0", "belum dapat kami baca"),
        ("9" * 5000, "tidak terbaca"),
        ("<script>alert(1)</script>", "tidak terbaca"),
        ("\N{GRINNING FACE}", "tidak terbaca"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(typed: str, says: str) -> None:
    with pytest.raises(BadPoint, match=says) as refusal:
        parse_point(typed)
    assert refusal.value.field == "point"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("6P59Q342+QG", None),
        ("6p59q342+qg Sertajaya, Kabupaten Bekasi", None),
        ("https://plus.example/6P59Q342+QG", None),
        ("https://peta.example/maps/place/6P59Q342%2BQG", None),
        ("https://peta.example/?q=Q342%2BQG+Sertajaya", (-6.25, 107.0)),
        ("Q342+QG", (-6.25, 107.0)),
        ("Q342+QG Sertajaya", (-6.2, 107.1)),
    ],
)
def test_a_plus_code_is_read_a_short_one_near_its_village(typed: str, near: Point | None) -> None:
    assert parse_point(typed, near) == pytest.approx((-6.24306, 107.05131), abs=1e-5)


@given(latitude=st.decimals(-11, 6, places=5), longitude=st.decimals(95, 141, places=5))
def test_every_pair_comes_back_as_it_was_typed(latitude: object, longitude: object) -> None:
    meant = (float(str(latitude)), float(str(longitude)))
    for typed in (
        f"{latitude}, {longitude}",
        f"geo:{latitude},{longitude}",
        f"https://x.example/@{latitude},{longitude}",
    ):
        if typed.startswith(("geo", "http")) or meant[0] % 1 or meant[1] % 1:  # typed whole degrees are refused
            assert parse_point(typed) == meant


@given(st.one_of(st.text(), st.text("0123456789.,-+°'\" NSEWLBT/;@?&=!dgeo:htps"), st.from_regex(r"https?://\S*")))
def test_whatever_is_typed_gives_a_point_in_indonesia_or_a_refusal(typed: str) -> None:
    try:
        found = parse_point(typed)
    except BadPoint:
        return
    assert in_indonesia(*found)
