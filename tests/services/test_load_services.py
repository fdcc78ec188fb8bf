"""Loading the service list: changes of texts reach the visits that offer them, and nothing is deleted."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from botram.database import session
from botram.packs import DATA, LoadReport, UnusablePack
from botram.services.actions import load_services
from botram.services.models import Document, Requirement, Service
from botram.services.texts import localized, service_notes
from botram.visits.models import VisitState
from tests.builders import NOW, a_visit, moment
from tests.databases import on_sqlite

LATER = moment("09:00")
Entry = dict[str, Any]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the program's list."""
    return Path(shutil.copytree(DATA / "services", tmp_path / "services"))


def edit(pack: Path, change: Callable[[Any], object], file: str = "services.json") -> None:
    """Change a list in place."""
    entries = json.loads((pack / file).read_text("utf-8"))
    change(entries)
    (pack / file).write_text(json.dumps(entries), "utf-8")


def entry(entries: list[Entry], code: str) -> Entry:
    """One entry by its code."""
    return next(one for one in entries if one["code"] == code)


def load(pack: Path) -> LoadReport:
    """Load the pack some days after NOW."""
    return load_services(pack, now=LATER)


def service(code: str) -> Service:
    """A service with its requirements, as the table has it now."""
    session().expire_all()
    wanted = select(Service).where(Service.code == code).options(selectinload(Service.requirements))
    return session().scalars(wanted).one()


def test_all_services_and_documents_are_there_in_order(app: Flask) -> None:
    codes = list(session().scalars(select(Service.code).order_by(Service.position)))
    assert (len(codes), codes[0], codes[-1]) == (30, "KTP_ENROL", "OTHER_AGENCY")
    documents = json.loads((DATA / "services" / "documents.json").read_text())
    assert {one.code for one in session().scalars(select(Document))} == {one["code"] for one in documents}
    assert [one.code for one in service("KTP_ENROL").requirements] == ["AGE_16", "KK_COPY"]


def test_loading_again_changes_nothing(app: Flask, pack: Path) -> None:
    report = load(pack)
    assert (report.added, report.changed, report.kept, report.refused) == ([], [], [], [])


def test_requirements_are_replaced_as_a_set(app: Flask, pack: Path) -> None:
    fresh = [
        {"code": "KK_COPY", "text": "Fotokopi KK terbaru", "note": "Asli ditunjukkan."},
        {"code": "PHOTO", "text": "Pasfoto", "note": ""},
    ]
    edit(pack, lambda entries: entry(entries, "KTP_ENROL").update(requirements=fresh))
    assert load(pack).changed == ["KTP_ENROL"]
    kept = service("KTP_ENROL").requirements
    assert [(one.code, one.position, one.text) for one in kept] == [
        ("KK_COPY", 1, "Fotokopi KK terbaru"),
        ("PHOTO", 2, "Pasfoto"),
    ]
    assert session().get(Requirement, ("KTP_ENROL", "AGE_16")) is None


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (VisitState.PUBLISHED, True),
        (VisitState.RUNNING, True),
        (VisitState.DRAFT, False),
        (VisitState.CLOSED, False),
        (VisitState.CANCELLED, False),
    ],
)
def test_a_changed_text_is_a_change_of_every_visit_that_shows_it(
    app: Flask, pack: Path, state: VisitState, counted: bool
) -> None:
    touched = a_visit(state=state, services=("KIA_NEW", "KK_NEW"))
    other = a_visit(state=state, services=("KK_NEW",))
    before = touched.version, other.version
    edit(pack, lambda entries: entry(entries, "KIA_NEW").update(summary="Untuk anak yang belum punya KIA."))
    load(pack)
    session().expire_all()
    assert (touched.version, other.version) == (before[0] + counted, before[1])
    assert touched.changed_at == (LATER if counted else NOW)
    assert touched.revision == 0, "time and place are as they were"


@pytest.mark.parametrize(
    ("language", "name", "basis", "needed", "document", "free"),
    [
        (
            "en",
            "Death certificate",
            "Government Regulation 40/2019",
            "Death statement",
            "Family card (KK)",
            "All civil registration documents are free of charge.",
        ),
        ("id", "Akta kematian", "PP 40/2019", "Surat keterangan kematian", "Kartu Keluarga (KK)", "Semua dokumen"),
    ],
)
def test_texts_are_said_in_the_language_of_the_page(
    app: Flask, language: str, name: str, basis: str, needed: str, document: str, free: str
) -> None:
    death = service("DEATH")
    with force_locale(language):
        assert localized(death, "name") == name
        assert localized(death, "legal_basis")[1] == basis
        assert localized(death.requirements[0], "text").startswith(needed)
        assert localized(session().get_one(Document, "KK"), "name") == document
        assert service_notes()["free"].startswith(free)


@pytest.mark.parametrize("language", ["en", "id"])
def test_what_the_list_has_no_english_for_is_said_in_indonesian(app: Flask, pack: Path, language: str) -> None:
    edit(pack, lambda entries: entry(entries, "BIRTH").update(name="Akta lahir baru"))
    load(pack)
    birth = service("BIRTH")
    with force_locale(language):
        assert localized(birth, "name") == "Akta lahir baru", "no English yet"
        assert localized(birth, "service_time") is None


def test_a_list_may_bring_no_english_and_new_english_is_a_change(app: Flask, pack: Path) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, services=("IKD",))
    before = visit.version
    edit(pack, lambda texts: texts.update({"Gratis": "Free"}), "english.json")
    assert "IKD" in load(pack).changed
    about = json.loads((pack / "pack.json").read_text("utf-8"))
    del about["files"]["english"]
    (pack / "pack.json").write_text(json.dumps(about), "utf-8")
    assert "IKD" in load(pack).changed
    assert service("IKD").english == {}
    assert visit.version == before + 2


def test_a_new_date_alone_changes_no_visit(app: Flask, pack: Path) -> None:
    visit = a_visit(state=VisitState.PUBLISHED)
    before = visit.version
    about = json.loads((pack / "pack.json").read_text("utf-8")) | {"date": "2027-01-01"}
    (pack / "pack.json").write_text(json.dumps(about), "utf-8")
    assert len(load(pack).changed) == 30
    session().expire_all()
    assert visit.version == before


def test_a_service_that_left_the_list_stays_for_old_visits(app: Flask, pack: Path) -> None:
    visit = a_visit(state=VisitState.PUBLISHED, services=("IKD",))
    edit(pack, lambda entries: entries.remove(entry(entries, "IKD")))
    assert load(pack).changed == ["IKD"]
    assert not service("IKD").active
    assert session().get(Document, "IKD"), "the document of the same code is another thing"
    assert visit.offers[0].service.name
    assert load(pack).kept == ["IKD"]
    shutil.copy(DATA / "services" / "services.json", pack)
    assert load(pack).changed == ["IKD"]
    assert service("IKD").active


def test_a_document_that_left_the_list_stays(app: Flask, pack: Path) -> None:
    edit(pack, lambda entries: entries.remove(entry(entries, "NON_PERMANENT_LETTER")), "documents.json")
    edit(pack, lambda entries: entry(entries, "NON_PERMANENT").update(yields=[]))
    report = load(pack)
    assert report.kept == ["NON_PERMANENT_LETTER"]
    assert not report.refused


@on_sqlite
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "KTP-ENROL"}, "Kode harus huruf besar"),
        ({"code": "KTP_NEW"}, "Alamat layanan ini sudah ktp-baru dan tidak dapat diganti."),
        ({"slug": "perekaman"}, "Alamat layanan ini sudah perekaman-ktp"),
        ({"slug": "Perekaman KTP"}, "slug harus huruf kecil"),
        ({"name": ""}, "Isian name kosong atau salah jenis."),
        ({"in_person": "ya"}, "Isian in_person kosong atau salah jenis."),
        ({"position": True}, "Isian position kosong atau salah jenis."),
        ({"forms": "F-1.02"}, "Isian forms kosong atau salah jenis."),
        ({"branch": "OTHERS"}, "branch harus salah satu dari"),
        ({"service_time": 3}, "service_time harus teks atau null."),
        ({"yields": ["PASSPORT"]}, "Dokumen PASSPORT tidak dikenal."),
        ({"yields_if_chosen": ["KTP"]}, "yields_if_chosen memuat dokumen"),
        ({"requirements": [{"code": "A", "text": "x"}, {"code": "A", "text": "y"}]}, "ganda: A, A."),
        ({"requirements": [{"code": "A"}]}, "Isian text kosong"),
        ({"requirements": [{"code": "A", "text": "x", "note": 1}]}, "Catatan persyaratan harus teks."),
        ({"requirements": "KK"}, "requirements harus daftar."),
    ],
)
def test_a_wrong_entry_is_named_and_holds_up_no_other(app: Flask, pack: Path, change: Entry, sentence: str) -> None:
    edit(pack, lambda entries: entry(entries, "KTP_ENROL").update(change))
    edit(pack, lambda entries: entry(entries, "KK_NEW").update(summary="Untuk keluarga yang baru."))
    report = load(pack)
    [first, *_others] = report.refused
    assert (first.file, first.row) == ("services.json", 1)
    assert sentence in first.sentence
    assert "KK_NEW" in report.changed
    assert service("KTP_ENROL").name == "Perekaman KTP-el"


@on_sqlite
def test_two_services_cannot_share_an_address(app: Flask, pack: Path) -> None:
    edit(pack, lambda entries: entries.append(entry(entries, "IKD") | {"code": "IKD_AGAIN"}))
    edit(pack, lambda entries: entries.append(entry(entries, "IKD") | {"summary": "Untuk siapa saja."}))
    report = load(pack)
    assert [one.code for one in report.refused] == ["IKD_AGAIN", "IKD"]
    assert report.changed == []


@on_sqlite
@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("services.json", "{}", "services.json bukan daftar JSON"),
        ("english.json", '{"Gratis": 0}', "english.json bukan objek JSON dari teks ke teks"),
        ("documents.json", "[", "documents.json bukan JSON yang utuh"),
        ("pack.json", '{"form": 1, "files": {}}', "tidak menyebut berkas layanan"),
        (
            "pack.json",
            '{"form": 1, "files": {"services": "a", "documents": "b"}, "date": "kemarin"}',
            "tidak menyebut tanggal data",
        ),
    ],
)
def test_a_folder_that_is_no_list_is_refused_as_a_whole(
    app: Flask, pack: Path, file: str, content: str, sentence: str
) -> None:
    (pack / file).write_text(content)
    with pytest.raises(UnusablePack, match=sentence):
        load(pack)
