"""The index's source over JSON-RPC: decodes the logs of our contracts and dates them by their blocks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chain import abi
from chain.errors import NodeUnavailableError
from chain.indexer.events import LogEvent, actor_of, record_of, wallet_of
from chain.indexer.source import BlockHead
from chain.rpc import JsonRpc

_HEADERS_AT_ONCE = 100


class NodeSource:
    """Reads a node; every method raises NodeUnavailableError if it is away."""

    def __init__(self, rpc: JsonRpc, addresses: Mapping[str, str]) -> None:
        """Follows these contracts: addresses by name."""
        self._rpc = rpc
        self._switches = 0
        self._names = {address.lower(): name for name, address in addresses.items()}

    async def height(self) -> int:
        """The number of the newest block."""
        return await self._rpc.block_number()

    async def head(self, number: int) -> BlockHead | None:
        """The block of this number, None if the chain is shorter."""
        self._switches = self._rpc.nodes.switches
        block = await self._rpc.block(number)
        if block is None:
            return None
        return BlockHead(number, str(block["hash"]), int(block["timestamp"], 16))

    async def events(self, first: int, last: int) -> Sequence[LogEvent]:
        """The events of our contracts in these blocks, both included, in chain order.

        They are of the node that told the last head: one on another fork may have others.
        """
        logs = await self._rpc.logs(list(self._names), first, last)
        times = await self._times(logs)
        if self._rpc.nodes.switches != self._switches:
            raise NodeUnavailableError("another node answers than the one that told the head")
        found = (self._event(log, times) for log in logs if not log.get("removed"))
        in_order = (event for event in found if event is not None)
        return sorted(in_order, key=lambda event: (event.block_number, event.log_index))

    async def _times(self, logs: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """Block times by hash, as the logs tell them or else from the headers."""
        times = {
            str(log["blockHash"]): int(log["blockTimestamp"], 16)
            for log in logs
            if log.get("blockTimestamp")
        }
        missing = list(dict.fromkeys(str(log["blockHash"]) for log in logs) - times.keys())
        for start in range(0, len(missing), _HEADERS_AT_ONCE):
            times.update(await self._headers(missing[start : start + _HEADERS_AT_ONCE]))
        return times

    async def _headers(self, hashes: Iterable[str]) -> dict[str, int]:
        blocks = await self._rpc.many([("eth_getBlockByHash", (h, False)) for h in hashes])
        return {str(b["hash"]): int(b["timestamp"], 16) for b in blocks if b is not None}

    def _event(self, log: Mapping[str, Any], times: Mapping[str, int]) -> LogEvent | None:
        """None for a log that is no event of ours, or whose block has gone since it was read."""
        contract = self._names[str(log["address"]).lower()]
        decoded = abi.decode_log(contract, log["topics"], log["data"])
        time = times.get(str(log["blockHash"]))
        if decoded is None or time is None:
            return None
        return LogEvent(
            block_number=int(log["blockNumber"], 16),
            block_hash=str(log["blockHash"]),
            transaction_hash=str(log["transactionHash"]),
            log_index=int(log["logIndex"], 16),
            contract=contract,
            name=decoded.name,
            record_id=record_of(decoded.args),
            actor=actor_of(decoded.args),
            version=int(decoded.args.get("version", 0)),
            wallet=wallet_of(decoded.args),
            args=decoded.args,
            time=time,
        )
