"""Signers: whatever holds a key and signs typed actions, behind one interface."""

from __future__ import annotations

from typing import Final, Protocol

from coincurve import PrivateKey
from eth_account.messages import defunct_hash_message
from eth_utils.address import to_checksum_address

from wallets.hashing import keccak
from wallets.typed_action import Domain, TypedAction, digest

KEY_BYTES: Final = 32


class Signer(Protocol):
    """A wallet: a local keystore today, a browser or a remote signer just as well."""

    @property
    def address(self) -> str:
        """The wallet's checksummed address."""
        ...

    def sign_action(self, action: TypedAction, domain: Domain) -> bytes:
        """Signs a typed action (EIP-712): 65 bytes r‖s‖v."""
        ...

    def sign_message(self, text: str) -> bytes:
        """Signs a text (EIP-191 personal message), as a sign-in does: 65 bytes r‖s‖v."""
        ...


class LocalSigner:
    """A signer whose key is in this process; it shows only its address."""

    def __init__(self, key: PrivateKey) -> None:
        """Takes a key; see `from_key` for 32 bytes."""
        self._key = key
        self._address = to_checksum_address(
            keccak(key.public_key.format(compressed=False)[1:])[12:]
        )

    @classmethod
    def from_key(cls, secret: bytes) -> LocalSigner:
        """A signer for a private key of 32 bytes.

        Raises:
            ValueError: it is not a key of secp256k1.
        """
        if len(secret) != KEY_BYTES:  # coincurve would pad a short one to another key
            message = f"a private key is {KEY_BYTES} bytes, this one is {len(secret)}"
            raise ValueError(message)
        return cls(PrivateKey(secret))

    @property
    def address(self) -> str:
        """The wallet's checksummed address."""
        return self._address

    def sign_action(self, action: TypedAction, domain: Domain) -> bytes:
        """Signs a typed action (EIP-712): 65 bytes r‖s‖v."""
        return self.sign_digest(digest(action, domain))

    def sign_message(self, text: str) -> bytes:
        """Signs a text (EIP-191 personal message): 65 bytes r‖s‖v."""
        return self.sign_digest(bytes(defunct_hash_message(text=text)))

    def sign_digest(self, digest_: bytes) -> bytes:
        """Signs 32 bytes; the nonce is deterministic (RFC 6979) and s is low (EIP-2)."""
        signature = self._key.sign_recoverable(digest_, hasher=None)
        return signature[:64] + bytes([signature[64] + 27])

    def __repr__(self) -> str:
        return f"LocalSigner({self._address})"
