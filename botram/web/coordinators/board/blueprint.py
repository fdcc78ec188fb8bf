"""The blueprint of the plan board."""

from flask import Blueprint

blueprint = Blueprint("board", __name__, url_prefix="/papan")
