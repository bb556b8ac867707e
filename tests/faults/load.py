"""Members that go on trading whatever is killed, and remember what the gateway told them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from chain.deploy import Deployment
from scripts.bench.cast import MEMBER, Signed, issue, new_id, sign

WORKERS: Final = 6
_PAUSE: Final = 0.05
_SECONDS: Final = 10.0
_DONE: Final = (200, 201, 202)
_REFUSED: Final = (403, 409, 422)


@dataclass
class Told:
    """What the gateway said: the accepted actions' ids by (bill, action, recipient), the refusals, the silences."""

    accepted: dict[tuple[str, str, int], str] = field(default_factory=dict)
    refused: int = 0
    silences: int = 0

    def __str__(self) -> str:
        return f"{len(self.accepted)} accepted, {self.refused} refused, {self.silences} times no answer"


class Load:
    """Bills are issued, and then handed over to two parties at once: the law lets one of them have it.

    A call that is not answered is repeated until it is, as a careful client does: at the next gateway, if there are
    several, and rivals begin at different ones.
    """

    def __init__(self, deployment: Deployment, urls: Sequence[str], token: str) -> None:
        self.told = Told()
        self._deployment, self._urls = deployment, itertools.cycle(urls)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._enough = asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins."""
        self._workers = [asyncio.create_task(self._trade()) for _ in range(WORKERS)]

    async def stop(self) -> None:
        """Ends after the bills in hand; raises what went wrong."""
        self._enough.set()
        await asyncio.gather(*self._workers)

    def require_running(self) -> None:
        """Raises what a worker fell over."""
        for worker in self._workers:
            if worker.done():
                worker.result()

    async def outcomes(self) -> AsyncIterator[tuple[tuple[str, str, int], dict[str, Any]]]:
        """The accepted actions once they are settled, each asked of the next gateway."""
        async with self._http() as http:
            every = list(self.told.accepted.items())
            for start in range(0, len(every), WORKERS):
                some = every[start : start + WORKERS]
                asked = [f"/v1/actions/{action_id}?wait=30" for _, action_id in some]
                found = [self._answer(http, "GET", path) for path in asked]
                for (key, _), outcome in zip(some, await asyncio.gather(*found), strict=True):
                    yield key, outcome

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """What a call answers."""
        async with self._http() as http:
            return await self._answer(http, "POST", path, json=body)

    def _http(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            headers=self._headers, timeout=aiohttp.ClientTimeout(_SECONDS * 4)
        )

    async def _trade(self) -> None:
        async with self._http() as http:
            while not self._enough.is_set():
                bill_id = new_id()
                await self._submit(http, bill_id, 0, issue(self._deployment, bill_id))
                rivals = [
                    (party, self._handover(bill_id, party)) for party in ("bank", "consignee")
                ]
                await asyncio.gather(
                    *(self._submit(http, bill_id, MEMBER[party], one) for party, one in rivals)
                )

    def _handover(self, bill_id: str, party: str) -> Signed:
        return sign(
            self._deployment,
            "TransferPossession",
            "shipper",
            billId=bill_id,
            version=1,
            holder=MEMBER[party],
        )

    async def _submit(
        self, http: aiohttp.ClientSession, bill_id: str, party: int, one: Signed
    ) -> None:
        body = {
            "action": one.action.name,
            "message": dict(one.action.message),
            "signatures": ["0x" + one.signature.hex()],
        }
        answer = await self._answer(http, "POST", "/v1/actions", json=body)
        if "action_id" in answer:
            self.told.accepted[bill_id, one.action.name, party] = answer["action_id"]
        else:
            self.told.refused += 1

    async def _answer(
        self, http: aiohttp.ClientSession, method: str, path: str, **more: Any
    ) -> dict[str, Any]:
        for attempt in itertools.count():
            url = next(self._urls) + path
            try:
                async with http.request(method, url, **more) as response:
                    if response.status in (*_DONE, *_REFUSED):
                        return dict(await response.json())
                    told = f"{response.status} {await response.text()}"
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                told = repr(error)
            self.told.silences += 1
            assert attempt * _PAUSE < 120, f"{method} {url} is never answered: {told}"
            await asyncio.sleep(_PAUSE)
        raise AssertionError
