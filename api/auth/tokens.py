"""Session tokens and API keys: how they look, and how they are kept (as hashes only)."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_SECRET_BYTES = 32
_KEY = re.compile(r"quay_([0-9a-f]{16})_([A-Za-z0-9_-]{43})\Z")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}\Z")


@dataclass(frozen=True)
class KeyParts:
    """An API key taken apart: `quay_<id>_<secret>`."""

    key_id: str
    secret: str


def new_token() -> str:
    """A session token: 32 random bytes, base64url."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def new_nonce() -> str:
    """A sign-in nonce: 32 hex digits (EIP-4361 asks for at least 8 alphanumerics)."""
    return secrets.token_hex(16)


def new_key() -> KeyParts:
    """A new API key: an id of 8 random bytes and a secret of 32."""
    return KeyParts(secrets.token_hex(8), secrets.token_urlsafe(_SECRET_BYTES))


def rotated_key(key_id: str) -> KeyParts:
    """The same key with a new secret."""
    return KeyParts(key_id, secrets.token_urlsafe(_SECRET_BYTES))


def key_text(parts: KeyParts) -> str:
    """The key as its bearer sends it."""
    return f"quay_{parts.key_id}_{parts.secret}"


def parse_key(text: str) -> KeyParts | None:
    """The parts of an API key; None if the text is not one."""
    found = _KEY.match(text)
    return KeyParts(found[1], found[2]) if found else None


def is_token(text: str) -> bool:
    """Whether the text has the shape of a session token."""
    return _TOKEN.match(text) is not None


def hashed(secret: str) -> str:
    """SHA-256 in hex: a fast hash is right for secrets of 256 random bits."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def same(left: str, right: str) -> bool:
    """Compares two hashes in constant time."""
    return hmac.compare_digest(left, right)
