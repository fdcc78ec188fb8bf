"""Fields of requests: each accepts exactly what the OpenAPI document says, and explains its errors."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import marshmallow as ma
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import validate

from botram.refusals import Refusal
from botram.web.forms import LINE, PARAGRAPH

LARGEST_ID = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 2000, 2099
ONE_LINE = r"^[^\u0000-\u001f\u007f-\u009f]*$"
_LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
_YEARS = {1970: "(19[7-9]|20[0-9])[0-9]", 2000: "20[0-9]{2}"}  # from one of these to LAST_YEAR
_INSTANT = (
    "^{year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?"
    "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
_ANY_INSTANT = re.compile(_INSTANT.replace("{year}", "[0-9]{4}"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Words(ma.fields.Field[Any]):
    """Error messages in our words in place of marshmallow's English ones. Comes before marshmallow's class."""

    default_error_messages = {
        "required": _l("Bagian ini wajib diisi."),
        "null": _l("Bagian ini tidak boleh null."),
        "validator_failed": _l("Isi bagian ini tidak dapat dipakai."),
    }

    def make_error(self, key: str, **_details: Any) -> ma.ValidationError:
        """Return the error in the language of this answer."""
        return ma.ValidationError(str(self.error_messages[key]))


class Pattern(validate.Validator):
    """The whole text matches; a line break at its end does not pass. apispec reads ``regex``."""

    def __init__(self, pattern: str, error: Any) -> None:
        self.regex, self.error = re.compile(pattern), error

    def __call__(self, value: str) -> str:
        if not self.regex.fullmatch(value):
            raise ma.ValidationError(str(self.error))
        return value


class Text(Words, ma.fields.String):
    """A text without control characters."""

    default_error_messages = {"invalid": _l("Isi dengan teks.")}
    pattern, wrong = ONE_LINE, _l("Teks ini memuat karakter kendali atau ganti baris.")

    def __init__(self, *, longest: int = LINE, shortest: int = 0, **options: Any) -> None:
        said = _l("Isi {min} sampai {max} karakter.") if shortest else _l("Paling panjang {max} karakter.")
        length = validate.Length(shortest or None, longest, error=said)
        super().__init__(validate=[length, Pattern(self.pattern, self.wrong)], **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise self.make_error("invalid")
        return value


class Paragraphs(Text):
    """A text that may have several lines."""

    pattern, wrong = _LINES, _l("Teks ini memuat karakter kendali.")

    def __init__(self, *, longest: int = PARAGRAPH, **options: Any) -> None:
        super().__init__(longest=longest, **options)


class Code(Words, ma.fields.String):
    """A code that matches a pattern."""

    default_error_messages = {"invalid": _l("Isi dengan teks.")}

    def __init__(self, pattern: str, **options: Any) -> None:
        super().__init__(validate=Pattern(pattern, error=_l("Bentuk kode ini tidak dikenal.")), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return value


class Unknown(Refusal):
    """A code or an id in a request is not one of those that are there."""


class KnownCode(Code):
    """A code that matches a pattern, of something that is there: a filter by another one would answer with nothing."""

    def __init__(self, pattern: str, knows: Callable[[str], bool], **options: Any) -> None:
        super().__init__(pattern, **options)
        self.knows = knows

    def _validate(self, value: Any) -> None:
        super()._validate(value)
        if not self.knows(value):
            raise Unknown(_("“%(code)s” tidak dikenal.", code=value), field=self.name)


class Word(Words, ma.fields.Enum[Any]):
    """One of a few words."""

    default_error_messages = {"unknown": _l("Isi salah satu kata yang dikenal."), "invalid": _l("Isi dengan teks.")}

    def __init__(self, kind: Any, **options: Any) -> None:
        super().__init__(kind, by_value=ma.fields.String, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Whole(Words, ma.fields.Integer):
    """A whole number; ``1.0`` is one, ``"1"`` and ``true`` are none."""

    default_error_messages = {"invalid": _l("Isi dengan bilangan bulat.")}

    def __init__(self, least: int, most: int, **options: Any) -> None:
        between = validate.Range(least, most, error=_l("Isi angka {min} sampai {max}."))
        super().__init__(validate=between, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
            raise self.make_error("invalid")
        return int(value)


class WholeInQuery(Whole):
    """A whole number in a query."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", value):
            raise self.make_error("invalid")
        return int(value)


class Degrees(Words, ma.fields.Float):
    """An angle in decimal degrees. That it lies in Indonesia is checked where a venue is made."""

    default_error_messages = {"invalid": _l("Isi dengan angka, misalnya -6.2431.")}

    def __init__(self, least: float, most: float, **options: Any) -> None:
        between = validate.Range(least, most, error=_l("Isi angka {min} sampai {max}."))
        super().__init__(validate=between, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or abs(value) > 360 or math.isnan(value):  # int too: a huge one is no float
            raise self.make_error("invalid")
        return float(value)


class DegreesInQuery(Degrees):
    """An angle in a query."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,40})?(e-?[0-9]{1,3})?", value, re.IGNORECASE):
            raise self.make_error("invalid")
        return super()._deserialize(float(value), attr, data, **kwargs)


class Instant(Words, ma.fields.DateTime):
    """A moment with its offset, to the second. ``data`` is in UTC."""

    default_error_messages = {"invalid": _l("Tulis waktu dengan selisih zonanya, misalnya 2026-12-08T08:00:00+07:00.")}

    def __init__(self, first_year: int = FIRST_YEAR, **options: Any) -> None:
        self.first_year = first_year
        super().__init__(metadata={"pattern": _INSTANT.replace("{year}", _YEARS[first_year])}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _ANY_INSTANT.fullmatch(value):
            raise self.make_error("invalid")
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError as error:
            raise self.make_error("invalid") from error
        if not self.first_year <= moment.year <= LAST_YEAR:
            years = {"first": self.first_year, "last": LAST_YEAR}
            raise ma.ValidationError(_("Tahunnya harus antara %(first)s dan %(last)s.", **years))
        return moment.astimezone(UTC).replace(microsecond=0)


class Day(Words, ma.fields.Date):
    """A day of the calendar."""

    default_error_messages = {"invalid": _l("Tulis tanggal seperti 2026-12-08.")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class Items(Words, ma.fields.List[Any]):
    """A list with a least and a greatest length."""

    default_error_messages = {"invalid": _l("Isi dengan daftar.")}

    def __init__(self, inner: Any, *, least: int = 0, most: int, **options: Any) -> None:
        said = _l("Isi satu sampai {max} hal.") if least else _l("Paling banyak {max} hal.")
        length = validate.Length(least or None, most, error=said)
        super().__init__(inner, validate=length, **options)


class Reasons(Words, ma.fields.Dict):
    """Texts by code."""

    default_error_messages = {"invalid": _l("Isi dengan objek JSON.")}


class Part(Words, ma.fields.Nested):
    """An object inside the body."""

    default_error_messages = {"type": _l("Isi dengan objek JSON.")}


class Body(ma.Schema):
    """A JSON object or a query; unknown names are refused."""

    error_messages = {"unknown": _l("Bagian ini tidak dikenal."), "type": _l("Kirim satu objek JSON.")}

    class Meta:
        """Unknown names are refused."""

        unknown = ma.RAISE

    may_be_absent = False  # whether no body at all stands for an empty one


class Choice(Words, ma.fields.String):
    """One of a few words in a query."""

    default_error_messages = {"invalid": _l("Isi dengan teks.")}

    def __init__(self, *words: str, **options: Any) -> None:
        one_of = validate.OneOf(words, error=_l("Isi salah satu: {choices}."))
        super().__init__(validate=one_of, **options)


class Flag(Words, ma.fields.Boolean):
    """True or false, and nothing that is only similar."""

    default_error_messages = {"invalid": _l("Isi dengan true atau false.")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value
