"""Signing in, with a second factor where it is owed, and signing out."""
from flask import Blueprint
blueprint = Blueprint("sign_in", __name__)
