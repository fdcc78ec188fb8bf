"""What the administrator changes of the office."""

import pytest
from flask import Flask

from botram.audit.models import AuditEntry
from botram.database import session
from tests.browser import page
from tests.builders import bekasi, budi, elsewhere
from tests.web.coordinators.form_reader import filled
from tests.web.desk import at_desk

SENT = {"name": "Disdukcapil Kab. Bekasi", "contact": "Loket 3", "depot": "-6.36583, 107.17278"}


def test_name_contact_and_depot_change_with_a_trail(app: Flask) -> None:
    elsewhere()
    browser = at_desk(app, budi())
    browser.post("/koordinator/pengaturan", filled(browser.get("/koordinator/pengaturan")) | SENT)
    session().rollback()
    office = bekasi()
    assert (office.name, office.contact) == ("Disdukcapil Kab. Bekasi", "Loket 3")
    assert (office.depot_latitude, office.depot_longitude) == (-6.36583, 107.17278)
    assert elsewhere().contact == "Loket 021-555000"
    entry = session().query(AuditEntry).filter_by(subject="office").one()
    assert set(entry.after) == {"name", "contact", "depot"}, "what stayed is not in the trail"
    assert 'value="-6.36583, 107.17278"' in browser.get("/koordinator/pengaturan").text
    browser.post("/koordinator/pengaturan", filled(browser.get("/koordinator/pengaturan")) | SENT | {"depot": ""})
    session().rollback()
    assert bekasi().depot_latitude is None


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ("depot", "107.17278, -6.36583"),
        ("depot", "di kantor"),
        ("depot", "48.85, 2.35"),
        ("name", ""),
        ("contact", "3216065508980001"),
        ("contact_phone", "08.00-14.00"),
        ("contact_whatsapp", "0812"),
    ],
)
def test_wrong_settings_are_kept_on_the_page_and_nowhere_else(app: Flask, wrong: str, value: str) -> None:
    answer = at_desk(app, budi()).post("/koordinator/pengaturan", SENT | {wrong: value}, 422)
    assert f'value="{value}"' in answer.text
    assert "Belum tersimpan" in page(answer).text
    session().rollback()
    assert bekasi().contact == "Loket 021-555000"
