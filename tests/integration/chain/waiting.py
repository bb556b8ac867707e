"""What a test may wait for before it looks: states of the ledger, never a stretch of time."""

import asyncio
from typing import Any

from sqlalchemy import select
from structlog.typing import EventDict

from chain.actions import ActionRecord
from chain.ledger import Ledger
from chain.rpc import JsonRpc
from chain.store import journal, read_model
from tests.integration.chain.port import WAIT_SECONDS, Port, Signed


async def until_quiet(ledger: Ledger, rpc: JsonRpc, head: dict[str, Any] | None = None) -> None:
    """Waits until nothing is on its way: the outbox is empty, index and journal have the node's newest block.

    With `head` that block must be this very one. After a reorganisation it must be named: between going
    back and sending again, all is quiet for a moment.
    """
    async with asyncio.timeout(WAIT_SECONDS):
        while not await _quiet(ledger, rpc, head):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


async def _quiet(ledger: Ledger, rpc: JsonRpc, head: dict[str, Any] | None) -> bool:
    if (await ledger.status()).outbox_depth:
        return False
    newest = await rpc.block("latest")
    wanted = {(newest or {}).get("hash"), (head or newest or {}).get("hash")}
    stores = ((ledger._parts.cache, read_model.blocks), (ledger._parts.journal, journal.blocks))
    for engine, blocks in stores:
        of_newest = select(blocks.c.hash).order_by(blocks.c.number.desc()).limit(1)
        async with engine.connect() as connection:
            wanted.add((await connection.execute(of_newest)).scalar_one_or_none())
    return len(wanted) == 1


async def until_told(told: list[EventDict], event: str) -> None:
    """Waits until this event is in the log."""
    async with asyncio.timeout(WAIT_SECONDS):
        while event not in {line["event"] for line in told}:  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.05)


def hold(ledger: Ledger) -> None:
    """From now on the ledger accepts and sends nothing, as if it were too busy; `close` or `abandon` follow."""
    ledger._parts.relayer.stop()


async def abandon(ledger: Ledger) -> None:
    """Ends a ledger as a crash does: nothing is flushed, no transaction seen through."""
    tasks = ledger._tasks
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await ledger._release()


class SlowLedger:
    """A gateway that sends nothing before it is told to: others can always be first."""

    def __init__(self, port: Port, ledger: Ledger) -> None:
        self._port, self.ledger = port, ledger
        hold(ledger)

    async def accept(self, signed: Signed) -> ActionRecord:
        """Takes an action in."""
        return await self.ledger.submit(signed.action, signed.signatures)

    async def go_on_blind(self) -> None:
        """Sends what it has, while its index stands still until `see`."""
        await self.ledger.close()
        self.ledger = await Ledger.open(self._port.settings, self._port.deployment)
        self.ledger._tasks[1].cancel()

    def see(self) -> None:
        """The index goes on."""
        self.ledger._tasks[1] = asyncio.create_task(self.ledger._parts.follower.run())

    async def go_on(self) -> None:
        """Sends what it has, and goes on as any other."""
        await self.ledger.close()
        self.ledger = await Ledger.open(self._port.settings, self._port.deployment)
