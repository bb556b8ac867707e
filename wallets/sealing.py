"""Documents sealed for their readers: one content key each, wrapped for every reader.

A sealed file is, in this order:

    "QUAYSEAL" | version, 1 byte | length of the head, 2 bytes | head | nonce, 12 bytes | AES-256-GCM's output

All that stands before the nonce is the cipher's associated data. The head is JSON (RFC 8785) in the clear: the
commitment that the file belongs to, and its media type. Within the cipher come, again, a length (4 bytes), a small
JSON with the file's name and the salt of its commitment, and then the file as it is.

The content key is random and serves one file alone. It is wrapped for a reader by HPKE (RFC 9180, base mode) with
DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM; HPKE's `info` names the commitment and the reader, so that a
wrapped key means nothing anywhere else. ADR 0014 argues this.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from wallets.commitment import SALT_BYTES
from wallets.contents import MEDIA_TYPES, Content, ContentError, json_of
from wallets.errors import WalletError

KEY_BYTES: Final = 32
WRAPPED_BYTES: Final = 32 + KEY_BYTES + 16
"""HPKE's encapsulated key, then the content key and its tag."""
MOST_OVERHEAD: Final = 4096
"""By how many bytes a sealed file is at most larger than the file itself."""

_MAGIC: Final = b"QUAYSEAL"
_VERSION: Final = 1
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_CONTENT_BYTES: Final = 32
_MOST_MEMBER: Final = 1 << 24
_MOST_HEAD: Final = 512
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO: Final = b"quayledger content key 1\0"


class SealError(WalletError):
    """A sealed file or a wrapped key cannot be opened, or is none."""


@dataclass(frozen=True)
class Head:
    """What a sealed file says in the clear: the commitment that it belongs to, and its media type."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Sealed:
    """A file sealed, and the key that opens it, which is wrapped for readers and kept nowhere."""

    data: bytes
    key: bytes = field(repr=False)


def seal(content: Content) -> Sealed:
    """Seals a file under a new content key, bound to the commitment of what is in it.

    Raises:
        ContentError: the file has no commitment: see `wallets.contents`.
    """
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
    clear = _clear(Head(content.root, content.media_type))
    inner = rfc8785.dumps({"name": content.name, "salt": "0x" + content.salt.hex()})
    plain = len(inner).to_bytes(4, "big") + inner + content.data
    return Sealed(clear + nonce + AESGCM(key).encrypt(nonce, plain, clear), key)


def head_of(data: bytes) -> Head:
    """What a sealed file says of itself; nothing of it is proved before it is opened.

    Raises:
        SealError: this is no sealed file of a version that is known here.
    """
    return _parse(data)[0]


def open_sealed(data: bytes, key: bytes) -> Content:
    """Opens a sealed file, and proves that what is in it has the commitment that the file names.

    Raises:
        SealError: the key is not this file's, the file was changed, or its content has another commitment.
    """
    head, start = _parse(data)
    nonce, cipher = data[start : start + _NONCE_BYTES], data[start + _NONCE_BYTES :]
    try:
        plain = AESGCM(key).decrypt(nonce, cipher, data[:start])
    except (InvalidTag, ValueError):
        raise SealError("the key is not this file's, or the file was changed") from None
    content = _content(head, plain)
    try:
        root = content.root
    except ContentError as error:
        raise SealError(f"what is sealed has no commitment: {error}") from None
    if root != head.content:
        raise SealError(
            f"what is sealed has the commitment 0x{root.hex()}, not 0x{head.content.hex()} as the file says"
        )
    return content


def wrap(key: bytes, public: bytes, *, content: bytes, member: int) -> bytes:
    """Wraps a content key for a member's public encryption key.

    Args:
        key: The content key.
        public: The reader's X25519 key, 32 bytes.
        content: The commitment that the file belongs to.
        member: The reader's number on the ledger.

    Raises:
        SealError: one of them is none.
    """
    if len(key) != KEY_BYTES:
        raise SealError(f"a content key has {KEY_BYTES} bytes, not {len(key)}")
    try:
        reader = X25519PublicKey.from_public_bytes(public)
        return _SUITE.encrypt(key, reader, info=_info(content, member))
    except ValueError:
        raise SealError("this is no public key that can be wrapped for (X25519)") from None


def unwrap(wrapped: bytes, private: X25519PrivateKey, *, content: bytes, member: int) -> bytes:
    """The content key that was wrapped for a reader.

    Raises:
        SealError: it was wrapped for another key, another member or another content, or was changed.
    """
    try:
        key = _SUITE.decrypt(wrapped, private, info=_info(content, member))
    except (InvalidTag, ValueError):
        raise SealError("this content key was wrapped for another reader, or was changed") from None
    if len(key) != KEY_BYTES:
        raise SealError("what was wrapped is no content key")
    return key


def file_id(data: bytes) -> str:
    """A sealed file's id: its SHA-256, as 0x-hex."""
    return "0x" + sha256(data).hexdigest()


def _info(content: bytes, member: int) -> bytes:
    if len(content) != _CONTENT_BYTES or not 0 < member < _MOST_MEMBER:
        raise SealError("a key is wrapped for a member, and a commitment of 32 bytes")
    return _INFO + content + member.to_bytes(4, "big")


def _clear(head: Head) -> bytes:
    text = rfc8785.dumps({"content": "0x" + head.content.hex(), "mediaType": head.media_type})
    return _MAGIC + bytes([_VERSION]) + len(text).to_bytes(2, "big") + text


def _parse(data: bytes) -> tuple[Head, int]:
    """The head, and where the nonce begins."""
    fixed = len(_MAGIC) + 3
    if len(data) < fixed or not data.startswith(_MAGIC):
        raise SealError("this is no sealed file")
    if data[len(_MAGIC)] != _VERSION:
        raise SealError(f"a sealed file of version {data[len(_MAGIC)]} is not known here")
    length = int.from_bytes(data[fixed - 2 : fixed], "big")
    start = fixed + length
    if length > _MOST_HEAD or len(data) < start + _NONCE_BYTES + _TAG_BYTES:
        raise SealError("the sealed file is cut off")
    head = _head(data[fixed:start])
    if _clear(head) != data[:start]:
        raise SealError("the sealed file's head is not in its one form")
    return head, start


def _head(text: bytes) -> Head:
    try:
        said: Any = json_of(text)
        content, media_type = bytes.fromhex(said["content"][2:]), said["mediaType"]
    except (ContentError, KeyError, TypeError, ValueError):
        raise SealError("the sealed file's head cannot be read") from None
    if len(content) != _CONTENT_BYTES or media_type not in tuple(MEDIA_TYPES):
        raise SealError("the sealed file names no commitment, or a media type that is not kept")
    return Head(content, media_type)


def _content(head: Head, plain: bytes) -> Content:
    length = int.from_bytes(plain[:4], "big")
    try:
        said: Any = json_of(plain[4 : 4 + length])
        salt, name = bytes.fromhex(said["salt"][2:]), str(said["name"])
    except (ContentError, KeyError, TypeError, ValueError):
        raise SealError("what is sealed is no file with its salt") from None
    if len(salt) != SALT_BYTES:
        raise SealError(f"what is sealed has a salt of {len(salt)} bytes")
    return Content(head.media_type, plain[4 + length :], salt, name)
