"""`quay document check` and `issue`: a transport document becomes a bill, and no gateway sees it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.client import Refused, SyncQuayClient
from api.errors import InvalidInput
from api.kit.content import validated
from api.kit.dcsa_required import findings
from api.kit.transport_document import BillKind, TransportDocument
from scripts.quay.console import CommandError, note, print_json, say
from scripts.quay.document import (
    GATEWAY,
    AsJson,
    DeploymentFile,
    File,
    Node,
    Readers,
    SaltFile,
    TrustGateway,
    TrustWallet,
    Url,
    WalletFile,
    client_of,
    committed,
    ring_of,
    trust_of,
)
from wallets.contents import JSON, json_of

_NOT_FOUND = 404


def check(
    file: File,
    *,
    dcsa: Annotated[
        bool,
        typer.Option(
            "--dcsa",
            help="Also what DCSA's EBL_ISS 3.0.4 requires, for other platforms to take it.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check a transport document by the trade's rules, on this machine.

    The rules are those of `POST /v1/bills/prepare`: numbers and codes with their check digits, what belongs together,
    what an issued bill needs. Nothing is sent. The exit status is 1 if a rule is broken.

    **Examples**

    - `quay document check bill.json`
    - `quay document check bill.json --dcsa --json`
    """
    document = json_of(file.read_bytes())
    broken = _broken(document)
    if dcsa:
        seen = {problem["field"] for problem in broken}
        lacking = [problem.as_json() for problem in findings(document)]
        broken += [problem for problem in lacking if problem["field"] not in seen]
    if as_json:
        print_json(broken)
    for problem in () if as_json else broken:
        say(f"{problem['field']}: {problem['message']}")
    if broken:
        raise typer.Exit(1)
    note(f"{file} keeps the rules")


def issue(  # noqa: PLR0913, PLR0917 - the options of a command line
    file: File,
    wallet: WalletFile,
    holder: Annotated[
        int, typer.Option("--holder", metavar="MEMBER", help="The first holder.", min=1)
    ],
    title_holder: Annotated[
        int | None,
        typer.Option(
            "--title-holder",
            metavar="MEMBER",
            help="The named consignee or order party. Default: the holder; none for a bearer bill.",
        ),
    ] = None,
    readers: Readers = None,
    salt_file: SaltFile = None,
    url: Url = GATEWAY,
    trust_wallet: TrustWallet = None,
    node: Node = None,
    deployment: DeploymentFile = None,
    *,
    trust_gateway: TrustGateway = False,
    yes: Annotated[bool, typer.Option("--yes", help="Sign without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Issue a bill of a transport document, and keep the document sealed for you, the holder and whom you name.

    The document is checked and committed to on this machine; the ledger gets the commitment alone, and the gateway the
    sealed document. Whether your B/L number is new is yours to see to. If the command is interrupted, give it again
    with the same document and salt: it goes on where it was.

    **Examples**

    - `quay document issue bill.json --wallet carrier.json --holder 5 --trust-wallet 0x7099…`
    - `quay document issue bill.json --wallet carrier.json --holder 5 --for 7 --trust-gateway --yes`
    """
    content = committed(file, salt_file)
    if content.media_type != JSON:
        raise CommandError(f"{file}: a transport document is JSON")
    broken = _broken(content.document)
    if broken:
        raise CommandError(
            f"{broken[0]['field']}: {broken[0]['message']} (see quay document check)"
        )
    kind = validated(TransportDocument, content.document).kind
    terms: dict[str, Any] = {"holder": holder, "kind": kind.name}
    if kind is not BillKind.BEARER:
        terms["title_holder"] = title_holder or holder
    mine = ring_of(wallet).newest.public
    trust = trust_of(trust_wallet, node, deployment, by_gateway=trust_gateway)
    with client_of(url, wallet, deployment) as client:
        me = client.sign_in().member
        others = sorted({holder, *(readers or ())} - {me})
        for reader in others:  # before anything is on the ledger
            client.files.proved_key(reader, trust)
        bill_id = "0x" + content.root.hex()
        if not _is_there(client, bill_id):
            made = client.prepare_unseen_bill(content, **terms)
            note(made.prepared.words.get("en", ""))
            if not yes and not typer.confirm("Sign this?", err=True):
                raise CommandError("nothing was signed")
            client.carry_out(made.prepared, **made.intent)
        kept = client.keep_file(content, bill_id, mine=mine, readers=others, trust=trust)
    if as_json:
        print_json({"bill_id": bill_id, "file_id": kept.file_id, "kind": kind.name})
    else:
        say(f"issued {bill_id}")


def _broken(document: Any) -> list[dict[str, str]]:
    """The rules that a transport document breaks."""
    if not isinstance(document, dict):
        raise CommandError("a transport document is a JSON object")
    try:
        validated(TransportDocument, document)
    except InvalidInput as invalid:
        return [problem.as_json() for problem in invalid.errors]
    return []


def _is_there(client: SyncQuayClient, bill_id: str) -> bool:
    try:
        client.get(f"/v1/bills/{bill_id}")
    except Refused as refused:
        if refused.status != _NOT_FOUND:
            raise
        return False
    return True
