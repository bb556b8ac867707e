"""The command `quay`: what people run."""

# ruff: noqa: FBT002 - flags of a command line are booleans with a default

from __future__ import annotations

import os
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from scripts.quay import audit, demo, doctor, evidence, field_proofs, issue, rebuild, status, up
from scripts.quay.bench import bench
from scripts.quay.bulk import app as bulk_app
from scripts.quay.console import CommandError, fail, one_line, say
from scripts.quay.document import app as document_app
from scripts.quay.scenario import app as scenario_app
from scripts.quay.signals import INTERRUPTED
from scripts.quay.supervise import GATEWAY_PORT, NODE_PORT
from wallets.cli import app as wallet_app
from wallets.encryption_cli import app as encryption_app
from wallets.errors import WalletError

_USAGE, _FAULT = 2, 70

app = typer.Typer(
    name="quay",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""A permissioned ledger for ocean trade documents.

    `quay demo` tells the whole story on a fresh ledger; `quay up` runs a ledger of your own.
    """,
)
wallet_app.add_typer(encryption_app, name="encryption-key")
app.add_typer(wallet_app, name="wallet")
for command in (issue.check, issue.issue, field_proofs.prove, field_proofs.verify_field):
    document_app.command()(command)
app.add_typer(document_app, name="document")
app.add_typer(evidence.app, name="evidence")
app.add_typer(audit.app, name="audit")
app.command("verify")(evidence.verify_command)
app.add_typer(bulk_app, name="bulk")
app.command()(bench)
app.add_typer(scenario_app, name="scenario")


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - a flag of the command line
    if wanted:
        say(f"quay {version_of('quayledger')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def quay(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Takes what comes before the command; without a command, prints the help."""
    if context.invoked_subcommand is None:
        say(context.get_help())


DataDir = Annotated[
    Path, typer.Option("--data-dir", help="Where this ledger keeps its state.", metavar="DIR")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Port = Annotated[
    int,
    typer.Option(
        min=0, max=65535, help="Port of the gateway; 0 for any. One in use is replaced, and told."
    ),
]
NodePort = Annotated[
    int, typer.Option("--node-port", min=0, max=65535, help="Port of the embedded node; 0 for any.")
]


@app.command("up")
def up_command(
    data_dir: Annotated[
        Path | None,
        typer.Option(
            "--data-dir",
            metavar="DIR",
            help="Where this ledger keeps its state. Default: .quay, or .quay-2 while one runs there.",
        ),
    ] = None,
    port: Port = GATEWAY_PORT,
    node_port: NodePort = NODE_PORT,
    rpc_url: Annotated[
        str | None,
        typer.Option("--rpc-url", help="A node of your own instead of the embedded one."),
    ] = None,
    governor: Annotated[
        list[str] | None,
        typer.Option(
            "--governor",
            metavar="ADDRESS",
            help="The wallet of a founding governor; give it once for each. Without any, a "
            "development governor is made under DIR/wallets.",
        ),
    ] = None,
    threshold: Annotated[
        int | None,
        typer.Option(min=1, help="Governors' signatures per admission. Default: a majority."),
    ] = None,
) -> None:
    """Run a ledger: node, contracts and gateway, until Ctrl-C.

    The keys of members never reach the gateway; it is told addresses only.

    **Examples**

    - `quay up` – a development ledger in `.quay`, at http://127.0.0.1:8000
    - `quay up --governor 0x7099… --governor 0x3C44… --threshold 2` – founded by two governors
    - `quay up --rpc-url http://10.0.0.5:8545 --data-dir /var/lib/quay` – on a node of your own
    """
    options = up.Options(data_dir, port, node_port, rpc_url, tuple(governor or ()), threshold)
    raise typer.Exit(up.run(options))


@app.command("demo")
def demo_command(
    data_dir: Annotated[
        Path | None,
        typer.Option("--data-dir", metavar="DIR", help="A new directory. Default: build/demo-…."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="FILE", help="Another story's data.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="KEY", help="Only this consignment; may be repeated."),
    ] = None,
    port: Port = GATEWAY_PORT,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the gateway running until Ctrl-C.")
    ] = False,
    as_json: AsJson = False,
    report: Annotated[
        Path, typer.Option("--report", metavar="FILE", help="Where the report is written.")
    ] = demo.REPORT,
) -> None:
    """Tell the whole story on a fresh ledger: from issue to gate-out.

    Starts node and gateway, makes organisations with wallets of their own, and moves every
    consignment through the HTTP API. The exit status is 0 only if every step, the refusals
    included, ended as the story says. The report has every step.

    **Examples**

    - `quay demo` – the whole story
    - `quay demo --only import-02-wine --only export-01-laptops` – two consignments
    - `quay demo --keep` – and look around afterwards: `quay status`, or /docs in a browser
    """
    options = demo.Options(data_dir, data, tuple(only or ()), port, keep, as_json, report)
    raise typer.Exit(demo.run(options))


@app.command("status")
def status_command(
    url: Annotated[str, typer.Argument(help="The gateway.")] = f"http://127.0.0.1:{GATEWAY_PORT}",
    keystore: Annotated[
        Path | None,
        typer.Option(
            "--wallet", metavar="FILE", help="A keystore: show what its member may see, too."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how a ledger is: chain, index, outbox; and your records, if you sign in.

    **Examples**

    - `quay status` – the gateway on this machine
    - `quay status https://gateway.example --wallet my-terminal.json` – with the terminal's records
    """
    raise typer.Exit(status.run(url, keystore, as_json=as_json))


@app.command("rebuild")
def rebuild_command(
    data_dir: DataDir = up.DATA_DIR,
    rpc_url: Annotated[
        str | None,
        typer.Option("--rpc-url", help="The node. Default: the embedded one, started for this."),
    ] = None,
) -> None:
    """Make the read model again from the chain; stop the gateway first.

    **Examples**

    - `quay rebuild`
    - `quay rebuild --data-dir /var/lib/quay --rpc-url http://10.0.0.5:8545`
    """
    raise typer.Exit(rebuild.run(data_dir, rpc_url))


@app.command("doctor")
def doctor_command(
    data_dir: DataDir = up.DATA_DIR,
    rpc_url: Annotated[
        str | None,
        typer.Option("--rpc-url", help="The node. Default: QUAY_CHAIN_RPC_URL."),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="The gateway, if it is to be running.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look a deployment over, and say what to fix; it changes nothing.

    Looks at the settings, the data directory and its secrets, the database and its revision, the node,
    its clock, the contracts, the relayer's gas, and the gateway. The exit status is 1 if anything is to
    be mended.

    **Examples**

    - `quay doctor --rpc-url http://127.0.0.1:8545 --url http://127.0.0.1:8000`
    - `quay doctor --data-dir /var/lib/quay --json`
    """
    raise typer.Exit(doctor.run(data_dir, rpc_url, url, as_json=as_json))


def main() -> None:
    """Runs the command line: errors are told in words, and are an exit status of their own."""
    try:
        status_code = app(prog_name="quay", standalone_mode=False)
    except TyperException as exc:
        _fail_usage(exc)
    except CommandError as exc:
        fail(str(exc), exc.status)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except WalletError as exc:
        fail(str(exc))
    except Exception as exc:
        if os.environ.get("QUAY_DEBUG"):
            raise
        fail(f"{one_line(f'{type(exc).__name__}: {exc}')} (QUAY_DEBUG=1 shows more)", _FAULT)
    sys.exit(status_code or 0)


def _fail_usage(exc: TyperException) -> NoReturn:
    """Tells what is wrong with the command line, and where help is."""
    told = exc.format_message() if hasattr(exc, "format_message") else str(exc)
    context = getattr(exc, "ctx", None)
    path = context.command_path if context is not None else "quay"
    fail(f"{one_line(told)} (see {path} --help)", _USAGE)


if __name__ == "__main__":
    main()
