"""The form of a visit follows a template chosen by name, names where it does not, and takes its values back."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from flask import Flask

from botram.visits.models import Visit, VisitLevel, VisitState
from botram.visits.plans import BoothPlan, OfferPlan
from botram.visits.templates.actions import save_template
from botram.visits.templates.models import VisitTemplate
from tests.browser import Browser, page
from tests.builders import NOW, a_team, a_venue, a_visit, an_agency, bekasi, siti, village
from tests.visits.test_save_template import PLAN
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.coordinators.test_visits_draft import NEW, chosen
from tests.web.desk import all_of, at_desk

SAME = "Sesuai acuan “Masuk desa”."


def a_template(**values: Any) -> VisitTemplate:
    """A template of Siti's office: of villages, its default, from 07.30 to 12.00."""
    return save_template(bekasi(), None, replace(PLAN, **values), siti(), now=NOW)


def a_school_template(**values: Any) -> VisitTemplate:
    """Another one, of schools, from 09.00."""
    school: dict[str, Any] = {"name": "Sekolah", "level": VisitLevel.SCHOOL, "opens": time(9), "queue_closes": None}
    return a_template(**school | {"offers": (OfferPlan("KTP_ENROL", 172), OfferPlan("KIA_NEW"))} | values)


def test_a_new_visit_has_nothing_of_the_last_one(app: Flask) -> None:
    last = a_visit("07:00", "10:00", services=("KTP_ENROL",))
    last.contact, last.notes = "Loket 9", "Bawa map"
    a_template()
    form = filled(at_desk(app, siti()).get(NEW))
    assert (form["opens"], form["queue_closes"], form["closes"]) == (["07.30"], ["11.00"], ["12.00"])
    assert (form["services"], form["kuota-KK_NEW"]) == (["KK_NEW", "BIRTH"], ["50"])
    assert [form[name] for name in ("day", "contact", "notes", "village")] == [[""]] * 4


def test_a_level_without_a_template_begins_with_the_built_in_one(app: Flask) -> None:
    answer = at_desk(app, siti()).get(f"{NEW}?tingkat=SCHOOL")
    form = filled(answer)
    assert form["template"] == ["SCHOOL"] and "level" not in form
    assert (form["opens"], form["queue_closes"], form["closes"]) == (["08.00"], ["13.00"], ["14.00"])
    assert "Sesuai acuan “Bawaan”." in page(answer).text
    assert "Nama sekolah atau lembaga" in page(answer).text


def test_the_button_fills_in_the_chosen_template_and_leaves_the_rest(app: Flask) -> None:
    agency = an_agency()
    a_template()
    school = a_school_template(offers=(OfferPlan("KIA_NEW", 9),), booths=(BoothPlan(agency.id, "SKCK", "Meja 1"),))
    browser = at_desk(app, siti())
    typed = filled(browser.get(NEW), template=str(school.id), langkah="acuan", notes="Bawa map", kuota__KK_NEW="9")
    answer = browser.post(NEW, typed, status=200)
    form = filled(answer)
    assert (form["services"], form["kuota-KIA_NEW"]) == (["KIA_NEW"], ["9"])
    assert (form["opens"], form["queue_closes"]) == (["09.00"], [""])
    assert (form["partners"], form[f"layani-{agency.id}"]) == ([str(agency.id)], ["SKCK"])
    assert form["notes"] == ["Bawa map"]
    assert "Sesuai acuan “Sekolah”." in page(answer).text and not all_of(Visit)


@pytest.mark.parametrize(
    ("typed", "sentence", "button"),
    [
        ({"kuota__KK_NEW": "40"}, "Kartu Keluarga baru: kuota 40, acuan 50", "services-KK_NEW"),
        ({"kuota__BIRTH": "40"}, "Akta kelahiran: kuota 40, acuan tanpa batas", "services-BIRTH"),
        ({"services": ["KK_NEW"]}, "Akta kelahiran: tidak dibuka, acuan ya", "services-BIRTH"),
        ({"services": ["KK_NEW", "BIRTH", "DEATH"]}, "Akta kematian: dibuka, acuan tidak", "services-DEATH"),
        ({"opens": "8"}, "Dibuka pukul: 08.00, acuan 07.30", "opens"),
        ({"queue_closes": ""}, "Antrean sampai: kosong, acuan 11.00", "queue_closes"),
        ({"partners": []}, "BPJS Kesehatan: tidak ikut, acuan ya", "partners"),
        ({"layani": "JKN"}, "BPJS Kesehatan: JKN, acuan SKCK (Meja 1)", "partners"),
        ({"other": True}, "Bapenda: ikut hadir, acuan tidak", "other"),
    ],
)
def test_each_difference_is_named_and_can_be_taken_back(
    app: Flask, typed: dict[str, Any], sentence: str, button: str
) -> None:
    agency, other = an_agency(), an_agency("Bapenda")
    a_template(booths=(BoothPlan(agency.id, "SKCK", "Meja 1"),))
    browser = at_desk(app, siti())
    whole = dict(typed)
    if layani := whole.pop("layani", None):
        whole |= {f"layani__{agency.id}": layani, f"meja__{agency.id}": ""}
    if whole.pop("other", None):
        whole |= {"partners": [agency.id, other.id], f"layani__{other.id}": "PBB"}
    value = {"partners": f"partners-{agency.id}", "other": f"partners-{other.id}"}.get(button, button)
    answer = browser.post(NEW, filled(browser.get(NEW), **whole, langkah="banding", notes="Bawa map"), status=200)
    shown = page(answer)
    assert "kecuali 1 hal:" in shown.text and sentence in shown.text
    assert [one["value"] for one in shown.all("button") if one.get("value", "").startswith("acuan:")] == [
        f"acuan:{value}"
    ]
    again = browser.post(NEW, filled(answer, langkah=f"acuan:{value}"), status=200)
    assert SAME in page(again).text
    assert filled(again)["notes"] == ["Bawa map"]


def test_taking_one_value_back_keeps_the_other_differences(app: Flask) -> None:
    a_template()
    browser = at_desk(app, siti())
    typed = {"services": ["KK_NEW", "BIRTH", "DEATH"], "kuota__KK_NEW": "40", "kuota__DEATH": "7", "closes": "13"}
    form = filled(browser.get(NEW), **typed, langkah="acuan:services-DEATH")
    answer = browser.post(NEW, form, status=200)
    after = filled(answer)
    assert (after["services"], after["kuota-KK_NEW"], after["closes"]) == (["KK_NEW", "BIRTH"], ["40"], ["13"])
    assert "kecuali 2 hal:" in page(answer).text
    assert filled(browser.post(NEW, form | {"langkah": "acuan:services-APA"}, status=200))["kuota-DEATH"] == ["7"]


@pytest.mark.parametrize(
    ("typed", "services"),
    [({}, ["KTP_ENROL", "KIA_NEW"]), ({"services": ["BIRTH"]}, ["BIRTH"])],
    ids=["untouched", "chosen by hand"],
)
def test_the_values_of_another_template_are_never_saved_unseen(
    app: Flask, typed: dict[str, Any], services: list[str]
) -> None:
    a_template()
    school, team, venue = a_school_template(), a_team(), a_venue()
    browser = at_desk(app, siti())
    day: dict[str, Any] = {"day": "8-12-2026", "team": team.id, "venue": venue.id, "title": "SMAN 1 Setu"}
    form = chosen(browser, **day, template=str(school.id), **typed)
    answer = browser.request("POST", NEW, data={"csrf_token": browser.token(), **form})
    if not typed:
        assert answer.status_code == 422
        assert "Isian masih menurut acuan Masuk desa; kini diisi menurut Sekolah." in page(answer).text
        browser.post(NEW, filled(answer))
    (visit,) = all_of(Visit)
    assert [offer.service_code for offer in visit.offers] == services
    assert visit.level is VisitLevel.SCHOOL


def a_planned_visit(app: Flask) -> tuple[Browser, str]:
    """A draft that follows the template but for one quota, and where it is changed."""
    day: dict[str, Any] = {"day": "8-12-2026", "team": a_team().id, "venue": a_venue().id, "kuota__KK_NEW": "40"}
    browser = at_desk(app, siti())
    browser.post(NEW, chosen(browser, **day))
    (visit,) = all_of(Visit)
    return browser, address_of(visit, "/ubah")


def test_a_change_is_compared_with_the_nearest_template(app: Flask) -> None:
    a_template(name="Akhir pekan", opens=time(6), closes=time(9), queue_closes=None)
    a_template()
    browser, address = a_planned_visit(app)
    answer = browser.get(address)
    assert "Sesuai acuan “Masuk desa”, kecuali 1 hal:" in page(answer).text
    back = browser.post(address, filled(answer, langkah="acuan:services-KK_NEW"), status=200)
    assert SAME in page(back).text
    browser.post(address, filled(back))
    assert {one.service_code: one.quota for one in all_of(Visit)[0].offers} == {"KK_NEW": 50, "BIRTH": None}


def test_a_replacement_is_compared_with_a_template_of_its_own_level(app: Flask) -> None:
    a_template()
    school = a_school_template(offers=(OfferPlan("KTP_ENROL"),), opens=time(8), closes=time(14))
    visit = a_visit(services=("KTP_ENROL",), state=VisitState.CANCELLED)
    form = filled(at_desk(app, siti()).get(f"{NEW}?pengganti={visit.public_id}"))
    assert form["template"] != [str(school.id)]
    assert form["services"] == ["KTP_ENROL"]


def test_a_change_keeps_its_level_unless_another_template_is_followed(app: Flask) -> None:
    a_template()
    school = a_school_template()
    browser, address = a_planned_visit(app)
    kept = filled(browser.post(address, filled(browser.get(address), level="DISTRICT", langkah="banding"), status=200))
    assert kept["level"] == ["DISTRICT"]
    followed = browser.post(address, filled(browser.get(address), template=school.id, langkah="acuan"), status=200)
    assert filled(followed)["level"] == ["SCHOOL"]


def test_folded_parts_say_what_is_in_them_and_open_where_something_is_wrong(app: Flask) -> None:
    agency = an_agency()
    a_template(booths=(BoothPlan(agency.id, "SKCK"),))
    browser = at_desk(app, siti())
    answer = browser.get(NEW)
    shown = page(answer).text
    assert "2 dibuka, jumlah kuota 50, 1 tanpa kuota" in shown
    assert "Instansi mitra BPJS Kesehatan" in shown and "kontak kantor, tanpa catatan" in shown
    assert '<details class="list" open>' not in answer.get_data(as_text=True)
    refused = browser.post(NEW, filled(answer, kuota__KK_NEW="banyak", contact="Loket 9"), status=422)
    assert refused.get_data(as_text=True).count('<details class="list" open>') == 1
    assert "kontak Loket 9" in page(refused).text


def test_venues_of_one_name_are_told_apart(app: Flask) -> None:
    office = bekasi()
    office.depot_latitude, office.depot_longitude = -6.36, 107.17
    halls = [a_venue("Balai Desa") for _hall in range(3)]
    halls[0].address = "RT 05/02, seberang pasar"
    a_visit(venue=halls[1])
    browser = at_desk(app, siti())
    first = filled(browser.get(NEW), village=village().code, langkah="muat")
    shown = page(browser.post(NEW, first, status=200)).text
    assert "RT 05/02, seberang pasar · kira-kira" in shown and "menit dari kantor" in shown
    assert "Balai Desa (1)" in shown and "Balai Desa (2)" in shown and "Balai Desa (3)" not in shown
    assert "Dipakai Sel, 8 Des" in shown and shown.count("Belum pernah dipakai") == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sukamu", ["Desa Sukamukti", "Desa Sukamulya", "Desa Sukamurni"]),
        ("jayamuk", ["Desa Jayamukti"]),
        ("mukti", ["Desa Muktijaya", "Desa Muktiwari", "Desa Hegarmukti"]),
        ("sumberjya", ["Desa Sumberjaya"]),
        ("32.16.06.2009", ["Desa Mangunjaya"]),
        ("lembang", []),
        ("zzzz", []),
        ("", []),
        ("\x00", []),
    ],
)
def test_a_village_is_found_by_any_part_of_its_name(app: Flask, typed: str, found: list[str]) -> None:
    a_visit(venue=a_venue())
    browser = at_desk(app, siti())
    answer = browser.get(f"/koordinator/kunjungan/desa?q={typed}".replace("\x00", "%00"))
    items = answer.get_json()["items"]
    assert [one["name"] for one in items][: len(found)] == found and bool(items) is bool(found)
    assert all(one["code"].startswith("32.16.") for one in items)


def test_a_found_village_says_where_it_lies_and_when_it_was_visited(app: Flask) -> None:
    a_visit(venue=a_venue(), state=VisitState.PUBLISHED)
    browser = at_desk(app, siti())
    (found,) = browser.get("/koordinator/kunjungan/desa?q=sumberjaya").get_json()["items"]
    assert found == {
        "code": village().code,
        "name": "Desa Sumberjaya",
        "district": "Kec. Tambun Selatan",
        "visited": "berikutnya Sel, 8 Des 2026",
    }
