"""A Nominatim is asked seldom, never twice for the same, and whatever it does nobody waits long for it."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import datetime, timedelta
from threading import Barrier, Event
from threading import enumerate as enumerate_threads
from time import monotonic

import geopy.geocoders
import pytest
from flask import Flask
from sqlalchemy import func, select

from botram.database import session
from botram.extensions import db
from botram.places.fetching import THREAD
from botram.places.geocoding.actions import search_address, tidy_answers
from botram.places.geocoding.nominatim import LONGEST_ADDRESS, nominatim
from botram.places.geocoding.rules import NoAnswer, box_around, is_inside
from botram.places.models import Geocoded
from tests.builders import NOW, siti
from tests.nominatim import Answer, Nominatim

BOX = ((-6.5, 106.9), (-5.9, 107.4))
HALL = ("Balai Desa Sumberjaya, Tambun Selatan", -6.2431, 107.0513)


def search(app: Flask, address: str = "Jl. Raya 1", *, at: datetime = NOW) -> tuple[geopy.Location, ...]:
    """The places for an address, looked for at a moment."""
    found = nominatim(app.config)
    assert found
    return search_address(address, BOX, found, now=lambda: at)


def refused(app: Flask, address: str = "Jl. Raya 1", *, at: datetime = NOW) -> str:
    """What is said in place of an answer."""
    with pytest.raises(NoAnswer) as caught:
        search(app, address, at=at)
    return str(caught.value)


def test_it_is_asked_as_its_terms_want_it(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(HALL)
    assert search(app, "Jl. Raya & 1") == (geopy.Location(HALL[0], HALL[1:], {}),)
    (asked,) = geocoder.asked
    assert asked["agent"] == "Botram Kabupaten Contoh (it@example.go.id)"
    assert (asked["path"], asked["q"]) == ("/nominatim/search", "Jl. Raya & 1")
    assert (asked["countrycodes"], asked["limit"], asked["accept-language"]) == ("id", "5", "id")
    assert asked["viewbox"] == "106.9,-6.5,107.4,-5.9"


@pytest.mark.parametrize(
    "again",
    ["Jl. Raya 1", "  jl. RAYA\n1 ", "\N{FULLWIDTH LATIN SMALL LETTER J}l. Raya 1"],
    ids=["the same", "other case and spaces", "wide letters"],
)
def test_the_same_address_is_asked_for_once_in_half_a_year(app: Flask, geocoder: Nominatim, again: str) -> None:
    geocoder.knows(HALL)
    first = search(app, "Jl. Raya 1")
    geocoder.answer = Answer(status=500)
    assert search(app, again, at=NOW + timedelta(days=179)) == first
    assert len(geocoder.asked) == 1
    assert session().scalar(select(func.count()).select_from(Geocoded)) == 1


def test_what_is_not_on_the_map_may_be_there_next_week(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows()
    assert search(app, at=NOW) == ()
    geocoder.knows(HALL)
    assert search(app, at=NOW + timedelta(days=6)) == ()
    assert search(app, at=NOW + timedelta(days=8)) == (geopy.Location(HALL[0], HALL[1:], {}),)
    assert session().scalar(select(func.count()).select_from(Geocoded)) == 1


def test_an_answer_is_asked_for_anew_after_half_a_year(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(HALL)
    search(app)
    geocoder.knows()
    assert search(app, at=NOW + timedelta(days=181)) == ()


@pytest.mark.parametrize(("seconds", "allowed"), [(0, False), (1, False), (2, True)])
def test_two_questions_are_a_second_apart(app: Flask, geocoder: Nominatim, seconds: int, allowed: bool) -> None:
    search(app, "Satu")
    at = NOW + timedelta(seconds=seconds)
    said = search(app, "Dua", at=at) if allowed else refused(app, "Dua", at=at)
    assert said == () if allowed else "melayani orang lain" in said
    assert [asked["q"] for asked in geocoder.asked] == (["Satu", "Dua"] if allowed else ["Satu"])


def test_of_many_processes_at_one_moment_one_asks(app: Flask, geocoder: Nominatim) -> None:
    ready = Barrier(4)

    def press(number: int) -> bool:
        with app.app_context():
            ready.wait()
            try:
                search(app, f"Jalan {number}")
            except NoAnswer:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as processes:
        answered = list(processes.map(lambda number: Context().run(press, number), range(4)))
    assert answered.count(True) == len(geocoder.asked) == 1


NONSENSE = {
    "a page": b"<html>Selamat datang</html>",
    "no text": b"\xff\xfe",
    "deep lists": b"[" * 100_000,
    "a large body": b"[" + b" " * 600_000 + b"]",
    "an error": b'{"error": "Bad Request"}',
    "a list of words": b'["Sumberjaya"]',
    "a place without a point": b'[{"display_name": "Aula"}]',
    "a point in words": b'[{"lat": "utara", "lon": "timur"}]',
    "a point off the earth": b'[{"lat": "91", "lon": "107"}]',
    "a point that is no number": b'[{"lat": "nan", "lon": "107"}]',
    "a point of lists": b'[{"lat": [], "lon": {}}]',
    "a number": b"12",
}
SLOW, BROKEN = "tidak menjawab", "sedang rusak"
TROUBLES = {
    "silence": (Answer(silent=True), SLOW),
    "a head without end": (Answer(creeps=True), SLOW),
    "a body without end": (Answer(dribbles=True), SLOW),
    "500": (Answer(status=500), BROKEN),
    "a redirection": (Answer(302, headers={"Location": "http://127.0.0.1:1/search"}), BROKEN),
    **{what: (Answer(body=body), BROKEN) for what, body in NONSENSE.items()},
}


@pytest.mark.parametrize(("answer", "said"), TROUBLES.values(), ids=TROUBLES)
def test_trouble_is_a_sentence_and_is_not_sought_again_for_minutes(
    app: Flask, geocoder: Nominatim, answer: Answer, said: str
) -> None:
    geocoder.answer = answer
    assert said in refused(app)
    assert said in refused(app, at=NOW + timedelta(minutes=4))
    assert len(geocoder.asked) == 1
    geocoder.knows(HALL)
    assert search(app, at=NOW + timedelta(minutes=6)) == (geopy.Location(HALL[0], HALL[1:], {}),)


@pytest.mark.parametrize(
    ("status", "wanted", "minutes"), [(429, "", 5), (429, "1200", 20), (429, "99999999999", 60), (403, "", 5)]
)
def test_a_geocoder_that_refuses_is_left_alone_by_all(
    app: Flask, geocoder: Nominatim, status: int, wanted: str, minutes: int
) -> None:
    geocoder.answer = Answer(status, headers={"Retry-After": wanted} if wanted else {})
    assert "menolak permintaan" in refused(app, "Satu")
    assert "menolak permintaan" in refused(app, "Dua", at=NOW + timedelta(minutes=minutes - 1))
    assert len(geocoder.asked) == 1
    geocoder.knows(HALL)
    assert search(app, "Dua", at=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_no_second_request(
    app: Flask, geocoder: Nominatim, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    elsewhere = {"Location": f"{geocoder.url}/nominatim/search?q=elsewhere"}
    geocoder.answer = Answer(status, headers=elsewhere)
    assert "sedang rusak" in refused(app)
    assert len(geocoder.asked) == 1
    assert f"GEOCODER_URL answers {status} and points elsewhere." in caplog.text
    assert "Jl. Raya" not in caplog.text


@pytest.mark.parametrize(
    "answer", [Answer(silent=True), Answer(creeps=True), Answer(dribbles=True)], ids=["silent", "creeps", "dribbles"]
)
def test_nobody_waits_longer_than_the_settings_say(app: Flask, geocoder: Nominatim, answer: Answer) -> None:
    geocoder.answer = answer
    began = monotonic()
    assert "tidak menjawab" in refused(app)
    assert monotonic() - began < 2, "the settings say 0.3 seconds"
    wait_for_threads()
    assert monotonic() - began < 4, "the connection is not kept open behind people's backs either"


def test_nobody_waits_for_the_look_up_of_a_name_and_no_question_follows_late(
    app: Flask, geocoder: Nominatim, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up, known = socket.getaddrinfo, Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked: known.wait(30) and look_up(*asked))
    began = monotonic()
    assert "tidak menjawab" in refused(app)
    assert monotonic() - began < 2
    known.set()
    wait_for_threads()
    assert geocoder.asked == []


def wait_for_threads() -> None:
    """Wait until no request is under way any more."""
    for thread in enumerate_threads():
        if thread.name.startswith(THREAD):
            thread.join(10)


def test_what_it_says_is_one_line_and_not_endless(app: Flask, geocoder: Nominatim) -> None:
    geocoder.knows(("Aula\r\nEND:VEVENT\x00\u2028" + "x" * 5000, -6.2, 107.1), ("", -6.3, 107.2))
    first, second = search(app)
    assert first.address.startswith("Aula END:VEVENT x") and len(first.address) == LONGEST_ADDRESS
    assert second == geopy.Location("", (-6.3, 107.2), {})


def test_without_a_server_there_is_only_a_sentence(app: Flask, geocoder: Nominatim) -> None:
    app.config["GEOCODER_URL"] = "http://127.0.0.1:1"
    assert "sedang rusak" in refused(app)


def test_nobody_waits_for_the_database_while_it_is_asked(app: Flask) -> None:
    class Watcher(geopy.geocoders.base.Geocoder):  # type: ignore[misc]  # geopy brings no types
        """A geocoder that looks whether a transaction is open."""

        def geocode(self, *_query: object, **_options: object) -> None:
            assert not db.session().in_transaction()

    assert siti().active, "something was read before"
    assert search_address("Jl. Raya 1", BOX, Watcher(), now=lambda: NOW) == ()


def test_answers_that_hold_no_longer_are_deleted(app: Flask, geocoder: Nominatim) -> None:
    search(app)
    assert tidy_answers(now=NOW) == 0
    assert tidy_answers(now=NOW + timedelta(days=8)) == 1


def test_a_clock_that_was_set_back_stops_nothing_for_long(app: Flask, geocoder: Nominatim) -> None:
    search(app, "Satu", at=NOW + timedelta(days=1))
    search(app, "Dua", at=NOW)
    assert len(geocoder.asked) == 2


def test_a_box_holds_its_points_and_a_margin() -> None:
    box = box_around([(-6.4, 107.0), (-6.0, 107.3)])
    assert box and is_inside((-6.44, 107.34), box) and not is_inside((-6.46, 107.1), box)
    assert box_around([]) is None
