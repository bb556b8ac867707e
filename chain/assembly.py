"""What a ledger is made of, and how the parts are tied together."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from eth_account.signers.local import LocalAccount
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.deploy import Deployment, load_or_create_key
from chain.endpoints import Identity
from chain.errors import NodeUnavailableError, WrongChainError
from chain.indexer.follow import Follower
from chain.indexer.node_source import NodeSource
from chain.lock import DirectoryLock
from chain.notary import Notary
from chain.relayer.backlog import Backlog
from chain.relayer.blocks import BlockJournal
from chain.relayer.desk import Desk
from chain.relayer.elsewhere import ExecutedElsewhere
from chain.relayer.fees import GWEI
from chain.relayer.lanes import Lanes
from chain.relayer.neighbours import Neighbours, Sharing
from chain.relayer.node_wire import BindingsCodec, NodeWire
from chain.relayer.outbox import Outbox
from chain.relayer.pace import Pace
from chain.relayer.parts import Lane
from chain.relayer.preflight import Preflight
from chain.relayer.send import Relayer
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.store.stores import DatabaseLock, open_journal, open_read_model
from chain.together import Together

_CROWD = 1
"""Full batches in flight from which on a trial stands on the head."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What `put_together` makes."""

    rpc: JsonRpc
    database: DatabaseLock
    journal: AsyncEngine
    cache: AsyncEngine
    outbox: Outbox
    backlog: Backlog
    preflight: Preflight
    together: Together
    follower: Follower
    relayer: Lanes
    sharing: Sharing
    notary: Notary


async def put_together(
    settings: ChainSettings, deployment: Deployment, opened: contextlib.AsyncExitStack
) -> Parts:
    """The parts, open; `opened` gets all that is to be closed again.

    Raises DirectoryInUseError, DatabaseInUseError, DatabaseUnavailableError, StoreVersionError, WrongChainError.
    """
    opened.callback(DirectoryLock.take(settings.lock_path).release)
    rpc = await _connect(settings, deployment)
    opened.push_async_callback(rpc.close)
    records = await open_journal(settings)
    opened.push_async_callback(records.dispose)
    keys = [load_or_create_key(path) for path in settings.lane_key_paths]
    database = await DatabaseLock.take(records, keys[0].address)
    opened.push_async_callback(database.release)
    await database.try_to_lead()
    cache = await open_read_model(settings)
    opened.push_async_callback(cache.dispose)
    outbox = Outbox(records, keys[0].address)
    await outbox.load()
    chain_id = deployment.chain_id
    wire, codec = NodeWire(rpc, deployment.addresses), BindingsCodec(deployment.addresses)
    source = NodeSource(rpc, deployment.addresses)
    follower = Follower(cache, source, deployment.first_block, leads=lambda: database.leads)
    elsewhere = ExecutedElsewhere(cache, follower.reached, wire, codec)
    desk = Desk(outbox)
    relayers = [
        Relayer(outbox, wire, codec, _lane(settings, number, key, desk), chain_id, elsewhere)
        for number, key in enumerate(keys)
    ]
    relayer = Lanes(relayers, outbox, wire, desk)
    neighbours = Neighbours(records, outbox.owner)
    blocks = BlockJournal(records, rpc)

    async def recover_journal() -> None:
        await database.hold()
        await database.try_to_lead()
        if database.leads:
            await blocks.restore()
        await wire.require_deployment()
        if await neighbours.take_over() or database.shared:
            await outbox.load()

    async def on_reorg(_: int) -> None:
        relayer.doubt()

    database.on_lost = relayer.doubt
    follower.on_advanced = blocks.catch_up
    relayer.before_resuming = recover_journal
    follower.on_reorg = on_reorg
    crowd = _CROWD * settings.batch_size
    preflight = Preflight(outbox, codec, wire, lambda: desk.held > crowd)
    backlog = Backlog(lambda: len(outbox.waiting), settings.max_waiting)
    sharing = Sharing(database, neighbours, relayer.doubt, follower.poke)
    notary = Notary(rpc, settings.notary_key_path, deployment.chain_id)
    return Parts(
        rpc,
        database,
        records,
        cache,
        outbox,
        backlog,
        preflight,
        Together(outbox, preflight, backlog),
        follower,
        relayer,
        sharing,
        notary,
    )


def _lane(settings: ChainSettings, number: int, key: LocalAccount, desk: Desk) -> Lane:
    pace = Pace(settings.batch_least, settings.batch_size, settings.batch_linger_ms / 1000)
    return Lane(number, key, desk, pace, settings.max_fee_gwei * GWEI)


async def _connect(settings: ChainSettings, deployment: Deployment) -> JsonRpc:
    """A client of the node, or of several. Raises WrongChainError if all that answer are of other chains."""
    if settings.rpc_url is None:
        msg = "there is no node to speak to: set QUAY_CHAIN_RPC_URL"
        raise NodeUnavailableError(msg)
    rpc = JsonRpc(settings.rpc_url)
    rpc.nodes.expected = Identity(deployment.chain_id, deployment.genesis_hash)
    try:
        with contextlib.suppress(NodeUnavailableError):
            await rpc.chain_id()
    except WrongChainError:
        await rpc.close()
        raise
    return rpc
