"""HPKE's base mode (RFC 9180) written out once more, from the RFC alone: what ours is held against."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEM = b"KEM" + (0x0020).to_bytes(2, "big")
SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0002))


@dataclass(frozen=True)
class Schedule:
    """What both sides have in the end."""

    shared_secret: bytes
    key: bytes
    base_nonce: bytes

    def open(self, cipher: bytes, aad: bytes = b"", sequence: int = 0) -> bytes:
        """Opens the message of a place in the sequence."""
        place = sequence.to_bytes(12, "big")
        nonce = bytes(a ^ b for a, b in zip(self.base_nonce, place, strict=True))
        return AESGCM(self.key).decrypt(nonce, cipher, aad)


def received(enc: bytes, private: X25519PrivateKey, info: bytes) -> Schedule:
    """Decap and KeySchedule (sections 4.1 and 5.1)."""
    shared = private.exchange(X25519PublicKey.from_public_bytes(enc))
    context = enc + private.public_key().public_bytes_raw()
    prk = _extract(KEM, b"", b"eae_prk", shared)
    secret = _expand(KEM, prk, b"shared_secret", context, 32)
    hashes = _extract(SUITE, b"", b"psk_id_hash", b"") + _extract(SUITE, b"", b"info_hash", info)
    scheduled = b"\0" + hashes
    root = _extract(SUITE, secret, b"secret", b"")
    return Schedule(
        secret,
        _expand(SUITE, root, b"key", scheduled, 32),
        _expand(SUITE, root, b"base_nonce", scheduled, 12),
    )


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labeled + b"\x01", "sha256")[:length]
