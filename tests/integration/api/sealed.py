"""Files as the personas seal them on their own machines, with encryption keys of their own."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.integration.api.documents import bill_document
from tests.integration.api.gateway import Gateway
from wallets.contents import Content, content_of
from wallets.key_statement import KeyStatement
from wallets.sealing import Sealed, head_of, open_sealed, seal, unwrap, wrap
from wallets.signer import LocalSigner

YEAR = 365 * 86_400


def private_key(persona: str) -> X25519PrivateKey:
    """A persona's encryption key."""
    return X25519PrivateKey.from_private_bytes(sha256(persona.encode()).digest())


def public_key(persona: str) -> bytes:
    """What the others wrap for."""
    return private_key(persona).public_key().public_bytes_raw()


def statement_body(
    gateway: Gateway, persona: str, signer: LocalSigner | None = None, **lies: Any
) -> dict[str, Any]:
    """What publishes a persona's key, with some of the statement changed after it was signed."""
    now, world = int(gateway.clock()), gateway.world
    facts: dict[str, Any] = {
        "member": world.member(persona),
        "public": public_key(persona),
        "chain_id": world.deployment.chain_id,
        "consortium": world.domain("Consortium").verifying_contract,
        "issued_at": now - 300,
        "expires_at": now - 300 + YEAR,
    }
    signed = KeyStatement(**facts | lies)
    return {
        "public_key": "0x" + signed.public.hex(),
        "issued_at": _rfc3339(signed.issued_at),
        "expires_at": _rfc3339(signed.expires_at),
        "signature": "0x" + signed.sign(signer or world.signer(persona)).hex(),
    }


async def publish(gateway: Gateway, persona: str) -> None:
    """Publishes a persona's key."""
    body = statement_body(gateway, persona)
    answer = await gateway.call(persona, "POST", "/v1/encryption-keys", json=body)
    assert answer.status_code == 201, answer.text


def secret_bill() -> Content:
    """A transport document that no gateway has seen."""
    return content_of("bill.json", json.dumps(bill_document()).encode())


async def issued_unseen(gateway: Gateway, content: Content) -> str:
    """A bill in the shipper's hands, issued by its commitment alone."""
    bill_id, shipper = "0x" + content.root.hex(), gateway.world.member("shipper")
    facts = {"billId": bill_id, "kind": "TO_ORDER", "holder": shipper, "titleHolder": shipper}
    await gateway.act("carrier", "IssueBill", **facts)
    return bill_id


_sealed: dict[int, Sealed] = {}


def sealed_bill(gateway: Gateway, content: Content | None = None) -> Sealed:
    """The bill that was sealed for the tests of this gateway; a new one if its content is given."""
    if content is not None:
        _sealed[id(gateway)] = seal(content)
    return _sealed[id(gateway)]


def wrapped(gateway: Gateway, sealed: Sealed, persona: str) -> dict[str, Any]:
    """The file's key, wrapped for a persona."""
    content, member = head_of(sealed.data).content, gateway.world.member(persona)
    key = wrap(sealed.key, public_key(persona), content=content, member=member)
    return {
        "member": member,
        "public_key": "0x" + public_key(persona).hex(),
        "wrapped_key": b64encode(key).decode(),
    }


def file_body(
    gateway: Gateway, sealed: Sealed, record_id: str, *readers: str, kind: str = "bill"
) -> dict[str, Any]:
    """What keeps a file."""
    return {
        "record_kind": kind,
        "record_id": record_id,
        "sealed": b64encode(sealed.data).decode(),
        "keys": [wrapped(gateway, sealed, reader) for reader in readers],
    }


async def kept(gateway: Gateway, sealed: Sealed, record_id: str, *readers: str) -> str:
    """The id of a bill's file that the carrier keeps for itself and these readers."""
    body = file_body(gateway, sealed, record_id, "carrier", *readers)
    answer = await gateway.call("carrier", "POST", "/v1/files", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["file_id"])


async def opened(gateway: Gateway, persona: str, file_id: str) -> Content:
    """What a persona reads: downloaded, unwrapped and opened."""
    sealed = await gateway.get(persona, f"/v1/files/{file_id}/sealed")
    keys = (await gateway.get(persona, f"/v1/files/{file_id}/keys")).json()["items"]
    key = unwrap(
        b64decode(keys[0]["wrapped_key"]),
        private_key(persona),
        content=head_of(sealed.content).content,
        member=gateway.world.member(persona),
    )
    return open_sealed(sealed.content, key)


async def asked_everything(
    gateway: Gateway, persona: str, record_id: str, file_id: str, sealed: Sealed
) -> list[httpx.Response]:
    """Every way to get at a file, and what the persona is answered."""
    path, share = f"/v1/files/{file_id}", {"keys": [wrapped(gateway, sealed, "carrier")]}
    again = file_body(gateway, sealed, record_id, "carrier")
    return [
        await gateway.get(persona, f"/v1/bills/{record_id}/files"),
        await gateway.get(persona, path),
        await gateway.get(persona, path + "/sealed"),
        await gateway.get(persona, path + "/keys"),
        await gateway.call(persona, "POST", path + "/keys", json=share),
        await gateway.call(persona, "POST", "/v1/files", json=again),
    ]


def _rfc3339(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
