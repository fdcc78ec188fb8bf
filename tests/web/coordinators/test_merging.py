"""Two people who change one row at once lose nothing: other fields stay, one that both changed needs a choice."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from botram.places.models import Venue
from botram.staff.models import Account, Office, Team
from botram.visits.models import Visit, VisitState
from tests.browser import page
from tests.builders import a_booth, a_team, a_venue, a_visit, an_agency, asep, bekasi, budi, person, siti, ujang
from tests.web.coordinators.addresses import address_of
from tests.web.coordinators.form_reader import filled
from tests.web.desk import all_of, as_it_is_now, at_desk, known

OTHERS = "Orang lain baru saja mengubah"


def both_change(app: Flask, address: str, first: dict[str, Any], second: dict[str, Any], who: Account) -> Any:
    """The first one saves while the second one is still typing; what the second one gets."""
    fast, slow = at_desk(app, who), at_desk(app, who)
    slow.slow = filled(slow.get(address), **second)  # type: ignore[attr-defined]
    fast.post(address, filled(fast.get(address), **first))
    return slow, slow.request("POST", address, data={"csrf_token": slow.token(), **slow.slow})  # type: ignore[attr-defined]


def offers_of(visit: Visit) -> dict[str, int | None]:
    """The services of a visit as the table has them now."""
    return {offer.service_code: offer.quota for offer in known(visit).offers}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"notes": "Bawa map"}, {"contact": "Loket 2"}, {"notes": "Bawa map", "contact": "Loket 2"}),
        ({"opens": "09.00"}, {"day": "2026-12-09"}, {"opens_at": "2026-12-09T02:00:00+00:00"}),
        ({"queue_closes": "13.00"}, {"notes": "A\r\nB"}, {"notes": "A\r\nB"}),
        ({"title": "SD 1"}, {"services": ["KK_NEW"]}, {"title": "SD 1"}),
        ({"level": "DISTRICT"}, {"notes": "Bawa pena"}, {"level": "DISTRICT", "notes": "Bawa pena"}),
    ],
)
def test_other_fields_of_a_draft_stay(
    app: Flask, first: dict[str, Any], second: dict[str, Any], expected: dict[str, str]
) -> None:
    visit = a_visit()
    browser, told = both_change(app, address_of(visit, "/ubah"), first, second, siti())
    assert told.status_code == 422 and OTHERS in page(told).text and "digabung di bawah" in page(told).text
    browser.post(address_of(visit, "/ubah"), filled(told))
    after = known(visit)
    found = {name: getattr(after, name) for name in expected}
    texts = {name: value.isoformat() if hasattr(value, "isoformat") else str(value) for name, value in found.items()}
    assert {name: text.replace("\r\n", "\n") for name, text in texts.items()} == {
        name: text.replace("\r\n", "\n") for name, text in expected.items()
    }
    assert after.version == 3


def test_services_are_merged_one_by_one(app: Flask) -> None:
    visit = a_visit(services=("KTP_ENROL", "KK_NEW", "BIRTH"))
    first = {"services": ["KTP_ENROL", "KK_NEW", "BIRTH", "IKD"], "kuota__KTP_ENROL": "40"}
    second = {"services": ["KTP_ENROL", "KK_NEW"], "kuota__KK_NEW": "50"}
    browser, told = both_change(app, address_of(visit, "/ubah"), first, second, siti())
    browser.post(address_of(visit, "/ubah"), filled(told))
    assert offers_of(visit) == {"KTP_ENROL": 40, "KK_NEW": 50, "IKD": None}


def test_a_field_that_both_changed_is_shown_with_both_values_and_needs_a_choice(app: Flask) -> None:
    visit = a_visit()
    address = address_of(visit, "/ubah")
    browser, told = both_change(app, address, {"notes": "Bawa <b>map"}, {"notes": "Bawa pena"}, siti())
    shown = page(told).text
    assert "Isian Anda: Bawa pena" in shown and "Yang tersimpan: Bawa <b>map" in shown
    assert filled(told)["notes"] == ["Bawa pena"], "what was typed is kept"
    again = browser.post(address, filled(told), status=422)
    assert "Pilih yang berlaku" in page(again).text and known(visit).notes == "Bawa <b>map"
    browser.post(address, filled(again, pilih__notes="saya"))
    assert known(visit).notes == "Bawa pena"


def test_the_stored_value_can_be_chosen(app: Flask) -> None:
    visit = a_visit()
    address = address_of(visit, "/ubah")
    second = {"notes": "Bawa pena", "contact": "Loket 2"}
    browser, told = both_change(app, address, {"notes": "Bawa map"}, second, siti())
    browser.post(address, filled(told, pilih__notes="tersimpan"))
    assert (known(visit).notes, known(visit).contact) == ("Bawa map", "Loket 2")


@pytest.mark.parametrize("choice", ["", "x", "saya ", "<script>"])
def test_a_choice_that_is_none_is_asked_for_again(app: Flask, choice: str) -> None:
    visit = a_visit()
    address = address_of(visit, "/ubah")
    browser, told = both_change(app, address, {"notes": "Bawa map"}, {"notes": "Bawa pena"}, siti())
    browser.post(address, filled(told, pilih__notes=choice), status=422)
    assert known(visit).notes == "Bawa map"


@pytest.mark.parametrize("base", [None, "", "x", "eyJzdG9yZWQiOnt9fQ.AAAA"])
def test_without_the_signed_values_each_difference_needs_a_choice(app: Flask, base: str | None) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/ubah")), notes="Bawa pena", base=base)
    refused = browser.post(address_of(visit, "/ubah"), form, status=422)
    assert "Isian Anda: Bawa pena" in page(refused).text and known(visit).notes == ""


def test_the_signed_values_of_one_visit_do_not_fit_another(app: Flask) -> None:
    one, other = a_visit(), a_visit(venue=a_venue("Balai", "Sertajaya"))
    browser = at_desk(app, siti())
    base = filled(browser.get(address_of(one, "/ubah")))["base"]
    form = filled(browser.get(address_of(other, "/ubah")), notes="Bawa pena", base=base)
    browser.post(address_of(other, "/ubah"), form, status=422)


def test_team_and_officers_are_decided_together(app: Flask) -> None:
    team, other = a_team(members=(asep(),)), a_team("Tim Selatan", members=(ujang(),))
    visit = a_visit(team=team)
    address = address_of(visit, "/ubah")
    second = {"crewing": "pilih", "crew": [asep().id]}
    person("cecep", "Cecep", asep().role, bekasi())
    browser, told = both_change(app, address, {"team": other.id}, second, siti())
    assert "Isian Anda: Tim Utara" in page(told).text and "Yang tersimpan: Tim Selatan" in page(told).text
    browser.post(address, filled(told, pilih__team="tersimpan"))
    assert [member.account.name for member in known(visit).crew] == ["Ujang"]


def test_the_place_is_taken_whole(app: Flask) -> None:
    visit = a_visit(venue=a_venue("Balai", "Sertajaya"))
    new = a_venue("Lapangan", "Jatimulya")
    address = address_of(visit, "/ubah")
    moved = {"village": new.village_code, "venue": new.id}
    browser, told = both_change(app, address, moved, {"notes": "Bawa map"}, siti())
    browser.post(address, filled(told))
    assert (known(visit).venue_id, known(visit).notes) == (new.id, "Bawa map")


def test_partner_agencies_are_merged_one_by_one(app: Flask) -> None:
    visit, bank = a_visit(), an_agency("Bank")
    a_booth(visit, an_agency("BPJS"))
    first = {"partners": [visit.booths[0].agency_id, bank.id], f"layani__{bank.id}": "Tabungan"}
    address = address_of(visit, "/ubah")
    browser, told = both_change(app, address, first, {"partners": None}, siti())
    browser.post(address, filled(told))
    assert [booth.agency.name for booth in known(visit).booths] == ["Bank"]


def test_a_published_visit_asks_for_its_reason_again(app: Flask) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    address = address_of(visit, "/ubah")
    reason = {"reason": "Melengkapi"}
    browser, told = both_change(app, address, {"notes": "Bawa map"} | reason, {"contact": "Loket 2"} | reason, siti())
    assert "Siti Aminah: Catatan diperbarui: Bawa map." in page(told).text
    browser.post(address, filled(told), status=422)
    browser.post(address, filled(told, **reason))
    assert (known(visit).notes, known(visit).contact) == ("Bawa map", "Loket 2")


Row = tuple[Callable[[], str], Callable[[], Account], dict[str, Any], dict[str, Any], Callable[[], tuple[Any, ...]]]
ROWS: dict[str, Row] = {
    "team": (
        lambda: f"/koordinator/tim/{a_team(members=(asep(),)).id}",
        siti,
        {"vehicle": "Mobil 7", "members": [1]},
        {"kia_printer": None},
        lambda: (all_of(Team)[0].vehicle, all_of(Team)[0].kia_printer),
    ),
    "venue": (
        lambda: f"/koordinator/titik/{a_venue().id}/ubah",
        siti,
        {"name": "Balai Baru"},
        {"wheelchair": "y"},
        lambda: (all_of(Venue)[0].name, all_of(Venue)[0].wheelchair),
    ),
    "account": (
        lambda: f"/koordinator/akun/{asep().id}",
        budi,
        {"name": "Asep S."},
        {"language": "en"},
        lambda: next((one.name, one.language) for one in all_of(Account) if one.sign_in_name == "asep"),
    ),
    "office": (
        lambda: "/koordinator/pengaturan",
        budi,
        {"name": "Dinas"},
        {"contact": "Loket 9"},
        lambda: (all_of(Office)[0].name, all_of(Office)[0].contact),
    ),
}
EXPECTED = {
    "team": ("Mobil 7", False),
    "venue": ("Balai Baru", True),
    "account": ("Asep S.", "en"),
    "office": ("Dinas", "Loket 9"),
}


@pytest.mark.parametrize("name", ROWS)
def test_every_form_about_a_row_keeps_what_others_have_changed(app: Flask, name: str) -> None:
    make, who, first, second, read = ROWS[name]
    address, account = make(), who()
    if "members" in first:
        first = first | {"members": [asep().id]}
    browser, told = both_change(app, address, first, second, account)
    assert told.status_code == 422 and OTHERS in page(told).text
    browser.post(address, filled(told))
    assert read() == EXPECTED[name]


def test_saving_a_form_twice_is_no_conflict(app: Flask) -> None:
    visit = a_visit()
    browser = at_desk(app, siti())
    form = filled(browser.get(address_of(visit, "/ubah")), notes="Bawa map", services=["BIRTH"], kuota__BIRTH="9")
    for _time in range(2):
        browser.post(address_of(visit, "/ubah"), form)
    assert (known(visit).notes, known(visit).version) == ("Bawa map", 2)


def test_members_of_a_team_are_merged_one_by_one(app: Flask) -> None:
    team = a_team(members=(asep(),))
    ujang(), siti()
    address = f"/koordinator/tim/{team.id}"
    browser, told = both_change(app, address, {"members": [asep().id, ujang().id]}, {"members": None}, siti())
    browser.post(address, filled(told))
    as_it_is_now()
    assert [member.name for member in all_of(Team)[0].members] == ["Ujang"]
