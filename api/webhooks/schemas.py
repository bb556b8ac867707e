"""Webhooks in JSON."""

from typing import Annotated

from pydantic import Field

from api.auth.sign_in import rfc3339
from api.kit.pagination import DEFAULT_LIMIT, MAX_LIMIT, Page
from api.kit.schema import Input, Output, Time
from api.webhooks.store import Delivery, DeliveryStatus, Webhook

WebhookId = Annotated[str, Field(pattern="^[0-9a-f]{16}$", examples=["0f1e2d3c4b5a6978"])]
DeliveryId = Annotated[str, Field(pattern="^msg_[0-9a-f]{32}$")]


class WebhookCreate(Input):
    """Where to be told, and of what."""

    url: str = Field(
        min_length=1,
        max_length=2048,
        description="An https address that answers 2xx within 15 seconds.",
        examples=["https://erp.example.com/quayledger"],
    )
    events: list[Annotated[str, Field(max_length=64)]] = Field(
        default=[],
        max_length=100,
        description="Names of events, as in a record's history; none for all.",
        examples=[["BillEndorsed", "ContainerGatedOut"]],
    )


class WebhookChange(Input):
    """Switches a webhook on or off."""

    enabled: bool = Field(strict=True, examples=[False])


class WebhookRead(Output):
    """A webhook."""

    webhook_id: WebhookId
    url: str
    events: list[str]
    enabled: bool = Field(
        description="Off by its owner, or because its receiver answered 410 Gone. What happens meanwhile is told "
        "once it is on again."
    )
    created_at: Time

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookRead":
        """From the store's value."""
        return cls(
            webhook_id=webhook.webhook_id,
            url=webhook.url,
            events=list(webhook.events),
            enabled=webhook.disabled_at is None,
            created_at=rfc3339(webhook.created_at),
        )


class WebhookCreated(WebhookRead):
    """A webhook with its secret, which is told this once."""

    secret: str = Field(
        description="Verify `webhook-signature` with it, as Standard Webhooks says.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )

    @classmethod
    def with_secret(cls, webhook: Webhook, secret: str) -> "WebhookCreated":
        """From the store's value."""
        return cls(**WebhookRead.of(webhook).model_dump(), secret=secret)


class WebhookList(Output):
    """A member's webhooks, oldest first."""

    items: list[WebhookRead]


class DeliveryQuery(Input):
    """Which messages."""

    status: DeliveryStatus | None = Field(
        default=None, description="`dead` is the dead-letter list."
    )
    after: DeliveryId | None = Field(
        default=None, description="The cursor `next_cursor` of the page before."
    )
    limit: int = Field(
        default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items at most."
    )


class DeliveryRead(Output):
    """A message: what became of it so far."""

    delivery_id: DeliveryId = Field(description="The `webhook-id` that it is sent under.")
    status: DeliveryStatus
    attempts: int
    answer: str | None = Field(description="How the last attempt went.", examples=["status 503"])
    next_attempt_at: Time | None = Field(description="For one that is pending.")
    body: str = Field(description="What is sent, word for word.")

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryRead":
        """From the store's value."""
        pending = delivery.status is DeliveryStatus.PENDING
        return cls(
            delivery_id=delivery.delivery_id,
            status=delivery.status,
            attempts=delivery.attempts,
            answer=delivery.answer,
            next_attempt_at=rfc3339(delivery.next_at) if pending else None,
            body=delivery.body,
        )


class DeliveryPage(Page[DeliveryRead]):
    """Messages, the newest event first."""


class Replayed(Output):
    """What was queued again."""

    count: int
