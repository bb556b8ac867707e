"""`quay document prove` and `verify-field`: one field of a document, shown without the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.client import ClientError, RetryPolicy, SyncQuayClient
from scripts.quay.console import CommandError, note, print_json, say
from scripts.quay.document import AsJson, File, SaltFile, content_at
from wallets.field_proof import FieldShown, parse_field_proof, show_field

_PATIENCE: Final = RetryPolicy(give_up_after=5.0)
_STATUS: Final = {"valid": 0, "invalid": 1, "cannot_tell": 2}


def prove(
    file: File,
    pointer: Annotated[
        str | None,
        typer.Option(
            "--field",
            metavar="/PATH",
            help="The field, as a JSON pointer (RFC 6901). Without it the fields are listed.",
            show_default=False,
        ),
    ] = None,
    salt_file: SaltFile = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where the proof goes. Default: it is printed."),
    ] = None,
) -> None:
    """Make a proof that shows one field of a document and nothing else of it.

    Whoever gets the proof can check it with `quay document verify-field`, alone or against the ledger. It has the
    field's own salt: what the other fields say can be neither read from it nor guessed. Nothing is sent.

    **Examples**

    - `quay document prove bill.json` – lists the fields
    - `quay document prove bill.json --field /utilizedTransportEquipments/0/equipment/equipmentReference --out box.json`
    """
    content = content_at(file, salt_file)
    if pointer is None:
        for name in content.commitment.pointers:
            say(name)
        return
    text = json.dumps(show_field(content, pointer).as_json(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    out.write_text(text, "utf-8")
    note(f"the proof is in {out}")


def verify_field(
    proof: Annotated[Path, typer.Argument(help="The proof.", metavar="PROOF", show_default=False)],
    record_id: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            help="The record's id, or an amended bill's content, as you know it.",
            show_default=False,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url", help="A gateway to ask whether the record is on the ledger and in force."
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Check a proof of one field.

    Alone it is checked offline: whether the field belongs to the commitment that the proof names, and, with `--id`,
    whether that is the record's. With `--url` a gateway tells, too, whether the record is on the ledger and in force.
    The exit status is 0 for valid, 1 for invalid, 2 if the gateway cannot tell.

    **Examples**

    - `quay document verify-field box.json --id 0x5f…`
    - `quay document verify-field box.json --url http://127.0.0.1:8000 --json`
    """
    shown = parse_field_proof(proof.read_bytes())
    told = _told(shown, record_id)
    if told["answer"] == "valid" and url is not None:
        told |= _of_gateway(url, shown)
    if as_json:
        print_json(told)
    else:
        say(f"{told['answer']}: {told['detail']}")
        say(f"{shown.pointer} = {json.dumps(shown.value, ensure_ascii=False)}")
        say(f"of {told['root']}")
    raise typer.Exit(_STATUS[told["answer"]])


def _told(shown: FieldShown, record_id: str | None) -> dict[str, Any]:
    """What the proof tells alone."""
    root = "0x" + shown.root.hex()
    told = {"root": root, "pointer": shown.pointer, "value": shown.value, "check": None}
    if not shown.holds:
        why = "the proof does not lead from this field to the commitment that it names"
        return told | {"answer": "invalid", "check": "proof", "detail": why}
    if record_id is not None and record_id.lower() != root:
        why = "the field belongs to another commitment than the one that you know"
        return told | {"answer": "invalid", "check": "id", "detail": why}
    if record_id is None:
        why = "the field belongs to the commitment below; compare that with the record's id"
    else:
        why = "the field belongs to the record that you named"
    return told | {"answer": "valid", "detail": why}


def _of_gateway(url: str, shown: FieldShown) -> dict[str, Any]:
    body = {
        name: value for name, value in shown.as_json().items() if name not in {"type", "version"}
    }
    try:
        with SyncQuayClient(url, retry=_PATIENCE, timeout=30) as client:
            found = client.verify_field(body)
    except ClientError as exc:
        raise CommandError(str(exc)) from exc
    names = ("answer", "check", "detail", "kind", "state", "issued_by", "recorded_at")
    return {name: found.get(name) for name in names}
