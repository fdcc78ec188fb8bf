"""No page costs the database more because years of visits lie behind."""

from collections.abc import Iterable
from contextvars import Context

import pytest
from flask import Flask

from botram.extensions import db
from botram.staff.models import Role
from tests.browser import Browser
from tests.growing_office import CALLED_OFF, TOKENS, VERIFIED, Growing, two_offices
from tests.web.desk import PEOPLE, at_desk
from tests.web.routes import address_of, takes
from tests.work import Sent, Work, counted, scans, update_statistics

FEW, MANY = 420, 1_700  # past days, of one office each third
RATIO = 1.1
SMALL = {"sqlite": 400, "postgresql": 1_200}  # steps or rows by which plans of a few rows differ; years are thousands
NEEDED = {
    "coordinators.venues.boundaries": "?desa=32.16.06.2002",
    "coordinators.visits.villages": "?q=sumber",
    "coordinators.summary.visits": "?hitung=terlaksana",
    "coordinators.summary.visits_file": "?hitung=permohonan",
}
"""The query that an address cannot do without, by its endpoint."""

KEPT = tuple(
    (None, f"/kalender{end}") for end in ("?q=sumber", "/semua.ics", *(f"/{one}/{TOKENS[one]}.ics" for one in TOKENS))
)
"""Addresses that bring up to date what a process keeps: the names of places, the entries of calendars."""

Address = tuple[Role | None, str]
OTHERS = {
    None: (
        "/?bahasa=en",
        "/jadwal?q=sumberjaya",
        "/jadwal?q=aula",
        "/jadwal?q=kk+sumberjaya+minggu+depan",
        "/jadwal?lat=-6.2&lon=107.1&layanan=kk-baru",
        "/jadwal?lat=-6.2&lon=107.1",
        "/jadwal?kecamatan=32.16.06",
        "/jadwal?layanan=kk-baru",
        "/jadwal?layanan=kia-hilang-rusak",
        "/jadwal?dari=2020-01-01",
        "/jadwal?dari=2020-01-01&layanan=kk-baru&kecamatan=32.16.06",
        "/peta?layanan=kk-baru",
        "/kalender?q=sumber",
        "/jadwal.atom?layanan=kk-baru",
        "/jadwal.atom?kecamatan=32.16.06",
        "/jadwal.atom?q=sumberjaya",
        "/api/v1/visits?layanan=KK_NEW",
        "/api/v1/visits?layanan=KK_NEW&dari=2020-01-01",
        "/api/v1/visits?lat=-6.2&lon=107.1",
        "/api/v1/visits?kecamatan=32.16.06",
        "/api/v1/visits?dari=2020-01-01",
        "/api/v1/villages?q=sumberjaya",
        "/api/v1/villages?kecamatan=32.16.06",
        "/api/v1/visits.csv?dari=2026-11-01",
        f"/kunjungan/{CALLED_OFF}",
        f"/kunjungan/{CALLED_OFF}.ics",
        f"/kunjungan/{VERIFIED}",
        "/kunjungan/c0000010",
        "/layanan/kia-hilang-rusak",
    ),
    Role.OFFICER: (f"/petugas/kunjungan/{VERIFIED}",),
    Role.COORDINATOR: (
        "/koordinator/kunjungan?bulan=semua",
        "/koordinator/kunjungan?bulan=semua&halaman=2",
        "/koordinator/kunjungan?bulan=semua&keadaan=VERIFIED",
        "/koordinator/kunjungan?bulan=semua&keadaan=DRAFT",
        "/koordinator/kunjungan?bulan=semua&tim=1",
        "/koordinator/kunjungan?bulan=semua&q=balai+warga",
        "/koordinator/kunjungan?bulan=semua&q=sumberjaya",
        "/koordinator/kunjungan?bulan=2026&q=balai+warga",
        "/koordinator/kunjungan?bulan=2026-11",
        "/koordinator/kunjungan?tanda=1",
        "/koordinator/kunjungan?bulan=semua&tanda=1",
        f"/koordinator/kunjungan/{VERIFIED}",
        "/koordinator/jejak?jenis=office_day",
        "/koordinator/jejak?siapa=1",
        "/koordinator/jejak?siapa=2&jenis=visit",
        "/api/v1/visits?scope=office",
        "/api/v1/visits?scope=office&dari=2020-01-01",
    ),
    Role.HEAD: ("/koordinator/hasil?lama=2", f"/koordinator/hasil/{VERIFIED}"),
    Role.ADMIN: ("/koordinator/jejak?siapa=1",),
}
"""Addresses with filters and of other visits than the examples of the routes, by who asks."""


def _addresses(app: Flask, growing: Growing) -> list[Address]:
    """Every address that answers GET, with whom it is for."""
    found: list[Address] = []
    for rule in app.url_map.iter_rules():
        audience = getattr(app.view_functions[rule.endpoint], "audience", None)
        if takes(rule, "GET") and audience is not None:
            roles = audience[:1] if isinstance(audience, tuple) else (None,)
            found += [(role, address_of(rule, **growing.known(rule)) + NEEDED.get(rule.endpoint, "")) for role in roles]
    return found + [(role, address) for role, addresses in OTHERS.items() for address in addresses]


def _walk(
    browsers: dict[Role | None, Browser], addresses: list[Address], warm: Iterable[Address]
) -> dict[Address, Work]:
    """The work of each address. ``warm``: those that are asked for once before, so that what is kept is there."""
    found, known = {}, dict[str, int]()
    for role, address in warm:
        Context().run(browsers[role].client.get, address)
    for role, address in addresses:
        browser = browsers[role]
        with counted(known) as work:
            answer = Context().run(browser.client.get, address)
        assert answer.status_code in (200, 301, 302), f"{role} {address}: {answer.status}"
        found[role, address] = work
    return found


def test_no_page_costs_more_with_years_of_visits_behind(app: Flask) -> None:
    growing = two_offices()
    growing.grow(FEW)
    addresses = _addresses(app, growing)
    people = [make() for make in PEOPLE.values()]
    browsers: dict[Role | None, Browser] = {None: Browser(app), **{one.role: at_desk(app, one) for one in people}}
    update_statistics()
    before = _walk(browsers, addresses, KEPT)
    growing.grow(MANY)
    update_statistics()
    after = _walk(browsers, addresses, KEPT)
    pairs = {address: (before[address].total, after[address].total) for address in addresses}
    small = SMALL[db.engine.dialect.name]
    grown = [f"{one}: {few} to {many}" for one, (few, many) in pairs.items() if many > RATIO * few + small]
    assert not grown, "\n".join(grown)
    reads = {sent.key: sent for work in after.values() for sent in work.reads}
    scanned = {sent.statement: found for sent in reads.values() if (found := scans(sent))}
    assert not scanned, "\n".join(f"{found}: {statement}" for statement, found in scanned.items())


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM visit WHERE notes = 'x'",
        "SELECT count(*) FROM audit_entry AS other WHERE other.reason = 'x'",
        "SELECT name FROM venue WHERE id < (SELECT count(*) FROM visit WHERE remark = 'x')",
    ],
)
def test_a_statement_that_reads_a_whole_table_is_found(app: Flask, statement: str) -> None:
    assert scans(Sent(statement, ()))


def test_a_statement_by_an_index_is_none(app: Flask) -> None:
    assert not scans(Sent("SELECT notes FROM visit WHERE public_id = 'x'", ()))
