"""A carrier uses a B/L number once: its own gateway sees to it, since the chain must not know numbers.

A number is reserved for the bill that is prepared with it. The same number for another bill is
refused, unless the earlier one never got on chain and its reservation has grown old.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.clock import Clock
from api.errors import Conflict, Words
from api.kit.secret import GatewaySecret
from api.store import reservations
from chain.read_model import ReadModel

_PURPOSE = "bill of lading number"
_AT_ONCE = 500


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

    async def taken(self, carrier: int, numbers: Mapping[str, str]) -> set[str]:
        """Those of these numbers (to their bills) that belong to another bill of this carrier; reserves nothing."""
        macs = self._macs(carrier, numbers)
        async with self._engine.connect() as db:
            earlier = await self._several(db, carrier, list(macs))
        return {macs[mac] for mac in await self._clashing(macs, numbers, earlier)}

    async def reserve_all(self, carrier: int, numbers: Mapping[str, str]) -> None:
        """Reserves numbers for their bills, all or none.

        Raises:
            Conflict: One belongs to another bill of this carrier.
        """
        macs, now = self._macs(carrier, numbers), int(self._clock())
        async with self._engine.begin() as db:
            await db.execute(
                update(reservations).where(reservations.c.carrier < 0).values(carrier=0)
            )
            earlier = await self._several(db, carrier, list(macs))
            if await self._clashing(macs, numbers, earlier):
                raise _taken()
            new = [mac for mac in macs if numbers[macs[mac]] != earlier.get(mac, ("", 0))[0]]
            row = reservations.c
            for some in _chunks([mac for mac in new if mac in earlier]):
                await db.execute(
                    delete(reservations).where(row.carrier == carrier, row.number_mac.in_(some))
                )
            values = [
                {
                    "carrier": carrier,
                    "number_mac": mac,
                    "bill_id": numbers[macs[mac]],
                    "reserved_at": now,
                }
                for mac in new
            ]
            if values:
                await db.execute(insert(reservations), values)

    def _macs(self, carrier: int, numbers: Iterable[str]) -> dict[str, str]:
        return {self._secret.mac(_PURPOSE, str(carrier), one).hex(): one for one in numbers}

    async def _several(
        self, db: AsyncConnection, carrier: int, macs: Sequence[str]
    ) -> dict[str, tuple[str, int]]:
        row = reservations.c
        found: dict[str, tuple[str, int]] = {}
        for some in _chunks(macs):
            statement = select(row.number_mac, row.bill_id, row.reserved_at).where(
                row.carrier == carrier, row.number_mac.in_(some)
            )
            found |= {mac: (bill, at) for mac, bill, at in await db.execute(statement)}
        return found

    async def _clashing(
        self,
        macs: Mapping[str, str],
        numbers: Mapping[str, str],
        earlier: Mapping[str, tuple[str, int]],
    ) -> list[str]:
        oldest = int(self._clock()) - self._life
        return [
            mac
            for mac, (bill_id, reserved_at) in earlier.items()
            if bill_id != numbers[macs[mac]]
            and (reserved_at > oldest or await self._read.bill(bill_id) is not None)
        ]

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


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Some at a time: a statement takes so many values."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


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
