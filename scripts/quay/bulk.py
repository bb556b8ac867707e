"""`quay bulk`: a carrier's whole voyage from one file, under one signature."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.client import ClientError, Refused, RetryPolicy, SyncQuayClient
from api.client.bulk import Bulk, Row, check, outcomes, prepare, progress, sign
from api.client.rows import CSV, NDJSON, RowError, read_rows
from scripts.quay.console import CommandError, err, note, print_json, say
from scripts.quay.supervise import GATEWAY_PORT
from wallets import keystore
from wallets.cli import password_of
from wallets.errors import WalletError
from wallets.signer import LocalSigner

RESULT_SUFFIX: Final = ".result.ndjson"
_LOOK_SECONDS: Final = 0.5
_SHOWN: Final = 20
_PATIENCE: Final = RetryPolicy(give_up_after=60.0)
_TIMEOUT: Final = 300.0

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Issue a voyage's bills from one file, under one signature.

    The file has a bill a line: **NDJSON** as in `{"document": {…}, "holder": 5}`, where the document is a transport
    document in DCSA's JSON and the holder a member's number; or **CSV**, whose column names are JSON paths such as
    `document.transportDocumentReference` or `document.transports.portOfLoading.UNLocationCode`. A column whose name
    ends in `:json` has JSON cells: `document.isToOrder:json` has `true`. `title_holder` and `remark` may follow.
    """,
)

File = Annotated[
    Path, typer.Argument(help="The voyage: .ndjson or .csv.", metavar="FILE", show_default=False)
]
Url = Annotated[str, typer.Option("--url", help="The gateway.")]
WalletFile = Annotated[
    list[Path],
    typer.Option(
        "--wallet",
        metavar="FILE",
        help="The carrier's wallet, which signs in and signs; with four eyes give two.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DEFAULT_URL: Final = f"http://127.0.0.1:{GATEWAY_PORT}"


@app.command("check")
def check_command(
    file: File,
    wallet: WalletFile,
    url: Url = DEFAULT_URL,
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """Say of every row whether it can be issued; nothing is kept.

    The exit status is 1 if a row is bad.

    **Example**

    - `quay bulk check voyage-0FLIXE.csv --wallet carrier.json`
    """
    signers = _signers(wallet)
    with _client(url, signers) as client:
        found = _told(lambda: client.run(check(client.flows, _rows(file, {}))))
    if as_json:
        print_json(found)
    else:
        for bad in found["bad_rows"][:_SHOWN]:
            for error in bad["errors"]:
                say(f"line {bad['line']}: {error['field']}: {error['message']} ({error['rule']})")
        say(f"{found['good']} of {found['rows']} rows can be issued")
    raise typer.Exit(0 if found["good"] == found["rows"] else 1)


@app.command("issue")
def issue_command(
    file: File,
    wallet: WalletFile,
    url: Url = DEFAULT_URL,
    result: Annotated[
        Path | None,
        typer.Option(
            "--result",
            metavar="FILE",
            help=f"What became of each row, with its salt. Default: FILE{RESULT_SUFFIX}",
        ),
    ] = None,
    skip_bad: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--skip-bad", help="Go on without the rows that break a rule.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Sign without asking.")] = False,  # noqa: FBT002 - a flag
    as_json: AsJson = False,  # noqa: FBT002 - a flag
) -> None:
    """Issue every bill of the file: check, sign once, follow to the end.

    The result file has a JSON object a line: line, B/L number, bill id, **salt** and what became of the bill. Keep
    it with the documents: document and salt together prove a bill, and the gateway keeps neither. It is written before
    anything is signed. If the command is broken off, run it again: it goes on where it was.

    The exit status is 1 if a bill was not issued.

    **Examples**

    - `quay bulk issue voyage-0FLIXE.ndjson --wallet carrier.json`
    - `quay bulk issue voyage.csv --wallet carrier.json --url https://gateway.example --skip-bad --yes`
    """
    path = result or file.with_name(file.name + RESULT_SUFFIX)
    rows = _rows(file, _salts(path))
    signers = _signers(wallet)
    with _client(url, signers) as client:
        bulk = _told(lambda: client.run(prepare(client.flows, rows, skip_bad=skip_bad)))
        _write(path, rows, _told(lambda: client.run(outcomes(client.flows, bulk.bulk_id))))
        note(f"salts and bill ids are in {path}")
        if bulk.status == "prepared":
            _ask(bulk, rows, yes=yes)
            bulk = _told(lambda: client.run(sign(client.flows, bulk, rows, signers)))
        bulk = _followed(client, bulk)
        found = _told(lambda: client.run(outcomes(client.flows, bulk.bulk_id)))
    _write(path, rows, found)
    if as_json:
        print_json({"bulk_id": bulk.bulk_id, "rows": len(rows), **bulk.counts, "result": str(path)})
    else:
        _tell(bulk, found)
    raise typer.Exit(0 if bulk.counts.get("final", 0) == len(rows) else 1)


def _followed(client: SyncQuayClient, bulk: Bulk) -> Bulk:
    """The voyage at its end; a bar shows how far it is."""
    columns = (TextColumn("issued"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as bar:
        task = bar.add_task("issued", total=bulk.rows, completed=bulk.settled)
        while not bulk.done:
            time.sleep(_LOOK_SECONDS)
            bulk = _told(lambda: client.run(progress(client.flows, bulk.bulk_id)))  # noqa: B023 - called at once
            bar.update(task, completed=bulk.settled)
    return bulk


def _ask(bulk: Bulk, rows: Sequence[Row], *, yes: bool) -> None:
    holders = sorted({str(row.value.get("holder")) for row in rows})
    note(
        f"To sign: issue {bulk.rows} bills as member {bulk.member}, to the holders {', '.join(holders[:_SHOWN])}; "
        f"{bulk.signatures_needed} signature(s) over {bulk.digest}"
    )
    if not yes:
        typer.confirm("Sign?", abort=True, err=True)


def _tell(bulk: Bulk, found: Sequence[Mapping[str, Any]]) -> None:
    for row in [one for one in found if one["errors"]][:_SHOWN]:
        error = row["errors"][0]
        say(f"line {row['line']}: {row['status']}: {error['message']} ({error['rule']})")
    counted = ", ".join(f"{count} {state}" for state, count in sorted(bulk.counts.items()))
    say(f"{counted} (voyage {bulk.bulk_id})")


def _rows(file: Path, salts: Mapping[tuple[int, str], str]) -> list[Row]:
    """The file's rows. Raises CommandError: it cannot be read."""
    media = CSV if file.suffix.lower() == ".csv" else NDJSON
    try:
        rows = [
            Row.of(line, value) for line, value in read_rows(file.read_text("utf-8-sig"), media)
        ]
    except (OSError, RowError, ValueError) as wrong:
        raise CommandError(f"{file} cannot be read: {wrong}") from None
    if not rows:
        raise CommandError(f"{file} has no rows")
    known = [(row, salts.get((row.line, row.number))) for row in rows]
    return [Row(row.line, {**row.value, "salt": salt}) if salt else row for row, salt in known]


def _salts(path: Path) -> dict[tuple[int, str], str]:
    """The salts that an earlier run made for these rows: with them, it is the same voyage."""
    if not path.exists():
        return {}
    try:
        found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return {(one["line"], one["number"]): one["salt"] for one in found}
    except (ValueError, KeyError, TypeError):
        raise CommandError(f"{path} is no result of ours: name another with --result") from None


def _write(path: Path, rows: Sequence[Row], found: Sequence[Mapping[str, Any]]) -> None:
    """Writes the result, for its owner alone, whole or not at all."""
    told = {int(one["line"]): one for one in found}
    beside = path.with_name(path.name + ".new")
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        for row in rows:
            one = told.get(row.line, {})
            line = {
                "line": row.line,
                "number": row.number,
                "salt": row.salt,
                **{name: one.get(name) for name in ("bill_id", "action_id", "status", "errors")},
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)


def _signers(wallets: Sequence[Path]) -> list[LocalSigner]:
    try:
        return [keystore.open_(path, password_of(path.stem, None)) for path in wallets]
    except (WalletError, OSError) as wrong:
        raise CommandError(str(wrong)) from None


def _client(url: str, signers: Sequence[LocalSigner]) -> SyncQuayClient:
    return SyncQuayClient(url, signers[0], retry=_PATIENCE, timeout=_TIMEOUT)


def _told(ask: Any) -> Any:
    """An answer. Raises CommandError: the gateway says no, or does not answer."""
    try:
        return ask()
    except Refused as refused:
        errors = refused.problem.errors[:_SHOWN]
        lines = [f"{error.field}: {error.message} ({error.rule})" for error in errors]
        raise CommandError("; ".join([refused.problem.detail, *lines])) from None
    except ClientError as wrong:
        raise CommandError(str(wrong)) from None
