"""Reading an address as people type it: what stands behind desa, kecamatan and kabupaten, and what falls away.

The words are those of a KTP in any writing: "KP. PASIR BIRU RT 002/002 KEL. SERTAJAYA KEC. CIKARANG TIMUR". Pure
functions.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from botram.places.rules import plain_text


class Part(StrEnum):
    """A part of an address."""

    VILLAGE = "village"
    DISTRICT = "district"
    REGENCY = "regency"
    PROVINCE = "province"
    STREET = "street"  # of a street, hamlet or estate: only a hint where nothing else is said
    REST = "rest"


@dataclass
class TypedAddress:
    """The words of an address by their part, in lower case."""

    words: dict[Part, list[str]] = field(default_factory=lambda: {part: [] for part in Part})
    city: bool = False  # the regency is said to be a city
    postal_code: str = ""

    def said(self, part: Part) -> list[str]:
        """Return the words of a part."""
        return self.words[part]

    @property
    def marked(self) -> bool:
        """Whether it says which words are the village's or the district's."""
        return bool(self.said(Part.VILLAGE) or self.said(Part.DISTRICT))


_MARKS = {
    **dict.fromkeys(("desa", "ds", "kelurahan", "kel", "keldesa", "desakel", "lurah"), Part.VILLAGE),
    **dict.fromkeys(("kecamatan", "kec", "kcmtn", "distrik"), Part.DISTRICT),
    **dict.fromkeys(("kabupaten", "kab", "kabkota", "kabupatenkota"), Part.REGENCY),
    **dict.fromkeys(("provinsi", "propinsi", "prov", "prop"), Part.PROVINCE),
    **dict.fromkeys(
        (
            "kp", "kpg", "kmp", "kampung", "kampong", "jl", "jln", "jalan", "gg", "gang", "dusun", "dsn", "dukuh",
            "perum", "perumahan", "perumnas", "prm", "komplek", "kompleks", "komp", "cluster", "klaster", "lingkungan",
            "lingk", "apartemen", "apt", "ruko", "street", "jend",
        ),
        Part.STREET,
    ),
}  # fmt: skip
_CITY = "city"
_BEHIND = {
    "village": Part.VILLAGE,
    "subdistrict": Part.DISTRICT,
    "district": Part.DISTRICT,
    "regency": Part.REGENCY,
    _CITY: Part.REGENCY,
    "province": Part.PROVINCE,
}
"""English marks stand behind the name: Sertajaya village, East Cikarang district."""
_LONG_MARKS = ("kelurahan", "kecamatan", "kabupaten")
_LIKE_MARK = 85  # percent of similarity
_CITIES = ("kota", "kodya", "kotamadya", "kotamadia")
_NUMBERED = {
    "rt",
    "rw",
    "rtrw",
    "no",
    "nomor",
    "nmr",
    "blok",
    "block",
    "blk",
    "kav",
    "kavling",
    "lt",
    "lantai",
    "km",
    "unit",
}
_LABELS = {"alamat", "address", "indonesia", "kodepos", "administrasi", "adm"}
_DIRECTIONS = {
    "north": "utara", "south": "selatan", "east": "timur", "west": "barat", "central": "pusat",
    "utr": "utara", "slt": "selatan", "sel": "selatan", "tmr": "timur", "tim": "timur", "brt": "barat", "pst": "pusat",
}  # fmt: skip
_BREAK = ","
_TOKENS = re.compile(r"[a-z0-9]+|[,;|()\n]| - ")
_GLUED = re.compile(r"\b(rt|rw|no|blok)(?=[0-9])|(?<=[0-9])(?=r[tw]\b|r[tw][0-9])")
_POSTAL_CODE = re.compile("[1-9][0-9]{4}")
_NUMBER = re.compile("[0-9]{1,4}[a-z]?|[a-z]{1,2}[0-9]{1,4}[a-z]?|[a-z]")
_LONGEST_REGENCY = 3  # words


def read_address(typed: str, regencies: Container[str]) -> TypedAddress:
    """Return the parts of an address. ``regencies``: names of regencies and cities as ``normalised`` writes them."""
    return _Reader(_tokens_of(typed), regencies).read()


def _tokens_of(typed: str) -> list[str]:
    """Return the words of a text, and a comma where something ends."""
    spaced = _GLUED.sub(lambda found: f"{found[0]} ", plain_text(typed))
    found = (token if token[0].isalnum() else _BREAK for token in _TOKENS.findall(spaced))
    return [_DIRECTIONS.get(token, token) for token in found if token not in _LABELS]


class _Reader:
    """Goes through the words of an address once, from left to right."""

    def __init__(self, tokens: list[str], regencies: Container[str]) -> None:
        self.tokens, self.regencies = tokens, regencies
        self.at = 0
        self.part = Part.REST
        self.run: list[str] = []  # the words since the last mark or comma, for English marks
        self.address = TypedAddress()

    def read(self) -> TypedAddress:
        """Return the address."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token == _BREAK:
                self._begin(Part.REST if self.run else self.part)
            elif mark := _mark_of(token):
                self._begin(mark)
                if mark is Part.REGENCY:
                    self._take_regency(city=False)
            elif token in _CITIES and self._take_regency(city=True):
                pass
            elif token in _BEHIND and self.run and self.part is Part.REST:
                self._move_run(_BEHIND[token], city=token == _CITY)
            elif token in _BEHIND and self.tokens[self.at : self.at + 1] == ["of"]:
                self.at += 1
                self._begin(_BEHIND[token])
            elif token in _NUMBERED:
                self._skip_numbers()
            elif _POSTAL_CODE.fullmatch(token) and len(self.tokens) > 1:
                self.address.postal_code = token
                self._begin(Part.REST)
            else:
                self._take(token)
        return self.address

    def _begin(self, part: Part) -> None:
        """Put the words that follow into a part. The first village or district said is the one that counts."""
        there = self.address.said(part)
        self.part = Part.REST if there and part in (Part.VILLAGE, Part.DISTRICT, Part.REGENCY) else part
        self.run = []

    def _take(self, word: str) -> None:
        """Put a word into the present part."""
        self.run.append(word)
        self.address.said(self.part).append(word)

    def _take_regency(self, *, city: bool) -> bool:
        """Take the name of a regency that follows, or that "kota" stands behind; False where there is none."""
        for length in range(_LONGEST_REGENCY, 0, -1):
            ahead = self.tokens[self.at : self.at + length]
            if len(ahead) == length and "".join(ahead) in self.regencies:
                self.at += length
                return self._set_regency(ahead, city=city)
        if city and self.run and self.run[-1] in self.regencies and self.part in (Part.REST, Part.REGENCY):
            word = self.run.pop()
            self.address.said(self.part).pop()
            return self._set_regency([word], city=city)
        return False

    def _set_regency(self, words: list[str], *, city: bool) -> bool:
        """Keep the regency that is said first; what follows belongs to no part."""
        if not self.address.said(Part.REGENCY):
            self.address.words[Part.REGENCY] = words
            self.address.city = city
        self._begin(Part.REST)
        return True

    def _move_run(self, part: Part, *, city: bool) -> None:
        """Put the words before an English mark into its part."""
        rest = self.address.said(Part.REST)
        del rest[len(rest) - len(self.run) :]
        self.address.words[part] = list(self.run)
        self.address.city = self.address.city or city
        self._begin(Part.REST)

    def _skip_numbers(self) -> None:
        """Leave out the numbers behind RT, RW, No and Blok; the name before them ends there."""
        while self.at < len(self.tokens) and _NUMBER.fullmatch(self.tokens[self.at]):
            self.at += 1
        self._begin(Part.REST)


def _mark_of(token: str) -> Part | None:
    """Return the part that a word announces, also where it is misspelt."""
    if token in _MARKS:
        return _MARKS[token]
    if len(token) < 7:
        return None
    like = max(_LONG_MARKS, key=lambda mark: fuzz.ratio(mark, token))
    return _MARKS[like] if fuzz.ratio(like, token) >= _LIKE_MARK else None
