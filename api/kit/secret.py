"""The gateway's own secret: keys the hashes of what must not be kept in the clear."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


class GatewaySecret:
    """Keyed hashes, one key per purpose; `repr` shows nothing."""

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
        key = hmac.digest(self._key, purpose.encode(), hashlib.sha256)
        message = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
        return hmac.digest(key, message, hashlib.sha256)

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
