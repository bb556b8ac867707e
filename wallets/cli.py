"""`quay wallet`: make wallets, read in words what is to be signed, sign it, see who signed.

Results go to standard output, everything said beside them to standard error. Keys and passwords never are arguments,
which others on the machine can read.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from wallets import keystore
from wallets.errors import WalletError
from wallets.prepared import (
    Prepared,
    parse_json,
    parse_prepared,
    parse_signed_action,
    signers_of,
)
from wallets.secret import Secret
from wallets.words import describe

PASSWORD_VARIABLE: Final = "QUAY_WALLET_PASSWORD"  # noqa: S105 - a variable's name
FOLDER_VARIABLE: Final = "QUAY_WALLETS"
_STDIN: Final = Path("-")


class _OneLineErrors(TyperGroup):
    """Tells an error that a user can act on in one line, and ends with status 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except WalletError as error:
            say(f"quay: {error}")
        except OSError as error:
            say(f"quay: {error.filename or 'a file'}: {error.strerror or error}")
        raise typer.Exit(1)


app = typer.Typer(
    name="wallet",
    cls=_OneLineErrors,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help=f"""Keep wallets and sign actions on this machine.

    Keys are files that a password protects (Web3 Secret Storage, as any Ethereum wallet reads them). The password
    is asked for, or comes from `--password-file` or `{PASSWORD_VARIABLE}`.
    """,
)

Name = Annotated[str, typer.Argument(help="The wallet's name.", metavar="NAME", show_default=False)]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="DIR",
        envvar=FOLDER_VARIABLE,
        help="Where the wallets are. Default: ~/.quay/wallets.",
        show_default=False,
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help=f"A file whose first line is the password. Default: {PASSWORD_VARIABLE}, or a prompt.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Light = Annotated[
    bool,
    typer.Option("--light", help="A weak, fast key derivation: for demos and tests only."),
]
Document = Annotated[
    Path,
    typer.Argument(help='A JSON file; "-" for standard input.', metavar="FILE", show_default=False),
]


@app.command()
def new(
    name: Name,
    folder: Folder = None,
    password_file: PasswordFile = None,
    *,
    light: Light = False,
    as_json: AsJson = False,
) -> None:
    """Make a wallet with a new random key.

    **Examples**

    - `quay wallet new carrier-desk`
    - `quay wallet new terminal --folder /srv/wallets --password-file /run/secrets/terminal`
    """
    password = password_of(name, password_file, confirm=True)
    _show(keystore.create(folder_of(folder), name, password, light=light), as_json=as_json)


@app.command("list")
def list_(folder: Folder = None, *, as_json: AsJson = False) -> None:
    """List the wallets: names and addresses.

    **Examples**

    - `quay wallet list`
    - `quay wallet list --json --folder .quay/wallets`
    """
    entries = keystore.list_(folder_of(folder))
    if as_json:
        print_json([_entry(entry) for entry in entries])
        return
    width = max((len(entry.name) for entry in entries), default=0)
    for entry in entries:
        typer.echo(f"{entry.name:{width}}  {entry.address}")
    if not entries:
        say(f"no wallets in {folder_of(folder)}; make one: quay wallet new NAME")


@app.command()
def show(name: Name, folder: Folder = None, *, as_json: AsJson = False) -> None:
    """Show a wallet's address and where its file is; it stays locked.

    **Examples**

    - `quay wallet show carrier-desk`
    """
    _show(keystore.find(folder_of(folder), name), as_json=as_json)


@app.command("import-key")
def import_key(
    name: Name,
    folder: Folder = None,
    password_file: PasswordFile = None,
    *,
    light: Light = False,
    as_json: AsJson = False,
) -> None:
    """Make a wallet of a private key that you have (64 hex digits, from a prompt or standard input).

    **Examples**

    - `quay wallet import-key carrier-desk` – asks for the key, unseen
    - `quay wallet import-key carrier-desk --password-file pw < key.txt`
    """
    key = _key()
    password = password_of(name, password_file, confirm=True)
    _show(keystore.create(folder_of(folder), name, password, key=key, light=light), as_json=as_json)


@app.command()
def sign(
    document: Document,
    wallets: Annotated[
        list[str],
        typer.Option(
            "--wallet",
            metavar="NAME",
            help="The wallet that signs; repeat it for several, in order.",
        ),
    ],
    folder: Folder = None,
    password_file: PasswordFile = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Sign without asking.")] = False,
) -> None:
    """Sign a prepared action, after telling in words what it says.

    The file is what `POST /v1/actions/prepare` answers; standard output gets what `POST /v1/actions` takes.

    **Examples**

    - `quay wallet sign prepared.json --wallet carrier-desk > signed.json`
    - `quay wallet sign prepared.json --wallet admin --wallet new-wallet` – both signatures of an enrolment
    """
    prepared = parse_prepared(_load(document))
    _tell(prepared)
    if not yes and not typer.confirm("Sign this?", err=True):
        say("nothing was signed")
        raise typer.Exit(1)
    signatures = []
    for name in wallets:
        signer = keystore.open_(folder_of(folder), password_of(name, password_file), name)
        say(f"signed by {name}, {signer.address}")
        signatures.append("0x" + signer.sign_action(prepared.action, prepared.domain).hex())
    print_json(
        {
            "action": prepared.action.name,
            "message": dict(prepared.action.message),
            "signatures": signatures,
        }
    )


@app.command()
def verify(
    document: Document,
    prepared_file: Annotated[
        Path | None,
        typer.Option(
            "--prepared",
            metavar="FILE",
            help="The prepared action, if FILE does not say where the action counts.",
            show_default=False,
        ),
    ] = None,
    folder: Folder = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Tell what a signed action says and which wallets signed it.

    Whether they may, only the ledger knows.

    **Examples**

    - `quay wallet verify signed.json --prepared prepared.json`
    """
    signed = _load(document)
    prepared = parse_prepared(signed if prepared_file is None else _load(prepared_file))
    if parse_signed_action(signed) != prepared.action:
        raise WalletError(f"{document} is not the action that {prepared_file} prepared")
    names = {entry.address: entry.name for entry in keystore.list_(folder_of(folder))}
    signers = signers_of(prepared, signed.get("signatures"))
    if as_json:
        words = describe(prepared.action)
        told = [signer._asdict() for signer in signers]
        print_json({"action_id": prepared.action_id, "words": words._asdict(), "signers": told})
        return
    _tell(prepared)
    for signer in signers:
        known = names.get(signer.wallet, "")
        note = known if signer.proven else "a contract: only the ledger can say whether it signed"
        typer.echo(f"{signer.wallet}  {note}".rstrip())


def folder_of(given: Path | None) -> Path:
    """Where the wallets are."""
    return given if given is not None else Path.home() / ".quay" / "wallets"


def password_of(name: str, file: Path | None, *, confirm: bool = False) -> Secret:
    """The password, from a file, the environment or a prompt.

    Raises:
        WalletError: it is nowhere, and nobody is there to be asked.
    """
    if file is not None:
        lines = file.read_text("utf-8").splitlines()
        return Secret(lines[0] if lines else "")
    given = os.environ.get(PASSWORD_VARIABLE)
    if given is None:
        if not _somebody_is_there():
            raise WalletError(
                f"no password for {name}: give --password-file or {PASSWORD_VARIABLE}"
            )
        given = typer.prompt(
            f"Password of {name}", hide_input=True, confirmation_prompt=confirm, err=True
        )
    return Secret(str(given))


def _somebody_is_there() -> bool:
    """Whether a password can be asked for: on standard input, or on the terminal behind a redirection."""
    if sys.stdin.isatty():
        return True
    with contextlib.suppress(OSError):
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        return True
    return False


def _key() -> bytes:
    text = (
        str(typer.prompt("Private key", hide_input=True, err=True))
        if sys.stdin.isatty()
        else sys.stdin.readline()
    )
    try:
        return bytes.fromhex(text.strip().removeprefix("0x"))
    except ValueError:
        raise WalletError("a private key is 64 hex digits") from None


def _load(path: Path) -> Mapping[str, Any]:
    if path == _STDIN:
        return parse_json(sys.stdin.read(), "standard input")
    return parse_json(path.read_bytes(), str(path))


def _tell(prepared: Prepared) -> None:
    words, domain = describe(prepared.action), prepared.domain
    say(words.en)
    say(words.zh)
    say(f"on chain {domain.chain_id}, contract {domain.verifying_contract}")
    say(f"action {prepared.action_id}")


def _show(entry: keystore.KeystoreEntry, *, as_json: bool) -> None:
    if as_json:
        print_json(_entry(entry))
    else:
        typer.echo(f"{entry.name}  {entry.address}\n{entry.path}")


def _entry(entry: keystore.KeystoreEntry) -> dict[str, str]:
    return {"name": entry.name, "address": entry.address, "path": str(entry.path)}


def print_json(value: object) -> None:
    """Prints a result."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def say(line: str) -> None:
    """Says something beside the result."""
    typer.echo(line, err=True)
