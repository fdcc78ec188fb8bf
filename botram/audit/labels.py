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
        "visit_outline": _("Rancangan tanpa tanggal"),
        "venue": _("Titik layanan"),
        "village": _("Desa"),
        "team": _("Tim"),
        "partner_agency": pgettext("one", "Instansi mitra"),
        "office_day": _("Hari"),
        "ramadan": _("Ramadan"),
        "account": _("Akun"),
        "office": _("Kantor"),
        "region": _("Data wilayah"),
        "services": _("Daftar layanan"),
        "visit_template": _("Acuan"),
        "default_offer": _("Layanan bawaan"),
        "feed_token": _("Alamat kalender"),
    }


_ACTION_SENTENCES = {
    ("account", "make"): _l("Akun %(name)s dibuka."),
    ("account", "change"): _l("Akun %(name)s diubah."),
    ("account", "close"): _l("Akun %(name)s ditutup."),
    ("account", "reopen"): _l("Akun %(name)s dibuka lagi."),
    ("account", "sign_in"): _l("%(name)s masuk."),
    ("account", "change_password"): _l("%(name)s mengganti kata sandinya."),
    ("account", "reset_password"): _l("%(name)s diberi kata sandi sementara."),
    ("account", "rescue"): _l("%(name)s diberi kata sandi sementara oleh pengelola server."),
    ("account", "leave_device"): _l("%(name)s keluar dari satu perangkat lain."),
    ("account", "leave_other_devices"): _l("%(name)s keluar dari semua perangkat lain."),
    ("account", "set_second_factor"): _l("%(name)s memasang kode masuk."),
    ("account", "drop_second_factor"): _l("%(name)s melepas kode masuknya."),
    ("account", "forget_second_factor"): _l("Kode masuk %(name)s dilepas."),
    ("account", "make_recovery_codes"): _l("%(name)s membuat kode cadangan baru."),
    ("account", "use_recovery_code"): _l("%(name)s masuk dengan kode cadangan."),
    ("team", "make"): _l("%(name)s dibentuk."),
    ("team", "change"): _l("%(name)s diubah."),
    ("venue", "make"): _l("Titik layanan %(name)s ditambahkan."),
    ("venue", "change"): _l("Titik layanan %(name)s diubah."),
    ("visit_outline", "make"): _l("Rancangan tanpa tanggal %(name)s dibuat."),
    ("visit_outline", "change"): _l("Rancangan tanpa tanggal %(name)s diubah."),
    ("visit_outline", "discard"): _l("Rancangan tanpa tanggal %(name)s dibuang."),
    ("visit_outline", "complete"): _l("Rancangan tanpa tanggal %(name)s menjadi rancangan kunjungan."),
    ("village", "change"): _l("Hari pasar %(name)s diubah."),
    ("partner_agency", "make"): _l("Instansi mitra %(name)s ditambahkan."),
    ("partner_agency", "change"): _l("Instansi mitra %(name)s diubah."),
    ("office", "make"): _l("Kantor dibuat."),
    ("office", "change"): _l("Pengaturan kantor diubah."),
    ("office_day", "make"): _l("Hari %(name)s ditambahkan."),
    ("office_day", "remove"): _l("Hari %(name)s dihapus."),
    ("ramadan", "set"): _l("Masa Ramadan %(name)s ditetapkan."),
    ("ramadan", "reset"): _l("Masa Ramadan %(name)s kembali mengikuti kalender nasional."),
    ("region", "load"): _l("Data wilayah %(name)s dimuat."),
    ("region", "succeed"): _l("Desa %(name)s beralih ke penggantinya."),
    ("services", "load"): _l("Daftar layanan dimuat."),
    ("visit_template", "make"): _l("Acuan %(name)s ditambahkan."),
    ("visit_template", "change"): _l("Acuan %(name)s diubah."),
    ("default_offer", "set"): _l("Layanan bawaan untuk tingkat %(name)s diatur."),
    ("default_offer", "reset"): _l("Layanan bawaan untuk tingkat %(name)s kembali mengikuti daftar layanan."),
    ("feed_token", "make"): _l("Alamat kalender “%(name)s” dibuat."),
    ("feed_token", "end"): _l("Alamat kalender “%(name)s” dicabut."),
}
"""The sentence for each action on each subject; those of visits are in their history."""


def action_sentence(entry: AuditEntry) -> str:
    """The sentence that says what was done to which subject."""
    name = _subject_name(entry)
    if entry.subject == "visit":
        return str(_("Kunjungan %(name)s, yang tidak ada lagi", name=name))
    if sentence := _ACTION_SENTENCES.get((entry.subject, entry.action)):
        return str(sentence) % {"name": name}
    return str(_("%(subject)s %(name)s: %(action)s.", subject=entry.subject, action=entry.action, name=name))


def _subject_name(entry: AuditEntry) -> str:
    """What people call the subject: a day in full, a level in words, else its key."""
    match entry.subject:
        case "office_day":
            return _date_text(entry.subject_key)
        case "default_offer":
            return str(_CODE_LABELS.get(entry.subject_key, entry.subject_key))
        case _:
            return entry.subject_key


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
        "level": _("Tingkat"),
        "opens": _("Dibuka pukul"),
        "closes": _("Selesai pukul"),
        "queue_closes": _("Antrean ditutup pukul"),
        "booths": _("Instansi yang ikut hadir"),
        "default": _("Dipakai kunjungan baru"),
        "active": _("Aktif"),
        "vehicle": _("Kendaraan"),
        "members": _("Anggota"),
        "enrolment_kit": _("Alat perekaman KTP-el"),
        "ktp_printer": _("Pencetak KTP-el"),
        "kia_printer": _("Pencetak KIA"),
        "village": _("Desa"),
        "place": _("Tempat"),
        "month": _("Bulan"),
        "day": _("Hari"),
        "team": _("Tim"),
        "notes": _("Catatan"),
        "market_days": _("Hari pasar"),
        "address": _("Alamat"),
        "latitude": _("Lintang"),
        "longitude": _("Bujur"),
        "wheelchair": _("Ramah kursi roda"),
        "access": _("Jalan masuk dan parkir"),
        "contact": _("Kontak"),
        "contact_phone": _("Telepon kontak"),
        "contact_whatsapp": _("WhatsApp kontak"),
        "depot": _("Titik berangkat"),
        "officers_need_code": _("Petugas wajib memakai kode masuk"),
        "kind": _("Jenis"),
        "calendar": _("Kalender"),
        "offers": _("Layanan dan kuota"),
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
    "VILLAGE": _l("desa"),
    "DISTRICT": _l("kecamatan"),
    "SCHOOL": _l("sekolah"),
    "INSTITUTION": _l("lembaga"),
    "REGIONAL": _l("perangkat daerah"),
    "CENTRAL": _l("instansi vertikal"),
    "COMPANY": _l("BUMN atau BUMD"),
    "OTHER": _l("lembaga lain"),
}
"""Labels of roles, days, levels and agencies by their codes: their enums are in packages above this one."""


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
