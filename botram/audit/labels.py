"""Sentences that describe the entries of the audit log to the office. Pure functions."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from botram.audit.models import AuditEntry
from botram.formats import long_day
from botram.languages import LANGUAGES

_Labels = dict[str, str]


def subject_labels() -> _Labels:
    """The label of each subject, by the name of its table."""
    return {
        "visit": _("Kunjungan"),
        "venue": _("Titik layanan"),
        "team": _("Tim"),
        "partner_agency": pgettext("one", "Instansi mitra"),
        "office_day": _("Hari"),
        "ramadan": _("Ramadan"),
        "account": _("Akun"),
        "office": _("Kantor"),
        "region": _("Data wilayah"),
        "services": _("Daftar layanan"),
        "feed_token": _("Alamat kalender"),
    }


def action_sentence(entry: AuditEntry) -> str:
    """The sentence that says what was done to which subject."""
    key = entry.subject_key
    about = {"name": _date_text(key) if entry.subject == "office_day" else key}
    sentences: dict[str, dict[str, str]] = {
        "account": _account_sentences(about),
        "team": {"make": _("%(name)s dibentuk.", **about), "change": _("%(name)s diubah.", **about)},
        "venue": {
            "make": _("Titik layanan %(name)s ditambahkan.", **about),
            "change": _("Titik layanan %(name)s diubah.", **about),
        },
        "partner_agency": {
            "make": _("Instansi mitra %(name)s ditambahkan.", **about),
            "change": _("Instansi mitra %(name)s diubah.", **about),
        },
        "office": {"make": _("Kantor dibuat."), "change": _("Pengaturan kantor diubah.")},
        "office_day": {
            "make": _("Hari %(name)s ditambahkan.", **about),
            "remove": _("Hari %(name)s dihapus.", **about),
        },
        "ramadan": {
            "set": _("Masa Ramadan %(name)s ditetapkan.", **about),
            "reset": _("Masa Ramadan %(name)s kembali mengikuti kalender nasional.", **about),
        },
        "region": {"load": _("Data wilayah %(name)s dimuat.", **about)},
        "services": {"load": _("Daftar layanan dimuat.")},
        "feed_token": {
            "make": _("Alamat kalender “%(name)s” dibuat.", **about),
            "end": _("Alamat kalender “%(name)s” dicabut.", **about),
        },
        "visit": {entry.action: _("Kunjungan %(name)s, yang tidak ada lagi", **about)},
    }
    unknown: str = _("%(subject)s %(name)s: %(action)s.", subject=entry.subject, action=entry.action, **about)
    return sentences.get(entry.subject, {}).get(entry.action, unknown)


def _account_sentences(about: _Labels) -> _Labels:
    """The sentence for each action on an account."""
    return {
        "make": _("Akun %(name)s dibuka.", **about),
        "change": _("Akun %(name)s diubah.", **about),
        "close": _("Akun %(name)s ditutup.", **about),
        "reopen": _("Akun %(name)s dibuka lagi.", **about),
        "sign_in": _("%(name)s masuk.", **about),
        "change_password": _("%(name)s mengganti kata sandinya.", **about),
        "reset_password": _("%(name)s diberi kata sandi sementara.", **about),
        "rescue": _("%(name)s diberi kata sandi sementara oleh pengelola server.", **about),
        "leave_other_devices": _("%(name)s keluar dari semua perangkat lain.", **about),
        "set_second_factor": _("%(name)s memasang kode masuk.", **about),
        "drop_second_factor": _("%(name)s melepas kode masuknya.", **about),
        "forget_second_factor": _("Kode masuk %(name)s dilepas.", **about),
    }


def change_sentences(entry: AuditEntry) -> list[str]:
    """One sentence for each value that changed: the new value, and the old one where there was one."""
    labels = _field_labels()
    shown = [name for name in labels if name in entry.after or name in entry.before]
    return [_change_sentence(labels[name], entry.before.get(name), entry.after.get(name)) for name in shown]


def _change_sentence(label: str, old: Any, new: Any) -> str:
    """The sentence for one changed value."""
    if old in (None, "", []):
        return str(_("%(label)s: %(new)s.", label=label, new=_value_text(new)))
    if new is None:
        return str(_("%(label)s: semula %(old)s.", label=label, old=_value_text(old)))
    return str(_("%(label)s: %(new)s, semula %(old)s.", label=label, new=_value_text(new), old=_value_text(old)))


def _field_labels() -> _Labels:
    """The fields that are shown and their labels, in the order of display. Other fields are not shown."""
    return {
        "name": _("Nama"),
        "role": _("Peran"),
        "language": _("Bahasa"),
        "active": _("Aktif"),
        "vehicle": _("Kendaraan"),
        "members": _("Anggota"),
        "enrolment_kit": _("Alat perekaman KTP-el"),
        "ktp_printer": _("Pencetak KTP-el"),
        "kia_printer": _("Pencetak KIA"),
        "village": _("Desa"),
        "address": _("Alamat"),
        "latitude": _("Lintang"),
        "longitude": _("Bujur"),
        "wheelchair": _("Ramah kursi roda"),
        "access": _("Jalan masuk dan parkir"),
        "contact": _("Kontak"),
        "depot": _("Titik berangkat"),
        "kind": _("Jenis"),
        "calendar": _("Kalender"),
        "first": _("Hari pertama"),
        "last": _("Hari terakhir"),
        "added": _("Baris baru"),
        "refused": _("Baris ditolak"),
    }


_CODE_LABELS = LANGUAGES | {
    "OFFICER": _l("petugas"),
    "COORDINATOR": _l("koordinator"),
    "HEAD": _l("kepala"),
    "ADMIN": _l("administrator"),
    "HOLIDAY": _l("hari libur kantor"),
    "LEAVE": _l("cuti bersama"),
    "WORKDAY": _l("kantor tetap buka"),
    "REGIONAL": _l("perangkat daerah"),
    "CENTRAL": _l("instansi vertikal"),
    "COMPANY": _l("BUMN atau BUMD"),
    "OTHER": _l("lembaga lain"),
}
"""Labels of roles, days and agencies by their codes: their enums are in packages that this one must not import."""


def _value_text(value: Any) -> str:
    """A recorded value as text for people."""
    if value is None or value in ("", [], [None, None]):
        return str(_("kosong"))
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(_CODE_LABELS.get(value, _date_text(value))) if isinstance(value, str) else str(value)


def _date_text(text: str) -> str:
    """The day in full where the text is an ISO date, else the text itself."""
    try:
        return long_day(date.fromisoformat(text))
    except ValueError:
        return text
