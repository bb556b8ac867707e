"""`quay evidence` and `quay verify`: one file that proves a record's history and state, and its check."""

# ruff: noqa: FBT002 - flags of a command line are booleans with a default

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from chain.deploy import Deployment
from chain.errors import ChainError
from chain.evidence.export import MOST_HEADERS, Exporter, directory_of
from chain.evidence.export import Progress as Told
from chain.evidence.file import Evidence, ShownDocument
from chain.evidence.report import Answer, Report
from chain.evidence.verify import verify
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from scripts.quay.console import CommandError, err, print_json, say, table
from scripts.quay.supervise import NODE_PORT

STATUS: Final = {Answer.VALID: 0, Answer.INVALID: 1, Answer.CANNOT_TELL: 2}
"""The exit status of each answer."""

_PATIENCE_SECONDS: Final = 2.0
_ID: Final = re.compile(r"0x[0-9a-fA-F]{64}")
BlockHashes = Annotated[
    list[str] | None,
    typer.Option(
        "--block-hash",
        metavar="HASH",
        help="A block of the ledger, as you know it; repeatable.",
    ),
]
_HASHES: Final = 1 << 128
"""No number of a record is as large."""
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")

app = typer.Typer(no_args_is_help=True, help="Prove a record to anybody, without a gateway.")


@app.command("export")
def export_command(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record's id.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where the evidence is written.")
    ],
    rpc_url: Annotated[
        str, typer.Option("--rpc-url", help="A node of the ledger; a gateway is not needed.")
    ] = f"http://127.0.0.1:{NODE_PORT}",
    consortium: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The ledger's Consortium. Default: DIR's deployment."),
    ] = None,
    data_dir: Annotated[
        Path, typer.Option("--data-dir", metavar="DIR", help="A ledger's data directory.")
    ] = Path(".quay"),
    contract: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The record's contract, if the id is one in several."),
    ] = None,
    document: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help='Show the document, too: JSON {"document": …, "salt": "0x…"}. Without it nothing '
            "commercial is in the evidence.",
        ),
    ] = None,
    most_headers: Annotated[
        int,
        typer.Option(min=1, help="Link the history to the state by at most so many block headers."),
    ] = MOST_HEADERS,
) -> None:
    """Write the evidence of a record into one file: a bill, an order, a certificate, a claim, a document.

    All of it comes from a node: signed actions, transactions and receipts with their proofs, the
    state by eth_getProof, and the histories of the members that signed.

    **Examples**

    - `quay evidence export 0x5c0d… -o bill.json` – with the ledger of `quay up` on this machine
    - `quay evidence export 0x5c0d… -o bill.json --rpc-url http://10.0.0.5:8545 --consortium 0x5FbD…`
    """
    if not _ID.fullmatch(record):
        raise CommandError("a record's id is 0x and 64 hex digits", 2)
    shown = None if document is None else _document(document)
    with _progress() as told:
        evidence = asyncio.run(
            _exported(
                record, rpc_url, _known(consortium, data_dir), contract, shown, most_headers, told
            )
        )
    output.write_text(evidence.model_dump_json(indent=1) + "\n", "utf-8")
    own = "" if shown is None else "; it shows the document in plain text"
    say(f"{output}: {evidence.record.contract} up to block {evidence.state_block}{own}")


def hashes(given: list[str] | None) -> list[str]:
    """The block hashes of `--block-hash`. Raises CommandError."""
    if any(not _ID.fullmatch(each) for each in given or ()):
        raise CommandError("a block's hash is 0x and 64 hex digits", 2)
    return given or []


def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of evidence.")],
    block_hash: BlockHashes = None,
    consortium: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The ledger's Consortium, as you know it."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Check a file of evidence, offline: no gateway, no database, no node.

    Needs the two facts that no file can prove of itself, from a source that you trust: the hash of
    the block and the address of the Consortium. The exit status is 0 for valid, 1 for invalid, 2 for
    cannot tell.

    **Examples**

    - `quay verify bill.json --block-hash 0x8d1f… --consortium 0x5FbD…`
    - `quay verify bill.json` – shows which block and which Consortium to ask for
    """
    trusted = hashes(block_hash)
    if consortium is not None and not _ADDRESS.fullmatch(consortium):
        raise CommandError("an address is 0x and 40 hex digits", 2)
    report = verify(read_json(file), trusted, consortium=consortium)
    if as_json:
        print_json(_plain(report))
    else:
        _print(report)
    raise typer.Exit(STATUS[report.answer])


def schema() -> str:
    """The JSON Schema of the file, as docs/evidence.schema.json has it."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Evidence.model_json_schema(),
    }
    return json.dumps(described, indent=2) + "\n"


async def _exported(
    record: str,
    rpc_url: str,
    known: str | Deployment,
    contract: str | None,
    document: ShownDocument | None,
    most_headers: int,
    told: Told,
) -> Evidence:
    async with JsonRpc(rpc_url) as rpc:
        try:
            if isinstance(known, Deployment):
                addresses, first = known.addresses, known.first_block
            else:
                addresses, first = await directory_of(rpc, known), 0
            exporter = Exporter(
                rpc, addresses, first_block=first, most_headers=most_headers, progress=told
            )
            return await exporter.export(record, contract=contract, document=document)
        except ChainError as error:
            raise CommandError(str(error)) from error


def _known(consortium: str | None, data_dir: Path) -> str | Deployment:
    """What is known of the ledger: its consortium's address, or its whole deployment."""
    if consortium is not None:
        if not _ADDRESS.fullmatch(consortium):
            raise CommandError("an address is 0x and 40 hex digits", 2)
        return consortium
    found = Deployment.load(ChainSettings(data_dir=data_dir).deployment_path)
    if found is None:
        raise CommandError(f"{data_dir} has no deployment: name the ledger's --consortium")
    return found


def _document(path: Path) -> ShownDocument:
    try:
        return ShownDocument.model_validate(read_json(path))
    except ValidationError as invalid:
        message = f'{path} is not {{"document": …, "salt": "0x…"}}: {invalid.error_count()} faults'
        raise CommandError(message) from invalid


def read_json(path: Path) -> Any:
    """The JSON in a file. Raises CommandError."""
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {os.strerror(error.errno or 0)}", 2) from error
    except ValueError as error:
        raise CommandError(f"{path} is no JSON: {error}", 1) from error


@contextlib.contextmanager
def _progress() -> Iterator[Told]:
    """A bar for what takes longer than two seconds."""
    started = datetime.now(UTC)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        transient=True,
    )
    task = bar.add_task("", total=None)

    def told(what: str, done: int, of: int) -> None:
        if (datetime.now(UTC) - started).total_seconds() > _PATIENCE_SECONDS:
            bar.start()
        bar.update(task, description=what, completed=done, total=of)

    try:
        yield told
    finally:
        bar.stop()


def _print(report: Report) -> None:
    rows = [(_MARKS[c.answer], c.name, c.told, c.remedy) for c in report.checks]
    table(f"Evidence of {report.record}", ["", "check", "found", "what to do"], rows)
    if report.answer is Answer.INVALID:
        say("\nINVALID: this file proves nothing.")
        return
    steps = [
        (s.version, _time(s.time), s.action or s.event, s.actor, s.actor_name, s.wallet, s.block)
        for s in report.steps
    ]
    columns = ["version", "time", "action", "member", "name", "wallet", "block"]
    say("")
    table("The history", columns, steps)
    say("")
    facts = [
        (name.replace("_", " "), _fact(value)) for name, value in report.facts.items() if value
    ]
    number, _ = report.block or (0, "")
    table(f"As of block {number}, {_time(report.time)}", ["fact", "value"], facts)
    if report.answer is Answer.VALID:
        say("\nVALID.")
    else:
        say(
            "\nCANNOT TELL: all that the file can prove holds; what it cannot prove is marked above."
        )


def _plain(report: Report) -> dict[str, Any]:
    return {
        "answer": report.answer,
        "record": report.record,
        "block": None
        if report.block is None
        else {"number": report.block[0], "hash": report.block[1], "time": _time(report.time)},
        "checks": [vars(check) for check in report.checks],
        "history": [vars(step) | {"time": _time(step.time)} for step in report.steps],
        "facts": {name: _fact(value) for name, value in report.facts.items()},
    }


def _fact(value: int | str) -> int | str:
    """A hash as 0x-hex, everything else as it is."""
    return f"0x{value:064x}" if isinstance(value, int) and value >= _HASHES else value


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_MARKS: Final = {Answer.VALID: "ok", Answer.INVALID: "INVALID", Answer.CANNOT_TELL: "?"}
