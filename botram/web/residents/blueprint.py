"""The blueprint of the public pages."""

from flask import Blueprint

blueprint = Blueprint("residents", __name__)
