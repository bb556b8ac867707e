"""Builds the read model anew from the chain: the same code as the live index, from the first block on."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from chain.deploy import Deployment, check
from chain.indexer.follow import Follower
from chain.indexer.node_source import NodeSource
from chain.ledger import open_journal
from chain.lock import DirectoryLock
from chain.relayer.blocks import BlockJournal
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.store import read_model
from chain.store.engine import migrate_read_model, open_engine, sqlite_url

_SIDE_FILES = ("-wal", "-shm")

Progress = Callable[[int, int], None]
"""Told the newest indexed block and the head."""


async def rebuild(
    settings: ChainSettings,
    rpc: JsonRpc,
    deployment: Deployment,
    progress: Progress = lambda _indexed, _head: None,
) -> int:
    """Builds the read model beside the old one and puts it into its place; returns the newest block.

    An embedded node that lost blocks gets them back from the journal first: the chain is what counts.
    Raises DirectoryInUseError while a gateway runs, NodeUnavailableError, WrongChainError,
    DeploymentError, IndexerError; then the old one stays.
    """
    with DirectoryLock.take(settings.lock_path):
        await _restore(settings, rpc)
        await check(rpc, deployment)
        return await _build(settings, rpc, deployment, progress)


async def _restore(settings: ChainSettings, rpc: JsonRpc) -> None:
    if not settings.outbox_path.exists():
        return
    journal = await open_journal(settings)
    try:
        await BlockJournal(journal, rpc).restore()
    finally:
        await journal.dispose()


async def _build(
    settings: ChainSettings, rpc: JsonRpc, deployment: Deployment, progress: Progress
) -> int:
    draft = settings.read_model_path.with_suffix(".rebuild")
    _remove(draft)
    engine = open_engine(sqlite_url(draft), durable=False)
    try:
        await migrate_read_model(engine, read_model.metadata, read_model.SCHEMA_VERSION)
        follower = Follower(engine, NodeSource(rpc, deployment.addresses), deployment.first_block)
        while await follower.step():
            progress(follower.indexed, await rpc.block_number())
        async with engine.connect() as connection:
            # All into the one file, so that it can take the old one's place.
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await engine.dispose()
    _replace(settings.read_model_path, draft)
    return follower.indexed


def _replace(path: Path, draft: Path) -> None:
    """The old one's side files go first: they must not be read into the new one."""
    for suffix in _SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    draft.replace(path)
    for suffix in _SIDE_FILES:
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _remove(draft: Path) -> None:
    for path in (draft, *(draft.with_name(draft.name + suffix) for suffix in _SIDE_FILES)):
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
