"""What a gateway itself keeps and tells: actions, keys, events, webhooks, the audit log, verification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from api.client.calls import M, call, each, follow
from api.client.groups.base import Asking, nothing
from api.client.messages import Flow, Request, segment
from api.client.models import (
    Anchor,
    ApiKey,
    ApiKeyCreated,
    AuditEntry,
    AuditLink,
    Caller,
    Definitions,
    Delivery,
    Event,
    Health,
    PledgeAnswer,
    Readiness,
    Replayed,
    VerifyAnswer,
    Webhook,
    WebhookCreated,
)
from api.client.queries import WebhooksDeliveriesQuery
from api.client.reading import many, one
from api.client.resources import ActionRecord, Json, Page, PreparedAction, page_of_json
from api.client.streams import Stream


class Actions(Asking[M]):
    """Signed actions: what one's wallets signed, and how far it has come."""

    @call
    def prepare(self, action: str, intent: Mapping[str, Any]) -> Flow[PreparedAction]:
        """An action at the current version of its record, to be signed."""
        return self.flows.prepare(action, intent)

    @call
    def submit(
        self,
        action: str,
        message: Mapping[str, Any],
        signatures: Sequence[bytes],
        wait: float = 0.0,
    ) -> Flow[ActionRecord]:
        """Hands in an action signed anywhere. Doing it again changes nothing: its digest is its id."""
        return self.flows.submit(action, message, signatures, wait)

    @call
    def read(self, action_id: str, wait: float = 0.0) -> Flow[ActionRecord]:
        """An action, after its end or so many seconds."""
        return self.flows.action(action_id, wait)

    @call
    def list(
        self, after: int | None = None, *, limit: int | None = None
    ) -> Flow[Page[ActionRecord]]:
        """A page of the actions that one's wallets signed, newest first."""
        return self._some(None if after is None else str(after), limit)

    @each
    def all(self, after: str | None, *, limit: int | None = None) -> Flow[Page[ActionRecord]]:
        """All actions that one's wallets signed, newest first; `limit` is how many are asked for at once."""
        return self._some(after, limit)

    def _some(self, after: str | None, limit: int | None) -> Flow[Page[ActionRecord]]:
        query = {name: str(v) for name, v in (("after", after), ("limit", limit)) if v is not None}
        answer = yield from self.flows.call(Request("GET", "/v1/actions", query=query))
        return page_of_json(answer, ActionRecord.of_json)


class Session(Asking[M]):
    """Who one is to the gateway."""

    @call
    def read(self) -> Flow[Caller]:
        """The member and wallet that one speaks as."""
        return self._get("/v1/auth/session", one(Caller))

    @call
    def end(self) -> Flow[None]:
        """Ends the session; the next call that needs one signs in again."""
        yield from self._send("DELETE", "/v1/auth/session", nothing)
        self.flows.session = None


class ApiKeys(Asking[M]):
    """Keys for programs that read."""

    @call
    def list(self) -> Flow[tuple[ApiKey, ...]]:
        """The wallet's keys, without their secrets."""
        return self._get("/v1/api-keys", many(ApiKey))

    @call
    def create(
        self, label: str, *, powers: int | None = None, idempotency_key: str | None = None
    ) -> Flow[ApiKeyCreated]:
        """A new key; its text is told this once."""
        body = {"label": label} if powers is None else {"label": label, "powers": powers}
        return self._send("POST", "/v1/api-keys", one(ApiKeyCreated), body, idempotency_key)

    @call
    def rotate(
        self,
        key_id: str,
        *,
        overlap_seconds: int | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[ApiKeyCreated]:
        """A new secret for a key; the old one holds for the overlap."""
        body = {} if overlap_seconds is None else {"overlap_seconds": overlap_seconds}
        path = f"/v1/api-keys/{segment(key_id)}/rotate"
        return self._send("POST", path, one(ApiKeyCreated), body, idempotency_key)

    @call
    def revoke(self, key_id: str) -> Flow[None]:
        """Ends a key."""
        return self._send("DELETE", f"/v1/api-keys/{segment(key_id)}", nothing)


class Events(Asking[M]):
    """What happened to the records that one may read, oldest first."""

    @call
    def list(self, after: str | None = None, *, limit: int | None = None) -> Flow[Page[Event]]:
        """A page. Ask again with its cursor for what has happened since."""
        return self._page("/v1/events", Event, after, {"limit": limit})

    @each
    def all(self, after: str | None, *, limit: int | None = None) -> Flow[Page[Event]]:
        """All that has happened until now; `limit` is how many are asked for at once."""
        return self._page("/v1/events", Event, after, {"limit": limit})

    @follow
    def follow(self, after: str | None = None) -> Stream[Event]:
        """What happens, as it happens, from the event with this cursor on, or from now.

        A connection that breaks is made anew, and goes on after the last event that came: none is left out and none
        comes twice. Before the first one has come, only a cursor says where to go on: give `after` to miss nothing.
        """
        return Stream(self.flows, "/v1/events/stream", one(Event), after)


class Webhooks(Asking[M]):
    """What happens, sent to one's own system; `api.client.webhook` verifies what comes."""

    @call
    def list(self) -> Flow[tuple[Webhook, ...]]:
        """One's webhooks, oldest first."""
        return self._get("/v1/webhooks", many(Webhook))

    @call
    def create(
        self, url: str, events: Sequence[str] = (), *, idempotency_key: str | None = None
    ) -> Flow[WebhookCreated]:
        """Has events sent to an address: these, or all. The secret is told this once."""
        body = {"url": url, "events": [*events]}
        return self._send("POST", "/v1/webhooks", one(WebhookCreated), body, idempotency_key)

    @call
    def read(self, webhook_id: str) -> Flow[Webhook]:
        """A webhook."""
        return self._get(_webhook(webhook_id), one(Webhook))

    @call
    def enable(self, webhook_id: str) -> Flow[Webhook]:
        """Switches it on: what happened meanwhile is told."""
        return self._send("PATCH", _webhook(webhook_id), one(Webhook), {"enabled": True})

    @call
    def disable(self, webhook_id: str) -> Flow[Webhook]:
        """Switches it off."""
        return self._send("PATCH", _webhook(webhook_id), one(Webhook), {"enabled": False})

    @call
    def delete(self, webhook_id: str) -> Flow[None]:
        """Deletes it with its messages."""
        return self._send("DELETE", _webhook(webhook_id), nothing)

    @call
    def rotate_secret(
        self, webhook_id: str, *, idempotency_key: str | None = None
    ) -> Flow[WebhookCreated]:
        """A new secret, told this once."""
        path = f"{_webhook(webhook_id)}/secret"
        return self._send("POST", path, one(WebhookCreated), None, idempotency_key)

    @call
    def deliveries(
        self, webhook_id: str, after: str | None = None, **query: Unpack[WebhooksDeliveriesQuery]
    ) -> Flow[Page[Delivery]]:
        """A page of its messages, the newest event first; with status `dead` the dead-letter list."""
        return self._page(f"{_webhook(webhook_id)}/deliveries", Delivery, after, query)

    @each
    def all_deliveries(
        self, after: str | None, webhook_id: str, **query: Unpack[WebhooksDeliveriesQuery]
    ) -> Flow[Page[Delivery]]:
        """All of its messages, the newest event first."""
        return self._page(f"{_webhook(webhook_id)}/deliveries", Delivery, after, query)

    @call
    def replay(
        self,
        webhook_id: str,
        delivery_id: str | None = None,
        *,
        idempotency_key: str | None = None,
    ) -> Flow[int]:
        """Queues a message again, or all dead ones; returns how many."""
        one_of_them = "" if delivery_id is None else f"/deliveries/{segment(delivery_id)}"
        path = f"{_webhook(webhook_id)}{one_of_them}/replay"
        replayed = yield from self._send("POST", path, one(Replayed), None, idempotency_key)
        return replayed.count


class Audit(Asking[M]):
    """Who read what, and whose access changed 审计日志."""

    @call
    def list(self, after: str | None = None, *, limit: int | None = None) -> Flow[Page[AuditEntry]]:
        """A page of the member's log."""
        return self._page("/v1/audit", AuditEntry, after, {"limit": limit})

    @each
    def all(self, after: str | None, *, limit: int | None = None) -> Flow[Page[AuditEntry]]:
        """The member's log."""
        return self._page("/v1/audit", AuditEntry, after, {"limit": limit})

    @each
    def chain(self, after: str | None, *, limit: int | None = None) -> Flow[Page[AuditLink]]:
        """The whole chain of links, with the member's own entries: what proves that none was altered."""
        return self._page("/v1/audit/chain", AuditLink, after, {"limit": limit})

    @each
    def anchors(self, after: str | None, *, limit: int | None = None) -> Flow[Page[Anchor]]:
        """The chain's links that are on the ledger, with their proofs."""
        return self._page("/v1/audit/anchors", Anchor, after, {"limit": limit})


class Verification(Asking[M]):
    """Is it on the ledger, and in force? Anybody may ask who has what is to be verified, and its salt."""

    @call
    def document(
        self, document: Mapping[str, Any], salt: str, kind: str | None = None
    ) -> Flow[VerifyAnswer]:
        """A whole document."""
        body = {"document": document, "salt": salt}
        return self._asked("/v1/verify", body if kind is None else body | {"kind": kind})

    @call
    def field(self, proof: Mapping[str, Any]) -> Flow[VerifyAnswer]:
        """One field of a document, by its proof."""
        return self._asked("/v1/verify/field", proof)

    @call
    def milestone(self, proof: Mapping[str, Any]) -> Flow[VerifyAnswer]:
        """One event of a batch of milestones, by its proof."""
        return self._asked("/v1/verify/milestone", proof)

    @call
    def pledge(self, content: str) -> Flow[PledgeAnswer]:
        """Whether a bank has the bill of this content in pledge."""
        path = f"/v1/verify/pledge/{segment(content)}"
        return self._get(path, one(PledgeAnswer), signed_in=False)

    def _asked(self, path: str, body: Json) -> Flow[VerifyAnswer]:
        request = Request("POST", path, body=body, signed_in=False)
        return one(VerifyAnswer)((yield from self.flows.call(request)))


class Service(Asking[M]):
    """The gateway itself. Public."""

    @call
    def health(self) -> Flow[Health]:
        """Whether it runs."""
        return self._get("/health", one(Health), signed_in=False)

    @call
    def ready(self) -> Flow[Readiness]:
        """Whether it serves, and how far its ledger is behind the chain.

        Raises Refused while it does not: the problem says why.
        """
        return self._get("/ready", one(Readiness), signed_in=False)

    @call
    def definitions(self) -> Flow[Definitions]:
        """Every action that a wallet can sign, with its fields, enums and bit tables."""
        return self._get("/v1/definitions/actions", one(Definitions), signed_in=False)


def _webhook(webhook_id: str) -> str:
    return f"/v1/webhooks/{segment(webhook_id)}"
