"""Static files: a compressed one that an edit or a pull has left behind is not served in place of its source."""

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from botram.web import static_files


@pytest.mark.parametrize(("later_s", "encoding"), [(0, "gzip"), (-1, None)])
def test_a_compressed_file_is_served_while_it_is_of_the_same_state(
    tmp_path: Path, later_s: int, encoding: str | None
) -> None:
    source, variant = tmp_path / "site.css", tmp_path / "site.css.gz"
    source.write_text("body { color: green }" * 9)
    variant.write_bytes(gzip.compress(b"body { color: red }" * 9))
    made = source.stat().st_mtime
    os.utime(variant, (made, made + later_s))
    app = Flask(__name__)
    static_files.init_app(app, tmp_path)
    address = static_files.static_url("site.css", tmp_path)
    with Client(app.wsgi_app).get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert answer.headers.get("Content-Encoding") == encoding
