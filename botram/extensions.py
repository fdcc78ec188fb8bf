"""The libraries that need the app: made here, bound in create_app()."""

from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_smorest import Api
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from botram.database import Base


class QuietApi(Api):  # type: ignore[misc]  # flask-smorest brings no types
    """flask-smorest that documents: what went wrong is said by ``web/errors.py`` for every address alike."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """None of its own."""

    def _register_responses(self) -> None:
        """None of its own: ``web/api/document.py`` describes the problems."""

    def _register_pagination_header(self) -> None:
        """None: lists are read on by cursor."""


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
compress = Compress()
api = QuietApi()
