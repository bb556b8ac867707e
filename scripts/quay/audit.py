"""`quay audit`: a member's audit log in a file, and its check."""

# ruff: noqa: FBT002 - flags of a command line are booleans with a default

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from api.client import ClientError, SyncQuayClient
from chain.audit import Anchor, AuditFile, Linked, verify_audit
from chain.evidence.report import Answer, Check
from scripts.quay.console import CommandError, print_json, say, table
from scripts.quay.evidence import STATUS, BlockHashes, hashes, read_json
from scripts.quay.status import opened
from scripts.quay.supervise import GATEWAY_PORT

_PAGE: Final = "1000"

app = typer.Typer(no_args_is_help=True, help="Who read what, and whose access changed.")


@app.command("export")
def export_command(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the log is written.")
    ],
    keystore: Annotated[
        Path, typer.Option("--wallet", metavar="FILE", help="The keystore of an admin wallet.")
    ],
    url: Annotated[
        str, typer.Option("--url", help="The gateway.")
    ] = f"http://127.0.0.1:{GATEWAY_PORT}",
) -> None:
    """Write your member's audit log into a file that proves itself.

    **Example**

    - `quay audit export -o audit.json --wallet admin.json --url https://gateway.example`
    """
    try:
        with SyncQuayClient(url, opened(keystore)) as client:
            session = client.sign_in()
            chain = list(client.everything("/v1/audit/chain", limit=_PAGE))
            anchors = list(client.everything("/v1/audit/anchors", limit=_PAGE))
    except ClientError as error:
        raise CommandError(str(error)) from error
    count = len(chain)
    file = AuditFile(
        member=session.member,
        entries=[Linked(link=one["link"], hash=one["hash"], entry=one["entry"]) for one in chain],
        # One that was made while we were reading is of more entries than we have.
        anchors=[
            Anchor(count=one["count"], header=one["header"], index=one["index"], proof=one["proof"])
            for one in anchors
            if one["count"] <= count
        ],
    )
    output.write_text(file.model_dump_json(indent=1) + "\n", "utf-8")
    say(f"{output}: {count} entries, {len(file.anchors)} anchors")


@app.command("verify")
def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of `quay audit export`.")],
    block_hash: BlockHashes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Check an audit log, offline: no entry was altered, taken out, put in or moved.

    The exit status is 0 for valid, 1 for invalid, 2 for cannot tell.

    **Example**

    - `quay audit verify audit.json --block-hash 0x8d1f…`
    """
    checks = verify_audit(read_json(file), hashes(block_hash))
    answer = _answer(checks)
    if as_json:
        print_json({"answer": answer, "checks": [vars(check) for check in checks]})
    else:
        rows = [(check.answer.value, check.name, check.told, check.remedy) for check in checks]
        table(f"The audit log in {file}", ["", "check", "found", "what to do"], rows)
    raise typer.Exit(STATUS[answer])


def _answer(checks: list[Check]) -> Answer:
    answers = {check.answer for check in checks}
    return next((a for a in (Answer.INVALID, Answer.CANNOT_TELL) if a in answers), Answer.VALID)
