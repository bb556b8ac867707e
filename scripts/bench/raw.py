"""Raw transactions straight to the node: what the gateway is measured against."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any, Final

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr

from chain import abi
from chain.rpc import JsonRpc
from scripts.bench.cast import Signed

GAS: Final = 100_000_000
ACTION_GAS: Final = 500_000
_TOGETHER: Final = 64
_POLL_SECONDS: Final = 0.01


class RawSender:
    """A key of no authority that sends calls in transactions of their own."""

    def __init__(self, rpc: JsonRpc, addresses: dict[str, str], chain_id: int) -> None:
        self.addresses = addresses
        self._rpc = rpc
        self._chain_id = chain_id
        self._account: LocalAccount = Account.from_key(secrets.token_bytes(32))
        self._nonce = 0

    def target(self, signed: Signed) -> str:
        """The contract that an action goes to."""
        return self.addresses[signed.action.spec.contract]

    def raw(self, signed: Signed) -> bytes:
        """The pre-signed transaction of an action."""
        return self._sign(
            self.target(signed), abi.encode_action(signed.action, signed.signature), ACTION_GAS
        )

    async def trace(self, transaction_hash: str) -> list[dict[str, Any]]:
        """Each step of a mined transaction, if the node keeps them."""
        options = {"disableStorage": True, "enableMemory": False}
        found = await self._rpc.raw("debug_traceTransaction", transaction_hash, options)
        steps: list[dict[str, Any]] = found["structLogs"]
        return steps

    async def transact(self, to: str, data: bytes) -> dict[str, Any]:
        """Sends a call and returns its receipt; a revert is an error, with its reason."""
        receipt = await self._rpc.mined(
            await self._rpc.send_raw_transaction(self._sign(to, data, GAS))
        )
        if int(receipt["status"], 16) != 1:
            await self._rpc.call(to, data)
            message = "a benchmark's transaction reverted"
            raise RuntimeError(message)
        return receipt

    async def transact_batch(self, data: bytes) -> dict[str, Any]:
        """Sends a call of `Batch` and returns its receipt; one action that fails is an error, with its reason."""
        batch = self.addresses["Batch"]
        receipt = await self.transact(batch, data)
        for log in receipt["logs"]:
            if log["address"].lower() == batch.lower():
                event = abi.decode_log("Batch", log["topics"], log["data"])
                reason = abi.decode_error(event.args["reason"]) if event else log
                message = f"an action of the benchmark failed: {reason}"
                raise RuntimeError(message)
        return receipt

    async def advance(self, seconds: int) -> None:
        """Moves a development node's clock."""
        await self._rpc.raw("evm_increaseTime", seconds)
        await self._rpc.raw("evm_mine")

    async def flood(self, raws: Sequence[bytes], in_flight: int) -> None:
        """Sends pre-signed transactions in the order of their nonces and waits until all are mined.

        Raises:
            ChainError: The node does not answer.
            RuntimeError: One reverted.
        """
        gate = asyncio.Semaphore(in_flight)

        async def one(raw: bytes) -> None:
            try:
                sent = await self._rpc.send_raw_transaction(raw)
                receipt = await self._rpc.mined(sent, within=120)
                if int(receipt["status"], 16) != 1:
                    message = "a benchmark's transaction reverted"
                    raise RuntimeError(message)
            finally:
                gate.release()

        try:
            async with asyncio.TaskGroup() as group:
                for raw in raws:
                    await gate.acquire()
                    group.create_task(one(raw))
        except ExceptionGroup as faults:
            # One tells as much as all: whoever measures is told of it as of any other fault.
            raise faults.exceptions[0] from None

    async def burst(self, raws: Sequence[bytes]) -> None:
        """Sends pre-signed transactions as fast as the node takes them, and waits until the last one is mined."""
        gate = asyncio.Semaphore(_TOGETHER)

        async def send(raw: bytes) -> None:
            async with gate:
                await self._rpc.send_raw_transaction(raw)

        await asyncio.gather(*(send(raw) for raw in raws))
        while await self._rpc.nonce(self._account.address) < self._nonce:  # noqa: ASYNC110 - a node tells of a nonce only when it is asked
            await asyncio.sleep(_POLL_SECONDS)

    def _sign(self, to: str, data: bytes, gas: int) -> bytes:
        nonce, self._nonce = self._nonce, self._nonce + 1
        signed = self._account.sign_transaction(
            {
                "chainId": self._chain_id,
                "nonce": nonce,
                "to": HexStr(to),
                "gas": gas,
                "maxFeePerGas": 0,
                "maxPriorityFeePerGas": 0,
                "value": 0,
                "data": data,
            }
        )
        return bytes(signed.raw_transaction)
