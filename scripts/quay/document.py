"""`quay document`: files of records, sealed on this machine and opened on this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from api.client import ClientError, Deployment, OpenedFile, RetryPolicy, SyncQuayClient, Trust
from scripts.quay.console import CommandError, note, print_json, say
from scripts.quay.status import opened
from scripts.quay.supervise import GATEWAY_PORT
from wallets import encryption_key
from wallets.cli import password_of
from wallets.commitment import SALT_BYTES
from wallets.contents import MEDIA_TYPES, Content, content_of
from wallets.encryption_key import KeyRing
from wallets.errors import WalletError
from wallets.secret import Secret

SALT_SUFFIX: Final = ".salt"
_PATIENCE: Final = RetryPolicy(give_up_after=10.0)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Keep, read and share the documents behind records.

    A document is encrypted on this machine, and its key is wrapped for each member that is to read it; the gateway
    keeps both and can read neither. Every member first makes an encryption key (`quay wallet encryption-key new NAME`)
    and publishes it (`quay document publish-key`). Whoever hands a bill on shares its document with the next holder.

    Commands take the wallet's file; the encryption keys are those of the same name beside it, under the same password.
    """,
)

File = Annotated[
    Path, typer.Argument(help="The document: JSON, PDF or XML.", metavar="FILE", show_default=False)
]
Url = Annotated[str, typer.Option("--url", help="The gateway.")]
WalletFile = Annotated[
    Path,
    typer.Option("--wallet", metavar="FILE", help="Your wallet's file.", show_default=False),
]
Bill = Annotated[
    str | None,
    typer.Option("--bill", metavar="ID", help="The bill that it belongs to.", show_default=False),
]
Supporting = Annotated[
    str | None,
    typer.Option(
        "--document",
        metavar="ID",
        help="The supporting document that it belongs to, instead of a bill.",
        show_default=False,
    ),
]
Readers = Annotated[
    list[int] | None,
    typer.Option("--for", metavar="MEMBER", help="A member that is to read it; may be repeated."),
]
SaltFile = Annotated[
    Path | None,
    typer.Option(
        "--salt-file",
        metavar="FILE",
        help="The salt of its commitment, 0x-hex. Default: FILE with .salt at its end.",
        show_default=False,
    ),
]
TrustWallet = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-wallet",
        metavar="ADDRESS",
        help="An admin wallet of the reader's, as the reader itself told you; may be repeated.",
    ),
]
Node = Annotated[
    str | None,
    typer.Option("--node", metavar="URL", help="A node that you trust: it is asked instead."),
]
DeploymentFile = Annotated[
    Path | None,
    typer.Option(
        "--deployment",
        metavar="FILE",
        help="The ledger's deployment.json, as the consortium published it; needed with --node.",
    ),
]
TrustGateway = Annotated[
    bool,
    typer.Option(
        "--trust-gateway",
        help="Take the gateway's word for the readers' keys: for one of your own.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
GATEWAY: Final = f"http://127.0.0.1:{GATEWAY_PORT}"


@app.command()
def commit(file: File, salt_file: SaltFile = None, *, as_json: AsJson = False) -> None:
    """Compute a document's commitment: its record's id on the ledger.

    The salt is read from the salt's file, which is made if it is not there. Keep it with the document: both prove it,
    and the salt alone keeps others from testing guesses. Nothing is sent.

    **Examples**

    - `quay document commit bill.json`
    - `quay document commit report.pdf --salt-file report.salt --json`
    """
    root = "0x" + committed(file, salt_file).root.hex()
    if as_json:
        print_json({"id": root, "salt_file": str(_salt_path(file, salt_file))})
    else:
        say(root)


@app.command("publish-key")
def publish_key(wallet: WalletFile, url: Url = GATEWAY, *, as_json: AsJson = False) -> None:
    """Tell the other members which key to seal documents for.

    Publishes the newest of the encryption keys beside the wallet for a year. The wallet, which has to be an admin
    wallet, signs the statement; whoever seals something for you checks it. Do it anew after a rotation, and every year.

    **Examples**

    - `quay document publish-key --wallet ~/.quay/wallets/bank.json`
    """
    ring = ring_of(wallet)
    with client_of(url, wallet) as client:
        told = client.publish_encryption_key(ring.newest.public)
    if as_json:
        print_json(dict(told))
    else:
        say(f"published {told['public_key']} until {told['expires_at']}")


@app.command()
def put(  # noqa: PLR0913, PLR0917 - the options of a command line
    file: File,
    wallet: WalletFile,
    bill: Bill = None,
    document: Supporting = None,
    readers: Readers = None,
    salt_file: SaltFile = None,
    url: Url = GATEWAY,
    trust_wallet: TrustWallet = None,
    node: Node = None,
    deployment: DeploymentFile = None,
    *,
    trust_gateway: TrustGateway = False,
    as_json: AsJson = False,
) -> None:
    """Seal a document and have the gateway keep it, for yourself and the members that you name.

    For whoever put the record on the ledger: the carrier of a bill, the issuer of a supporting document. The document
    and its salt must be those that the record's id was computed from.

    **Examples**

    - `quay document put bill.json --bill 0x5f… --wallet carrier.json --for 5 --trust-wallet 0x7099…`
    - `quay document put report.pdf --document 0x2b… --wallet lab.json --for 2 --trust-gateway`
    """
    kind, record_id = _record(bill, document)
    content = content_at(file, salt_file)
    mine = ring_of(wallet).newest.public
    trust = trust_of(trust_wallet, node, deployment, by_gateway=trust_gateway)
    with client_of(url, wallet, deployment) as client:
        info = client.keep_file(
            content, record_id, mine=mine, readers=readers or (), trust=trust, kind=kind
        )
    if as_json:
        print_json({"file_id": info.file_id, "content": info.content, "size": info.size})
    else:
        say(f"kept {info.file_id}, {info.size} bytes sealed")


@app.command()
def get(
    wallet: WalletFile,
    bill: Bill = None,
    document: Supporting = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where the document and its salt go.")
    ] = Path(),
    url: Url = GATEWAY,
    *,
    as_json: AsJson = False,
) -> None:
    """Download a record's document, open it here, and check it against the record.

    What is written has the commitment that the record's id is, or, for an amended bill, that the gateway says it has
    now. A file that is there already stays.

    **Examples**

    - `quay document get --bill 0x5f… --wallet bank.json`
    - `quay document get --document 0x2b… --wallet customs.json --out papers`
    """
    kind, record_id = _record(bill, document)
    keys = _Keys(wallet)
    with client_of(url, wallet) as client:
        found = client.open_file(record_id, keys.private, kind)
    path = _save(found, out)
    told = {
        "file": str(path),
        "salt_file": f"{path}{SALT_SUFFIX}",
        "content": found.info.content,
        "original": found.original,
    }
    if as_json:
        print_json(told)
        return
    say(str(path))
    if found.original:
        note("it is, to the byte, what the record's id is the commitment of")
    else:
        note(
            f"it has the commitment {found.info.content}, which the gateway says is the amended bill's"
        )


@app.command()
def share(  # noqa: PLR0913 - the options of a command line
    wallet: WalletFile,
    reader: Annotated[
        int, typer.Option("--for", metavar="MEMBER", help="Who is to read it.", show_default=False)
    ],
    bill: Bill = None,
    document: Supporting = None,
    url: Url = GATEWAY,
    trust_wallet: TrustWallet = None,
    node: Node = None,
    deployment: DeploymentFile = None,
    *,
    trust_gateway: TrustGateway = False,
    as_json: AsJson = False,
) -> None:
    """Wrap the keys of a record's documents for another member, as a holder does for the next one.

    Before a transfer or after it: the member gets the keys once it is a party to the record.

    **Examples**

    - `quay document share --bill 0x5f… --for 7 --wallet shipper.json --trust-wallet 0x3C44…`
    - `quay document share --bill 0x5f… --for 7 --wallet shipper.json --node http://10.0.0.5:8545 --deployment d.json`
    """
    kind, record_id = _record(bill, document)
    keys = _Keys(wallet)
    trust = trust_of(trust_wallet, node, deployment, by_gateway=trust_gateway)
    with client_of(url, wallet, deployment) as client:
        shared = client.share_files(record_id, reader, keys.private, trust, kind)
    if as_json:
        print_json([info.file_id for info in shared])
    for info in () if as_json else shared:
        say(f"shared {info.file_id} with member {reader}")


def committed(file: Path, salt_file: Path | None) -> Content:
    """A document with its salt, which is made, and kept beside it, if it is not there."""
    path = _salt_path(file, salt_file)
    if path.exists():
        return content_at(file, salt_file)
    content = content_of(file.name, file.read_bytes())
    content.commitment  # noqa: B018 - what cannot be committed to gets no salt
    _write_new(path, f"0x{content.salt.hex()}\n".encode())
    note(f"the salt is in {path}: keep it with the document")
    return content


def content_at(file: Path, salt_file: Path | None) -> Content:
    """A document with the salt that is kept beside it.

    Raises:
        CommandError: there is no salt.
    """
    return content_of(file.name, file.read_bytes(), _salt(_salt_path(file, salt_file)))


class _Keys:
    """The encryption keys beside a wallet, opened when they are needed and with the password asked for once."""

    def __init__(self, wallet: Path) -> None:
        self._ring = ring_of(wallet)
        self._password: Secret | None = None

    def private(self, public: bytes) -> X25519PrivateKey | None:
        """The private key of a public one, None if it is not in the ring."""
        key = self._ring.key(public)
        if key is None:
            return None
        if self._password is None:
            self._password = password_of(self._ring.name, None)
        return key.open(self._password)


def ring_of(wallet: Path) -> KeyRing:
    """The encryption keys beside a wallet."""
    return encryption_key.find(wallet.parent, wallet.stem)


@contextmanager
def client_of(url: str, wallet: Path, deployment: Path | None = None) -> Iterator[SyncQuayClient]:
    """A client with the wallet; what goes wrong is told in one line."""
    pinned = None if deployment is None else _pinned(deployment)
    signer = opened(wallet)
    try:
        with SyncQuayClient(url, signer, deployment=pinned, retry=_PATIENCE, timeout=60) as client:
            client.sign_in()
            yield client
    except (ClientError, WalletError) as exc:
        raise CommandError(str(exc)) from exc


def _pinned(path: Path) -> Deployment:
    try:
        return Deployment.of_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, ClientError) as exc:
        raise CommandError(f"{path} is no deployment of a ledger: {exc}") from exc


def trust_of(
    wallets: list[str] | None, node: str | None, deployment: Path | None, *, by_gateway: bool
) -> Trust:
    """Whose word is taken for readers' keys, as the command line says."""
    if node is not None and deployment is None:
        raise CommandError("--node needs --deployment: else the gateway says which contract to ask")
    return Trust.of(*(wallets or ()), node=node, gateway=by_gateway)


def _record(bill: str | None, document: str | None) -> tuple[str, str]:
    if (bill is None) == (document is None):
        raise CommandError("name the record: either --bill or --document")
    return ("bill", bill) if bill is not None else ("document", str(document))


def _salt_path(file: Path, given: Path | None) -> Path:
    return given if given is not None else file.with_name(file.name + SALT_SUFFIX)


def _salt(path: Path) -> bytes:
    try:
        salt = bytes.fromhex(path.read_text("utf-8").strip().removeprefix("0x"))
    except FileNotFoundError:
        raise CommandError(
            f"there is no salt {path}: it is the one that the record's id was computed with"
        ) from None
    except ValueError:
        salt = b""
    if len(salt) != SALT_BYTES:
        raise CommandError(f"{path} holds no salt: {SALT_BYTES} bytes as 0x-hex")
    return salt


def _save(found: OpenedFile, folder: Path) -> Path:
    """Writes the file and its salt. The name is the sender's: it is kept within the folder."""
    name = Path(found.content.name).name
    endings = MEDIA_TYPES[found.content.media_type]
    if not name or name.startswith(".") or not name.lower().endswith(endings):
        name = found.info.content[2:18] + endings[0]
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_new(path, found.content.data)
        _write_new(Path(f"{path}{SALT_SUFFIX}"), f"0x{found.content.salt.hex()}\n".encode())
    except FileExistsError as exc:
        raise CommandError(
            f"{exc.filename} is there already, and stays; name another --out"
        ) from exc
    return path


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
