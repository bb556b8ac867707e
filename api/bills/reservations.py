"""A carrier uses a B/L number once: its own gateway sees to it, since the chain must not know numbers.

A number is reserved for the bill that is prepared with it. The same number for another bill is
refused, unless the earlier one never got on chain and its reservation has grown old.
"""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.clock import Clock
from api.errors import Conflict, Words
from api.kit.secret import GatewaySecret
from api.store import reservations
from chain.read_model import ReadModel

_PURPOSE = "bill of lading number"


class Reservations:
    """Reserved B/L numbers; kept as keyed hashes, so that the file tells nobody the numbers."""

    def __init__(
        self,
        engine: AsyncEngine,
        secret: GatewaySecret,
        read: ReadModel,
        clock: Clock,
        life_seconds: int,
    ) -> None:
        self._engine = engine
        self._secret = secret
        self._read = read
        self._clock = clock
        self._life = life_seconds

    async def reserve(self, carrier: int, number: str, bill_id: str) -> None:
        """Reserves a number for a bill; the same bill again is no error.

        Raises:
            Conflict: The number belongs to another bill of this carrier.
        """
        mac = self._secret.mac(_PURPOSE, str(carrier), number).hex()
        now = int(self._clock())
        async with self._engine.begin() as db:
            # An UPDATE of nothing takes SQLite's write lock before the read: two at once queue up.
            await db.execute(
                update(reservations).where(reservations.c.carrier < 0).values(carrier=0)
            )
            earlier = await self._earlier(db, carrier, mac)
            if earlier is None:
                await db.execute(
                    insert(reservations).values(
                        carrier=carrier, number_mac=mac, bill_id=bill_id, reserved_at=now
                    )
                )
                return
            other, reserved_at = earlier
            if other == bill_id:
                return
            if await self._read.bill(other) is not None or reserved_at + self._life > now:
                raise _taken()
            await db.execute(
                update(reservations)
                .where(reservations.c.carrier == carrier, reservations.c.number_mac == mac)
                .values(bill_id=bill_id, reserved_at=now)
            )

    @staticmethod
    async def _earlier(db: AsyncConnection, carrier: int, mac: str) -> tuple[str, int] | None:
        row = reservations.c
        found = (
            await db.execute(
                select(row.bill_id, row.reserved_at).where(
                    row.carrier == carrier, row.number_mac == mac
                )
            )
        ).one_or_none()
        return None if found is None else (found[0], found[1])


def _taken() -> Conflict:
    return Conflict(
        "bill_number_taken",
        Words(
            "This carrier has given this B/L number to another bill.",
            "该承运人已将此提单号用于另一份提单。",
        ),
        remedy=Words(
            "Use another transportDocumentReference; to repeat the preparation of the same bill, "
            "send the same document and salt.",
            "请使用其他 transportDocumentReference；如为同一提单的重复准备，请发送相同的单证与盐值。",
        ),
    )
