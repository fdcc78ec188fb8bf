"""What the files of services, documents and requirements promise, read as they are, without a database."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from botram.services.pack import DOCUMENT_TEXTS, REQUIREMENT_TEXTS, SERVICE_TEXTS

DATA = Path(__file__).resolve().parents[2] / "botram" / "data"
SERVICES = DATA / "services"
PACKS = ("services", "region-3216", "region-3217")

# Everything a mobile team is asked for, one line per family.
SERVICE_CODES = [
    "KTP_ENROL", "KTP_NEW", "KTP_LOST", "KTP_DAMAGED", "KTP_CHANGE", "KTP_PHOTO",
    "KK_NEW", "KK_HEAD", "KK_SPLIT", "KK_CHANGE", "KK_LOST", "KIA_NEW", "KIA_REPLACE",
    "BIRTH", "DEATH", "MARRIAGE", "DIVORCE", "CERT_REISSUE", "CERT_FIX",
    "CHILD_ACK", "CHILD_LEGIT", "ADOPTION", "NAME_CHANGE",
    "MOVE_OUT", "MOVE_IN", "BIODATA", "IKD", "DATA_CHECK", "NON_PERMANENT", "OTHER_AGENCY",
]  # fmt: skip
DOCUMENT_CODES = [
    "KTP", "KIA", "KK", "BIRTH_CERT", "DEATH_CERT", "MARRIAGE_CERT", "DIVORCE_CERT", "OTHER_CERT",
    "MOVE_LETTER", "BIODATA_SHEET", "INTERIM_PAPER", "NON_PERMANENT_LETTER", "IKD",
]  # fmt: skip
GROUPS = {
    "KTP-el", "Kartu Keluarga (KK)", "Kartu Identitas Anak (KIA)", "Akta pencatatan sipil",
    "Pindah dan datang", "Identitas digital (IKD)", "Lainnya",
}  # fmt: skip
EQUIPMENT = {"ENROLMENT_KIT", "KTP_PRINTER", "KIA_PRINTER"}
FORMS = {f"F-1.0{number}" for number in range(1, 10)} | {"F-2.01", "F-2.03", "F-2.04"}

# A NIK or a KK number, also when somebody wrote it with spaces, dots or dashes.
SIXTEEN_DIGITS = re.compile(r"\d(?:[ .\-]*\d){15}")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def services() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(SERVICES / "services.json")
    return found


def test_every_service_and_document_of_the_office_is_there() -> None:
    assert sorted(service["code"] for service in services()) == sorted(SERVICE_CODES)
    assert [document["code"] for document in read(SERVICES / "documents.json")] == DOCUMENT_CODES


def test_only_cards_use_up_a_card_blank() -> None:
    documents = read(SERVICES / "documents.json")
    assert {document["code"] for document in documents if document["card_blank"]} == {"KTP", "KIA"}
    assert all(document["name"] and document["short"] for document in documents)


def test_slugs_are_unique_short_and_fit_into_an_address() -> None:
    slugs = [service["slug"] for service in services()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) and len(slug) <= 25 for slug in slugs)
    assert {service["code"]: service["slug"] for service in services()}["KIA_NEW"] == "kia-baru"


@pytest.mark.parametrize("name", ["services.json", "documents.json"])
def test_services_and_documents_stand_in_one_order(name: str) -> None:
    positions = [item["position"] for item in read(SERVICES / name)]
    assert positions == sorted(set(positions))


def test_each_group_of_services_is_one_block_under_one_heading() -> None:
    groups = [service["group"] for service in services()]
    assert set(groups) == GROUPS
    assert sum(group != earlier for group, earlier in zip(groups, ["", *groups], strict=False)) == len(GROUPS)


def test_every_service_says_whom_it_serves_and_what_to_expect() -> None:
    for service in services():
        assert service["name"] and len(service["short"].split()) <= 2, service["code"]
        assert service["branch"] in {"POPULATION", "CIVIL", "OTHER"}, service["code"]
        assert service["mobile"] in {"Y", "E", "R", "Y/E", "COUNT_ONLY"}, service["code"]
        assert re.fullmatch(r"Untuk [^.]+\.", service["summary"]), service["code"]
        assert service["mobile_note"].endswith("."), service["code"]
        assert service["requirements"], service["code"]


def test_a_requirement_code_means_the_same_everywhere() -> None:
    texts: dict[str, set[str]] = {}
    for service in services():
        codes = [requirement["code"] for requirement in service["requirements"]]
        assert len(set(codes)) == len(codes), service["code"]
        for requirement in service["requirements"]:
            assert re.fullmatch(r"[A-Z0-9_]+", requirement["code"])
            assert requirement["text"] and not requirement["text"].endswith("."), requirement
            assert requirement["note"] == "" or requirement["note"][-1] in ".?", requirement
            texts.setdefault(requirement["code"], set()).add(requirement["text"])
    assert {code: text for code, text in texts.items() if len(text) > 1} == {}
    assert len({min(text) for text in texts.values()}) == len(texts), "two codes for one thing to bring"


def test_services_yield_known_documents_and_need_known_equipment() -> None:
    for service in services():
        assert set(service["yields"]) <= set(DOCUMENT_CODES), service["code"]
        assert set(service["yields_if_chosen"]) <= set(service["yields"]), service["code"]
        assert set(service["equipment"]) <= EQUIPMENT, service["code"]
        assert set(service["forms"]) <= FORMS, service["code"]


def test_every_document_comes_of_a_service() -> None:
    assert {code for service in services() for code in service["yields"]} == set(DOCUMENT_CODES)


def test_what_a_service_always_yields_is_what_the_design_says() -> None:
    always = {
        service["code"]: [code for code in service["yields"] if code not in service["yields_if_chosen"]]
        for service in services()
    }
    nothing_fixed = {code for code, documents in always.items() if not documents}
    assert nothing_fixed == {
        "KTP_ENROL", "DATA_CHECK", "OTHER_AGENCY",
        "CERT_REISSUE", "CERT_FIX",
    "CHILD_ACK", "CHILD_LEGIT", "ADOPTION", "NAME_CHANGE",
    }  # fmt: skip
    assert always["BIRTH"] == ["BIRTH_CERT", "KK"]
    assert always["DEATH"] == ["DEATH_CERT", "KK"]
    assert sorted(always["MOVE_IN"]) == ["KK", "KTP"]


def test_services_of_the_office_are_free_and_rest_on_a_named_law() -> None:
    named = {source["short"] for source in read(SERVICES / "pack.json")["sources"]}
    for service in services():
        if service["code"] == "OTHER_AGENCY":  # partners follow rules of their own
            assert service["legal_basis"] == [] and service["fee"] != "Gratis"
            continue
        assert service["fee"] == "Gratis", service["code"]
        assert service["legal_basis"], service["code"]
        assert set(service["legal_basis"]) <= named, service["code"]


def test_no_service_time_is_promised_before_the_office_sets_one() -> None:
    assert {service["service_time"] for service in services()} == {None}


def test_a_letter_of_rt_and_rw_is_asked_only_for_a_first_registration() -> None:
    assert [service["code"] for service in services() if service["rt_rw_letter"]] == ["BIODATA"]
    asking = [
        service["code"]
        for service in services()
        if any(requirement["code"] == "RT_RW_LETTER" for requirement in service["requirements"])
    ]
    assert asking == ["BIODATA"]


def test_nobody_can_be_enrolled_in_the_place_of_another() -> None:
    in_person = {service["code"] for service in services() if service["in_person"]}
    assert in_person == {"KTP_ENROL", "KTP_PHOTO", "IKD"}


@pytest.mark.parametrize(
    ("service", "requirement"),
    [("KIA_NEW", "CHILD_PHOTOS"), ("KTP_LOST", "POLICE_LOSS_LETTER"), ("KK_NEW", "MARRIAGE_OR_DIVORCE_COPY")],
)
def test_what_differs_between_offices_sends_people_to_the_officer(service: str, requirement: str) -> None:
    found = next(item for item in services() if item["code"] == service)
    note = next(item["note"] for item in found["requirements"] if item["code"] == requirement)
    assert "Tanyakan petugas." in note
    assert "F-1.05" not in json.dumps(found)


def test_the_services_carry_a_date_and_the_note_that_the_office_has_to_confirm() -> None:
    about = read(SERVICES / "pack.json")
    assert about["form"] == 1
    assert date.fromisoformat(about["date"]) >= date(2026, 11, 23)
    assert "tanyakan petugas" in about["notes"]["practice"]
    assert {"pack.json", *about["files"].values()} == {file.name for file in SERVICES.iterdir()}


def texts_for_people() -> set[str]:
    """Every text of the lists that people read."""
    found = {document[name] for document in read(SERVICES / "documents.json") for name in DOCUMENT_TEXTS}
    for service in services():
        kept = [service[name] for name in SERVICE_TEXTS]
        found |= {text for one in kept for text in (one if isinstance(one, list) else [one]) if text}
        found |= {one[name] for one in service["requirements"] for name in REQUIREMENT_TEXTS if one[name]}
    return found | set(read(SERVICES / "pack.json")["notes"].values())


def test_every_text_has_its_english_and_nothing_else_does() -> None:
    english = read(SERVICES / "english.json")
    assert set(english) == texts_for_people(), "a changed text needs its English anew"
    for text, said in english.items():
        assert said.strip() == said != "", text
        assert (text[-1] in ".?") == (said[-1] in ".?"), text
        assert re.findall(r"F-[0-9.]+|\d+/\d+", text) == re.findall(r"F-[0-9.]+|\d+/\d+", said), text


@pytest.mark.parametrize("pack", PACKS)
def test_no_data_file_holds_a_number_like_a_nik(pack: str) -> None:
    for file in (DATA / pack).iterdir():
        text = file.read_text(encoding="utf-8")
        assert SIXTEEN_DIGITS.search(text) is None, file.name
        assert "\r" not in text, file.name
