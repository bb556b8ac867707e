"""A wallet whose key a signing service keeps: signed as its own, and nothing else is taken for a signature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from coincurve import PrivateKey
from eth_utils.crypto import keccak

from api.client import SigningFailed, SyncQuayClient
from api.client.flows import Flows
from api.client.resources import Deployment, PreparedAction
from api.client.signers import Web3Signer, signed_message
from tests.unit.api_client.gateway_by_hand import (
    ADDRESSES,
    CHAIN_ID,
    DEPLOYMENT,
    ENDORSE,
    Gateway,
    carry,
    prepared,
)
from wallets.recover import recover
from wallets.signer import LocalSigner
from wallets.typed_action import Domain, digest, parse_action

KEY = PrivateKey(keccak(text="a key in a vault"))
PUBLIC = "0x" + KEY.public_key.format(compressed=False)[1:].hex()


class Service:
    """Signs as Web3Signer's `eth1/sign` does: the Keccak-256 hash of the data, r‖s‖v as 0x-hex text."""

    def __init__(self) -> None:
        self.key = KEY
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.seen: dict[str, str] = {}
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append((self.path, body))
                service.seen = {name.lower(): value for name, value in self.headers.items()}
                known = self.path == f"/api/v1/eth1/sign/{PUBLIC}"
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.end_headers()
                if known:
                    self.wfile.write(service.signature(bytes.fromhex(body["data"][2:])).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Says nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def signature(self, data: bytes) -> str:
        made = self.key.sign_recoverable(keccak(data), hasher=None)
        return "0x" + (made[:64] + bytes([made[64] + 27])).hex()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.close()


def client(signer: Web3Signer) -> SyncQuayClient:
    return SyncQuayClient(
        "http://gateway.test", signer, deployment=Deployment.of_json(DEPLOYMENT), timeout=5
    )


def test_its_address_is_that_of_its_key(service: Service) -> None:
    assert Web3Signer(service.url, PUBLIC).address == LocalSigner(KEY).address
    with pytest.raises(ValueError, match="64 bytes"):
        _ = Web3Signer(service.url, PUBLIC[:-2]).address


def test_an_action_is_signed_as_a_local_wallet_signs_it(service: Service) -> None:
    signer = Web3Signer(service.url, PUBLIC)
    with client(signer) as quay:
        (signature,) = quay.sign(PreparedAction.of_json(prepared()), **ENDORSE)
    action = parse_action("Endorse", ENDORSE)
    domain = Domain(CHAIN_ID, ADDRESSES["BillOfLading"])
    assert signature == LocalSigner(KEY).sign_action(action, domain)
    assert recover(digest(action, domain), signature) == signer.address
    assert "authorization" not in service.seen


def test_a_sign_in_is_signed_as_a_local_wallet_signs_it(service: Service) -> None:
    text = "gateway.test wants you to sign in 登录"
    signer = Web3Signer(service.url, PUBLIC)
    with client(signer) as quay:
        signature = quay.run(signed_message(signer, text))
    assert signature == LocalSigner(KEY).sign_message(text)


def test_another_key_s_signature_is_none(service: Service) -> None:
    service.key = PrivateKey(keccak(text="another key"))
    with (
        client(Web3Signer(service.url, PUBLIC)) as quay,
        pytest.raises(SigningFailed, match="another key"),
    ):
        quay.sign(PreparedAction.of_json(prepared()), **ENDORSE)


@pytest.mark.parametrize("answer", ["0x", "nonsense", "0x" + "00" * 65])
def test_nonsense_is_no_signature(service: Service, answer: str) -> None:
    service.signature = lambda _: answer  # type: ignore[method-assign]
    with client(Web3Signer(service.url, PUBLIC)) as quay, pytest.raises(SigningFailed):
        quay.sign(PreparedAction.of_json(prepared()), **ENDORSE)


def test_a_service_that_does_not_know_the_key_is_told_of(service: Service) -> None:
    other = "0x" + PrivateKey(keccak(text="another")).public_key.format(compressed=False)[1:].hex()
    with client(Web3Signer(service.url, other)) as quay, pytest.raises(SigningFailed, match="404"):
        quay.sign(PreparedAction.of_json(prepared()), **ENDORSE)


def test_a_remote_wallet_signs_in_by_itself(service: Service) -> None:
    signer, gateway = Web3Signer(service.url, PUBLIC), Gateway()
    with client(signer) as quay:
        session, asked = carry(
            Flows("http://gateway.test", signer).sign_in(),
            lambda r: quay._answer(r) if r.path.startswith("http") else gateway(r),
        )
    assert session.token == gateway.tokens[-1]
    assert [r.path for r in asked if r.path.startswith("http")] == [
        f"{service.url}/api/v1/eth1/sign/{PUBLIC}"
    ]
