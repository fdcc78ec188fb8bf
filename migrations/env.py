"""Runs the migrations on the app's own database, one history for SQLite and PostgreSQL."""

from alembic import context
from flask import current_app

import botram.audit.models
import botram.days.models
import botram.results.models
import botram.visits.models
import botram.visits.outlines.models
import botram.visits.templates.models  # noqa: F401  # the tables of every package, even of one no view uses yet
from botram.database import Base, UtcDateTime


def render_item(kind, item, autogen_context):
    """Write moments by the name of their column type into a new migration."""
    if kind != "type" or not isinstance(item, UtcDateTime):
        return False
    autogen_context.imports.add("from botram.database import UtcDateTime")
    return "UtcDateTime()"


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=False,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # changing a table waits for its readers
            context.run_migrations()


run_migrations()
