"""Here Flask and WSGI servers find the app: `flask --app app run`, `python app.py`, `gunicorn app:app`."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # an older one may get here, and would say a traceback
    sys.exit(
        f"Botram memerlukan Python 3.11 atau lebih baru; ini Python {sys.version.split()[0]}.\n"
        f"Botram needs Python 3.11 or newer; this is Python {sys.version.split()[0]}."
    )
try:
    from botram import development
except ImportError as error:
    if (error.name or "").startswith("botram"):
        raise  # a mistake of ours
    sys.exit(
        f"Pustaka belum lengkap ({error}). Pasang dengan: pip install -r requirements.txt\n"
        f"Libraries are missing ({error}). Install them with: pip install -r requirements.txt"
    )

app = development.find_app(main=__name__ == "__main__")

if __name__ == "__main__":
    development.serve_locally(app)
