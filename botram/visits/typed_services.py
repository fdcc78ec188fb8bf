"""The services that people name in a search: by their names, or by what has happened to them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from botram.places.rules import name_words, plain_text
from botram.services.models import Service

_NEW = frozenset({"baru", "new"})
_SILENT_WORDS = _NEW | {"el", "atau", "or", "a", "of", "the"}  # people leave them out of a service's name
_BESIDE = frozenset((
    "anak", "akta", "akte", "surat", "kartu", "el", "e", "saya", "untuk", "dokumen", "child", "cetak", "mencetak",
    "ulang",
    "ganti", "ubah", "update", "perubahan", "perbaikan", "perpanjang", "perpanjangan", "data", "status", "nama", "foto",
    "aktivasi", "aktifkan", "barcode", "telat", "terlambat", "salah", "belum", "wni", "syarat", "persyaratan", "cara",
    "biaya", "gratis", "membuat", "pembuatan", "pengurusan", "rekam",
))  # fmt: skip
"""Words beside a service that name no place."""
_MOVES = ("MOVE_OUT", "MOVE_IN")
_KTP = ("KTP_ENROL", "KTP_NEW", "KTP_LOST", "KTP_DAMAGED", "KTP_CHANGE", "KTP_PHOTO")
_KK = ("KK_NEW", "KK_HEAD", "KK_SPLIT", "KK_CHANGE", "KK_LOST")
_CHANGE = "(?:ganti|mengganti|ubah|mengubah|perubahan|update|perbarui|perbaikan|perbaiki|salah|koreksi)"
_ENTRY = (
    "(?:(?:data|nama|alamat|status|agama|tanggal|tempat|lahir|perkawinan|kawin|pekerjaan|pendidikan|di|pada|dalam) )+"
)
_LOST: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:e ?)?ktp (?:el )?(?:(?:saya|ku) )?hilang|kehilangan (?:e ?)?ktp", ("KTP_LOST",)),
    (r"(?:lost|losing) (?:my )?(?:ktp|id card)", ("KTP_LOST",)),
    (r"(?:e ?)?ktp (?:el )?(?:saya )?(?:rusak|patah)|(?:damaged|broken) (?:ktp|id card)", ("KTP_DAMAGED",)),
    (r"(?:kk|kartu keluarga) (?:saya )?(?:hilang|rusak)|(?:lost|damaged) (?:kk|family card)", ("KK_LOST",)),
    (r"(?:akta|akte) (?:\w+ )?(?:hilang|rusak)", ("CERT_REISSUE",)),
    (rf"{_CHANGE} (?:pas )?(?:foto|tanda tangan)", ("KTP_PHOTO",)),
    (rf"{_CHANGE} {_ENTRY}(?:e ?)?ktp", ("KTP_CHANGE",)),
    (rf"{_CHANGE} {_ENTRY}(?:kk|kartu keluarga)", ("KK_CHANGE",)),
    (rf"{_CHANGE} {_ENTRY}ak[dt][ae](?: (?:(?:ke)?lahir(?:an)?|kematian|perkawinan|nikah|cerai))?", ("CERT_FIX",)),
    (r"(?:kartu keluarga|family card)(?! (?:baru|new))", _KK),
)
"""What people write that holds the name of another service: looked for before the names."""

_NEEDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:bayi|anak) (?:baru )?lahir(?:an)?|ak[dt][ae] (?:(?:ke)?lahir(?:an)?|anak)", ("BIRTH",)),
    (r"melahirkan|kelahiran|lahiran|bayi|lahir", ("BIRTH",)),
    (r"newborn|baby|(?:new )?birth(?: certificate)?|born", ("BIRTH",)),
    (r"(?:orang )?(?:meninggal|wafat)(?: dunia)?|ak[dt][ae] (?:ke)?mati(?:an)?", ("DEATH",)),
    (r"kematian|almarhum(?:ah)?|tutup usia|died|death(?: certificate)?|passed away", ("DEATH",)),
    (r"(?:ber)?cerai|perceraian|divorced?", ("DIVORCE",)),
    (r"(?:me|per)?nikah(?:an)?|kawin|perkawinan|married|marriage|wedding", ("MARRIAGE", "KK_NEW")),
    (r"pindah datang|pendatang", ("MOVE_IN",)),
    (r"skpwni|skp|(?:suket|surat) (?:keterangan )?pindah(?: (?:wni|keluar))?", ("MOVE_OUT",)),
    (rf"{_CHANGE} (?:alamat|domisili)", ("MOVE_IN", "KK_CHANGE", "KTP_CHANGE")),
    (r"pindah (?:rumah|alamat|domisili|penduduk|keluar)|pindah(?:an)?|domisili", ("MOVE_OUT", "MOVE_IN")),
    (r"mov(?:e|ed|ing)(?: house)?", ("MOVE_OUT", "MOVE_IN")),
    (r"(?:umur |usia )?17 (?:tahun|thn|th)|(?:umur|usia) 17|pemula|seventeen", ("KTP_ENROL", "KTP_NEW")),
    (r"(?:pe)?rekam(?:an)?(?: (?:e ?)?ktp(?: el)?)?|foto ktp|enrol?ment", ("KTP_ENROL",)),
    (r"tambah (?:anak|anggota)(?: (?:kk|keluarga))?", ("KK_CHANGE",)),
    (r"(?:pisah|pecah) kk", ("KK_SPLIT",)),
    (r"kartu identitas anak|ktp anak|child id card", ("KIA_NEW", "KIA_REPLACE")),
    (r"identitas (?:kependudukan )?digital|ktp digital|digital id", ("IKD",)),
    (r"e ?ktp|kartu tanda penduduk|id card|identity card", _KTP),
)
"""What people write, and the services that it takes. The first that is found counts; several leave it to the reader."""


@dataclass(frozen=True)
class Wanted:
    """The services that a search names, and the words that are left."""

    services: tuple[Service, ...]  # in the order of the list; several share a name, or serve one need
    rest: str

    @property
    def is_move(self) -> bool:
        """Whether a move is named: another office's place beside it is where people move to, or come from."""
        return bool(self.services) and all(service.code in _MOVES for service in self.services)


def wanted_services(query: str, services: Sequence[Service]) -> Wanted:
    """Return the services that a search text names, and its other words; no service leaves it as it is."""
    if lost := _needed(query, services, _LOST):
        return lost
    if named := _named_service(query, services):
        return Wanted((named,), _without(query, _said_of(named, query)))
    if needed := _needed(query, services, _NEEDS):
        return needed
    short = tuple(_shortly_named({*name_words(query)}, services))
    said = frozenset(word for service in short for words in _short_names(service) for word in words)
    return Wanted(short, _without(query, said) if short else query)


def _needed(query: str, services: Sequence[Service], needs: Sequence[tuple[str, tuple[str, ...]]]) -> Wanted | None:
    """Return the services of the first need that a text has; None without any that is offered."""
    text = " ".join(name_words(query))
    for pattern, codes in needs:
        found = re.search(rf"\b(?:{pattern})\b", text)
        if found and (wanted := tuple(service for service in services if service.code in codes)):
            short = {word for service in services for words in _short_names(service) for word in words}
            return Wanted(wanted, _without(query, frozenset(found[0].split()) | short))
    return None


def _said_of(service: Service, query: str) -> frozenset[str]:
    """Return the words of a text that are of a service's name, with "new" where it stands beside them."""
    typed = set(name_words(query))
    names = [*(_significant_words(name) for name in _in_each_language(service, "name")), *_short_names(service)]
    said = max((words for words in names if words <= typed), key=len, default=frozenset[str]())
    return said | _SILENT_WORDS if _is_new(said, query) else said | (_SILENT_WORDS - _NEW)


def _is_new(words: frozenset[str], query: str) -> bool:
    """Whether "new" stands beside one of the words: in "KTP Karang Baru" it is of a village."""
    text = " ".join(name_words(query))
    return any(re.search(rf"\b{word} (?:el )?(?:baru|new)\b|\bnew {word}\b", text) for word in words)


def _without(query: str, said: frozenset[str]) -> str:
    """Return a text without the words that name a service and those that people write beside them."""
    gone = said | _BESIDE
    rest = re.sub(r"[a-z0-9]+", lambda word: "" if word[0] in gone else word[0], plain_text(query))
    return rest if set(name_words(rest)) - _NEW else ""


def _named_service(query: str, services: Sequence[Service]) -> Service | None:
    """Return the service whose whole name is typed, the longest name first; else the only short name."""
    typed = set(name_words(query))
    shorts = Counter(words for one in services for words in _short_names(one))
    named = [
        (len(words), service)
        for service in services
        for name in _in_each_language(service, "name")
        if (words := _significant_words(name))
        and words <= typed
        # "KTP" alone is ambiguous, although it is the significant part of "KTP-el baru".
        and (shorts[words] < 2 or _is_new(words, query))
    ]
    if named:
        return max(named, key=lambda one: one[0])[1]
    short = _shortly_named(typed, services)
    return short[0] if len(short) == 1 else None


def _shortly_named(typed: set[str], services: Sequence[Service]) -> list[Service]:
    """Return the services whose short name is typed, in the order of the list."""
    return [service for service in services if any(words <= typed for words in _short_names(service))]


def _short_names(service: Service) -> set[frozenset[str]]:
    """Return the words of the short names of a service."""
    return {_significant_words(short) for short in _in_each_language(service, "short")}


def _in_each_language(service: Service, name: str) -> list[str]:
    """Return a name of a service in each of its languages."""
    texts = (getattr(service, name), service.english.get(name))
    return [text for text in texts if text]


def _significant_words(name: str) -> frozenset[str]:
    """Return the words of a service's name without those that people leave out."""
    return frozenset(name_words(name.partition("(")[0])) - _SILENT_WORDS
