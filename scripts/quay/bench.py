"""`quay bench`: what a deployment can bear."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated, Any, Final

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.client import ClientError
from chain.errors import ChainError
from chain.node import AnvilNode, ChildNode
from scripts.bench.cast import WALLETS, genesis
from scripts.bench.voyage import SteadyAnvil
from scripts.load.chart import draw
from scripts.load.crew import PARTS, Crew
from scripts.load.drive import Driver, Pace, Sample
from scripts.load.figures import summary
from scripts.load.machine import Meter, shares
from scripts.load.port import consignments
from scripts.load.raw import raw_rate
from scripts.quay.console import CommandError, err, say, table
from scripts.quay.local_wallets import PASSWORD_FILE
from scripts.quay.supervise import Plan, Supervisor
from wallets import keystore
from wallets.cli import password_of
from wallets.errors import WalletError
from wallets.signer import Signer

_TICK_SECONDS: Final = 0.25
_COLUMNS: Final = ("step", "count", "faults", "p50 ms", "p95 ms", "p99 ms", "gas")


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    url: str | None
    wallets: Path | None
    rpc_url: str | None
    block_seconds: int
    pace: Pace
    raw: int
    seed: int
    json: Path
    chart: Path | None


@dataclass(frozen=True)
class _Target:
    """A gateway that runs: its crew, its node if it can be asked, and the processes that are ours."""

    url: str
    rpc_url: str | None
    crew: Crew
    pids: Mapping[str, int]


def bench(  # noqa: PLR0913, PLR0917 - each is an option of the command
    url: Annotated[
        str | None,
        typer.Option("--url", help="A gateway that runs. Default: a fresh ledger of this machine."),
    ] = None,
    wallets: Annotated[
        Path | None,
        typer.Option(
            "--wallets",
            metavar="DIR",
            help=f"With --url: keystores {', '.join(f'{part}.json' for part in PARTS)}, of one password.",
        ),
    ] = None,
    rpc_url: Annotated[
        str | None, typer.Option("--rpc-url", help="With --url: its node, to compare with.")
    ] = None,
    block_seconds: Annotated[
        int,
        typer.Option(
            min=0, max=60, help="The fresh ledger's block time; 0: a block for each transaction."
        ),
    ] = 0,
    rate: Annotated[
        float | None,
        typer.Option(min=0.1, max=100_000, help="Actions a second. Default: as fast as it goes."),
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, max=86_400, help="How long.")] = 30.0,
    workers: Annotated[
        int, typer.Option(min=1, max=10_000, help="Consignments at once, without a rate.")
    ] = 64,
    raw: Annotated[
        int,
        typer.Option(
            min=0, max=10_000, help="Consignments as raw transactions to compare with; 0: none."
        ),
    ] = 100,
    seed: Annotated[
        int, typer.Option(help="Of containers and record ids. Default: by chance.")
    ] = 0,
    report: Annotated[
        Path, typer.Option("--json", metavar="FILE", help="Where the figures go.")
    ] = Path("build/load.json"),
    chart: Annotated[
        Path | None,
        typer.Option("--chart", metavar="FILE", help="A picture of them: .svg, .png or .pdf."),
    ] = Path("build/load.svg"),
) -> None:
    """Load a deployment with a port's day, and say what it bears.

    Consignments go from issue over endorsements, surrender and release to each container's gate-out; those who act
    read first. Every wallet signs on this machine. Afterwards the same actions go as raw transactions, signed
    beforehand, straight to the same node: what the gateway adds and takes shows in the ratio.

    A live deployment keeps what the load issued: give it one for tests. The exit status is 1 if a step failed.

    **Examples**

    - `quay bench` – a fresh ledger on this machine, as fast as it goes, for 30 seconds
    - `quay bench --block-seconds 1 --workers 500` – with a block a second, as validators have it
    - `quay bench --rate 50 --seconds 300` – fifty actions a second for five minutes
    - `quay bench --url https://gateway.example --wallets keys --raw 0 --rate 20`
    """
    pace = Pace(seconds, workers, rate)
    options = Options(
        url, wallets, rpc_url, block_seconds, pace, raw, seed or time.time_ns(), report, chart
    )
    raise typer.Exit(run(options))


def run(options: Options) -> int:
    """Measures, prints and writes the figures; the exit status.

    Raises:
        CommandError: The ledger cannot be loaded, or the files cannot be written.
    """
    try:
        found = asyncio.run(_measured(options))
    except (ClientError, ChainError, WalletError, RuntimeError) as error:
        raise CommandError(str(error)) from error
    _show(found)
    _write(options, found)
    return 1 if found["load"]["faults"] else 0


async def _measured(options: Options) -> dict[str, Any]:
    dice = Random(options.seed)  # noqa: S311 - a load that can be repeated, not a secret
    async with _target(options) as target:
        meter = Meter(target.pids)
        load = await _loaded(target, options.pace, dice)
        spent = meter.seconds()
        rate = None
        if options.raw and target.rpc_url is not None:
            with err.status(f"raw transactions of {options.raw} consignments"):
                rate = await raw_rate(
                    target.rpc_url, target.crew, dice, options.raw, options.pace.workers
                )
    return {
        "seed": options.seed,
        "workers": options.pace.workers if options.pace.rate is None else None,
        "rate": options.pace.rate,
        "load": load,
        "processor_seconds": {name: round(value, 2) for name, value in spent.items()},
        "processor_shares": shares(spent),
        "raw_per_second": None if rate is None else round(rate, 1),
        "ratio_gateway_to_raw": None
        if rate is None
        else round(load["actions_per_second"] / rate, 2),
    }


async def _loaded(target: _Target, pace: Pace, dice: Random) -> dict[str, Any]:
    samples: list[Sample] = []
    driver = Driver(target.url, target.crew, samples.append)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("loading", total=pace.seconds)
        load = asyncio.ensure_future(driver.run(consignments(target.crew, dice), pace))
        started = time.perf_counter()
        while not load.done():
            await asyncio.wait([load], timeout=_TICK_SECONDS)
            gone = time.perf_counter() - started
            rate = sum(sample.is_action for sample in samples) / gone
            bar.update(task, completed=gone, description=f"{rate:,.0f} actions a second")
        return summary(samples, load.result())


@asynccontextmanager
async def _target(options: Options) -> AsyncIterator[_Target]:
    if options.url is not None:
        signers = _keystores(options.wallets)
        yield _Target(options.url, options.rpc_url, await Crew.sign_in(options.url, signers), {})
        return

    def node(data_dir: Path, port: int) -> ChildNode:
        if options.block_seconds:
            return SteadyAnvil(data_dir, port, options.block_seconds)
        return AnvilNode(data_dir, port=port)

    with tempfile.TemporaryDirectory(prefix="quayledger-load-") as folder:
        async with Supervisor(Plan(Path(folder), port=0, node_port=0, node=node)) as ledger:
            with err.status("starting a fresh ledger"):
                await ledger.start(genesis())
                crew = await Crew.sign_in(ledger.url, WALLETS)
            yield _Target(ledger.url, ledger.rpc_url, crew, ledger.pids)


def _keystores(directory: Path | None) -> dict[str, Signer]:
    if directory is None:
        message = "--url needs --wallets: a directory with a keystore for each part"
        raise CommandError(message, 2)
    missing = [part for part in PARTS if not (directory / f"{part}.json").exists()]
    if missing:
        message = f"{directory} has no {', '.join(f'{part}.json' for part in missing)}"
        raise CommandError(message, 2)
    beside = directory / PASSWORD_FILE
    password = password_of(f"the wallets in {directory}", beside if beside.exists() else None)
    return {part: keystore.open_(directory, password, part) for part in PARTS}


def _show(found: Mapping[str, Any]) -> None:
    load = found["load"]
    rows = [
        (
            name,
            row["count"],
            row["faults"] or "",
            *(row.get(figure, "") for figure in ("p50", "p95", "p99", "gas")),
        )
        for name, row in {**load["actions"], **load["reads"]}.items()
    ]
    table("actions until final, reads until answered", _COLUMNS, rows)
    say(
        f"{load['actions_per_second']} actions and {load['reads_per_second']} reads a second "
        f"for {load['seconds']} s"
    )
    for fault, count in load["faults"].items():
        say(f"{count} × {fault}")
    if len(found["processor_shares"]) > 1:
        parts = (f"{name} {share:.0%}" for name, share in found["processor_shares"].items())
        say(f"processor time: {', '.join(parts)}")
    if found["raw_per_second"] is not None:
        say(
            f"raw transactions on the same node: {found['raw_per_second']} actions a second; "
            f"gateway ÷ raw: {found['ratio_gateway_to_raw']}"
        )


def _write(options: Options, found: Mapping[str, Any]) -> None:
    try:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        if options.chart is not None:
            options.chart.parent.mkdir(parents=True, exist_ok=True)
            draw(found, options.chart)
    except (OSError, ValueError) as error:
        message = f"the figures cannot be written: {error}"
        raise CommandError(message) from error
    written = [str(path) for path in (options.json, options.chart) if path is not None]
    say(f"written to {' and '.join(written)}")
