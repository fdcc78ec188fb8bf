"""Labels of the kinds of agencies."""

from flask_babel import lazy_gettext as _l

from botram.partners.models import AgencyKind

_KIND_LABELS = {
    AgencyKind.REGIONAL: _l("Perangkat daerah (OPD)"),
    AgencyKind.CENTRAL: _l("Instansi vertikal"),
    AgencyKind.COMPANY: _l("BUMN atau BUMD"),
    AgencyKind.OTHER: _l("Lembaga lain"),
}


def agency_kind_label(kind: AgencyKind) -> str:
    """The label of a kind of agency."""
    return str(_KIND_LABELS[kind])
