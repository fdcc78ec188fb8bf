"""Bodies that no sane program sends are refused in their own terms, and never shake the server."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_visit
from tests.web.api.bodies import a_body, rows
from tests.web.api.program import Program

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        (b"{", {"Content-Type": "text/plain"}),
        (b"{", {"Content-Type": "application/x-www-form-urlencoded"}),
        (b"{", {"Content-Type": "application/xml"}),
        (b"{", {}),
        (b"{}", {**JSON, "Content-Encoding": "gzip"}),
    ],
    ids=["a text", "a form", "XML", "of no type", "packed"],
)
def test_a_body_of_another_type_is_refused_before_it_is_read(sitis: Program, data: bytes, sent: dict[str, str]) -> None:
    problem = sitis.send("POST", "/visits", status=415, data=data, headers=sent).get_json()
    assert problem["type"] == "content-type"


NO_JSON = (
    b"{", b"nonsense", b'{"a": NaN}', b'{"a": -Infinity}', b"\xff\xfe\x00", b'{"a": ' + b"9" * 5000 + b"}",
    b"[" * 100_000, b'{"a":' * 50_000, b'"\xc3\x28"',
)  # fmt: skip


@pytest.mark.parametrize("data", NO_JSON, ids=lambda data: str(data[:12]))
def test_what_is_no_json_is_a_bad_request(sitis: Program, data: bytes) -> None:
    assert sitis.send("POST", "/visits", status=400, data=data, headers=JSON).get_json()["type"] == "json"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"title": "a", "title": "b"}', "tertulis dua kali"),
        (b'{"services": [{"quota": 1, "quota": 2}]}', "tertulis dua kali"),
        (b'{"\\ud800": 1, "\\ud800": 2}', ""),
    ],
    ids=["above", "further in", "half a character"],
)
def test_a_name_that_stands_twice_in_an_object_is_refused(sitis: Program, data: bytes, says: str) -> None:
    before = rows()
    problem = sitis.send("POST", "/visits", status=400, data=data, headers=JSON).get_json()
    assert problem["type"] == "json"
    assert says in problem["detail"]
    assert rows() == before


def test_a_body_that_is_too_large_is_refused_unread(sitis: Program) -> None:
    sitis.send("POST", "/visits", status=413, data=b" " * 1_100_000, headers=JSON)


@pytest.mark.parametrize("data", [b"[]", b"null", b"1", b'"x"', b"[{}]"])
@pytest.mark.parametrize("address", ["/visits", "/visits/{draft}/publish"])
def test_a_body_that_is_no_object_is_refused(sitis: Program, address: str, data: bytes) -> None:
    path = address.format(draft=a_visit().public_id)
    problem = sitis.send("POST", path, status=422, data=data, headers=JSON).get_json()
    assert problem["errors"] == [{"field": "", "detail": "Kirim satu objek JSON."}]


def test_all_that_is_missing_is_named_at_once(sitis: Program) -> None:
    problem = sitis.send("POST", "/visits", {}, 422).get_json()
    names = {"level", "village", "venue", "team", "opens_at", "closes_at", "services"}
    assert {one["field"] for one in problem["errors"]} == names
    assert {one["detail"] for one in problem["errors"]} == {"Bagian ini wajib diisi."}


WRONG_PARTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"state": "PUBLISHED"}, "state"),
    ({"office": "32.17"}, "office"),
    ({"services": [{"service": "KK_NEW", "price": 1}]}, "services.0.price"),
    ({"services": [{"quota": 1}]}, "services.0.service"),
    ({"services": [{"service": "KK_NEW", "quota": 0}]}, "services.0.quota"),
    ({"services": [{"service": "KK_NEW", "quota": "5"}]}, "services.0.quota"),
    ({"services": [{"service": "KK_NEW", "quota": True}]}, "services.0.quota"),
    ({"services": [{"service": "KK_NEW", "quota": 10**30}]}, "services.0.quota"),
    ({"services": []}, "services"),
    ({"services": {}}, "services"),
    ({"level": "HOME"}, "level"),
    ({"level": ["VILLAGE"]}, "level"),
    ({"team": 10**30}, "team"),
    ({"team": 1.5}, "team"),
    ({"team": "1"}, "team"),
    ({"venue": True}, "venue"),
    ({"venue": "1"}, "venue"),
    ({"venue": 10**30}, "venue"),
    ({"venue": {"name": "Balai"}}, "venue.lat"),
    ({"venue": {"name": "Balai", "lat": 10**400, "lon": 107.0}}, "venue.lat"),
    ({"venue": {"name": "Balai", "lat": -6.2, "lon": 107.0, "wheelchair": "yes"}}, "venue.wheelchair"),
    ({"venue": {"name": "Balai", "lat": 0, "lon": 142.1}}, "venue"),
    ({"crew": [0]}, "crew.0"),
    ({"crew": "all"}, "crew"),
    ({"village": "32.16"}, "village"),
    ({"opens_at": "2026-12-08T08:00:00"}, "opens_at"),
    ({"opens_at": "2026-12-08 08:00:00+07:00"}, "opens_at"),
    ({"opens_at": "2026-12-08T25:00:00+07:00"}, "opens_at"),
    ({"opens_at": "0001-01-01T00:00:00+07:00"}, "opens_at"),
    ({"opens_at": "9999-12-31T23:59:59-07:00"}, "opens_at"),
    ({"opens_at": 1765155600}, "opens_at"),
    ({"title": "a\x00b"}, "title"),
    ({"title": "a\nb"}, "title"),
    ({"notes": "a\x00b"}, "notes"),
    ({"title": "a" * 121}, "title"),
    ({"contact": None, "title": 5}, "title"),
)
AGAINST_RULES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"services": [{"service": "KK_NEW"}] * 2}, "services"),
    ({"services": [{"service": "NO_SUCH"}]}, "services"),
    ({"level": "SCHOOL"}, "title"),
    ({"venue": {"name": " ", "lat": -6.2, "lon": 107.0}}, "venue.name"),
    ({"closes_at": "2026-12-08T08:00:00+07:00"}, "closes_at"),
    ({"closes_at": "2026-12-09T08:00:00+07:00"}, "closes_at"),
    ({"queue_closes_at": "2026-12-08T15:00:00+07:00"}, "queue_closes_at"),
)


@pytest.mark.parametrize(("changes", "field"), WRONG_PARTS)
def test_a_wrong_part_is_named(sitis: Program, changes: dict[str, Any], field: str) -> None:
    body = a_body() | changes
    before = rows()
    problem = sitis.send("POST", "/visits", body, 422).get_json()
    assert field in {one["field"] for one in problem["errors"]}
    assert rows() == before


@pytest.mark.parametrize(("changes", "field"), AGAINST_RULES)
def test_what_the_document_allows_and_a_rule_does_not_is_a_conflict_that_names_the_part(
    sitis: Program, changes: dict[str, Any], field: str
) -> None:
    body = a_body() | changes
    before = rows()
    problem = sitis.send("POST", "/visits", body, 409).get_json()
    assert problem["type"].startswith("refused/")
    assert [one["field"] for one in problem["errors"]] == [field]
    assert rows() == before


@pytest.mark.parametrize("data", [b'{"reason": "\\ud800abc"}', b'{"reason": "abc\\udfff"}'])
def test_half_a_character_is_no_text(sitis: Program, data: bytes) -> None:
    draft = a_visit()
    sitis.send("POST", f"/visits/{draft.public_id}/cancel", status=422, data=data, headers=JSON)


def test_a_body_with_thousands_of_faults_gets_a_short_answer(sitis: Program) -> None:
    answer = sitis.send("POST", "/visits", {f"x{n}": n for n in range(20_000)}, 422)
    assert len(answer.data) < 10_000


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = (
    "level", "title", "village", "venue", "team", "opens_at", "closes_at", "queue_closes_at", "services", "crew",
    "contact", "contact_phone", "contact_whatsapp", "notes", "replaces", "reason", "warnings",
)  # fmt: skip
bodies = values | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=6), values, max_size=6)


def test_no_body_and_no_query_is_ever_an_error_of_the_server(sitis: Program) -> None:
    draft = a_visit()
    good = a_body()
    addresses = ("/visits", f"/visits/{draft.public_id}", f"/visits/{draft.public_id}/publish")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(bodies, st.booleans())
    def bodies_are_refused_or_taken(body: Any, on_top: bool) -> None:
        whole = {**good, **body} if on_top and isinstance(body, dict) else body
        for method, address in zip(("POST", "PATCH", "POST"), addresses, strict=True):
            sent = {"X-CSRFToken": sitis.csrf, "If-Match": "*", **JSON}
            answer = sitis.client.open(
                f"/api/v1{address}?preview=1", method=method, data=json.dumps(whole), headers=sent
            )
            assert answer.status_code < 500

    parameters = ("q", "kecamatan", "layanan", "dari", "sampai", "lat", "lon", "cursor", "limit", "scope", "x")

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(st.sampled_from(parameters), st.text(max_size=40) | st.integers().map(str), max_size=4))
    def queries_are_refused_or_taken(query: dict[str, str]) -> None:
        for address in ("/api/v1/visits", "/api/v1/villages"):
            assert sitis.client.get(address, query_string=query).status_code < 500

    bodies_are_refused_or_taken()
    queries_are_refused_or_taken()
