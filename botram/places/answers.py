"""The answers of a search for places, and the words that say nothing about one."""

from collections.abc import Sequence

from botram.places.elsewhere import Elsewhere, elsewhere_among, with_slip
from botram.places.found import FEW_PLACES, OTHERS, Found, as_others
from botram.places.matching import Entry, Index
from botram.places.national_names import codes_called, regency_names
from botram.places.own_places import DISTRICT, VILLAGE, OwnPlaces, district_of

_MOST = 40  # places of one answer
_MOST_WORDS = 24
_SHORTEST_NAME = 4  # letters

SILENT = frozenset((
    "di", "ke", "dari", "dekat", "dkt", "daerah", "wilayah", "sekitar", "sekitarnya", "near", "in", "at", "of",
    "the", "for", "to", "and", "untuk", "yang", "ada", "jadwal", "kapan", "dimana", "mana", "botram", "kunjungan",
    "mobil", "keliling", "pelayanan", "layanan", "disdukcapil", "dukcapil", "capil", "warga", "rumah", "saya",
    "kami", "tinggal", "dan", "atau", "cari", "tolong", "mau", "ingin", "buat", "bikin", "urus", "mengurus", "when",
    "where", "schedule", "visit", "service", "is", "next", "my", "i", "me", "am", "live", "from", "team", "van",
    "mobile", "apakah", "bisa", "dong", "ya", "kak", "min", "pak", "bu", "yg", "lokasi", "tempat", "titik",
    "adakah", "tim", "please", "pagi", "siang", "sore", "malam", "nanti", "jam", "pukul", "berapa", "buka", "tutup",
    "wib", "hari", "lagi",
))  # fmt: skip
"""Words that say nothing about a place."""


class Answers:
    """The places of the installed offices, and answers in their terms."""

    def __init__(self, index: Index) -> None:
        self.own = frozenset(entry.office_code for entry in index.entries if entry.kind == DISTRICT)
        self.places = OwnPlaces(index, self.own)

    def region_words(self) -> frozenset[str]:
        """Return the normalised names of our own regencies and provinces: they say nothing about a village."""
        names = regency_names()
        own = {name for name in names if any(code in self.own for code in codes_called(name))}
        return frozenset(own) | {"jawabarat", "jabar", "indonesia"}

    def telling(self, said: Sequence[str]) -> list[str]:
        """Return the words that can be of a place: no numbers, no filler, no name of our own regency at the edges."""
        words = [word for word in said if word not in SILENT][:_MOST_WORDS]
        if any(not word.isdigit() for word in words):
            words = [word for word in words if not word.isdigit()]
        return self.without_region(words)

    def without_region(self, words: list[str]) -> list[str]:
        """Return the words without the names of our own region at either end, unless a longer name holds them."""
        names = self.region_words()
        for length in range(min(3, len(words) - 1), 0, -1):
            if "".join(words[-length:]) in names:
                return self.without_region(words[:-length])
            longer = words[: length + 1]
            if "".join(words[:length]) in names and not (
                elsewhere_among(longer, self.own) or with_slip(longer, self.own)
            ):
                return self.without_region(words[length:])
        return words

    def away(self, place: Elsewhere, words: Sequence[str]) -> Found:
        """Return the answer for another office's place, with ours that are similar."""
        telling = [word for word in words if word not in self.region_words()]
        like = self.places.like(words, OTHERS)
        like += [entry for word in telling for entry in self.places.called([word])]
        like += [
            entry for word in telling if len(word) >= _SHORTEST_NAME for entry in self.places.holding(word, DISTRICT)
        ]
        others = as_others(like)
        return Found(frozenset(), frozenset(), (), False, None, others, elsewhere=place)

    def answer(
        self,
        entries: Sequence[Entry],
        *,
        doubtful: bool = False,
        like: Sequence[str] = (),
        extra: Sequence[Entry] = (),
        elsewhere: Elsewhere | None = None,
    ) -> Found | None:
        """Return the answer for places of ours. ``like``: the words whose other meanings are offered."""
        meant = list(entries)[:_MOST]
        if not meant:
            return None
        letters, inside = "".join(like), {district_of(entry) for entry in meant if entry.kind == DISTRICT}
        alike = [
            entry
            for entry in self.places.like(like, _MOST)
            if entry.is_called(letters) or district_of(entry) not in inside
        ]
        others = [entry for entry in (*extra, *alike) if entry not in meant]
        if doubtful and len(meant) > FEW_PLACES:  # they are not named otherwise
            others = meant + others
        best = meant[0]
        measured = best.values["located"] and len(meant) <= FEW_PLACES
        return Found(
            villages=frozenset(entry.values["code"] for entry in meant if entry.kind == VILLAGE),
            districts=frozenset(entry.values["code"] for entry in meant if entry.kind == DISTRICT),
            places=tuple((entry.kind, entry.address, entry.values["code"]) for entry in meant),
            doubtful=doubtful,
            point=best.point if measured else None,
            others=as_others(others),
            elsewhere=elsewhere,
        )
