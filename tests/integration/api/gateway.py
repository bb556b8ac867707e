"""A gateway in this process: the real application over a real ledger on a real node."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import httpx
from fastapi import FastAPI

from api.app import create_app
from api.auth.sign_in import SignInRequest, compose
from api.settings import ApiSettings
from chain.ledger import Ledger
from chain.settings import ChainSettings
from tests.support.world import World
from wallets.signer import LocalSigner
from wallets.typed_action import Domain, parse_action

URL = "http://gateway.test"


class Clock:
    """The machine's clock, which a test can put ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Gateway:
    """Talks HTTP to the application as the personas."""

    def __init__(
        self,
        app: FastAPI,
        client: httpx.AsyncClient,
        world: World,
        clock: Clock,
        data_dir: Path,
    ) -> None:
        self.data_dir = data_dir
        self.app = app
        self.http = client
        self.world = world
        self.clock = clock
        self._tokens: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        world: World,
        node_url: str,
        data_dir: Path,
        *,
        chain: Mapping[str, Any] | None = None,
        **settings: Any,
    ) -> AsyncIterator[Self]:
        """Starts the application, with settings of its own (`chain` those of the ledger's side), and ends it."""
        of_chain = ChainSettings(data_dir=data_dir, rpc_url=node_url, **(chain or {}))
        clock = Clock()

        async def open_ledger() -> Ledger:
            return await Ledger.open(of_chain, world.deployment)

        app = create_app(ApiSettings(public_url=URL, **settings), open_ledger, of_chain, clock)
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=URL, timeout=120) as client,
        ):
            await until_ready(client)
            yield cls(app, client, world, clock, data_dir)

    def request(self, **lies: Any) -> SignInRequest:
        """What a sign-in message of this gateway must say, with some of it changed."""
        chain_id = self.world.deployment.chain_id
        truth: dict[str, Any] = {"domain": "gateway.test", "uri": URL, "chain_id": chain_id}
        return SignInRequest(**(truth | lies))

    async def nonce(self) -> str:
        """A fresh nonce."""
        answer = await self.http.post("/v1/auth/nonce")
        return str(answer.json()["nonce"])

    async def sign_in(
        self, signer: LocalSigner, *, nonce: str | None = None, **lies: Any
    ) -> httpx.Response:
        """Signs a sign-in message and sends it."""
        now = int(self.clock())
        message = compose(
            self.request(**lies),
            signer.address,
            nonce or await self.nonce(),
            issued_at=now,
            expires_at=now + 300,
        )
        signature = "0x" + signer.sign_message(message).hex()
        body = {"message": message, "signature": signature}
        return await self.http.post("/v1/auth/session", json=body)

    async def token(self, persona: str) -> str:
        """A session's token, opened once a persona."""
        if persona not in self._tokens:
            answer = await self.sign_in(self.world.signer(persona))
            assert answer.status_code == 201, answer.text
            self._tokens[persona] = answer.json()["token"]
        return self._tokens[persona]

    async def call(
        self,
        persona: str,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        **kw: Any,
    ) -> httpx.Response:
        """One request as a persona."""
        bearer = {"Authorization": "Bearer " + await self.token(persona)}
        return await self.http.request(method, path, headers=bearer | (headers or {}), **kw)

    async def get(self, persona: str, path: str, **params: Any) -> httpx.Response:
        """Reads as a persona."""
        return await self.call(persona, "GET", path, params=params)

    async def prepare(self, persona: str, action: str, **intent: Any) -> httpx.Response:
        """Prepares an action as a persona."""
        body = {"action": action, "intent": intent}
        return await self.call(persona, "POST", "/v1/actions/prepare", json=body)

    def sign(
        self, prepared: dict[str, Any], signers: Sequence[LocalSigner], domain: Domain | None = None
    ) -> dict[str, Any]:
        """The body that submits a prepared action."""
        action = parse_action(prepared["action"], prepared["message"])
        where = domain or self.world.domain(action.spec.contract)
        signatures = ["0x" + signer.sign_action(action, where).hex() for signer in signers]
        return {
            "action": prepared["action"],
            "message": prepared["message"],
            "signatures": signatures,
        }

    async def submit(self, persona: str, body: dict[str, Any], wait: int = 60) -> httpx.Response:
        """Submits and waits."""
        headers = {"Prefer": f"wait={wait}"}
        return await self.call(persona, "POST", "/v1/actions", json=body, headers=headers)

    async def carry_out(self, persona: str, prepared: httpx.Response) -> dict[str, Any]:
        """Signs what was prepared, submits it and expects it to become final."""
        assert prepared.status_code == 200, prepared.text
        body = self.sign(prepared.json(), [self.world.signer(persona)])
        answer = await self.submit(persona, body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["status"] == "final", answer.text
        return dict(answer.json())

    async def act(self, persona: str, action: str, **intent: Any) -> dict[str, Any]:
        """The whole flow."""
        return await self.carry_out(persona, await self.prepare(persona, action, **intent))


async def until_ready(client: httpx.AsyncClient) -> None:
    """Waits until the gateway says that it is ready."""
    deadline = time.monotonic() + 30
    while (await client.get("/ready")).status_code != 200:
        assert time.monotonic() < deadline, "the gateway does not get ready"
        await asyncio.sleep(0.05)
