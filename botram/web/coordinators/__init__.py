from flask import Flask


def register(app: Flask) -> None:
    """Every page of this audience."""
