"""Every route, asked by those who may not: the table of `matrix.py` against a gateway on a real node."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Final

import httpx
import pytest
from fastapi import APIRouter

from api.client.rows import NDJSON
from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.matrix import (
    LOST_WALLET,
    ROUTES,
    Facts,
    Route,
    facts_of,
    without_standing,
)
from tests.support.personas import secret_of
from tests.support.world import World
from wallets.signer import LocalSigner

CODES: Final = {
    "no auth": "not_authenticated",
    "suspended member": "member_suspended",
    "revoked wallet": "wallet_revoked",
    "expired session": "session_expired",
}
SECONDS: Final = 20
OUTSIDE_THE_DOCUMENT: Final = {"/openapi.json", "/docs", "/metrics"}
"""Public pages, and the operator's metrics (test_metrics.py)."""

Asked = tuple[Facts, dict[str, str | None]]


@pytest.fixture(scope="module")
async def asked(anvil: ChildNode, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Asked]:
    """A consortium of this module's own, with the records, and the credentials that are good for nothing."""
    world = await World.create(anvil.url)
    try:
        async with Gateway.open(world, anvil.url, tmp_path_factory.mktemp("refusals")) as gateway:
            facts = await facts_of(gateway)
            for persona in {"stranger", "court", "principal"} | {
                route.by for route in ROUTES.values() if route.by
            }:
                await gateway.token(persona)
            yield facts, await without_standing(gateway)
    finally:
        await world.rpc.close()


def operations(gateway: Gateway) -> set[str]:
    """Every operation of the OpenAPI document."""
    paths = gateway.app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, of in paths.items() for method in of}


def hidden(routes: Iterable[Any]) -> Iterator[str]:
    """The paths that are served and are not in the document."""
    for route in routes:
        if isinstance(included := getattr(route, "original_router", None), APIRouter):
            yield from hidden(included.routes)
        elif not route.include_in_schema:
            yield route.path


async def ask(
    facts: Facts, name: str, route: Route, persona: str, token: str | None
) -> httpx.Response:
    method, template = name.split(" ", 1)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    body: dict[str, Any] = {} if route.body is None else {"json": route.body(facts, persona)}
    if isinstance(body.get("json"), bytes):
        body = {"content": body["json"]}
        headers["Content-Type"] = NDJSON
    async with asyncio.timeout(SECONDS):
        return await facts.gateway.http.request(
            method, facts.path(template), headers=headers, **body
        )


def ids_in(text: str, facts: Facts, name: str, persona: str = "carrier") -> list[str]:
    """What an answer tells of records that its caller did not name itself."""
    body = ROUTES[name].body
    asked_for = facts.path(name) + repr(body and body(facts, persona))
    secret = {key: value for key, value in facts.ids.items() if key != "member"}
    return [key for key, value in secret.items() if value in text and value not in asked_for]


async def test_every_route_has_an_entry(asked: Asked) -> None:
    facts, _ = asked
    assert set(ROUTES) == operations(facts.gateway)
    assert set(hidden(facts.gateway.app.routes)) == OUTSIDE_THE_DOCUMENT


@pytest.mark.parametrize("standing", CODES)
@pytest.mark.parametrize("name", ROUTES)
async def test_whoever_may_not_act_is_refused(asked: Asked, name: str, standing: str) -> None:
    facts, tokens = asked
    route = ROUTES[name]
    answer = await ask(facts, name, route, "carrier", tokens[standing])
    if route.public:
        assert answer.status_code == route.served, answer.text
        return
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["code"] == CODES[standing]
    assert not ids_in(answer.text, facts, name)


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if not route.endless])
async def test_another_member_sees_nothing_of_it(asked: Asked, name: str) -> None:
    facts, _ = asked
    route = ROUTES[name]
    token = None if route.public else await facts.gateway.token("stranger")
    answer = await ask(facts, name, route, "stranger", token)
    assert answer.status_code == route.stranger, answer.text
    assert route.stranger >= 400 or route.why
    assert not ids_in(answer.text, facts, name, "stranger")


async def test_what_they_signed_is_not_taken_from_another_member_either(asked: Asked) -> None:
    facts, _ = asked
    gateway, number = facts.gateway, facts.gateway.world.member
    frozen = await gateway.prepare("court", "FreezeBill", billId=facts.ids["bill_id"])
    prepared = frozen.json()
    prepared["message"]["actor"] = number("second_court")
    suspended = gateway.sign(prepared, [gateway.world.signer("second_court")])
    ruled = await gateway.prepare("principal", "SetFourEyes", powers=[])
    revoked = gateway.sign(ruled.json(), [LocalSigner.from_key(secret_of(LOST_WALLET))])
    for body, error in (
        (suspended, "ConsortiumMemberSuspended"),
        (revoked, "ConsortiumWalletRevoked"),
    ):
        answer = await gateway.submit("shipper", body)
        assert answer.status_code == 403, answer.text
        assert answer.json()["contract_error"]["name"] == error


async def test_who_is_entitled_is_served(asked: Asked) -> None:
    """The same requests are good ones: what is refused above is refused for who asks."""
    facts, _ = asked
    names = [name for name, route in ROUTES.items() if not route.endless]
    for name in sorted(names, key=lambda name: ROUTES[name].ends):
        route = ROUTES[name]
        token = await facts.gateway.token(route.by) if route.by else None
        answer = await ask(facts, name, route, route.by, token)
        assert answer.status_code == route.served, (name, answer.text)
