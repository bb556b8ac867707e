"""`quay wallet encryption-key`: the keys with which a member reads what is sealed for it."""

from __future__ import annotations

import typer

from wallets import encryption_key
from wallets.cli import (
    AsJson,
    Folder,
    Light,
    Name,
    PasswordFile,
    folder_of,
    password_of,
    print_json,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Keep the keys that documents are sealed for.

    A document that a member may read is encrypted, and its key is wrapped for the member's encryption key (X25519).
    The private part stays in a file of this machine, under a password; `quay document publish-key` tells the others
    the public part, signed by a wallet. After a rotation publish the new one; the old ones stay, to read what was
    sealed before. Back the file up: without it nobody reads those documents for you.
    """,
)


@app.command()
def new(
    name: Name,
    folder: Folder = None,
    password_file: PasswordFile = None,
    *,
    light: Light = False,
    as_json: AsJson = False,
) -> None:
    """Make a first encryption key.

    **Examples**

    - `quay wallet encryption-key new bank`
    - `quay wallet encryption-key new bank --folder /srv/wallets --password-file /run/secrets/bank`
    """
    password = password_of(name, password_file, confirm=True)
    _show(encryption_key.create(folder_of(folder), name, password, light=light), as_json=as_json)


@app.command()
def show(name: Name, folder: Folder = None, *, as_json: AsJson = False) -> None:
    """Show the public keys, newest first; the private ones stay locked.

    **Examples**

    - `quay wallet encryption-key show bank`
    """
    _show(encryption_key.find(folder_of(folder), name), as_json=as_json)


@app.command()
def rotate(
    name: Name,
    folder: Folder = None,
    password_file: PasswordFile = None,
    *,
    light: Light = False,
    as_json: AsJson = False,
) -> None:
    """Add a new key, to be published; the old ones stay for what was sealed before.

    **Examples**

    - `quay wallet encryption-key rotate bank`
    """
    password = password_of(name, password_file)
    _show(encryption_key.rotate(folder_of(folder), name, password, light=light), as_json=as_json)


def _show(ring: encryption_key.KeyRing, *, as_json: bool) -> None:
    keys = [{"public": "0x" + k.public.hex(), "made_at": k.made_at.isoformat()} for k in ring.keys]
    if as_json:
        print_json({"name": ring.name, "path": str(ring.path), "keys": keys})
        return
    for key in keys:
        typer.echo(f"{key['public']}  made {key['made_at']}")
    typer.echo(ring.path)
