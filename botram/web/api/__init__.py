from flask import Flask
from flask_smorest import Api


def register(app: Flask, api: Api) -> None:
    """Every address under /api/v1."""
