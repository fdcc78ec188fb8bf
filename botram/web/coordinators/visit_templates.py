"""Templates of visits ("Acuan"), managed by coordinators. One is closed, never deleted."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from botram import clock
from botram.formats import wall_clock
from botram.partners.queries import agencies_of
from botram.services.queries import offered_services
from botram.staff.models import Office, Role
from botram.visits.models import VisitLevel
from botram.visits.templates.actions import LONGEST, TemplatePlan, save_template
from botram.visits.templates.models import VisitTemplate
from botram.visits.templates.queries import as_value, template_for, template_of, template_rows
from botram.visits.templates.rules import BUILT_IN
from botram.web import access
from botram.web.coordinators.place_form import Needed
from botram.web.coordinators.visits.blueprint import blueprint as visits
from botram.web.coordinators.visits.booths import BoothsField
from botram.web.coordinators.visits.fields import OffersField
from botram.web.coordinators.visits.form import LEVELS
from botram.web.coordinators.visits.labels import offers_words
from botram.web.coordinators.visits.usual_inputs import UsualInputs, inputs_of
from botram.web.forms import FreeText, HourField, form_page
from botram.web.merging import may_save
from botram.web.parameters import takes

blueprint = Blueprint("visit_templates", __name__, url_prefix="/acuan")


class _TemplateForm(UsualInputs):
    """The fields of a template."""

    level = RadioField(_l("Untuk kunjungan tingkat"), choices=LEVELS, default=VisitLevel.VILLAGE.value)
    name = FreeText(
        _l("Nama acuan"),
        needed=True,
        longest=LONGEST["name"],
        description=_l("Contoh: Masuk desa. Dengan nama ini acuan dipilih di formulir kunjungan."),
    )
    opens = HourField(_l("Dibuka pukul"), needed=True, validators=[Needed()], description=_l("Contoh: 08.00"))
    queue_closes = HourField(
        _l("Antrean ditutup pukul"), description=_l("Contoh: 13.00. Sesudahnya tidak ada nomor baru.")
    )
    closes = HourField(_l("Selesai pukul"), needed=True, validators=[Needed()], description=_l("Contoh: 14.00"))
    services = OffersField(_l("Layanan yang dibuka"))
    partners = BoothsField(_l("Instansi yang ikut hadir"))
    default = BooleanField(_l("Kunjungan baru tingkat ini mulai dengan acuan ini"))
    active = BooleanField(_l("Masih dipakai. Tanpa tanda ini acuan tidak ditawarkan lagi untuk kunjungan baru."))

    def __init__(self, office: Office, **values: Any) -> None:
        super().__init__(**values)
        self.services.services, self.partners.agencies = offered_services(), agencies_of(office)

    def plan(self, *, active: bool) -> TemplatePlan:
        """Return the plan of the template. Only of a valid form."""
        return TemplatePlan(
            level=VisitLevel(self.level.data),
            name=self.name.data or "",
            opens=self.opens.data,
            closes=self.closes.data,
            queue_closes=self.queue_closes.data,
            offers=self.services.plans(),
            booths=self.partners.plans(),
            active=active,
            default=self.default.data,
        )


@blueprint.get("")
@access.only(Role.COORDINATOR, Role.HEAD)
@takes("keadaan")
def index() -> ResponseReturnValue:
    """List the templates of each level, the default first; closed ones on demand."""
    office, closed = access.me().office, request.args.get("keadaan") == "tutup"
    rows = template_rows(office, active=not closed)
    return render_template(
        "coordinators/visit_templates/index.html",
        levels=[
            (level.value, level.label, [row for row in rows if row.level.value == level.value]) for level in LEVELS
        ],
        built_in=set() if closed else set(VisitLevel) - {row.level for row in rows if row.is_default},
        closed=closed,
        clock_word=wall_clock,
        summary=lambda row: offers_words({offer.service_code: offer.quota for offer in row.offers}),
        may_write=access.me().may(Role.COORDINATOR),
    )


@blueprint.route("/baru", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
@takes("tingkat")
def new() -> ResponseReturnValue:
    """Make a template. It begins like another one of the level, the built-in one where there is no other."""
    office, asked = access.me().office, request.args.get("tingkat", "")
    level = VisitLevel(asked) if asked in set(VisitLevel) else VisitLevel.VILLAGE
    like = template_for(office, level)
    values = inputs_of(like) | {"level": level.value, "active": True, "default": like.number == BUILT_IN}
    return _template_page(_TemplateForm(office, data=values), None)


@blueprint.route("/<int:template_id>", methods=["GET", "POST"])
@access.only(Role.COORDINATOR)
def change(template_id: int) -> ResponseReturnValue:
    """Change a template, make it the default of its level, or close it."""
    office = access.me().office
    row = template_of(office, template_id)
    return _template_page(_TemplateForm(office, data=_stored_values(row)), row)


def _stored_values(row: VisitTemplate) -> dict[str, Any]:
    """Return the inputs of a stored template."""
    own = {"level": row.level.value, "name": row.name, "default": row.is_default, "active": row.active}
    return inputs_of(as_value(row)) | own


def _template_page(form: _TemplateForm, row: VisitTemplate | None) -> ResponseReturnValue:
    """Save the template and redirect to the list, or render the form."""
    if may_save(form, _stored_values(row) if row else {}):
        me, active = access.me(), form.active.data or row is None
        with form.showing_refusals():
            saved = save_template(me.office, row, form.plan(active=active), me.account, now=clock.now())
            flash(_("Acuan %(name)s disimpan. Kunjungan yang sudah dirancang tidak berubah.", name=saved.name))
            return redirect(url_for(".index"))
    return form_page("coordinators/visit_templates/form.html", form, row=row)


@visits.get("/layanan-bawaan")
@access.only(Role.COORDINATOR)
def former_address() -> ResponseReturnValue:
    """Redirect from where the default services of a level were set before there were templates."""
    return redirect(url_for("coordinators.visit_templates.index"), 301)
