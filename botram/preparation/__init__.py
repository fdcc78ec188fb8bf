"""Making a database ready: schema, region packs, services, and a demonstration where nothing is there yet.

`prepare` does all of it and changes nothing the second time; `schema_is_current` and `is_demonstration` say what there
is. The packs that come with the program are `REGIONS` and what else lies in `DATA`. A restored backup needs
`one_at_a_time` and `upgrade_schema`.
"""

from botram.demonstration.people import ACCOUNTS as DEMONSTRATION_ACCOUNTS
from botram.demonstration.people import PASSWORD as DEMONSTRATION_PASSWORD
from botram.preparation.actions import NotPrepared, one_at_a_time, prepare, upgrade_schema
from botram.preparation.packs import DATA, REGIONS, is_bundled
from botram.preparation.queries import has_region, is_demonstration, is_known, revision, schema_is_current

__all__ = [
    "DATA",
    "DEMONSTRATION_ACCOUNTS",
    "DEMONSTRATION_PASSWORD",
    "REGIONS",
    "NotPrepared",
    "has_region",
    "is_bundled",
    "is_demonstration",
    "is_known",
    "one_at_a_time",
    "prepare",
    "revision",
    "schema_is_current",
    "upgrade_schema",
]
