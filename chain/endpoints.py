"""Several nodes of one chain as one: asks the preferred one, and moves on when it does not answer.

A node is believed once it has shown that it is of the right chain. What a node that is behind another one has not got
may be there all the same: its 'not found' is not believed.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import orjson
import structlog

from chain.errors import NodeError, NodeUnavailableError, WrongChainError

BACK_SECONDS: Final = 10.0
"""How long a node that did not answer is left alone; how often one that stands by is looked at."""

FAR_BEHIND: Final = 5
"""Blocks that a node may be behind the newest one that is known and still be gone back to."""

_LOOK_SECONDS: Final = 3.0
_FIRM_SECONDS: Final = 10.0
"""For one answer where there is another node to ask."""

_FRESH_SECONDS: Final = 0.5
_MOVABLE: Final = ("eth_", "net_", "web3_")
"""Methods that another node may be asked after one that may have heard them: the rest changes a development node."""

_FOUND_OR_NOT: Final = frozenset(
    {
        "eth_getBlockByHash",
        "eth_getBlockByNumber",
        "eth_getRawTransactionByHash",
        "eth_getTransactionByHash",
        "eth_getTransactionReceipt",
    }
)
_CODE_OR_NOT: Final = frozenset({"eth_call", "eth_getCode"})
"""What answers nothing where there is no contract yet."""

_GENESIS: Final = [("eth_chainId", []), ("eth_getBlockByNumber", ["0x0", False])]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a chain from every other: its id and the hash of its block 0."""

    chain_id: int
    genesis_hash: str


@dataclass(frozen=True, slots=True)
class NodeState:
    """How a node is: `head` is the newest block that it has told; `refused` says why it is not believed at all."""

    name: str
    answering: bool
    up: bool
    head: int | None
    refused: str | None


class _Endpoint:
    """One node's address and what is known of it."""

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        # Neither a password nor the path, which may hold a provider's key.
        self.name = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        self.up, self.known = True, False
        self.refused: str | None = None
        self.head: int | None = None
        self.head_at = self.looked_at = -BACK_SECONDS

    def told_head(self, number: int) -> None:
        self.head, self.head_at = number, time.monotonic()


class Endpoints:
    """The nodes of one chain, the preferred one first."""

    def __init__(self, urls: Sequence[str], timeout: float) -> None:
        """`timeout` in seconds for one answer."""
        self._all = [_Endpoint(url) for url in urls]
        firm = timeout if len(self._all) == 1 else min(timeout, _FIRM_SECONDS)
        self._timeout = aiohttp.ClientTimeout(total=firm)
        self._session: aiohttp.ClientSession | None = None
        self._looks: set[asyncio.Task[None]] = set()
        self._answering = self._all[0]
        self.expected: Identity | None = None
        """The chain that a node must be of, where it is known."""
        self.switches = 0
        """How often another node answered than the one before."""

    @property
    def states(self) -> tuple[NodeState, ...]:
        """How each is, in the order of preference."""
        return tuple(
            NodeState(e.name, e is self._answering and e.up, e.up, e.head, e.refused)
            for e in self._all
        )

    @property
    def name(self) -> str:
        """The one that answered last."""
        return self._answering.name

    async def close(self) -> None:
        """Closes the connections; they are opened anew when needed."""
        for look in self._looks:
            look.cancel()
        await asyncio.gather(*self._looks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(self, body: Any) -> Any:
        """The answer to a request or to several, of the first node that can be believed.

        Raises:
            NodeUnavailableError: No node answers.
            WrongChainError: All answer, and are of other chains.
        """
        self._look_around()
        refusals: list[NodeError] = []
        for endpoint in sorted(self._all, key=lambda e: not e.up):
            try:
                await self._require_known(endpoint)
                answer = await self._ask(endpoint, body)
                await self._require_believable(endpoint, body, answer)
            except WrongChainError as error:
                refusals.append(error)
            except NodeUnavailableError as error:
                refusals.append(error)
                if not _may_move(body, error):
                    raise
            else:
                self._answers(endpoint)
                return answer
        if len(refusals) == 1 or all(isinstance(e, WrongChainError) for e in refusals):
            raise refusals[0]
        # One that is away may be the right one: that is to be waited for.
        raise NodeUnavailableError("; ".join(str(error) for error in refusals))

    def _answers(self, endpoint: _Endpoint) -> None:
        endpoint.up = True
        if endpoint is not self._answering:
            _log.warning("node.answers", node=endpoint.name, instead_of=self._answering.name)
            self._answering = endpoint
            self.switches += 1

    async def _ask(self, endpoint: _Endpoint, body: Any) -> Any:
        try:
            answer = await self._exchange(endpoint, body, self._timeout)
        except NodeUnavailableError:
            self._away(endpoint)
            raise
        for request, told in _pairs(body, answer):
            number = _head_in(request, told)
            if number is not None:
                endpoint.told_head(number)
        return answer

    async def _exchange(self, endpoint: _Endpoint, body: Any, within: aiohttp.ClientTimeout) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                endpoint.url,
                data=orjson.dumps(body),
                headers={"Content-Type": "application/json"},
                timeout=within,
            ) as response:
                return orjson.loads(await response.read())
        except (TimeoutError, aiohttp.ClientError, OSError, orjson.JSONDecodeError) as error:
            message = f"the node did not answer: {endpoint.name}, {type(error).__name__}"
            raise NodeUnavailableError(message) from error

    def _away(self, endpoint: _Endpoint) -> None:
        endpoint.up = endpoint.known = False
        endpoint.looked_at = time.monotonic()

    async def _require_known(self, endpoint: _Endpoint) -> None:
        """Asks a node for its chain when it is new, and whenever it was away: another one may be in its place."""
        if endpoint.known or self.expected is None:
            return
        found = await self._several(endpoint, _GENESIS, self._timeout)
        if found is None:
            self._away(endpoint)
            raise NodeUnavailableError(f"the answer of {endpoint.name} is none of JSON-RPC")
        found_id, genesis = int(found[0], 16), str((found[1] or {}).get("hash"))
        endpoint.refused = None
        if found_id != self.expected.chain_id:
            endpoint.refused = (
                f"the node's chain is {found_id}, the deployment's {self.expected.chain_id}"
            )
        elif genesis != self.expected.genesis_hash:
            endpoint.refused = (
                f"the node's chain {found_id} began with another genesis than the deployment's"
            )
        if endpoint.refused is not None:
            self._away(endpoint)
            _log.error("node.refused", node=endpoint.name, reason=endpoint.refused)
            raise WrongChainError(f"{endpoint.refused}: {endpoint.name}")
        endpoint.known = True

    async def _require_believable(self, endpoint: _Endpoint, body: Any, answer: Any) -> None:
        """Raises NodeUnavailableError if a node that is behind says that something is not there."""
        if len(self._all) == 1:
            return
        wanted = max((_doubtful(*pair) for pair in _pairs(body, answer)), default=-1)
        if wanted < 0:
            return
        wanted = max([wanted, *(e.head or 0 for e in self._all if e is not endpoint)])
        if (endpoint.head or 0) < wanted and time.monotonic() - endpoint.head_at > _FRESH_SECONDS:
            await self._look_at_head(endpoint, self._timeout)
        if (endpoint.head or 0) < wanted:
            raise NodeUnavailableError(
                f"{endpoint.name} is at block {endpoint.head}, and the chain has been at {wanted}"
            )

    def _look_around(self) -> None:
        """Looks at the nodes that are away or stand by, now and then, beside what is asked."""
        now = time.monotonic()
        for endpoint in self._all if len(self._all) > 1 else ():
            idle = endpoint is not self._answering or not endpoint.up
            if idle and now - endpoint.looked_at >= BACK_SECONDS:
                endpoint.looked_at = now
                look = asyncio.create_task(self._look(endpoint))
                self._looks.add(look)
                look.add_done_callback(self._looks.discard)

    async def _look(self, endpoint: _Endpoint) -> None:
        """A node that answers again is asked again, once it has come near the others."""
        with contextlib.suppress(NodeError):
            await self._require_known(endpoint)
            await self._look_at_head(endpoint, aiohttp.ClientTimeout(total=_LOOK_SECONDS))
            newest = max(e.head or 0 for e in self._all)
            near = newest - (endpoint.head or 0) <= FAR_BEHIND
            if near != endpoint.up:
                endpoint.up = near
                _log.warning("node.near" if near else "node.behind", node=endpoint.name)

    async def _look_at_head(self, endpoint: _Endpoint, within: aiohttp.ClientTimeout) -> None:
        found = await self._several(endpoint, [("eth_blockNumber", [])], within)
        if found is not None:
            endpoint.told_head(int(found[0], 16))

    async def _several(
        self,
        endpoint: _Endpoint,
        calls: Sequence[tuple[str, list[Any]]],
        within: aiohttp.ClientTimeout,
    ) -> list[Any] | None:
        """The results of simple calls; None if any has none. Raises NodeUnavailableError."""
        body = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            for number, (method, params) in enumerate(calls)
        ]
        try:
            answer = await self._exchange(endpoint, body, within)
        except NodeUnavailableError:
            self._away(endpoint)
            raise
        results = [told.get("result") for _, told in _pairs(body, answer)]
        return results if len(results) == len(calls) and results[0] is not None else None


def node_urls(text: str) -> tuple[str, ...]:
    """The addresses in a setting, which commas part.

    Raises:
        ValueError: One is no address of a node; the text repeats none.
    """
    urls = tuple(part.strip() for part in text.split(","))
    if not all(_is_url(url) for url in urls):
        raise ValueError("must be http or https URLs, the preferred one first, parted by commas")
    if len(set(urls)) < len(urls):
        raise ValueError("names a node twice")
    return urls


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _may_move(body: Any, error: NodeUnavailableError) -> bool:
    never_sent = isinstance(error.__cause__, aiohttp.ClientConnectorError)
    requests = body if isinstance(body, list) else [body]
    return never_sent or all(str(r["method"]).startswith(_MOVABLE) for r in requests)


def _pairs(body: Any, answer: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each request with its answer, where it has one."""
    if not isinstance(body, list):
        if isinstance(answer, Mapping):
            yield body, answer
        return
    answers = answer if isinstance(answer, list) else []
    by_id = {told.get("id"): told for told in answers if isinstance(told, Mapping)}
    for request in body:
        if request["id"] in by_id:
            yield request, by_id[request["id"]]


def _head_in(request: Mapping[str, Any], told: Mapping[str, Any]) -> int | None:
    """The head's number, if that was asked."""
    result = told.get("result")
    if request["method"] == "eth_blockNumber" and isinstance(result, str):
        return int(result, 16)
    latest = request["method"] == "eth_getBlockByNumber" and request["params"][0] == "latest"
    return int(result["number"], 16) if latest and isinstance(result, Mapping) else None


def _doubtful(request: Mapping[str, Any], told: Mapping[str, Any]) -> int:
    """The least block that a node must have if this answer is to be believed; -1 for any."""
    method = request["method"]
    nothing = "0x" if method in _CODE_OR_NOT else None
    if method in _FOUND_OR_NOT | _CODE_OR_NOT and told.get("result", "") == nothing:
        return 0
    if method == "eth_getLogs":
        return int(str(request["params"][0]["toBlock"]), 16)
    return -1
