"""The gateway against its own description: Schemathesis asks a running one, with bounded cases, and finds nothing."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from chain.node import ChildNode
from tests.integration.api.gateway import Gateway
from tests.integration.api.matrix import facts_of
from tests.support.world import World

SECONDS = 240
ROOT = Path(__file__).parents[3]
SETTINGS = Path(__file__).with_name("schemathesis.toml")
HOOKS = "tests.support.schemathesis_hooks"


@pytest.fixture
async def served(
    anvil: ChildNode, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, str, str]]:
    """A gateway on a port, with one record of each kind: its address, a shipper's token, and one that may be ended."""
    world = await World.create(anvil.url)
    async with Gateway.open(world, anvil.url, tmp_path_factory.mktemp("described")) as gateway:
        await facts_of(gateway)
        token = await gateway.token("shipper")
        spare = (await gateway.sign_in(world.signer("shipper"))).json()["token"]
        # As at its end: a stream is answered, and is over.
        gateway.app.state.services.events.close()
        config = uvicorn.Config(gateway.app, port=0, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - it has no event of its own
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", token, spare
        server.should_exit = True
        await serving
    await world.rpc.close()


@pytest.mark.timeout(SECONDS + 30)
async def test_the_gateway_is_what_it_says(served: tuple[str, str, str], tmp_path: Path) -> None:
    url, token, spare = served
    program = Path(sys.executable).with_name("st")
    process = await asyncio.create_subprocess_exec(
        program,
        "--config-file",
        SETTINGS,
        "run",
        f"{url}/openapi.json",
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": HOOKS,
            "PYTHONPATH": str(ROOT),
            "QUAY_TEST_SESSION": token,
            "QUAY_TEST_SPARE_SESSION": spare,
        },
        cwd=tmp_path,  # Where it keeps what it found, and would try it first.
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(SECONDS):
            told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, told.decode()
