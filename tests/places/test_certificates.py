"""A geocoder over TLS is asked only when its certificate is trusted."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from botram import clock
from botram.places.geocoding.nominatim import ask, nominatim
from botram.places.models import Trouble


def self_signed(folder: Path) -> Path:
    """A key with a certificate for localhost that nobody but itself vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    now = clock.now()
    dated = made.serial_number(1).not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=400))
    hosts = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = dated.add_extension(hosts, critical=False).sign(key, hashes.SHA256())
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


class Heard(BaseHTTPRequestHandler):
    """Counts requests that came through."""

    asked = 0

    def do_GET(self) -> None:
        Heard.asked += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_what: object) -> None:
        """Say nothing."""


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[str]:
    """The address of a server over TLS with such a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server = HTTPServer(("127.0.0.1", 0), Heard)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_geocoder_whose_certificate_nobody_trusts_is_not_asked(impostor: str) -> None:
    config = {"GEOCODER_URL": impostor, "GEOCODER_USER_AGENT": "Botram", "GEOCODER_TIMEOUT": 5}
    geocoder = nominatim(config)
    assert geocoder
    assert ask(geocoder, "Jl. Raya 1", None).trouble is Trouble.BROKEN
    assert Heard.asked == 0
