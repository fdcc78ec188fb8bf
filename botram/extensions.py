"""Flask's extensions: made here, bound to the app in create_app()."""

from flask import g
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from botram.database import Base


class _QuietApi(Api):  # type: ignore[misc]  # flask-smorest brings no types
    """flask-smorest without its error handling, which ``web/errors.py`` does for all URLs."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Register none: ``web/errors.py`` has them."""

    def _register_responses(self) -> None:
        """Register none: ``web/api/document.py`` describes the problems."""

    def _register_pagination_header(self) -> None:
        """Register none: lists are paged by cursor."""


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(key_func=lambda: str(g.writer), application_limits_exempt_when=lambda: "writer" not in g)
"""Limits writes; ``web/limits.py`` says who writes."""

compress = Compress()
api = _QuietApi()
