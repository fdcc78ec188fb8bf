"""The booths of partner agencies at a visit, and what they offer."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from botram.partners.models import PartnerAgency
from botram.partners.queries import agencies_with_ids
from botram.staff.models import Office
from botram.staff.rules import check_free_text
from botram.visits.models import Booth, Visit
from botram.visits.plans import BoothPlan, VisitPlan
from botram.visits.rules import BadPlan

LONGEST = {"offers": 200, "label": 40}  # characters
MOST = 60  # booths of one visit

_BoothTexts = dict[str, list[str]]
"""By agency its offers and the label of its booth, as in the snapshot of a visit."""


def checked_booth_texts(booth: BoothPlan, agency: str) -> tuple[str, str]:
    """The offers and the label of a booth, each on one line. Raises BadPlan or IdentityNumber."""
    offers, label = (" ".join(check_free_text(text, "partners").split()) for text in (booth.offers, booth.label))
    if not offers:
        raise BadPlan(_("Tulis apa yang dilayani %(agency)s.", agency=agency), field="partners")
    if len(offers) > LONGEST["offers"] or len(label) > LONGEST["label"]:
        raise BadPlan(
            _(
                "Tulisan untuk %(agency)s terlalu panjang: layanan paling banyak %(offers)d huruf, meja"
                " %(label)d huruf.",
                agency=agency,
                **LONGEST,
            ),
            field="partners",
        )
    return offers, label


def set_booths(visit: Visit, plan: VisitPlan, office: Office) -> None:
    """Set the booths of a plan. Existing ones keep their position; new ones come last. Raises BadPlan."""
    had = {booth.agency_id: booth for booth in visit.booths}
    checked = checked_booths(plan.booths, had, office)
    wanted = {agency.id for agency, *_texts in checked}
    visit.booths = [booth for agency_id, booth in had.items() if agency_id in wanted]
    for agency, offers, label in checked:
        booth = had.get(agency.id)
        if booth is None:
            behind = max((other.position for other in visit.booths), default=0) + 1
            booth = Booth(agency_id=agency.id, agency=agency, position=behind)
            visit.booths.append(booth)
        booth.offers, booth.label = offers, label


def checked_booths(
    booths: Sequence[BoothPlan], had: Iterable[int], office: Office
) -> list[tuple[PartnerAgency, str, str]]:
    """Return the agency of each booth with the texts that are kept. Raises BadPlan or IdentityNumber.

    had   the agencies of the visit or template as it is: they may stay although they have been closed
    """
    wanted = {booth.agency: booth for booth in booths}
    if len(wanted) < len(booths):
        raise BadPlan(_("Setiap instansi mitra dipilih sekali saja."), field="partners")
    if len(wanted) > MOST:
        raise BadPlan(_("Paling banyak %(most)d instansi mitra.", most=MOST), field="partners")
    agencies = _chosen_agencies(wanted, had, office)
    return [(agencies[one], *checked_booth_texts(booth, agencies[one].name)) for one, booth in wanted.items()]


def _chosen_agencies(wanted: Iterable[int], had: Iterable[int], office: Office) -> dict[int, PartnerAgency]:
    """The agencies with these ids: of the office, and active unless the visit has them already. Raises BadPlan."""
    ids, kept = set(wanted), set(had)
    if not ids:
        return {}
    found = {one.id: one for one in agencies_with_ids(office, ids) if one.active or one.id in kept}
    if len(found) < len(ids):
        raise BadPlan(_("Pilih instansi mitra dari daftar kantor ini."), field="partners")
    return found


def booth_text(offers: str, label: str) -> str:
    """The offers and the label of a booth in one line."""
    return str(_("%(offers)s (%(label)s)", offers=offers, label=label)) if label else offers


def booth_differences(before: _BoothTexts, after: _BoothTexts) -> Iterable[str]:
    """Yield a sentence for each agency that was added or offers something else, and one for those removed."""
    for name, texts in after.items():
        if name not in before:
            yield _("Instansi ikut hadir: %(name)s, %(offers)s.", name=name, offers=booth_text(*texts))
        elif before[name] != texts:
            yield _("%(name)s melayani: %(offers)s.", name=name, offers=booth_text(*texts))
    if gone := [name for name in before if name not in after]:
        yield _("Instansi tidak jadi hadir: %(names)s.", names=", ".join(gone))
