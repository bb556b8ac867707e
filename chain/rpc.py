"""A JSON-RPC client for any Ethereum node, over aiohttp.

It speaks only what every engine speaks (plus `raw` for a development node's own methods). Reads are retried while the
node is away; nothing that changes the chain is.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_random_exponential,
)

from chain import abi
from chain.endpoints import Endpoints, node_urls
from chain.errors import (
    ContractRefusal,
    NodeError,
    NodeRefusedError,
    NodeUnavailableError,
    node_refusal,
)

TIMEOUT_SECONDS: Final = 30.0
RETRY_SECONDS: Final = 5.0
_FIRST_PAUSE: Final = 0.002
_LONGEST_PAUSE: Final = 0.2
_REVERTED: Final = ("revert", "vm exception", "execution error")

Json = dict[str, Any]
Call = tuple[str, Sequence[object]]
"""A method's name and its parameters."""


class JsonRpc:
    """A connection to a node, or to several of one chain as if they were one (`chain.endpoints`).

    Args:
        url: The node's address, or several parted by commas; credentials in it never show in texts or logs.
        timeout: Seconds to wait for one answer.
        retry_for: Seconds for which reads are retried while the node is away; 0 for never.
    """

    def __init__(
        self, url: str, *, timeout: float = TIMEOUT_SECONDS, retry_for: float = RETRY_SECONDS
    ) -> None:
        self.nodes = Endpoints(node_urls(url), timeout)
        """The nodes behind it."""
        self._retry_for = retry_for
        self._ids = itertools.count(1)

    def __repr__(self) -> str:
        return f"JsonRpc({self.nodes.name})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connection; the client can be used again and opens a new one."""
        await self.nodes.close()

    async def raw(self, method: str, *params: object) -> Any:
        """One call, made once.

        Raises:
            NodeUnavailableError: the node is away.
            NodeRefusedError: it answered with an error; a revert comes as `ContractRefusal`.
        """
        request = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        return _result(await self.nodes.post(request))

    async def read(self, method: str, *params: object) -> Any:
        """One call that changes nothing, retried while the node is away."""
        return await self._patiently(lambda: self.raw(method, *params))

    async def many(self, calls: Sequence[Call]) -> list[Any]:
        """Several calls in one request, made once; the results are in the calls' order.

        Raises:
            NodeError: as `raw`, for the first call that failed.
        """
        return [_result(answer) for answer in await self._answers(calls)]

    async def each(self, calls: Sequence[Call]) -> list[Any]:
        """Several calls that change nothing in one request, retried while the node is away.

        Returns: the results in the calls' order; what `raw` would raise for a call stands in its place.
        """
        answers = await self._patiently(lambda: self._answers(calls))
        return [_result_or_error(answer) for answer in answers]

    async def chain_id(self) -> int:
        """The chain's id (EIP-155)."""
        return int(await self.read("eth_chainId"), 16)

    async def client_version(self) -> str:
        """What the node calls itself."""
        return str(await self.read("web3_clientVersion"))

    async def block_number(self) -> int:
        """The head's number."""
        return int(await self.read("eth_blockNumber"), 16)

    async def block(self, number: int | str) -> Json | None:
        """A block by number or tag, without its transactions' bodies; None if there is none."""
        found: Json | None = await self.read("eth_getBlockByNumber", _block(number), False)
        return found

    async def code(self, address: str) -> bytes:
        """The code at an address."""
        return bytes.fromhex((await self.read("eth_getCode", address, "latest"))[2:])

    async def nonce(self, address: str, block: str = "latest") -> int:
        """How many transactions the address has sent."""
        return int(await self.read("eth_getTransactionCount", address, block), 16)

    async def fees(self) -> dict[str, int]:
        """What a transaction offers for gas: twice the base fee (EIP-1559), and the tip that the node asks for.

        Nothing at all where the base fee is 0; the node's own price where there is none.
        """
        head = await self.block("latest") or {}
        if "baseFeePerGas" not in head:
            return {"gasPrice": int(await self.read("eth_gasPrice"), 16)}
        base_fee = int(head["baseFeePerGas"], 16)
        tip = await self._tip() if base_fee else 0
        return {"maxFeePerGas": 2 * base_fee + tip, "maxPriorityFeePerGas": tip}

    async def _tip(self) -> int:
        try:
            return int(await self.read("eth_maxPriorityFeePerGas"), 16)
        except NodeRefusedError:
            return 0  # It is no method of every engine's.

    async def call(
        self, to: str, data: bytes, block: int | str = "latest", **fields: object
    ) -> bytes:
        """A call that changes nothing.

        Raises:
            ContractRefusal: the contract says no.
        """
        transaction = {"to": to, "data": "0x" + data.hex(), **fields}
        return bytes.fromhex((await self.read("eth_call", transaction, _block(block)))[2:])

    async def ask(
        self, contract: str, address: str, name: str, *args: object, block: int | str = "latest"
    ) -> Any:
        """A view of one of our contracts, decoded."""
        data = await self.call(address, abi.encode_call(contract, name, *args), block)
        return abi.decode_result(contract, name, data)

    async def estimate_gas(self, to: str, data: bytes, **fields: object) -> int:
        """Gas that a transaction would take.

        Raises:
            ContractRefusal: the contract says no.
        """
        return int(
            await self.read("eth_estimateGas", {"to": to, "data": "0x" + data.hex(), **fields}), 16
        )

    async def send_raw_transaction(self, raw: bytes) -> str:
        """Hands a signed transaction to the node, once; returns its hash.

        Raises:
            AlreadyKnownError, NonceTooLowError: the node has it, or has mined another one of its nonce.
        """
        return str(await self.raw("eth_sendRawTransaction", "0x" + raw.hex()))

    async def receipt(self, transaction_hash: str) -> Json | None:
        """A transaction's receipt; None while it is not mined."""
        found: Json | None = await self.read("eth_getTransactionReceipt", transaction_hash)
        return found

    async def mined(self, transaction_hash: str, *, within: float = TIMEOUT_SECONDS) -> Json:
        """Waits for a transaction's receipt.

        Raises:
            NodeUnavailableError: it was not mined within so many seconds.
        """
        deadline = asyncio.get_running_loop().time() + within
        pause = _FIRST_PAUSE
        while asyncio.get_running_loop().time() < deadline:
            if (receipt := await self.receipt(transaction_hash)) is not None:
                return receipt
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        message = f"transaction {transaction_hash} was not mined within {within:.0f} s"
        raise NodeUnavailableError(message)

    async def logs(self, addresses: Sequence[str], start: int, end: int) -> list[Json]:
        """The logs of these addresses in the blocks from `start` to `end`, both included."""
        query = {"address": list(addresses), "fromBlock": hex(start), "toBlock": hex(end)}
        found: list[Json] = await self.read("eth_getLogs", query)
        return found

    async def _answers(self, calls: Sequence[Call]) -> list[Any]:
        if not calls:
            return []
        requests = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            for number, (method, params) in enumerate(calls)
        ]
        answers = await self.nodes.post(requests)
        if not isinstance(answers, list):
            # Not the answer to several calls: an error about the request as a whole.
            return [answers] * len(calls)
        by_id = {answer.get("id"): answer for answer in answers if isinstance(answer, Mapping)}
        return [by_id.get(number) for number in range(len(calls))]

    async def _patiently(self, ask: Callable[[], Awaitable[Any]]) -> Any:
        if not self._retry_for:
            return await ask()
        async for attempt in AsyncRetrying(
            retry=retry_if_exception_type(NodeUnavailableError),
            stop=stop_after_delay(self._retry_for),
            wait=wait_random_exponential(0.05, max=1),
            reraise=True,
        ):
            with attempt:
                return await ask()
        raise AssertionError  # pragma: no cover - tenacity re-raises


def _block(number: int | str) -> str:
    return hex(number) if isinstance(number, int) else number


def _result_or_error(answer: Any) -> Any:
    try:
        return _result(answer)
    except (NodeError, ContractRefusal) as error:
        return error


def _result(answer: Any) -> Any:
    if isinstance(answer, Mapping) and isinstance(error := answer.get("error"), Mapping):
        raise _refusal(error)
    if not isinstance(answer, Mapping) or "result" not in answer:
        # A proxy before the node, or no node at all.
        raise NodeUnavailableError("the answer is none of JSON-RPC")
    return answer["result"]


def _refusal(error: Mapping[str, Any]) -> NodeRefusedError | ContractRefusal:
    """A revert as the contract's word, anything else as the node's.

    Anvil and go-ethereum put the revert data in `error.data`; Hardhat in `error.data.data`.
    """
    data = error.get("data")
    if isinstance(data, Mapping):
        data = data.get("data")
    message = str(error.get("message") or "")
    reverted = any(text in message.lower() for text in _REVERTED)
    if isinstance(data, str) and data.startswith("0x") and (reverted or len(data) > 2):  # noqa: PLR2004
        return abi.decode_error(data)
    if reverted:
        return abi.decode_error("0x")
    return node_refusal(int(error.get("code") or 0), message)
