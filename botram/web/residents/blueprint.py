"""The pages that everyone may see."""

from flask import Blueprint

blueprint = Blueprint("residents", __name__)
