"""A certificate that nobody vouches for is refused, and said."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from graphkam.errors import StoreError
from graphkam.settings import load_settings
from graphkam.store import open_store


def certificate(path: Path) -> None:
    """A certificate for localhost that has signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where somebody answers in TLS, and then hangs up."""
    certificate(tmp_path / "certificate.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate.pem")
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                with contextlib.suppress(OSError):
                    context.wrap_socket(client, server_side=True).close()

    threading.Thread(target=answer, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_a_certificate_that_nobody_signed(port: int, tmp_path: Path, scheme: str) -> None:
    settings = load_settings(url=f"{scheme}://localhost:{port}", data_dir=tmp_path)
    with pytest.raises(StoreError, match=r"is not trusted: self-signed certificate\. \+s needs one"):
        open_store(settings)


def test_one_that_is_taken_as_it_is(port: int, tmp_path: Path) -> None:
    """+ssc comes as far as the hanging up."""
    settings = load_settings(url=f"bolt+ssc://localhost:{port}", data_dir=tmp_path)
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store(settings)
