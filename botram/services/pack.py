"""Reading the files of a service list. Each entry is checked by itself and refused with a sentence."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from botram.packs import BadRow, RefusedRow, UnusablePack, read_about, read_json
from botram.services.models import Branch

_Values = dict[str, Any]
"""Values of a row by the names of its columns."""

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEXT, TEXTS, FLAG, COUNT = "text", "texts", "flag", "count"

_SERVICE_FIELDS = {
    **dict.fromkeys(("name", "short", "group", "summary", "fee", "mobile", "mobile_note"), TEXT),
    "position": COUNT,
    **dict.fromkeys(("in_person", "rt_rw_letter"), FLAG),
    **dict.fromkeys(("forms", "legal_basis", "yields", "yields_if_chosen", "equipment"), TEXTS),
}
_DOCUMENT_FIELDS = {"name": TEXT, "short": TEXT, "card_blank": FLAG, "position": COUNT}
_REQUIREMENT_FIELDS = {"text": TEXT}


DOCUMENT_TEXTS = ("name", "short")
SERVICE_TEXTS = ("name", "short", "group", "summary", "fee", "service_time", "mobile_note", "legal_basis")
REQUIREMENT_TEXTS = ("text", "note")


@dataclass
class ServicePack:
    """The valid entries of a service list, by code, and the refused ones."""

    name: str
    day: date  # from which the texts hold
    english: dict[str, str] = field(default_factory=dict)  # Indonesian text to its English
    documents: dict[str, _Values] = field(default_factory=dict)
    services: dict[str, _Values] = field(default_factory=dict)
    requirements: dict[str, list[_Values]] = field(default_factory=dict)  # by service, in order
    refused: list[RefusedRow] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=dict)  # by list: every code, also of refused entries


def read_service_list(folder: Path, slugs: dict[str, str]) -> ServicePack:
    """Read the service list in a folder. ``slugs`` are those in the database, by service. Raises UnusablePack."""
    about = read_about(folder)
    files = about["files"]
    if "documents" not in files or "services" not in files:
        raise UnusablePack(_("pack.json tidak menyebut berkas layanan dan dokumen (bagian files)."))
    try:
        day = date.fromisoformat(str(about.get("date")))
    except ValueError as error:
        raise UnusablePack(_("pack.json tidak menyebut tanggal data (date) seperti 2026-11-23.")) from error
    pack = ServicePack(str(about.get("name", "")), day, read_english(folder, files))
    pack.named["documents"] = _read_entries(
        pack, folder / files["documents"], lambda entry: _take_document(pack, entry)
    )
    taken = dict(slugs)
    pack.named["services"] = _read_entries(
        pack, folder / files["services"], lambda entry: _take_service(pack, entry, taken)
    )
    return pack


def read_english(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """Read the English of a list's texts, by the Indonesian; empty for a list without any. Raises UnusablePack."""
    if "english" not in files:
        return {}
    found = read_json(folder / files["english"])
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise UnusablePack(_("%(file)s bukan objek JSON dari teks ke teks.", file=files["english"]))
    return found


def _in_english(pack: ServicePack, values: _Values, names: Iterable[str]) -> _Values:
    """The English of the named texts, where the list has it. A text without one is shown in Indonesian."""
    known = pack.english
    found: _Values = {}
    for name in names:
        text = values[name]
        if isinstance(text, list) and any(one in known for one in text):
            found[name] = [known.get(one, one) for one in text]
        elif isinstance(text, str) and text in known:
            found[name] = known[text]
    return found


def _read_entries(pack: ServicePack, file: Path, take: Callable[[dict[str, Any]], None]) -> set[str]:
    """Read the entries of a file and return their codes. Refused ones are added to the pack. Raises UnusablePack.

    ``take`` adds an entry to the pack, or raises BadRow.
    """
    found = read_json(file)
    if not isinstance(found, list):
        raise UnusablePack(_("%(file)s bukan daftar JSON.", file=file.name))
    codes = set()
    for row, entry in enumerate(found, start=1):
        code = str(entry.get("code", "")) if isinstance(entry, dict) else ""
        try:
            if not isinstance(entry, dict) or not _CODE.fullmatch(code):
                raise BadRow(_("Kode harus huruf besar, angka, dan garis bawah, seperti KIA_NEW."))
            take(entry)
        except BadRow as refusal:
            pack.refused.append(RefusedRow(file.name, row, code, str(refusal)))
        codes.add(code)
    return codes


def _take_document(pack: ServicePack, entry: dict[str, Any]) -> None:
    """Add a document to the pack. Raises BadRow."""
    if entry["code"] in pack.documents:
        raise BadRow(_("Kode ini sudah dipakai sebelumnya di berkas."))
    values = _fields_of(entry, _DOCUMENT_FIELDS)
    pack.documents[entry["code"]] = values | {"english": _in_english(pack, values, DOCUMENT_TEXTS)}


def _take_service(pack: ServicePack, entry: dict[str, Any], slugs: dict[str, str]) -> None:
    """Add a service and its requirements to the pack. Raises BadRow."""
    code, slug = entry["code"], entry.get("slug")
    if code in pack.services:
        raise BadRow(_("Kode ini sudah dipakai sebelumnya di berkas."))
    values = _fields_of(entry, _SERVICE_FIELDS) | {"data_date": pack.day, "active": True}
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        raise BadRow(_("slug harus huruf kecil dan tanda hubung, seperti kia-baru."))
    if slugs.get(code, slug) != slug:
        raise BadRow(_("Alamat layanan ini sudah %(slug)s dan tidak dapat diganti.", slug=slugs[code]))
    if slug in (other for owner, other in slugs.items() if owner != code):
        raise BadRow(_("Alamat %(slug)s sudah dipakai layanan lain.", slug=slug))
    time = entry.get("service_time")
    if time is not None and not isinstance(time, str):
        raise BadRow(_("service_time harus teks atau null."))
    if entry.get("branch") not in {branch.value for branch in Branch}:
        raise BadRow(_("branch harus salah satu dari %(names)s.", names=", ".join(Branch)))
    if unknown := sorted(set(values["yields"]) - set(pack.documents)):
        raise BadRow(_("Dokumen %(codes)s tidak dikenal.", codes=", ".join(unknown)))
    if not set(values["yields_if_chosen"]) <= set(values["yields"]):
        raise BadRow(_("yields_if_chosen memuat dokumen yang tidak ada di yields."))
    requirements = _requirements_of(pack, entry)
    slugs[code] = slug
    values |= {"slug": slug, "service_time": time, "branch": Branch(entry["branch"])}
    pack.services[code] = values | {"english": _in_english(pack, values, SERVICE_TEXTS)}
    pack.requirements[code] = requirements


def _requirements_of(pack: ServicePack, entry: dict[str, Any]) -> list[_Values]:
    """The requirements of a service, in order. Raises BadRow."""
    listed = entry.get("requirements")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise BadRow(_("requirements harus daftar."))
    codes = [str(one.get("code", "")) for one in listed]
    if wrong := [code for code in codes if not _CODE.fullmatch(code) or codes.count(code) > 1]:
        raise BadRow(_("Kode persyaratan kosong, salah bentuk, atau ganda: %(codes)s.", codes=", ".join(wrong)))
    if any(not isinstance(one.get("note", ""), str) for one in listed):
        raise BadRow(_("Catatan persyaratan harus teks."))
    found = [
        {"code": code, "position": position, "note": one.get("note", ""), **_fields_of(one, _REQUIREMENT_FIELDS)}
        for position, (code, one) in enumerate(zip(codes, listed, strict=True), start=1)
    ]
    return [values | {"english": _in_english(pack, values, REQUIREMENT_TEXTS)} for values in found]


def _fields_of(entry: dict[str, Any], kinds: dict[str, str]) -> _Values:
    """The named fields of an entry. Raises BadRow for one that is missing or of another kind."""
    for name, kind in kinds.items():
        value = entry.get(name)
        fits = {
            TEXT: isinstance(value, str) and bool(value.strip()),
            TEXTS: isinstance(value, list) and all(isinstance(one, str) for one in value),
            FLAG: isinstance(value, bool),
            COUNT: isinstance(value, int) and not isinstance(value, bool),
        }[kind]
        if not fits:
            raise BadRow(_("Isian %(name)s kosong atau salah jenis.", name=name))
    return {name: entry[name] for name in kinds}
