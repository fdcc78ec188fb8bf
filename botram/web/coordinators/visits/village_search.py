"""The villages that a coordinator means by a part of a name, for the form of a visit."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from botram import clock
from botram.formats import short_day
from botram.places.suggestions import villages_meant
from botram.staff.models import Role
from botram.visits.models import Visit
from botram.visits.village_queries import last_and_next_visits
from botram.web import access
from botram.web.coordinators.visits.blueprint import blueprint
from botram.web.parameters import takes

_MOST = 12  # more are found by typing more of the name


@blueprint.get("/desa")
@access.only(Role.COORDINATOR)
@takes("q")
def villages() -> ResponseReturnValue:
    """Return the villages of the office that a text means, the best first, as JSON for the combobox of the form."""
    office, now = access.me().office, clock.now()
    found = villages_meant(request.args.get("q", "").strip(), office)[:_MOST]
    visits = last_and_next_visits([one.code for one in found], now)
    items = [
        {
            "code": one.code,
            "name": one.full_name,
            "district": _("Kec. %(name)s", name=one.district.name),
            "visited": _visited(*visits.get(one.code, (None, None)), office.time_zone),
        }
        for one in found
    ]
    return jsonify(items=items)


def _visited(last: Visit | None, coming: Visit | None, zone: str) -> str:
    """Return when a village is visited next, else when it was visited last."""
    if coming:
        return str(_("berikutnya %(day)s", day=short_day(coming.opens_at, zone)))
    return str(_("terakhir %(day)s", day=short_day(last.opens_at, zone)) if last else _("belum pernah"))
