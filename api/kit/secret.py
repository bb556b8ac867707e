"""The gateway's own secret: keys the hashes of what must not be kept in the clear."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_BYTES = 32
_NONCE = 12


class GatewaySecret:
    """Keyed hashes and encryption, one key per purpose; `repr` shows nothing."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def open(cls, path: Path) -> "GatewaySecret":
        """Reads the secret's file; makes it, readable by its owner only, the first time."""
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            key = _create(path)
        if len(key) != _BYTES:
            message = f"{path} must hold {_BYTES} bytes"
            raise ValueError(message)
        return cls(key)

    def mac(self, purpose: str, *parts: str) -> bytes:
        """HMAC-SHA256 of the parts, which cannot run into each other, under the purpose's key."""
        key = self._key_of(purpose)
        message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
        return hmac.digest(key, message, hashlib.sha256)

    def sealed(self, purpose: str, plain: bytes, place: str) -> bytes:
        """Encrypts (AES-256-GCM) what only this gateway may read again, and only at this place."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher(purpose).encrypt(nonce, plain, place.encode())

    def opened(self, purpose: str, sealed: bytes, place: str) -> bytes:
        """What was sealed for this place. Raises InvalidTag: it was not, or was changed."""
        return self._cipher(purpose).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())

    def _cipher(self, purpose: str) -> AESGCM:
        return AESGCM(self._key_of(f"{purpose}: encryption"))

    def _key_of(self, purpose: str) -> bytes:
        return hmac.digest(self._key, purpose.encode(), hashlib.sha256)

    def __repr__(self) -> str:
        """Nothing of the key."""
        return "GatewaySecret(…)"


def _create(path: Path) -> bytes:
    key = secrets.token_bytes(_BYTES)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    return key
