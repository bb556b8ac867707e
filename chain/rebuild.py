"""Builds the read model anew from the chain: the same code as the live index, from the first block on."""

from collections.abc import Callable

from chain.deploy import Deployment, check
from chain.indexer.follow import Follower
from chain.indexer.node_source import NodeSource
from chain.lock import DirectoryLock
from chain.relayer.blocks import BlockJournal
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.store.stores import DatabaseLock, draft_of_read_model, open_journal

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
    Raises DirectoryInUseError or DatabaseInUseError while a gateway runs, DatabaseUnavailableError,
    NodeUnavailableError, WrongChainError, DeploymentError, IndexerError; then the old one stays.
    """
    with DirectoryLock.take(settings.lock_path):
        records = await open_journal(settings)
        try:
            database = await DatabaseLock.take(records)
            try:
                await BlockJournal(records, rpc).restore()
                await check(rpc, deployment)
                return await _build(settings, rpc, deployment, progress)
            finally:
                await database.release()
        finally:
            await records.dispose()


async def _build(
    settings: ChainSettings, rpc: JsonRpc, deployment: Deployment, progress: Progress
) -> int:
    async with draft_of_read_model(settings) as engine:
        follower = Follower(engine, NodeSource(rpc, deployment.addresses), deployment.first_block)
        while await follower.step():
            progress(follower.indexed, await rpc.block_number())
    return follower.indexed
