"""Queues the ledger's events for the webhooks that want them, and sends what is due until it is delivered or dead."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import aiohttp
import structlog
from standardwebhooks import Webhook as Signer

from api.clock import Clock
from api.events.schemas import EventRead
from api.kit.secret import GatewaySecret
from api.webhooks.addresses import Addresses
from api.webhooks.store import Delivery, DeliveryStatus, Webhook, WebhookStore
from chain.feed import FeedEvent, Position
from chain.ledger import Ledger

RETRY_SECONDS: Final = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Pauses after each failed attempt, as Standard Webhooks recommends: about three days; then the message is dead."""

TIMEOUT_SECONDS: Final = 15.0
KEPT_SECONDS: Final = 30 * 86_400
"""How long a settled message can still be looked at and replayed."""

_PRUNE_SECONDS: Final = 3600
_JITTER: Final = 0.1
_AT_ONCE: Final = 200
_TOGETHER: Final = 4
_LOOK_SECONDS: Final = 5.0
_MOMENT_SECONDS: Final = 0.2
_ANSWER_LENGTH: Final = 200

_log = structlog.get_logger("quay.webhooks")


def secret_of(secret: GatewaySecret, webhook: Webhook) -> str:
    """The webhook's signing secret, as its owner is told it."""
    key = secret.mac("webhook", webhook.webhook_id, str(webhook.secret_number))
    return "whsec_" + base64.b64encode(key).decode()


class Dispatcher:
    """Run as a task beside the gateway."""

    def __init__(
        self,
        ledger: Ledger,
        store: WebhookStore,
        secret: GatewaySecret,
        addresses: Addresses,
        clock: Clock,
    ) -> None:
        self._ledger, self._store, self._secret = ledger, store, secret
        self._addresses, self._clock = addresses, clock
        self._closing = False
        self._prune_at = 0
        self._sending: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Works until closed; a database or a node that is away is waited for."""
        async with self._addresses.session(TIMEOUT_SECONDS) as http:
            try:
                while not self._closing:
                    seen = self._ledger.moves
                    try:
                        # One gateway of several tells: the one that leads.
                        if self._ledger.leads:
                            await self._round(http)
                        else:
                            await self._leave_off()
                    except Exception:  # noqa: BLE001 - what is queued stays queued; a retry may succeed
                        _log.warning("webhooks.failed", exc_info=True)
                    await self._ledger.moved(seen, await self._pause())
            finally:
                await self._leave_off()

    async def _leave_off(self) -> None:
        """What was sent and not noted goes out again, under the same id."""
        sending, self._sending = self._sending, {}
        for task in sending.values():
            task.cancel()
        await asyncio.gather(*sending.values(), return_exceptions=True)

    def close(self) -> None:
        """Ends `run`."""
        self._closing = True
        self._ledger.wake()

    def wake(self) -> None:
        """Looks at once: something was queued by hand."""
        self._ledger.wake()

    def _now(self) -> int:
        return int(self._clock())

    async def _pause(self) -> float:
        """Until the next message is due; a moment while others are under way."""
        try:
            due = await self._store.next_due()
        except Exception:  # noqa: BLE001 - told by the next round
            due = None
        if due is None:
            return _LOOK_SECONDS
        return min(_LOOK_SECONDS, max(_MOMENT_SECONDS, due - self._clock()))

    async def _round(self, http: aiohttp.ClientSession) -> None:
        if self._now() >= self._prune_at:
            await self._store.prune(self._now() - KEPT_SECONDS)
            self._prune_at = self._now() + _PRUNE_SECONDS
        await self._queue_all()
        for webhook in await self._store.active():
            task = self._sending.get(webhook.webhook_id)
            if task is None or task.done():
                # Each on its own: a receiver that does not answer holds up nobody else's messages.
                sending = self._send_due(http, webhook)
                self._sending[webhook.webhook_id] = asyncio.create_task(sending)

    async def _queue_all(self) -> None:
        for webhook in await self._store.active():
            told = None if webhook.place is None else Position.parse(webhook.place)
            more = True
            while more:
                told, more = await self._queue(webhook, told)

    async def _queue(self, webhook: Webhook, told: Position | None) -> tuple[Position | None, bool]:
        """Queues the next events; returns how far that is, and whether there may be more at once."""
        found, place = await self._ledger.feed.page(told, webhook.member, _AT_ONCE)
        if place is None or place == told:
            return told, False
        wanted = [e for e in found if not webhook.events or e.name in webhook.events]
        await self._store.queue(webhook, place, self._messages(webhook, wanted))
        return place, True

    def _messages(self, webhook: Webhook, events: Sequence[FeedEvent]) -> list[Delivery]:
        return [
            Delivery(
                delivery_id=_id_of(webhook, event),
                webhook_id=webhook.webhook_id,
                number=event.position.number,
                index=event.position.index,
                body=_body_of(event),
                status=DeliveryStatus.PENDING,
                attempts=0,
                next_at=self._now(),
                answer=None,
                updated_at=self._now(),
            )
            for event in events
        ]

    async def _send_due(self, http: aiohttp.ClientSession, webhook: Webhook) -> None:
        """Sends a webhook's messages that are due, some at a time, until none is."""
        try:
            while due := await self._store.due(webhook.webhook_id, self._now(), _TOGETHER):
                await asyncio.gather(*(self._send(http, webhook, message) for message in due))
        except Exception:  # noqa: BLE001 - what was sent and not noted goes out again, under the same id
            _log.warning("webhooks.failed", exc_info=True)

    async def _send(self, http: aiohttp.ClientSession, webhook: Webhook, message: Delivery) -> None:
        refusal = self._addresses.refusal(webhook.url)
        status, answer = 0, f"not sent: {refusal}"
        if refusal is None:
            status, answer = await self._post(http, webhook, message)
        if status == HTTPStatus.GONE:
            await self._store.change(webhook.webhook_id, disabled_at=self._now())
        await self._store.settle(message.delivery_id, **self._after(message, status, answer))

    async def _post(
        self, http: aiohttp.ClientSession, webhook: Webhook, message: Delivery
    ) -> tuple[int, str]:
        """The answer's status, 0 for none, and what it was in words."""
        now = datetime.now(UTC)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "quayledger",
            "webhook-id": message.delivery_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Signer(secret_of(self._secret, webhook)).sign(
                message.delivery_id, now, message.body
            ),
        }
        try:
            async with http.post(
                webhook.url, data=message.body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, f"status {answer.status}"
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return 0, f"{type(error).__name__}: {error}"[:_ANSWER_LENGTH]

    def _after(self, message: Delivery, status: int, answer: str) -> dict[str, object]:
        now, attempts = self._now(), message.attempts + 1
        values = {"attempts": attempts, "answer": answer, "updated_at": now}
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return values | {"status": DeliveryStatus.DELIVERED}
        if attempts > len(RETRY_SECONDS) or status == HTTPStatus.GONE:
            return values | {"status": DeliveryStatus.DEAD}
        pause = RETRY_SECONDS[attempts - 1]
        # Receivers that were down together must not all be called in one second.
        spread = random.uniform(0, _JITTER * pause)  # noqa: S311 - no secret
        return values | {"next_at": now + pause + int(spread)}


def _id_of(webhook: Webhook, event: FeedEvent) -> str:
    """The same for the same step of a record, in whatever block a reorganisation has put it."""
    told = EventRead.of(event).model_dump(mode="json")
    for name in ("cursor", "time", "transaction_hash"):
        told.pop(name)
    named = f"{webhook.webhook_id}:{sorted(told.items())!r}"
    return "msg_" + hashlib.sha256(named.encode()).hexdigest()[:32]


def _body_of(event: FeedEvent) -> str:
    """As Standard Webhooks lays it out."""
    told = EventRead.of(event)
    timestamp, data = told.time, told.model_dump_json()
    return f'{{"type":"{told.event}","timestamp":"{timestamp}","data":{data}}}'
