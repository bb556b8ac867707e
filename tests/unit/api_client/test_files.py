"""The client among liars: keys slipped in, files exchanged, keys that open nothing."""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from api.client.errors import UnexpectedAnswer
from api.client.files import NoKey
from api.client.flows import Flows
from api.client.messages import Request, Response
from api.client.resources import Deployment
from api.client.sync import SyncQuayClient
from api.client.trust import Trust, UntrustedKey, proved_key
from tests.unit.api_client.gateway_by_hand import ADDRESSES, CHAIN_ID, DEPLOYMENT, carry, wallet
from wallets.contents import content_of
from wallets.key_statement import KeyStatement
from wallets.sealing import SealError, file_id, seal, unwrap, wrap
from wallets.signer import LocalSigner

BANK, CARRIER = 7, 3
NODE = "http://127.0.0.1:8545"
NOW = int(time.time())
READER = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
MINE = READER.public_key().public_bytes_raw()
OTHERS = X25519PrivateKey.from_private_bytes(bytes(range(2, 34))).public_key().public_bytes_raw()
CONTENT = content_of("bill.json", b'{"number": "NSTC4118304212"}', bytes(32))
BILL = "0x" + CONTENT.root.hex()
ADMIN = 1


def told(public: bytes, signer: LocalSigner, **lies: Any) -> dict[str, Any]:
    """A key as a gateway tells of it; `lies` are facts of the statement that was signed."""
    facts: dict[str, Any] = {
        "member": BANK,
        "public": public,
        "chain_id": CHAIN_ID,
        "consortium": ADDRESSES["Consortium"],
        "issued_at": NOW - 300,
        "expires_at": NOW + 86_400,
    }
    statement = KeyStatement(**facts | lies)
    return {
        "public_key": "0x" + public.hex(),
        "issued_at": datetime.fromtimestamp(statement.issued_at, UTC).isoformat(),
        "expires_at": datetime.fromtimestamp(statement.expires_at, UTC).isoformat(),
        "signature": "0x" + statement.sign(signer).hex(),
    }


def flows() -> Flows:
    return Flows("http://gateway.test", None, "a key", Deployment.of_json(DEPLOYMENT))


def proved(keys: list[dict[str, Any]], trust: Trust, node: Any = None) -> bytes:
    def answer(request: Request) -> Response:
        if request.path == NODE:
            assert not request.signed_in
            return Response(200, {}, node)
        assert request.path == f"/v1/participants/{BANK}/encryption-keys"
        return Response(200, {}, {"items": keys})

    found, _ = carry(proved_key(flows(), BANK, trust), answer)
    return found


def wallet_of(member: int, powers: int = ADMIN, expires_at: int = 0, revoked: int = 0) -> Any:
    """What a node answers to walletOf."""
    words = "".join(f"{word:064x}" for word in (member, powers, expires_at, revoked))
    return {"jsonrpc": "2.0", "id": 1, "result": "0x" + words}


def test_the_key_that_was_stated_last_is_taken_whatever_the_order() -> None:
    bank = wallet("bank")
    older = told(OTHERS, bank, issued_at=NOW - 900)
    keys = [older, told(MINE, bank)]
    trust = Trust.of(bank.address)
    assert proved(keys, trust) == proved(keys[::-1], trust) == MINE


def test_a_key_that_the_gateway_slips_in_is_passed_over() -> None:
    bank, gateway = wallet("bank"), wallet("gateway")
    trust = Trust.of(bank.address)
    good = told(MINE, bank, issued_at=NOW - 900)
    assert proved([told(OTHERS, gateway), good], trust) == MINE
    with pytest.raises(UntrustedKey, match="nobody whom you trust"):
        proved([told(OTHERS, gateway)], trust)
    with pytest.raises(UntrustedKey, match="published none"):
        proved([], trust)


@pytest.mark.parametrize(
    "lie",
    [
        {"member": BANK + 1},
        {"chain_id": 1},
        {"consortium": "0x" + "ee" * 20},
        {"public": OTHERS},
        {"issued_at": NOW + 3600, "expires_at": NOW + 7200},
        {"issued_at": NOW - 7200, "expires_at": NOW - 3600},
        {"expires_at": NOW + 500 * 86_400},
    ],
)
def test_a_statement_of_something_else_proves_nothing(lie: dict[str, Any]) -> None:
    bank, facts = wallet("bank"), {"public": MINE} | lie
    stated = told(facts.pop("public"), bank, **facts) | {"public_key": "0x" + MINE.hex()}
    with pytest.raises(UntrustedKey):
        proved([stated], Trust.of(bank.address))


def test_a_malformed_signature_is_no_reason_to_fall_over() -> None:
    bank = wallet("bank")
    broken = told(OTHERS, bank) | {"signature": "0x" + "11" * 64}
    good = told(MINE, bank, issued_at=NOW - 900)
    assert proved([broken, good], Trust.of(bank.address)) == MINE


@pytest.mark.parametrize(
    "node",
    [
        wallet_of(BANK + 1),
        wallet_of(BANK, powers=2),
        wallet_of(BANK, expires_at=NOW - 60),
        wallet_of(BANK, revoked=1),
        wallet_of(0, powers=0),
    ],
)
def test_a_node_that_knows_better_is_heard(node: Any) -> None:
    keys = [told(MINE, wallet("bank"))]
    assert proved(keys, Trust(node=NODE), wallet_of(BANK)) == MINE
    with pytest.raises(UntrustedKey):
        proved(keys, Trust(node=NODE), node)


@pytest.mark.parametrize("node", [None, {"error": {"code": -32000}}, {"result": "0x"}])
def test_a_node_that_cannot_tell_is_an_error(node: Any) -> None:
    with pytest.raises(UnexpectedAnswer, match="does not tell"):
        proved([told(MINE, wallet("bank"))], Trust(node=NODE), node)


class Shelf:
    """A gateway with one file."""

    def __init__(self) -> None:
        self.sealed = seal(CONTENT)
        self.served = self.sealed.data
        self.says = {"content": BILL}
        self.bill = {"content": BILL}
        self.keys: list[dict[str, Any]] = [self.wrapped(MINE)]
        self.sent: list[Any] = []

    def wrapped(self, public: bytes, key: bytes | None = None) -> dict[str, Any]:
        given = wrap(key or self.sealed.key, public, content=CONTENT.root, member=CARRIER)
        return {"public_key": "0x" + public.hex(), "wrapped_key": b64encode(given).decode()}

    def info(self) -> dict[str, Any]:
        return {
            "file_id": file_id(self.sealed.data),
            "record_kind": "bill",
            "record_id": BILL,
            "media_type": "application/json",
            "size": len(self.sealed.data),
            **self.says,
        }

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.sent.append(request.content)
            return httpx.Response(201, json=self.info())
        match request.url.path.rsplit("/", 1)[-1]:
            case "session":
                return httpx.Response(200, json={"member": CARRIER})
            case "files":
                return httpx.Response(200, json={"items": [self.info()]})
            case "keys":
                return httpx.Response(200, json={"items": self.keys})
            case "encryption-keys":
                return httpx.Response(200, json={"items": [told(MINE, wallet("bank"))]})
            case "sealed":
                headers = {"content-type": "application/octet-stream"}
                return httpx.Response(200, content=self.served, headers=headers)
        return httpx.Response(200, json=self.bill)

    def client(self) -> SyncQuayClient:
        return SyncQuayClient(
            "http://gateway.test",
            api_key="a key",
            deployment=Deployment.of_json(DEPLOYMENT),
            transport=httpx.MockTransport(self.answer),
        )


def my_keys(public: bytes) -> X25519PrivateKey | None:
    return READER if public == MINE else None


def test_a_file_is_opened_and_is_the_records_own() -> None:
    with Shelf().client() as quay:
        found = quay.open_file(BILL, my_keys)
    assert (found.content, found.original, found.current) == (CONTENT, True, True)


def test_a_wrapped_key_that_is_nonsense_does_not_hide_a_good_one() -> None:
    shelf = Shelf()
    nonsense = shelf.wrapped(MINE) | {"wrapped_key": b64encode(bytes(80)).decode()}
    shelf.keys = [nonsense, shelf.wrapped(OTHERS), *shelf.keys]
    with shelf.client() as quay:
        assert quay.open_file(BILL, my_keys).content == CONTENT


def exchange(shelf: Shelf) -> None:
    shelf.served = seal(CONTENT).data


def cut(shelf: Shelf) -> None:
    shelf.served = shelf.sealed.data[:-1]


def rename(shelf: Shelf) -> None:
    shelf.says = shelf.bill = {"content": "0x" + "22" * 32}
    shelf.keys = []


def hide(shelf: Shelf) -> None:
    shelf.bill = {"content": "0x" + "22" * 32}


def lock(shelf: Shelf) -> None:
    shelf.keys = [shelf.wrapped(OTHERS)]


def spoil(shelf: Shelf) -> None:
    shelf.keys = [shelf.wrapped(MINE, bytes(32))]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (exchange, UnexpectedAnswer),
        (cut, UnexpectedAnswer),
        (rename, NoKey),
        (hide, NoKey),
        (lock, NoKey),
        (spoil, NoKey),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_not_opened(
    fault: Callable[[Shelf], None], error: type[Exception]
) -> None:
    shelf = Shelf()
    fault(shelf)
    with shelf.client() as quay, pytest.raises(error):
        quay.open_file(BILL, my_keys)


def test_what_is_kept_for_a_reader_opens_with_the_readers_key_alone() -> None:
    shelf = Shelf()
    with shelf.client() as quay:
        with pytest.raises(UnexpectedAnswer, match="another file"):
            quay.keep_file(CONTENT, BILL, mine=OTHERS)
        with pytest.raises(UntrustedKey):
            quay.keep_file(CONTENT, BILL, mine=OTHERS, readers=[BANK])
    assert len(shelf.sent) == 1
    assert b"NSTC4118304212" not in shelf.sent[0]


def test_a_key_is_wrapped_anew_for_the_next_reader() -> None:
    shelf = Shelf()
    with shelf.client() as quay:
        quay.share_files(BILL, BANK, my_keys, Trust.of(wallet("bank").address))
    (body,) = [httpx.Response(200, content=sent).json() for sent in shelf.sent]
    (given,) = body["keys"]
    assert (given["member"], given["public_key"]) == (BANK, "0x" + MINE.hex())
    wrapped = b64decode(given["wrapped_key"])
    assert unwrap(wrapped, READER, content=CONTENT.root, member=BANK) == shelf.sealed.key
    with pytest.raises(SealError):
        unwrap(wrapped, READER, content=CONTENT.root, member=CARRIER)
