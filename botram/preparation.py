"""Making a database ready: schema, region packs, services, and a demonstration where nothing is there yet."""

from flask import current_app
from sqlalchemy import inspect, text

from botram.config import ROOT
from botram.database import session

HEAD_QUERY = text("SELECT version_num FROM alembic_version")


def schema_is_current() -> bool:
    """Whether the database has the tables of this program. Raises SQLAlchemyError when it cannot be reached."""
    connection = session().connection()
    try:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return set(connection.scalars(HEAD_QUERY)) == {newest_revision()}
    finally:
        session().rollback()


def newest_revision() -> str:
    """The last migration that this program brings."""
    from alembic.script import ScriptDirectory

    config = current_app.extensions["migrate"].migrate.get_config()
    return str(ScriptDirectory.from_config(config).get_current_head())


DATA = ROOT / "botram" / "data"
