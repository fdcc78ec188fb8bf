"""The blueprint of outlines. An outline stands at the address of the visit that it becomes."""

from flask import Blueprint

blueprint = Blueprint("outlines", __name__, url_prefix="/kunjungan")
