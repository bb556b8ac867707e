"""Wallets that a command makes for itself: keystores in the data directory, opened in this process."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from scripts.quay.console import CommandError
from wallets import keystore
from wallets.errors import WalletError
from wallets.secret import Secret
from wallets.signer import LocalSigner, Signer

PASSWORD_FILE = "password.txt"  # noqa: S105 - a file's name
_KEY_BYTES = 32


def make_wallets(directory: Path, names: Iterable[str]) -> dict[str, Signer]:
    """Makes a keystore for each name, or opens the one that is there; returns the signers.

    All have one random password, in `password.txt` beside them (0600), so that they can be opened
    later. For demos and development: a wallet of worth has its password in somebody's head.

    Raises:
        CommandError: a keystore cannot be made or opened.
    """
    try:
        password = _password(directory)
        return {name: _wallet(directory, _file_name(name), password) for name in names}
    except (WalletError, OSError) as exc:
        raise CommandError(f"no wallets in {directory}: {exc}") from exc


def _wallet(directory: Path, name: str, password: Secret) -> Signer:
    if any(entry.name == name for entry in keystore.list_(directory)):
        return keystore.open_(directory, password, name)
    key = secrets.token_bytes(_KEY_BYTES)
    keystore.create(directory, name, password, key=key, light=True)
    return LocalSigner.from_key(key)


def _file_name(name: str) -> str:
    """A gate's wallet, `terminal/gate`, is in the file `terminal-gate`."""
    return name.replace("/", "-")


def _password(directory: Path) -> Secret:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / PASSWORD_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(18) + "\n", "ascii")
    return Secret(path.read_text("ascii").strip())
