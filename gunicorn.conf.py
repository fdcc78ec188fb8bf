"""What gunicorn reads by itself when it is started in this folder: `gunicorn app:app`, after `flask prepare`."""

from typing import Any

from botram import create_app, startup

with startup.starting():
    botram = create_app()

host, port = botram.config["BOTRAM_HOST"], botram.config["PORT"]
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
workers, threads = botram.config["WEB_PROCESSES"], botram.config["WEB_THREADS"]


def when_ready(server: Any) -> None:
    """End with a sentence where nothing is prepared, or a demonstration would be served to others."""
    with startup.starting():
        startup.require_preparation(botram, [listener.sock for listener in server.LISTENERS])
