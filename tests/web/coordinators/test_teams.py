"""The pages about teams."""

from typing import Any

import pytest
from flask import Flask

from botram.staff.models import Role, Team
from tests.browser import page
from tests.builders import a_team, asep, bekasi, person, ratna, siti
from tests.web.coordinators.form_reader import filled
from tests.web.desk import as_it_is_now, at_desk


def the_team(name: str) -> Team:
    """The team as it is now."""
    return as_it_is_now().query(Team).filter_by(name=name).one()


def test_a_coordinator_makes_a_team_and_changes_it(app: Flask) -> None:
    member, me = asep(), siti()
    browser = at_desk(app, me)
    assert "Belum ada tim" in page(browser.get("/koordinator/tim")).text
    sent = {
        "name": "Tim Utara",
        "vehicle": "Mobil keliling 1",
        "members": [member.id],
        "ktp_printer": "y",
        "active": "y",
    }
    browser.post("/koordinator/tim/baru", sent)
    text = page(browser.get("/koordinator/tim")).text
    assert "Tim Utara Asep Saepudin Mobil keliling 1 pencetak KTP-el bertugas" in text
    team = the_team("Tim Utara")
    shown = browser.get(f"/koordinator/tim/{team.id}")
    assert 'value="Mobil keliling 1"' in shown.text
    emptied = {name: values for name, values in filled(shown).items() if name not in sent}
    browser.post(f"/koordinator/tim/{team.id}", emptied | {"name": "Tim Pesisir"})
    team = the_team("Tim Pesisir")
    assert (team.members, team.ktp_printer, team.active) == ([], False, False)


def test_a_member_is_moved_from_another_team_only_after_it_was_said(app: Flask) -> None:
    member, other = asep(), person("ujang", "Ujang", Role.OFFICER, bekasi())
    a_team("Tim Selatan", members=(member, other))
    browser = at_desk(app, siti())
    assert "Asep Saepudin (Tim Selatan)" in page(browser.get("/koordinator/tim/baru")).text
    sent = {"name": "Tim Utara", "members": [member.id], "active": "y"}
    answer = browser.post("/koordinator/tim/baru", sent, 200)
    assert "Asep Saepudin keluar dari Tim Selatan" in page(answer).text
    assert as_it_is_now().query(Team).filter_by(name="Tim Utara").count() == 0
    hidden = next(i for i in page(answer).all("input") if i.get("name") == "moved")
    both = sent | {"members": [member.id, other.id], "moved": hidden["value"]}
    assert "Ujang keluar" in page(browser.post("/koordinator/tim/baru", both, 200)).text
    browser.post("/koordinator/tim/baru", sent | {"moved": hidden["value"]})
    assert [one.name for one in the_team("Tim Utara").members] == ["Asep Saepudin"]
    assert [one.name for one in the_team("Tim Selatan").members] == ["Ujang"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "Tim Utara"}, "Sudah ada tim dengan nama ini"),
        ({"name": ""}, "belum diisi"),
        ({"name": "Tim Baru", "members": [999]}, ""),
        ({"name": "Tim Baru", "members": ["satu"]}, ""),
    ],
    ids=["a name twice", "no name", "nobody", "no number"],
)
def test_a_wrong_team_keeps_what_was_typed(app: Flask, wrong: dict[str, Any], sentence: str) -> None:
    a_team("Tim Utara")
    browser = at_desk(app, siti())
    answer = browser.post("/koordinator/tim/baru", {"vehicle": "Mobil <b>"} | wrong, 422)
    assert sentence in page(answer).text
    assert "Mobil &lt;b&gt;" in answer.text
    assert as_it_is_now().query(Team).count() == 1


def test_a_coordinator_is_no_member(app: Flask) -> None:
    sent = {"name": "Tim Baru", "members": [siti().id]}
    at_desk(app, siti()).post("/koordinator/tim/baru", sent, 422)
    assert as_it_is_now().query(Team).count() == 0


def test_the_head_sees_teams_and_changes_none(app: Flask) -> None:
    team = a_team("Tim Utara", members=(asep(),))
    answer = at_desk(app, ratna()).get("/koordinator/tim")
    assert "Asep Saepudin" in page(answer).text
    assert f"/koordinator/tim/{team.id}" not in answer.text
    assert "/koordinator/tim/baru" not in answer.text
