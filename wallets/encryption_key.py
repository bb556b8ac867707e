"""A member's encryption keys (X25519), with which it reads what is sealed for it: one file, beside its wallets.

The newest key is the one to publish; the older ones stay, since what was sealed for them is read with them. Each is
encrypted by itself with AES-256-GCM under a key that scrypt makes from the password.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from wallets.errors import KeystoreError
from wallets.keystore import LIGHT_SCRYPT_N, STANDARD_SCRYPT_N, path_of
from wallets.secret import Secret, reveal

_SUFFIX: Final = ".encryption-keys"
_TYPE: Final = "quayledger encryption keys"
_VERSION: Final = 1
_R, _P = 8, 1
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MOST_FILE_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class EncryptionKey:
    """One key as its file keeps it: public, and when it was made; the private part stays encrypted."""

    public: bytes
    made_at: datetime
    _kept: Mapping[str, Any]

    def open(self, password: Secret | str) -> X25519PrivateKey:
        """The private key.

        Raises:
            KeystoreError: the password is wrong, or the file is damaged.
        """
        try:
            n, salt, nonce, sealed = _kept(self._kept)
        except (KeyError, TypeError, ValueError):
            raise KeystoreError("the file of encryption keys is damaged") from None
        if n not in (LIGHT_SCRYPT_N, STANDARD_SCRYPT_N):
            raise KeystoreError("the file asks for a key derivation that is not ours")
        try:
            raw = AESGCM(_derive(password, salt, n)).decrypt(nonce, sealed, self.public)
            private = X25519PrivateKey.from_private_bytes(raw)
        except (InvalidTag, ValueError):
            raise KeystoreError(
                "wrong password for the encryption keys, or the file is damaged"
            ) from None
        if private.public_key().public_bytes_raw() != self.public:
            raise KeystoreError("the file of encryption keys is damaged: a key is not its own")
        return private


@dataclass(frozen=True)
class KeyRing:
    """The encryption keys of one name, newest first."""

    name: str
    path: Path
    keys: tuple[EncryptionKey, ...]

    @property
    def newest(self) -> EncryptionKey:
        """The key to publish."""
        return self.keys[0]

    def key(self, public: bytes) -> EncryptionKey | None:
        """The key with this public part, if it is in the ring."""
        return next((key for key in self.keys if key.public == public), None)


def create(folder: Path, name: str, password: Secret | str, *, light: bool = False) -> KeyRing:
    """Makes a file with a first key, which its owner alone can read (0600).

    Args:
        folder: Where the wallets are; it is made if it is missing (0700).
        name: The name, by the rules of a wallet's.
        password: What opens it; not empty.
        light: A cheap key derivation, for demos and tests only.

    Raises:
        KeystoreError: the name is none, the password is empty, there is such a file, or the disk refuses.
    """
    path = path_of(folder, name, _SUFFIX)
    if not reveal(password):
        raise KeystoreError("the password is empty")
    if path.exists():
        raise KeystoreError(f"{name} has encryption keys in {folder} already: rotate adds one")
    ring = KeyRing(name, path, (_new(password, light=light),))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(ring)
    except OSError as error:
        raise KeystoreError(f"cannot write {path}: {error.strerror}") from error
    return ring


def rotate(folder: Path, name: str, password: Secret | str, *, light: bool = False) -> KeyRing:
    """Adds a new key in front of those that are there, under the same password.

    Raises:
        KeystoreError: there is no such file, the password is not the one of its keys, or the disk refuses.
    """
    ring = find(folder, name)
    ring.newest.open(password)
    grown = KeyRing(name, ring.path, (_new(password, light=light), *ring.keys))
    try:
        _write(grown)
    except OSError as error:
        raise KeystoreError(f"cannot write {ring.path}: {error.strerror}") from error
    return grown


def find(folder: Path, name: str) -> KeyRing:
    """The encryption keys of a name, still locked.

    Raises:
        KeystoreError: there are none, or the file is damaged.
    """
    path = path_of(folder, name, _SUFFIX)
    try:
        raw = path.read_bytes() if path.stat().st_size <= _MOST_FILE_BYTES else b""
    except FileNotFoundError:
        raise KeystoreError(
            f"{name} has no encryption keys in {folder}; make them: quay wallet encryption-key new {name}"
        ) from None
    except OSError as error:
        raise KeystoreError(f"cannot read {path}: {error.strerror}") from error
    try:
        said = json.loads(raw)
        if (said["type"], said["version"]) != (_TYPE, _VERSION):
            raise KeystoreError(f"{path} is of another kind or version than is known here")
        keys = tuple(_parse(kept) for kept in said["keys"])
    except (KeyError, TypeError, ValueError):
        raise KeystoreError(f"{path} is damaged, or no file of encryption keys") from None
    if not keys:
        raise KeystoreError(f"{path} has no key in it")
    return KeyRing(name, path, keys)


def _new(password: Secret | str, *, light: bool) -> EncryptionKey:
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt, nonce = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
    n = LIGHT_SCRYPT_N if light else STANDARD_SCRYPT_N
    sealed = AESGCM(_derive(password, salt, n)).encrypt(nonce, private.private_bytes_raw(), public)
    made_at = datetime.now(UTC).replace(microsecond=0)
    kept = {
        "public": "0x" + public.hex(),
        "made_at": made_at.isoformat().replace("+00:00", "Z"),
        "kdf": {"name": "scrypt", "n": n, "r": _R, "p": _P, "salt": salt.hex()},
        "cipher": {"name": "AES-256-GCM", "nonce": nonce.hex(), "private": sealed.hex()},
    }
    return EncryptionKey(public, made_at, kept)


def _parse(kept: Mapping[str, Any]) -> EncryptionKey:
    public = bytes.fromhex(kept["public"][2:])
    if len(public) != _KEY_BYTES:
        raise ValueError(len(public))
    return EncryptionKey(public, datetime.fromisoformat(kept["made_at"]), kept)


def _kept(kept: Mapping[str, Any]) -> tuple[int, bytes, bytes, bytes]:
    kdf, cipher = kept["kdf"], kept["cipher"]
    if (kdf["name"], kdf["r"], kdf["p"], cipher["name"]) != ("scrypt", _R, _P, "AES-256-GCM"):
        raise ValueError(kdf["name"])
    salt, nonce, sealed = kdf["salt"], cipher["nonce"], cipher["private"]
    return int(kdf["n"]), bytes.fromhex(salt), bytes.fromhex(nonce), bytes.fromhex(sealed)


def _derive(password: Secret | str, salt: bytes, n: int) -> bytes:
    try:
        text = reveal(password).encode()
    except UnicodeEncodeError:
        raise KeystoreError("the password is no text that UTF-8 can carry") from None
    return Scrypt(salt=salt, length=_KEY_BYTES, n=n, r=_R, p=_P).derive(text)


def _write(ring: KeyRing) -> None:
    """Writes the file whole and onto the disk, in place of the one before, or not at all."""
    said = {"type": _TYPE, "version": _VERSION, "keys": [dict(key._kept) for key in ring.keys]}  # noqa: SLF001
    partial = ring.path.with_name(f".{ring.path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(said, indent=2).encode())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(ring.path)
    finally:
        partial.unlink(missing_ok=True)
    folder = os.open(ring.path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
