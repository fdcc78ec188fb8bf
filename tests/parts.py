"""The real parts that some tests need: a database server, Redis, a browser, Node.

A test that needs an absent part is skipped with a line that names it, or fails where BOTRAM_REQUIRE_ALL is 1.
"""

import os
import shutil
from functools import cache
from typing import NoReturn
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

CONNECT_SECONDS = 3
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def postgresql_url() -> str:
    """The address of a PostgreSQL server on which tests may make databases, as TEST_POSTGRESQL_URL has it."""
    url = os.environ.get("TEST_POSTGRESQL_URL", "")
    return url if not (trouble := postgresql_trouble(url)) else absent("PostgreSQL", trouble)


def redis_url() -> str:
    """The address of a Redis database that this test process may fill, on the server of TEST_REDIS_URL."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if trouble := redis_trouble(url):
        absent("Redis", trouble)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return urlsplit(url)._replace(path=f"/{1 + int(worker) % 15}").geturl()


def chromium_path() -> str:
    """The program of a Chromium browser: CHROMIUM, or one found by name."""
    named = os.environ.get("CHROMIUM", "")
    found = next(filter(None, map(shutil.which, [named] if named else CHROMIUM_NAMES)), None)
    return found or absent("Chromium", f"no program {named}" if named else "not found by name, CHROMIUM is not set")


def node_path() -> str:
    """The program of Node.js, found by name."""
    return shutil.which("node") or absent("Node.js", "not found by name")


def absent(part: str, trouble: str) -> NoReturn:
    """End the test: skipped, or failed where all parts are required."""
    sentence = f"{part} is absent: {trouble}."
    if os.environ.get("BOTRAM_REQUIRE_ALL") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@cache
def postgresql_trouble(url: str) -> str:
    """Why the server cannot be used; empty if it can."""
    if not url:
        return "TEST_POSTGRESQL_URL is not set"
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        psycopg.connect(plain, connect_timeout=CONNECT_SECONDS).close()
    except psycopg.Error:
        return "nothing answers at TEST_POSTGRESQL_URL"
    return ""


@cache
def redis_trouble(url: str) -> str:
    """Why the server cannot be used; empty if it can."""
    if not url:
        return "TEST_REDIS_URL is not set"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS) as connection:
            connection.ping()
    except redis.RedisError:
        return "nothing answers at TEST_REDIS_URL"
    return ""
