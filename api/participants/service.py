"""The directory of members: every member may read it."""

from api.errors import NotFound
from chain.ledger import Ledger
from chain.store.rows import Member, Wallet


class ParticipantService:
    """What the routes under /v1/participants do."""

    def __init__(self, ledger: Ledger) -> None:
        self._read = ledger.read

    async def all(self) -> list[Member]:
        """All members by number."""
        return await self._read.members()

    async def get(self, number: int) -> Member:
        """A member. Raises NotFound."""
        member = await self._read.member(number)
        if member is None:
            raise NotFound("member", "成员")
        return member

    async def wallets(self, number: int) -> list[Wallet]:
        """A member's wallets. Raises NotFound."""
        await self.get(number)
        return await self._read.wallets(number)
