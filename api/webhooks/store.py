"""Webhooks and what is queued for them, in the gateway's database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from api.audit.store import Note, append
from api.store import deliveries, webhooks
from chain.feed import Position
from chain.store.upsert import insert_missing


class DeliveryStatus(StrEnum):
    """How far a message has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a member wants to be told of which events; times in seconds since 1970 UTC."""

    webhook_id: str
    member: int
    url: str
    events: Sequence[str]
    secret_number: int
    place: str | None
    created_at: int
    disabled_at: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for a webhook; `answer` is the last attempt's, in words."""

    delivery_id: str
    webhook_id: str
    number: int
    index: int
    body: str
    status: DeliveryStatus
    attempts: int
    next_at: int
    answer: str | None
    updated_at: int


class WebhookStore:
    """Every method that changes something returns after the commit."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, webhook: Webhook, note: Note) -> None:
        """Keeps a new webhook."""
        async with self._engine.begin() as db:
            await append(db, note)
            await db.execute(insert(webhooks).values(_values(webhook)))

    async def of_member(self, member: int) -> list[Webhook]:
        """A member's webhooks, oldest first."""
        mine = select(webhooks).where(webhooks.c.member == member)
        return await self._webhooks(mine.order_by(webhooks.c.created_at, webhooks.c.webhook_id))

    async def get(self, webhook_id: str, member: int) -> Webhook | None:
        """A member's webhook."""
        same = and_(webhooks.c.webhook_id == webhook_id, webhooks.c.member == member)
        found = await self._webhooks(select(webhooks).where(same))
        return found[0] if found else None

    async def active(self) -> list[Webhook]:
        """All that are to be told."""
        return await self._webhooks(select(webhooks).where(webhooks.c.disabled_at.is_(None)))

    async def change(self, webhook_id: str, note: Note | None = None, **values: Any) -> None:
        """Writes some of a webhook's values; with a note where a member asked for it."""
        async with self._engine.begin() as db:
            if note is not None:
                await append(db, note)
            same = webhooks.c.webhook_id == webhook_id
            await db.execute(update(webhooks).where(same).values(**values))

    async def remove(self, webhook_id: str, note: Note) -> None:
        """Forgets a webhook and all that was queued for it."""
        async with self._engine.begin() as db:
            await append(db, note)
            await db.execute(delete(deliveries).where(deliveries.c.webhook_id == webhook_id))
            await db.execute(delete(webhooks).where(webhooks.c.webhook_id == webhook_id))

    async def queue(self, webhook: Webhook, place: Position, messages: Sequence[Delivery]) -> None:
        """Queues messages that are not there yet, and notes how far the webhook has been told: one commit."""
        async with self._engine.begin() as db:
            await insert_missing(db, deliveries, [_values(message) for message in messages])
            same = webhooks.c.webhook_id == webhook.webhook_id
            await db.execute(update(webhooks).where(same).values(place=str(place)))

    async def due(self, webhook_id: str, now: int, limit: int) -> list[Delivery]:
        """A webhook's messages whose time has come, the longest due first."""
        rows = deliveries.c
        pending = and_(rows.webhook_id == webhook_id, rows.status == DeliveryStatus.PENDING)
        in_order = (
            select(deliveries)
            .where(pending, rows.next_at <= now)
            .order_by(rows.next_at, rows.number, rows.index)
        )
        async with self._engine.connect() as db:
            found = await db.execute(in_order.limit(limit))
            return [_delivery(row) for row in found.mappings()]

    async def next_due(self) -> int | None:
        """When the next message's time comes; None if nothing is pending."""
        pending = deliveries.c.status == DeliveryStatus.PENDING
        active = webhooks.c.disabled_at.is_(None)
        statement = (
            select(func.min(deliveries.c.next_at))
            .join(webhooks, webhooks.c.webhook_id == deliveries.c.webhook_id)
            .where(pending, active)
        )
        async with self._engine.connect() as db:
            due: int | None = (await db.execute(statement)).scalar_one()
            return due

    async def settle(self, delivery_id: str, **values: Any) -> None:
        """Writes how an attempt went."""
        async with self._engine.begin() as db:
            same = deliveries.c.delivery_id == delivery_id
            await db.execute(update(deliveries).where(same).values(**values))

    async def deliveries(
        self, webhook_id: str, status: str | None, after: str | None, limit: int
    ) -> list[Delivery]:
        """A webhook's messages, the newest event first, after the one of this id."""
        rows = deliveries.c
        place = tuple_(rows.number, rows.index, rows.delivery_id)
        statement = select(deliveries).where(rows.webhook_id == webhook_id)
        if status is not None:
            statement = statement.where(rows.status == status)
        async with self._engine.connect() as db:
            if after is not None:
                last = select(deliveries).where(rows.delivery_id == after)
                known = (await db.execute(last)).first()
                if known is not None:
                    statement = statement.where(
                        place < (known.number, known.index, known.delivery_id)
                    )
            in_order = statement.order_by(
                rows.number.desc(), rows.index.desc(), rows.delivery_id.desc()
            )
            found = await db.execute(in_order.limit(limit))
            return [_delivery(row) for row in found.mappings()]

    async def replay(self, webhook_id: str, now: int, *, only: str | None) -> int:
        """Makes dead messages pending again, or one message of any status; returns how many."""
        rows = deliveries.c
        which = rows.status == DeliveryStatus.DEAD if only is None else rows.delivery_id == only
        values = {
            "status": DeliveryStatus.PENDING,
            "attempts": 0,
            "next_at": now,
            "updated_at": now,
        }
        async with self._engine.begin() as db:
            done = await db.execute(
                update(deliveries).where(rows.webhook_id == webhook_id, which).values(values)
            )
        return done.rowcount

    async def prune(self, before: int) -> None:
        """Forgets what was delivered, or died, before a time."""
        settled = deliveries.c.status != DeliveryStatus.PENDING
        async with self._engine.begin() as db:
            await db.execute(delete(deliveries).where(settled, deliveries.c.updated_at < before))

    async def _webhooks(self, statement: Any) -> list[Webhook]:
        async with self._engine.connect() as db:
            return [Webhook(**row) for row in (await db.execute(statement)).mappings()]


def _values(row: Webhook | Delivery) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in row.__slots__}
    return values | ({"events": list(row.events)} if isinstance(row, Webhook) else {})


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    return Delivery(**{**row, "status": DeliveryStatus(row["status"])})
