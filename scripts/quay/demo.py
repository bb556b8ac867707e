"""`quay demo`: the whole story on a fresh ledger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import orjson

from scripts.demos.consignments import STORY_DATA, StoryData, StoryDataError, load_story
from scripts.demos.consortium import ConsortiumError, identity_of
from scripts.demos.report import StoryResult
from scripts.demos.story import run_story, wallet_keys
from scripts.quay.console import CommandError, err, note, out, print_json, say
from scripts.quay.local_wallets import make_wallets
from scripts.quay.signals import run_with_stop, unless_stopped
from scripts.quay.story_view import LiveProgress, show, verdict
from scripts.quay.supervise import Founder, Genesis, Plan, Supervisor
from wallets.signer import Signer

REPORT = Path("build/demo.json")


@dataclass(frozen=True)
class Options:
    """The options of the command line; see `quay demo --help`."""

    data_dir: Path | None
    data: Path | None
    only: tuple[str, ...]
    port: int
    keep: bool
    as_json: bool
    report: Path


def run(options: Options) -> int:
    """Tells the story; returns 0 if every step ended as it should.

    Raises:
        CommandError: it cannot be told: the data, the directory, a process.
    """
    try:
        data = load_story(options.data or STORY_DATA).only(options.only)
    except StoryDataError as exc:
        raise CommandError(str(exc)) from exc
    data_dir = _fresh_directory(options.data_dir)
    keys = make_wallets(data_dir / "wallets", wallet_keys(data.organisations))
    genesis = founding(data, keys)
    genesis.save(data_dir / "genesis.json")

    async def tell(stop: asyncio.Event) -> int:
        async with Supervisor(Plan(data_dir, options.port, node_port=0), note) as ledger:
            await unless_stopped(ledger.start(genesis), stop)
            note(f"gateway {ledger.url}  node {ledger.rpc_url}  wallets {data_dir / 'wallets'}")
            result = await unless_stopped(_tell(ledger, data, keys, options), stop)
            _report(result, options)
            if options.keep:
                note(f"the gateway stays at {ledger.url} (docs at /docs): Ctrl-C ends it")
                await ledger.watch(stop)
        return 0 if result.ok else 1

    return run_with_stop(tell)


def founding(data: StoryData, keys: Mapping[str, Signer]) -> Genesis:
    """The story's governors found the consortium, and all of them sign each admission."""
    founders = tuple(
        Founder(o.name, identity_of(o), keys[o.key].address, o.roles)
        for o in data.organisations
        if "GOVERNOR" in o.roles
    )
    return Genesis(founders, len(founders))


async def _tell(
    ledger: Supervisor, data: StoryData, keys: Mapping[str, Signer], options: Options
) -> StoryResult:
    """Tells the story while the processes are watched."""
    forever = asyncio.Event()
    watching = asyncio.create_task(ledger.watch(forever))
    with LiveProgress(err if options.as_json else out) as progress:
        telling = asyncio.create_task(run_story(ledger.url, data, keys, progress))
        try:
            await asyncio.wait({watching, telling}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                watching.result()
            return await telling
        except ConsortiumError as exc:
            raise CommandError(str(exc)) from exc
        finally:
            for task in (watching, telling):
                task.cancel()
            await asyncio.gather(watching, telling, return_exceptions=True)


def _report(result: StoryResult, options: Options) -> None:
    report = result.as_json()
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2, default=str))
    if options.as_json:
        print_json(report)
        note(verdict(result))
        return
    show(result)
    say(f"Every step is in {options.report}.")


def _fresh_directory(wanted: Path | None) -> Path:
    if wanted is None:
        build = REPORT.parent
        build.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(prefix=time.strftime("demo-%Y%m%d-%H%M%S-"), dir=build))
    if wanted.exists() and any(wanted.iterdir()):
        message = f"{wanted} is not empty: the demo needs a fresh directory"
        raise CommandError(message)
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted
