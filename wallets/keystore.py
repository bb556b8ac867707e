"""Keys at rest: one password-protected file for each wallet (Web3 Secret Storage, version 3).

Any Ethereum wallet opens these files. The password is taken as UTF-8, as go-ethereum does. The key derivation is
scrypt with n = 2^18, about a second and 256 MB; `light` takes n = 2^12, which a strong guesser breaks: it is for
demos and tests alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coincurve import PrivateKey
from eth_keyfile.keyfile import create_keyfile_json, decode_keyfile_json
from eth_utils.address import to_checksum_address

from wallets.errors import KeystoreError
from wallets.secret import Secret, reveal
from wallets.signer import LocalSigner

STANDARD_SCRYPT_N: Final = 2**18
LIGHT_SCRYPT_N: Final = 2**12
_SUFFIX: Final = ".json"
_KEY_BYTES: Final = 32
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_HEX20: Final = re.compile(r"[0-9a-fA-F]{40}")
_MOST_FILE_BYTES: Final = 65_536
_MOST_SCRYPT_MEMORY: Final = 2**30
_MOST_SCRYPT_P: Final = 16
_MOST_ITERATIONS: Final = 10_000_000
_MOST_KEY_BYTES: Final = 64


@dataclass(frozen=True)
class KeystoreEntry:
    """A wallet's file: its name, its checksummed address and where it is. It shows no key."""

    name: str
    address: str
    path: Path


def create(
    folder: Path,
    name: str,
    password: Secret | str,
    *,
    key: bytes | None = None,
    light: bool = False,
) -> KeystoreEntry:
    """Makes a wallet's file, which its owner alone can read (0600).

    Args:
        folder: Where the files are; it is made if it is missing (0700).
        name: 1 to 64 ASCII letters, digits, ".", "_" or "-", the first one a letter or digit.
        password: What opens it; not empty.
        key: A private key of 32 bytes to keep; a new random one if it is None.
        light: A cheap key derivation, for demos and tests only.

    Raises:
        KeystoreError: the name or the key is none, the password is empty, there is such a wallet, or the disk refuses.
    """
    path = path_of(folder, name)
    if not reveal(password):
        raise KeystoreError("the password is empty")
    if path.exists():
        raise KeystoreError(f"there is a wallet {name} in {folder} already; it stays as it is")
    signer_key = _private_key(secrets.token_bytes(_KEY_BYTES) if key is None else key)
    content = create_keyfile_json(
        signer_key.secret,
        # eth_keyfile says str, and would encode it as Latin-1; bytes reach the key derivation as they are.
        _password_bytes(password),  # type: ignore[arg-type]
        kdf="scrypt",
        iterations=LIGHT_SCRYPT_N if light else STANDARD_SCRYPT_N,
        salt_size=_KEY_BYTES,
    )
    content["address"] = content["address"].lower()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise KeystoreError(f"cannot write {folder}: {error.strerror}") from error
    try:
        _write_new(path, json.dumps(content, indent=2).encode())
    except FileExistsError:
        raise KeystoreError(f"there is a wallet {name} in {folder} already; it stays") from None
    except OSError as error:
        raise KeystoreError(f"cannot write {path}: {error.strerror}") from error
    return KeystoreEntry(name, to_checksum_address("0x" + content["address"]), path)


def open_(path: Path, password: Secret | str, name: str | None = None) -> LocalSigner:
    """Opens a wallet's file, from this program or from any Ethereum wallet.

    Args:
        path: The file; or the folder, if a name is given.
        password: What opens it.
        name: The wallet's name in the folder.

    Raises:
        KeystoreError: there is no such wallet, the file is damaged, or the password is wrong.
    """
    file = path if name is None else path_of(path, name)
    content = _read(file)
    _check_cost(file, content)
    try:
        key = decode_keyfile_json(dict(content), _password_bytes(password))  # type: ignore[arg-type]
    except ValueError as error:
        if str(error) == "MAC mismatch":
            raise KeystoreError(f"wrong password for {file.name}, or the file is damaged") from None
        raise KeystoreError(f"{file} is damaged: no key can be read from it") from None
    except (KeyError, TypeError, AttributeError, AssertionError, NotImplementedError):
        raise KeystoreError(f"{file} is damaged, or of another version than 3") from None
    signer = LocalSigner(_private_key(key))
    said = _address(content)
    if said is not None and said != signer.address:
        raise KeystoreError(f"{file} is damaged: its key is not that of {said}")
    return signer


def list_(folder: Path) -> list[KeystoreEntry]:
    """The wallets of a folder by name; files that are no wallets are left out."""
    if not folder.is_dir():
        return []
    return [entry for path in sorted(folder.glob("*" + _SUFFIX)) if (entry := _entry(path))]


def find(folder: Path, name: str) -> KeystoreEntry:
    """A wallet of a folder by its name, without opening it.

    Raises:
        KeystoreError: there is no such wallet, or its file tells no address.
    """
    path = path_of(folder, name)
    address = _address(_read(path))
    if address is None:
        raise KeystoreError(f"{path} is damaged: it tells no address")
    return KeystoreEntry(name, address, path)


def path_of(folder: Path, name: str, suffix: str = _SUFFIX) -> Path:
    """The path of a name's file.

    Raises:
        KeystoreError: the name is none.
    """
    if not _NAME.fullmatch(name):
        raise KeystoreError(
            "a wallet's name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter or digit"
        )
    return folder / (name + suffix)


def _password_bytes(password: Secret | str) -> bytes:
    try:
        return reveal(password).encode()
    except UnicodeEncodeError:
        raise KeystoreError("the password is no text that UTF-8 can carry") from None


def _private_key(key: bytes) -> PrivateKey:
    if len(key) != _KEY_BYTES:
        raise KeystoreError(f"a private key is {_KEY_BYTES} bytes, this one is {len(key)}")
    try:
        return PrivateKey(key)
    except ValueError:
        raise KeystoreError("this is no private key of secp256k1") from None


def _write_new(path: Path, content: bytes) -> None:
    """Writes a file whole and onto the disk, or not at all; never over another one."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)  # unlike a rename it fails if the name is taken
    finally:
        partial.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        raw = path.read_bytes() if path.stat().st_size <= _MOST_FILE_BYTES else b""
    except FileNotFoundError:
        raise KeystoreError(f"there is no wallet {path.stem} in {path.parent}") from None
    except OSError as error:
        raise KeystoreError(f"cannot read {path}: {error.strerror}") from error
    try:
        content = json.loads(raw)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise KeystoreError(f"{path} is damaged, or no wallet's file")
    return {str(key).lower(): value for key, value in content.items()}


def _check_cost(path: Path, content: Mapping[str, Any]) -> None:
    """Refuses a file whose key derivation would take this machine down."""
    crypto = content.get("crypto")
    params = crypto.get("kdfparams") if isinstance(crypto, Mapping) else None
    if not isinstance(params, Mapping):
        raise KeystoreError(f"{path} is damaged, or of another version than 3")
    cost = [params.get(name, 1) for name in ("n", "r", "p", "c", "dklen")]
    if not all(isinstance(value, int) and value > 0 for value in cost):
        raise KeystoreError(f"{path} is damaged: its key derivation has no whole numbers")
    n, r, p, c, length = cost
    if (
        128 * n * r > _MOST_SCRYPT_MEMORY
        or p > _MOST_SCRYPT_P
        or c > _MOST_ITERATIONS
        or length > _MOST_KEY_BYTES
    ):
        raise KeystoreError(f"{path} asks for more memory or time than a wallet's file may")


def _address(content: Mapping[str, Any]) -> str | None:
    address = str(content.get("address", "")).removeprefix("0x")
    return to_checksum_address("0x" + address) if _HEX20.fullmatch(address) else None


def _entry(path: Path) -> KeystoreEntry | None:
    with contextlib.suppress(KeystoreError):
        content = _read(path)
        address = _address(content)
        if address is not None and "crypto" in content:
            return KeystoreEntry(path.stem, address, path)
    return None
