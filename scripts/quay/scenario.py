"""`quay scenario`: test scenarios from files."""

# ruff: noqa: FBT002 - flags of a command line are booleans with a default

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from api.client import ClientError, QuayClient
from scripts.quay.console import CommandError, err, note, say
from scripts.quay.signals import run_with_stop, unless_stopped
from scripts.quay.supervise import GATEWAY_PORT
from scripts.scenario.cast import governors_at
from scripts.scenario.check import checked
from scripts.scenario.embedded import embedded_ledger
from scripts.scenario.html import write_html
from scripts.scenario.junit import write_junit
from scripts.scenario.load import Loaded, load
from scripts.scenario.problems import ScenarioError
from scripts.scenario.record import recorded
from scripts.scenario.results import RunResult
from scripts.scenario.run import Ground, Pool, jobs_of
from scripts.scenario.starter import write_starter
from scripts.scenario.view import ProgressBar, show
from wallets import keystore
from wallets.cli import password_of
from wallets.signer import Signer

_WRONG: Final = 2
DEFAULT_URL: Final = f"http://127.0.0.1:{GATEWAY_PORT}"
_WORKERS: Final = 8

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Run test scenarios from files: who does what, what must hold, what must be refused.

    A scenario is a YAML file that a person can read; `docs/scenarios.md` teaches it in ten minutes, and an editor
    completes it by `docs/scenario.schema.json`.
    """,
)

Files = Annotated[
    list[Path],
    typer.Argument(help="Scenario files, or folders of them.", metavar="FILE…", show_default=False),
]


@dataclass(frozen=True)
class Options:
    """The options of `run`."""

    files: Sequence[Path]
    url: str | None
    governors: Sequence[Path]
    copies: int
    workers: int
    seed: int | None
    junit: Path | None
    html: Path | None
    all_steps: bool


@app.command("run")
def run_command(  # noqa: PLR0913, PLR0917 - one for each option
    files: Files,
    url: Annotated[
        str | None,
        typer.Option("--url", help="A gateway. Default: an embedded ledger, made for this run."),
    ] = None,
    governor: Annotated[
        list[Path] | None,
        typer.Option(
            "--governor",
            metavar="KEYSTORE",
            help="With --url: a governor's wallet, to have organisations admitted that are no members yet.",
        ),
    ] = None,
    copies: Annotated[int, typer.Option(min=1, max=10_000, help="How often each is run.")] = 1,
    workers: Annotated[int, typer.Option(min=1, max=256, help="How many run at once.")] = _WORKERS,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the generated data. Default: any, and told.")
    ] = None,
    junit: Annotated[
        Path | None,
        typer.Option("--junit", metavar="FILE", help="Write JUnit XML for a CI system."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a report for people, in one HTML file."),
    ] = None,
    all_steps: Annotated[
        bool,
        typer.Option("--steps", help="Print the steps of all runs, not of failed and few ones."),
    ] = False,
) -> None:
    """Run scenarios, and tell by the exit status whether all ended as they say.

    0: all did. 1: some did not. 2: a file cannot be run; each mistake is told with file, line and column.

    **Examples**

    - `quay scenario run bill.yaml` – on a ledger that is started for this, and gone afterwards
    - `quay scenario run scripts/scenarios --junit build/scenarios.xml` – all in a folder, for CI
    - `quay scenario run bill.yaml --html report.html` – with a report that shows when each step ran
    - `quay scenario run bill.yaml --copies 100 --workers 20` – a hundred times, twenty at once
    - `quay scenario run bill.yaml --url https://gateway.example` – at a live gateway, with the wallets that the
      file names by `keystore` or `key_env`
    """
    options = Options(
        files, url, tuple(governor or ()), copies, workers, seed, junit, html, all_steps
    )
    raise typer.Exit(run(options))


def run(options: Options) -> int:
    """Runs scenarios; 0 if all ended as they say. Raises CommandError."""
    loaded = loaded_files(options.files)
    seed = options.seed if options.seed is not None else secrets.randbelow(1 << 31)

    async def command(stop: asyncio.Event) -> int:
        if options.url is not None:
            signers = [_governor(path) for path in options.governors]
            ground = Ground(options.url, await governors_at(options.url, signers))
            results = await unless_stopped(_run(ground, loaded, seed, options), stop)
        else:
            async with embedded_ledger() as (ground, ledger):
                note(f"an embedded ledger is at {ledger.url} while this runs")
                results = await unless_stopped(_run(ground, loaded, seed, options), stop)
        show(results, all_steps=options.all_steps)
        if options.junit is not None:
            write_junit(results, options.junit)
        if options.html is not None:
            write_html(results, options.html)
        if any(not result.ok for result in results):
            note(f"run again with --seed {seed} for the same data")
            return 1
        return 0

    return run_with_stop(command)


async def _run(
    ground: Ground, loaded: Sequence[Loaded], seed: int, options: Options
) -> list[RunResult]:
    jobs = jobs_of(loaded, options.copies, seed)
    with ProgressBar(err, jobs) as bar:
        return await Pool(ground, options.workers, bar).run(jobs)


def loaded_files(paths: Sequence[Path]) -> list[Loaded]:
    """Reads files and folders; all mistakes of all files are told. Raises CommandError."""
    found: list[Loaded] = []
    mistakes: list[str] = []
    for path in files_in(paths):
        try:
            found.append(checked(load(path)))
        except ScenarioError as exc:
            mistakes += [str(mistake) for mistake in exc.mistakes]
    if mistakes:
        raise CommandError("\n".join(mistakes), _WRONG)
    return found


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The scenario files among paths: a folder stands for the .yaml files in it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.yaml"))
            if not inside:
                raise CommandError(f"{path} has no .yaml files", _WRONG)
            found += inside
        else:
            found.append(path)
    return found


def _governor(path: Path) -> Signer:
    return keystore.open_(path, password_of(path.stem, None))


@app.command("validate")
def validate_command(files: Files) -> None:
    """Check scenario files without a gateway.

    Everything that can be known before a run is checked: the YAML, the words of the language, actions and their fields,
    organisations, records, variables, functions, included files, tables.

    **Examples**

    - `quay scenario validate bill.yaml`
    - `quay scenario validate scripts/scenarios`
    """
    loaded = loaded_files(files)
    steps = sum(1 for one in loaded for _ in one.script.all_steps())
    say(f"{len(loaded)} valid: {steps} steps")


@app.command("record")
def record_command(
    file: Annotated[
        Path, typer.Argument(help="The file to write.", metavar="FILE", show_default=False)
    ],
    wallet: Annotated[
        Path,
        typer.Option(
            "--wallet",
            metavar="KEYSTORE",
            help="Whose eyes: the wallet of a member.",
            show_default=False,
        ),
    ],
    url: Annotated[str, typer.Option("--url", help="The gateway.")] = DEFAULT_URL,
    record: Annotated[
        list[str] | None,
        typer.Option(
            "--record", metavar="ID", help="Only this record and what hangs together with it."
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="What happens, in one line.")] = "",
) -> None:
    """Write what was done on a ledger as a scenario that does the same on an embedded one.

    Reads what the wallet's member may read, and expects in the end what the gateway tells of each record. Documents,
    numbers and secrets are made anew, since no ledger tells them. Combined bills and shared containers are left out.

    **Examples**

    - `quay scenario record mine.yaml --wallet carrier.json --url https://gateway.example`
    - `quay scenario record one.yaml --wallet carrier.json --record 0x1f2e…` – one bill, its orders, its parts
    """
    if file.exists():
        raise CommandError(f"{file} exists: name another file")
    text = asyncio.run(_recorded(url, _governor(wallet), tuple(record or ()), title))
    try:
        file.write_text(text, "utf-8")
    except OSError as exc:
        raise CommandError(f"cannot write {file}: {exc.strerror}") from exc
    loaded = loaded_files([file])[0]
    steps = sum(1 for _ in loaded.script.all_steps())
    say(f"{file} has {steps} steps: run it with quay scenario run {file}")


async def _recorded(url: str, signer: Signer, records: Sequence[str], title: str) -> str:
    try:
        async with QuayClient(url, signer) as client:
            return await recorded(client, records, title)
    except (ClientError, LookupError) as exc:
        raise CommandError(str(exc)) from exc


@app.command("new")
def new_command(
    file: Annotated[
        Path, typer.Argument(help="The file to write.", metavar="FILE", show_default=False)
    ],
) -> None:
    """Write a commented scenario to start from; it runs as it is.

    The language's schema is put beside it, so that an editor with a YAML language server completes and explains.

    **Examples**

    - `quay scenario new bill.yaml`, then `quay scenario run bill.yaml`
    """
    try:
        write_starter(file)
    except FileExistsError as exc:
        raise CommandError(f"{file} exists: name another file") from exc
    except OSError as exc:
        raise CommandError(f"cannot write {file}: {exc.strerror}") from exc
    say(f"{file} is written: run it with quay scenario run {file}")
