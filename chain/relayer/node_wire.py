"""The relayer's wire and codec over JSON-RPC and the contracts' bindings."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chain import abi
from chain.errors import (
    AlreadyKnownError,
    ContractRefusal,
    NodeRefusedError,
    NodeUnavailableError,
)
from chain.grouped import Grouped
from chain.relayer.fees import Offer
from chain.relayer.gas import TRANSACTION_LIMIT
from chain.relayer.parts import Call
from chain.relayer.preflight import trial_gas
from chain.relayer.wire import Receipt
from chain.rpc import Call as JsonCall
from chain.rpc import JsonRpc
from wallets.typed_action import TypedAction

_NOTHING = "0x"
"""What a call of an address without code gives: a success without a result."""

_TRIALS = 32
"""Trials in one request: more would wait for each other."""

_RECEIPTS = 32
"""Receipts in one request."""

_TIMES = 64
"""Blocks whose time is remembered: their transactions' receipts come together."""


class NodeWire:
    """Asks a node what the relayer wants to know; raises NodeUnavailableError if it is away."""

    def __init__(self, rpc: JsonRpc, addresses: Mapping[str, str]) -> None:
        """Works with the Batch contract of these addresses (by contract name)."""
        self._rpc = rpc
        self._batch = addresses["Batch"]
        self._trials = Grouped(self._try, _TRIALS)
        self._receipts: Grouped[str, Any] = Grouped(self._ask_receipts, _RECEIPTS)
        self._times: dict[str, int] = {}

    async def next_nonce(self, sender: str) -> int:
        """How many transactions of this sender are mined."""
        return await self._rpc.nonce(sender)

    async def offer(self) -> Offer:
        """Twice the base fee, for it can double before the transaction waits, and the tip; nothing on a free chain."""
        fees = await self._rpc.fees()
        if "gasPrice" in fees:
            return Offer(fees["gasPrice"], None)
        return Offer(fees["maxFeePerGas"], fees["maxPriorityFeePerGas"])

    async def block_gas_limit(self) -> int:
        """Gas that the newest block has room for."""
        head = await self._rpc.block("latest")
        return int((head or {}).get("gasLimit", "0x0"), 16) or TRANSACTION_LIMIT

    async def height(self) -> int:
        """The head's number."""
        return await self._rpc.block_number()

    async def send(self, raw: bytes) -> None:
        """Gives the node a signed transaction; one that it has already is fine.

        Raises NonceTooLowError, NodeRefusedError.
        """
        try:
            await self._rpc.send_raw_transaction(raw)
        except AlreadyKnownError:
            return

    async def receipt(self, transaction_hash: str) -> Receipt | None:
        """The receipt, None while the transaction is not mined."""
        found = await self._receipts(transaction_hash)
        if found is None or found.get("blockNumber") is None:
            return None
        time = await self._time_of(str(found["blockHash"]))
        if time is None:
            return None
        return Receipt(
            transaction_hash=transaction_hash,
            block_number=int(found["blockNumber"], 16),
            block_hash=str(found["blockHash"]),
            block_time=time,
            gas_used=int(found["gasUsed"], 16),
            succeeded=int(found["status"], 16) == 1,
            failures=self._failures(found["logs"]),
        )

    async def input_of(self, transaction_hash: str) -> bytes | None:
        """A mined transaction's input data, None if the node does not know it."""
        found = await self._rpc.read("eth_getTransactionByHash", transaction_hash)
        return None if found is None else bytes.fromhex(str(found["input"])[2:])

    async def try_last(self, calls: Sequence[Call], *, on_head: bool) -> bytes | None:
        """The revert data of the last call after the others, None if it succeeds."""
        transaction = {
            "to": self._batch,
            "data": "0x" + encode_batch(calls).hex(),
            "gas": hex(trial_gas(calls)),
        }
        return await self._trials(("eth_call", (transaction, "latest" if on_head else "pending")))

    async def try_all(self, calls: Sequence[Call], *, on_head: bool) -> Collection[int] | None:
        """The places of the calls that fail, by the log that each leaves; None if the node does not simulate them."""
        transaction = {
            "to": self._batch,
            "data": "0x" + encode_batch(calls).hex(),
            "gas": hex(TRANSACTION_LIMIT),
        }
        blocks = {"blockStateCalls": [{"calls": [transaction]}]}
        try:
            [block] = await self._rpc.read(
                "eth_simulateV1", blocks, "latest" if on_head else "pending"
            )
        except (NodeRefusedError, ContractRefusal):
            return None
        [made] = block["calls"]
        if int(made["status"], 16) != 1:
            return None
        if made["returnData"] == _NOTHING:
            raise _no_contract()
        return self._failures(made["logs"])

    async def _try(self, calls: Sequence[JsonCall]) -> Sequence[bytes | Exception | None]:
        return [
            found if isinstance(found, Exception) else _last_refusal(found)
            for found in await self._rpc.each(calls)
        ]

    async def require_deployment(self) -> None:
        """Raises NodeUnavailableError while the node has no code where the contracts must be.

        A call to an address without code succeeds: on a node that lost its chain every action would
        look executed.
        """
        if not await self._rpc.code(self._batch):
            raise _no_contract()

    async def _ask_receipts(self, hashes: Sequence[str]) -> Sequence[Any]:
        return await self._rpc.each([("eth_getTransactionReceipt", (each,)) for each in hashes])

    async def _time_of(self, block_hash: str) -> int | None:
        known = self._times.get(block_hash)
        if known is not None:
            return known
        block = await self._rpc.read("eth_getBlockByHash", block_hash, False)
        if block is None:
            return None
        if len(self._times) >= _TIMES:
            del self._times[next(iter(self._times))]
        self._times[block_hash] = time = int(block["timestamp"], 16)
        return time

    def _failures(self, logs: Sequence[Mapping[str, Any]]) -> dict[int, bytes]:
        failures = {}
        for log in logs:
            if str(log["address"]).lower() != self._batch.lower():
                continue
            event = abi.decode_log("Batch", log["topics"], log["data"])
            if event is not None and event.name == "CallFailed":
                failures[int(event.args["index"])] = bytes.fromhex(event.args["reason"][2:])
        return failures


def _last_refusal(result: str) -> bytes | Exception | None:
    if result == _NOTHING:
        return _no_contract()
    if int(result[2:66], 16):
        return None
    _, reason = abi.decode_result("Batch", "execute", bytes.fromhex(result[2:]))
    return bytes.fromhex(reason[2:])


def _no_contract() -> NodeUnavailableError:
    return NodeUnavailableError("the node has no contracts: its chain is lost or another one")


class BindingsCodec:
    """Encodes and decodes by the contracts' bindings."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        """Addresses by contract name."""
        self._addresses = dict(addresses)

    def target(self, contract: str) -> str:
        """The address of a contract."""
        return self._addresses[contract]

    def calldata(self, name: str, message: Mapping[str, Any], signatures: bytes) -> bytes:
        """The call of an action's function."""
        return abi.encode_action(TypedAction(name, message), signatures)

    def batch(self, calls: Sequence[Call]) -> bytes:
        """The call of Batch.execute."""
        return encode_batch(calls)

    def calls_of(self, data: bytes) -> list[bytes] | None:
        """The calldata of each call that a call of Batch makes, None if it is something else."""
        return abi.calls_of_batch(data)

    def refusal(self, reason: bytes) -> dict[str, Any]:
        """A contract's revert data as {name, args, detail}."""
        refusal = abi.decode_error("0x" + reason.hex())
        return {"name": refusal.name, "args": refusal.args_by_name, "detail": str(refusal)}


def encode_batch(calls: Sequence[Call]) -> bytes:
    """The call of Batch.execute for these calls."""
    return abi.encode_batch([(call.target, call.gas_limit, call.data) for call in calls])
