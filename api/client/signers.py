"""Who signs: a wallet in this process, or one that a signing service keeps (Web3Signer), behind one interface.

A remote signature is a request that a flow yields, so that both clients make it in their own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeAlias

from eth_utils.address import to_checksum_address

from api.client.errors import SigningFailed
from api.client.messages import Flow, Request
from wallets.errors import SignatureError
from wallets.hashing import keccak
from wallets.recover import recover
from wallets.signer import Signer
from wallets.typed_action import Domain, TypedAction, domain_separator, struct_hash

_PUBLIC_KEY: Final = 64


@dataclass(frozen=True)
class Web3Signer:
    """A wallet whose key a Web3Signer keeps: in its vault, in a cloud's key service or in a hardware module.

    Attributes:
        url: Where the service listens, such as `http://127.0.0.1:9000`. Nothing of the gateway's session goes there.
        public_key: The wallet's public key, 0x-hex without the prefix byte: what the service knows it by.
    """

    url: str
    public_key: str

    @property
    def address(self) -> str:
        """The wallet's checksummed address."""
        key = bytes.fromhex(self.public_key.removeprefix("0x"))
        if len(key) != _PUBLIC_KEY:
            raise ValueError(f"a public key is {_PUBLIC_KEY} bytes, this one is {len(key)}")
        return str(to_checksum_address(keccak(key)[12:]))

    def sign(self, data: bytes) -> Flow[bytes]:
        """Has the service sign the Keccak-256 hash of the data; what comes back is held against the address.

        Raises:
            SigningFailed: the service does not know the key, refuses, or signs something else.
        """
        path = f"{self.url.rstrip('/')}/api/v1/eth1/sign/{self.public_key}"
        request = Request("POST", path, body={"data": "0x" + data.hex()}, signed_in=False)
        response = yield request
        if response.status != HTTPStatus.OK or not isinstance(response.body, str):
            raise SigningFailed(self.address, f"the service answers {response.status}")
        try:
            signature = bytes.fromhex(response.body.strip().removeprefix("0x"))
            if recover(keccak(data), signature) != self.address:
                raise SigningFailed(self.address, "the service signed by another key")
        except (ValueError, SignatureError) as error:
            raise SigningFailed(self.address, str(error)) from error
        return signature


AnySigner: TypeAlias = Signer | Web3Signer
"""A wallet, wherever its key is."""


def signed_action(signer: AnySigner, action: TypedAction, domain: Domain) -> Flow[bytes]:
    """A signature of a typed action (EIP-712)."""
    if isinstance(signer, Web3Signer):
        return (
            yield from signer.sign(b"\x19\x01" + domain_separator(domain) + struct_hash(action))
        )
    return signer.sign_action(action, domain)


def signed_message(signer: AnySigner, text: str) -> Flow[bytes]:
    """A signature of a text (EIP-191)."""
    if isinstance(signer, Web3Signer):
        data = text.encode()
        return (yield from signer.sign(b"\x19Ethereum Signed Message:\n%d" % len(data) + data))
    return signer.sign_message(text)
