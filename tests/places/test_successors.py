"""A village that changed its code stands once: the real Setia Asih, and others of a small pack."""

import csv
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from botram.database import session
from botram.packs import DATA
from botram.places.actions import BadVenue, VenuePlan, make_venue
from botram.places.models import Village
from botram.places.queries import villages_of
from botram.places.regions.actions import load_region, retire_villages
from botram.visits.actions import draft_visit
from botram.visits.departures.models import FeedDeparture
from botram.visits.marks.queries import open_marks
from botram.visits.models import ListKind, VisitState
from tests.browser import Browser, page
from tests.builders import DAY, NOW, SetClock, a_venue, a_visit, bekasi, count, moment, siti
from tests.visits.builders import a_plan, change
from tests.web.residents.links import visit_links

OLD, NEW = "32.16.01.2007", "32.16.01.1007"
ROW = {"code": OLD, "name": "Setia Asih", "kind": "desa", "successor": NEW, "from": "2022-12-31"}


def a_list(folder: Path, *rows: dict[str, str], villages: tuple[dict[str, str], ...] = ()) -> Path:
    """A pack of Bekasi as an operator has it: today's, with these villages in it and these successors."""
    shutil.copytree(DATA / "region-3216", folder)
    with (folder / "villages.csv").open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    for different in villages:
        code = different.pop("instead", "")
        base = next(row for row in known if row["code"] == (code or NEW))
        if code:
            known.remove(base)
        known.append(base | {"latitude": "", "longitude": ""} | different)
    with (folder / "villages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, known[0])
        writer.writeheader()
        writer.writerows(known)
    about = json.loads((folder / "pack.json").read_text("utf-8"))
    about["files"].pop("village_boundaries")
    about["files"].pop("successors")
    if rows:
        about["files"]["successors"] = "successors.csv"
        lines = [",".join(ROW), *(",".join(row.values()) for row in rows)]
        (folder / "successors.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "pack.json").write_text(json.dumps(about), "utf-8")
    return folder


def the_old_one() -> Village:
    """Setia Asih as desa, as though nobody had said that it has a successor."""
    old = session().get_one(Village, OLD)
    old.successor_code, old.ends_on, old.retired = None, None, False
    session().commit()
    return old


def test_the_list_of_2019_loaded_under_todays_gives_no_second_village(app: Flask, tmp_path: Path) -> None:
    of_2019 = {"instead": NEW, "code": OLD, "kind": "desa"}
    report = load_region(a_list(tmp_path / "2019", villages=(of_2019,)), now=NOW, own=True)
    assert report.refused == []
    codes = [one.code for one in villages_of(bekasi())]
    assert (NEW in codes, OLD in codes, len(codes)) == (True, False, 187)


def test_what_was_the_old_villages_is_the_successors(app: Flask, browser: Browser) -> None:
    the_old_one()
    venue = a_venue(in_village=None, in_code=OLD)
    past = a_visit(day=DAY.replace(month=10), venue=venue, state=VisitState.CLOSED)
    coming = a_visit(venue=venue, state=VisitState.PUBLISHED)
    gone = a_visit(venue=venue, state=VisitState.PUBLISHED)
    change(gone, venue=a_venue("Lapangan"))
    load_region(DATA / "region-3216", now=NOW)
    session().expire_all()
    assert {one.village_code for one in (past, coming, venue)} == {NEW}
    assert coming.version == 2
    assert session().get(FeedDeparture, (ListKind.VILLAGE, NEW, gone.id))
    assert visit_links(page(browser.get(f"/desa/{NEW}")))[0] == coming.public_id


def test_visits_of_both_villages_that_come_too_close_are_marked(app: Flask) -> None:
    old = the_old_one()
    a_visit(venue=a_venue(in_village=None, in_code=old.code), state=VisitState.PUBLISHED)
    new = a_venue("Balai", in_village=None, in_code="32.16.01.1007")
    a_visit(venue=new, day=DAY + timedelta(days=7), state=VisitState.PUBLISHED)
    assert open_marks(bekasi()) == {}
    load_region(DATA / "region-3216", now=NOW)
    assert {code for _visit, code in open_marks(bekasi())} == {"same-village"}


@pytest.mark.parametrize("query", ["", "?bahasa=en"])
def test_the_old_address_leads_to_the_new_page_and_old_feeds_go_on(app: Flask, browser: Browser, query: str) -> None:
    visit = a_visit(venue=a_venue(in_village=None, in_code=NEW), state=VisitState.PUBLISHED)
    moved = browser.get(f"/desa/{OLD}{query}", 301)
    assert moved.headers["Location"].startswith(f"/desa/{NEW}")
    for address in (f"/kalender/desa/{OLD}.ics", f"/desa/{OLD}.atom"):
        assert visit.public_id in browser.get(address).get_data(as_text=True)
    assert "Kelurahan Setia Asih" in page(browser.get(f"/kalender?desa={OLD}")).text
    assert "menggantikan Desa Setia Asih" in page(browser.get(f"/desa/{NEW}")).text


@pytest.mark.parametrize("typed", ["Setia Asih", "desa setia asih", "Kelurahan Setia Asih", OLD, NEW, "Asih Lama"])
def test_the_search_finds_both_names_and_codes(app: Flask, browser: Browser, typed: str) -> None:
    session().get_one(Village, OLD).name = "Asih Lama"
    session().commit()
    visit = a_visit(venue=a_venue(in_village=None, in_code=NEW), state=VisitState.PUBLISHED)
    assert visit_links(page(browser.get(f"/jadwal?q={typed}")))[0] == visit.public_id


def test_the_old_village_is_no_longer_planned(app: Flask, browser: Browser) -> None:
    with pytest.raises(BadVenue, match="sudah menjadi Kelurahan Setia Asih"):
        make_venue(bekasi(), VenuePlan(OLD, "Balai", "", -6.1, 107.0), siti(), now=NOW)
    assert count(FeedDeparture) == 0
    codes = [one["code"] for one in browser.get("/api/v1/villages?kecamatan=32.16.01").get_json()["items"]]
    assert (NEW in codes, OLD in codes) == (True, False)


def test_a_successor_to_come_takes_over_on_its_day(
    app: Flask, browser: Browser, tmp_path: Path, set_clock: SetClock
) -> None:
    old = the_old_one()
    venue = a_venue(in_village=None, in_code=OLD)
    before, on_it = a_visit(venue=venue), a_visit(day=DAY.replace(day=20), venue=venue, state=VisitState.PUBLISHED)
    load_region(a_list(tmp_path / "pack", ROW | {"from": "2026-12-15"}), now=NOW, own=True)
    session().expire_all()
    assert (old.retired, before.village_code, on_it.village_code, venue.village_code) == (False, OLD, NEW, OLD)
    assert "Mulai Selasa, 15 Desember 2026 menjadi" in page(browser.get(f"/desa/{OLD}")).text
    later = DAY.replace(day=16)
    planned = draft_visit(
        bekasi(),
        a_plan(venue=venue, opens_at=moment("08:00", later), closes_at=moment("09:00", later)),
        siti(),
        now=NOW,
    )
    assert planned.village_code == NEW
    assert retire_villages(now=moment("23:59", DAY.replace(day=14))) == 0
    assert retire_villages(now=moment("00:00", DAY.replace(day=15))) == 1
    session().expire_all()
    assert (old.retired, before.village_code, venue.village_code) == (True, NEW, NEW)
    assert retire_villages(now=moment("01:00", DAY.replace(day=15))) == 0


def test_what_a_change_at_the_same_moment_left_behind_moves_too(app: Flask) -> None:
    venue = a_venue(in_village=None, in_code=OLD)
    assert retire_villages(now=NOW) == 1
    session().expire_all()
    assert venue.village_code == NEW


@pytest.mark.parametrize(
    ("different", "says"),
    [
        ({"successor": OLD}, "dirinya sendiri"),
        ({"successor": "32.16.01.2999"}, "tidak dikenal"),
        ({"successor": "x"}, "tidak dikenal"),
        ({"from": "31-12-2022"}, "bukan tanggal"),
        ({"from": ""}, "bukan tanggal"),
        ({"kind": "kelurahan"}, "Jenis tidak cocok"),
        ({"name": ""}, "tidak dapat dipakai"),
        ({"code": "32.17.01.2001"}, "tidak dapat dipakai"),
    ],
)
def test_a_wrong_row_is_refused_in_words(app: Flask, tmp_path: Path, different: dict[str, str], says: str) -> None:
    report = load_region(a_list(tmp_path / "pack", ROW | different), now=NOW, own=True)
    assert [row.file for row in report.refused] == ["successors.csv"]
    assert says in report.refused[0].sentence


def test_a_circle_is_refused_and_a_chain_leads_to_its_end(app: Flask, browser: Browser, tmp_path: Path) -> None:
    bekasi()
    circle = ROW | {"code": NEW, "kind": "kelurahan", "successor": OLD}
    report = load_region(a_list(tmp_path / "circle", circle), now=NOW, own=True)
    assert "dirinya sendiri" in report.refused[0].sentence
    onward = ROW | {"code": NEW, "kind": "kelurahan", "successor": "32.16.01.2001"}
    assert load_region(a_list(tmp_path / "chain", onward), now=NOW, own=True).refused == []
    assert browser.get(f"/desa/{OLD}", 301).headers["Location"].endswith("/desa/32.16.01.2001")
    assert "agara Makmur" in page(browser.get("/jadwal?q=setia asih")).text


@pytest.mark.parametrize(
    ("village", "alike"),
    [
        ({"code": "32.16.01.2017", "name": "Setiaasih", "kind": "desa"}, "Setiaasih (32.16.01.2017)"),
        ({"instead": NEW, "code": OLD, "name": "Lain Sama Sekali", "kind": "desa"}, "Lain Sama Sekali (32.16.01.2007)"),
        ({"code": "32.16.01.2018", "name": "Desa Baru", "kind": "desa"}, ""),
    ],
)
def test_a_probable_successor_is_named_and_not_guessed(
    app: Flask, tmp_path: Path, village: dict[str, str], alike: str
) -> None:
    session().delete(session().get_one(Village, OLD))
    session().commit()
    report = load_region(a_list(tmp_path / "pack", villages=(dict(village),)), now=NOW, own=True)
    assert [alike in remark for remark in report.remarks] == ([True] if alike else [])
    added = session().get_one(Village, village["code"])
    assert not added.retired and added.successor_code is None
