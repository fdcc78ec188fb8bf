"""The guards over what files do fail on bad trees: statements astray, the database in web/, HTTP in the domain."""

import pytest

from tests.house.conftest import Plant
from tools.house.contents import clock_readings, database_in_web, http_in_domain, misplaced_statements

LAYERS = (("web",), ("visits",), ("database", "extensions", "clock"))
STATEMENT = "from sqlalchemy import select\nfrom botram.database import session\nsession().scalars(select(1))\n"
TREE = {
    "web/forms.py": "from sqlalchemy.exc import SQLAlchemyError\nfrom flask import session\nsession['seen'] = 1\n",
    "web/cookies.py": "import flask\nflask.session.clear()\nflask.request.url.query\n",
    "web/writes.py": "from botram.database import Page, transaction\nwith transaction():\n    Page([], 0, 1, 9)\n",
    "visits/queries.py": STATEMENT,
    "visits/actions.py": STATEMENT,
    "visits/models.py": STATEMENT,
    "visits/search_queries.py": STATEMENT,
    "visits/field/actions.py": STATEMENT,
    "visits/rules.py": "from sqlalchemy.orm import Session\nfrom sqlalchemy import Row\nrow.update({})\n",
    "database.py": STATEMENT,
    "clock.py": "from datetime import datetime\ndatetime.now()\n",
}


def test_a_good_tree_has_no_faults(plant: Plant) -> None:
    good = plant(TREE)
    assert misplaced_statements(good) == database_in_web(good) == []
    assert http_in_domain(good, LAYERS) == clock_readings(good) == []


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy import select",
        "from sqlalchemy import select as s\ns(1)",
        "from sqlalchemy import insert",
        "from sqlalchemy import update",
        "from sqlalchemy import delete",
        "from sqlalchemy import text",
        "from sqlalchemy import *",
        "from sqlalchemy.sql import select",
        "from sqlalchemy.dialects.postgresql import insert",
        "import sqlalchemy",
        "import sqlalchemy as sa\nsa.select(1)",
        "import sqlalchemy.exc\nsqlalchemy.select(1)",
        "from botram.visits.queries import select",
        "from botram import database as d\nd.insert_into(1)",
        "def show():\n    from sqlalchemy import select",
        "from botram.database import session\nsession().execute('SELECT 1')",
        "current.scalar(wanted)",
        "rows = current.scalars",
        "connection.exec_driver_sql('PRAGMA quick_check')",
        "import sqlite3\nsqlite3.connect('file').executescript('')",
        "getattr(current, 'execute')('SELECT 1')",
        "from botram.database import session\nsession().get(Account, 1)",
        "from botram.database import session as current\ncurrent().query(Account).count()",
        "from botram.extensions import db\ndb.session.merge(row)",
        "from botram.database import transaction as begun\nwith begun() as rows:\n    rows.get(Account, 1)",
    ],
)
@pytest.mark.parametrize("file", ["visits/rules.py", "visits/queries_of_mine.py", "web/forms.py", "web/queries.py"])
def test_a_statement_elsewhere_is_named(plant: Plant, file: str, text: str) -> None:
    faults = misplaced_statements(plant({**TREE, file: text}))
    assert faults and all(fault.startswith(f"botram/{file}:") for fault in faults)


@pytest.mark.parametrize(
    "text",
    [
        "from botram.database import session",
        "from botram.database import session as s\ns()",
        "from botram.database import as_of_one_moment",
        "from botram import database\ndatabase.session()",
        "import botram.database as d\nd.session().rollback()",
        "from botram.extensions import db",
        "from botram import extensions\nextensions.db.session",
        "from botram.visits.queries import session",
        "db.session.commit()",
        "current_app.extensions['sqlalchemy'].session",
        "getattr(db, 'session')",
        "Visit.query.all()",
        "current.query(Visit)",
        "from botram.database import transaction\nwith transaction() as current:\n    current.add(row)",
        "from botram.database import transaction as begun\nwith begun() as rows:\n    rows.add(row)",
    ],
)
def test_a_way_of_the_web_to_the_database_is_named(plant: Plant, text: str) -> None:
    faults = database_in_web(plant({**TREE, "web/forms.py": text}))
    assert faults and all(fault.startswith("botram/web/forms.py:") for fault in faults)


@pytest.mark.parametrize(
    "text",
    [
        "from flask import request",
        "from flask import session as cookie",
        "import flask\nflask.abort(404)",
        "from flask_login import current_user",
        "def late():\n    from flask import url_for",
        "from flask.globals import request",
    ],
)
def test_http_in_the_domain_is_named(plant: Plant, text: str) -> None:
    assert http_in_domain(plant({**TREE, "visits/rules.py": text}), LAYERS)


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime as d\nd.datetime.utcnow()",
        "from datetime import date as day\nday.today()",
        "import time\ntime.time()",
        "import time\ntime.time_ns()",
        "from time import localtime",
    ],
)
def test_a_second_clock_is_named(plant: Plant, text: str) -> None:
    assert clock_readings(plant({**TREE, "visits/rules.py": text}))
