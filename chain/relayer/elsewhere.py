"""Tells an action that was refused because it was executed already from one that is truly refused.

Anyone may relay: another gateway may have brought the same signed action. The proof is on the chain:
a transaction that made the record's next version and holds this very call, not among its failures.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from chain.actions import ActionRecord
from chain.relayer.parts import Codec, IndexBehindError
from chain.relayer.wire import Wire
from chain.store.read_model import events, members

_WAIT_SECONDS = 10.0
_KEEPS_VERSION = "GateOut"

Reached = Callable[[int, float], Awaitable[bool]]
"""Waits until the index has a block."""


class ExecutedElsewhere:
    """Looks for the transaction in the events of the action's record."""

    def __init__(self, engine: AsyncEngine, reached: Reached, wire: Wire, codec: Codec) -> None:
        """Reads the read model, once it has reached the block in question, and the node."""
        self._engine, self._reached = engine, reached
        self._wire, self._codec = wire, codec

    async def find(self, action: ActionRecord, block_number: int) -> tuple[str, int] | None:
        """The hash and block of the transaction that executed the action, None if there is none.

        Raises IndexBehindError: without the index nobody can tell, and a guess would call an executed
        action failed.
        """
        if not await self._reached(block_number, _WAIT_SECONDS):
            raise IndexBehindError(block_number)
        for transaction_hash, number in await self._candidates(action):
            if await self._executed(action, transaction_hash):
                return transaction_hash, number
        return None

    async def _candidates(self, action: ActionRecord) -> list[tuple[str, int]]:
        """The transactions that made the version which the action would have made."""
        statement = select(events.c.transaction_hash, events.c.block_number).where(
            events.c.contract == action.contract,
            events.c.version == _version_after(action),
        )
        if action.name == "AdmitMember":
            identity = action.message["identity"]
            statement = statement.join(members, members.c.identity == identity).where(
                events.c.name == "MemberAdmitted",
                events.c.actor == members.c.number,
            )
        else:
            statement = statement.where(events.c.record_id == action.record_id)
        async with self._engine.connect() as connection:
            found = await connection.execute(statement.distinct())
            return [(row.transaction_hash, row.block_number) for row in found]

    async def _executed(self, action: ActionRecord, transaction_hash: str) -> bool:
        data = await self._wire.input_of(transaction_hash)
        receipt = await self._wire.receipt(transaction_hash)
        if data is None or receipt is None or not receipt.succeeded:
            return False
        start = self._start_of_call(action)
        calls = self._codec.calls_of(data)
        if calls is None:
            return data.startswith(start)
        return any(
            call.startswith(start) and place not in receipt.failures
            for place, call in enumerate(calls)
        )

    def _start_of_call(self, action: ActionRecord) -> bytes:
        """The call up to the signatures: any lawful signature makes it the same action.

        Calldata ends with the signatures' length and bytes; without any, with a length of zero.
        """
        return self._codec.calldata(action.name, action.message, b"")[:-32]


def _version_after(action: ActionRecord) -> int:
    """The version of the record once the action is executed: 1 for one that makes it."""
    if "version" not in action.message:
        return 1
    return int(str(action.message["version"])) + (action.name != _KEEPS_VERSION)
