"""Fields of the form of a visit: its texts, its services with their quotas, a new venue."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, FormField, ValidationError

from botram.contacts import WHATSAPP
from botram.services.models import Service
from botram.services.texts import localized
from botram.visits.fields import Kind, TextField
from botram.visits.plans import OfferPlan
from botram.visits.rules import LARGEST_QUOTA
from botram.web.coordinators.visits.labels import offers_words
from botram.web.forms import FreeText, FreeTexts, TelephoneField

NEW_PLACE = "baru"
_THOUSANDS = str.maketrans("", "", ".,")  # what people write between them
_CAP = "kuota-"  # followed by the service's code: the name of its quota's input


def text_input(text: TextField) -> FreeText:
    """Return the input of one of a visit's texts."""
    if text.kind is Kind.PARAGRAPHS:
        return FreeTexts(text.input_label, longest=text.longest, description=text.hint, render_kw={"rows": 3})
    if text.kind is Kind.TELEPHONE:
        return TelephoneField(text.input_label, description=text.hint, whatsapp=text.name == WHATSAPP)
    return FreeText(text.input_label, longest=text.longest, description=text.hint)


class PlaceField(FormField):  # type: ignore[misc]  # WTForms brings no types
    """A new venue inside the form of a visit. Ignored when an existing one is chosen."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.type = "FormField"  # what the list of errors knows

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        """Whether the new venue is valid; always for an existing one."""
        return bool(super().validate(form, extra_validators)) if form.venue.data == NEW_PLACE else True


class RowsField(Field):  # type: ignore[misc]  # WTForms brings no types
    """Rows to tick, each with inputs beside it whose names begin with one of ``beside``."""

    beside: tuple[str, ...]

    def process(self, formdata: Any, *data: Any, **options: Any) -> None:
        """Keep the typed texts beside the ticked rows, which WTForms reads by itself; None before any were sent."""
        self.typed: dict[str, str] | None = None
        self.wrong: set[Any] = set()
        if formdata is not None:
            self.typed = {name: formdata[name] for name in formdata if name.startswith(self.beside)}
        super().process(formdata, *data, **options)


@dataclass(frozen=True)
class OfferRow:
    """One service as a line of the form."""

    service: Service
    chosen: bool
    cap: str  # as typed
    wrong: bool


class OffersField(RowsField):
    """The services of a visit, each with an optional quota. ``data`` maps codes to quotas, None for no limit."""

    beside = (_CAP,)
    services: Sequence[Service] = ()
    needed = True  # at least one

    def process_formdata(self, values: list[str]) -> None:
        """Read the ticked services. A quota of one that is not ticked is ignored."""
        typed = {code: (self.typed or {}).get(_CAP + code, "").strip().translate(_THOUSANDS) for code in values}
        self.wrong = {code for code, cap in typed.items() if cap and not _is_quota(cap)}
        self.data = {code: int(cap) if _is_quota(cap) else None for code, cap in typed.items()}

    def pre_validate(self, _form: Any) -> None:
        """Raise ValidationError with a sentence for each invalid offer."""
        names = {service.code: localized(service, "name") for service in self.services}
        if not self.data and self.needed:
            raise ValidationError(_("Pilih sedikitnya satu layanan."))
        if set(self.data) - set(names):
            raise ValidationError(_("Pilih layanan dari daftar."))
        if self.wrong:
            wrong = ", ".join(name for code, name in names.items() if code in self.wrong)
            raise ValidationError(_("Kuota diisi angka 1 sampai 10.000 atau dikosongkan: %(names)s.", names=wrong))

    def plans(self) -> tuple[OfferPlan, ...]:
        """Return the offers in the order of the list of services."""
        return tuple(OfferPlan(one.code, self.data[one.code]) for one in self.services if one.code in self.data)

    def words(self, offers: dict[str, int | None]) -> str:
        """Return services in words, with their quotas."""
        names = {service.code: localized(service, "name") for service in self.services}
        return ", ".join(
            f"{name} ({offers[code]})" if offers[code] else str(name) for code, name in names.items() if code in offers
        )

    def summary(self) -> str:
        """Return in words how many services are ticked and how many requests they take together."""
        return offers_words(self.data or {})

    def groups(self) -> list[tuple[str, list[OfferRow]]]:
        """Return the lines of the form, grouped by heading."""
        rows = [self.row(service) for service in self.services]
        parts = (list(part) for _name, part in groupby(rows, key=lambda row: row.service.group))
        return [(localized(part[0].service, "group"), part) for part in parts]

    def row(self, service: Service) -> OfferRow:
        """Return one line, with the typed or stored quota."""
        quota = (self.data or {}).get(service.code)
        cap = str(quota or "") if self.typed is None else self.typed.get(_CAP + service.code, "")
        return OfferRow(service, service.code in (self.data or {}), cap, service.code in self.wrong)


def _is_quota(text: str) -> bool:
    """Whether a typed quota is a number that a visit can have."""
    return text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= LARGEST_QUOTA
