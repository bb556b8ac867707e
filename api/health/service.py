"""Whether the gateway can be relied on: the node answers, the index has caught up and keeps up."""

from api.errors import Unavailable, Words
from chain.ledger import Ledger, LedgerStatus

_MAX_LAG = 50
"""Blocks that the index may be behind, once it has caught up, while the gateway calls itself ready."""


class HealthService:
    """Judges the ledger's status."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._goal: int | None = None
        self._caught_up = False

    async def require_ready(self) -> LedgerStatus:
        """The status of a gateway that is ready.

        It is not ready before its index has reached the head that the chain had when it was first
        asked: until then it knows neither wallets nor records.

        Raises:
            Unavailable: It is not ready.
        """
        status = await self._ledger.status()
        if status.lag is None or status.head_block is None:
            raise Unavailable(
                "node_unavailable", Words("The ledger's node does not answer.", "账本节点无响应。")
            )
        self._goal = status.head_block if self._goal is None else self._goal
        self._caught_up = self._caught_up or status.indexed_block >= self._goal
        if not self._caught_up or status.lag > _MAX_LAG or status.index_failure is not None:
            raise Unavailable(
                "index_behind",
                Words(
                    f"The index is {status.lag} blocks behind.", f"索引落后 {status.lag} 个区块。"
                ),
                retry_after=1,
            )
        return status
