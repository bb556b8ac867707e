"""A member's webhooks: made, changed, rotated and looked into by its own wallets."""

from __future__ import annotations

import secrets
from typing import Final

from api.audit.service import note_of
from api.audit.store import Note
from api.auth.subject import Subject
from api.clock import Clock
from api.errors import FieldProblem, Forbidden, InvalidInput, NotFound, Words
from api.kit.secret import GatewaySecret
from api.webhooks.addresses import Addresses
from api.webhooks.dispatcher import Dispatcher, secret_of
from api.webhooks.store import Delivery, Webhook, WebhookStore
from chain.ledger import Ledger
from contracts.bindings import enums, events

MOST: Final = 16
"""Webhooks a member."""

_RULES: Final = {
    "url": (
        "must be an absolute URL with a host, without user or fragment",
        "应为含主机名的绝对 URL，不含用户名或片段",
    ),
    "https": ("must begin with https", "必须以 https 开头"),
    "public_address": ("must not be a private address", "不得为私有地址"),
}


def event_names() -> list[str]:
    """The events that a webhook may ask for."""
    return sorted(
        {
            event.name
            for name, of in events().items()
            if name != "Consortium"
            for event in of.values()
        }
    )


class WebhookService:
    """Asks for a session of a wallet with the power ADMIN: a webhook tells all that the member may read."""

    def __init__(
        self,
        ledger: Ledger,
        store: WebhookStore,
        dispatcher: Dispatcher,
        addresses: Addresses,
        secret: GatewaySecret,
        clock: Clock,
    ) -> None:
        self._ledger, self._store, self._dispatcher = ledger, store, dispatcher
        self._addresses, self._secret, self._clock = addresses, secret, clock

    async def create(self, subject: Subject, url: str, names: list[str]) -> tuple[Webhook, str]:
        """Makes a webhook for what happens from now on; returns it and its secret.

        Raises:
            InvalidInput: URL or event names break a rule, or there are too many webhooks.
            Forbidden: This is no admin wallet's session.
        """
        _require_admin(subject)
        self._require_allowed(url, names)
        if len(await self._store.of_member(subject.member)) >= MOST:
            raise InvalidInput(
                FieldProblem(
                    "url", "too_many", f"a member has at most {MOST}", f"每个成员最多 {MOST} 个"
                )
            )
        newest = await self._ledger.feed.newest()
        webhook = Webhook(
            webhook_id=secrets.token_hex(8),
            member=subject.member,
            url=url,
            events=names,
            secret_number=1,
            place=None if newest is None else str(newest),
            created_at=int(self._clock()),
            disabled_at=None,
        )
        await self._store.add(webhook, self._note(subject, "webhook.made", webhook.webhook_id))
        return webhook, secret_of(self._secret, webhook)

    async def of_member(self, subject: Subject) -> list[Webhook]:
        """The caller's member's webhooks. Raises Forbidden."""
        _require_admin(subject)
        return await self._store.of_member(subject.member)

    async def get(self, subject: Subject, webhook_id: str) -> Webhook:
        """One of them. Raises Forbidden, NotFound."""
        _require_admin(subject)
        found = await self._store.get(webhook_id, subject.member)
        if found is None:
            raise NotFound("webhook", "Webhook")
        return found

    async def enable(self, subject: Subject, webhook_id: str, *, enabled: bool) -> Webhook:
        """Switches a webhook off, or on again: what happened meanwhile is told then. Raises Forbidden, NotFound."""
        webhook = await self.get(subject, webhook_id)
        if enabled != (webhook.disabled_at is None):
            disabled_at = None if enabled else int(self._clock())
            event = "webhook.switched_on" if enabled else "webhook.switched_off"
            note = self._note(subject, event, webhook_id)
            await self._store.change(webhook_id, note, disabled_at=disabled_at)
            self._dispatcher.wake()
        return await self.get(subject, webhook_id)

    async def rotate(self, subject: Subject, webhook_id: str) -> tuple[Webhook, str]:
        """Gives a webhook a new secret, from now on. Raises Forbidden, NotFound."""
        webhook = await self.get(subject, webhook_id)
        note = self._note(subject, "webhook.rotated", webhook_id)
        await self._store.change(webhook_id, note, secret_number=webhook.secret_number + 1)
        webhook = await self.get(subject, webhook_id)
        return webhook, secret_of(self._secret, webhook)

    async def remove(self, subject: Subject, webhook_id: str) -> None:
        """Forgets a webhook and what was queued for it. Raises Forbidden, NotFound."""
        await self.get(subject, webhook_id)
        await self._store.remove(webhook_id, self._note(subject, "webhook.deleted", webhook_id))

    async def deliveries(
        self, subject: Subject, webhook_id: str, status: str | None, after: str | None, limit: int
    ) -> list[Delivery]:
        """What was queued for a webhook, newest first. Raises Forbidden, NotFound."""
        await self.get(subject, webhook_id)
        return await self._store.deliveries(webhook_id, status, after, limit)

    async def replay(self, subject: Subject, webhook_id: str, only: str | None) -> int:
        """Queues all dead messages again, or this one whatever became of it; returns how many.

        Raises Forbidden, NotFound.
        """
        await self.get(subject, webhook_id)
        done = await self._store.replay(webhook_id, int(self._clock()), only=only)
        if only is not None and not done:
            raise NotFound("delivery", "投递")
        self._dispatcher.wake()
        return done

    def _note(self, subject: Subject, event: str, webhook_id: str) -> Note:
        return note_of(subject, event, self._clock, webhook=webhook_id)

    def _require_allowed(self, url: str, names: list[str]) -> None:
        rule = self._addresses.refusal(url)
        if rule is not None:
            en, zh = _RULES[rule]
            raise InvalidInput(FieldProblem("url", rule, en, zh))
        known = set(event_names())
        for place, name in enumerate(names):
            if name not in known:
                raise InvalidInput(
                    FieldProblem(
                        f"events[{place}]", "event", "is no event of a record", "不是任何记录的事件"
                    )
                )


def _require_admin(subject: Subject) -> None:
    if subject.via == "session" and subject.powers & enums()["Powers"]["ADMIN"]:
        return
    raise Forbidden(
        "admin_session",
        Words("Webhooks are an admin wallet's affair.", "Webhook 由管理员钱包管理。"),
        Words(
            "Sign in with a wallet that has the power ADMIN.", "请使用具有 ADMIN 权限的钱包登录。"
        ),
    )
