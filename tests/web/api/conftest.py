"""The clients of the API."""

import pytest
from flask import Flask

from tests.builders import dewi, siti
from tests.web.api.program import Program


@pytest.fixture
def program(app: Flask) -> Program:
    """A program of nobody in particular."""
    return Program(app)


@pytest.fixture
def sitis(app: Flask) -> Program:
    """Siti's program."""
    siti()
    return Program(app).sign_in("siti")


@pytest.fixture
def dewis(app: Flask) -> Program:
    """Dewi's program, in another office."""
    dewi()
    return Program(app).sign_in("dewi")
